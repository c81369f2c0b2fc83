//! What operators see of a run.

use locale::Catalog;
use sim_core::Simulation;
use sim_core::cli::Describe;

use crate::file::{Symptom, What};

/// Events that are looked through for a log.
const EVENTS_MAX: usize = 4_000;

/// The text that a symptom shows; `run` is at its moment.
pub fn shown(symptom: &Symptom, run: &Simulation, catalog: &Catalog) -> String {
    let what = match symptom.show {
        What::Offsets => Describe::Offsets,
        What::Members => Describe::Members,
        What::State => Describe::State,
        What::Log => return log(symptom, run, catalog),
    };
    let wanted = symptom.group.as_deref();
    let group = run
        .groups()
        .find(|group| wanted.is_none_or(|wanted| run.group_name(*group) == wanted));
    let options = what.options();
    let table = group.map_or_else(String::new, |group| run.describe(group, what));
    let name = group.map_or("", |group| run.group_name(group));
    format!("$ kafka-consumer-groups --group {name} {options}\n{table}")
}

fn log(symptom: &Symptom, run: &Simulation, catalog: &Catalog) -> String {
    let who = symptom.who.as_deref();
    let rows = run.events(EVENTS_MAX);
    let rows = rows.iter().filter(|row| {
        let name = row.consumer.map(|consumer| run.consumer_name(consumer));
        who.is_none_or(|who| name == Some(who))
    });
    let lines: Vec<String> = rows
        .map(|row| format!("{} {}", row.at, catalog.say(&row.text)))
        .collect();
    let first = lines.len().saturating_sub(symptom.lines);
    lines[first..].join("\n")
}
