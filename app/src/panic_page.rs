//! What the reader sees when an assumption of this program broke: the problem and a link to the
//! run, so that it can be reported and replayed.

use std::cell::RefCell;
use std::panic::PanicHookInfo;

use locale::say;
use wasm_bindgen::JsValue;

use crate::dom;
use crate::language::said;

thread_local! {
    static LAST_RUN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Remembers the link to the run, for the case of a panic.
pub fn remember(link: String) {
    LAST_RUN.with_borrow_mut(|last| *last = link);
}

/// Shows panics on the page and in the console.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        show(info);
    }));
}

fn show(info: &PanicHookInfo<'_>) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    let Ok(note) = document.create_element("div") else {
        return;
    };
    let link = LAST_RUN.with(|last| {
        last.try_borrow()
            .map_or_else(|_| String::new(), |l| l.clone())
    });
    let text = said(&say::part_panic(info.to_string(), link));
    note.set_class_name("panic");
    note.set_text_content(Some(&text));
    drop(note.set_attribute("role", "alert"));
    drop(note.set_attribute("data-testid", "panic"));
    if let Some(body) = document.body() {
        drop(body.append_child(&note));
    }
    dom::publish("panicked", "1");
}
