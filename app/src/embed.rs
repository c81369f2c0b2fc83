//! The page in a frame of another page: what that page may ask, and what it is told.
//!
//! The messages are described in docs/EMBED.md. Deliberately lacks any trust: only the parent
//! window is heard, and every field of a message is checked.

mod host;
mod message;
mod tell;

use leptos::prelude::*;
use sim_core::Command;

use self::message::{Incoming, Refusal, Told};
use crate::session::{Session, SessionCommand};
use crate::{language, preferences, url_state};

/// Hears and tells for as long as the page lives; with `grows` also how tall the page is.
pub fn start(session: Session, grows: bool) {
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
pub fn tell_link(session: Session) {
    let url = url_state::share_link(session);
    host::tell(&Told::StateLink { url });
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
            session.for_host(|| url_state::go_to(session, *place));
        }
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
