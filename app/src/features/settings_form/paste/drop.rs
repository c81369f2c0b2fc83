//! A file that is dropped on the form behaves as its text pasted.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::limits::PASTE_BYTES_MAX;
use wasm_bindgen_futures::JsFuture;

use crate::dom;
use crate::session::Session;

const ENDINGS: [&str; 5] = [".properties", ".yml", ".yaml", ".json", ".conf"];
const KEPT: fn() -> Text = say::settings_drop_kept;

/// Reads the first file of a drop into `text`, or says why not.
pub fn take_file(session: Session, text: RwSignal<String>, event: &web_sys::DragEvent) {
    event.prevent_default();
    let Some((file, name)) = dom::dropped_file(event) else {
        session.warn(say::settings_drop_none(), KEPT());
        return;
    };
    let ending = name.to_ascii_lowercase();
    if !ENDINGS.iter().any(|known| ending.ends_with(known)) {
        let known = ENDINGS.join(", ");
        session.warn(say::settings_drop_ending(name, known), KEPT());
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a limit of some kilobytes")]
    let most = PASTE_BYTES_MAX as f64;
    if file.size() > most {
        let size = file.size();
        let most = PASTE_BYTES_MAX.to_string();
        let problem = say::settings_drop_size(name, size.to_string(), most);
        session.warn(problem, KEPT());
        return;
    }
    leptos::task::spawn_local(async move {
        match JsFuture::from(file.text()).await {
            Ok(read) => text.set(read.as_string().unwrap_or_default()),
            Err(_) => session.warn(say::settings_drop_unreadable(name), KEPT()),
        }
    });
}
