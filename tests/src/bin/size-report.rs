//! Prints what a first visit to the built page downloads.

#![expect(clippy::print_stdout, reason = "printing is its purpose")]

use lab_tests::size::FirstVisit;
use lab_tests::{Outcome, dist};

fn main() -> Outcome {
    println!("{}", FirstVisit::of(&dist())?);
    Ok(())
}
