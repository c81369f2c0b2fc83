//! Time travel over a recording: keyframes, seek, branches, undo.
//!
//! A branch is a tape of commands with a name. Acting in the past starts a new one; the old
//! future stays. Deliberately lacks a clock: the page says how far to go.

use std::sync::Arc;

use locale::say;

use crate::cli::Describe;
use crate::command::{Command, CommandError, TimedCommand};
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::limits::{
    BRANCH_NAME_CHARS_MAX, BRANCHES_EVER_MAX, BRANCHES_MAX, COMMANDS_MAX, KEYFRAME_BYTES_MAX,
    KEYFRAME_SPACING, RUN_TIME_MAX,
};
use crate::listing::{Listing, ThreadView};
use crate::recording::Recording;
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::{Simulation, tape};
use crate::time::{SimDuration, SimTime};
use crate::view::{
    BranchView, EventRow, LabView, MatrixView, PartitionRecords, RecordLife, Sample, Target,
    WhyView,
};
use crate::{explain, listing, present};

/// Events between two looks at keyframes and the budget.
const CHUNK: u32 = 5_000;
/// How far "next event" looks.
const NEXT_EVENT_HORIZON: SimDuration = SimDuration::from_secs(60);

/// How far an [`Timeline::advance`] got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The moment asked for.
    Reached,
    /// The event budget ended first.
    Behind,
}

/// What [`Timeline::act`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Name of the new branch, if acting in the past started one.
    pub forked: Option<String>,
}

#[derive(Debug)]
struct Branch {
    name: String,
    parent: Option<(usize, SimTime)>,
    scenario: Arc<Scenario>,
    commands: Vec<TimedCommand>,
    tape: Arc<[TimedCommand]>,
    keyframes: Vec<Arc<Simulation>>,
    /// Furthest state, while another branch is in view.
    head: Arc<Simulation>,
    /// Out of every list until its deletion is taken back: numbers of branches never change.
    is_deleted: bool,
}

#[derive(Clone, Copy, Debug)]
struct Undo {
    branch: usize,
    at: SimTime,
    commands: usize,
    /// The act was the deletion of this branch.
    deleted: Option<usize>,
}

/// A recording with a playhead.
///
/// ```
/// use sim_core::{Command, Recording, SimTime, Timeline, scenario::default_scenario};
/// let mut timeline = Timeline::new(Recording::new(default_scenario(), 7)).unwrap();
/// timeline.seek(SimTime::from_millis(12_000));
/// timeline.seek(SimTime::from_millis(9_000));
/// let kill = Command::Kill { who: "consumer-b".to_owned() };
/// assert_eq!(timeline.act(kill).unwrap().forked.as_deref(), Some("fork 2"));
/// assert!(timeline.undo());
/// assert_eq!(timeline.head(), SimTime::from_millis(12_000));
/// ```
#[derive(Debug)]
pub struct Timeline {
    seed: u64,
    branches: Vec<Branch>,
    current: usize,
    live: Simulation,
    /// Furthest state of the branch in view, while the playhead is behind it.
    ahead: Option<Arc<Simulation>>,
    undo: Vec<Undo>,
    spacing: u64,
}

impl Timeline {
    /// Opens a recording at time 0. Its commands will take effect as time passes them.
    pub fn new(recording: Recording) -> Result<Self, ScenarioError> {
        let live = Simulation::new(&recording)?;
        let start = Arc::new(live.clone());
        Ok(Self {
            branches: vec![Branch {
                name: "main".to_owned(),
                parent: None,
                tape: tape(&recording),
                scenario: Arc::new(recording.scenario),
                commands: recording.commands,
                keyframes: vec![start.clone()],
                head: start,
                is_deleted: false,
            }],
            current: 0,
            live,
            ahead: None,
            undo: Vec::new(),
            spacing: KEYFRAME_SPACING,
            seed: recording.seed,
        })
    }

    /// The playhead.
    pub fn at(&self) -> SimTime {
        self.live.now()
    }

    /// Events and commands processed up to the playhead.
    pub fn position(&self) -> EventId {
        self.live.event()
    }

