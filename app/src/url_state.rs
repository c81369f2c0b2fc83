//! Run, moment and selection ↔ the fragment of the address; parameters ← its query.
//!
//! `#s=` holds base64url(deflate(JSON)). Deliberately lacks any trust: what comes in is bounded
//! before it is unpacked and checked after.

mod address;
mod link;
mod query;

use crate::wasm_split;
use wasm_split_helpers::SplitLoaderError;

pub use address::{
    OPENING, Rested, SEED, follow, go_to, lab_link, lesson_link, open, query, share_link, write,
};
pub use link::{LINK_CHARS_MAX, LinkError, Place, decode, encode, moment, reader_problem};
pub use query::{Bench, Controls, Query, Room, View, parse_query};

/// Reads a fragment; the code for it has a file of its own.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(links, fallible)]
fn read(fragment: String) -> Result<Result<Place, LinkError>, SplitLoaderError> {
    Ok(decode(&fragment))
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
