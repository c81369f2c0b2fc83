//! A run with its moment, selection and view as one line of text, and as a file.
//!
//! A link is `s=VERSION.DATA`, with deflated JSON in base64url as data. Links of the first version
//! have no number. Every version that was ever written is read for ever: a change of its form is a
//! new version. A link with the file of a lesson is `l=VERSION.DATA`. Deliberately lacks any trust: what comes in is bounded before it is unpacked and
//! checked after.
//!
//! What reads and writes is `#[inline]`, so that it is compiled where it is used: the page is built
//! for size, the core for speed.

mod error;
mod first;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use locale::say;
use serde::{Deserialize, Serialize};

pub use error::LinkError;

use crate::command::TimedCommand;
use crate::ids::{ConsumerId, EventId, PartitionId};
use crate::json;
use crate::limits::{RECORDING_BYTES_MAX, RUN_TIME_MAX};
use crate::recording::{MODEL, Recording};
use crate::scenario::{FORMAT, Scenario, default_scenario};
use crate::time::SimTime;

/// The version that is written.
pub const VERSION: u32 = 2;
/// Longest text that is looked at: a deflated recording is never larger than the plain one.
pub const LINK_CHARS_MAX: usize = RECORDING_BYTES_MAX / 3 * 4;
/// The version of links that hold a lesson.
pub const LESSON_VERSION: u32 = 1;
/// Longest lesson that a link holds, in bytes.
pub const LESSON_BYTES_MAX: usize = 256 * 1024;
/// Deflate effort: links are short, so take the smallest.
const EFFORT: u8 = 9;

/// Which part of the stage is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Cards and matrix.
    #[default]
    Both,
    /// Cards without the matrix.
    Stage,
    /// Matrix without the cards.
    Matrix,
    /// Runs beside each other.
    Compare,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Both, Self::Stage, Self::Matrix, Self::Compare];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Stage => "stage",
            Self::Matrix => "matrix",
            Self::Compare => "compare",
        }
    }

    /// From its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's signature for skip_serializing_if"
    )]
    fn is_default(&self) -> bool {
        *self == Self::Both
    }
}

/// The one thing that is selected in all views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// A partition.
    Partition(PartitionId),
    /// A consumer.
    Consumer(ConsumerId),
    /// A single event.
    Event(EventId),
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The run: the branch in view.
    pub recording: Recording,
    /// The moment.
    pub at: SimTime,
    /// What was selected.
    pub selection: Option<Selection>,
    /// What was shown.
    pub view: View,
}

impl Place {
    /// The beginning of a run.
    pub fn start_of(recording: Recording) -> Self {
        Self {
            recording,
            at: SimTime::ZERO,
            selection: None,
            view: View::default(),
        }
    }

    /// Made by another version of the model: replayed by time, with results that may differ.
    pub fn is_of_another_model(&self) -> bool {
        self.recording.model != MODEL
    }
}

/// The second version's form, and a file's.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Second {
    /// In files, which have nothing else to tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(default = "model", skip_serializing_if = "is_model")]
    model: u32,
    /// The name of a scenario that is built in, or else the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    builtin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scenario: Option<Scenario>,
    seed: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    commands: Vec<TimedCommand>,
    #[serde(default, skip_serializing_if = "is_zero")]
    at_us: u64,
    #[serde(default, skip_serializing_if = "View::is_default")]
    view: View,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    select: Option<Selection>,
}

/// The model that made the links of these versions which do not name one.
fn model() -> u32 {
    1
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for skip_serializing_if"
)]
fn is_model(made_by: &u32) -> bool {
    *made_by == model()
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for skip_serializing_if"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Second {
    #[inline]
    fn of(place: &Place) -> Self {
        let Recording {
            format: _,
            model,
            scenario,
            seed,
            commands,
        } = &place.recording;
        Self {
            version: None,
            model: *model,
            builtin: None,
            scenario: Some(scenario.clone()),
            seed: *seed,
            commands: commands.clone(),
            at_us: place.at.as_micros(),
            view: place.view,
            select: place.selection,
        }
    }

    #[inline]
    fn place(self) -> Result<Place, LinkError> {
        let scenario = match (self.builtin, self.scenario) {
            (None, Some(scenario)) => scenario,
            (Some(name), None) => builtin(&name).ok_or(LinkError::Builtin { name })?,
            (Some(_), Some(_)) | (None, None) => return Err(LinkError::NoScenario),
        };
        let recording = Recording {
            format: FORMAT,
            model: self.model,
            scenario,
            seed: self.seed,
            commands: self.commands,
        };
        recording.check()?;
        let at = SimTime::from_micros(self.at_us);
        if at > RUN_TIME_MAX {
            return Err(LinkError::Moment {
                field: "at_us",
                value: self.at_us.to_string(),
                most: RUN_TIME_MAX.as_micros(),
            });
        }
        Ok(Place {
            recording,
            at,
            selection: self.select,
            view: self.view,
        })
    }
}