    /// Everything up to here is simulated on the branch in view.
    pub fn head(&self) -> SimTime {
        self.furthest().now()
    }

    /// The state at the playhead.
    pub fn simulation(&self) -> &Simulation {
        &self.live
    }

    /// The furthest state of the branch in view.
    pub fn furthest(&self) -> &Simulation {
        self.ahead.as_deref().unwrap_or(&self.live)
    }

    /// The state at the playhead as an act would continue it: without what the branch does later.
    pub fn continuation(&self) -> Simulation {
        let at = self.live.now();
        let mut run = self.live.clone();
        run.run_until(at);
        let mut recording = self.recording();
        recording.commands.retain(|command| command.at <= at);
        run.set_tape(tape(&recording));
        run
    }

    /// Simulates forward to `to` but processes at most `events` events.
    pub fn advance(&mut self, to: SimTime, events: u32) -> Progress {
        let to = to.min(RUN_TIME_MAX);
        let mut left = events;
        while left > 0 {
            let chunk = left.min(CHUNK);
            left -= chunk;
            let is_there = self.live.run_some(to, chunk);
            self.after_running();
            if is_there {
                return Progress::Reached;
            }
        }
        Progress::Behind
    }

    /// Jumps to a moment, backwards from a keyframe or forwards by simulating.
    pub fn seek(&mut self, to: SimTime) {
        while !self.seek_some(to, CHUNK) {}
    }

    /// One slice of a seek: jumps to the best keyframe, then simulates at most `events` events.
    /// True when the moment is reached; call again with the same `to` until then.
    pub fn seek_some(&mut self, to: SimTime, events: u32) -> bool {
        let to = to.min(RUN_TIME_MAX);
        let wants_back = to < self.live.now();
        if wants_back {
            self.remember_head();
        }
        let best = self.best_keyframe(|keyframe| keyframe.now() <= to);
        if let Some(best) = best.filter(|best| wants_back || best.event() > self.live.event()) {
            self.jump(&best);
        }
        self.advance(to, events) == Progress::Reached
    }

    /// Stands right after event `event`, which must not be later than the head.
    pub fn seek_event(&mut self, event: EventId) {
        self.remember_head();
        if let Some(best) = self.best_keyframe(|keyframe| keyframe.event() <= event) {
            self.jump(&best);
        }
        while self.live.event() < event && self.live.step(RUN_TIME_MAX).is_some() {}
        self.after_running();
    }

    fn best_keyframe(&self, fits: impl Fn(&Simulation) -> bool) -> Option<Arc<Simulation>> {
        let keyframes = self.branches[self.current].keyframes.iter();
        let all = keyframes.chain(self.ahead.iter());
        all.filter(|keyframe| fits(keyframe))
            .max_by_key(|keyframe| keyframe.event())
            .cloned()
    }

    fn jump(&mut self, keyframe: &Simulation) {
        self.live = keyframe.clone();
        self.live.set_tape(self.branches[self.current].tape.clone());
    }

    fn remember_head(&mut self) {
        if self.ahead.is_none() {
            self.ahead = Some(Arc::new(self.live.clone()));
        }
    }

    /// Keyframes at the live end; forgets the stored head once the playhead has passed it.
    fn after_running(&mut self) {
        if self.ahead.as_ref().is_some_and(|ahead| {
            (self.live.event(), self.live.now()) >= (ahead.event(), ahead.now())
        }) {
            self.ahead = None;
        }
        let spacing = self.spacing;
        let branch = &mut self.branches[self.current];
        let last = branch
            .keyframes
            .last()
            .map_or(0, |keyframe| keyframe.event().0);
        if self.live.event().0 < last + spacing {
            return;
        }
        branch.keyframes.push(Arc::new(self.live.clone()));
        let bytes: usize = branch
            .keyframes
            .iter()
            .map(|keyframe| keyframe.keyframe_bytes())
            .sum();
        if bytes > KEYFRAME_BYTES_MAX {
            // Every second one, but the start stays.
            let mut index = 0;
            branch.keyframes.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing = spacing.saturating_mul(2);
        }
    }

