//! Where lessons are written: the file beside its run, what is wrong with it, and each goal over
//! all runs.
//!
//! Deliberately lacks checks of its own, which are the lesson's, and a place to publish: a lesson
//! goes out as a file or a link.

mod desk;
mod editor;
mod kept;
mod result;

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use self::editor::Editor;
use self::result::Results;
use crate::components::icon::Icon;
use crate::dom;
use crate::features::help::{Help, Keys};
use crate::features::matrix::export::save_text;
use crate::features::notices::ToastLine;
use crate::features::share::file;
use crate::features::top_bar::{Brand, PageTools};
use crate::features::transport_bar::SmallDeck;
use crate::files::Taken;
use crate::session::Session;

pub use desk::{Desk as AuthorDesk, Source};

use self::desk::Desk;

/// The page.
#[component]
pub fn AuthorPage(desk: Desk) -> impl IntoView {
    provide_context(desk);
    view! {
        <div class="app app--author" data-testid="author-page">
            <Bar />
            <Editor />
            <Results />
            <SmallDeck />
            <ToastLine />
            <Help keys=Keys::Watch />
        </div>
    }
}

/// Takes a file that is dropped: a lesson as it was written, a run as its draft.
pub fn accept_drops(session: Session, desk: Desk) {
    file::accept_drops(session, say::author_text_stays, move |taken| {
        take(session, desk, taken);
    });
}

fn take(session: Session, desk: Desk, taken: Taken) {
    let (Taken::Lesson { text, .. } | Taken::Run { draft: text, .. }) = taken;
    desk.replace(text);
    session.say(say::author_loaded(), false);
}

#[component]
fn Bar() -> impl IntoView {
    let session = Session::get();
    let desk = Desk::get();
    let save = move |_| {
        let text = desk.text.get_untracked();
        save_text(
            session,
            text,
            "application/yaml",
            &untrack(|| desk.file_name()),
        );
    };
    let chosen = move |event: leptos::ev::Event| {
        let field = event_target::<wasm_bindgen::JsValue>(&event);
        if let Some((blob, _)) = dom::first_file(&field) {
            file::read(session, blob, say::author_text_stays, move |taken| {
                take(session, desk, taken);
            });
        }
    };
    let kept = move || {
        desk.kept.get().map(|is_kept| {
            let words = if is_kept {
                say::author_kept()
            } else {
                say::author_not_kept()
            };
            view! { <span class="chip chip--line author__kept" data-testid="author-kept">{words}</span> }
        })
    };
    // Away from a text that is not kept only in a tab of its own.
    let target = move || {
        if desk.kept.get() == Some(false) {
            "_blank"
        } else {
            "_self"
        }
    };
    view! {
        <header class="topbar">
            <Brand />
            <span class="topbar__rule"></span>
            <a class="btn btn--quiet" href="?page=lessons">{say::lessons_title()}</a>
            <h1 class="topbar__title">{say::author_title()}</h1>
            {kept}
            <span class="topbar__grow"></span>
            <Others />
            <label class="btn author__open">
                {say::author_open()}
                <input class="sr" type="file" accept=".yaml,.yml,.json" data-testid="author-open" on:change=chosen />
            </label>
            <button class="btn" type="button" data-testid="author-download" on:click=save>
                <Icon name="down2" size=14 />
                {say::author_download()}
            </button>
            <button class="btn" type="button" data-testid="author-link" on:click=move |_| desk.copy_link()>
                <Icon name="share" size=14 />
                {say::author_link()}
            </button>
            <a class="btn btn--solid" href=move || desk.link() target=target data-testid="author-try">{say::author_try()}</a>
            <PageTools help=true />
        </header>
    }
}

/// Other texts to go on with.
#[component]
fn Others() -> impl IntoView {
    let desk = Desk::get();
    let earlier = move || {
        desk.has_earlier.get().then(|| {
            view! {
                <button class="btn btn--quiet" type="button" data-testid="author-earlier" on:click=move |_| desk.take_back()>
                    {say::author_earlier()}
                </button>
            }
        })
    };
    view! {
        {earlier}
        <button class="btn btn--quiet" type="button" data-testid="author-new" on:click=move |_| desk.replace(desk::EXAMPLE.to_owned())>
            {say::author_new()}
        </button>
    }
}
