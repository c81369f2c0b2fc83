//! Reading a setting and changing it: by an act, or by a new beginning.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::config::{BrokerConfig, ConfigKey, ConsumerConfig, KafkaRelease};
use sim_core::scenario::ConfigValue;
use sim_core::{Command, ConsumerId, Recording};

use crate::session::{Session, SessionCommand};

/// Whose settings the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Every consumer; the first one's values are shown.
    All,
    /// One consumer.
    One(ConsumerId),
}

/// When a change takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// When the consumer's process starts the next time.
    NextStart,
    /// At 0 s, with the same acts after it.
    FromZero,
}

/// Who reads a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The consumer.
    Client,
    /// Every broker.
    Broker,
}

/// Value of a key now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// What the next start will use.
    pub value: String,
    /// What the running process still uses, if that differs.
    pub running: Option<String>,
    /// The release's default.
    pub default: String,
}

/// Whose defaults apply.
pub(super) fn release(session: Session) -> KafkaRelease {
    let scenario = session.recording().scenario;
    scenario.kafka_release().unwrap_or(KafkaRelease::V4_3)
}

/// Reads one key.
pub(super) fn read(session: Session, side: Side, key: &ConfigKey, target: Target) -> Shown {
    let scenario = session.recording().scenario;
    let release = scenario.kafka_release().unwrap_or(KafkaRelease::V4_3);
    let default = key.default_in(release).value().unwrap_or("").to_owned();
    if side == Side::Broker {
        let value = scenario.broker.get(key.name).map(ConfigValue::text);
        return Shown {
            value: value.unwrap_or_else(|| default.clone()),
            running: None,
            default,
        };
    }
    let lab = session.lab().get_untracked();
    let consumer = match target {
        Target::All => lab.consumers.first(),
        Target::One(id) => lab.consumers.iter().find(|one| one.id == id),
    };
    let Some(consumer) = consumer else {
        return Shown::default();
    };
    let settings = session.with_timeline(|timeline| timeline.settings(consumer.id));
    let running = settings.into_iter().find(|(name, _)| *name == key.name);
    let running = running.map_or_else(|| default.clone(), |(_, value)| value);
    let pending = consumer
        .pending_settings
        .iter()
        .find(|(name, _)| *name == key.name);
    match pending {
        Some((_, value)) if *value != running => Shown {
            value: value.clone(),
            running: Some(running),
            default,
        },
        Some(_) | None => Shown {
            value: running,
            running: None,
            default,
        },
    }
}

/// Sets one key, or says why not.
pub(super) fn set(
    session: Session,
    side: Side,
    key: &ConfigKey,
    value: &str,
    (target, when): (Target, When),
) -> Result<(), Text> {
    let name = key.name.to_owned();
    if side == Side::Client && when == When::NextStart {
        let command = Command::SetConfig {
            who: target_name(session, target),
            key: name,
            value: value.to_owned(),
        };
        return session.act(command).map_err(|error| error.told());
    }
    let mut recording = session.recording();
    let release = recording
        .scenario
        .kafka_release()
        .unwrap_or(KafkaRelease::V4_3);
    let checked = match side {
        Side::Client => ConsumerConfig::defaults(release).set(key.name, value),
        Side::Broker => BrokerConfig::defaults(release).set(key.name, value),
    };
    checked.map_err(|error| error.told())?;
    match side {
        Side::Broker => {
            recording.scenario.broker.insert(name, typed(value));
        }
        Side::Client => {
            let who = target_name(session, target);
            put(&mut recording, who.as_deref(), key.name, value)?;
        }
    }
    begin_again(session, recording, say::settings_key_changed(key.name))
}

/// Sets a key of one consumer, or of all, from 0 s on.
fn put(recording: &mut Recording, who: Option<&str>, key: &str, value: &str) -> Result<(), Text> {
    let (name, value) = (key.to_owned(), typed(value));
    let Some(who) = who else {
        for consumer in &mut recording.scenario.consumers {
            consumer.props.remove(&name);
        }
        recording.scenario.props.insert(name, value);
        return Ok(());
    };
    let consumers = &mut recording.scenario.consumers;
    let consumer = consumers.iter_mut().find(|one| one.name == who);
    let consumer = consumer.ok_or_else(|| say::settings_added_later(who))?;
    consumer.props.insert(name, value);
    Ok(())
}

/// Sets many keys: at the next start of each process, or in a branch from 0 s on.
pub(super) fn set_many(
    session: Session,
    pairs: &[(&'static str, String)],
    (target, when): (Target, When),
) -> Result<(), Text> {
    let who = target_name(session, target);
    if when == When::FromZero {
        let mut recording = session.recording();
        for (key, value) in pairs {
            put(&mut recording, who.as_deref(), key, value)?;
        }
        recording.check().map_err(|error| error.told())?;
        session.dispatch(SessionCommand::Vary(Box::new(recording)));
        return Ok(());
    }
    // A heartbeat may only fit once the session is longer: what is refused is tried again.
    let mut left: Vec<&(&'static str, String)> = pairs.iter().collect();
    loop {
        let before = left.len();
        let mut refused = Ok(());
        left.retain(|(key, value)| {
            let command = Command::SetConfig {
                who: who.clone(),
                key: (*key).to_owned(),
                value: value.clone(),
            };
            let acted = session.act(command).map_err(|error| error.told());
            let is_refused = acted.is_err();
            refused = std::mem::replace(&mut refused, Ok(())).and(acted);
            is_refused
        });
        if left.is_empty() || left.len() == before {
            return refused;
        }
    }
}

/// Starts the changed run from 0 s with the same acts, and says what changed.
pub(super) fn begin_again(
    session: Session,
    recording: Recording,
    changed: Text,
) -> Result<(), Text> {
    recording.check().map_err(|error| error.told())?;
    session.dispatch(SessionCommand::Load(Box::new(recording)));
    session.say(changed, true);
    Ok(())
}

/// Name of the one consumer; None = all.
pub(super) fn target_name(session: Session, target: Target) -> Option<String> {
    let Target::One(id) = target else {
        return None;
    };
    session.lab().with_untracked(|lab| {
        let consumer = lab.consumers.iter().find(|one| one.id == id);
        consumer.map(|one| one.name.to_string())
    })
}

/// A value as scenario files write it.
fn typed(text: &str) -> ConfigValue {
    match text {
        "true" => ConfigValue::Bool(true),
        "false" => ConfigValue::Bool(false),
        _ => text.parse().map_or_else(
            |_not_a_number| ConfigValue::Text(text.to_owned()),
            ConfigValue::Number,
        ),
    }
}
