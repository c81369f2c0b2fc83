//! Reading and writing the address of the page, where the browser lets us.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use locale::say;
use sim_core::link::{LinkError, Place, View, encode};
use sim_core::scenario::default_scenario;
use sim_core::{MODEL, Recording, SimTime, Timeline};
use wasm_bindgen::JsValue;

use super::kept::kept_query;
use super::query::{Query, parse_query};
use super::{read, written};
use crate::session::{Session, SessionCommand};
use crate::{dom, language, panic_page, preferences};

/// Seed of a run that names none.
pub const SEED: u64 = 7;
/// Where the first run opens: its group has settled and its rows have their colours.
pub const OPENING: SimTime = SimTime::from_millis(20_000);
/// Rest before the address is written; browsers refuse more than about three writes a second.
const WRITE_AFTER_MS: u32 = 400;

/// The parameters of the address.
pub fn query() -> Query {
    let location = dom::window().location();
    let search = location.search().unwrap_or_default();
    let pairs = web_sys::UrlSearchParams::new_with_str(&search).map_or_else(
        |_refused| Vec::new(),
        |params| {
            let pairs = js_sys::Array::from(&params);
            pairs
                .iter()
                .filter_map(|pair| name_and_value(&pair))
                .collect()
        },
    );
    let query = parse_query(pairs);
    for name in &query.unknown {
        dom::note(&format!(
            "The parameter `{name}` is not known here and was ignored."
        ));
    }
    query
}

/// The fragment of the address if it holds the file of a lesson.
pub fn lesson_fragment() -> Option<String> {
    let hash = dom::window().location().hash().ok();
    hash.filter(|hash| hash.starts_with("#l="))
}

/// The place in the address, or why there is none.
pub async fn open() -> Option<Opened> {
    let hash = dom::window().location().hash().unwrap_or_default();
    if hash.len() > 1 && lesson_fragment().is_none() {
        Some(opened(hash).await)
    } else {
        None
    }
}

/// What became of a fragment.
#[derive(Debug)]
pub enum Opened {
    /// It leads somewhere.
    Place(Box<Place>),
    /// It does not, and why.
    Broken(LinkError),
    /// What reads links could not be fetched.
    NoReader,
}

async fn opened(hash: String) -> Opened {
    match read(hash).await {
        Ok(Ok(place)) => Opened::Place(Box::new(place)),
        Ok(Err(error)) => Opened::Broken(error),
        Err(_did_not_come) => Opened::NoReader,
    }
}

fn name_and_value(pair: &JsValue) -> Option<(String, String)> {
    let pair = js_sys::Array::from(pair);
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}

