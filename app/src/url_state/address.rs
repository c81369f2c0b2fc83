//! Reading and writing the address of the page, where the browser lets us.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use locale::say;
use sim_core::link::{LinkError, Place, View, decode, encode};
use sim_core::scenario::default_scenario;
use sim_core::{MODEL, Recording, SimTime, Timeline};
use wasm_bindgen::JsValue;

use super::kept::kept_query;
use super::query::{Query, parse_query};
use crate::session::{Session, SessionCommand};
use crate::{dom, language, panic_page, preferences};

/// Seed of a run that names none.
pub const SEED: u64 = 7;
/// Where the first run opens: its group has settled and its rows have their colours.
pub const OPENING: SimTime = SimTime::from_millis(20_000);
/// Rest before the address is written; browsers refuse more than about three writes a second.
const WRITE_AFTER_MS: u32 = 400;

/// What the address asks for: parameters, and a place or why there is none.
pub fn open() -> (Query, Option<Result<Place, LinkError>>) {
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
    let hash = location.hash().unwrap_or_default();
    let place = (hash.len() > 1).then(|| decode(&hash));
    (query, place)
}

fn name_and_value(pair: &JsValue) -> Option<(String, String)> {
    let pair = js_sys::Array::from(pair);
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}

/// The address of the page itself.
pub fn page_address() -> String {
    let href = dom::window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The address of what is on the page now.
pub fn share_link(session: Session) -> String {
    format!("{}#s={}", page_address(), encode(&place(session)))
}

/// Keeps the address in step with the page, and the page with an address typed into it.
pub fn follow(session: Session) {
    Effect::new(move |_| {
        session.story.track();
        panic_page::remember(share_link(session));
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
                write(session);
            }
        });
    });
    dom::listen(&dom::window(), "hashchange", move |_: web_sys::Event| {
        let hash = dom::window().location().hash().unwrap_or_default();
        match decode(&hash) {
            Ok(place) => show(session, place),
            Err(LinkError::NoState) => {}
            Err(error) => session.warn(say::notice_broken_link(error.told()), say::act_run_stays()),
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

fn write(session: Session) {
    let place = place(session);
    let is_fresh = place.at == OPENING
        && place.selection.is_none()
        && place.view == View::Both
        && place.recording == Recording::new(default_scenario(), SEED);
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default();
    let search = location.search().unwrap_or_default();
    let query = kept_query(&search, language::current(), preferences::shown_theme());
    let fragment = if is_fresh {
        String::new()
    } else {
        format!("#s={}", encode(&place))
    };
    // Refused in sandboxed frames and when written too often; the page works without.
    if let Ok(history) = dom::window().history() {
        let address = format!("{path}{query}{fragment}");
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        // Whoever copies the address can know which moment it holds.
        dom::publish("saved", &place.at.as_micros().to_string());
    }
}
