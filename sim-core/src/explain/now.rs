//! The present moment in words: the now line, what a stop waits for, why a consumer is as it is.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a sentence names the few states it is about"
)]

use locale::{Text, say};

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
    let line = |fact: Text, consequence: Text| NowLine { fact, consequence };
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
        let left = consumer
            .session
            .map(|clock| say::session_ends_in(clock.left));
        let sentences = [stopped_consequence(lab)].into_iter().chain(left);
        return line(unnoticed_fact(consumer), Text::joined(sentences, " "));
    }
    if let Some(line) = noticed_cut(lab) {
        return line;
    }
    if let Some(line) = given_up(lab) {
        return line;
    }
    if lab.counters.stopped_partitions > 0 {
        let fact = if is_any_shared(lab) {
            say::now_groups_not_all_read()
        } else {
            say::now_stable_not_all_read()
        };
        return line(fact, stopped_consequence(lab));
    }
    let readers: Vec<&str> = lab
        .consumers
        .iter()
        .filter(|c| !c.assigned.is_empty())
        .map(|c| &*c.letter)
        .collect();
    if readers.is_empty() {
        return line(
            say::now_nobody_reads(),
            say::now_partitions_wait(lab.partition_count()),
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
        say::now_lag(say::records(lab.counters.lag)),
    )
}

/// Nothing is stopped but what nobody asks for any more.
fn given_up(lab: &LabView) -> Option<NowLine> {
    let stopped = || {
        lab.partitions
            .iter()
            .filter(|it| it.stopped_since.is_some())
    };
    let count = stopped().count();
    (count > 0 && stopped().all(|it| !it.is_asked_for)).then(|| NowLine {
        fact: say::now_not_asked_for(count),
        consequence: say::now_commits_stay(),
    })
}

/// Who reads how much; each group for itself where there are several.
fn shares(lab: &LabView, readers: &[&str]) -> Text {
    if lab.groups.len() < 2 {
        return say::now_share(
            readers.len(),
            names(readers),
            say::partitions(lab.partition_count()),
        );
    }
    let parts = lab.groups.iter().filter_map(|group| {
        let own = |one: &&ConsumerView| one.group == group.id && !one.assigned.is_empty();
        let own: Vec<&ConsumerView> = lab.consumers.iter().filter(own).collect();
        let letters: Vec<&str> = own.iter().map(|one| &*one.letter).collect();
        let held: usize = own.iter().map(|one| one.assigned.len()).sum();
        (!own.is_empty()).then(|| {
            let held = say::partitions(held);
            say::now_share_in(letters.len(), names(&letters), held, &group.name)
        })
    });
    Text::sentence(Text::joined(parts, "; "))
}

/// A consumer whose client will leave by itself.
fn late_poll(lab: &LabView) -> Option<NowLine> {
    let is_late = |consumer: &&ConsumerView| consumer.status == ConsumerStatus::PollIsLate;
    let consumer = lab.consumers.iter().find(is_late)?;
    let consequence = consumer
        .poll
        .map(|clock| say::now_client_leaves_in(clock.left));
    Some(NowLine {
        fact: say::now_poll_late(&consumer.letter),
        consequence: consequence.unwrap_or_default(),
    })
}

/// A cut of which the coordinator notices nothing, or has noticed already.
fn noticed_cut(lab: &LabView) -> Option<NowLine> {
    let is_cut = |consumer: &&ConsumerView| consumer.status == ConsumerStatus::NetworkCut;
    let (fact, consequence) = cut_fact(lab.consumers.iter().find(is_cut)?);
    Some(NowLine {
        fact: Text::sentence(fact),
        consequence,
    })
}

/// Partitions that no assignment has dealt out, in a group at rest: new ones, as a rule.
fn unassigned(lab: &LabView) -> Option<NowLine> {
    let is_waiting = |view: &&PartitionView| view.state == ReadState::NeverAssigned;
    let count = lab.partitions.iter().filter(is_waiting).count();
    (count > 0).then(|| NowLine {
        fact: if is_any_shared(lab) {
            let said = |count, group: &str| say::now_no_reader_yet_in(count, group);
            by_group(lab, |view| is_waiting(&view), said)
        } else {
            say::now_no_reader_yet(count)
        },
        consequence: say::now_notice_new(),
    })
}

