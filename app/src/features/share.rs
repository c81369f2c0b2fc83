//! The dialog that hands a moment on: link, snippets, preview, pictures, QR code, file.
//!
//! Deliberately lacks the link itself, which is the core's, and a server: nothing leaves the page.

mod copying;
pub mod file;
mod options;
mod pictures;
mod preview;
mod snippets;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Timeline;
use sim_core::link::{Place, Selection};
use view_macro::view;

use self::copying::{Copied, CopyButton, copied_status};
use self::options::{Options, option_rows};
use self::pictures::Pictures;
use self::preview::{Preview, WIDTHS};
use self::snippets::Shared;
use crate::components::dialog::Dialog;
use crate::features::later::{Later, later};
use crate::language::said;
use crate::session::{Session, SessionCommand};
use crate::tree::Tree;
use crate::{format, url_state};

/// Longer links are cut by some chats and mail programs.
const SAFE_CHARS_MAX: usize = 2_000;

/// Whether the dialog is open; in the context for the button and the S key.
#[derive(Clone, Copy, Debug)]
pub struct ShareOpen(pub RwSignal<bool>);

/// The dialog. What is in it is made when it opens, of the moment at which it opens; the code for
/// that has a file of its own.
#[component]
pub fn ShareDialog() -> impl IntoView {
    let session = Session::get();
    let open = expect_context::<ShareOpen>().0;
    Effect::new(move |_| {
        if open.get() {
            session.dispatch(SessionCommand::Pause);
        }
    });
    view! {
        <Dialog open=open title=say::share_title() testid="share-dialog">
            <Show when=move || open.get()>
                {later(Later::Share)}
            </Show>
        </Dialog>
    }
}

/// What is in the dialog.
#[component]
pub fn ShareBody() -> impl IntoView {
    let session = Session::get();
    let place = url_state::place(session);
    let lead = lead(session, &place);
    let options = RwSignal::new(Options::of(&place));
    let width = RwSignal::new(0);
    let place = StoredValue::new(place);
    let title = said(&title(session, place));
    let shared = Memo::new(move |_| {
        place.with_value(|place| {
            Shared::new(
                &url_state::page_address(),
                place,
                options.get(),
                WIDTHS[width.get()],
                &title,
            )
        })
    });
    let copied = Copied::default();
    view! {
        <div class="share">
            <div class="share__texts">
                <p class="share__lead" data-testid="share-lead">{lead}</p>
                {link_row(shared, copied)}
                {option_rows(place, options)}
                {snippet("frame", "iframe", say::share_frame_hint(), shared, Shared::frame, copied)}
                {snippet("element", "<rebalance-lab>", say::share_element_hint(), shared, Shared::element, copied)}
                {snippet("markdown", "Markdown", say::share_markdown_hint(), shared, Shared::markdown, copied)}
                {file::file_row(session, place)}
                {copied_status(copied)}
            </div>
            <div class="share__shown">
                <Preview shared width />
                <Pictures shared />
                <p class="share__private"><b>{say::share_private()}</b> " " {say::share_private_why()}</p>
            </div>
        </div>
    }
}

/// The run's title and the moment, for those who do not see the run.
fn title(session: Session, place: StoredValue<Place>) -> Text {
    let at = format::seconds(session.with_timeline(Timeline::at));
    let name = place.with_value(|place| {
        let scenario = &place.recording.scenario;
        match scenario.title.as_str() {
            "" => Text::verbatim(scenario.name.clone()),
            title if say::top_first_run() == title => say::top_first_run(),
            title => Text::verbatim(title.to_owned()),
        }
    });
    say::share_picture_title(name, at)
}

/// `24.600 s, orders-5 selected, 3 of your actions`.
fn lead(session: Session, place: &Place) -> Text {
    let lab = session.lab().get_untracked();
    let named = match place.selection {
        Some(Selection::Partition(id)) => {
            let found = lab.partitions.iter().find(|one| one.id == id);
            found.map(|one| one.name.to_string())
        }
        Some(Selection::Consumer(id)) => {
            let found = lab.consumers.iter().find(|one| one.id == id);
            found.map(|one| one.name.to_string())
        }
        Some(Selection::Event(_)) | None => None,
    };
    let acts = say::share_acts(place.recording.commands.len());
    let at = format::millis(place.at);
    match named {
        Some(name) => say::share_lead_selected(at, name, acts),
        None => say::share_lead(at, acts),
    }
}

fn link_row(shared: Memo<Shared>, copied: Copied) -> Tree {
    let length = Memo::new(move |_| shared.with(|shared| shared.link().len()));
    let is_long = move || length.get() > SAFE_CHARS_MAX;
    let told = move || {
        let count = length.get();
        if count > SAFE_CHARS_MAX {
            say::share_chars_long(count)
        } else {
            say::share_chars(count)
        }
    };
    view! {
        <div class="share__head">
            <h3 id="share-link-name">{say::share_link()}</h3>
            <small class:is-long=is_long data-testid="share-chars">{told}</small>
        </div>
        <div class="share__link">
            <input
                class="field-input"
                readonly
                autofocus
                aria-labelledby="share-link-name"
                data-testid="share-link"
                prop:value=move || shared.with(Shared::link)
                on:focus=move |event| select_all(&event)
            />
            <CopyButton label=say::share_copy_link() testid="link" is_main=true copied text=Signal::derive(move || shared.with(Shared::link)) />
        </div>
    }
}

fn select_all(event: &leptos::ev::FocusEvent) {
    event_target::<web_sys::HtmlInputElement>(event).select();
}

/// A snippet under its name, with a button that copies it.
fn snippet(
    testid: &'static str,
    name: &'static str,
    hint: Text,
    shared: Memo<Shared>,
    text: fn(&Shared) -> String,
    copied: Copied,
) -> Tree {
    let text = Memo::new(move |_| shared.with(text));
    view! {
        <div class="share__head">
            <h3>{name}</h3>
            <small>{hint}</small>
            <CopyButton label=say::share_copy() testid copied text=text.into() />
        </div>
        <pre class="share__snippet" tabindex="0" aria-label=name><code data-testid=format!("share-{testid}")>{move || text.get()}</code></pre>
    }
}
