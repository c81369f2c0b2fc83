//! Parameters of the address: `speed`, `theme`, `lang`, `autoplay`, `t`, `seed`, `view`, `scenario`,
//! `lesson`, `path`, `page`, `recording`, `present`, `handout`, and for embeds `embed`, `controls`,
//! `readonly`, `height`.

use locale::{Language, Text, say};
use sim_core::SimTime;
use sim_core::link::View;

use crate::format::decimal;
use crate::playback::{SPEED_MAX, SPEED_MIN};
use crate::preferences::Theme;

/// Which page the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// The lab.
    Lab,
    /// The way in: an address without anything behind it.
    Home,
    /// A lesson by its name.
    Lesson(String),
    /// A path by its name.
    Path(String),
    /// All lessons.
    Lessons,
    /// A lesson file at an address.
    Source(String),
    /// Recordings of a real broker: one by its name, or all.
    Fidelity(Option<String>),
    /// A lesson file in the fragment.
    Written(String),
    /// Where lessons are written, with a listed one.
    Author(Option<String>),
}

/// For whom a lesson or a path is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// One who learns.
    #[default]
    Page,
    /// A room, on a projector.
    Present,
    /// Paper.
    Handout,
}

/// How much of the deck is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// All of it.
    #[default]
    Full,
    /// Play and the time.
    Minimal,
    /// Nothing.
    None,
}

impl Controls {
    /// Its name in the address and on `<html>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Minimal => "minimal",
            Self::None => "none",
        }
    }
}

/// What is measured instead of showing the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bench {
    /// The core, and the page at its usual load.
    Core,
    /// The page at its largest load, at the speed of the address.
    Load,
}

/// What the query asks for.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the address"
)]
pub struct Query {
    /// Simulated seconds per second.
    pub speed: Option<f64>,
    /// Colours.
    pub theme: Option<Theme>,
    /// Language.
    pub language: Option<Language>,
    /// Inside a host page: no bars.
    pub embed: bool,
    /// How much of the deck is shown.
    pub controls: Controls,
    /// The reader may play and scrub, not act.
    pub read_only: bool,
    /// As tall as what it shows, instead of as tall as the window.
    pub grows: bool,
    /// A run by its name.
    pub scenario: Option<String>,
    /// Start playing. A moment in a link never does.
    pub autoplay: bool,
    /// Moment to open at.
    pub t: Option<SimTime>,
    /// Seed instead of the scenario's.
    pub seed: Option<u64>,
    /// Part of the stage.
    pub view: Option<View>,
    /// Which page; None = the lab if anything of it is asked for, else the way in.
    pub room: Option<Room>,
    /// The path on which a lesson was opened, by its name.
    pub along: Option<String>,
    /// For whom.
    pub shape: Shape,
    /// Something of the lab is asked for.
    pub is_of_lab: bool,
    /// Benchmark instead of the page.
    pub bench: Option<Bench>,
    /// Bad values, as messages.
    pub problems: Vec<Text>,
    /// Names this page does not know.
    pub unknown: Vec<String>,
}

/// Parameters that only the lab has.
const OF_LAB: [&str; 11] = [
    "speed", "embed", "autoplay", "bench", "t", "seed", "view", "scenario", "controls", "readonly",
    "height",
];

/// Reads name and value pairs; names are case-insensitive.
pub fn parse_query(pairs: impl IntoIterator<Item = (String, String)>) -> Query {
    let mut query = Query::default();
    for (name, value) in pairs {
        if let Err(allowed) = query.take(&name.to_ascii_lowercase(), &value) {
            let shown: String = value.chars().take(40).collect();
            query
                .problems
                .push(say::link_parameter(name, shown, allowed));
        }
    }
    query
}

impl Query {
    /// Takes one pair, or says what is allowed.
    fn take(&mut self, name: &str, value: &str) -> Result<(), Text> {
        self.is_of_lab |= OF_LAB.contains(&name);
        match name {
            "speed" => self.speed = Some(speed(value)?),
            "theme" => {
                self.theme = Some(Theme::parse(value).ok_or_else(say::link_allowed_theme)?);
            }
            "lang" => {
                self.language =
                    Some(Language::parse(value).ok_or_else(say::link_allowed_language)?);
            }
            "embed" => self.embed = switch(value)?,
            "controls" => self.controls = controls(value)?,
            "readonly" => self.read_only = switch(value)?,
            "height" => self.grows = value == "auto",
            "scenario" => self.scenario = Some(value.to_owned()),
            "autoplay" => self.autoplay = switch(value)?,
            "bench" => {
                self.bench = match value {
                    "load" => Some(Bench::Load),
                    other => switch(other)?.then_some(Bench::Core),
                };
            }
            "t" => {
                let at = decimal(value).and_then(SimTime::from_fractional_seconds);
                self.t = Some(at.ok_or_else(say::link_allowed_seconds)?);
            }
            "seed" => {
                let seed = value.parse::<u64>();
                self.seed = Some(seed.map_err(|_ignored| say::link_allowed_seed())?);
            }
            "view" => {
                self.view = Some(View::parse(value).ok_or_else(say::link_allowed_view)?);
            }
            "lesson" => self.take_lesson(value),
            "path" if matches!(self.room, Some(Room::Lesson(_))) => {
                self.along = Some(value.to_owned());
            }
            "path" => self.room = Some(Room::Path(value.to_owned())),
            "src" => self.room = Some(Room::Source(value.to_owned())),
            "recording" => self.room = Some(Room::Fidelity(Some(value.to_owned()))),
            "present" if switch(value)? => self.shape = Shape::Present,
            "handout" if switch(value)? => self.shape = Shape::Handout,
            "present" | "handout" => {}
            "page" => {
                self.room = Some(match value {
                    "fidelity" => {
                        let named = matches!(self.room, Some(Room::Fidelity(_)));
                        let named = self.room.take().filter(|_| named);
                        named.unwrap_or(Room::Fidelity(None))
                    }
                    "lessons" => Room::Lessons,
                    "home" => Room::Home,
                    "lab" => Room::Lab,
                    "author" => Room::Author(if let Some(Room::Lesson(name)) = &self.room {
                        Some(name.clone())
                    } else {
                        None
                    }),
                    _ => return Err("author, fidelity, home, lab, lessons".into()),
                });
            }
            _ => self.unknown.push(name.to_owned()),
        }
        Ok(())
    }

