//! Files beside the page: the table of a language, lessons.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::dom;

/// The text of a file of the build. The single-file build carries it inside the page.
pub async fn text(name: &str) -> Option<String> {
    let inside = dom::document().query_selector(&format!("script[data-file=\"{name}\"]"));
    if let Some(inside) = inside.ok().flatten() {
        return inside.text_content();
    }
    let response = JsFuture::from(dom::window().fetch_with_str(&address(name)));
    let response: web_sys::Response = response.await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    text.as_string()
}

/// What has no hash in its name is asked for as of this build, so that files of two never meet.
fn address(name: &str) -> String {
    let build = dom::root().and_then(|root| root.dataset().get("build"));
    match build.filter(|_| name.ends_with(".json")) {
        Some(build) => format!("{name}?v={build}"),
        None => name.to_owned(),
    }
}
