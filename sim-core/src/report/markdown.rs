//! The run as a page of Markdown for an issue or a wiki: what was set and done, what it cost, why.

use locale::{Catalog, Text, say};

use super::branch_name;
use crate::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigKey};
use crate::recording::{MODEL, Recording};
use crate::scenario::ConfigValue;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};
use crate::timeline::Timeline;
use crate::view::{Band, EventKind, LabView, MatrixRow, MatrixView, PartitionView, WhyView};
use crate::{explain, present};

/// It is the consumer's name, unless somebody sets it.
const NAME_KEY: &str = "client.id";

type Table = Vec<Vec<Text>>;

/// The whole report; `link` reopens the run.
pub fn markdown(timeline: &Timeline, link: &str, catalog: &Catalog) -> String {
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
    let head = [
        say::report_model(simulation.release().to_string(), MODEL.to_string()),
        say::report_run(
            recording.seed.to_string(),
            plain(&branch_name(timeline)),
            lab.at,
        ),
    ];
    let mut text = format!(
        "# {}\n\n{}\n\n[{}]({link})\n",
        plain(title),
        catalog.say(&Text::joined(head, " ")),
        catalog.say(&say::report_open()),
    );
    let mut section = |title: Text, body: Option<String>| {
        let body = body.unwrap_or_else(|| catalog.say(&say::report_none()) + "\n");
        text.extend(["\n## ", &catalog.say(&title), "\n\n", &body]);
    };
    section(
        say::report_settings(),
        settings(timeline, &recording, &lab, catalog),
    );
    section(say::report_acts(), acts(timeline, catalog));
    section(
        say::report_rebalances(),
        rebalances(simulation, &lab, &matrix, catalog),
    );
    section(say::report_fates(), fates(&lab, catalog));
    section(say::report_partitions(), partitions(&lab, &matrix, catalog));
    let worst = explain::worst(simulation);
    section(say::report_worst(), worst.map(|why| chain(&why, catalog)));
    text
}

fn table<const N: usize>(columns: [Text; N], rows: Table, catalog: &Catalog) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let columns = columns.map(|column| catalog.say(&column)).join(" | ");
    let mut text = format!("| {columns} |\n|{}\n", "---|".repeat(N));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| plain(&catalog.say(cell))).collect();
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

fn settings(
    timeline: &Timeline,
    recording: &Recording,
    lab: &LabView,
    catalog: &Catalog,
) -> Option<String> {
    let release = timeline.simulation().release();
    let default = |key: &ConfigKey| key.default_in(release).value().unwrap_or_default();
    let row = |place: Text, key: &ConfigKey, value: String| {
        let [value, default] = [value, default(key).to_owned()].map(|it| match it.as_str() {
            "" => say::report_no_value(),
            _ => it.into(),
        });
        vec![place, key.name.into(), value, default]
    };
    let mut rows = Table::new();
    for key in BROKER_KEYS {
        let set = recording
            .scenario
            .broker
            .get(key.name)
            .map(ConfigValue::text);
        let set = set.filter(|value| value != default(key));
        rows.extend(set.map(|value| row(say::report_broker(), key, value)));
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
                    say::report_all()
                } else {
                    letters.join(", ").into()
                };
                rows.push(row(place, key, value.to_owned()));
            }
        }
    }
    let columns = [
        say::report_where(),
        say::report_key(),
        say::report_value(),
        say::report_default(),
    ];
    table(columns, rows, catalog)
}

fn acts(timeline: &Timeline, catalog: &Catalog) -> Option<String> {
    let events = timeline.events(usize::MAX).into_iter();
    let acts = events.filter(|row| row.kind == EventKind::Command);
    let lines: Vec<String> = acts
        .map(|row| {
            let at = catalog.say(&row.at.into());
            format!("- {at}: {}\n", plain(&catalog.say(&row.text)))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.concat())
}

fn rebalances(
    simulation: &Simulation,
    lab: &LabView,
    matrix: &MatrixView,
    catalog: &Catalog,
) -> Option<String> {
    let row = |band: &Band| {
        let group = lab.groups.iter().find(|group| group.id == band.group);
        let mut story = simulation.history.story.iter();
        let opened = story.find(|entry| {
            entry.event == band.event && present::opened_rebalance(&entry.effect).is_some()
        });
        let told = opened.map(|entry| present::event_text(simulation, &entry.effect));
        vec![
            group
                .map(|group| group.name.to_string())
                .unwrap_or_default()
                .into(),
            band.generation_id.to_string().into(),
            band.from.into(),
            band.to.map_or_else(say::report_not_over, Text::from),
            band.to.unwrap_or(lab.at).since(band.from).into(),
            told.unwrap_or_default(),
        ]
    };
    let columns = [
        say::report_group(),
        say::report_generation(),
        say::report_from(),
        say::report_to(),
        say::report_took(),
        say::report_opened(),
    ];
    table(columns, matrix.bands.iter().map(row).collect(), catalog)
}

fn fates(lab: &LabView, catalog: &Catalog) -> Option<String> {
    let counters = &lab.counters;
    let rows = [
        (say::report_once(), counters.records_once),
        (say::report_twice_or_more(), counters.records_twice),
        (say::report_extra_runs(), counters.extra_runs),
        (say::report_records_lost(), counters.records_lost),
        (say::report_records_skipped(), counters.records_skipped),
        (say::report_pending(), counters.records_pending),
        (say::report_written(), counters.records_total),
    ];
    let stopped = SimDuration::from_millis(counters.stopped_partition_ms);
    let rows = rows.map(|(name, number)| vec![name, number.into()]);
    let stopped = vec![say::report_stopped(), stopped.into()];
    table(
        [say::report_what(), say::report_number()],
        rows.into_iter().chain([stopped]).collect(),
        catalog,
    )
}

fn partitions(lab: &LabView, matrix: &MatrixView, catalog: &Catalog) -> Option<String> {
    let row = |partition: &PartitionView| {
        let is_its =
            |row: &&MatrixRow| (row.partition, row.group) == (partition.id, partition.group);
        let history = matrix.rows.iter().find(is_its);
        let stops = history
            .into_iter()
            .flat_map(|row| explain::stops(&row.segments));
        let stopped = stops.fold(SimDuration::from_millis(0), |sum, stop| {
            sum + stop.to.since(stop.from)
        });
        vec![
            lab.reading_name(partition).into(),
            stopped.into(),
            partition.records_twice.into(),
            partition.records_lost.into(),
            partition.records_skipped.into(),
        ]
    };
    let columns = [
        say::report_partition(),
        say::report_nobody_read(),
        say::report_twice(),
        say::report_lost(),
        say::report_skipped(),
    ];
    table(columns, lab.partitions.iter().map(row).collect(), catalog)
}

fn chain(why: &WhyView, catalog: &Catalog) -> String {
    let said = |text: &Text| plain(&catalog.say(text));
    let mut text = format!("**{}** {}\n\n", said(&why.question), said(&why.answer));
    for (index, step) in why.steps.iter().enumerate() {
        let at = catalog.say(&step.at.map_or_else(say::report_next, Text::from));
        let (fact, because) = (said(&step.fact), said(&step.because));
        let setting = step.setting.as_ref().map(|(key, value, default)| {
            let setting = say::report_setting(*key, plain(value), plain(default));
            format!(" {}", catalog.say(&setting))
        });
        let line = format!("{}. {at}: **{fact}** {because}", index + 1);
        let setting = setting.unwrap_or_default();
        text.extend([line.trim_end(), &setting, "\n"]);
    }
    text
}
