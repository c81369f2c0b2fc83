//! How long the assignors take: the leader's own work in a rebalance.
//!
//! Fresh: nobody owns anything. Steady: everybody claims what it was given, and nothing changed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sim_core::assignor::{
    AssignorInput, AssignorMember, AssignorName, AssignorOutput, AssignorTopic, UserData, assignor,
};

use crate::Outcome;
use crate::bench_report::BenchReport;

const SCALES: [(u32, u32); 3] = [(10, 100), (100, 1_000), (100, 10_000)];
const TOPICS: u32 = 4;
const RUNS: u32 = 5;

/// The names in the report.
pub const ASSIGNORS: [(&str, AssignorName); 4] = [
    ("range", AssignorName::Range),
    ("roundrobin", AssignorName::RoundRobin),
    ("sticky", AssignorName::Sticky),
    ("cooperative_sticky", AssignorName::CooperativeSticky),
];

/// Adds the time of one call of each assignor.
pub fn measure(report: &mut BenchReport) -> Outcome {
    for (members, partitions) in SCALES {
        for (word, name) in ASSIGNORS {
            let fresh = group(members, partitions);
            let (time, output) = timed(name, &fresh)?;
            let scale = format!("{members}x{partitions}");
            report.insert(&format!("assign_ms_{word}_fresh_{scale}"), millis(time))?;
            let (time, _) = timed(name, &claimed(&fresh, &output))?;
            report.insert(&format!("assign_ms_{word}_steady_{scale}"), millis(time))?;
        }
    }
    Ok(())
}

fn group(members: u32, partitions: u32) -> AssignorInput {
    let names: Vec<String> = (0..TOPICS).map(|topic| format!("topic-{topic}")).collect();
    let topic = |name: &String| AssignorTopic {
        name: name.as_str().into(),
        partition_count: partitions / TOPICS,
        racks: None,
    };
    let subscribed: Vec<&str> = names.iter().map(String::as_str).collect();
    let member = |index: u32| AssignorMember::new(&format!("member-{index:04}"), &subscribed);
    AssignorInput {
        topics: names.iter().map(topic).collect(),
        members: (0..members).map(member).collect(),
        leader_max_generation: -1,
    }
}

/// The same group in the next generation, with everybody's claims.
fn claimed(fresh: &AssignorInput, output: &AssignorOutput) -> AssignorInput {
    let mut next = fresh.clone();
    for (member, given) in next.members.iter_mut().zip(&output.per_member) {
        let named = |(topic, number): &(u32, u32)| {
            let name: Arc<str> = fresh.topics[*topic as usize].name.clone();
            (name, *number)
        };
        let partitions: Vec<(Arc<str>, u32)> = given.iter().map(named).collect();
        member.owned.clone_from(&partitions);
        member.generation = 1;
        member.user_data = Some(UserData {
            generation: 1,
            partitions,
        });
    }
    next.leader_max_generation = output.leader_max_generation;
    next
}

fn timed(name: AssignorName, input: &AssignorInput) -> Outcome<(Duration, AssignorOutput)> {
    let began = Instant::now();
    let mut last = assignor(name).assign(input)?;
    for _ in 1..RUNS {
        last = std::hint::black_box(assignor(name).assign(input)?);
    }
    Ok((began.elapsed() / RUNS, last))
}

fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
