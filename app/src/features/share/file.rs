//! The whole run as a file: saved, chosen, or dropped anywhere on the page.

use leptos::prelude::*;
use locale::say;
use sim_core::limits::RECORDING_BYTES_MAX;
use sim_core::link::{LinkError, Place, to_file};
use view_macro::view;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::ShareOpen;
use crate::components::icon::Icon;
use crate::features::matrix::export;
use crate::session::Session;
use crate::tree::Tree;
use crate::{dom, url_state};

/// Takes files that are dropped where nothing else takes them, for as long as the page lives.
pub fn accept_drops(session: Session) {
    let open = expect_context::<ShareOpen>().0;
    let over = |event: web_sys::DragEvent| event.prevent_default();
    dom::listen(&dom::window(), "dragover", over);
    let dropped = move |event: web_sys::DragEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if let Some((file, _)) = dom::dropped_file(&event) {
            read(session, open, file);
        }
    };
    dom::listen(&dom::window(), "drop", dropped);
}

/// Reads a file and shows its place, or says why not.
fn read(session: Session, open: RwSignal<bool>, file: Blob) {
    let refuse = move |error: &LinkError| {
        session.warn(say::notice_broken_file(error.told()), say::act_run_stays());
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of bytes"
    )]
    let bytes = file.size() as usize;
    open.set(false);
    if bytes > RECORDING_BYTES_MAX {
        refuse(&LinkError::FileSize { bytes });
        return;
    }
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().as_ref().and_then(JsValue::as_string);
        match url_state::read_file(text.unwrap_or_default()).await {
            Ok(Ok(place)) => url_state::show(session, place),
            Ok(Err(error)) => refuse(&error),
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
            read(session, open, file);
        }
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
                <input class="sr" type="file" accept=".json,application/json" data-testid="share-open" on:change=chosen />
            </label>
        </div>
    }
}
