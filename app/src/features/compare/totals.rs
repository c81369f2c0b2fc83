//! What each run has cost up to the playhead, and the sentence about it.

use sim_core::view::MatrixView;
use sim_core::what_if::Outcome;
use sim_core::{SimDuration, SimTime};

use crate::session::Lanes;

/// The figures of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    outcome: Outcome,
    /// Partitions that were stopped at some time.
    partitions: usize,
    of: usize,
    longest: SimDuration,
}

/// One line of the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What.
    pub name: &'static str,
    /// Its test id.
    pub key: &'static str,
    /// How much, with unit.
    pub value: String,
    /// Share of the largest among the runs, 0 to 1.
    pub share: String,
}

/// The figures of a run at a moment.
pub fn total_of(lanes: Lanes, lane: usize, at: SimTime) -> Option<Totals> {
    lanes.with(lane, |run| {
        let timeline = run.timeline();
        let view = timeline.matrix(SimTime::ZERO, at);
        let stops = stops(&view);
        Totals {
            outcome: Outcome::of(timeline.simulation()),
            partitions: stops.iter().filter(|stop| !stop.is_empty()).count(),
            of: view.rows.len(),
            longest: stops
                .into_iter()
                .flatten()
                .max()
                .unwrap_or(SimDuration::ZERO),
        }
    })
}

/// Per partition, how long each time without a reader was after it had one.
fn stops(view: &MatrixView) -> Vec<Vec<SimDuration>> {
    let row = |row: &sim_core::view::MatrixRow| {
        let read = row.segments.iter().skip_while(|one| one.reader.is_none());
        let gaps = read.filter(|one| one.reader.is_none());
        gaps.map(|one| one.to.since(one.from)).collect()
    };
    view.rows.iter().map(row).collect()
}

impl Totals {
    /// Its lines, beside those of all runs.
    pub fn rows(&self, all: &[Self]) -> Vec<Figure> {
        let line = |name, key, figure: String, value: fn(&Self) -> f64| {
            let top = all.iter().map(value).fold(0.0, f64::max);
            let share = if top > 0.0 { value(self) / top } else { 0.0 };
            Figure {
                name,
                key,
                value: figure,
                share: format!("{share:.3}"),
            }
        };
        vec![
            line(
                "stopped",
                "stopped",
                partition_seconds(self.outcome.stopped),
                |one| millis(one.outcome.stopped),
            ),
            line(
                "partitions stopped",
                "partitions",
                format!("{} of {}", self.partitions, self.of),
                |one| count(one.partitions as u64),
            ),
            line("longest stop", "longest", seconds(self.longest), |one| {
                millis(one.longest)
            }),
            line(
                "processed twice",
                "twice",
                self.outcome.twice.to_string(),
                |one| count(one.outcome.twice),
            ),
            line("lost", "lost", self.outcome.lost.to_string(), |one| {
                count(one.outcome.lost)
            }),
            line(
                "rebalances",
                "rebalances",
                self.outcome.rebalances.to_string(),
                |one| count(one.outcome.rebalances),
            ),
        ]
    }
}

#[expect(clippy::cast_precision_loss, reason = "for the length of a bar")]
fn count(value: u64) -> f64 {
    value as f64
}

fn millis(time: SimDuration) -> f64 {
    count(time.as_millis())
}

fn seconds(time: SimDuration) -> String {
    format!("{:.1} s", millis(time) / 1_000.0)
}

fn partition_seconds(time: SimDuration) -> String {
    format!("{:.1} partition-s", millis(time) / 1_000.0)
}

/// The comparison in words, from the figures: what is bold, and the rest.
pub fn caption(titles: &[String], totals: &[Totals]) -> (String, String) {
    let Some(first) = totals.first() else {
        return ("Nothing to compare.".to_owned(), String::new());
    };
    if totals
        .iter()
        .all(|one| one.partitions == 0 && one.outcome.twice == 0)
    {
        let bold = "No partition has stopped yet.".to_owned();
        return (
            bold,
            "Add, close or kill a consumer: all runs get it.".to_owned(),
        );
    }
    let stopped = totals
        .iter()
        .zip(titles)
        .enumerate()
        .map(|(place, (one, title))| {
            if place == 0 {
                format!(
                    "{title} stopped {} of {} partitions",
                    one.partitions, first.of
                )
            } else {
                format!("{title} {}", one.partitions)
            }
        });
    let against = |figure: fn(&Totals) -> String| {
        let figures: Vec<String> = totals.iter().map(figure).collect();
        figures.join(" against ")
    };
    let time = against(|one| format!("{:.1}", millis(one.outcome.stopped) / 1_000.0));
    let twice = against(|one| one.outcome.twice.to_string());
    (
        format!("{}.", stopped.collect::<Vec<_>>().join(", ")),
        format!("{time} partition-seconds; {twice} records ran twice."),
    )
}

#[cfg(test)]
mod tests {
    use sim_core::view::{MatrixRow, Segment};
    use sim_core::{ConsumerId, PartitionId};

    use super::*;

    fn totals(partitions: usize, seconds: u64, twice: u64) -> Totals {
        Totals {
            outcome: Outcome {
                twice,
                stopped: SimDuration::from_secs(seconds),
                ..Outcome::default()
            },
            partitions,
            of: 12,
            ..Totals::default()
        }
    }

    #[test]
    fn the_caption_is_made_of_the_figures() {
        let titles = ["Eager".to_owned(), "Cooperative".to_owned()];
        let (bold, rest) = caption(&titles, &[totals(12, 50, 495), totals(6, 19, 58)]);
        assert_eq!(bold, "Eager stopped 12 of 12 partitions, Cooperative 6.");
        assert_eq!(
            rest,
            "50.0 against 19.0 partition-seconds; 495 against 58 records ran twice."
        );
        let (bold, _) = caption(&titles, &[totals(0, 0, 0), totals(0, 0, 0)]);
        assert_eq!(bold, "No partition has stopped yet.");
    }

    #[test]
    fn a_stop_counts_from_the_loss_of_the_first_reader() {
        let at = SimTime::from_millis;
        let part = |from, to, reader: Option<usize>| Segment {
            from: at(from),
            to: at(to),
            reader: reader.map(ConsumerId::from_index),
        };
        let row = MatrixRow {
            partition: PartitionId::from_index(0),
            segments: vec![
                part(0, 3_000, None),
                part(3_000, 8_000, Some(0)),
                part(8_000, 9_500, None),
            ],
            commits: Vec::new(),
            twice: Vec::new(),
            lost: Vec::new(),
            skipped: Vec::new(),
        };
        let view = MatrixView {
            rows: vec![row],
            ..MatrixView::default()
        };
        assert_eq!(stops(&view), [vec![SimDuration::from_millis(1_500)]]);
    }

    #[test]
    fn bars_are_shares_of_the_largest() {
        let all = [totals(12, 50, 400), totals(6, 25, 100)];
        let rows = all[1].rows(&all);
        let share = |key| {
            rows.iter()
                .find(|row| row.key == key)
                .map(|row| row.share.clone())
        };
        assert_eq!(share("stopped").as_deref(), Some("0.500"));
        assert_eq!(share("twice").as_deref(), Some("0.250"));
        assert_eq!(
            share("lost").as_deref(),
            Some("0.000"),
            "nothing is no share"
        );
    }
}
