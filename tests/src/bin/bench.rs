//! Measures the model natively and in Chromium; prints a table and writes `target/bench.json`.

#![expect(clippy::print_stdout, reason = "printing is its purpose")]

use lab_tests::bench_report::BenchReport;
use lab_tests::{Outcome, assignor_bench, browser_bench, native_bench};

fn main() -> Outcome {
    let mut report = BenchReport::default();
    native_bench::measure(&mut report)?;
    assignor_bench::measure(&mut report)?;
    println!("{report}\n");
    report.insert_sizes()?;
    report.merge(browser_bench::measure()?)?;
    println!("{report}");
    println!("written to {}", report.write()?.display());
    Ok(())
}
