//! The messages themselves, as JSON.

use locale::{Language, Text, say};
use serde::Serialize;
use serde_json::{Map, Value};

use sim_core::link::{LINK_CHARS_MAX, LinkError, Place, decode};
use sim_core::view::EventRow;
use sim_core::{Command, SimTime, TimedCommand, json};

use crate::language::said;
use crate::playback::{SPEED_MAX, SPEED_MIN};
use crate::preferences::Theme;
use crate::url_state::OPENING;

/// Who speaks, in every message of either side.
pub const SOURCE: &str = "rebalance-lab";
/// Of the messages, in every one of them.
const VERSION: u64 = 1;
/// The largest message holds a whole run.
pub const MESSAGE_BYTES_MAX: usize = LINK_CHARS_MAX + 1_000;
/// Most of a wrong value that an answer repeats.
const VALUE_CHARS_MAX: usize = 60;
const TYPES: &str = "play, pause, seek, setConfig, load, command";

/// What the host page asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// Start playing.
    Play,
    /// Stop playing.
    Pause,
    /// Jump to a moment.
    Seek(SimTime),
    /// Look and pace; what is absent stays.
    SetConfig {
        /// Colours.
        theme: Option<Theme>,
        /// Language.
        language: Option<Language>,
        /// Simulated seconds per second.
        speed: Option<f64>,
    },
    /// Another run.
    Load(Box<Place>),
    /// Another run by its name, under a seed of its own, at a moment.
    LoadNamed {
        /// Its name.
        name: String,
        /// Seed, if not its own.
        seed: Option<u64>,
        /// Moment.
        at: SimTime,
    },
    /// Act on the run, at the present moment.
    Command(Box<Command>),
}

/// Why a message is not obeyed.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    field: String,
    value: String,
    allowed: Text,
}

impl Refusal {
    /// The field, what was in it and what may be.
    pub fn new(field: &str, value: String, allowed: impl Into<Text>) -> Self {
        let (field, allowed) = (field.to_owned(), allowed.into());
        Self {
            field,
            value,
            allowed,
        }
    }
}

/// What the host page is told.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Told {
    /// Messages are heard from now on.
    Ready,
    /// The page is as tall as that, in CSS pixels.
    Resize {
        /// Whole pixels.
        height: u32,
    },
    /// The moment, at most four times a second.
    TimeUpdate {
        /// Simulated seconds.
        t: f64,
        /// Whether time passes.
        playing: bool,
    },
    /// Something worth telling happened in the run.
    Event {
        /// What it is about.
        kind: &'static str,
        /// Simulated seconds.
        t: f64,
        /// A sentence in the language of the page.
        text: String,
    },
    /// An exercise was answered.
    Exercise {
        /// Its name.
        id: String,
        /// All of it was right.
        passed: bool,
        /// From 0 to 1.
        score: f64,
    },
    /// The link to what is shown.
    StateLink {
        /// The whole address.
        url: String,
    },
    /// The lab broke a rule of its own.
    Violation {
        /// Which.
        text: String,
    },
    /// A message was refused.
    Error {
        /// The wrong field.
        field: String,
        /// What was in it.
        value: String,
        /// What may be.
        allowed: String,
    },
}

impl Told {
    /// The message.
    pub fn to_json(&self) -> String {
        let told = serde_json::to_string(self).expect("what is told holds only JSON values");
        let fields = told.trim_start_matches('{');
        format!("{{\"source\":\"{SOURCE}\",\"version\":{VERSION},{fields}")
    }
}

impl From<EventRow> for Told {
    fn from(row: EventRow) -> Self {
        Self::Event {
            kind: row.kind.name(),
            t: seconds(row.at),
            text: said(&row.text),
        }
    }
}

impl From<Refusal> for Told {
    fn from(refusal: Refusal) -> Self {
        Self::Error {
            field: refusal.field,
            value: refusal.value,
            allowed: said(&refusal.allowed),
        }
    }
}

/// Simulated seconds of a moment.
#[expect(
    clippy::cast_precision_loss,
    reason = "runs are shorter than 2^53 microseconds"
)]
pub fn seconds(at: SimTime) -> f64 {
    at.as_micros() as f64 / 1e6
}