/// A scenario that links name instead of holding it. It never changes: a link of years ago means
/// the same one.
fn builtin(name: &str) -> Option<Scenario> {
    let first = default_scenario();
    (first.name == name).then_some(first)
}

/// The name of a scenario that is built in, if this is one.
pub fn builtin_name(scenario: &Scenario) -> Option<&str> {
    let known = builtin(&scenario.name)?;
    (known == *scenario).then_some(&scenario.name)
}

/// The text after `s=` for a place.
#[inline]
pub fn encode(place: &Place) -> String {
    let mut data = Second::of(place);
    if let Some(name) = builtin_name(&place.recording.scenario) {
        data.builtin = Some(name.to_owned());
        data.scenario = None;
    }
    let json = serde_json::to_vec(&data).expect("links hold only JSON values");
    format!("{VERSION}.{}", packed(&json))
}

/// The text after `l=` for the file of a lesson.
#[inline]
pub fn encode_lesson(text: &str) -> String {
    format!("{LESSON_VERSION}.{}", packed(text.as_bytes()))
}

#[inline]
fn packed(plain: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(plain, EFFORT))
}

/// A place as a file: JSON that holds the whole scenario.
#[inline]
pub fn to_file(place: &Place) -> String {
    let mut data = Second::of(place);
    data.version = Some(VERSION);
    serde_json::to_string(&data).expect("links hold only JSON values")
}

/// Reads a file: what [`to_file`] writes, or a bare recording.
#[inline]
pub fn from_file(text: &str) -> Result<Place, LinkError> {
    /// Which of the two it is; nothing else is looked at.
    #[derive(Deserialize)]
    struct Kind {
        version: Option<u64>,
        format: Option<serde::de::IgnoredAny>,
    }
    if text.len() > RECORDING_BYTES_MAX {
        return Err(LinkError::FileSize { bytes: text.len() });
    }
    let kind: Kind = json::read(text).map_err(LinkError::Json)?;
    match (kind.version, kind.format) {
        (None, Some(_)) => Ok(Place::start_of(Recording::from_json(text)?)),
        (Some(version), _) if version != u64::from(VERSION) => Err(LinkError::Version {
            found: version.to_string(),
        }),
        (Some(_) | None, _) => json::read::<Second>(text).map_err(LinkError::Json)?.place(),
    }
}

/// Reads a fragment with or without its `#`.
#[inline]
pub fn decode(fragment: &str) -> Result<Place, LinkError> {
    let text = fragment.strip_prefix('#').unwrap_or(fragment);
    let text = text.strip_prefix("s=").ok_or(LinkError::NoState)?;
    if text.len() > LINK_CHARS_MAX {
        return Err(LinkError::TooLong { chars: text.len() });
    }
    match text.split_once('.') {
        None => first::place(&unpacked(text, RECORDING_BYTES_MAX)?),
        Some(("2", data)) => json::read::<Second>(&unpacked(data, RECORDING_BYTES_MAX)?)
            .map_err(LinkError::Json)?
            .place(),
        Some((other, _)) => Err(LinkError::Version {
            found: json::shown(other),
        }),
    }
}

/// Reads a fragment that holds the file of a lesson, with or without its `#`. The file itself is
/// not looked at.
#[inline]
pub fn decode_lesson(fragment: &str) -> Result<String, LinkError> {
    let text = fragment.strip_prefix('#').unwrap_or(fragment);
    let text = text.strip_prefix("l=").ok_or(LinkError::NoState)?;
    if text.len() > LINK_CHARS_MAX {
        return Err(LinkError::TooLong { chars: text.len() });
    }
    match text.split_once('.') {
        Some(("1", data)) => unpacked(data, LESSON_BYTES_MAX),
        Some((other, _)) => Err(LinkError::LessonVersion {
            found: json::shown(other),
        }),
        None => Err(LinkError::Encoding {
            problem: say::link_cut(),
        }),
    }
}

#[inline]
fn unpacked(data: &str, most: usize) -> Result<String, LinkError> {
    let packed = URL_SAFE_NO_PAD.decode(data).map_err(error::encoding)?;
    let plain = miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, most)
        .map_err(|error| error::packing(error.status, most))?;
    String::from_utf8(plain).map_err(|_no_text| error::changed())
}

#[cfg(test)]
mod tests;
