//! Writes into a built page's `embed/` what only the build knows; `cargo xtask pack` runs it.

use std::path::Path;

use lab_tests::{Outcome, embed};

fn main() -> Outcome {
    let folder = std::env::args()
        .nth(1)
        .ok_or("name the built page's folder")?;
    embed::finish(Path::new(&folder))
}