    /// Takes the name of a lesson, on the page or the path that is named already.
    fn take_lesson(&mut self, value: &str) {
        let name = value.to_owned();
        self.room = Some(if let Some(Room::Author(_)) = self.room {
            Room::Author(Some(name))
        } else {
            if let Some(Room::Path(path)) = self.room.take() {
                self.along = Some(path);
            }
            Room::Lesson(name)
        });
    }
}

fn speed(value: &str) -> Result<f64, Text> {
    decimal(value)
        .filter(|speed| (SPEED_MIN..=SPEED_MAX).contains(speed))
        .ok_or_else(|| say::allowed_range(SPEED_MIN.to_string(), SPEED_MAX.to_string()))
}

fn switch(value: &str) -> Result<bool, Text> {
    match value {
        "" | "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(say::link_allowed_switch()),
    }
}

fn controls(value: &str) -> Result<Controls, Text> {
    match value {
        "full" => Ok(Controls::Full),
        "minimal" => Ok(Controls::Minimal),
        "none" => Ok(Controls::None),
        _ => Err(say::link_allowed_controls()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        parse_query(text.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        }))
    }

    #[test]
    fn good_parameters_are_taken() {
        let query = query("Speed=0.5&theme=dark&embed=1&t=12.5&seed=9&view=matrix");
        assert_eq!(query.speed, Some(0.5));
        assert_eq!(query.theme, Some(Theme::Dark));
        assert_eq!(query.t, Some(SimTime::from_millis(12_500)));
        assert_eq!(
            (query.embed, query.autoplay, query.seed),
            (true, false, Some(9))
        );
        assert_eq!(query.view, Some(View::Matrix));
        assert!(query.problems.is_empty() && query.unknown.is_empty());
    }

    #[test]
    fn an_embed_has_its_own() {
        let query = query("embed=1&controls=minimal&readonly&height=auto&scenario=first-run");
        assert_eq!(query.controls, Controls::Minimal);
        assert!(query.read_only && query.grows && query.is_of_lab);
        assert_eq!(query.scenario.as_deref(), Some("first-run"));
        assert!(query.problems.is_empty() && query.unknown.is_empty());
    }

    #[test]
    fn a_page_is_named_and_the_lab_is_known_by_its_parameters() {
        let lesson = query("lesson=kill-or-close&theme=dark&height=300");
        assert_eq!(lesson.room, Some(Room::Lesson("kill-or-close".to_owned())));
        assert!(!lesson.grows);
        let recording = Some(Room::Fidelity(Some("17-freeze-short".to_owned())));
        assert_eq!(
            query("page=fidelity&recording=17-freeze-short").room,
            recording
        );
        assert_eq!(
            query("recording=17-freeze-short&page=fidelity").room,
            recording
        );
        assert_eq!(query("page=fidelity").room, Some(Room::Fidelity(None)));
        let written = Some(Room::Author(Some("kill-or-close".to_owned())));
        assert_eq!(query("page=author&lesson=kill-or-close").room, written);
        assert_eq!(query("lesson=kill-or-close&page=author").room, written);
        for both in [
            "lesson=kill-or-close&path=on-call",
            "path=on-call&lesson=kill-or-close",
        ] {
            let both = query(both);
            assert_eq!(both.room, lesson.room);
            assert_eq!(both.along.as_deref(), Some("on-call"));
        }
        assert_eq!(query("path=workshop&present=1").shape, Shape::Present);
        assert_eq!(query("path=workshop&handout").shape, Shape::Handout);
        assert_eq!(query("path=workshop&present=0").shape, Shape::Page);
        let home = query("lang=ko&utm_source=mail");
        assert!(home.room.is_none() && !home.is_of_lab);
        assert_eq!(
            query("page=nowhere").problems[0],
            "`page` is \"nowhere\"; allowed: author, fidelity, home, lab, lessons"
        );
    }

    #[test]
    fn bad_values_fall_back_with_a_message() {
        let query = query("speed=fast&t=-1&seed=x&view=cards&colour=red");
        assert_eq!(query.speed, None);
        assert_eq!(query.unknown, ["colour"]);
        assert_eq!(query.problems.len(), 4);
        assert_eq!(
            query.problems[0],
            "`speed` is \"fast\"; allowed: 0.01 to 100"
        );
    }
}
