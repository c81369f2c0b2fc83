//! The run as a page of Markdown for an issue or a wiki: what was set and done, what it cost, why.

use super::branch_name;
use crate::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigKey};
use crate::recording::{MODEL, Recording};
use crate::scenario::ConfigValue;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};
use crate::timeline::Timeline;
use crate::view::{Band, EventKind, LabView, MatrixView, PartitionView, WhyView};
use crate::{explain, present};

/// It is the consumer's name, unless somebody sets it.
const NAME_KEY: &str = "client.id";

type Table = Vec<Vec<String>>;

/// The whole report; `link` reopens the run.
pub fn markdown(timeline: &Timeline, link: &str) -> String {
    let simulation = timeline.simulation();
    let recording = timeline.recording();
    let lab = timeline.lab();
    let matrix = present::matrix(simulation, SimTime::ZERO, lab.at);
    let scenario = &recording.scenario;
    let title = if scenario.title.is_empty() {
        &scenario.name
    } else {
        &scenario.title
    };
    let mut text = format!(
        "# {}\n\nKafka {}, classic protocol, as modelled by Rebalance Lab (model {MODEL}). \
         Seed {}, branch {}, from 0 s to {}.\n\n[Open this run]({link})\n",
        plain(title),
        simulation.release(),
        recording.seed,
        plain(&branch_name(timeline)),
        lab.at,
    );
    section(&mut text, "Settings that differ from the defaults", || {
        let columns = ["Where", "Key", "Value", "Default"];
        table(&columns, settings(timeline, &recording, &lab))
    });
    section(&mut text, "What was done", || acts(timeline));
    section(&mut text, "Rebalances", || {
        let columns = [
            "Group",
            "Generation",
            "From",
            "To",
            "Took",
            "What opened it",
        ];
        table(&columns, rebalances(simulation, &lab, &matrix))
    });
    section(&mut text, "What became of the records", || fates(&lab));
    section(&mut text, "Partitions", || {
        let columns = ["Partition", "Nobody read for", "Twice", "Lost", "Skipped"];
        table(&columns, partitions(&lab, &matrix))
    });
    section(&mut text, "The worst of it", || {
        explain::worst(simulation).map(|why| chain(&why))
    });
    text
}

/// A heading with its text, or what stands for none.
fn section(text: &mut String, title: &str, body: impl FnOnce() -> Option<String>) {
    let body = body().unwrap_or_else(|| "None.\n".to_owned());
    text.extend(["\n## ", title, "\n\n", &body]);
}

fn table(columns: &[&str], rows: Table) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut text = format!(
        "| {} |\n|{}\n",
        columns.join(" | "),
        "---|".repeat(columns.len())
    );
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        text.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    Some(text)
}

/// Names come from links: nothing in them is markup, and nothing ends a line or a cell.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | '|' | '<' | '[' | ']' | '`' | '*' | '_' | '#' => safe.extend(['\\', sign]),
            sign if sign.is_control() => safe.push(' '),
            sign => safe.push(sign),
        }
    }
    safe
}

fn settings(timeline: &Timeline, recording: &Recording, lab: &LabView) -> Table {
    let release = timeline.simulation().release();
    let default = |key: &ConfigKey| key.default_in(release).value().unwrap_or_default();
    let row = |place: String, key: &ConfigKey, value: String| {
        let value = [value, default(key).to_owned()];
        let [value, default] = value.map(|it| if it.is_empty() { "none".to_owned() } else { it });
        vec![place, key.name.to_owned(), value, default]
    };
    let mut rows = Table::new();
    for key in BROKER_KEYS {
        let set = recording
            .scenario
            .broker
            .get(key.name)
            .map(ConfigValue::text);
        let set = set.filter(|value| value != default(key));
        rows.extend(set.map(|value| row("broker".to_owned(), key, value)));
    }
    let settings: Vec<_> = lab
        .consumers
        .iter()
        .map(|one| timeline.settings(one.id))
        .collect();
    for key in CONSUMER_KEYS.iter().filter(|key| key.name != NAME_KEY) {
        // Values in the order of the first who has them, each with everybody's letters.
        let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
        for (consumer, settings) in lab.consumers.iter().zip(&settings) {
            let own = settings.iter().find(|(name, _)| *name == key.name);
            let value = own.map_or("", |(_, value)| value.as_str());
            match values.iter_mut().find(|(known, _)| *known == value) {
                Some((_, letters)) => letters.push(&consumer.letter),
                None => values.push((value, vec![&consumer.letter])),
            }
        }
        for (value, letters) in values {
            if value != default(key) {
                let everybody = letters.len() == lab.consumers.len();
                let place = if everybody {
                    "all".to_owned()
                } else {
                    letters.join(", ")
                };
                rows.push(row(place, key, value.to_owned()));
            }
        }
    }
    rows
}

