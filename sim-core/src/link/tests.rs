use super::*;
use crate::command::Command;
use crate::scenario::standard_load;

fn place() -> Place {
    Place {
        recording: Recording::new(default_scenario(), 7),
        at: SimTime::from_micros(24_600_123),
        selection: Some(Selection::Partition(PartitionId(5))),
        view: View::Matrix,
    }
}

/// A link of the present version with this JSON in it.
fn forged(json: &str) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), EFFORT);
    format!("s=2.{}", URL_SAFE_NO_PAD.encode(packed))
}

fn refused(link: &str) -> String {
    decode(link).expect_err(link).to_string()
}

#[test]
fn a_link_leads_back() {
    let link = encode(&place());
    assert!(link.len() < 120, "{} characters", link.len());
    assert_eq!(decode(&format!("#s={link}")), Ok(place()));
}

#[test]
fn seeds_and_microseconds_survive() {
    for (seed, micros) in [
        (u64::MAX, RUN_TIME_MAX.as_micros()),
        ((1 << 53) + 1, 1),
        (0, 604_799_999_999),
    ] {
        let mut exact = place();
        exact.recording.seed = seed;
        exact.at = SimTime::from_micros(micros);
        exact.recording.commands = vec![TimedCommand {
            at: SimTime::from_micros(micros),
            command: Command::close("consumer-a"),
        }];
        assert_eq!(
            decode(&format!("s={}", encode(&exact))).as_ref(),
            Ok(&exact)
        );
        assert_eq!(from_file(&to_file(&exact)).as_ref(), Ok(&exact));
    }
}

#[test]
fn only_the_built_in_run_is_named() {
    let mut own = place();
    own.recording.scenario.props.clear();
    assert_eq!(builtin_name(&own.recording.scenario), None);
    assert_eq!(decode(&format!("s={}", encode(&own))), Ok(own));
    assert_eq!(builtin_name(&default_scenario()), Some("killed"));
    assert_eq!(builtin_name(&standard_load(1, 1)), None);
}

#[test]
fn a_typical_session_fits_into_a_message() {
    let mut session = place();
    let names = ["consumer-a", "consumer-b", "consumer-c"];
    for (index, name) in (0..40_u64).zip(names.iter().cycle()) {
        let who = (*name).to_owned();
        let command = match index % 4 {
            0 => Command::Kill { who },
            1 => Command::Restart {
                who,
                after_ms: None,
            },
            2 => Command::close(who),
            _ => Command::SetConfig {
                who: None,
                key: "session.timeout.ms".to_owned(),
                value: (6_000 + index * 137).to_string(),
            },
        };
        session.recording.commands.push(TimedCommand {
            at: SimTime::from_micros(20_000_000 + index * 3_456_789),
            command,
        });
    }
    let by_name = encode(&session).len();
    session.recording.scenario.title.push('!');
    let whole = encode(&session).len();
    assert!(by_name < 1_100 && whole < 1_900, "{by_name}, {whole}");
}

#[test]
fn bad_links_say_what_is_wrong() {
    let link = format!("s={}", encode(&place()));
    assert_eq!(decode("#x=1"), Err(LinkError::NoState));
    assert!(decode(&link[..link.len() / 2]).is_err());
    for (link, part) in [
        ("s=2.%%%", "\"%\" at character 1; allowed: A-Z"),
        ("s=2.é", "\"\\xc3\" at character 1"),
        ("s=2.A", "a part is missing at its end"),
        ("s=AAAA", "it cannot be unpacked"),
        ("s=2.", "it cannot be unpacked"),
        ("s=3.AAAA", "`version` is 3; allowed: 1 to 2"),
        ("s=.AAAA", "`version`"),
        ("s=02.AAAA", "is 02;"),
    ] {
        let said = refused(link);
        assert!(said.contains(part), "{link}: {said}");
    }
    let long = "A".repeat(LINK_CHARS_MAX + 1);
    assert!(refused(&format!("s={long}")).contains("allowed: at most"));
}

