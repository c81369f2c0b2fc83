//! Parts of the page, each on the session and the widgets.

pub mod event_list;
pub mod help;
pub mod notices;
pub mod now_line;
pub mod prediction;
pub mod settings_form;
pub mod side_panel;
pub mod stage;
pub mod stage_head;
pub mod top_bar;
pub mod transport_bar;
pub mod why_panel;