fn acts(timeline: &Timeline) -> Option<String> {
    let events = timeline.events(usize::MAX).into_iter();
    let acts = events.filter(|row| row.kind == EventKind::Command);
    let lines: Vec<String> = acts
        .map(|row| format!("- {}: {}\n", row.at, plain(&row.text.to_string())))
        .collect();
    (!lines.is_empty()).then(|| lines.concat())
}

fn rebalances(simulation: &Simulation, lab: &LabView, matrix: &MatrixView) -> Table {
    let row = |band: &Band| {
        let group = lab.groups.iter().find(|group| group.id == band.group);
        let mut story = simulation.history.story.iter();
        let opened = story.find(|entry| {
            entry.event == band.event && present::opened_rebalance(&entry.effect).is_some()
        });
        let told = opened.map(|entry| present::event_text(simulation, &entry.effect));
        let open = || "not over".to_owned();
        vec![
            group
                .map(|group| group.name.to_string())
                .unwrap_or_default(),
            band.generation_id.to_string(),
            band.from.to_string(),
            band.to.map_or_else(open, |to| to.to_string()),
            band.to.unwrap_or(lab.at).since(band.from).to_string(),
            told.unwrap_or_default().to_string(),
        ]
    };
    matrix.bands.iter().map(row).collect()
}

fn fates(lab: &LabView) -> Option<String> {
    let counters = &lab.counters;
    let rows = [
        ("Records processed once", counters.records_once),
        ("Records processed twice or more", counters.records_twice),
        ("Runs beyond the first", counters.extra_runs),
        ("Records lost", counters.records_lost),
        ("Records skipped", counters.records_skipped),
        ("Records not processed yet", counters.records_pending),
        ("Records written", counters.records_total),
    ];
    let stopped = SimDuration::from_millis(counters.stopped_partition_ms);
    let rows = rows.map(|(name, number)| vec![name.to_owned(), number.to_string()]);
    let stopped = vec![
        "Time without a reader, summed over partitions".to_owned(),
        stopped.to_string(),
    ];
    table(
        &["What", "Number"],
        rows.into_iter().chain([stopped]).collect(),
    )
}

fn partitions(lab: &LabView, matrix: &MatrixView) -> Table {
    let row = |partition: &PartitionView| {
        let history = matrix.rows.iter().find(|row| row.partition == partition.id);
        let stops = history
            .into_iter()
            .flat_map(|row| explain::stops(&row.segments));
        let stopped = stops.fold(SimDuration::from_millis(0), |sum, stop| {
            sum + stop.to.since(stop.from)
        });
        vec![
            partition.name.to_string(),
            stopped.to_string(),
            partition.records_twice.to_string(),
            partition.records_lost.to_string(),
            partition.records_skipped.to_string(),
        ]
    };
    lab.partitions.iter().map(row).collect()
}

fn chain(why: &WhyView) -> String {
    let mut text = format!(
        "**{}** {}\n\n",
        plain(&why.question.to_string()),
        plain(&why.answer.to_string())
    );
    for (index, step) in why.steps.iter().enumerate() {
        let at = step
            .at
            .map_or_else(|| "next".to_owned(), |at| at.to_string());
        let (fact, because) = (
            plain(&step.fact.to_string()),
            plain(&step.because.to_string()),
        );
        let setting = step.setting.as_ref().map(|(key, value, default)| {
            format!(" (`{key}` is {}, default {})", plain(value), plain(default))
        });
        let line = format!("{}. {at}: **{fact}** {because}", index + 1);
        let setting = setting.unwrap_or_default();
        text.extend([line.trim_end(), &setting, "\n"]);
    }
    text
}
