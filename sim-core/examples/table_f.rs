//! Prints what each cause costs, expected against measured.
//!
//! `cargo run -p sim-core --example table_f`
#![allow(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/support/f_rows.rs"]
mod f_rows;
#[path = "../tests/support/prose.rs"]
mod prose;
#[path = "../tests/support/story.rs"]
mod story;

fn main() {
    print!("{}", f_rows::table(&f_rows::all()));
}