fn names(letters: &[&str]) -> Text {
    const SHOWN: usize = 6;
    match letters {
        [] => say::nobody(),
        [one] => Text::verbatim((*one).to_owned()),
        [rest @ .., last] if letters.len() <= SHOWN => say::list_end(rest.join(", "), *last),
        _ => say::consumers(letters.len()),
    }
}

/// Whether a topic has several groups.
fn is_any_shared(lab: &LabView) -> bool {
    let mut topics = lab.partitions.chunk_by(|a, b| a.topic == b.topic);
    topics.any(|own| own.first().map(|view| view.group) != own.last().map(|view| view.group))
}

/// How many of its partitions each group has that are so, in one sentence.
fn by_group(
    lab: &LabView,
    is_so: impl Fn(&PartitionView) -> bool,
    said: impl Fn(usize, &str) -> Text,
) -> Text {
    let parts = lab.groups.iter().filter_map(|group| {
        let own = lab
            .partitions
            .iter()
            .filter(|view| view.group == Some(group.id));
        let count = own.filter(|view| is_so(view)).count();
        (count > 0).then(|| said(count, &group.name))
    });
    Text::sentence(Text::joined(parts, "; "))
}

fn stopped_consequence(lab: &LabView) -> Text {
    if lab.counters.stopped_partitions > 0 && is_any_shared(lab) {
        let is_stopped = |view: &PartitionView| view.stopped_since.is_some();
        return by_group(lab, is_stopped, |count, group| {
            say::now_stopped_in(count, group)
        });
    }
    match lab.counters.stopped_partitions {
        0 => say::now_none_stopped(),
        1 => say::now_one_stopped(),
        count if count as usize == lab.partitions.len() => say::now_all_stopped(count),
        count => say::now_some_stopped(count),
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

fn unnoticed_fact(consumer: &ConsumerView) -> Text {
    match consumer.status {
        ConsumerStatus::Frozen => say::unknown_stands_still(&consumer.letter),
        ConsumerStatus::NetworkCut => say::unknown_cut(cut_fact(consumer).0),
        _ => say::unknown_gone(&consumer.letter),
    }
}

/// What of a consumer's network is cut, and what goes on.
fn cut_fact(consumer: &ConsumerView) -> (Text, Text) {
    match consumer.cut.and_then(CutView::link_and_way) {
        Some((link, way)) => (
            present::cut_text(&consumer.letter, link, way),
            cut_consequence(link, way),
        ),
        None => (say::cut_in_part(&consumer.letter), say::cut_result_part()),
    }
}

fn letter_of(lab: &LabView, consumer: ConsumerId) -> &str {
    lab.consumers
        .get(consumer.index())
        .map_or("?", |view| &view.letter)
}

fn rebalance_fact(lab: &LabView, group: &GroupView) -> Text {
    if group.in_initial_delay {
        return group.phase_ends.map_or_else(say::now_empty_waits, |ends| {
            say::now_empty_waits_for(ends.since(lab.at))
        });
    }
    if group.state == GroupState::CompletingRebalance {
        return say::now_assigns(group.leader.map_or_else(say::the_leader, |leader| {
            Text::verbatim(letter_of(lab, leader).to_owned())
        }));
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
        return say::now_waits_silent(names(&silent));
    }
    let busy = missing(|barrier| matches!(barrier, Barrier::InBatch { .. }));
    if let [one] = busy.as_slice() {
        return say::now_waits_batch(*one);
    }
    if !busy.is_empty() {
        return say::now_waits_batches(names(&busy));
    }
    let untold = missing(|barrier| matches!(barrier, Barrier::NotTold { .. }));
    if !untold.is_empty() {
        return say::now_untold(untold.len(), names(&untold));
    }
    say::now_rejoining()
}

fn step(mark: WhyMark, at: Option<crate::time::SimTime>, fact: Text, because: Text) -> WhyStep {
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
    let own = |group: &&GroupView| Some(group.id) == partition.group;
    let Some(group) = lab.groups.iter().find(own) else {
        return vec![step(
            WhyMark::Now,
            Some(lab.at),
            say::no_group_subscribes(),
            Text::default(),
        )];
    };
    if !partition.is_asked_for {
        return vec![step(
            WhyMark::Now,
            Some(lab.at),
            say::why_not_asked_for(&group.name),
            say::now_commits_stay(),
        )];
    }
    if partition.state == ReadState::AssignedNotFetched {
        let letter = partition
            .reader
            .map_or("?", |reader| letter_of(lab, reader));
        return vec![step(
            WhyMark::Now,
            Some(lab.at),
            say::has_it_assigned(letter),
            say::asks_for_offset(),
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
                say::leader_assigns_again(),
                say::owner_starts_at_commit(),
            ),
        ],
        GroupState::CompletingRebalance => vec![step(
            WhyMark::Now,
            Some(lab.at),
            rebalance_fact(lab, group),
            say::sync_brings(),
        )],
        GroupState::Empty | GroupState::Dead => vec![step(
            WhyMark::Now,
            Some(lab.at),
            say::no_members(),
            say::joining_starts_delay(),
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
        say::waits_for_session(),
    );
    now.setting = setting(simulation, owner.id, "session.timeout.ms");
    let next = step(
        WhyMark::Next,
        ends,
        say::will_remove(&owner.letter),
        say::and_opens(),
    );
    vec![now, next]
}

fn barrier_detail(lab: &LabView, group: &GroupView) -> Text {
    let worst = group.members.iter().find_map(|member| {
        let who = letter_of(lab, member.consumer);
        match member.barrier {
            Barrier::InBatch { done, total, ends } => {
                Some(say::barrier_in_batch(who, done, total, ends.since(lab.at)))
            }
            Barrier::NotTold { next_heartbeat } => {
                Some(say::barrier_not_told(who, next_heartbeat.since(lab.at)))
            }
            Barrier::Silent { .. } => Some(say::barrier_silent(who)),
            _ => None,
        }
    });
    worst.unwrap_or_default()
}

/// Question, short answer and present step about a consumer.
pub(super) fn consumer_question(
    lab: &LabView,
    consumer: &ConsumerView,
) -> (Text, Text, Vec<WhyStep>) {
    let who = &consumer.letter;
    let (question, answer) = match consumer.status {
        ConsumerStatus::NotStarted => (say::why_is_not_running(who), say::answer_not_started()),
        ConsumerStatus::Starting => (say::why_is_starting(who), say::answer_starting()),
        ConsumerStatus::Joining => (say::why_is_without(who), say::answer_joining()),
        ConsumerStatus::Reading => (
            say::why_is_reading(who),
            say::answer_reading(say::partitions(consumer.assigned.len())),
        ),
        ConsumerStatus::Idle => (say::why_is_idle(who), say::answer_idle()),
        ConsumerStatus::MustRejoin => (say::why_is_late(who), say::answer_must_rejoin()),
        ConsumerStatus::Rejoined => (say::why_is_waiting(who), say::answer_rejoined()),
        ConsumerStatus::Frozen => (say::why_is_frozen(who), say::answer_frozen()),
        ConsumerStatus::NetworkCut => {
            let (what, result) = cut_fact(consumer);
            (say::why_is_cut_off(who), say::answer_cut(what, result))
        }
        ConsumerStatus::PollIsLate => (say::why_is_late_poll(who), say::answer_poll_late()),
        ConsumerStatus::Fenced => (say::why_is_zombie(who), say::answer_fenced()),
        ConsumerStatus::Closing => (say::why_is_closing(who), say::answer_closing()),
        ConsumerStatus::Closed => (say::why_is_closed(who), say::answer_closed()),
        ConsumerStatus::Killed => (say::why_is_dead(who), say::answer_killed()),
        ConsumerStatus::Failed => (
            say::why_is_dead(who),
            consumer.last_error.clone().unwrap_or_default().into(),
        ),
    };
    let mut steps = Vec::new();
    if is_unnoticed(lab, consumer) {
        let left = consumer
            .session
            .map(|clock| say::session_will_end(clock.left));
        steps.push(step(
            WhyMark::Now,
            Some(lab.at),
            unnoticed_fact(consumer),
            left.unwrap_or_default(),
        ));
    }
    (question, answer, steps)
}
