//! `docs/FIDELITY.md`: what was compared with real Kafka, and how near the model is.

use super::{FileResult, Report, Verdict};

const HEAD: &str = "\
# Fidelity

Written by `cargo xtask conform`; do not edit. Runs of a real Apache Kafka 4.3.1 broker with the Java \
client were recorded, and each is played by the simulator with the same script. The recordings \
are in `tests/fixtures/kafka`, where their README states the rules of the comparison; the page opens \
each above its simulated run (`?page=fidelity`).

Compared are, per consumer, the callbacks with their partitions, generations, failed commits and \
exceptions; the coordinator's entries; the times of callbacks and entries within the tolerance of the \
recording; commits, committed offsets, and what was processed twice or never within rate times \
tolerance plus one batch. Assignments are equal partition by partition.

Not compared are the order of partitions inside one poll and the number of polls (both chance in \
Kafka), single heartbeat times (only their spacing matters), and what a recording calls unstable \
because its takes differ. The cost of a real process is set as measured on the recordings: start, \
log append, the leader's turn-around, late timers, the way from one poll to the next.

| File | Result | Compared (largest time difference of tolerance) |
|---|---|---|
";

/// The page for a report.
pub(super) fn page(report: &Report) -> String {
    let row = |file: &FileResult| {
        let (result, what) = match &file.verdict {
            Verdict::Passed => ("agrees", file.figures.clone()),
            Verdict::Failed(differences) => ("differs", differences.join("; ")),
            Verdict::Later(features) => ("not counted", features.join(", ")),
        };
        format!("| {} | {result} | {what} |\n", file.name)
    };
    let rows: String = report.files.iter().map(row).collect();
    let (passed, failed) = (report.passed(), report.failed());
    format!("{HEAD}{rows}\n{passed} passed, {failed} failed.\n")
}
