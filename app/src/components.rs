//! Dumb widgets; they know Leptos and nothing of the lab.

pub mod ask;
pub mod dialog;
pub mod icon;
pub mod menu;
pub mod prose;
pub mod qr;
pub mod slider;
pub mod tabs;
pub mod term;
pub mod virtual_list;
