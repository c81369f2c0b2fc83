//! The producer's beat as it was: a tick is readable some milliseconds after its time, and on a
//! busy machine later. How late is an input of the run, as the script's times are, because a
//! refresh or a heartbeat that is due next to a tick comes before or after it.

use std::collections::BTreeMap;

use sim_core::Command;

use super::plan::{Place, Step};
use super::recording::{ActionKind, Event, EventKind, KafkaRecording, Ticks, Topic};
use super::trace::Millis;

/// A record is usually readable this long after its tick.
pub const VISIBLE_AFTER_MS: Millis = 2;
/// From readable to the poll that returns it.
const POLL_AFTER_MS: Millis = 1;
/// Whoever polls again within this time was not waiting for the tick.
const BREATH_MS: Millis = 5;
/// Later sightings say more about the consumer than about the tick.
const LATE_MAX_MS: Millis = 100;
/// Longer than every run: each command stands for a single tick.
const ONCE_MS: u64 = 86_400_000;

/// How many ticks came before the start of the script.
pub fn ticks_before(ticks: Ticks) -> u64 {
    let beat = Millis::try_from(ticks.tick_ms).unwrap_or(Millis::MAX);
    u64::try_from((-ticks.first_tick_ms).max(0))
        .unwrap_or(0)
        .div_ceil(beat.unsigned_abs().max(1))
}

/// The ticks of a topic from the start of the script to `end`, each when it was readable.
pub fn ticks(recording: &KafkaRecording, topic: &Topic, end: Millis) -> Vec<Step> {
    let Some(ticks) = topic.production else {
        return Vec::new();
    };
    let seen = sightings(recording, topic, ticks);
    let mut steps = Vec::new();
    let created = created_at(recording, topic);
    let mut earliest = created;
    for number in ticks_before(ticks).. {
        let tick_at = tick_time(ticks, number);
        if tick_at > end {
            break;
        }
        if tick_at < created {
            continue;
        }
        let late = seen
            .get(&number)
            .map_or(VISIBLE_AFTER_MS, |at| (at - POLL_AFTER_MS - tick_at).max(1));
        let at = (tick_at + late).max(earliest);
        earliest = at + 1;
        let command = Command::ProduceNew {
            topic: topic.name.clone(),
            from: 0,
            to: topic.partitions,
            per_tick: ticks.per_tick_per_partition,
            tick_ms: ONCE_MS,
        };
        steps.push(Step {
            at,
            command,
            place: Place::Time,
        });
    }
    steps
}

/// Before it is there, nothing comes into a topic.
fn created_at(recording: &KafkaRecording, topic: &Topic) -> Millis {
    let is_it = |what: &ActionKind| matches!(what, ActionKind::CreateTopic { topic: name } if *name == topic.name);
    let created = recording.script.iter().find(|action| is_it(&action.what));
    created.map_or(0, |action| action.at_ms + 1)
}

fn tick_time(ticks: Ticks, number: u64) -> Millis {
    let passed = Millis::try_from(number * ticks.tick_ms).unwrap_or(Millis::MAX);
    ticks.first_tick_ms.saturating_add(passed)
}

/// When a consumer that was waiting for it first got a tick's records.
fn sightings(recording: &KafkaRecording, topic: &Topic, ticks: Ticks) -> BTreeMap<u64, Millis> {
    let mut seen: BTreeMap<u64, Millis> = BTreeMap::new();
    for who in recording.consumers.keys() {
        // None: it was busy with a rebalance, so its next poll says nothing about ticks.
        let mut free_since = None;
        for event in recording.events.iter().filter(|event| event.who == *who) {
            let Event {
                at_ms,
                who: _,
                what,
            } = event;
            if matches!(
                what,
                EventKind::Assigned { .. } | EventKind::Revoked { .. } | EventKind::Lost { .. }
            ) {
                free_since = None;
            }
            let EventKind::Poll {
                records, done_ms, ..
            } = what
            else {
                continue;
            };
            let was_waiting = free_since.is_some_and(|since| *at_ms >= since + BREATH_MS);
            free_since = Some(done_ms.unwrap_or(*at_ms));
            for (partition, (first, last)) in records {
                let number = tick_of(partition, *first, *last, topic, ticks);
                let Some(number) = number.filter(|_| was_waiting) else {
                    continue;
                };
                if at_ms - tick_time(ticks, number) <= LATE_MAX_MS {
                    let earliest = seen.entry(number).or_insert(*at_ms);
                    *earliest = (*earliest).min(*at_ms);
                }
            }
        }
    }
    seen
}

/// The tick whose records of one partition these are, no more and no less.
fn tick_of(partition: &str, first: u64, last: u64, topic: &Topic, ticks: Ticks) -> Option<u64> {
    let (name, number) = partition.rsplit_once('-')?;
    let is_old = number
        .parse::<u32>()
        .is_ok_and(|number| number < topic.partitions);
    let per_tick = u64::from(ticks.per_tick_per_partition);
    let offset = first.checked_sub(topic.preloaded_per_partition)?;
    let is_whole = per_tick > 0 && offset.is_multiple_of(per_tick) && last + 1 - first == per_tick;
    (name == topic.name && is_old && is_whole).then(|| offset / per_tick)
}
