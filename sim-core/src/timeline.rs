//! STUB for the page's engineer; the real one replaces it at merge.
#![allow(unused_variables, missing_docs, clippy::all)]
use crate::*;
#[derive(Debug)]
pub struct Timeline { _p: () }
/// Result of [`Timeline::advance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress { Reached, Behind }
/// Result of [`Timeline::act`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted { /** Name of the new branch if acting in the past started one. */ pub forked: Option<String> }
impl Timeline {
    pub fn new(recording: Recording) -> Result<Self, ScenarioError> { unimplemented!() }
    /// Current moment (playhead).
    pub fn at(&self) -> SimTime { unimplemented!() }
    pub fn position(&self) -> EventId { unimplemented!() }
    /// Furthest simulated moment of the branch in view ("recorded ahead" up to here).
    pub fn head(&self) -> SimTime { unimplemented!() }
    /// Simulate forward to `to` but process at most `events` events.
    pub fn advance(&mut self, to: SimTime, events: u32) -> Progress { unimplemented!() }
    /// Jump to a moment (backwards via keyframes, forwards by simulating), whole.
    pub fn seek(&mut self, to: SimTime) { unimplemented!() }
    /// Go to the next notable event (at most 60 s simulated ahead); false if none.
    pub fn next_event(&mut self) -> bool { unimplemented!() }
    pub fn previous_event(&mut self) -> bool { unimplemented!() }
    /// Apply a command at the current moment. In the past: starts a fork.
    pub fn act(&mut self, command: Command) -> Result<Acted, CommandError> { unimplemented!() }
    /// Takes back the last act (returns to the branch and moment before it).
    pub fn undo(&mut self) -> bool { unimplemented!() }
    pub fn can_undo(&self) -> bool { unimplemented!() }
    pub fn branches(&self) -> Vec<view::BranchView> { unimplemented!() }
    pub fn switch_branch(&mut self, index: usize) { unimplemented!() }
    /// Recording of the branch in view, up to its last command.
    pub fn recording(&self) -> Recording { unimplemented!() }
    pub fn fingerprint(&self) -> u64 { unimplemented!() }
    pub fn lab(&self) -> view::LabView { unimplemented!() }
    /// History from the branch head's point of view, window in simulated time.
    pub fn matrix(&self, from: SimTime, to: SimTime) -> view::MatrixView { unimplemented!() }
    pub fn samples(&self, from: SimTime, to: SimTime) -> Vec<view::Sample> { unimplemented!() }
    /// Newest `limit` notable events up to now (oldest first).
    pub fn events(&self, limit: usize) -> Vec<view::EventRow> { unimplemented!() }
    pub fn explain(&self, target: view::Target) -> view::WhyView { unimplemented!() }
    /// Effective settings of a consumer now running (or next start): (key, value).
    pub fn settings(&self, consumer: ConsumerId) -> Vec<(&'static str, String)> { unimplemented!() }
}
