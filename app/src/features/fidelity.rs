//! Recordings of a real broker: all in a table, and each above the simulated run of its script.
//!
//! Deliberately lacks any comparison: what was compared, and how it came out, the build wrote.

mod beats;
mod exhibit;
mod file;
mod list;
mod runs;
mod strip;

use std::sync::Arc;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::link::decode;
use sim_core::{SimTime, Timeline};
use view_macro::view;
use wasm_split_helpers::SplitLoaderError;

use self::exhibit::Recording;
use self::file::{Exhibit, Index};
use self::list::{Lead, Recordings, Vectors};
use crate::features::help::{Help, Keys};
use crate::features::notices::{Messages, ToastLine};
use crate::features::top_bar::{Brand, PageTools};
use crate::preferences::Theme;
use crate::rooms::{self, Closed, Page};
use crate::session::{Session, SessionCommand};
use crate::tree::Tree;
use crate::{dom, files, lessons, wasm_split};

/// What only this page is drawn by.
const STYLES: [&str; 3] = [
    include_str!("library.css"),
    include_str!("landing.css"),
    include_str!("fidelity.css"),
];

/// Everything that the page shows.
struct Content {
    index: Arc<Index>,
    exhibit: Option<Arc<Exhibit>>,
    /// The simulated run, and a link to it.
    run: Option<Timeline>,
}

/// Fetches the list, and a recording if one is asked for.
pub async fn enter(name: Option<String>, theme: Option<Theme>) -> Result<Page, Closed> {
    let refused = |problem: Text| Closed::Refused(problem);
    let index = files::text("fidelity/index.json").await;
    let index = index.ok_or_else(|| refused(say::fidelity_no_list()))?;
    let exhibit = match &name {
        None => None,
        Some(name) => {
            let unknown = || refused(say::fidelity_unknown(lessons::shown(name)));
            let file = files::named("fidelity", name).ok_or_else(unknown)?;
            Some(files::text(&file).await.ok_or_else(unknown)?)
        }
    };
    match made(index, exhibit, theme).await {
        Ok(made) => made.map_err(Closed::Refused),
        Err(_did_not_come) => Err(Closed::NotHere),
    }
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn made(
    index: String,
    exhibit: Option<String>,
    theme: Option<Theme>,
) -> Result<Result<Page, Text>, SplitLoaderError> {
    STYLES.into_iter().for_each(dom::add_styles);
    Ok(read(&index, exhibit.as_deref())
        .map(|content| -> Page { Box::new(move || page(theme, content)) }))
}

fn read(index: &str, exhibit: Option<&str>) -> Result<Content, Text> {
    let broken = |error: serde_json::Error| say::fidelity_broken(error.to_string());
    let index: Index = serde_json::from_str(index).map_err(broken)?;
    let exhibit: Option<Exhibit> = exhibit
        .map(serde_json::from_str)
        .transpose()
        .map_err(broken)?;
    let link = exhibit.as_ref().and_then(|exhibit| exhibit.run.as_deref());
    let place = link.map(decode).transpose().map_err(|error| error.told())?;
    let run = place
        .map(|place| Timeline::new(place.recording))
        .transpose();
    Ok(Content {
        index: Arc::new(index),
        exhibit: exhibit.map(Arc::new),
        run: run.map_err(|error| error.told())?,
    })
}

fn page(theme: Option<Theme>, content: Content) -> Tree {
    let Content {
        index,
        exhibit,
        run,
    } = content;
    // Without a simulated run the session is a clock and nothing else.
    let session = Session::new(run.unwrap_or_else(rooms::empty));
    if let Some(exhibit) = &exhibit {
        session.dispatch(SessionCommand::Seek(SimTime::from_millis(exhibit.end)));
        session.stop_at(exhibit.moments());
    }
    rooms::settle(session, theme, "fidelity");
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <Fidelity index=Arc::clone(&index) exhibit=exhibit.clone() />
        </For>
    }
}

#[component]
fn Fidelity(index: Arc<Index>, exhibit: Option<Arc<Exhibit>>) -> impl IntoView {
    let current = exhibit.as_ref().map(|exhibit| exhibit.listed.name.clone());
    let content = match exhibit {
        None => view! {
            <Lead index=Arc::clone(&index) />
            <Recordings index=Arc::clone(&index) current />
            <Vectors index />
        },
        Some(exhibit) => view! {
            <div class="exhibit">
                <Recording index=Arc::clone(&index) exhibit />
                <aside class="exhibit__all" aria-label=say::fidelity_all()>
                    <Recordings index current />
                </aside>
            </div>
        },
    };
    view! {
        <div class="page page--fidelity" data-testid="fidelity">
            <header class="topbar">
                <Brand />
                <span class="topbar__rule"></span>
                <nav class="page__nav" aria-label=say::landing_nav()>
                    <a class="btn btn--quiet" href="?page=fidelity" data-testid="to-list">{say::landing_fidelity()}</a>
                    <a class="btn btn--quiet" href="?page=lessons">{say::lessons_title()}</a>
                    <a class="btn btn--quiet" href="?page=lab">{say::landing_lab()}</a>
                </nav>
                <span class="topbar__grow"></span>
                <PageTools help=true />
            </header>
            <main class="page__body" tabindex="-1">
                <Messages />
                {content}
            </main>
            <ToastLine />
            <Help keys=Keys::Watch />
        </div>
    }
}
