//! From state to views: copies, in the page's terms.
//!
//! Deliberately lacks sentences about causes; those are `explain`'s.

mod consumers;
mod events;
mod groups;
mod key_order;
mod matrix;
mod observed;
mod partitions;
mod records;

use std::sync::Arc;

use crate::config::CONSUMER_KEYS;
use crate::explain;
use crate::ids::{ConsumerId, GroupId};
use crate::ledger::ProcessedSpan;
use crate::ledger::coverage::Change;
use crate::scenario::Sink;
use crate::simulation::Simulation;
use crate::view::{CountersView, GroupState, LabView, PartitionView};

pub(crate) use events::{
    cut_text, events, killed_at, opened_rebalance, partition_list, row, subject, text as event_text,
};
pub(crate) use matrix::matrix;
pub(crate) use partitions::in_hand;
pub(crate) use records::{life, records};

/// The whole stage.
pub(crate) fn lab(simulation: &Simulation) -> LabView {
    let groups = groups::groups(simulation);
    let consumers = consumers::consumers(simulation);
    let in_hand = in_hand(simulation);
    let partitions = partitions::partitions(simulation, &in_hand);
    let counters = counters(simulation, &partitions, &in_hand);
    let mut lab = LabView {
        at: simulation.now(),
        event: simulation.event(),
        now_line: crate::view::NowLine::default(),
        groups,
        consumers,
        partitions,
        counters,
        violation: simulation.violation().map(str::to_owned),
    };
    lab.now_line = explain::now_line(&lab);
    lab
}

fn counters(
    simulation: &Simulation,
    partitions: &[PartitionView],
    in_hand: &[(ProcessedSpan, Change)],
) -> CountersView {
    let now = simulation.now();
    let world = &simulation.world;
    let mut counters = CountersView {
        stopped_partition_ms: simulation.history.stopped_total(now).as_millis(),
        stopped_partitions: simulation.history.stopped_now(),
        ..CountersView::default()
    };
    for (index, group) in world.broker.coordinator.groups.iter().enumerate() {
        let id = GroupId::from_index(index);
        let totals = simulation.ledger.totals(id);
        counters.rebalances += group.rebalances;
        counters.rebalances_open += u32::from(matches!(
            group.state,
            GroupState::PreparingRebalance | GroupState::CompletingRebalance
        ));
        counters.records_once += totals.once;
        counters.records_twice += totals.twice;
        counters.extra_runs += totals.extra_runs;
        counters.extra_effects += totals.extra_effects;
        counters.records_lost += totals.lost;
        counters.at_risk += totals.at_risk;
        counters.records_skipped += totals.skipped;
    }
    for (span, change) in in_hand {
        counters.records_once = counters.records_once + change.first - change.second;
        counters.records_twice += change.second;
        counters.extra_runs += change.extra();
        if simulation.ledger.sink(span.consumer) == Sink::Plain {
            counters.extra_effects += change.extra();
        }
    }
    counters.records_total = simulation
        .partitions()
        .map(|partition| simulation.log_end_offset(partition))
        .sum();
    // Every group has to process every record.
    let due: u64 = partitions
        .iter()
        .map(|partition| partition.log_end_offset)
        .sum();
    let settled = counters.records_once
        + counters.records_twice
        + counters.records_lost
        + counters.records_skipped;
    counters.records_pending = due.saturating_sub(settled);
    counters.last_skip = simulation
        .ledger
        .skips
        .iter()
        .next_back()
        .map(|span| span.cause);
    counters.lag = partitions.iter().map(|partition| partition.lag).sum();
    counters
}

/// A to Z, then A2, B2 …
pub(crate) fn letter(consumer: ConsumerId) -> Arc<str> {
    let letter = char::from(b'A' + u8::try_from(consumer.0 % 26).expect("below 26"));
    match consumer.0 / 26 {
        0 => letter.to_string().into(),
        round => format!("{letter}{}", round + 1).into(),
    }
}

/// Settings a consumer runs with, or starts with next.
pub(crate) fn settings(
    simulation: &Simulation,
    consumer: ConsumerId,
) -> Vec<(&'static str, String)> {
    let Some(consumer) = simulation.world.consumers.get(consumer.index()) else {
        return Vec::new();
    };
    let config = consumer
        .client
        .as_deref()
        .map_or(&consumer.next_config, |client| &client.config);
    CONSUMER_KEYS
        .iter()
        .map(|key| (key.name, config.get(key.name).unwrap_or_default()))
        .collect()
}
