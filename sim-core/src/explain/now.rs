//! The present moment in words: the now line, what a stop waits for, why a consumer is as it is.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a sentence names the few states it is about"
)]

use super::causes::{counted, records};
use super::sentences::{cut_consequence, setting};
use crate::ids::ConsumerId;
use crate::present;
use crate::simulation::Simulation;
use crate::view::{
    Barrier, ConsumerStatus, ConsumerView, CutView, GroupState, GroupView, LabView, NowLine,
    PartitionView, ReadState, WhyMark, WhyStep,
};

/// One bold fact and what follows from it.
pub(crate) fn now_line(lab: &LabView) -> NowLine {
    let line = |fact: String, consequence: String| NowLine { fact, consequence };
    let open = lab.groups.iter().find(|group| {
        matches!(
            group.state,
            GroupState::PreparingRebalance | GroupState::CompletingRebalance
        )
    });
    if let Some(group) = open {
        return line(rebalance_fact(lab, group), stopped_consequence(lab));
    }
    let silent = lab
        .consumers
        .iter()
        .find(|consumer| is_unnoticed(lab, consumer));
    if let Some(consumer) = silent {
        let left = consumer.session.map_or_else(String::new, |clock| {
            format!(" Its session ends in {}.", clock.left)
        });
        return line(
            unnoticed_fact(consumer),
            format!("{}{left}", stopped_consequence(lab)),
        );
    }
    if let Some(line) = noticed_cut(lab) {
        return line;
    }
    if lab.counters.stopped_partitions > 0 {
        return line(
            "The group is stable, but not everything is read.".to_owned(),
            stopped_consequence(lab),
        );
    }
    let readers: Vec<&str> = lab
        .consumers
        .iter()
        .filter(|c| !c.assigned.is_empty())
        .map(|c| &*c.letter)
        .collect();
    if readers.is_empty() {
        let count = lab.partitions.len();
        return line(
            "Nobody reads yet.".to_owned(),
            match count {
                1 => "1 partition waits for a group.".to_owned(),
                _ => format!("{count} partitions wait for a group."),
            },
        );
    }
    if let Some(line) = late_poll(lab) {
        return line;
    }
    if let Some(line) = unassigned(lab) {
        return line;
    }
    line(
        shares(lab, &readers),
        format!("{} of lag; nothing is stopped.", records(lab.counters.lag)),
    )
}

/// Who reads how much; each group for itself where there are several.
fn shares(lab: &LabView, readers: &[&str]) -> String {
    let verb = |count: usize| if count == 1 { "reads" } else { "share" };
    if lab.groups.len() < 2 {
        let all = counted(lab.partitions.len() as u64, "partition");
        return format!("{} {} {all}.", names(readers), verb(readers.len()));
    }
    let parts = lab.groups.iter().filter_map(|group| {
        let own = |one: &&ConsumerView| one.group == group.id && !one.assigned.is_empty();
        let own: Vec<&ConsumerView> = lab.consumers.iter().filter(own).collect();
        let letters: Vec<&str> = own.iter().map(|one| &*one.letter).collect();
        let held: usize = own.iter().map(|one| one.assigned.len()).sum();
        let held = counted(held as u64, "partition");
        let (who, verb) = (names(&letters), verb(letters.len()));
        (!own.is_empty()).then(|| format!("{who} {verb} {held} in {}", group.name))
    });
    let parts: Vec<String> = parts.collect();
    format!("{}.", parts.join("; "))
}

/// A consumer whose client will leave by itself.
fn late_poll(lab: &LabView) -> Option<NowLine> {
    let is_late = |consumer: &&ConsumerView| consumer.status == ConsumerStatus::PollIsLate;
    let consumer = lab.consumers.iter().find(is_late)?;
    let consequence = consumer.poll.map_or_else(String::new, |clock| {
        format!("In {} its own client leaves the group.", clock.left)
    });
    Some(NowLine {
        fact: format!("{} has not called poll() for long.", consumer.letter),
        consequence,
    })
}

