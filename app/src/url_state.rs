//! Run, moment, selection and view ↔ the fragment of the address; parameters ← its query.
//!
//! What follows `#s=` is the core's (`sim_core::link`).

mod address;
mod kept;
mod query;

pub use address::{
    OPENING, SEED, follow, open, page_address, place, share_link, show, tell_of_another_model,
};
pub use query::{Bench, Query, parse_query};
