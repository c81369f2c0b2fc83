//! Every recording as the page shows it: the recorded run as a matrix, the simulated one as a link
//! that the page runs itself, what was compared, and a list of all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sim_core::SimTime;
use sim_core::link::{Place, encode};

use super::drawn::{drawn, end};
use super::recording::KafkaRecording;
use super::trace::{Outcome as Ending, Trace};
use super::{Replayed, Verdict, replay, run_vector_file, walk};
use crate::vectors::run_vectors;
use crate::{Outcome, repository};

/// What agrees, differs or cannot be simulated yet, as the page reads it.
const AGREES: &str = "agrees";
const DIFFERS: &str = "differs";
const LATER: &str = "later";

/// Writes `fidelity/` of a built page.
pub fn pack(dist: &Path) -> Outcome {
    let folder = dist.join("fidelity");
    fs::create_dir_all(&folder)?;
    let fixtures = repository().join("tests/fixtures");
    let titles = fs::read_to_string(fixtures.join("recordings.ko.json"))?;
    let titles: BTreeMap<String, String> = serde_json::from_str(&titles)?;
    let (mut recordings, mut vectors) = (Vec::new(), Vec::new());
    let mut files = Vec::new();
    walk(&fixtures.join("kafka"), &mut files)?;
    for file in files {
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("json") => {
                let recording: KafkaRecording = serde_json::from_str(&fs::read_to_string(&file)?)?;
                let korean = titles.get(&recording.name);
                let korean = korean.ok_or_else(|| format!("no title of {}", recording.name))?;
                let (listed, whole) = exhibit(&recording, korean)?;
                let to = folder.join(format!("{}.json", recording.name));
                fs::write(to, whole.to_string())?;
                recordings.push(listed);
            }
            Some("jsonl") => vectors.push(vector_file(&file)?),
            _ => {}
        }
    }
    let index = json!({ "recordings": recordings, "vectors": vectors });
    fs::write(folder.join("index.json"), index.to_string())?;
    Ok(())
}

/// How a file of assignors' answers fared.
fn vector_file(file: &Path) -> Outcome<Value> {
    let name = file.file_stem().map(|stem| stem.to_string_lossy());
    let (result, cases) = match run_vector_file(file)?.0 {
        Verdict::Passed => (AGREES, run_vectors(file).len()),
        Verdict::Failed(_) => (DIFFERS, run_vectors(file).len()),
        Verdict::Later(_) => (LATER, 0),
    };
    Ok(json!({ "name": name, "result": result, "cases": cases }))
}

/// A recording in the list, and the whole of it.
pub(super) fn exhibit(recording: &KafkaRecording, korean: &str) -> Outcome<(Value, Value)> {
    let mut listed = json!({
        "name": recording.name, "title": { "en": recording.title, "ko": korean },
        "protocol": recording.protocol,
    });
    let end = end(recording);
    let mut whole = serde_json::to_value(drawn(recording))?;
    let result = if recording.protocol == "classic" {
        let replayed = replay(recording).map_err(|why| why.join("; "))?;
        let Replayed {
            run,
            simulated,
            compared,
        } = replayed;
        listed["figures"] = serde_json::to_value(compared.figures)?;
        whole["beats"] = serde_json::to_value(&compared.beats)?;
        whole["ending"] = ending(&Trace::from(recording).outcome, &simulated.outcome);
        let mut place = Place::start_of(run);
        place.at = SimTime::from_millis(u64::try_from(end)?);
        whole["run"] = format!("s={}", encode(&place)).into();
        if compared.differences.is_empty() {
            AGREES
        } else {
            DIFFERS
        }
    } else {
        LATER
    };
    listed["result"] = result.into();
    whole["end"] = end.into();
    let Value::Object(all) = &mut whole else {
        return Err("a recording is drawn as an object".into());
    };
    let Value::Object(own) = listed.clone() else {
        return Err("a recording is listed as an object".into());
    };
    all.extend(own);
    Ok((listed, whole))
}

/// Per partition what was committed, ran twice and never, of both runs.
fn ending(kafka: &Ending, simulated: &Ending) -> Value {
    let count = |spans: &BTreeMap<String, Vec<super::ranges::Span>>, partition: &str| -> u64 {
        let own = spans.get(partition).into_iter().flatten();
        own.map(|span| span.count()).sum()
    };
    let both = [kafka, simulated];
    let names: BTreeSet<&String> = both
        .iter()
        .flat_map(|one| {
            let lists = one.processed_twice.keys().chain(one.never_processed.keys());
            one.committed.keys().chain(lists)
        })
        .collect();
    let rows = names.into_iter().map(|name| {
        json!({
            "partition": name,
            "committed": both.map(|one| one.committed.get(name).copied()),
            "twice": both.map(|one| count(&one.processed_twice, name)),
            "never": both.map(|one| count(&one.never_processed, name)),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use sim_core::link::decode;
    use sim_core::{SimTime, Timeline};

    use super::*;

    fn exhibited(name: &str) -> Value {
        let folder = repository().join("tests/fixtures/kafka/recordings");
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        exhibit(&serde_json::from_str(&text).unwrap(), "")
            .unwrap()
            .1
    }

    /// What the page runs is the run that was compared: its callbacks lie where the list says.
    #[test]
    fn the_link_is_the_run_that_was_compared() {
        let whole = exhibited("04-cooperative-join-leave");
        let place = decode(whole["run"].as_str().unwrap()).unwrap();
        let mut timeline = Timeline::new(place.recording).unwrap();
        timeline.seek(place.at);
        let matrix = timeline.matrix(SimTime::ZERO, place.at);
        let ends = |at: u64| {
            let close = |end: SimTime| end.as_millis().abs_diff(at) <= 1;
            let rows = matrix.rows.iter().flat_map(|row| &row.segments);
            rows.into_iter().any(|segment| close(segment.to))
        };
        let beats = whole["beats"].as_array().unwrap();
        let revoked: Vec<&Value> = beats.iter().filter(|it| it["kind"] == "revoked").collect();
        assert!(revoked.len() > 3);
        for beat in revoked {
            let partitions = beat["partitions"].as_array().unwrap();
            let at = beat["simulated"].as_u64().unwrap();
            assert!(partitions.is_empty() || ends(at), "{beat}");
        }
    }

    #[test]
    fn the_list_has_the_largest_of_the_differences() {
        let whole = exhibited("07-kill-auto-cooperative");
        let beats = whole["beats"].as_array().unwrap();
        let off = |beat: &Value| {
            let time = |field| beat[field].as_i64().unwrap();
            (time("kafka") - time("simulated")).abs()
        };
        let largest = beats.iter().map(off).max();
        assert_eq!(largest, whole["figures"]["largest_ms"].as_i64());
        assert_eq!(whole["result"], AGREES);
    }

    #[test]
    fn a_recording_of_the_new_protocol_is_drawn_alone() {
        let whole = exhibited("43-kip848-kill");
        assert_eq!(whole["result"], LATER);
        assert!(whole["run"].is_null() && whole["beats"].is_null());
        assert!(!whole["rows"][0]["segments"].as_array().unwrap().is_empty());
    }
}
