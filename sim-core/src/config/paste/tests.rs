//! Pasted settings: each notation, each verdict, and texts that nobody would write.

use proptest::prelude::*;

use super::*;
use crate::config::KafkaRelease;

fn base() -> ConsumerConfig {
    ConsumerConfig::defaults(KafkaRelease::V4_3)
}

fn read(text: &str) -> Paste {
    read_paste(text, &base())
}

/// `line: verdict`, in short.
fn told(text: &str) -> Vec<String> {
    let lines = read(text).lines;
    lines
        .iter()
        .map(|PasteLine { line, verdict }| match verdict {
            Verdict::Applied { key, value } => format!("{line}: {key}={value}"),
            Verdict::Unknown { key, nearest, .. } => format!("{line}: ? {key} {nearest:?}"),
            Verdict::OutOfRange(error) | Verdict::Conflict(error) => format!("{line}: {error}"),
            Verdict::Repeated { key, line: counts } => format!("{line}: {key} at {counts}"),
            Verdict::Unreadable(problem) => format!("{line}: ! {problem}"),
        })
        .collect()
}

#[test]
fn properties_are_read_as_java_reads_them() {
    let text = "# a comment \\\n! another\r\n\r\n  session.timeout.ms = 10000\n\
                heartbeat.interval.ms:2000\nmax.poll.records 50\n\
                partition.assignment.strategy=range,\\\n    \\u0072oundrobin\n\
                client.id=a\\=\\ b\\\\\n";
    assert_eq!(
        told(text),
        [
            "4: session.timeout.ms=10000",
            "5: heartbeat.interval.ms=2000",
            "6: max.poll.records=50",
            "7: partition.assignment.strategy=range,roundrobin",
            "9: client.id=a= b\\",
        ]
    );
    assert_eq!(read(text).format, PasteFormat::Properties);
}

#[test]
fn each_verdict_names_line_value_and_what_is_allowed() {
    let text = "session.timeout.ms=10000\nheartbeat.interval.ms=12000\n\
                max.poll.records.ms=5\nmax.poll.records=0\nsecurity.protocol=SSL\n\
                enable.auto.commit=true\nenable.auto.commit=false\nclient.id=\\u00zz";
    let told = told(text);
    assert!(told[1].contains("2: `heartbeat.interval.ms` is 12000; allowed: less than 10000"));
    assert_eq!(
        told[2],
        "3: ? max.poll.records.ms Some(\"max.poll.records\")"
    );
    assert_eq!(
        told[3],
        "4: `max.poll.records` is 0; allowed: 1 to 2147483647"
    );
    assert!(told[4].starts_with("5: ? security.protocol"));
    assert_eq!(told[5], "6: enable.auto.commit at 7");
    assert!(told[7].starts_with("8: ! "));
    let applied: Vec<_> = read(text).applied().iter().map(|(key, _)| *key).collect();
    assert_eq!(applied, ["session.timeout.ms", "enable.auto.commit"]);
    assert_eq!(read(text).unknown().len(), 2);
}

#[test]
fn a_setting_may_be_at_odds_with_the_one_in_force() {
    assert_eq!(
        told("session.timeout.ms=2000"),
        ["1: `heartbeat.interval.ms` is 3000; allowed: less than 2000 (`session.timeout.ms`)"]
    );
}

#[test]
fn without_a_refused_line_the_next_one_may_be_at_odds() {
    let text = "session.timeout.ms=2000\nheartbeat.interval.ms=2500\nmax.poll.records=5";
    let told = told(text);
    assert!(
        told[0].contains("3000; allowed: less than 2000"),
        "{told:?}"
    );
    assert!(
        told[1].contains("2500; allowed: less than 2000"),
        "{told:?}"
    );
    assert_eq!(read(text).applied(), [("max.poll.records", "5".to_owned())]);
}

#[test]
fn librdkafka_has_names_and_words_of_its_own() {
    let json = "{\n \"session.timeout.ms\": 6000,\n \"fetch.wait.max.ms\": \"100\",\n\
                \"auto.offset.reset\": \"smallest\", \"enable.auto.commit\": false,\n\
                \"nested\": {\"a\": [1, \"}\"]},\n \"group.id\": \"b\\u0069lling\"}";
    assert_eq!(
        told(json),
        [
            "2: session.timeout.ms=6000",
            "3: fetch.max.wait.ms=100",
            "4: auto.offset.reset=earliest",
            "4: enable.auto.commit=false",
            "5: ! nested holds a list or an object; only plain values are read.",
            "6: group.id=billing",
        ]
    );
    let lines = "fetch.message.max.bytes=1000\nauto.offset.reset=end";
    assert_eq!(read(lines).format, PasteFormat::Librdkafka);
    assert_eq!(
        told(lines),
        [
            "1: max.partition.fetch.bytes=1000",
            "2: auto.offset.reset=latest"
        ]
    );
    assert!(
        told("auto.offset.reset=end")[0].contains("allowed"),
        "Java has no such word"
    );
    assert_eq!(told("{\"a\": 1")[1], "1: ! The text ends where JSON has }.");
}

