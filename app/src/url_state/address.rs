//! Reading and writing the address of the page, where the browser lets us.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use locale::say;
use sim_core::scenario::default_scenario;
use sim_core::{Recording, SimTime, Timeline};
use wasm_bindgen::JsValue;

use super::link::{LinkError, Place};
use super::query::{Query, parse_query};
use super::{read, written};
use crate::session::{Session, SessionCommand};
use crate::{dom, panic_page};

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

/// The place in the address, or why there is none.
pub async fn open() -> Option<Result<Place, LinkError>> {
    let hash = dom::window().location().hash().unwrap_or_default();
    if hash.len() > 1 {
        Some(opened(hash).await)
    } else {
        None
    }
}

async fn opened(hash: String) -> Result<Place, LinkError> {
    read(hash).await.unwrap_or(Err(LinkError::NoReader))
}

fn name_and_value(pair: &JsValue) -> Option<(String, String)> {
    let pair = js_sys::Array::from(pair);
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}

/// The address of what is on the page now; None if what writes links could not be fetched.
pub async fn share_link(session: Session) -> Option<String> {
    let href = address();
    let page = href.split(['?', '#']).next().unwrap_or_default();
    let state = written(place(session)).await.ok()?;
    Some(format!("{page}#s={state}"))
}

fn address() -> String {
    dom::window().location().href().unwrap_or_default()
}

/// The address of the lab with a run at its start.
pub fn lab_link(recording: &Recording) -> String {
    let place = Place {
        recording: recording.clone(),
        at: SimTime::ZERO,
        selection: None,
    };
    format!("./#s={}", super::link::encode(&place))
}

/// The address of a lesson.
pub fn lesson_link(name: &str) -> String {
    let location = dom::window().location();
    let href = location.href().unwrap_or_default();
    let page = href.split(['?', '#']).next().unwrap_or_default().to_owned();
    format!("{page}?lesson={name}")
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
        spawn_local(async move {
            match opened(hash).await {
                Ok(place) => session.for_host(|| go_to(session, place)),
                Err(LinkError::NoState) => {}
                Err(error) => {
                    session.warn(say::notice_broken_link(error.told()), say::act_run_stays());
                }
            }
        });
    });
}

/// Shows a place: its run, then its moment and selection.
pub fn go_to(session: Session, place: Place) {
    session.dispatch(SessionCommand::Load(Box::new(place.recording)));
    session.dispatch(SessionCommand::Seek(place.at));
    session.dispatch(SessionCommand::Select(place.selection));
}

fn place(session: Session) -> Place {
    Place {
        recording: session.recording(),
        at: session.with_timeline(Timeline::at),
        selection: session.selection.get_untracked(),
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
        && place.recording == Recording::new(default_scenario(), SEED);
    let at = place.at;
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
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default();
    let query = kept_query(&location.search().unwrap_or_default());
    // Refused in sandboxed frames and when written too often; the page works without.
    if let Ok(history) = dom::window().history() {
        let address = format!("{path}{query}{fragment}");
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        // Whoever copies the address can know which moment it holds.
        dom::publish("saved", &at.as_micros().to_string());
    }
}

/// The query without what the fragment now says.
fn kept_query(search: &str) -> String {
    let kept: Vec<&str> = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !(pair.is_empty()
                || name.eq_ignore_ascii_case("t")
                || name.eq_ignore_ascii_case("seed"))
        })
        .collect();
    if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    }
}
