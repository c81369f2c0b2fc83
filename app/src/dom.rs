//! The few things the page asks of the browser, each safe where a sandbox refuses it.
//!
//! Deliberately lacks requestAnimationFrame, which only `tick_loop` calls.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// The window.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The document.
pub fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// `<html>`.
pub fn root() -> Option<web_sys::HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

/// True if the page is published as such: `embed`, `readonly`.
pub fn has(name: &str) -> bool {
    root().is_some_and(|root| root.dataset().get(name).is_some())
}

/// Adds a style sheet to the page.
pub fn add_styles(css: &str) {
    // A sheet of the program's own: a strict policy refuses style elements that it does not know.
    let add = || -> Result<(), JsValue> {
        let kind = js_sys::Reflect::get(&window(), &"CSSStyleSheet".into())?;
        let kind: js_sys::Function = kind.dyn_into()?;
        let sheet = js_sys::Reflect::construct(&kind, &js_sys::Array::new())?;
        let replace = js_sys::Reflect::get(&sheet, &"replaceSync".into())?;
        let replace: js_sys::Function = replace.dyn_into()?;
        replace.call1(&sheet, &css.into())?;
        let sheets = js_sys::Reflect::get(&document(), &"adoptedStyleSheets".into())?;
        let sheets = js_sys::Array::from(&sheets);
        sheets.push(&sheet);
        js_sys::Reflect::set(&document(), &"adoptedStyleSheets".into(), &sheets).map(|_set| ())
    };
    if let Err(problem) = add() {
        note(&format!("styles are missing: {problem:?}"));
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// Runs `later` once after `millis`.
pub fn after(millis: u32, later: impl FnOnce() + 'static) {
    gloo_timers::callback::Timeout::new(millis, later).forget();
}

/// The reader asked the system for less motion.
pub fn is_calm() -> bool {
    media_matches("(prefers-reduced-motion: reduce)")
}

/// Moves an element through `frames` (keyframes as JSON) without touching its layout.
pub fn animate(element: &web_sys::Element, frames: &str, millis: f64, easing: &str) {
    let timing = format!("{{\"duration\":{millis:.0},\"easing\":\"{easing}\"}}");
    let start = || {
        let animate = js_sys::Reflect::get(element, &"animate".into())?;
        let animate: js_sys::Function = animate.dyn_into()?;
        let (frames, timing) = (js_sys::JSON::parse(frames)?, js_sys::JSON::parse(&timing)?);
        animate.call2(element, &frames, &timing)
    };
    if let Err(problem) = start() {
        note(&format!("nothing moves: {problem:?}"));
    }
}

/// Elements a selector finds.
pub fn find_all(selector: &str) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

/// Moves the focus to a child of the element that hears the event.
pub fn focus_child(event: &web_sys::Event, index: usize) {
    let list = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let child = list
        .and_then(|list| list.children().item(u32::try_from(index).unwrap_or(0)))
        .and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(child) = child {
        drop(child.focus());
    }
}

/// Writes `data-<key>` on `<html>`, where tests and host pages read it.
pub fn publish(key: &str, value: &str) {
    if let Some(root) = root()
        && let Err(problem) = root.dataset().set(key, value)
    {
        note(&format!("data-{key} could not be written: {problem:?}"));
    }
}

/// Tells the browser which language the page speaks.
pub fn set_language(code: &str) {
    if let Some(root) = root() {
        root.set_lang(code);
    }
}

/// Removes `data-<key>` from `<html>`.
pub fn unpublish(key: &str) {
    if let Some(root) = root() {
        root.dataset().delete(key);
    }
}

/// A line in the console; normal use writes none.
pub fn note(text: &str) {
    web_sys::console::info_1(&JsValue::from_str(text));
}

/// Whether a media query holds now.
pub fn media_matches(query: &str) -> bool {
    media(query).is_some_and(|list| list.matches())
}

/// Leaves for another address, also for one that differs in its fragment alone.
pub fn go(address: &str) {
    let location = window().location();
    let place = |href: &str| href.split('#').next().unwrap_or_default().to_owned();
    let is_here = location
        .href()
        .is_ok_and(|here| place(&here) == place(address));
    let gone = location.set_href(address);
    if gone.is_ok() && is_here {
        drop(location.reload());
    }
}

/// Calls `changed` whenever a media query's answer changes, for as long as the page lives.
pub fn on_media_change(query: &str, changed: impl Fn() + 'static) {
    if let Some(list) = media(query) {
        listen(&list, "change", move |_: web_sys::Event| changed());
    }
}

/// Whether everything stands in one column: on phones.
pub fn narrow() -> RwSignal<bool> {
    const NARROW: &str = "(max-width: 900px)";
    let narrow = RwSignal::new(media_matches(NARROW));
    on_media_change(NARROW, move || {
        narrow.try_set(media_matches(NARROW));
    });
    narrow
}

/// Moves the page so that the first of these elements is in sight.
pub fn show_first(selector: &str) {
    if let Ok(Some(found)) = document().query_selector(selector) {
        found.scroll_into_view();
    }
}

/// Listens for as long as the page lives.
pub fn listen<E: JsCast + 'static>(
    target: &web_sys::EventTarget,
    event: &str,
    heard: impl Fn(E) + 'static,
) {
    let heard = move |event: web_sys::Event| heard(event.unchecked_into());
    hear(target, event, false, Closure::new(heard));
}

/// Listens for as long as the page lives, before those whom the event is for.
pub fn listen_first<E: JsCast + 'static>(
    target: &web_sys::EventTarget,
    event: &str,
    heard: impl Fn(E) + 'static,
) {
    let heard = move |event: web_sys::Event| heard(event.unchecked_into());
    hear(target, event, true, Closure::new(heard));
}

