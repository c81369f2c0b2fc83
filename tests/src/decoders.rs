//! Everything that reads what comes from outside, each as a function of bytes that must neither
//! panic nor run for long. The fuzz targets call them, and a test calls them with the corpora.
//!
//! Deliberately lacks readers of its own.

use sim_core::config::{ConsumerConfig, KafkaRelease, read_paste};
use sim_core::link::{self, LinkError, Place};
use sim_core::scenario::default_scenario;
use sim_core::{Recording, Scenario, SimTime, TimedCommand, Timeline};

use crate::link::packed;

/// Partitions of a run that is also started: more only take longer.
const STARTED_MAX: u64 = 64;
/// Events that a started run may take.
const EVENTS_MAX: u32 = 200;

/// A link. One that opens leads back to itself.
pub fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    opened(link::decode(&text));
    // Most bytes fail in base64 already; packed they reach the reader of each version.
    let data = packed(bytes).expect("memory takes what is written");
    opened(link::decode(&format!("s={data}")));
    opened(link::decode(&format!("s=2.{data}")));
    for link in [text.into_owned(), format!("l=1.{data}")] {
        match link::decode_lesson(&link) {
            Ok(lesson) => drop(lesson::open_file(&lesson)),
            Err(error) => drop(error.to_string()),
        }
    }
}

/// A file that is opened or dropped.
pub fn file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    opened(link::from_file(&text));
    if let Ok(lesson::Opened::Run(place)) = lesson::open_file(&text) {
        opened(Ok(*place));
    }
}

/// A recording as JSON. One that is accepted starts.
pub fn recording(bytes: &[u8]) {
    match Recording::from_json(&String::from_utf8_lossy(bytes)) {
        Ok(recording) => started(recording),
        Err(error) => drop(error.to_string()),
    }
}

/// A scenario as JSON.
pub fn scenario(bytes: &[u8]) {
    if let Ok(scenario) = serde_json::from_slice::<Scenario>(bytes) {
        started(Recording::new(scenario, 7));
    }
}

/// Settings that are pasted: properties, librdkafka's names, YAML or JSON.
pub fn paste(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let paste = read_paste(&text, &ConsumerConfig::defaults(KafkaRelease::V4_3));
    drop((paste.applied(), paste.unknown()));
}

/// Commands as JSON, one a line, as a host page sends them: each acts on the first run or is
/// refused.
pub fn command(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let first = Recording::new(default_scenario(), 7);
    let mut timeline = Timeline::new(first).expect("the first run starts");
    timeline.seek(SimTime::from_millis(5_000));
    for line in text.lines().take(8) {
        let Ok(timed) = serde_json::from_str::<TimedCommand>(line) else {
            continue;
        };
        match timeline.act(timed.command) {
            Ok(_) => goes_on(&mut timeline),
            Err(error) => drop(error.to_string()),
        }
    }
}

fn opened(read: Result<Place, LinkError>) {
    match read {
        Ok(place) => {
            let again = link::decode(&format!("s={}", link::encode(&place)));
            assert_eq!(again.as_ref(), Ok(&place), "a place leads back to itself");
            assert_eq!(link::from_file(&link::to_file(&place)).as_ref(), Ok(&place));
            started(place.recording);
        }
        Err(error) => drop(error.to_string()),
    }
}

fn started(recording: Recording) {
    let topics = recording.scenario.topics.iter();
    let partitions: u64 = topics.map(|topic| u64::from(topic.partitions)).sum();
    if partitions > STARTED_MAX {
        return;
    }
    match Timeline::new(recording) {
        Ok(mut timeline) => goes_on(&mut timeline),
        Err(error) => drop(error.to_string()),
    }
}

fn goes_on(timeline: &mut Timeline) {
    timeline.advance(SimTime::from_millis(60_000), EVENTS_MAX);
    drop(timeline.lab());
}
