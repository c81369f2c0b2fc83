//! Files: those beside the page (the table of a language, lessons, recordings), and those that
//! visitors bring and take away.

use lesson::Opened;
use locale::{Text, say};
use sim_core::link::{LESSON_BYTES_MAX, Place, encode_lesson};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::dom;
use crate::language::said;

/// The file of a thing by its name; None for what is no name.
pub fn named(folder: &str, name: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_one = !name.is_empty() && name.chars().all(is_name);
    is_one.then(|| format!("{folder}/{name}.json"))
}

/// The text of a file of the build. The single-file build carries it inside the page.
pub async fn text(name: &str) -> Option<String> {
    let inside = dom::document().query_selector(&format!("script[data-file=\"{name}\"]"));
    if let Some(inside) = inside.ok().flatten() {
        return inside.text_content();
    }
    text_at(&address(name)).await
}

/// The text at an address that is not the build's own.
pub async fn text_at(address: &str) -> Option<String> {
    let response = JsFuture::from(dom::window().fetch_with_str(address));
    let response: web_sys::Response = response.await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    text.as_string()
}

/// What came in a file.
#[derive(Clone, Debug)]
pub enum Taken {
    /// A lesson: its file as it was written, and the fragment that leads to its page.
    Lesson {
        /// The file.
        text: String,
        /// With its `#`.
        fragment: String,
    },
    /// A run, and the beginning of a lesson about it.
    Run {
        /// The run.
        place: Box<Place>,
        /// The beginning.
        draft: String,
    },
}

/// A run as files for people.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file of its scenario.
    pub scenario: String,
    /// The fragment that holds the beginning of a lesson about it, with its `#`.
    pub fragment: String,
}

/// Writes a run that was seen up to the moment of the place; None if it is too large.
pub fn written(place: &Place) -> Option<Written> {
    let comment = said(&say::draft_scenario_comment());
    let scenario = lesson::scenario_file(&place.recording, &comment).ok()?;
    let draft = draft(place)?;
    let is_small = scenario.len().max(draft.len()) <= LESSON_BYTES_MAX;
    is_small.then(|| Written {
        scenario,
        fragment: format!("#l={}", encode_lesson(&draft)),
    })
}

fn draft(place: &Place) -> Option<String> {
    lesson::draft(&place.recording, place.at, &said(&say::draft_comment())).ok()
}

/// What is in a file, or why it is refused.
pub fn opened(text: String) -> Result<Taken, Text> {
    Ok(match lesson::open_file(&text)? {
        Opened::Lesson(_) => Taken::Lesson {
            fragment: format!("#l={}", encode_lesson(&text)),
            text,
        },
        Opened::Run(place) => Taken::Run {
            draft: draft(&place).unwrap_or_default(),
            place,
        },
    })
}

/// What has no hash in its name is asked for as of this build, so that files of two never meet.
fn address(name: &str) -> String {
    let build = dom::root().and_then(|root| root.dataset().get("build"));
    match build.filter(|_| name.strip_suffix(".json").is_some()) {
        Some(build) => format!("{name}?v={build}"),
        None => name.to_owned(),
    }
}
