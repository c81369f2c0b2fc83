//! One change to a lesson's run, as learners, solutions and wrong tries make it.

use std::collections::BTreeMap;

use locale::say;
use serde::{Deserialize, Serialize};
use sim_core::scenario::{
    CommitStyle, ConfigValue, ConsumerSpec, OnPoison, ProcessingTime, ProgramSpec, Sink, WorkerPool,
};
use sim_core::{Command, Recording};

use crate::error::LessonError;
use crate::file::{Lesson, May};

/// One change. Exactly one of its fields besides `who` is used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Edit {
    /// Whom it is about; everybody, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Client settings; `{name}` in a value stands for the consumer's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, ConfigValue>,
    /// Broker settings.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub broker: BTreeMap<String, ConfigValue>,
    /// Parts of the program.
    #[serde(skip_serializing_if = "ProgramPatch::is_nothing")]
    pub program: ProgramPatch,
    /// How many consumers there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers: Option<u32>,
    /// Another `group.id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Another turn of the story, by the name of an act in `may`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Other commands instead of the scenario's script; only in `runs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Vec<sim_core::TimedCommand>>,
}

/// Parts of a program that are different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProgramPatch {
    /// When it commits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<CommitStyle>,
    /// `onPartitionsRevoked` commits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_in_revoked: Option<bool>,
    /// It has an `onPartitionsLost` of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_lost: Option<bool>,
    /// What it does with a record that it cannot process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_poison: Option<OnPoison>,
    /// Where results go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sink: Option<Sink>,
    /// Worker threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<WorkerPool>,
    /// Time per record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing: Option<ProcessingTime>,
    /// Argument of `poll()` in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll_timeout_ms: Option<u64>,
}

/// A part of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProgramField {
    /// When it commits.
    Commit,
    /// Whether `onPartitionsRevoked` commits.
    CommitInRevoked,
    /// Whether it has an `onPartitionsLost` of its own.
    OwnLost,
    /// What it does with a record that it cannot process.
    OnPoison,
    /// Where results go.
    Sink,
    /// Worker threads.
    Workers,
    /// Time per record.
    Processing,
    /// Argument of `poll()`.
    PollTimeoutMs,
}

impl ProgramField {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::CommitInRevoked => "commit_in_revoked",
            Self::OwnLost => "own_lost",
            Self::OnPoison => "on_poison",
            Self::Sink => "sink",
            Self::Workers => "workers",
            Self::Processing => "processing",
            Self::PollTimeoutMs => "poll_timeout_ms",
        }
    }
}

impl ProgramPatch {
    /// True if nothing is different.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Which parts are different.
    pub fn fields(&self) -> Vec<ProgramField> {
        let all = [
            (self.commit.is_some(), ProgramField::Commit),
            (
                self.commit_in_revoked.is_some(),
                ProgramField::CommitInRevoked,
            ),
            (self.own_lost.is_some(), ProgramField::OwnLost),
            (self.on_poison.is_some(), ProgramField::OnPoison),
            (self.sink.is_some(), ProgramField::Sink),
            (self.workers.is_some(), ProgramField::Workers),
            (self.processing.is_some(), ProgramField::Processing),
            (self.poll_timeout_ms.is_some(), ProgramField::PollTimeoutMs),
        ];
        let used = all.into_iter().filter(|(is_used, _)| *is_used);
        used.map(|(_, field)| field).collect()
    }

    fn apply(&self, program: &mut ProgramSpec) {
        program.commit = self.commit.unwrap_or(program.commit);
        program.listener.commit_in_revoked = self
            .commit_in_revoked
            .unwrap_or(program.listener.commit_in_revoked);
        program.listener.own_lost = self.own_lost.unwrap_or(program.listener.own_lost);
        program.on_poison = self.on_poison.unwrap_or(program.on_poison);
        program.sink = self.sink.unwrap_or(program.sink);
        program.workers = self.workers.or(program.workers);
        program.processing = self.processing.unwrap_or(program.processing);
        program.poll_timeout_ms = self.poll_timeout_ms.unwrap_or(program.poll_timeout_ms);
    }
}

impl Edit {
    /// How many changes and how many changed settings it counts as.
    pub fn counts(&self) -> (i64, i64) {
        let settings = i64::try_from(self.set.len() + self.broker.len()).unwrap_or(i64::MAX);
        let program = i64::try_from(self.program.fields().len()).unwrap_or(i64::MAX);
        let others = i64::from(self.consumers.is_some())
            + i64::from(self.group.is_some())
            + i64::from(self.act.is_some())
            + i64::from(self.script.is_some());
        (settings + program + others, settings)
    }

    /// What is wrong with it as such.
    pub(crate) fn shape(&self) -> Option<LessonError> {
        let used = [
            !self.set.is_empty(),
            !self.broker.is_empty(),
            !self.program.is_nothing(),
            self.consumers.is_some(),
            self.group.is_some(),
            self.act.is_some(),
            self.script.is_some(),
        ];
        let count = used.iter().filter(|is_used| **is_used).count();
        (count != 1)
            .then(|| LessonError::value("change", count.to_string(), say::lesson_one_change()))
    }