#[test]
fn forged_links_name_field_value_and_range() {
    for (json, part) in [
        (r#"{"builtin":"killed"}"#, "`seed` is missing"),
        (
            r#"{"builtin":"killed","seed":-3}"#,
            "0 to 18446744073709551615",
        ),
        (
            r#"{"builtin":"killed","seed":1,"at_us":604800000001}"#,
            "`at_us` is 604800000001; allowed: 0 to 604800000000",
        ),
        (
            r#"{"builtin":"__proto__","seed":1}"#,
            "`builtin` is __proto__; allowed: killed",
        ),
        (r#"{"seed":1}"#, "exactly one of"),
        (
            r#"{"builtin":"killed","seed":1,"view":"cards"}"#,
            "unknown `cards`; known: `both`, `stage`, `matrix`, `compare`",
        ),
        (
            r#"{"builtin":"killed","seed":1,"x":1}"#,
            "unknown `x`; known: `version`",
        ),
        (
            r#"{"builtin":"killed","seed":1,"commands":[{"at_ms":-1,"do":"kill","who":"a"}]}"#,
            "-1.0; allowed: 0 to 604800000 ms",
        ),
        (
            r#"{"builtin":"killed","seed":1,"commands":[{"at_ms":5,"do":"kill","who":"a"},{"at_ms":4,"do":"kill","who":"a"}]}"#,
            "ascending",
        ),
        (
            r#"{"seed":1,"scenario":{"name":"x","title":"a\u202eb","topics":[],"consumers":[]}}"#,
            "none of them invisible",
        ),
    ] {
        let said = refused(&forged(json));
        assert!(said.contains(part), "{json}: {said}");
    }
}

#[test]
fn what_would_be_too_large_is_refused() {
    let zeros = " ".repeat(RECORDING_BYTES_MAX + 1);
    assert!(refused(&forged(&zeros)).contains("larger than a run may be"));
    let kill = r#"{"at_ms":1,"do":"kill","who":"a"}"#;
    let commands = |count| vec![kill; count].join(",");
    let with = |count| {
        format!(
            r#"{{"builtin":"killed","seed":1,"commands":[{}]}}"#,
            commands(count)
        )
    };
    assert!(refused(&forged(&with(100_000))).contains("larger than a run may be"));
    assert!(refused(&forged(&with(10_001))).contains("10001 entries; allowed: 0 to 10000"));
    let deep = format!(
        r#"{{"builtin":"killed","seed":1,"commands":{}{}}}"#,
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    assert!(refused(&forged(&deep)).contains("an object"));
    let deep = format!(
        r#"{{"builtin":"killed","seed":1,"commands":[{{"at_ms":1,"do":{}"#,
        r#"{"a":"#.repeat(90_000)
    );
    assert!(refused(&forged(&deep)).contains("nested too deeply"));
    let large = format!(
        "{{\"version\":2,\"seed\":{}}}",
        "1".repeat(RECORDING_BYTES_MAX)
    );
    let said = from_file(&large).expect_err("too large").to_string();
    assert!(said.contains("at most 1048576 bytes"), "{said}");
}

#[test]
fn files_are_places_or_bare_recordings() {
    let place = place();
    let file = to_file(&place);
    assert!(file.contains("\"topics\""), "a file holds its scenario");
    assert_eq!(from_file(&file).as_ref(), Ok(&place));
    let bare = place.recording.to_json();
    assert_eq!(from_file(&bare), Ok(Place::start_of(place.recording)));
    let newer = file.replacen("\"version\":2", "\"version\":3", 1);
    let said = from_file(&newer).expect_err("newer").to_string();
    assert!(said.contains("allowed: 1 to 2"), "{said}");
    let report = r#"{"run":{"playhead_ms":1},"events":[]}"#;
    let said = from_file(report).expect_err("a report").to_string();
    assert!(said.contains("unknown `run`"), "{said}");
}

#[test]
fn a_link_holds_a_lesson() {
    let text = "format: 1\nname: x\ntitle: {en: A, ko: 가}\n";
    let link = format!("#l={}", encode_lesson(text));
    assert_eq!(decode_lesson(&link).as_deref(), Ok(text));
    // Written once and read for ever.
    let kept = "l=1.S8svyk0ssVIw5MpLzE21UqjgKsksyQEyIrgA";
    assert_eq!(
        decode_lesson(kept).as_deref(),
        Ok("format: 1\nname: x\ntitle: X\n")
    );
    assert_eq!(decode_lesson("#s=2.AA"), Err(LinkError::NoState));
    let bomb = encode_lesson(&" ".repeat(LESSON_BYTES_MAX + 1));
    for (link, says) in [
        (format!("l={bomb}"), "larger than a lesson may be (256 KiB)"),
        ("l=9.AA".to_owned(), "`version` is 9; allowed: 1"),
        ("l=AA".to_owned(), "a part is missing"),
        ("l=1.A!".to_owned(), "\"!\" at character 2"),
        (
            format!("l={}", &link[3..link.len() - 9]),
            "a part is missing",
        ),
        (
            format!("l=1.{}", "A".repeat(LINK_CHARS_MAX)),
            "characters; allowed",
        ),
    ] {
        let said = decode_lesson(&link).expect_err(says).to_string();
        assert!(said.contains(says), "{said}");
    }
}