/// Reads a message that says it is one of ours.
pub fn read(json: &str) -> Result<Incoming, Refusal> {
    let Ok(Value::Object(map)) = serde_json::from_slice(json.as_bytes()) else {
        return Err(Refusal::new("message", shortened(json), "{ … }"));
    };
    let mut fields = Fields(map);
    let is_version = |value: &Value| (value.as_u64() == Some(VERSION)).then_some(VERSION);
    fields.need("source", text, || SOURCE.into())?;
    fields.need("version", is_version, || VERSION.to_string().into())?;
    let kind = fields.need("type", text, || TYPES.into())?;
    match kind.as_str() {
        "play" => fields.end("").map(|()| Incoming::Play),
        "pause" => fields.end("").map(|()| Incoming::Pause),
        "seek" => {
            let to = fields.need("t", time, say::link_allowed_seconds)?;
            fields.end("t").map(|()| Incoming::Seek(to))
        }
        "setConfig" => set_config(fields),
        "load" => load(fields),
        "command" => command(fields),
        _ => Err(Refusal::new("type", shortened(&kind), TYPES)),
    }
}

fn set_config(mut fields: Fields) -> Result<Incoming, Refusal> {
    let read_theme = |value: &Value| Theme::parse(value.as_str()?);
    let read_language = |value: &Value| Language::parse(value.as_str()?);
    let theme = fields.take("theme", read_theme, say::link_allowed_theme)?;
    let language = fields.take("lang", read_language, say::link_allowed_language)?;
    let speed = fields.take("speed", speed, || {
        say::allowed_range(SPEED_MIN.to_string(), SPEED_MAX.to_string())
    })?;
    fields.end("theme, lang, speed")?;
    Ok(Incoming::SetConfig {
        theme,
        language,
        speed,
    })
}

fn load(mut fields: Fields) -> Result<Incoming, Refusal> {
    let seed = fields.take("seed", Value::as_u64, say::link_allowed_seed)?;
    let t = fields.take("t", time, say::link_allowed_seconds)?;
    let mut place = if let Some(state) = fields.take("state", text, Text::default)? {
        let refused = |error: LinkError| Refusal::new("state", shortened(&state), error.told());
        decode(&format!("s={state}")).map_err(refused)?
    } else {
        let name = fields.need("scenario", text, say::embed_allowed_name)?;
        fields.end("scenario, seed, state, t")?;
        return Ok(Incoming::LoadNamed {
            name,
            seed,
            at: t.unwrap_or(OPENING),
        });
    };
    fields.end("scenario, seed, state, t")?;
    place.recording.seed = seed.unwrap_or(place.recording.seed);
    place.at = t.unwrap_or(place.at);
    Ok(Incoming::Load(Box::new(place)))
}

/// A command of the recording's vocabulary; the moment is the present one.
fn command(mut fields: Fields) -> Result<Incoming, Refusal> {
    let object = |value: &Value| value.as_object().cloned();
    let mut wish = fields.need("command", object, || "{ do: … }".into())?;
    fields.end("command")?;
    if wish.contains_key("at_ms") {
        return Err(Refusal::new("at_ms", shown(&wish["at_ms"]), ""));
    }
    let asked = shortened(&Value::Object(wish.clone()).to_string());
    wish.insert("at_ms".to_owned(), 0.into());
    // Read as a part of a recording, so that the page holds one reader for both.
    let timed = serde_json::from_slice::<TimedCommand>(Value::Object(wish).to_string().as_bytes());
    let refused = |error: serde_json::Error| Refusal::new("command", asked, json::problem(&error));
    Ok(Incoming::Command(Box::new(timed.map_err(refused)?.command)))
}

/// A command as an answer repeats it.
pub fn shown_command(command: &Command) -> String {
    shortened(&serde_json::to_string(command).unwrap_or_default())
}

/// What of a message was not read yet.
struct Fields(Map<String, Value>);

impl Fields {
    /// A field that may be absent.
    fn take<T>(
        &mut self,
        field: &str,
        read: fn(&Value) -> Option<T>,
        allowed: fn() -> Text,
    ) -> Result<Option<T>, Refusal> {
        let Some(value) = self.0.remove(field) else {
            return Ok(None);
        };
        let read = read(&value).map(Some);
        read.ok_or_else(|| Refusal::new(field, shown(&value), allowed()))
    }

