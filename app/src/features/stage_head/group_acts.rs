//! What can be done to the whole group.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::limits::{CONSUMERS_MAX, PARTITIONS_MAX};
use sim_core::scenario::{ConfigValue, ConsumerSpec};
use sim_core::{Command, GroupId, SimTime};

use crate::session::{Selection, Session, SessionCommand};

/// Starts one more consumer like the first one.
pub fn add_consumer(session: Session) {
    match newcomer(session) {
        Ok(consumer) => {
            let consumer = Box::new(consumer);
            session.dispatch(SessionCommand::Act(Command::AddConsumer { consumer }));
        }
        Err(text) => session.say(text, false),
    }
}

/// A consumer like the first one, with a name that nobody has.
pub(super) fn newcomer(session: Session) -> Result<ConsumerSpec, Text> {
    let recording = session.recording();
    let now = session.with_timeline(sim_core::Timeline::at);
    let taken = session.lab().with_untracked(|lab| {
        lab.consumers
            .iter()
            .map(|one| one.name.to_string())
            .collect::<Vec<_>>()
    });
    let first = recording.scenario.consumers.first();
    let first = first.ok_or_else(say::new_nobody_to_copy)?;
    let name = (0..CONSUMERS_MAX)
        .map(nth_name)
        .find(|name| !taken.contains(name))
        .ok_or_else(|| say::new_too_many_consumers(CONSUMERS_MAX.to_string()))?;
    let mut consumer = ConsumerSpec {
        name,
        start_at_ms: SimTime::ZERO,
        idle: false,
        ..first.clone()
    };
    // What was set for all holds for a newcomer too.
    for timed in recording.commands.iter().filter(|timed| timed.at <= now) {
        if let Command::SetConfig {
            who: None,
            key,
            value,
        } = &timed.command
        {
            let value = ConfigValue::Text(value.clone());
            consumer.props.insert(key.clone(), value);
        } else if let Command::SetProgram { who: None, program } = &timed.command {
            consumer.program = **program;
        }
    }
    if let Some(group) = consumer.props.remove("group.id") {
        consumer.group = group.text();
    }
    // A static member is somebody of its own.
    if let Some(instance) = consumer.props.get_mut("group.instance.id") {
        *instance = ConfigValue::Text(consumer.name.clone());
    }
    Ok(consumer)
}

/// One more partition for the selected partition's topic, or the first.
pub fn add_partition(session: Session) {
    let selected = session.lab().with_untracked(|lab| {
        let Some(Selection::Partition(id)) = session.selection.get_untracked() else {
            return None;
        };
        let view = lab.partitions.iter().find(|view| view.id == id)?;
        let (topic, _number) = view.name.rsplit_once('-')?;
        Some(topic.to_owned())
    });
    let topics = topics(session);
    let chosen = topics
        .iter()
        .find(|(name, _)| Some(name) == selected.as_ref())
        .or_else(|| topics.first());
    if let Some((topic, count)) = chosen {
        grow(session, topic.clone(), count + 1);
    }
}

/// Restarts every consumer of a group, one after another; of the first without one.
pub fn rolling_restart(session: Session, group: Option<GroupId>) {
    let group = session.lab().with_untracked(|lab| {
        let group = lab.groups.iter().find(|one| Some(one.id) == group);
        group.map(|group| group.name.to_string())
    });
    session.dispatch(SessionCommand::Act(Command::RollingRestart { group }));
}

/// Grows a topic to this many partitions.
pub(super) fn grow(session: Session, topic: String, partitions: u32) {
    if partitions as usize > PARTITIONS_MAX {
        session.say(
            say::new_too_many_partitions(PARTITIONS_MAX.to_string()),
            false,
        );
        return;
    }
    session.dispatch(SessionCommand::Act(Command::AddPartitions {
        topic,
        partitions,
    }));
}

/// Topics with their partition counts now.
pub(super) fn topics(session: Session) -> Vec<(String, u32)> {
    session.lab().with_untracked(|lab| {
        let mut topics: Vec<(String, u32)> = Vec::new();
        for partition in &lab.partitions {
            let (name, number) = partition.name.rsplit_once('-').unwrap_or_default();
            let count = number.parse::<u32>().map_or(1, |number| number + 1);
            match topics.last_mut() {
                Some((last, most)) if last == name => *most = count.max(*most),
                Some(_) | None => topics.push((name.to_owned(), count)),
            }
        }
        topics
    })
}

/// `consumer-a` to `consumer-z`, then `consumer-a2` …
fn nth_name(index: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => format!("consumer-{letter}"),
        round => format!("consumer-{letter}{}", round + 1),
    }
}
