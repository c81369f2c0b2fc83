//! Prints the reference timelines, expected against simulated.
//!
//! `cargo run -p sim-core --example h_table`
#![allow(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/support/h_rows.rs"]
mod h_rows;
#[path = "../tests/support/prose.rs"]
mod prose;
#[path = "../tests/support/story.rs"]
mod story;

fn main() {
    print!("{}", h_rows::table(&h_rows::all()));
}
