//! Parts of the page, each on the session and the widgets.

pub mod cli_tab;
pub mod code_tab;
pub mod compare;
pub mod consumer_cards;
pub mod coordinator_strip;
pub mod event_list;
pub mod fate_counters;
pub mod group_choice;
pub mod help;
pub mod lag_chart;
pub mod matrix;
pub mod motion;
pub mod notices;
pub mod now_line;
pub mod partition_tile;
pub mod prediction;
pub mod records_tab;
pub mod settings_form;
pub mod side_panel;
pub mod stage;
pub mod stage_head;
pub mod top_bar;
pub mod transport_bar;
pub mod why_panel;
pub mod why_peek;
pub mod words;
