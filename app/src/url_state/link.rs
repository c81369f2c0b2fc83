//! The text after `#s=`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use locale::{Text, say};
use miniz_oxide::inflate::TINFLStatus;
use serde::{Deserialize, Serialize};
use sim_core::limits::{RECORDING_BYTES_MAX, RUN_TIME_MAX};
use sim_core::{ConsumerId, EventId, PartitionId, Recording, ScenarioError, SimTime};

use crate::session::Selection;

/// Longest text that is looked at: a deflated recording is never larger than the plain one.
pub const LINK_CHARS_MAX: usize = RECORDING_BYTES_MAX / 3 * 4;
/// Most of a wrong field that a message repeats.
const NEAR_CHARS_MAX: usize = 60;
/// Deflate effort: links are short, so take the smallest.
const EFFORT: u8 = 9;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The run.
    pub recording: Recording,
    /// The moment.
    pub at: SimTime,
    /// What was selected.
    pub selection: Option<Selection>,
}

/// Why a link does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// What reads links could not be fetched.
    NoReader,
    /// Nothing after `#s=`, or another key.
    NoState,
    /// Too long to be a recording.
    TooLong {
        /// Characters found.
        chars: usize,
    },
    /// A character that base64url does not have, or a cut end.
    Encoding {
        /// What the decoder said.
        problem: String,
    },
    /// Not deflate, cut, or larger than a recording may be.
    Packing {
        /// What is wrong with the packed bytes.
        problem: Text,
    },
    /// Unpacked, but not the JSON of a link.
    Syntax {
        /// The field and value the reader had reached, or the column.
        near: Text,
        /// What the reader said.
        problem: Text,
    },
    /// The moment is out of range.
    Moment {
        /// The value found.
        value: String,
    },
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
            Self::NoReader => say::link_no_reader(),
            Self::NoState => say::link_no_state(),
            Self::TooLong { chars } => {
                say::link_too_long(chars.to_string(), LINK_CHARS_MAX.to_string())
            }
            Self::Encoding { problem } => say::link_damaged(problem),
            Self::Packing { problem } => say::link_packed(problem.clone()),
            Self::Syntax { near, problem } => say::link_json(near.clone(), problem.clone()),
            Self::Moment { value } => {
                let allowed = say::allowed_range("0", RUN_TIME_MAX.as_millis().to_string());
                say::error_value("at_ms", value, allowed)
            }
            Self::Run(error) => say::link_run(error.told()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkData {
    run: Recording,
    #[serde(default)]
    at_ms: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    select: Option<LinkSelection>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LinkSelection {
    Partition(PartitionId),
    Consumer(ConsumerId),
    Event(EventId),
}

/// The text after `#s=` for a place.
#[expect(
    clippy::cast_precision_loss,
    reason = "runs are shorter than 2^53 microseconds"
)]
pub fn encode(place: &Place) -> String {
    let data = LinkData {
        run: place.recording.clone(),
        at_ms: place.at.as_micros() as f64 / 1_000.0,
        select: place.selection.map(|selection| match selection {
            Selection::Partition(id) => LinkSelection::Partition(id),
            Selection::Consumer(id) => LinkSelection::Consumer(id),
            Selection::Event(id) => LinkSelection::Event(id),
        }),
    };
    let json = serde_json::to_vec(&data).expect("links hold only JSON values");
    URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&json, EFFORT))
}

/// Reads a fragment with or without its `#`.
pub fn decode(fragment: &str) -> Result<Place, LinkError> {
    let text = fragment.strip_prefix('#').unwrap_or(fragment);
    let text = text.strip_prefix("s=").ok_or(LinkError::NoState)?;
    if text.len() > LINK_CHARS_MAX {
        return Err(LinkError::TooLong { chars: text.len() });
    }
    let packed = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| LinkError::Encoding {
            problem: error.to_string(),
        })?;
    let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, RECORDING_BYTES_MAX)
        .map_err(|error| LinkError::Packing {
            problem: packing_problem(error.status),
        })?;
    let data: LinkData = serde_json::from_slice(&json).map_err(|error| syntax(&json, &error))?;
    data.run.check()?;
    Ok(Place {
        at: moment(data.at_ms, 1_000.0).ok_or_else(|| LinkError::Moment {
            value: data.at_ms.to_string(),
        })?,
        recording: data.run,
        selection: data.select.map(|selection| match selection {
            LinkSelection::Partition(id) => Selection::Partition(id),
            LinkSelection::Consumer(id) => Selection::Consumer(id),
            LinkSelection::Event(id) => Selection::Event(id),
        }),
    })
}