    /// Goes to the next thing worth telling, at most a minute ahead. False if there is none.
    pub fn next_event(&mut self) -> bool {
        let limit = self.live.now().after(NEXT_EVENT_HORIZON).min(RUN_TIME_MAX);
        let told = self.live.story_len();
        while self.live.step(limit).is_some() {
            if self.live.story_len() > told {
                self.after_running();
                return true;
            }
        }
        self.live.run_until(limit);
        self.after_running();
        false
    }

    /// Goes back to the last thing worth telling before the playhead. False if there is none.
    pub fn previous_event(&mut self) -> bool {
        let Some(event) = self.live.last_story_before(self.live.event()) else {
            return false;
        };
        self.seek_event(event);
        true
    }

    fn is_in_the_past(&self) -> bool {
        let branch = &self.branches[self.current];
        self.ahead.is_some()
            || branch
                .commands
                .iter()
                .any(|command| command.at > self.live.now())
    }

    /// Applies a command at the playhead. At the live end it extends the branch; in the past it
    /// starts a new one and leaves the old future alone.
    pub fn act(&mut self, command: Command) -> Result<Acted, CommandError> {
        // A command comes after everything else of its instant, as it will when replayed.
        let at = self.live.now();
        self.live.run_until(at);
        self.live.can_apply(&command)?;
        if self.branches[self.current].commands.len() >= COMMANDS_MAX {
            return Err(CommandError::Limit {
                what: say::limit_commands(),
                limit: COMMANDS_MAX as u64,
            });
        }
        let undo = self.undo_here(None);
        let forked = if self.is_in_the_past() {
            Some(self.fork(at)?)
        } else {
            None
        };
        self.undo.push(undo);
        let branch = &mut self.branches[self.current];
        branch.commands.push(TimedCommand { at, command });
        self.retape();
        self.live.run_until(at);
        self.after_running();
        Ok(Acted { forked })
    }

    /// Starts a branch that differs from time 0 on, and shows it from there. The caller seeks.
    pub fn vary(&mut self, recording: Recording) -> Result<String, CommandError> {
        let name = self.next_name()?;
        let live = Simulation::new(&recording).map_err(|error| CommandError::OutOfRange {
            field: "scenario",
            value: recording.scenario.name.clone(),
            allowed: error.told(),
        })?;
        self.undo.push(self.undo_here(None));
        self.store_head();
        let start = Arc::new(live.clone());
        self.branches.push(Branch {
            name: name.clone(),
            parent: Some((self.current, SimTime::ZERO)),
            tape: tape(&recording),
            scenario: Arc::new(recording.scenario),
            commands: recording.commands,
            keyframes: vec![start.clone()],
            head: start,
            is_deleted: false,
        });
        self.current = self.branches.len() - 1;
        self.ahead = None;
        self.live = live;
        Ok(name)
    }

    /// How to come back to the branch and moment in view.
    fn undo_here(&self, deleted: Option<usize>) -> Undo {
        Undo {
            branch: self.current,
            at: self.at(),
            commands: self.branches[self.current].commands.len(),
            deleted,
        }
    }

    /// Name of the branch that acting in the past would start.
    pub fn next_name(&self) -> Result<String, CommandError> {
        let limit = |what, limit: usize| CommandError::Limit {
            what,
            limit: limit as u64,
        };
        if self.listed().count() >= BRANCHES_MAX {
            return Err(limit(say::limit_branches(), BRANCHES_MAX));
        }
        if self.branches.len() >= BRANCHES_EVER_MAX {
            let what = say::limit_branches_ever();
            return Err(limit(what, BRANCHES_EVER_MAX));
        }
        let mut names = (self.branches.len() + 1..).map(|number| format!("fork {number}"));
        let free = names.find(|name| self.branches.iter().all(|branch| branch.name != *name));
        Ok(free.expect("there are more numbers than branches"))
    }

