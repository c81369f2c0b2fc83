//! The page in a frame of another page: what that page may ask, and what it is told.
//!
//! The messages are described in docs/EMBED.md. Deliberately lacks any trust: only the parent
//! window is heard, and every field of a message is checked.

mod host;
mod message;
mod tell;

use std::rc::Rc;

use leptos::prelude::*;
use sim_core::{Command, SimTime};
use wasm_split_helpers::SplitLoaderError;

use self::message::{Incoming, Refusal, Told};
use crate::session::{Session, SessionCommand};
use crate::{dom, language, preferences, rooms, url_state, wasm_split};
use sim_core::link::Place;

/// Hears and tells for as long as the page lives; with `grows` also how tall the page is. The code
/// for it has a file of its own.
pub fn start(session: Session, grows: bool) {
    let owner = Owner::current().unwrap_or_default();
    leptos::task::spawn_local(async move {
        if let Err(problem) = begin(owner, session, grows).await {
            dom::note(&problem.to_string());
        }
    });
}

/// Only its call crosses from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(links, fallible)]
fn begin(owner: Owner, session: Session, grows: bool) -> Result<(), SplitLoaderError> {
    owner.with(|| hear_and_tell(session, grows));
    Ok(())
}

fn hear_and_tell(session: Session, grows: bool) {
    host::listen(move |heard| {
        if let Err(refusal) = heard.and_then(|message| carry_out(session, message)) {
            host::tell(&refusal.into());
        }
    });
    host::tell(&Told::Ready);
    tell::start(session);
    if grows {
        tell::follow_height();
    }
}

/// Tells the link to what the page shows: a frame leaves the address alone.
pub fn tell_link(session: Session, is_due: Rc<dyn Fn() -> bool>) {
    leptos::task::spawn_local(async move {
        if let Some(url) = url_state::share_link(session).await
            && is_due()
            && let Err(problem) = linked(url).await
        {
            dom::note(&problem.to_string());
        }
    });
}

/// Only its call crosses from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(links, fallible)]
fn linked(url: String) -> Result<(), SplitLoaderError> {
    host::tell(&Told::StateLink { url });
    Ok(())
}

/// Tells that an exercise was answered: its name, whether all of it was right, and a score from 0
/// to 1.
pub fn tell_exercise(id: String, passed: bool, score: f64) {
    host::tell(&Told::Exercise { id, passed, score });
}

/// Does what a message asks.
fn carry_out(session: Session, message: Incoming) -> Result<(), Refusal> {
    match message {
        Incoming::Play => session.dispatch(SessionCommand::Play),
        Incoming::Pause => session.dispatch(SessionCommand::Pause),
        Incoming::Seek(to) => session.dispatch(SessionCommand::Seek(to)),
        Incoming::Load(place) => {
            session.for_host(|| url_state::show(session, *place));
        }
        Incoming::LoadNamed { name, seed, at } => load_named(session, name, seed, at),
        Incoming::Command(command) => return act(session, *command),
        Incoming::SetConfig {
            theme,
            language,
            speed,
        } => {
            if let Some(theme) = theme {
                preferences::show_theme(session, theme);
            }
            if let Some(speed) = speed {
                session.dispatch(SessionCommand::SetSpeed(speed));
            }
            if let Some(language) = language.filter(|one| *one != session.language.get_untracked())
            {
                leptos::task::spawn_local(async move {
                    language::show(session, language).await;
                });
            }
        }
    }
    Ok(())
}

fn act(session: Session, command: Command) -> Result<(), Refusal> {
    let named = message::shown_command(&command);
    session
        .for_host(|| session.act(command))
        .map_err(|error| Refusal::new("command", named, error.told()))
}

/// Loads a run by its name, or tells why not.
fn load_named(session: Session, name: String, seed: Option<u64>, at: SimTime) {
    leptos::task::spawn_local(async move {
        match rooms::named(&name).await {
            Ok(mut recording) => {
                recording.seed = seed.unwrap_or(recording.seed);
                let place = Place {
                    at,
                    ..Place::start_of(recording)
                };
                session.for_host(|| url_state::show(session, place));
            }
            Err(problem) => host::tell(&Refusal::new("scenario", name, problem).into()),
        }
    });
}
