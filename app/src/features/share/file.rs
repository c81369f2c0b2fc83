//! Files: the whole run saved, its scenario for people, and any file of the lab chosen or dropped
//! anywhere on a page.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Timeline;
use sim_core::limits::RECORDING_BYTES_MAX;
use sim_core::link::{LinkError, Place, to_file};
use view_macro::view;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::SplitLoaderError;
use web_sys::Blob;

use super::ShareOpen;
use crate::components::icon::Icon;
use crate::features::matrix::export;
use crate::files::Taken;
use crate::session::Session;
use crate::tree::Tree;
use crate::{dom, files, url_state, wasm_split};

/// Takes files that are dropped where nothing else takes them, for as long as the page lives.
/// `stays` says what is still there when one is refused.
pub fn accept_drops(session: Session, stays: fn() -> Text, take: impl Fn(Taken) + Clone + 'static) {
    let over = |event: web_sys::DragEvent| event.prevent_default();
    dom::listen(&dom::window(), "dragover", over);
    let dropped = move |event: web_sys::DragEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if let Some((file, _)) = dom::dropped_file(&event) {
            read(session, file, stays, take.clone());
        }
    };
    dom::listen(&dom::window(), "drop", dropped);
}

/// Takes files on a page without a lab: a lesson opens on its page, a run in the lab.
pub fn accept_visits(session: Session) {
    accept_drops(session, say::file_page_stays, |taken| match taken {
        Taken::Lesson { fragment, .. } => go_to(&fragment),
        Taken::Run { place, .. } => leptos::task::spawn_local(async move {
            if let Some(fragment) = url_state::fragment(*place).await {
                go_to(&fragment);
            }
        }),
    });
}

fn go_to(fragment: &str) {
    dom::go(&format!("{}{fragment}", url_state::page_address()));
}

/// What the lab does with a file: a run is shown, a lesson has a page.
pub fn take_in_lab(session: Session, open: RwSignal<bool>) -> impl Fn(Taken) + Clone + 'static {
    move |taken| match taken {
        Taken::Lesson { fragment, .. } => go_to(&fragment),
        Taken::Run { place, .. } => {
            open.set(false);
            url_state::show(session, *place);
        }
    }
}

/// Reads a file and hands on what is in it, or says why not.
pub fn read(session: Session, file: Blob, stays: fn() -> Text, take: impl Fn(Taken) + 'static) {
    let refuse = move |problem: Text| session.warn(say::notice_broken_file(problem), stays());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of bytes"
    )]
    let bytes = file.size() as usize;
    if bytes > RECORDING_BYTES_MAX {
        refuse(LinkError::FileSize { bytes }.told());
        return;
    }
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().as_ref().and_then(JsValue::as_string);
        match opened(text.unwrap_or_default()).await {
            Ok(Ok(taken)) => take(taken),
            Ok(Err(problem)) => refuse(problem),
            Err(_did_not_come) => session.warn(say::part_not_loaded(), stays()),
        }
    });
}

/// What is in a file; the code for it is that of the lessons.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn opened(text: String) -> Result<Result<Taken, Text>, SplitLoaderError> {
    Ok(files::opened(text))
}

/// A run as files for people; the code for it is that of the lessons.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn written(place: Place) -> Result<Option<files::Written>, SplitLoaderError> {
    Ok(files::written(&place))
}

/// What is done with a run that was written for people.
fn with_written(
    session: Session,
    place: StoredValue<Place>,
    does: impl Fn(files::Written) + 'static,
) {
    let mut place = place.get_value();
    // As far as the run was seen, not only up to the playhead.
    place.at = place.at.max(session.with_timeline(Timeline::head));
    leptos::task::spawn_local(async move {
        match written(place).await {
            Ok(Some(written)) => does(written),
            Ok(None) => session.warn(say::draft_too_large(), say::draft_run_stays()),
            Err(_did_not_come) => session.warn(say::part_not_loaded(), say::act_run_stays()),
        }
    });
}

/// Saves the run, or opens another.
pub(super) fn file_row(session: Session, place: StoredValue<Place>) -> Tree {
    let open = expect_context::<ShareOpen>().0;
    let save = move |_| {
        let name = export::file_name(session, "json");
        let text = place.with_value(to_file);
        export::save_text(session, text, "application/json", &name);
    };
    let chosen = move |event: leptos::ev::Event| {
        if let Some((file, _)) = dom::first_file(&event_target::<JsValue>(&event)) {
            open.set(false);
            read(
                session,
                file,
                say::act_run_stays,
                take_in_lab(session, open),
            );
        }
    };
    let scenario = move |_| {
        with_written(session, place, move |written| {
            let name = export::file_name(session, "yaml");
            export::save_text(session, written.scenario, "application/yaml", &name);
        });
    };
    let draft = move |_| {
        with_written(session, place, |written| {
            let (page, fragment) = (url_state::page_address(), written.fragment);
            dom::go(&format!("{page}?page=author{fragment}"));
        });
    };
    view! {
        <div class="share__head">
            <h3>{say::share_file()}</h3>
            <small>{say::share_file_hint()}</small>
            <button class="btn btn--sm" type="button" data-testid="share-save" on:click=save>
                <Icon name="down2" size=13 />
                {say::share_save()}
            </button>
            <label class="btn btn--sm share__open">
                {say::share_open()}
                <input class="sr" type="file" accept=".json,.yaml,.yml,application/json" data-testid="share-open" on:change=chosen />
            </label>
        </div>
        <div class="share__head">
            <h3>{say::draft_heading()}</h3>
            <small>{say::draft_hint()}</small>
            <button class="btn btn--sm" type="button" data-testid="share-scenario" on:click=scenario>
                <Icon name="down2" size=13 />
                {say::draft_scenario()}
            </button>
            <button class="btn btn--sm" type="button" data-testid="share-draft" on:click=draft>
                <Icon name="pen" size=13 />
                {say::draft_lesson()}
            </button>
        </div>
    }
}
