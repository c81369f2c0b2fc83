use std::fs;

use super::*;

fn recordings() -> Vec<KafkaRecording> {
    let folder = crate::repository().join("tests/fixtures/kafka/recordings");
    let files = fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    paths.map(read).collect()
}

fn recording(name: &str) -> KafkaRecording {
    let all = recordings().into_iter();
    all.into_iter().find(|one| one.name == name).unwrap()
}

fn row<'a>(drawn: &'a Drawn, name: &str) -> &'a Row {
    drawn.rows.iter().find(|row| row.name == name).unwrap()
}

/// The admin client read the committed offsets at the end of each run.
#[test]
fn commits_end_where_the_broker_says_that_they_do() {
    for recording in recordings() {
        let drawn = drawn(&recording);
        for row in &drawn.rows {
            let last = row.committed.last().map(|(_, offset)| *offset);
            let known = recording.outcome.committed.get(&row.name).copied();
            assert_eq!(last, known, "{} {}", recording.name, row.name);
        }
    }
}

/// So it did with the members and what they had.
#[test]
fn at_the_end_everybody_has_what_the_broker_says() {
    for recording in recordings() {
        let (drawn, end) = (drawn(&recording), end(&recording));
        for member in &recording.outcome.members {
            let who = member.member.split('#').next().unwrap();
            for partition in &member.assigned {
                let last = row(&drawn, partition).segments.last();
                let reader = last.filter(|segment| segment.1 == end);
                let reader = reader.map(|segment| drawn.consumers[segment.2].as_str());
                assert_eq!(reader, Some(who), "{} {partition}", recording.name);
            }
        }
    }
}

#[test]
fn a_killed_process_has_nothing_and_its_work_runs_again() {
    let recording = recording("05-kill-auto-eager");
    let drawn = drawn(&recording);
    let row = row(&drawn, "t-2");
    let (_, until, who) = row.segments[row.segments.len() - 2];
    assert_eq!((until, who), (10_521, 1));
    let records: u64 = row.twice.iter().map(|(_, _, count, _)| count).sum();
    assert_eq!(records, 102 - 74);
    assert!(
        row.twice
            .iter()
            .all(|(from, to, _, _)| *from > 16_444 && from < to)
    );
    assert_eq!(drawn.bands.last(), Some(&(16_444, Some(17_059), 4)));
    let pins: Vec<(Millis, &str)> = drawn.pins.iter().map(|pin| (pin.at, &*pin.what)).collect();
    assert_eq!(pins[3..], [(10_521, "kill"), (16_444, "session")]);
}

#[test]
fn what_nobody_ran_was_lost_with_its_process_or_jumped_over() {
    let drawn_of = |name| drawn(&recording(name));
    let killed = drawn_of("08-commit-before-kill");
    assert_eq!(row(&killed, "t-3").lost, [(10_520, 15, 1_745)]);
    let latest = drawn_of("22-latest-added-partitions");
    let skipped = &row(&latest, "t-6").skipped;
    assert_eq!((skipped[0].1, skipped[0].2), (38, 0));
    assert!(row(&latest, "t-6").since > 0);
}

#[test]
fn nobody_reads_while_a_process_stands_still() {
    let recording = recording("17-freeze-short");
    let times = recording
        .script
        .iter()
        .filter(|action| matches!(action.what, ActionKind::Sigstop | ActionKind::Sigcont));
    let times: Vec<Millis> = times.map(|action| action.at_ms).collect();
    let drawn = drawn(&recording);
    let is_apart = |row: &Row| {
        let mut pairs = row.segments.windows(2);
        pairs.any(|pair| (pair[0].1, pair[1].0) == (times[0], times[1]))
    };
    assert!(drawn.rows.iter().any(is_apart), "{:?}", drawn.rows);
}
