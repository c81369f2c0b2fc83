use std::collections::BTreeSet;

use super::{Problem, What, read, write};

fn json(yaml: &str) -> String {
    read(yaml).unwrap_or_else(|problem| panic!("{problem:?} in {yaml}"))
}

fn refused(yaml: &str) -> Problem {
    read(yaml).expect_err("should be refused")
}

#[test]
fn every_token_stays_on_its_line() {
    let yaml = "# a comment\nname: x\n\ntopics:\n  - {name: orders, partitions: 9}\n  # another\n  - name: refunds\n    partitions: 4\n";
    let expected = "\n{\"name\": \"x\", \n\n\"topics\": \n[{\"name\": \"orders\", \"partitions\": 9}, \n\n{\"name\": \"refunds\", \n\"partitions\": 4}]}\n";
    assert_eq!(json(yaml), expected);
}

#[test]
fn json_passes_through() {
    let text = "{\"a\": [1, -2.5, true, null, \"4s\"], \"b\": {\"c\": \"\\u00e9\"}}";
    assert_eq!(
        json(text),
        "{\"a\": [1, -2.5, true, null, \"4s\"], \"b\": {\"c\": \"é\"}}\n"
    );
}

#[test]
fn durations_become_the_number_their_key_counts_in() {
    let of = |yaml: &str| json(yaml).trim().to_owned();
    assert_eq!(
        of("session.timeout.ms: 45s"),
        r#"{"session.timeout.ms": 45000}"#
    );
    assert_eq!(
        of("offsets.retention.minutes: 7d"),
        r#"{"offsets.retention.minutes": 10080}"#
    );
    assert_eq!(of("at: 12.4s"), r#"{"at_ms": 12400}"#);
    assert_eq!(of("at_ms: 12.4s"), r#"{"at_ms": 12400}"#);
    assert_eq!(of("at: 0"), r#"{"at_ms": 0}"#);
    assert_eq!(of("latency: 1ms"), r#"{"latency_us": 1000}"#);
    assert_eq!(of("for: 10s"), r#"{"ms": 10000}"#);
    assert_eq!(of("first_tick: -5s"), r#"{"first_tick_ms": -5000}"#);
    assert_eq!(
        of("processing: 20ms"),
        r#"{"processing": {"kind": "constant", "us": 20000}}"#
    );
    assert_eq!(
        of("production: 100/s"),
        r#"{"production": {"kind": "rate", "records_per_second": 100}}"#
    );
    // Words, quoted text and other keys stay what they are.
    assert_eq!(of("en: 45s"), r#"{"en": "45s"}"#);
    assert_eq!(of("at: '45s'"), r#"{"at": "45s"}"#);
    assert_eq!(of("from: 3"), r#"{"from": 3}"#);
    assert_eq!(of("release: 4.3"), r#"{"release": "4.3"}"#);
}

#[test]
fn times_without_a_unit_or_finer_than_their_key_are_refused() {
    let problem = refused("script:\n  - at: 5\n");
    assert_eq!((problem.line, problem.column), (2, 9));
    assert!(matches!(problem.what, What::NoUnit { key, .. } if key == "at"));
    let problem = refused("session.timeout.ms: 1.5us");
    assert!(matches!(problem.what, What::NotWhole { unit: "ms", .. }));
}

#[test]
fn what_a_lesson_does_not_need_is_refused() {
    let what = |yaml: &str| refused(yaml).what;
    assert_eq!(what("a: &x 1\nb: *x"), What::Unsupported);
    assert_eq!(what("a: !!str 1"), What::Unsupported);
    assert_eq!(what("a: 1\na: 2"), What::RepeatedKey("a".to_owned()));
    assert_eq!(what("[a]: 1"), What::Key);
    assert_eq!(what("a: 1\n---\nb: 2"), What::SecondDocument);
    assert_eq!(what("# nothing\n"), What::Empty);
    assert_eq!(what(&"[".repeat(100)), What::TooDeep);
    assert_eq!(what(&" ".repeat(300_000)), What::TooLong);
    let problem = refused("a: [1, 2\nb: 3\n");
    assert!(matches!(problem.what, What::Syntax(_)), "{problem:?}");
    assert!(problem.line >= 1);
}

/// Without the blanks between tokens.
fn bare(json: &str) -> String {
    let mut in_text = false;
    let mut before = ' ';
    let kept = json.chars().filter(|letter| {
        if *letter == '"' && before != '\\' {
            in_text = !in_text;
        }
        before = if before == '\\' { ' ' } else { *letter };
        in_text || !letter.is_whitespace()
    });
    kept.collect()
}

#[test]
fn what_is_written_for_people_reads_back() {
    for text in [
        r#"{"name":"a-b","at_ms":12400,"until_ms":90000,"ms":10000,"x_ms":0}"#,
        r#"{"script":[{"at_ms":20000.123,"do":"kill","who":"consumer-b"}]}"#,
        r#"{"props":{"session.timeout.ms":45000,"log.retention.ms":-1,"a.ms":"7"}}"#,
        r#"{"processing":{"kind":"constant","us":20000},"production":{"kind":"rate","records_per_second":40}}"#,
        r#"{"production":{"kind":"rate","records_per_second":40,"keys":3}}"#,
        r#"{"release":"4.3","a":"4.3","b":"true","c":"- x","d":"x: y","e":"45s","f":"","g":null,"h":[],"i":{}}"#,
        r#"{"why":{"en":"One line.\n\nAnother.\n","ko":"한 줄\n두 줄"},"list":["a\nb"],"odd":" a\nb","tab":"a\tb\nc"}"#,
        r#"{"deep":[{"a":[[1,2],[3]],"long":"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789","more":"0123456789 0123456789"}]}"#,
        r#"{"null":1,"\"q\"":2,"1":3,"first_tick_ms":-5000,"us":1500,"min_us":7}"#,
    ] {
        let yaml =
            write(text, &BTreeSet::new()).unwrap_or_else(|problem| panic!("{problem:?} in {text}"));
        assert_eq!(bare(&json(&yaml)), bare(text), "{yaml}");
    }
}

#[test]
fn durations_are_written_with_a_unit_that_reads_well() {
    let of =
        |text: &str| write(text, &BTreeSet::new()).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(of(r#"{"at_ms": 12400}"#), "at: 12.4s\n");
    assert_eq!(
        of(r#"{"session.timeout.ms": 45000}"#),
        "session.timeout.ms: 45s\n"
    );
    assert_eq!(of(r#"{"until_ms": 90000}"#), "until: 90s\n");
    assert_eq!(
        of(r#"{"max.poll.interval.ms": 300000}"#),
        "max.poll.interval.ms: 5min\n"
    );
    assert_eq!(
        of(r#"{"offsets.retention.minutes": 10080}"#),
        "offsets.retention.minutes: 7d\n"
    );
    assert_eq!(of(r#"{"latency_us": 1500}"#), "latency: 1500us\n");
    assert_eq!(of(r#"{"at_ms": 500}"#), "at: 500ms\n");
    assert_eq!(
        of(
            r#"{"topics": [{"name": "orders", "production": {"kind": "rate", "records_per_second": 40}}]}"#
        ),
        "topics: [{name: orders, production: 40/s}]\n"
    );
}
