//! Dumb widgets; they know Leptos and nothing of the lab.

pub mod icon;
