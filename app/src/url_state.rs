//! Run, moment, selection and view ↔ the fragment of the address; parameters ← its query.
//!
//! What follows `#s=` is the core's (`sim_core::link`).

mod address;
mod kept;
mod query;

use crate::wasm_split;
use sim_core::link::{LinkError, Place, decode, encode};
use wasm_split_helpers::SplitLoaderError;

pub use address::{
    OPENING, Opened, Rested, SEED, follow, follow_lessons, lab_link, lesson_fragment, lesson_link,
    open, page_address, place, query, share_link, show, stop, tell_of_another_model, write,
};
pub use query::{Bench, Controls, Query, Room, Shape, parse_query};

/// Reads a fragment; the code for it has a file of its own.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(links, fallible)]
fn read(fragment: String) -> Result<Result<Place, LinkError>, SplitLoaderError> {
    Ok(decode(&fragment))
}

/// The fragment of a place; None if what writes links could not be fetched.
pub async fn fragment(place: Place) -> Option<String> {
    Some(format!("#s={}", written(place).await.ok()?))
}

/// The text after `#s=`; the code for it has a file of its own.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(links, fallible)]
fn written(place: Place) -> Result<String, SplitLoaderError> {
    Ok(encode(&place))
}
