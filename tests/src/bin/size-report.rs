//! Prints what a first visit to the built page downloads.

#![expect(clippy::print_stdout, reason = "printing is its purpose")]

use lab_tests::size::FirstVisit;
use lab_tests::{Outcome, dist, offline};

fn main() -> Outcome {
    println!("{}\n", FirstVisit::of(&dist())?);
    let (files, gzip) = offline::size(&dist())?;
    println!("{gzip:>21}  kept for visits without a network, {files} files");
    Ok(())
}
