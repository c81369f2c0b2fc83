//! Recordings of real Kafka against the model.

use lab_tests::conform::{Verdict, run};
use lab_tests::repository;

#[test]
fn groups_behave_as_recorded() {
    let folder = repository().join("tests/fixtures/kafka/recordings");
    let report = run(&[folder]).unwrap();
    let failed: Vec<String> = report
        .files
        .iter()
        .filter_map(|file| match &file.verdict {
            Verdict::Failed(differences) => Some(format!(
                "{}:\n    {}",
                file.name,
                differences.join("\n    ")
            )),
            Verdict::Passed | Verdict::Later(_) => None,
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(report.files.len(), 80, "recordings");
    // All classic ones; the rest waits for the consumer protocol.
    assert_eq!(report.passed(), 55);
}