    /// A field that must be there.
    fn need<T>(
        &mut self,
        field: &str,
        read: fn(&Value) -> Option<T>,
        allowed: fn() -> Text,
    ) -> Result<T, Refusal> {
        self.take(field, read, allowed)?
            .ok_or_else(|| Refusal::new(field, "undefined".to_owned(), allowed()))
    }

    /// Nothing else may be there.
    fn end(&self, known: &'static str) -> Result<(), Refusal> {
        match self.0.iter().next() {
            None => Ok(()),
            Some((field, value)) => Err(Refusal::new(&shortened(field), shown(value), known)),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn speed(value: &Value) -> Option<f64> {
    let speed = value.as_f64()?;
    (SPEED_MIN..=SPEED_MAX).contains(&speed).then_some(speed)
}

fn time(value: &Value) -> Option<SimTime> {
    SimTime::from_fractional_seconds(value.as_f64()?)
}

fn shown(value: &Value) -> String {
    let json = value.to_string();
    shortened(value.as_str().unwrap_or(&json))
}

fn shortened(text: &str) -> String {
    text.chars().take(VALUE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(fields: &str) -> Result<Incoming, Refusal> {
        read(&format!(
            "{{\"source\":\"rebalance-lab\",\"version\":1,{fields}}}"
        ))
    }

    #[track_caller]
    fn refused(fields: &str) -> [String; 3] {
        let Refusal {
            field,
            value,
            allowed,
        } = heard(fields).unwrap_err();
        [field, value, allowed.to_string()]
    }

    #[test]
    fn what_is_asked_is_read() {
        assert_eq!(heard("\"type\":\"play\""), Ok(Incoming::Play));
        assert_eq!(
            heard("\"type\":\"seek\",\"t\":12.5"),
            Ok(Incoming::Seek(SimTime::from_millis(12_500)))
        );
        assert_eq!(
            heard("\"type\":\"setConfig\",\"theme\":\"dark\",\"speed\":2"),
            Ok(Incoming::SetConfig {
                theme: Some(Theme::Dark),
                language: None,
                speed: Some(2.0)
            })
        );
        assert_eq!(
            heard("\"type\":\"command\",\"command\":{\"do\":\"kill\",\"who\":\"A\"}"),
            Ok(Incoming::Command(Box::new(Command::Kill {
                who: "A".into()
            })))
        );
        assert_eq!(
            heard("\"type\":\"load\",\"scenario\":\"kill-or-close\",\"seed\":9"),
            Ok(Incoming::LoadNamed {
                name: "kill-or-close".into(),
                seed: Some(9),
                at: OPENING,
            })
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_allowed() {
        assert_eq!(refused("\"type\":\"jump\"")[..2], ["type", "jump"]);
        assert_eq!(refused("\"t\":1")[..2], ["type", "undefined"]);
        assert_eq!(
            refused("\"type\":\"seek\",\"t\":-1"),
            ["t", "-1", "seconds from 0 to 604800, such as 12.5"]
        );
        assert_eq!(
            refused("\"type\":\"setConfig\",\"speed\":1000"),
            ["speed", "1000", "0.01 to 100"]
        );
        assert_eq!(
            refused("\"type\":\"setConfig\",\"colour\":\"red\""),
            ["colour", "red", "theme, lang, speed"]
        );
        assert_eq!(
            refused("\"type\":\"load\",\"scenario\":7"),
            ["scenario", "7", "first-run, or the name of a lesson"]
        );
        let [field, value, allowed] =
            refused("\"type\":\"command\",\"command\":{\"do\":\"explode\"}");
        assert_eq!(
            (field.as_str(), value.as_str()),
            ("command", "{\"do\":\"explode\"}")
        );
        assert!(allowed.contains("`kill`"), "{allowed}");
    }

    #[test]
    fn another_version_is_refused() {
        let later = "{\"source\":\"rebalance-lab\",\"version\":2,\"type\":\"play\"}";
        assert_eq!(read(later).unwrap_err().field, "version");
        assert_eq!(read("[1]").unwrap_err().field, "message");
    }

    #[test]
    fn what_is_told_says_who_speaks() {
        let told = Told::Exercise {
            id: "zombie".into(),
            passed: true,
            score: 0.5,
        };
        let data: Value = serde_json::from_str(&told.to_json()).unwrap();
        assert_eq!(
            data,
            serde_json::json!({ "source": "rebalance-lab", "version": 1, "type": "exercise",
                    "id": "zombie", "passed": true, "score": 0.5 })
        );
    }
}