/// A cut of which the coordinator notices nothing, or has noticed already.
fn noticed_cut(lab: &LabView) -> Option<NowLine> {
    let is_cut = |consumer: &&ConsumerView| consumer.status == ConsumerStatus::NetworkCut;
    let (fact, consequence) = cut_fact(lab.consumers.iter().find(is_cut)?);
    Some(NowLine {
        fact: format!("{fact}."),
        consequence: consequence.to_owned(),
    })
}

/// Partitions that no assignment has dealt out, in a group at rest: new ones, as a rule.
fn unassigned(lab: &LabView) -> Option<NowLine> {
    let is_waiting = |view: &&PartitionView| view.state == ReadState::NeverAssigned;
    let fact = match lab.partitions.iter().filter(is_waiting).count() {
        0 => return None,
        1 => "1 partition has no reader yet.".to_owned(),
        count => format!("{count} partitions have no reader yet."),
    };
    let consequence = "Consumers notice new ones when they next refresh their metadata.".to_owned();
    Some(NowLine { fact, consequence })
}

fn names(letters: &[&str]) -> String {
    const SHOWN: usize = 6;
    match letters {
        [] => "Nobody".to_owned(),
        [one] => (*one).to_owned(),
        [rest @ .., last] if letters.len() <= SHOWN => format!("{} and {last}", rest.join(", ")),
        _ => format!("{} consumers", letters.len()),
    }
}

fn stopped_consequence(lab: &LabView) -> String {
    match lab.counters.stopped_partitions {
        0 => "Nothing is stopped yet.".to_owned(),
        1 => "One partition is stopped.".to_owned(),
        count if count as usize == lab.partitions.len() => {
            format!("All {count} partitions are stopped.")
        }
        count => format!("{count} partitions are stopped; the others are read."),
    }
}

/// Dead, frozen or cut off, and the coordinator still counts on it.
fn is_unnoticed(lab: &LabView, consumer: &ConsumerView) -> bool {
    let is_silent = match consumer.status {
        ConsumerStatus::NetworkCut => consumer.cut.is_some_and(CutView::is_unheard),
        ConsumerStatus::Killed | ConsumerStatus::Frozen | ConsumerStatus::Failed => true,
        _ => false,
    };
    is_silent
        && consumer.session.is_some()
        && lab
            .groups
            .iter()
            .any(|group| group.members.iter().any(|m| m.consumer == consumer.id))
}

fn unnoticed_fact(consumer: &ConsumerView) -> String {
    match consumer.status {
        ConsumerStatus::Frozen => {
            format!("Nobody knows yet that {} stands still.", consumer.letter)
        }
        ConsumerStatus::NetworkCut => {
            format!("Nobody knows yet that {}.", cut_fact(consumer).0)
        }
        _ => format!("Nobody knows yet that {} is gone.", consumer.letter),
    }
}

/// What of a consumer's network is cut, and what goes on.
fn cut_fact(consumer: &ConsumerView) -> (String, &'static str) {
    let cut = consumer.cut.and_then(CutView::link_and_way);
    let (words, consequence) = cut.map_or(
        ("is cut off in part", "Some of its messages do not arrive."),
        |(link, way)| (present::cut_words(link, way), cut_consequence(link, way)),
    );
    (format!("{} {words}", consumer.letter), consequence)
}

fn letter_of(lab: &LabView, consumer: ConsumerId) -> &str {
    lab.consumers
        .get(consumer.index())
        .map_or("?", |view| &view.letter)
}

