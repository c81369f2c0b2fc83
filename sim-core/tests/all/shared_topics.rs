//! A topic that two groups read: every fact is told for each group.

use crate::story;
use locale::Catalog;
use sim_core::cli::Describe;
use sim_core::view::{MatrixRow, PartitionView, ReadState, Target};
use sim_core::{Command, GroupId, PartitionId, SimDuration, SimTime, Timeline, report};
use story::{Story, consumer, kill};

const BILLING: GroupId = GroupId(0);
const AUDIT: GroupId = GroupId(1);
const PARTITIONS: usize = 3;
const KILLED_MS: u64 = 20_000;

fn ms(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

/// a and b of billing and c of audit read the same topic; the only one of audit is killed.
fn audit_dies() -> Story {
    two_groups().at(KILLED_MS, kill("c"))
}

fn two_groups() -> Story {
    Story::with_partitions(3)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .rate(30)
        .consumer(consumer("a").group("billing").auto_commits().takes_ms(2))
        .consumer(consumer("b").group("billing").auto_commits().takes_ms(2))
        .consumer(consumer("c").group("audit").auto_commits().takes_ms(2))
}

fn timeline(story: &Story, at_ms: u64) -> Timeline {
    let mut timeline = Timeline::new(story.recording()).expect("a valid scenario");
    timeline.seek(ms(at_ms));
    timeline
}

fn split<T>(all: &[T], group: impl Fn(&T) -> Option<GroupId>) -> [Vec<&T>; 2] {
    [BILLING, AUDIT].map(|id| all.iter().filter(|one| group(one) == Some(id)).collect())
}

fn stops(row: &MatrixRow) -> Vec<(SimTime, SimTime)> {
    let read = row.segments.iter().skip_while(|one| one.reader.is_none());
    read.filter(|one| one.reader.is_none())
        .map(|one| (one.from, one.to))
        .collect()
}

#[test]
fn a_stop_is_told_for_the_group_that_stopped() {
    let timeline = timeline(&audit_dies(), 40_000);
    let lab = timeline.lab();
    let [billing, audit] = split(&lab.partitions, |view| view.group);
    assert_eq!((billing.len(), audit.len()), (PARTITIONS, PARTITIONS));
    assert_eq!(lab.partitions.len(), 2 * PARTITIONS, "and nothing besides");
    assert_eq!(lab.partition_count(), PARTITIONS);
    for view in &billing {
        assert_eq!(view.state, ReadState::Reading, "{view:?}");
        assert_eq!(view.stopped_since, None, "{view:?}");
        assert!(view.reader.is_some_and(|reader| reader.0 < 2), "{view:?}");
    }
    for view in &audit {
        assert_eq!(view.state, ReadState::Stopped, "{view:?}");
        assert_eq!(view.stopped_since, Some(ms(KILLED_MS)), "{view:?}");
        assert_eq!(view.reader, Some(lab.consumers[2].id), "{view:?}");
        assert_eq!(lab.reading_name(view), format!("{} · audit", view.name));
    }
    assert_eq!(lab.counters.stopped_partitions, 3);
    let counted = SimDuration::from_millis(lab.counters.stopped_partition_ms);
    let both = timeline.matrix(SimTime::ZERO, timeline.at()).rows;
    let places = |id: PartitionId, group| (id, group);
    let order: Vec<_> = both
        .iter()
        .map(|row| places(row.partition, row.group))
        .collect();
    let shown: Vec<_> = lab
        .partitions
        .iter()
        .map(|one| places(one.id, one.group))
        .collect();
    assert_eq!(order, shown, "the same order");
    let [billing, audit] = split(&both, |row| row.group);
    let sum = both
        .iter()
        .flat_map(stops)
        .fold(SimDuration::ZERO, |sum, (from, to)| sum + to.since(from));
    assert_eq!(sum, counted, "the matrix shows what is counted");
    for row in &audit {
        assert_eq!(stops(row), [(ms(KILLED_MS), ms(40_000))], "{row:?}");
    }
    for row in &billing {
        let readers: Vec<u32> = row
            .segments
            .iter()
            .filter_map(|one| one.reader)
            .map(|one| one.0)
            .collect();
        assert!(readers.iter().all(|reader| *reader < 2), "{row:?}");
        assert!(
            stops(row).iter().all(|(_, to)| *to < ms(KILLED_MS)),
            "{row:?}"
        );
        assert!(
            row.commits.last().is_some_and(|at| *at > ms(30_000)),
            "{row:?}"
        );
    }
    assert!(
        audit
            .iter()
            .all(|row| row.commits.iter().all(|at| *at <= ms(KILLED_MS)))
    );
}

#[test]
fn lag_and_committed_offsets_are_each_groups_own() {
    let timeline = timeline(&audit_dies(), 40_000);
    let (lab, run) = (timeline.lab(), timeline.simulation());
    for view in &lab.partitions {
        let group = view.group.expect("every partition is read");
        assert_eq!(view.committed_offset, run.committed_offset(group, view.id));
        let committed = view.committed_offset.expect("both groups have committed");
        assert_eq!(view.lag, view.log_end_offset - committed);
    }
    let lag = |id| {
        let own = lab
            .partitions
            .iter()
            .filter(move |view| view.group == Some(id));
        own.map(|view| view.lag).sum::<u64>()
    };
    assert_eq!(
        (lag(BILLING), lag(AUDIT)),
        (run.lag(BILLING), run.lag(AUDIT))
    );
    assert!(
        lag(AUDIT) > 500 && lag(BILLING) < 300,
        "{} {}",
        lag(AUDIT),
        lag(BILLING)
    );
    assert_eq!(lab.counters.lag, lag(BILLING) + lag(AUDIT));
    // What the tool prints is what the tiles show.
    for (group, name) in [(BILLING, "billing"), (AUDIT, "audit")] {
        let printed = timeline.describe(group, Describe::Offsets);
        for view in lab
            .partitions
            .iter()
            .filter(|view| view.group == Some(group))
        {
            let number = view.name.rsplit_once('-').expect("topic-number").1;
            let row = printed.lines().find(|line| {
                let mut words = line.split_whitespace();
                words.next() == Some(name) && words.nth(1) == Some(number)
            });
            let cells: Vec<&str> = row
                .expect("a row")
                .split_whitespace()
                .skip(3)
                .take(3)
                .collect();
            let wanted = [
                view.committed_offset.unwrap_or(0),
                view.log_end_offset,
                view.lag,
            ];
            assert_eq!(cells, wanted.map(|figure| figure.to_string()), "{printed}");
        }
    }
}

#[test]
fn the_curve_of_lag_adds_both_groups() {
    let mut timeline = timeline(&audit_dies(), 40_000);
    let last = timeline.samples(ms(39_000), ms(40_000)).pop();
    let last = last.expect("a sample");
    timeline.seek(last.at);
    let run = timeline.simulation();
    let (billing, audit) = (run.lag(BILLING), run.lag(AUDIT));
    assert_eq!((last.lag, last.lag_stopped), (billing + audit, audit));
}

#[test]
fn why_and_the_now_line_name_the_group_that_stands_still() {
    let timeline = timeline(&audit_dies(), 40_000);
    let lab = timeline.lab();
    let why = timeline.explain(Target::Partition(lab.partitions[0].id));
    assert_eq!(why.question, "Why is nobody in audit reading t-0?");
    let facts: Vec<String> = why.steps.iter().map(|step| step.fact.to_string()).collect();
    assert!(facts[0].contains("killed C"), "{facts:?}");
    assert!(facts.iter().all(|fact| !fact.contains(" A ")), "{facts:?}");
    assert_eq!(lab.now_line.fact, "Not every group reads everything.");
    assert_eq!(
        lab.now_line.consequence,
        "3 partitions are stopped in audit."
    );
    let text = report::markdown(&timeline, "https://example.org/", Catalog::english());
    let rows = text.split("## Partitions").nth(1).expect("a section");
    let is_read = |group| {
        let own = rows
            .lines()
            .filter(|line| line.contains(&format!("· {group} ")));
        own.map(|line| line.contains("| 20.0"))
            .collect::<Vec<bool>>()
    };
    assert_eq!(is_read("audit"), [true; PARTITIONS], "{rows}");
    assert_eq!(is_read("billing"), [false; PARTITIONS], "{rows}");
}

#[test]
fn a_rebalance_of_one_group_stops_nothing_of_the_other() {
    let story = audit_dies().at(25_000, kill("b"));
    let timeline = timeline(&story, 50_000);
    let lab = timeline.lab();
    let why = timeline.explain(Target::Partition(lab.partitions[0].id));
    let facts: Vec<String> = why.steps.iter().map(|step| step.fact.to_string()).collect();
    assert!(facts.iter().all(|fact| !fact.contains('B')), "{facts:?}");
    let rows = timeline.matrix(SimTime::ZERO, timeline.at()).rows;
    let [billing, audit] = split(&rows, |row| row.group);
    let from = |row: &&MatrixRow| stops(row).last().map(|stop| stop.0);
    assert!(billing.iter().any(|row| from(row) >= Some(ms(25_000))));
    assert!(audit.iter().all(|row| from(row) == Some(ms(KILLED_MS))));
}

#[test]
fn a_group_that_no_longer_asks_keeps_its_rows() {
    let story = two_groups().at(
        15_000,
        Command::Unsubscribe {
            who: "c".to_owned(),
        },
    );
    let lab = timeline(&story, 18_000).lab();
    let [billing, audit] = split(&lab.partitions, |view| view.group);
    assert_eq!((billing.len(), audit.len()), (PARTITIONS, PARTITIONS));
    let is_so = |state| move |view: &&PartitionView| view.state == state;
    assert!(audit.iter().all(is_so(ReadState::Stopped)));
    assert!(billing.iter().all(is_so(ReadState::Reading)));
}

#[test]
fn who_assigns_one_partition_gets_one_row() {
    let story = Story::with_partitions(3)
        .consumer(consumer("a").group("billing"))
        .consumer(consumer("b").group("audit").assigns(&["t-1"]));
    let lab = timeline(&story, 10_000).lab();
    let names = |id| {
        let own = lab
            .partitions
            .iter()
            .filter(move |view| view.group == Some(id));
        own.map(|view| view.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(BILLING), ["t-0", "t-1", "t-2"]);
    assert_eq!(names(AUDIT), ["t-1"]);
}
