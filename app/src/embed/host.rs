//! The window around the frame.

use std::cell::RefCell;

use js_sys::{JSON, Reflect};
use locale::say;
use wasm_bindgen::JsValue;

use super::message::{self, Incoming, MESSAGE_BYTES_MAX, Refusal, SOURCE, Told};
use crate::dom;

/// Any window may read what is sent there.
const ANYWHERE: &str = "*";

thread_local! {
    /// Whom to tell: nobody else's page once the host page has spoken, unless it has no origin.
    static ORIGIN: RefCell<String> = RefCell::new(ANYWHERE.to_owned());
}

/// Has `heard` called with each message of the host page.
pub fn listen(heard: impl Fn(Result<Incoming, Refusal>) + 'static) {
    dom::listen(
        &dom::window(),
        "message",
        move |event: web_sys::MessageEvent| {
            let data = event.data();
            if !is_from_parent(&event) || !is_ours(&data) {
                return;
            }
            let origin = event.origin();
            if origin.contains("://") {
                ORIGIN.replace(origin);
            }
            heard(read(&data));
        },
    );
}

/// Tells the host page, if there is one.
pub fn tell(told: &Told) {
    let Some(parent) = parent() else {
        return;
    };
    let sent = JSON::parse(&told.to_json())
        .and_then(|data| ORIGIN.with_borrow(|origin| parent.post_message(&data, origin)));
    if let Err(problem) = sent {
        dom::note(&format!("the host page was not told: {problem:?}"));
    }
}

fn parent() -> Option<web_sys::Window> {
    let window = dom::window();
    let parent = window.parent().ok().flatten()?;
    (parent != window).then_some(parent)
}

fn is_from_parent(event: &web_sys::MessageEvent) -> bool {
    let source = Reflect::get(event, &"source".into()).unwrap_or_default();
    parent().is_some_and(|parent| source == JsValue::from(parent))
}

/// Other programs of the host page send messages too.
fn is_ours(data: &JsValue) -> bool {
    Reflect::get(data, &"source".into()).is_ok_and(|source| source == SOURCE)
}

fn read(data: &JsValue) -> Result<Incoming, Refusal> {
    let json =
        JSON::stringify(data).map_err(|_cyclic| Refusal::new("message", String::new(), "JSON"))?;
    let bytes = json.length() as usize;
    if bytes > MESSAGE_BYTES_MAX {
        let most = say::allowed_at_most_bytes(MESSAGE_BYTES_MAX.to_string());
        return Err(Refusal::new("message", bytes.to_string(), most));
    }
    message::read(&String::from(json))
}
