//! Why a link or a file does not open.

use std::fmt;

use base64::DecodeError;
use locale::{Text, say};
use miniz_oxide::inflate::TINFLStatus;

use super::{LESSON_BYTES_MAX, LESSON_VERSION, LINK_CHARS_MAX, VERSION};
use crate::json::{JsonError, shown};
use crate::limits::RECORDING_BYTES_MAX;
use crate::scenario::{ScenarioError, default_scenario};

/// Why a link or a file does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Nothing after `s=`, or another key.
    NoState,
    /// Too long to be a recording.
    TooLong {
        /// Characters found.
        chars: usize,
    },
    /// Too large to be a recording.
    FileSize {
        /// Bytes found.
        bytes: usize,
    },
    /// Of a version that this page does not know.
    Version {
        /// What it says.
        found: String,
    },
    /// A lesson of a version that this page does not know.
    LessonVersion {
        /// What it says.
        found: String,
    },
    /// A character that base64url does not have, or a cut end.
    Encoding {
        /// What is wrong with the text.
        problem: Text,
    },
    /// Not deflate, cut, or larger than a recording may be.
    Packing {
        /// What is wrong with the packed bytes, of which so many may come.
        problem: Text,
    },
    /// Unpacked, but not the JSON of a link.
    Json(JsonError),
    /// The moment is out of range.
    Moment {
        /// The field.
        field: &'static str,
        /// The value found.
        value: String,
        /// The greatest one.
        most: u64,
    },
    /// No scenario of that name is built in.
    Builtin {
        /// The name.
        name: String,
    },
    /// Neither a name nor a scenario, or both.
    NoScenario,
    /// The run itself is refused.
    Run(#[from] ScenarioError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl LinkError {
    /// In a sentence without its full stop.
    pub fn told(&self) -> Text {
        match self {
            Self::NoState => say::link_no_state(),
            Self::TooLong { chars } => {
                say::link_too_long(chars.to_string(), LINK_CHARS_MAX.to_string())
            }
            Self::FileSize { bytes } => say::error_value(
                "file",
                say::value_bytes(bytes.to_string()),
                say::allowed_at_most_bytes(RECORDING_BYTES_MAX.to_string()),
            ),
            Self::Version { found } => {
                let known = say::allowed_range("1", VERSION.to_string());
                say::error_value("version", found, known)
            }
            Self::LessonVersion { found } => say::error_value("version", found, LESSON_VERSION),
            Self::Encoding { problem } => say::link_damaged(problem.clone()),
            Self::Packing { problem } => say::link_packed(problem.clone()),
            Self::Json(error) => error.told(),
            Self::Moment { field, value, most } => {
                say::error_value(*field, value, say::allowed_range("0", most.to_string()))
            }
            Self::Builtin { name } => {
                say::error_value("builtin", shown(name), default_scenario().name)
            }
            Self::NoScenario => say::link_no_scenario(),
            Self::Run(error) => say::link_run(error.told()),
        }
    }
}

/// What is wrong with the text of a link.
pub(super) fn encoding(error: DecodeError) -> LinkError {
    let problem = match error {
        DecodeError::InvalidByte(place, byte) => {
            // The first byte of a longer character stands for none.
            let sign = if byte.is_ascii() {
                shown(&char::from(byte).to_string())
            } else {
                format!("\\x{byte:02x}")
            };
            say::link_sign(sign, (place + 1).to_string())
        }
        DecodeError::InvalidLength(_)
        | DecodeError::InvalidLastSymbol(..)
        | DecodeError::InvalidPadding => say::link_cut(),
    };
    LinkError::Encoding { problem }
}

/// What is wrong with the packed bytes, of which so many may come.
pub(super) fn packing(status: TINFLStatus, most: usize) -> LinkError {
    let problem = match status {
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => say::link_cut(),
        TINFLStatus::HasMoreOutput if most == LESSON_BYTES_MAX => say::link_lesson_too_large(),
        TINFLStatus::HasMoreOutput => say::link_too_large(),
        TINFLStatus::BadParam
        | TINFLStatus::Adler32Mismatch
        | TINFLStatus::Failed
        | TINFLStatus::Done => say::link_changed(),
    };
    LinkError::Packing { problem }
}

/// What was packed is no text.
pub(super) fn changed() -> LinkError {
    LinkError::Packing {
        problem: say::link_changed(),
    }
}