fn rebalance_fact(lab: &LabView, group: &GroupView) -> String {
    if group.in_initial_delay {
        let left = group
            .phase_ends
            .map_or_else(String::new, |ends| format!(" for {}", ends.since(lab.at)));
        return format!("The group was empty; the coordinator waits{left} for more members.");
    }
    if group.state == GroupState::CompletingRebalance {
        let leader = group
            .leader
            .map_or("the leader", |leader| letter_of(lab, leader));
        return format!("Everybody is in; {leader} assigns the partitions.");
    }
    let missing = |wanted: fn(&Barrier) -> bool| -> Vec<&str> {
        group
            .members
            .iter()
            .filter(|member| wanted(&member.barrier))
            .map(|member| letter_of(lab, member.consumer))
            .collect()
    };
    let silent = missing(|barrier| matches!(barrier, Barrier::Silent { .. }));
    if !silent.is_empty() {
        return format!("Waiting for {}, who cannot answer.", names(&silent));
    }
    let busy = missing(|barrier| matches!(barrier, Barrier::InBatch { .. }));
    if let [one] = busy.as_slice() {
        return format!("Waiting for {one} to finish its batch.");
    }
    if !busy.is_empty() {
        return format!("Waiting for {} to finish their batches.", names(&busy));
    }
    let untold = missing(|barrier| matches!(barrier, Barrier::NotTold { .. }));
    if !untold.is_empty() {
        let verb = if untold.len() == 1 { "hears" } else { "hear" };
        return format!(
            "A rebalance is open; {} {verb} of it with the next heartbeat.",
            names(&untold)
        );
    }
    "A rebalance is open; everybody is rejoining.".to_owned()
}

fn step(mark: WhyMark, at: Option<crate::time::SimTime>, fact: String, because: String) -> WhyStep {
    WhyStep {
        at,
        mark,
        fact,
        because,
        setting: None,
        event: None,
    }
}

/// What a stopped partition waits for now, and what comes next.
pub(super) fn waiting_steps(
    simulation: &Simulation,
    lab: &LabView,
    partition: &PartitionView,
) -> Vec<WhyStep> {
    let group = lab.groups.iter().find(|group| {
        let world = &simulation.world;
        world
            .consumers
            .iter()
            .any(|c| c.group == group.id && present::asks_for(world, c, partition.topic))
    });
    let Some(group) = group else {
        return vec![step(
            WhyMark::Now,
            Some(lab.at),
            "No group subscribes to its topic.".to_owned(),
            String::new(),
        )];
    };
    if partition.state == ReadState::AssignedNotFetched {
        let letter = partition
            .reader
            .map_or("?", |reader| letter_of(lab, reader));
        return vec![step(
            WhyMark::Now,
            Some(lab.at),
            format!("{letter} has it assigned"),
            "and asks for the committed offset.".to_owned(),
        )];
    }
    match group.state {
        GroupState::PreparingRebalance => vec![
            step(
                WhyMark::Now,
                Some(lab.at),
                rebalance_fact(lab, group),
                barrier_detail(lab, group),
            ),
            step(
                WhyMark::Next,
                None,
                "The leader assigns it again,".to_owned(),
                "and its new owner starts at the committed offset.".to_owned(),
            ),
        ],
        GroupState::CompletingRebalance => vec![step(
            WhyMark::Now,
            Some(lab.at),
            rebalance_fact(lab, group),
            "SyncGroup brings everybody its part.".to_owned(),
        )],
        GroupState::Empty | GroupState::Dead => vec![step(
            WhyMark::Now,
            Some(lab.at),
            "The group has no members.".to_owned(),
            "A consumer that joins starts the initial delay.".to_owned(),
        )],
        GroupState::Stable => waiting_for_session(simulation, lab, partition),
    }
}

fn waiting_for_session(
    simulation: &Simulation,
    lab: &LabView,
    partition: &PartitionView,
) -> Vec<WhyStep> {
    let Some(owner) = partition
        .reader
        .and_then(|reader| lab.consumers.get(reader.index()))
    else {
        return Vec::new();
    };
    if !is_unnoticed(lab, owner) {
        return Vec::new();
    }
    let ends = owner.session.map(|clock| lab.at.after(clock.left));
    let mut now = step(
        WhyMark::Now,
        Some(lab.at),
        unnoticed_fact(owner),
        "The coordinator waits for its session to end; the others are told nothing.".to_owned(),
    );
    now.setting = setting(simulation, owner.id, "session.timeout.ms");
    let next = step(
        WhyMark::Next,
        ends,
        format!("The coordinator removes {}", owner.letter),
        "and opens a rebalance.".to_owned(),
    );
    vec![now, next]
}

