//! What became of every record in a group, as ranges of offsets. Nothing here is kept: it is read
//! from the ledger's spans, losses, skips and commits.

mod life;

use locale::Text;

use crate::explain;
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::ledger::{LossCause, PartitionFate, ProcessedSpan, RepeatCause, contains};
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::{PartitionRecords, RecordCause, RecordFate, RecordSpan, SkipCause};

pub(crate) use life::life;

/// Records that the same consumers processed, first and last, equally often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    from: u64,
    to: u64,
    first: ConsumerId,
    last: ConsumerId,
    is_repeated: bool,
    /// Finished in a batch that is still in hand.
    is_in_hand: bool,
    cause: Option<(RepeatCause, EventId)>,
}

/// All partitions, in the stage's order.
pub(crate) fn records(simulation: &Simulation, group: GroupId) -> Vec<PartitionRecords> {
    let directory = &simulation.world.directory;
    let in_hand = super::in_hand(simulation);
    let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); directory.partition_count()];
    let told_runs = simulation.ledger.spans.iter().map(|span| (span, false));
    let in_hand = in_hand.iter().map(|(span, _)| (span, true));
    for (span, is_in_hand) in told_runs
        .chain(in_hand)
        .filter(|(span, _)| span.group == group)
    {
        add(&mut cells[span.range.partition.index()], span, is_in_hand);
    }
    let told = told(simulation, group);
    let mut ids: Vec<PartitionId> = simulation.partitions().collect();
    directory.sort(&mut ids);
    ids.into_iter()
        .map(|partition| PartitionRecords {
            partition,
            log_end_offset: simulation.log_end_offset(partition),
            spans: {
                let index = partition.index();
                spans_of(simulation, (group, partition), &cells[index], &told[index])
            },
        })
        .collect()
}

/// One more processing of a range.
fn add(cells: &mut Vec<Cell>, span: &ProcessedSpan, is_in_hand: bool) {
    let mut at = span.range.from;
    let to = span.range.to;
    let new = |from, to| Cell {
        from,
        to,
        first: span.consumer,
        last: span.consumer,
        is_repeated: false,
        is_in_hand,
        cause: None,
    };
    let start = cells.partition_point(|cell| cell.to <= at);
    let mut middle = Vec::new();
    let mut end = start;
    for cell in &cells[start..] {
        if cell.from >= to {
            break;
        }
        end += 1;
        let (low, high) = (cell.from.max(at), cell.to.min(to));
        let again = Cell {
            from: low,
            to: high,
            last: span.consumer,
            is_repeated: true,
            cause: span.cause.or(cell.cause),
            ..*cell
        };
        let before = Cell { to: low, ..*cell };
        let after = Cell {
            from: high,
            ..*cell
        };
        middle.extend([before, new(at, low), again, after]);
        at = high;
    }
    middle.push(new(at, to));
    middle.retain(|cell| cell.from < cell.to);
    // The common case: the same reader goes on.
    if let (Some(last), [only]) = (cells.last_mut(), &*middle)
        && last.to == only.from
        && *last
            == (Cell {
                from: last.from,
                to: last.to,
                ..*only
            })
    {
        last.to = only.to;
        return;
    }
    cells.splice(start..end, middle);
}

fn spans_of(
    simulation: &Simulation,
    (group, partition): (GroupId, PartitionId),
    cells: &[Cell],
    told: &Told,
) -> Vec<RecordSpan> {
    let end = simulation.log_end_offset(partition);
    let Some(fate) = simulation.ledger.fate(group, partition) else {
        return join(vec![waiting(0, end)]);
    };
    let mut bounds = fate.bounds();
    bounds.extend([0, end]);
    bounds.extend(cells.iter().flat_map(|cell| [cell.from, cell.to]));
    bounds.extend(told.bounds());
    bounds.retain(|bound| *bound <= end);
    sorting::sort(&mut bounds);
    bounds.dedup();
    let mut rest = cells;
    let found = bounds.windows(2).map(|pair| {
        let (from, to) = (pair[0], pair[1]);
        while let [cell, others @ ..] = rest
            && cell.to <= from
        {
            rest = others;
        }
        let cell = rest.first().filter(|cell| cell.from <= from);
        let span = match cell {
            Some(cell) => done(simulation, fate, *cell, from),
            None => open(simulation, fate, told, from),
        };
        RecordSpan { from, to, ..span }
    });
    join(found.collect())
}

/// Merges neighbours that differ only in their offsets.
fn join(spans: Vec<RecordSpan>) -> Vec<RecordSpan> {
    let mut joined: Vec<RecordSpan> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if last.fate == span.fate
                    && last.consumer == span.consumer
                    && last.again == span.again
                    && last.cause == span.cause =>
            {
                last.to = span.to;
            }
            Some(_) | None => joined.push(span),
        }
    }
    joined.retain(|span| span.from < span.to);
    joined
}

