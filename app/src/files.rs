//! Files beside the page: the table of a language, lessons, recordings.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::dom;

/// The file of a thing by its name; None for what is no name.
pub fn named(folder: &str, name: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_one = !name.is_empty() && name.chars().all(is_name);
    is_one.then(|| format!("{folder}/{name}.json"))
}

/// The text of a file of the build. The single-file build carries it inside the page.
pub async fn text(name: &str) -> Option<String> {
    let inside = dom::document().query_selector(&format!("script[data-file=\"{name}\"]"));
    if let Some(inside) = inside.ok().flatten() {
        return inside.text_content();
    }
    let response = JsFuture::from(dom::window().fetch_with_str(name));
    let response: web_sys::Response = response.await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    text.as_string()
}