/// The address of the page itself.
pub fn page_address() -> String {
    let href = address();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The address of what is on the page now; None if what writes links could not be fetched.
pub async fn share_link(session: Session) -> Option<String> {
    let state = written(place(session)).await.ok()?;
    Some(format!("{}#s={state}", page_address()))
}

fn address() -> String {
    dom::window().location().href().unwrap_or_default()
}

/// The address of the lab with a run at its start.
pub fn lab_link(recording: &Recording) -> String {
    format!(
        "{}#s={}",
        page_address(),
        encode(&Place::start_of(recording.clone()))
    )
}

/// The address of a lesson.
pub fn lesson_link(name: &str) -> String {
    format!("{}?lesson={name}", page_address())
}

/// The address of a lesson of a path, from any page.
pub fn stop(path: &str, lesson: &str) -> String {
    format!("?lesson={lesson}&path={path}")
}

/// What is done when the page has rested; the function says whether that is still so.
pub type Rested = fn(Session, Rc<dyn Fn() -> bool>);

/// Keeps the page in step with an address typed into it, and has `rested` called whenever the page
/// shows another place for a while, to keep the address in step with it.
pub fn follow(session: Session, rested: Rested) {
    panic_page::remember(address());
    Effect::new(move |before: Option<()>| {
        session.story.track();
        if before.is_some() {
            spawn_local(async move {
                if let Some(link) = share_link(session).await {
                    panic_page::remember(link);
                }
            });
        }
    });
    let turn = Rc::new(Cell::new(0_u64));
    Effect::new(move |_| {
        session.pulse.track();
        session.selection.track();
        session.view.track();
        session.compared.track();
        session.language.track();
        session.palette.track();
        let playing = session.playback.with(|state| state.playing);
        let mine = turn.get() + 1;
        turn.set(mine);
        if playing {
            return;
        }
        let turn = Rc::clone(&turn);
        dom::after(WRITE_AFTER_MS, move || {
            if turn.get() == mine {
                rested(session, Rc::new(move || turn.get() == mine));
            }
        });
    });
    dom::listen(&dom::window(), "hashchange", move |_: web_sys::Event| {
        let hash = dom::window().location().hash().unwrap_or_default();
        if lesson_fragment().is_some() {
            // Another page.
            drop(dom::window().location().reload());
            return;
        }
        spawn_local(async move {
            match opened(hash).await {
                Opened::Place(place) => session.for_host(|| show(session, *place)),
                Opened::Broken(LinkError::NoState) => {}
                Opened::Broken(error) => {
                    session.warn(say::notice_broken_link(error.told()), say::act_run_stays());
                }
                Opened::NoReader => {
                    session.warn(
                        say::notice_broken_link(say::link_no_reader()),
                        say::act_run_stays(),
                    );
                }
            }
        });
    });
}

/// Opens another lesson that is put into the address, for as long as the page lives.
pub fn follow_lessons() {
    dom::listen(&dom::window(), "hashchange", |_: web_sys::Event| {
        if lesson_fragment().is_some() {
            drop(dom::window().location().reload());
        }
    });
}

/// Shows a place: its run, then its moment, selection and view. Undo leads back.
pub fn show(session: Session, place: Place) {
    tell_of_another_model(session, &place);
    session.dispatch(SessionCommand::Load(Box::new(place.recording)));
    session.dispatch(SessionCommand::Seek(place.at));
    session.dispatch(SessionCommand::Select(place.selection));
    session.dispatch(SessionCommand::Show(place.view));
}

/// Says it if a place was made by another version of the model.
pub fn tell_of_another_model(session: Session, place: &Place) {
    if place.is_of_another_model() {
        let (theirs, ours) = (place.recording.model.to_string(), MODEL.to_string());
        session.warn(
            say::notice_other_model(theirs, ours),
            say::notice_may_differ(),
        );
    }
}

/// What is on the page now.
pub fn place(session: Session) -> Place {
    Place {
        recording: session.recording(),
        at: session.with_timeline(Timeline::at),
        selection: session.selection.get_untracked(),
        view: session.view_shown(),
    }
}

/// Puts what the page shows into the address, unless it is out of date before it is ready.
pub fn write(session: Session, is_due: Rc<dyn Fn() -> bool>) {
    spawn_local(written_down(session, is_due));
}

async fn written_down(session: Session, is_due: Rc<dyn Fn() -> bool>) {
    let place = place(session);
    let is_fresh = place.at == OPENING
        && place.selection.is_none()
        && place.view == View::Both
        && place.recording == Recording::new(default_scenario(), SEED);
    let at = place.at;
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default();
    let search = location.search().unwrap_or_default();
    let query = kept_query(&search, language::current(), preferences::shown_theme());
    let fragment = if is_fresh {
        String::new()
    } else {
        // Without a writer the address stays as it is; the next rest tries again.
        let Ok(state) = written(place).await else {
            return;
        };
        format!("#s={state}")
    };
    if !is_due() {
        return;
    }
    // Refused in sandboxed frames and when written too often; the page works without.
    if let Ok(history) = dom::window().history() {
        let address = format!("{path}{query}{fragment}");
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        // Whoever copies the address can know which moment it holds.
        dom::publish("saved", &at.as_micros().to_string());
    }
}