fn hear(
    target: &web_sys::EventTarget,
    event: &str,
    first: bool,
    heard: Closure<dyn Fn(web_sys::Event)>,
) {
    let function = heard.as_ref().unchecked_ref();
    if let Err(problem) = target.add_event_listener_with_callback_and_bool(event, function, first) {
        note(&format!("no {event} events: {problem:?}"));
    }
    heard.forget();
}

/// Calls `changed` after elements were added or removed, for as long as the page lives.
pub fn on_change_below_body(changed: impl Fn() + 'static) {
    let changed = Closure::<dyn Fn()>::new(changed);
    let wanted = web_sys::MutationObserverInit::new();
    wanted.set_child_list(true);
    wanted.set_subtree(true);
    let Some(body) = document().body() else {
        return;
    };
    let watched = web_sys::MutationObserver::new(changed.as_ref().unchecked_ref())
        .and_then(|observer| observer.observe_with_options(&body, &wanted));
    if let Err(problem) = watched {
        note(&format!("no mutation events: {problem:?}"));
    }
    changed.forget();
}

/// Something other than the page itself has the keyboard's focus.
pub fn has_focus() -> bool {
    let body = document().body().map(web_sys::Element::from);
    let active = document().active_element();
    active.is_some() && active != body
}

fn media(query: &str) -> Option<web_sys::MediaQueryList> {
    window().match_media(query).ok().flatten()
}

/// The clipboard, which plain http and sandboxed frames do not have.
pub fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = window().navigator();
    let has = js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false);
    let clipboard = has.then(|| navigator.clipboard())?;
    (!clipboard.is_undefined()).then_some(clipboard)
}

/// The first file of something that is dropped, with its name.
pub fn dropped_file(event: &web_sys::DragEvent) -> Option<(web_sys::Blob, String)> {
    first_file(&js_sys::Reflect::get(event, &"dataTransfer".into()).ok()?)
}

/// The first file of a field for files or of a drop, with its name.
pub fn first_file(of: &JsValue) -> Option<(web_sys::Blob, String)> {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).ok();
    let file = get(&get(of, "files")?, "0")?;
    let name = get(&file, "name")?.as_string()?;
    Some((file.dyn_into().ok()?, name))
}

/// The page stands in a frame that took its origin away.
pub fn is_opaque() -> bool {
    window().origin() == "null"
}

/// Opens an address of the lab in a tab of its own; false where the frame around the page lacks
/// `allow-popups`, or the browser refuses.
pub fn open_tab(address: &str) -> bool {
    // Asked for with `noopener` the browser would not tell whether it opened.
    let opened = window().open_with_url_and_target(address, "_blank");
    opened.is_ok_and(|tab| tab.is_some())
}

#[wasm_bindgen]
extern "C" {
    /// Types as a hand does, so that the browser's own undo knows of it.
    #[wasm_bindgen(js_namespace = document, js_name = execCommand, catch)]
    fn exec_command(name: &str, asks: bool, text: &str) -> Result<bool, JsValue>;
}

/// Types a text in place of what is selected; false if the browser refuses.
pub fn type_in(text: &str) -> bool {
    exec_command("insertText", false, text).unwrap_or(false)
}

/// Hands a file to the browser to save; false if it has no place for it.
pub fn save(blob: &web_sys::Blob, name: &str) -> bool {
    /// Milliseconds until the browser has surely begun to read the file.
    const READ_MS: u32 = 30_000;
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return false;
    };
    let link = document().create_element("a").ok();
    let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok())
    else {
        return false;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    after(READ_MS, move || drop(web_sys::Url::revoke_object_url(&url)));
    true
}

/// The page stands in a frame that may not save files, or that does not let it know.
pub fn refuses_downloads() -> bool {
    let window = window();
    match window.frame_element().ok().flatten() {
        Some(frame) => frame
            .get_attribute("sandbox")
            .is_some_and(|allowed| !allowed.contains("allow-downloads")),
        // A sandbox that hides its frame also takes away the page's origin.
        None => is_opaque(),
    }
}