fn waiting(from: u64, to: u64) -> RecordSpan {
    RecordSpan {
        from,
        to,
        fate: RecordFate::Waiting,
        consumer: None,
        again: None,
        cause: None,
    }
}

/// Records that were processed; the offsets are the caller's.
fn done(simulation: &Simulation, fate: &PartitionFate, cell: Cell, from: u64) -> RecordSpan {
    let repeat = |cause: Option<(RepeatCause, EventId)>| {
        cause.map(|(cause, event)| of_event(simulation, explain::repeat_cause(Some(cause)), event))
    };
    let is_committed = fate.committed.is_some_and(|committed| from < committed);
    let (kind, cause) = if cell.is_repeated {
        (RecordFate::Twice, repeat(cell.cause))
    } else if is_committed {
        (RecordFate::Committed, None)
    } else if let Some(why) = fate.runs_again(from).filter(|_| !cell.is_in_hand) {
        (RecordFate::RunsAgain, repeat(Some(why)))
    } else {
        (RecordFate::Uncommitted, None)
    };
    RecordSpan {
        fate: kind,
        consumer: Some(cell.first),
        again: cell.is_repeated.then_some(cell.last),
        cause,
        ..waiting(0, 0)
    }
}

/// Records that nobody has processed; the offsets are the caller's.
fn open(simulation: &Simulation, fate: &PartitionFate, told: &Told, from: u64) -> RecordSpan {
    let is_in = |ranges: &[(u64, u64)]| ranges.iter().any(|range| contains(*range, from));
    let holder = fate.holder(from);
    let (kind, cause) = if is_in(&fate.lost) {
        let cause = told.loss(from);
        let text = |(cause, event)| of_event(simulation, explain::loss_cause(cause), event);
        (RecordFate::Lost, cause.map(text))
    } else if is_in(&fate.skipped) {
        let cause = told.skip(from);
        let text = |(cause, event)| of_event(simulation, explain::skip_cause(cause), event);
        (RecordFate::Skipped, cause.map(text))
    } else if fate.committed.is_some_and(|committed| from < committed) {
        (RecordFate::AtRisk, None)
    } else if holder.is_some() {
        (RecordFate::InHand, None)
    } else {
        (RecordFate::Waiting, None)
    };
    RecordSpan {
        fate: kind,
        consumer: holder,
        cause,
        ..waiting(0, 0)
    }
}

/// What was told of a partition's losses and skips, newest last.
#[derive(Debug, Default)]
struct Told {
    losses: Vec<((u64, u64), LossCause, EventId)>,
    skips: Vec<((u64, u64), SkipCause, EventId)>,
}

/// The same for every partition.
fn told(simulation: &Simulation, group: GroupId) -> Vec<Told> {
    let count = simulation.world.directory.partition_count();
    let mut told: Vec<Told> = (0..count).map(|_| Told::default()).collect();
    for span in simulation.ledger.losses.iter() {
        if span.group == group {
            let range = (span.range.from, span.range.to);
            let losses = &mut told[span.range.partition.index()].losses;
            losses.push((range, span.cause, span.event));
        }
    }
    for span in simulation.ledger.skips.iter() {
        if span.group == group {
            let range = (span.range.from, span.range.to);
            let skips = &mut told[span.range.partition.index()].skips;
            skips.push((range, span.cause, span.event));
        }
    }
    told
}

impl Told {
    fn bounds(&self) -> impl Iterator<Item = u64> {
        let losses = self.losses.iter().map(|(range, ..)| *range);
        let skips = self.skips.iter().map(|(range, ..)| *range);
        losses.chain(skips).flat_map(|(from, to)| [from, to])
    }

    fn loss(&self, offset: u64) -> Option<(LossCause, EventId)> {
        let newest = self.losses.iter().rev();
        let mut newest = newest.filter(|(range, ..)| contains(*range, offset));
        newest.next().map(|(_, cause, event)| (*cause, *event))
    }

    fn skip(&self, offset: u64) -> Option<(SkipCause, EventId)> {
        let newest = self.skips.iter().rev();
        let mut newest = newest.filter(|(range, ..)| contains(*range, offset));
        newest.next().map(|(_, cause, event)| (*cause, *event))
    }
}

/// A cause with what is told of its event.
fn of_event(simulation: &Simulation, text: Text, event: EventId) -> RecordCause {
    let story = &simulation.history.story;
    let entry = story.since(|entry| entry.event < event).next();
    let entry = entry.filter(|entry| entry.event == event);
    RecordCause {
        event,
        text,
        at: entry.map(|entry| entry.at),
        by_user: entry.is_some_and(|entry| {
            explain::step(simulation, entry).mark == crate::view::WhyMark::You
        }),
    }
}
