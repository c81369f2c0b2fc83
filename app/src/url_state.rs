//! Run, moment and selection ↔ the fragment of the address; parameters ← its query.
//!
//! `#s=` holds base64url(deflate(JSON)). Deliberately lacks any trust: what comes in is bounded
//! before it is unpacked and checked after.

mod address;
mod link;
mod query;

pub use address::{OPENING, SEED, follow, lab_link, lesson_link, open, share_link};
pub use link::{LinkError, Place, decode, encode};
pub use query::{Bench, Query, Room, View, parse_query};
