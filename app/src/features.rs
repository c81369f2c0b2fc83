//! Parts of the page, each on the session and the widgets.

pub mod stage;
