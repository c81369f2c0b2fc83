//! Prints the reference timelines, expected against simulated.
//!
//! `cargo run -p sim-core --example h_table`
#![allow(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/all/support/h_rows.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod h_rows;
#[path = "../tests/all/support/prose.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod prose;
#[path = "../tests/all/support/story.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod story;

fn main() {
    print!("{}", h_rows::table(&h_rows::all()));
}
