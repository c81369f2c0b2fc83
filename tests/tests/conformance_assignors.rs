//! Assignors, hash orders and the partitioner against recorded answers of Kafka.

use std::path::Path;

use lab_tests::vectors::run_vectors;

/// Runs one file, which must hold `count` cases: a file cut short is no success.
fn check(file: &str, count: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/kafka/assignor-vectors");
    let results = run_vectors(&folder.join(file));
    let failures: Vec<String> = results
        .iter()
        .filter_map(|case| {
            case.result
                .as_ref()
                .err()
                .map(|error| format!("{}\n    {error}", case.name))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases of {file} differ:\n{}",
        failures.len(),
        results.len(),
        failures
            .iter()
            .take(5)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert_eq!(results.len(), count, "cases in {file}");
}

#[test]
fn range_answers_as_kafka() {
    check("range.jsonl", 300);
}

#[test]
fn round_robin_answers_as_kafka() {
    check("roundrobin.jsonl", 300);
}

#[test]
fn sticky_answers_as_kafka() {
    check("sticky.jsonl", 300);
}

#[test]
fn cooperative_sticky_answers_as_kafka() {
    check("cooperative-sticky.jsonl", 300);
}

#[test]
fn sticky_assignors_throw_where_kafka_does() {
    check("crashes.jsonl", 4);
}

#[test]
fn rare_paths_of_the_sticky_assignors_are_kafkas() {
    check("sticky-rare.jsonl", 13);
}

#[test]
fn hashes_and_partitions_are_javas() {
    check("partitioner.jsonl", 700);
}