    /// Why a learner may not make it.
    pub(crate) fn forbidden(&self, may: &May) -> Option<LessonError> {
        if let Some(key) = self.set.keys().find(|key| !may.set.contains(key)) {
            return Some(LessonError::word("set", key, &may.set));
        }
        if let Some(key) = self.broker.keys().find(|key| !may.broker.contains(key)) {
            return Some(LessonError::word("broker", key, &may.broker));
        }
        let used = self.program.fields();
        if let Some(field) = used.iter().find(|field| !may.program.contains(field)) {
            let allowed: Vec<String> = may.program.iter().map(|it| it.name().to_owned()).collect();
            return Some(LessonError::word("program", field.name(), &allowed));
        }
        if let Some(count) = self.consumers {
            let allowed = may.consumers.map_or_else(say::lesson_nothing, |bounds| {
                say::allowed_range(bounds.least.to_string(), bounds.most.to_string())
            });
            let fits = may
                .consumers
                .is_some_and(|bounds| (bounds.least..=bounds.most).contains(&count));
            return (!fits).then(|| LessonError::value("consumers", count, allowed));
        }
        if self.group.is_some() {
            let who = self.who.clone().unwrap_or_default();
            let fits = may.group.contains(&who);
            return (!fits).then(|| LessonError::word("who", &who, &may.group));
        }
        if let Some(act) = &self.act {
            let names: Vec<String> = may.acts.iter().map(|act| act.name.clone()).collect();
            return (!names.contains(act)).then(|| LessonError::word("act", act, &names));
        }
        self.script
            .is_some()
            .then(|| LessonError::value("script", "…", say::lesson_nothing()))
    }

    /// Makes it.
    pub(crate) fn apply(
        &self,
        lesson: &Lesson,
        recording: &mut Recording,
    ) -> Result<(), LessonError> {
        let scenario = &mut recording.scenario;
        if let Some(who) = &self.who {
            let names: Vec<&str> = everybody(scenario).map(|spec| spec.name.as_str()).collect();
            if !names.contains(&who.as_str()) {
                return Err(LessonError::value("who", who, names.join(", ")));
            }
        }
        scenario.broker.extend(self.broker.clone());
        if let Some(script) = &self.script {
            scenario.script.clone_from(script);
        }
        if let Some(count) = self.consumers {
            consumers(scenario, count)?;
        }
        if let Some(name) = &self.act {
            act(lesson, scenario, name)?;
        }
        for spec in everybody(scenario) {
            if self.who.as_ref().is_some_and(|who| *who != spec.name) {
                continue;
            }
            self.program.apply(&mut spec.program);
            if let Some(group) = &self.group {
                spec.group.clone_from(group);
            }
            for (key, value) in &self.set {
                let value = match value {
                    ConfigValue::Text(text) => {
                        ConfigValue::Text(text.replace("{name}", &spec.name))
                    }
                    ConfigValue::Bool(_) | ConfigValue::Number(_) => value.clone(),
                };
                spec.props.insert(key.clone(), value);
            }
        }
        Ok(())
    }
}

/// The scenario's consumers, and those that its script adds.
fn everybody(scenario: &mut sim_core::Scenario) -> impl Iterator<Item = &mut ConsumerSpec> {
    let added = scenario.script.iter_mut().filter_map(|timed| {
        if let Command::AddConsumer { consumer } = &mut timed.command {
            Some(&mut **consumer)
        } else {
            None
        }
    });
    scenario.consumers.iter_mut().chain(added)
}

/// Fewer consumers, or more like the last one.
fn consumers(scenario: &mut sim_core::Scenario, count: u32) -> Result<(), LessonError> {
    let count = count as usize;
    let Some(last) = scenario.consumers.last().cloned() else {
        return Err(LessonError::value("consumers", count, "0"));
    };
    scenario.consumers.truncate(count);
    for number in scenario.consumers.len()..count {
        let name = format!("{}-{}", last.name, number + 1);
        scenario.consumers.push(ConsumerSpec {
            name,
            ..last.clone()
        });
    }
    Ok(())
}

fn act(lesson: &Lesson, scenario: &mut sim_core::Scenario, name: &str) -> Result<(), LessonError> {
    let Some(act) = lesson.may.acts.iter().find(|act| act.name == name) else {
        let known: Vec<&str> = lesson.may.acts.iter().map(|act| &*act.name).collect();
        return Err(LessonError::value("act", name.to_owned(), known.join(", ")));
    };
    if let Some(number) = act.instead {
        // By what it is, because another act may have taken a place before it.
        let gone = lesson.scenario.script.get(number.wrapping_sub(1));
        scenario.script.retain(|timed| Some(timed) != gone);
    }
    scenario.script.extend(act.then.iter().cloned());
    Ok(())
}
