//! Prints what each cause costs, expected against measured.
//!
//! `cargo run -p sim-core --example table_f`
#![allow(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/all/support/f_rows.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod f_rows;
#[path = "../tests/all/support/prose.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod prose;
#[path = "../tests/all/support/story.rs"]
#[allow(dead_code, reason = "an example uses its own part")]
mod story;

fn main() {
    print!("{}", f_rows::table(&f_rows::all()));
}