    /// Numbers of the branches that are not deleted.
    fn listed(&self) -> impl Iterator<Item = usize> {
        (0..self.branches.len()).filter(|index| !self.branches[*index].is_deleted)
    }

    /// The nearest branch that is not deleted among those a branch comes from, and where it left it.
    fn parent_of(&self, index: usize) -> Option<(usize, SimTime)> {
        let (mut parent, mut at) = self.branches[index].parent?;
        while self.branches[parent].is_deleted {
            let (older, left) = self.branches[parent].parent?;
            (parent, at) = (older, at.min(left));
        }
        Some((parent, at))
    }

    /// Gives a branch another name.
    pub fn rename_branch(&mut self, index: usize, name: &str) -> Result<(), CommandError> {
        let name = name.trim();
        let length = name.chars().count();
        let is_taken = self
            .listed()
            .any(|other| other != index && self.branches[other].name == name);
        let is_readable = !name.chars().any(char::is_control);
        if is_taken || !is_readable || !(1..=BRANCH_NAME_CHARS_MAX).contains(&length) {
            return Err(CommandError::OutOfRange {
                field: "name",
                value: name.chars().take(BRANCH_NAME_CHARS_MAX).collect(),
                allowed: say::allowed_branch_name(BRANCH_NAME_CHARS_MAX),
            });
        }
        if let Some(branch) = self.branches.get_mut(index) {
            name.clone_into(&mut branch.name);
        }
        Ok(())
    }

    /// Deletes a branch, never the last one. Branches that left it leave its parent instead, which
    /// their tapes agree with up to there. In place of the branch in view its parent is shown.
    pub fn delete_branch(&mut self, index: usize) -> bool {
        if !self.listed().any(|other| other == index) {
            return false;
        }
        let parent = self.parent_of(index).map(|(parent, _)| parent);
        let Some(heir) = parent.or_else(|| self.listed().find(|other| *other != index)) else {
            return false;
        };
        self.undo.push(self.undo_here(Some(index)));
        if index == self.current {
            self.switch_branch(heir);
        }
        let branch = &mut self.branches[index];
        branch.is_deleted = true;
        // Should it come back, its start and its end are enough.
        branch.keyframes.truncate(1);
        true
    }

    fn fork(&mut self, at: SimTime) -> Result<String, CommandError> {
        let name = self.next_name()?;
        self.store_head();
        let parent = &self.branches[self.current];
        let live = Arc::new(self.live.clone());
        let branch = Branch {
            name: name.clone(),
            parent: Some((self.current, at)),
            scenario: parent.scenario.clone(),
            commands: parent
                .commands
                .iter()
                .filter(|command| command.at <= at)
                .cloned()
                .collect(),
            tape: parent.tape.clone(),
            keyframes: parent
                .keyframes
                .iter()
                .filter(|keyframe| keyframe.event() <= live.event())
                .cloned()
                .collect(),
            head: live,
            is_deleted: false,
        };
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
        self.ahead = None;
        Ok(name)
    }

    /// Rebuilds the tape of the branch in view from its commands.
    fn retape(&mut self) {
        let tape = tape(&self.recording());
        self.branches[self.current].tape = tape.clone();
        self.live.set_tape(tape);
    }

    fn store_head(&mut self) {
        let head = self
            .ahead
            .take()
            .unwrap_or_else(|| Arc::new(self.live.clone()));
        self.branches[self.current].head = head;
    }

    /// Whether there is an act to take back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Takes back the last act: returns to the branch and moment before it. A fork stays in the
    /// list of branches.
    pub fn undo(&mut self) -> bool {
        let Some(undo) = self.undo.pop() else {
            return false;
        };
        self.store_head();
        self.current = undo.branch;
        if let Some(deleted) = undo.deleted {
            self.branches[deleted].is_deleted = false;
        }
        let branch = &mut self.branches[undo.branch];
        if branch.commands.len() > undo.commands {
            branch.commands.truncate(undo.commands);
            branch
                .keyframes
                .retain(|keyframe| keyframe.now() < undo.at || keyframe.event().0 == 0);
            branch.head = branch
                .keyframes
                .last()
                .cloned()
                .unwrap_or_else(|| branch.head.clone());
            self.live = Simulation::clone(&branch.keyframes[0]);
            self.retape();
        }
        self.open_branch(undo.branch, undo.at);
        true
    }

