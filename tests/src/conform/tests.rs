//! The comparison can fail: each test plants one difference in a recording that agrees.

use serde_json::{Value, json};

use super::*;

fn file(name: &str) -> Value {
    let path = crate::repository()
        .join("tests/fixtures/kafka/recordings")
        .join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What differs after `change`, first difference first.
fn differences(name: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = file(name);
    change(&mut value);
    let recording: KafkaRecording = serde_json::from_value(value).unwrap();
    match judge(&recording).0 {
        Verdict::Passed => Vec::new(),
        Verdict::Failed(differences) => differences,
        Verdict::Later(features) => panic!("needs {features:?}"),
    }
}

const KILL: &str = "05-kill-auto-eager.json";

#[track_caller]
fn check(change: impl FnOnce(&mut Value), first: &str) {
    let found = differences(KILL, change);
    assert_eq!(found.first().map(String::as_str), Some(first), "{found:#?}");
}

/// Position of the `number`-th entry of that kind.
fn nth(entries: &Value, kind: &str, number: usize) -> usize {
    let list = entries.as_array().unwrap();
    let places = (0..list.len()).filter(|place| list[*place]["kind"] == kind);
    places.into_iter().nth(number).unwrap()
}

#[test]
fn an_untouched_recording_agrees() {
    assert_eq!(differences(KILL, |_| {}), Vec::<String>::new());
}

#[test]
fn a_partition_of_a_callback_counts() {
    check(
        |file| {
            let place = nth(&file["events"], "revoked", 0);
            file["events"][place]["partitions"] = json!(["t-0"]);
        },
        "callbacks of c1, entry 1: Kafka revoked (t-0), simulated revoked (t-0 t-1 t-2 t-3 t-4 t-5)",
    );
}

#[test]
fn an_empty_callback_counts() {
    check(
        |file| {
            let empty = json!({"at_ms": 20_000, "who": "c3", "kind": "assigned", "partitions": []});
            file["events"].as_array_mut().unwrap().push(empty);
        },
        "callbacks of c3, entry 3: Kafka assigned (), simulated nothing more",
    );
}

#[test]
fn a_callback_may_not_be_late() {
    check(
        |file| {
            let place = nth(&file["events"], "revoked", 0);
            file["events"][place]["at_ms"] = json!(1_324);
        },
        "c1 revoked (t-0 t-1 t-2 t-3 t-4 t-5): Kafka at 1324 ms, simulated at 1018 ms, tolerance 150 ms",
    );
}

#[test]
fn a_generation_and_its_member_count() {
    check(
        |file| {
            let place = nth(&file["events"], "generation", 0);
            file["events"][place]["member"] = json!("c1#2");
        },
        "generations of c1, entry 0: Kafka 1 as c1#2, simulated 1 as c1#1",
    );
}

#[test]
fn a_line_of_the_coordinator_counts() {
    check(
        |file| {
            let place = nth(&file["coordinator"], "session_expired", 0);
            file["coordinator"][place]["member"] = json!("c3#1");
        },
        "coordinator, entry 6: Kafka session_expired c3#1, simulated session_expired c2#1",
    );
}

/// Puts the second rebalance's end before its beginning, this far apart.
fn swap(file: &mut Value, apart: i64) {
    let begin = nth(&file["coordinator"], "prepare_rebalance", 3);
    let lines = file["coordinator"].as_array_mut().unwrap();
    let at = lines[begin]["at_ms"].as_i64().unwrap();
    let expired = lines.remove(begin - 1);
    lines.insert(begin, expired);
    lines[begin]["at_ms"] = json!(at + apart);
}

#[test]
fn lines_swap_only_when_close() {
    assert_eq!(
        differences(KILL, |file| swap(file, 19)),
        Vec::<String>::new()
    );
    check(
        |file| swap(file, 20),
        "coordinator, entry 6: Kafka prepare_rebalance 3, simulated session_expired c2#1",
    );
}

#[test]
fn what_is_unstable_is_left_out() {
    let found = differences(KILL, |file| {
        swap(file, 20);
        let place = nth(&file["events"], "revoked", 0);
        file["events"][place]["partitions"] = json!([]);
        file["unstable"] = json!(["coordinator:group", "callbacks:c1"]);
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_failed_commit_counts_once_in_a_row() {
    let failed = json!({"at_ms": 9_000, "who": "c1", "kind": "commit", "how": "sync", "why": "batch",
        "result": "CommitFailedException", "end_ms": 9_001});
    check(
        |file| {
            let events = file["events"].as_array_mut().unwrap();
            events.extend([failed.clone(), failed]);
        },
        "errors of c1, entry 0: Kafka CommitFailedException, simulated nothing more",
    );
}

#[test]
fn committed_offsets_have_a_batch_and_the_tolerance_to_spare() {
    // 8 records/s for 150 ms, rounded up, and a batch of 2.
    let within = differences(KILL, |file| file["final"]["committed"]["t-2"] = json!(78));
    assert_eq!(within, Vec::<String>::new());
    check(
        |file| file["final"]["committed"]["t-2"] = json!(79),
        "final.committed of t-2: Kafka Some(79), simulated Some(74)",
    );
}

#[test]
fn repeated_records_count() {
    check(
        |file| {
            file["final"]["processed_more_than_once"] = json!({"t-3": [[74, 101]]});
        },
        "final.processed_more_than_once of t-2: Kafka [], simulated [Span { from: 74, to: 102 }]",
    );
    check(
        |file| {
            file["final"]["never_processed_below_committed_or_processed"] =
                json!({"t-0": [[10, 19]]});
        },
        "final.never_processed of t-0: Kafka [Span { from: 10, to: 20 }], simulated []",
    );
}

#[test]
fn the_final_assignment_counts() {
    check(
        |file| file["final"]["members"][0]["assigned"] = json!(["t-0"]),
        "final.members: Kafka {\"c1#1\": {\"t-0\"}, \"c3#1\": {\"t-3\", \"t-4\", \"t-5\"}}, \
         simulated {\"c1#1\": {\"t-0\", \"t-1\", \"t-2\"}, \"c3#1\": {\"t-3\", \"t-4\", \"t-5\"}}",
    );
}

#[test]
fn a_commit_without_counterpart_is_named() {
    let found = differences(KILL, |file| {
        let place = nth(&file["events"], "auto_commit", 1);
        file["events"][place]["offsets"] = json!({"t-3": 4_000});
    });
    assert_eq!(
        found,
        [
            "c2 at 2028 ms: Kafka commits {\"t-3\": 4000}, the simulator nothing like it",
            "c2 at 2022 ms: the simulator commits {\"t-3\": 34, \"t-4\": 34, \"t-5\": 34}, Kafka nothing like it"
        ]
    );
}

#[test]
fn a_feature_the_model_lacks_is_named() {
    let mut value = file(KILL);
    value["consumers"]["c2"]["commit_mode"] = json!("by_hand");
    let recording: KafkaRecording = serde_json::from_value(value).unwrap();
    assert_eq!(
        judge(&recording).0,
        Verdict::Failed(vec!["the model lacks commit_mode by_hand".to_owned()])
    );
}

#[test]
fn a_block_lies_in_the_batch_it_was_recorded_in() {
    let recording: KafkaRecording =
        serde_json::from_value(file("09-poll-interval-eager-auto.json")).unwrap();
    let mut plan = plan(&recording).unwrap();
    let (_, trace) = drive(&plan, recording.tolerance_ms).unwrap();
    assert_eq!(compare(&recording, &trace).differences, []);
    for step in &mut plan.steps {
        if let plan::Place::Batch { polled } = &mut step.place {
            *polled += 100_000;
        }
    }
    let error = drive(&plan, recording.tolerance_ms)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "c2 polls no batch within 200 ms of 106654 ms, where it is blocked"
    );
}

#[test]
fn strangers_are_errors() {
    let folder = std::env::temp_dir().join(format!("conform-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let outcome = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        let result = run(std::slice::from_ref(&folder)).map(|report| report.lines());
        fs::remove_file(&path).unwrap();
        result.map_err(|error| {
            error
                .to_string()
                .replace(&folder.to_string_lossy().into_owned(), "")
        })
    };
    let lines = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| (*line).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        outcome("notes.md", "words"),
        Ok(lines(&["", "0 passed, 0 failed"]))
    );
    let stranger =
        "/x.txt: not a recording (.json with `protocol`), vectors (.jsonl) or a text (.md)";
    assert_eq!(outcome("x.txt", ""), Err(stranger.to_owned()));
    assert_eq!(
        outcome("x.json", "{}"),
        Err(stranger.replace("txt", "json"))
    );
    let protocol = "/x.json: `protocol` is \"raft\"; allowed: classic, consumer, mixed";
    assert_eq!(
        outcome("x.json", "{\"protocol\": \"raft\"}"),
        Err(protocol.to_owned())
    );
    let form = "/x.json, line 1, column 22: missing field `name` at line 1 column 22";
    assert_eq!(
        outcome("x.json", "{\"protocol\":\"classic\"}"),
        Err(form.to_owned())
    );
    let expected = [
        "later x : new protocol, not modelled yet",
        "",
        "Counted neither way:",
        "  new protocol, not modelled yet: x",
        "",
        "0 passed, 0 failed",
    ];
    assert_eq!(
        outcome("x.json", "{\"protocol\": \"mixed\"}"),
        Ok(lines(&expected))
    );
    fs::remove_dir(&folder).unwrap();
}

#[test]
fn topics_created_by_the_script_and_patterns_are_played() {
    let recording = |file: &mut Value| {
        for consumer in file["consumers"].as_object_mut().unwrap().values_mut() {
            consumer["subscribe"] = json!({"regex": "t"});
        }
        let late = json!({"name": "tt", "partitions": 2, "created_by_script": true});
        file["topics"].as_array_mut().unwrap().push(late);
        let created = json!({"at_ms": 2_000, "do": "create_topic", "topic": "tt"});
        file["script"].as_array_mut().unwrap().insert(1, created);
    };
    // The pattern names whole topics, so nothing changes …
    assert_eq!(differences(KILL, recording), Vec::<String>::new());
    // … and one that matches both makes the leader start another rebalance.
    let found = differences(KILL, |file| {
        recording(file);
        for consumer in file["consumers"].as_object_mut().unwrap().values_mut() {
            consumer["subscribe"] = json!({"regex": "t.*"});
        }
    });
    assert!(found.iter().any(|line| line.contains("tt-0")), "{found:#?}");
}
