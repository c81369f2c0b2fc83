//! The page of Rebalance Lab.
//!
//! Imports point down: `features` use `session` and `components`; `session` uses the simulator's
//! façade; `app` alone knows the features. Deliberately lacks any rule of Kafka.
#![allow(
    clippy::large_types_passed_by_value,
    reason = "handles of copyable signals, larger only on 64-bit hosts"
)]

pub mod app;
pub mod bench;
pub mod components;
pub mod dom;
pub mod embed;
pub mod features;
pub mod files;
pub mod focus;
pub mod format;
pub mod language;
pub mod lessons;
pub mod owner;
pub mod panic_page;
pub mod playback;
pub mod preferences;
pub mod progress;
pub mod rooms;
pub mod session;
pub mod shortcuts;
pub mod tick_loop;
pub mod tree;
pub mod url_state;

pub use app::start;

#[cfg(feature = "whole")]
pub(crate) use view_macro::whole as wasm_split;
#[cfg(not(feature = "whole"))]
pub(crate) use wasm_split_helpers::wasm_split;