#[test]
fn spring_is_read_by_its_indentation() {
    let yaml = "server:\n  port: 80\nspring:\n  kafka:\n    bootstrap-servers: b1:9092\n\
                \x20   consumer:\n      group-id: \"billing\" # the team's\n\
                \x20     autoOffsetReset: 'earliest'\n      heartbeat-interval: 3s\n\
                \x20     fetch-min-size: 1KB\n      client-id: ${HOSTNAME}\n\
                \x20     properties:\n        session.timeout.ms: 10000\n\
                \x20       max:\n          poll.interval.ms: 60000\n\
                \x20       partition.assignment.strategy:\n          - range\n\
                \x20         - roundrobin\n      auto-commit-interval: &a 5s\n";
    assert_eq!(read(yaml).format, PasteFormat::Spring);
    assert_eq!(
        told(yaml),
        [
            "5: ? bootstrap.servers None",
            "7: group.id=billing",
            "8: auto.offset.reset=earliest",
            "9: heartbeat.interval.ms=3000",
            "10: fetch.min.bytes=1024",
            "11: ! A placeholder; what it stands for is not known here.",
            "13: session.timeout.ms=10000",
            "15: max.poll.interval.ms=60000",
            "17: partition.assignment.strategy=range,roundrobin",
            "19: ! An anchor is not read here; write the value itself.",
        ]
    );
    let lines = "spring.kafka.consumer.max-poll-records=7\n";
    assert_eq!(told(lines), ["1: max.poll.records=7"]);
}

#[test]
fn hostile_texts_are_told_in_one_line() {
    let deep = format!("{{\"a\": {}", "[".repeat(60_000));
    for text in [
        "x".repeat(1 << 20),
        deep,
        "client.id=a\0b".to_owned(),
        "k".repeat(40_000),
        "spring:\n\tkafka: 1".to_owned(),
    ] {
        let told = told(&text);
        let short: String = text.chars().take(20).collect();
        assert!(
            matches!(&told[..], [one, ..] if one.contains(": ! ")),
            "{short}: {told:?}"
        );
    }
    let many = "a=1\n".repeat(10_000);
    assert_eq!(read(&many).lines.len(), PASTE_LINES_MAX + 1);
}

#[test]
fn what_is_exported_is_read_back() {
    for (key, value) in [
        ("a b", " x=1"),
        ("#k", "c:\\d\t"),
        ("ключ", "значение 😀\n"),
    ] {
        let line = format!("{}={}", escaped(key).replace(' ', "\\ "), escaped(value));
        let entries = properties::read(&line);
        assert_eq!(
            entries[0].read,
            Ok((key.to_owned(), value.to_owned())),
            "{line}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let text = String::from_utf8_lossy(&bytes);
        for start in ["", "{", "{\"a\":", "spring:\n  kafka:\n"] {
            let paste = read(&format!("{start}{text}"));
            let lines = text.len() + 5;
            prop_assert!(paste.lines.iter().all(|line| line.line as usize <= lines));
        }
    }

    #[test]
    fn no_mixture_of_the_signs_of_all_notations_is_too_strange(
        text in "[-a\\\\u0:={}\\[\\]\"' \n\t#!&*$,.0-9]{0,200}"
    ) {
        for start in ["", "{", "spring:\n kafka:\n  consumer:\n"] {
            let paste = read(&format!("{start}{text}"));
            let mut config = base();
            for (key, value) in paste.applied() {
                prop_assert_eq!(config.set(key, &value), Ok(()));
            }
            prop_assert_eq!(config.validate(), Ok(()));
        }
    }
}

/// Each fix of a text, and what the fixed line is then told.
fn fixed(text: &str) -> Vec<(String, String)> {
    let paste = read(text);
    let source: Vec<&str> = text.lines().collect();
    let fix = |line: &PasteLine| {
        let place = usize::try_from(line.line - 1).expect("a line number");
        let fix = paste.fix(line, source[place], KafkaRelease::V4_3)?;
        let mut lines = source.clone();
        lines[place] = &fix.line;
        let told = told(&lines.join("\n")).swap_remove(place);
        Some((fix.word, told))
    };
    paste.lines.iter().filter_map(fix).collect()
}

#[test]
fn a_known_fix_makes_its_line_right() {
    for (text, word, told) in [
        (
            "max.pol.records=5",
            "max.poll.records",
            "1: max.poll.records=5",
        ),
        ("max.poll.records=0", "1", "1: max.poll.records=1"),
        ("max.poll.records=-7", "1", "1: max.poll.records=1"),
        ("max.poll.records=many", "500", "1: max.poll.records=500"),
        (
            "heartbeat.interval.ms: 60000",
            "15000",
            "1: heartbeat.interval.ms=15000",
        ),
        (
            "session.timeout.ms=2000",
            "9000",
            "1: session.timeout.ms=9000",
        ),
    ] {
        assert_eq!(fixed(text), [(word.to_owned(), told.to_owned())], "{text}");
    }
    // The word would stand there twice, the key is set already, or no line is at fault.
    for text in [
        "max.pol.records=max.pol.records",
        "max.poll.records=5\nmax.pol.records=6",
        "security.protocol=SASL_SSL",
        "max.poll.records=5",
    ] {
        assert_eq!(fixed(text), [], "{text}");
    }
}