/// Names of number types, and what they mean to people.
type Wanted = (&'static str, fn() -> Text);
const WANTED: [Wanted; 4] = [
    ("u64", || say::link_whole_to(u64::MAX.to_string())),
    ("u32", || say::link_whole_to(u32::MAX.to_string())),
    ("u16", || say::link_whole_to(u16::MAX.to_string())),
    ("f64", say::link_number),
];

/// Where the reader stopped, in the link's own words. The text has one line.
fn syntax(json: &[u8], error: &serde_json::Error) -> LinkError {
    let column = error.column();
    let read = String::from_utf8_lossy(json.get(..column).unwrap_or(json)).into_owned();
    let rest = String::from_utf8_lossy(json.get(column..).unwrap_or_default()).into_owned();
    let field = read
        .rfind("\":")
        .and_then(|colon| read.get(..colon)?.rfind('"'))
        .and_then(|quote| read.get(quote..));
    let near = field.map_or_else(
        || say::link_column(column.to_string()),
        |field| {
            let rest = rest.split([',', '}', ']', '{', '[']).next();
            let text = format!("{field}{}", rest.unwrap_or_default());
            let text = text.trim_end_matches([',', '}', ']']);
            let text: String = text.chars().take(NEAR_CHARS_MAX).collect();
            format!("`{text}`").into()
        },
    );
    LinkError::Syntax {
        near,
        problem: reader_problem(&error.to_string()),
    }
}

/// What the reader says, without its place and with types in people's words.
pub fn reader_problem(problem: &str) -> Text {
    let problem = problem.split(" at line ").next().unwrap_or_default();
    let wanted = |(kind, wanted): &Wanted| {
        let found = problem.strip_suffix(kind)?.strip_suffix(", expected ")?;
        Some(say::link_expected(found, wanted()))
    };
    let known = WANTED.iter().find_map(wanted);
    known.unwrap_or_else(|| problem.to_owned().into())
}

fn packing_problem(status: TINFLStatus) -> Text {
    match status {
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => say::link_cut(),
        TINFLStatus::HasMoreOutput => say::link_too_large(),
        TINFLStatus::BadParam
        | TINFLStatus::Adler32Mismatch
        | TINFLStatus::Failed
        | TINFLStatus::Done => say::link_changed(),
    }
}

/// A moment from a number of units of `unit_us` microseconds, if a run can reach it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "checked against 0 and RUN_TIME_MAX, which is below 2^53"
)]
pub fn moment(value: f64, unit_us: f64) -> Option<SimTime> {
    let micros = (value * unit_us).round();
    let end = RUN_TIME_MAX.as_micros() as f64;
    (0.0..=end)
        .contains(&micros)
        .then(|| SimTime::from_micros(micros as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim_core::scenario::default_scenario;

    fn place() -> Place {
        Place {
            recording: Recording::new(default_scenario(), 7),
            at: SimTime::from_micros(24_600_123),
            selection: Some(Selection::Partition(PartitionId(5))),
        }
    }

    #[test]
    fn a_link_leads_back() {
        let link = encode(&place());
        assert!(link.len() < 1_500, "{} characters", link.len());
        assert_eq!(decode(&format!("#s={link}")), Ok(place()));
    }

    #[test]
    fn bad_links_say_what_is_wrong() {
        let link = format!("s={}", encode(&place()));
        assert_eq!(decode("#x=1"), Err(LinkError::NoState));
        assert!(matches!(decode("s=%%%"), Err(LinkError::Encoding { .. })));
        assert!(decode(&link[..link.len() / 2]).is_err());
        assert!(matches!(decode("s=AAAA"), Err(LinkError::Packing { .. })));
        let long = "A".repeat(LINK_CHARS_MAX + 1);
        assert!(matches!(
            decode(&format!("s={long}")),
            Err(LinkError::TooLong { .. })
        ));
    }

    #[test]
    fn wrong_json_is_quoted_at_its_field() {
        let said = |json: &str| {
            let packed = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), EFFORT);
            let link = format!("s={}", URL_SAFE_NO_PAD.encode(packed));
            decode(&link).map_or_else(|error| error.to_string(), |_| String::new())
        };
        let nan = said(r#"{"at_ms":NaN,"run":{}}"#);
        assert!(nan.contains(r#"near `"at_ms":NaN`"#), "{nan}");
        let seed = said(r#"{"run":{"format":1,"seed":-3}}"#);
        assert!(seed.contains(r#"near `"seed":-3`"#), "{seed}");
        assert!(
            seed.ends_with("expected a whole number from 0 to 18446744073709551615"),
            "{seed}"
        );
        assert!(said("nothing").contains("near column"));
    }

    #[test]
    fn an_inflating_bomb_is_refused() {
        let zeros = vec![b' '; RECORDING_BYTES_MAX + 1];
        let packed = miniz_oxide::deflate::compress_to_vec(&zeros, EFFORT);
        let text = format!("s={}", URL_SAFE_NO_PAD.encode(packed));
        assert!(matches!(decode(&text), Err(LinkError::Packing { .. })));
    }

    #[test]
    fn moments_out_of_range_are_refused() {
        assert_eq!(moment(-1.0, 1_000.0), None);
        assert_eq!(moment(f64::NAN, 1_000.0), None);
        assert_eq!(moment(12.5, 1e6), Some(SimTime::from_millis(12_500)));
    }
}
