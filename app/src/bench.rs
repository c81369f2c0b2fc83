//! `?bench=1`.

/// Starts.
pub fn start(_root: web_sys::HtmlElement) {}
