//! What each run has cost up to the playhead, and the sentence about it.

use locale::{Text, say};
use sim_core::view::MatrixView;
use sim_core::what_if::Outcome;
use sim_core::{SimDuration, SimTime};

use crate::features::fate_counters::Fate;
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
    pub name: Text,
    /// Its test id.
    pub key: &'static str,
    /// Its mark in the matrix, if it has one.
    pub mark: Option<Fate>,
    /// How much, with unit.
    pub value: Text,
    /// Share of the largest among the runs, 0 to 1.
    pub share: String,
}

/// The figures of a run at a moment.
pub fn total_of(lanes: Lanes, lane: usize, at: SimTime) -> Option<Totals> {
    lanes.with(lane, |run| {
        let timeline = run.timeline()?;
        let view = timeline.matrix(SimTime::ZERO, at);
        let stops = stops(&view);
        Some(Totals {
            outcome: Outcome {
                // With the batches in hand, as the counters of the stage.
                twice: timeline.lab().counters.records_twice,
                ..Outcome::of(timeline.simulation())
            },
            partitions: stops.iter().filter(|stop| !stop.is_empty()).count(),
            of: view.rows.len(),
            longest: stops
                .into_iter()
                .flatten()
                .max()
                .unwrap_or(SimDuration::ZERO),
        })
    })?
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
        let line = |name, key, mark, figure: Text, value: fn(&Self) -> f64| {
            let top = all.iter().map(value).fold(0.0, f64::max);
            let share = if top > 0.0 { value(self) / top } else { 0.0 };
            Figure {
                name,
                key,
                mark,
                value: figure,
                share: format!("{share:.3}"),
            }
        };
        vec![
            line(
                say::compare_stopped(),
                "stopped",
                Some(Fate::Stopped),
                say::compare_partition_seconds(tenths(self.outcome.stopped)),
                |one| millis(one.outcome.stopped),
            ),
            line(
                say::compare_partitions(),
                "partitions",
                Some(Fate::Stopped),
                say::compare_share(self.partitions.to_string(), self.of.to_string()),
                |one| count(one.partitions as u64),
            ),
            line(
                say::compare_longest(),
                "longest",
                None,
                say::seconds(tenths(self.longest)),
                |one| millis(one.longest),
            ),
            line(
                say::compare_twice(),
                "twice",
                Some(Fate::Twice),
                self.outcome.twice.to_string().into(),
                |one| count(one.outcome.twice),
            ),
            line(
                say::compare_lost(),
                "lost",
                Some(Fate::Lost),
                self.outcome.lost.to_string().into(),
                |one| count(one.outcome.lost),
            ),
            line(
                say::compare_rebalances(),
                "rebalances",
                Some(Fate::Rebalance),
                self.outcome.rebalances.to_string().into(),
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

/// `34.2`, in seconds.
fn tenths(time: SimDuration) -> String {
    format!("{:.1}", millis(time) / 1_000.0)
}

/// The comparison in words, from the figures: what is bold, and the rest.
pub fn caption(titles: &[String], totals: &[Totals]) -> (Text, Text) {
    let Some(first) = totals.first() else {
        return (say::compare_nothing(), Text::default());
    };
    if totals
        .iter()
        .all(|one| one.partitions == 0 && one.outcome.twice == 0)
    {
        return (say::compare_none_stopped(), say::compare_all_get_it());
    }
    let stopped = totals
        .iter()
        .zip(titles)
        .enumerate()
        .map(|(place, (one, title))| {
            let count = one.partitions.to_string();
            if place == 0 {
                say::compare_caption_first(title, count, first.of.to_string())
            } else {
                say::compare_caption_other(title, count)
            }
        });
    let against = |figure: fn(&Totals) -> String| {
        let figures = totals.iter().map(|one| Text::verbatim(figure(one)));
        figures.reduce(say::compare_against).unwrap_or_default()
    };
    let time = against(|one| tenths(one.outcome.stopped));
    let twice = against(|one| one.outcome.twice.to_string());
    (
        say::compare_caption(Text::joined(stopped, ", ")),
        say::compare_costs(time, twice),
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
            group: None,
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
