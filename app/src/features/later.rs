//! What has a file of its own: fetched when it is first asked for, or when the page rests before
//! that.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::wasm_split;
use leptos::prelude::*;
use locale::say;
use sim_core::SimTime;
use sim_core::view::Harm;
use view_macro::view;
use wasm_split_helpers::SplitLoaderError;

use super::cli_tab::CliTab;
use super::code_tab::CodeTab;
use super::compare::Compare;
use super::event_list::EventList;
use super::records_tab::RecordsTab;
use super::settings_form::SettingsForm;
use super::share::ShareBody;
use super::why_panel::Levers;
use crate::dom;
use crate::tree::Tree;

/// The first frames and the font come before.
pub const PREFETCH_AFTER_MS: u32 = 1_000;

/// What only these are drawn by.
const STYLES: [&str; 8] = [
    include_str!("../components/qr.css"),
    include_str!("compare.css"),
    include_str!("code_tab.css"),
    include_str!("event_list.css"),
    include_str!("records_tab.css"),
    include_str!("cli_tab.css"),
    include_str!("settings_form.css"),
    include_str!("share.css"),
];

thread_local! {
    static HAS_STYLES: Cell<bool> = const { Cell::new(false) };
}

/// What is shown later than the page itself.
#[derive(Clone, Copy, Debug)]
pub enum Later {
    /// Runs beside each other.
    Compare,
    /// What is in the dialog that hands a moment on.
    Share,
    /// The tabs of the side panel, except for the first.
    Code,
    /// All that happened.
    Events,
    /// A partition's log.
    Records,
    /// What an operator sees.
    Cli,
    /// The forms.
    Settings,
    /// What would have spared the reader a harm, asked at a moment.
    Levers(Signal<Option<Harm>>, Signal<SimTime>),
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(later, preload(fetch), fallible)]
fn made(what: Later) -> Result<Tree, SplitLoaderError> {
    if !HAS_STYLES.replace(true) {
        STYLES.into_iter().for_each(dom::add_styles);
    }
    Ok(match what {
        Later::Compare => view! { <Compare /> },
        Later::Share => view! { <ShareBody /> },
        Later::Code => view! { <CodeTab /> },
        Later::Events => view! { <EventList /> },
        Later::Records => view! { <RecordsTab /> },
        Later::Cli => view! { <CliTab /> },
        Later::Settings => view! { <SettingsForm /> },
        Later::Levers(harm, at) => view! { <Levers harm at /> },
    })
}

/// All is here.
#[cfg(feature = "whole")]
#[expect(clippy::unused_async, reason = "stands in for one that fetches")]
async fn fetch() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// Fetches the file while nothing else is wanted from the network.
pub fn prefetch() {
    // A part that is asked for later fetches it again, and says so if it does not come.
    dom::after(PREFETCH_AFTER_MS, || {
        leptos::task::spawn_local(async { drop(fetch().await) });
    });
}

/// Does something with what has just been asked for, when it is in the page.
pub fn when_here(does: impl FnOnce() + 'static) {
    leptos::task::spawn_local(async move {
        if fetch().await.is_ok() {
            dom::after(0, does);
        }
    });
}

/// A part of the page that is on its way to here.
pub fn later(what: Later) -> Tree {
    arriving(move || now(made(what)), async || fetch().await.is_ok())
}

/// What is made of a file, or that it is on its way, or that it did not come.
pub fn arriving(
    at_once: impl Fn() -> Option<Tree> + 'static,
    fetch: impl AsyncFn() -> bool + Copy + 'static,
) -> Tree {
    let came = RwSignal::new(Some(true));
    let ask = move || {
        came.set(None);
        leptos::task::spawn_local(async move {
            came.try_set(Some(fetch().await));
        });
    };
    view! {
        {move || match came.get() {
            None => view! { <p class="later" role="status">{say::part_loading()}</p> },
            Some(false) => view! {
                <div class="later" role="alert" data-testid="later-failed">
                    <p>{say::part_not_loaded()}</p>
                    <button class="btn btn--sm" type="button" data-testid="later-retry" on:click=move |_| ask()>{say::part_retry()}</button>
                </div>
            },
            Some(true) => at_once().unwrap_or_else(|| {
                // Not while the signal is being read.
                leptos::task::spawn_local(async move { ask() });
                view! { <p class="later" role="status">{say::part_loading()}</p> }
            })
        }}
    }
}

/// What a part makes if its file is here.
pub fn now<T>(made: impl Future<Output = Result<T, SplitLoaderError>>) -> Option<T> {
    match pin!(made).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(made) => made.ok(),
        Poll::Pending => None,
    }
}
