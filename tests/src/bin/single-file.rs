//! Makes one file of the built page: `single-file TO`.

#![expect(clippy::print_stdout, reason = "it says where the file is")]

use std::path::PathBuf;

use lab_tests::{Outcome, dist, single_file};

fn main() -> Outcome {
    let to = std::env::args_os().nth(1).ok_or("Usage: single-file TO")?;
    let to = PathBuf::from(to);
    single_file::write(&dist(), &to)?;
    let kilobytes = std::fs::metadata(&to)?.len().div_ceil(1_000);
    println!(
        "{} ({kilobytes} kB): opens from disk without a server.",
        to.display()
    );
    Ok(())
}
