//! Run, moment and selection ↔ the fragment of the address; parameters ← its query.
//!
//! `#s=` holds base64url(deflate(JSON)). Deliberately lacks any trust: what comes in is bounded
//! before it is unpacked and checked after.

mod address;
mod link;
mod named;
mod query;

pub use address::{OPENING, SEED, follow, go_to, open, share_link, write};
pub use link::{LINK_CHARS_MAX, LinkError, Place, decode, encode, moment, reader_problem};
pub use named::{NAMES, named};
pub use query::{Bench, Controls, Query, View, parse_query};