fn barrier_detail(lab: &LabView, group: &GroupView) -> String {
    let worst = group
        .members
        .iter()
        .find_map(|member| match member.barrier {
            Barrier::InBatch { done, total, ends } => Some(format!(
                "{} is at record {done} of {total} and can rejoin when it calls poll(), in {}.",
                letter_of(lab, member.consumer),
                ends.since(lab.at)
            )),
            Barrier::NotTold { next_heartbeat } => Some(format!(
                "{} sends its next heartbeat in {}.",
                letter_of(lab, member.consumer),
                next_heartbeat.since(lab.at)
            )),
            Barrier::Silent { .. } => Some(format!(
                "{} holds everybody up until its session or the rebalance timeout ends.",
                letter_of(lab, member.consumer)
            )),
            _ => None,
        });
    worst.unwrap_or_default()
}

/// Question, short answer and present step about a consumer.
pub(super) fn consumer_question(
    lab: &LabView,
    consumer: &ConsumerView,
) -> (String, String, Vec<WhyStep>) {
    let letter = &consumer.letter;
    let count = consumer.assigned.len();
    let (state, answer) = match consumer.status {
        ConsumerStatus::NotStarted => (
            "not running",
            "Its process has not been started.".to_owned(),
        ),
        ConsumerStatus::Starting => ("starting", "It looks for its coordinator.".to_owned()),
        ConsumerStatus::Joining => (
            "without partitions",
            "Its JoinGroup is parked until the join phase ends.".to_owned(),
        ),
        ConsumerStatus::Reading => (
            "reading",
            format!("It owns {}.", counted(count as u64, "partition")),
        ),
        ConsumerStatus::Idle => (
            "idle",
            "There are more members than partitions for it.".to_owned(),
        ),
        ConsumerStatus::MustRejoin => (
            "late for the rebalance",
            "It knows, but can rejoin only in its next poll().".to_owned(),
        ),
        ConsumerStatus::Rejoined => (
            "waiting",
            "Its JoinGroup is in; it reads nothing until it has an assignment.".to_owned(),
        ),
        ConsumerStatus::Frozen => ("frozen", "No thread of it runs.".to_owned()),
        ConsumerStatus::NetworkCut => (
            "cut off",
            format!("{}. {}", cut_fact(consumer).0, cut_fact(consumer).1),
        ),
        ConsumerStatus::PollIsLate => (
            "late with poll()",
            "At max.poll.interval.ms its own client leaves the group.".to_owned(),
        ),
        ConsumerStatus::Fenced => (
            "working on records it does not own any more",
            "Its commits will be refused.".to_owned(),
        ),
        ConsumerStatus::Closing => (
            "closing",
            "It commits, gives up its partitions and sends LeaveGroup.".to_owned(),
        ),
        ConsumerStatus::Closed => ("closed", "It left in good order.".to_owned()),
        ConsumerStatus::Killed => ("dead", "It was killed and told nobody.".to_owned()),
        ConsumerStatus::Failed => ("dead", consumer.last_error.clone().unwrap_or_default()),
    };
    let mut steps = Vec::new();
    if is_unnoticed(lab, consumer) {
        let left = consumer.session.map_or_else(String::new, |clock| {
            format!("In {} its session ends.", clock.left)
        });
        steps.push(step(
            WhyMark::Now,
            Some(lab.at),
            unnoticed_fact(consumer),
            left,
        ));
    }
    (format!("Why is {letter} {state}?"), answer, steps)
}