    fn open_branch(&mut self, index: usize, at: SimTime) {
        self.current = index;
        let head = self.branches[index].head.clone();
        self.jump(&head);
        self.ahead = None;
        if at < head.now() {
            self.ahead = Some(head);
        }
        self.seek(at);
    }

    /// Branches in order of creation, without the deleted ones.
    pub fn branches(&self) -> Vec<BranchView> {
        let view = |index: usize| {
            let branch = &self.branches[index];
            let is_current = index == self.current;
            BranchView {
                index,
                name: branch.name.clone(),
                parent: self.parent_of(index),
                head: if is_current {
                    self.head()
                } else {
                    branch.head.now()
                },
                is_current,
            }
        };
        self.listed().map(view).collect()
    }

    /// Shows another branch, at the same moment if it reaches that far.
    pub fn switch_branch(&mut self, index: usize) {
        if index >= self.branches.len() || index == self.current {
            return;
        }
        let at = self.at();
        self.store_head();
        let at = at.min(self.branches[index].head.now());
        self.open_branch(index, at);
    }

    /// The recording of the branch in view.
    pub fn recording(&self) -> Recording {
        self.recording_of(self.current)
    }

    /// How many commands of the branch in view come no later than `at`.
    pub fn acts_until(&self, at: SimTime) -> usize {
        let commands = self.branches[self.current].commands.iter();
        commands.filter(|timed| timed.at <= at).count()
    }

    /// The recording of any branch.
    pub fn recording_of(&self, branch: usize) -> Recording {
        let branch = &self.branches[branch];
        Recording {
            commands: branch.commands.clone(),
            ..Recording::new(Scenario::clone(&branch.scenario), self.seed)
        }
    }

    /// Fingerprint of the state at the playhead.
    pub fn fingerprint(&self) -> u64 {
        self.live.fingerprint()
    }

    /// The stage at the playhead.
    pub fn lab(&self) -> LabView {
        self.live.lab()
    }

    /// Partition × time from `from` to `to`, up to the head of the branch.
    pub fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        self.furthest().matrix(from, to)
    }

    /// Points of the curves from `from` to `to`, up to the head of the branch.
    pub fn samples(&self, from: SimTime, to: SimTime) -> Vec<Sample> {
        self.furthest().samples(from, to)
    }

    /// The newest `limit` things worth telling up to the playhead, oldest first.
    pub fn events(&self, limit: usize) -> Vec<EventRow> {
        self.live.events(limit)
    }

    /// Answers "why" about `target` at the playhead.
    pub fn explain(&self, target: Target) -> WhyView {
        explain::explain(&self.live, target)
    }

    /// What `kafka-consumer-groups` prints of a group; nothing if the group has no rows.
    pub fn describe(&self, group: GroupId, what: Describe) -> String {
        self.live.describe(group, what)
    }

    /// What became of every record in a group: by partition, in the stage's order.
    pub fn records(&self, group: GroupId) -> Vec<PartitionRecords> {
        present::records(&self.live, group)
    }

    /// What befell one record in a group; nothing if it is not written yet.
    pub fn record_life(
        &self,
        group: GroupId,
        partition: PartitionId,
        offset: u64,
    ) -> Option<RecordLife> {
        present::life(&self.live, (group, partition, offset))
    }

    /// A consumer's program as Java.
    pub fn listing(&self, consumer: ConsumerId) -> Listing {
        listing::listing(&self.live, consumer)
    }

    /// Where a consumer's threads are in it at the playhead.
    pub fn threads(&self, consumer: ConsumerId) -> Vec<ThreadView> {
        listing::threads(&self.live, consumer)
    }

    /// Settings a consumer runs with now (or starts with next): key and value.
    pub fn settings(&self, consumer: ConsumerId) -> Vec<(&'static str, String)> {
        self.live.settings(consumer)
    }
}
