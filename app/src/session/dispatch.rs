//! What each command does.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::link::View;
use sim_core::{Command, CommandError, Progress, Recording, SimTime, Timeline};

use super::{Banner, Compared, EACH_FRAME_MAX, Engine, Session, SessionCommand, TURNS, Toast};
use crate::dom;
use crate::format;
use crate::playback::{PlaybackState, clamp_speed, step_speed};

/// Events per slice between two looks at the clock.
const SLICE_EVENTS: u32 = 250;
/// Milliseconds of simulation per frame while playing.
const BUDGET_MS: f64 = 8.0;
/// Milliseconds for which "behind" stays after the last late frame, so that it does not flicker.
const LATE_SHOWN_MS: f64 = 600.0;
/// Milliseconds per frame while a far seek is being simulated: nothing else moves then.
const CHASE_BUDGET_MS: f64 = 40.0;

impl Session {
    /// Does what `command` says.
    pub fn dispatch(&self, command: SessionCommand) {
        if command.changes_the_run() && self.refuses_acts() {
            return;
        }
        match command {
            SessionCommand::Play => self.set_playing(true),
            SessionCommand::Pause => self.set_playing(false),
            SessionCommand::Toggle => {
                self.set_playing(!self.playback.with_untracked(|state| state.playing));
            }
            SessionCommand::SetSpeed(speed) => self.set_speed(speed),
            SessionCommand::Slower => self.step_speed(false),
            SessionCommand::Faster => self.step_speed(true),
            SessionCommand::Seek(to) => self.seek(to),
            SessionCommand::SeekHead => self.seek(self.with_timeline(Timeline::head)),
            SessionCommand::NextEvent => self.step_event(true),
            SessionCommand::PreviousEvent => self.step_event(false),
            SessionCommand::StepMillis(millis) => self.step_millis(millis),
            SessionCommand::Act(command) => {
                if let Err(error) = self.act(command) {
                    self.say(error.told(), false);
                }
            }
            SessionCommand::Undo => self.undo(),
            SessionCommand::SwitchBranch(index) => self.switch_branch(index),
            SessionCommand::DeleteBranch(index) => self.delete_branch(index),
            SessionCommand::Vary(recording) => self.vary(*recording),
            SessionCommand::SetSeed(seed) => self.set_seed(seed),
            SessionCommand::Load(recording) => self.load(*recording),
            SessionCommand::Select(selection) => self.selection.set(selection),
            SessionCommand::Hover(hover) => self.hover.set(hover),
            SessionCommand::ShowTab(tab) => self.tab.set(tab),
            SessionCommand::Show(view) => self.show(view),
            SessionCommand::Compare(what) => self.compared.set(what),
            SessionCommand::Predict(answer) => self.answer_prediction(answer),
            SessionCommand::DismissToast => self.toast.set(None),
            SessionCommand::DismissBanner => self.banner.set(None),
        }
    }

    /// Acts on the run and hands a refusal back, for forms that show it in place.
    pub fn act(&self, command: Command) -> Result<(), CommandError> {
        if self.refuses_acts() {
            return Ok(());
        }
        let killed = if let Command::Kill { who } = &command {
            Some(who.clone())
        } else {
            None
        };
        let before = self.lab().get_untracked();
        let acted = self.with_engine(|engine| engine.timeline.act(command))?;
        self.moved(true);
        if let Some(fork) = acted.forked {
            let at = format::seconds(self.with_timeline(Timeline::at));
            self.say(say::act_fork_starts(format::branch_first(&fork), at), true);
        }
        if let Some(who) = killed {
            self.ask_prediction(&before, &who);
        }
        Ok(())
    }

    /// Says that the reader may not act, where that is so.
    fn refuses_acts(&self) -> bool {
        let refuses = self.with_engine(|engine| engine.read_only);
        if refuses {
            self.say(say::notice_read_only(), false);
        }
        refuses
    }

    /// Sets whether the reader may not act; returns what was so before.
    pub(super) fn set_read_only(&self, is_read_only: bool) -> bool {
        self.with_engine(|engine| std::mem::replace(&mut engine.read_only, is_read_only))
    }

    /// Shows a toast; it goes by itself.
    pub fn say(&self, text: impl Into<Text>, can_undo: bool) {
        let text = text.into();
        let toast = Toast { text, can_undo };
        self.toast.set(Some(toast.clone()));
        let shown = self.toast;
        dom::after(8_000, move || {
            if shown.try_get_untracked().flatten().as_ref() == Some(&toast) {
                shown.set(None);
            }
        });
    }

    /// Shows a message above the stage until it is closed.
    pub fn warn(&self, text: impl Into<Text>, consequence: impl Into<Text>) {
        self.banner.set(Some(Banner {
            text: text.into(),
            consequence: consequence.into(),
        }));
    }

    /// Lets `wall_ms` pass: simulates within the frame's budget. True if the moment changed.
    pub(crate) fn simulate(&self, wall_ms: f64) -> bool {
        let PlaybackState { playing, speed, .. } = self.playback.get_untracked();
        let was = self.with_timeline(Timeline::at);
        let behind = self.with_engine(|engine| {
            let now = dom::now_ms();
            if let Some(to) = engine.chase {
                if run_to(&mut engine.timeline, to, CHASE_BUDGET_MS) == Progress::Reached {
                    engine.chase = None;
                }
                engine.clock.set(engine.timeline.at());
                engine.chase.is_some()
            } else if playing {
                let to = engine.clock.advance(wall_ms, speed);
                if run_to(&mut engine.timeline, to, BUDGET_MS) == Progress::Behind {
                    // Drop the backlog: catching up later would run at turbo speed.
                    engine.clock.set(engine.timeline.at());
                    engine.late_ms = now;
                }
                now - engine.late_ms < LATE_SHOWN_MS
            } else {
                false
            }
        });
        if self.playback.with_untracked(|state| state.behind) != behind {
            self.playback.update(|state| state.behind = behind);
        }
        self.with_timeline(Timeline::at) != was
    }

    /// Publishes the playhead to every view; `at_once` also to the slow ones.
    pub(crate) fn publish(&self, at_once: bool) {
        let many = self
            .lab
            .with_untracked(|lab| lab.consumers.len() > EACH_FRAME_MAX);
        let revision = self.revision.get_untracked() + 1;
        self.revision.set(revision);
        for (turn, signal) in (0..).zip(self.turns) {
            if !many || !self.is_busy() || turn == revision % TURNS as u64 {
                signal.set(revision);
            }
        }
        if at_once {
            self.pulse.update(|pulse| *pulse += 1);
        }
        // Effects run later, so the page is still as it was.
        if let Some(seen) = self.with_engine(|engine| engine.watcher.clone()) {
            self.lab().with_untracked(|lab| seen(lab));
        }
    }

    pub(super) fn with_engine<R>(&self, change: impl FnOnce(&mut Engine) -> R) -> R {
        self.engine
            .try_update_value(change)
            .expect("the session lives as long as the page")
    }

    fn moved(&self, story_changed: bool) {
        self.with_engine(|engine| engine.clock.set(engine.timeline.at()));
        if story_changed {
            self.story.update(|story| *story += 1);
        }
        self.publish(true);
        self.request_frame();
    }

    pub(super) fn set_playing(&self, playing: bool) {
        if self.playback.with_untracked(|state| state.playing) == playing {
            return;
        }
        self.playback.update(|state| {
            state.playing = playing;
            state.behind = false;
        });
        self.publish(true);
        self.request_frame();
    }

    pub(super) fn set_speed(&self, speed: f64) {
        self.playback
            .update(|state| state.speed = clamp_speed(speed));
    }

    fn step_speed(&self, up: bool) {
        self.playback
            .update(|state| state.speed = step_speed(state.speed, up));
    }

    fn seek(&self, to: SimTime) {
        self.with_engine(|engine| {
            let known = to.min(engine.timeline.head());
            engine.timeline.seek(known);
            engine.chase = (known < to).then_some(to);
        });
        self.moved(false);
    }

    fn jump(&self, go: impl FnOnce(&mut Timeline)) {
        self.set_playing(false);
        self.with_engine(|engine| {
            engine.chase = None;
            go(&mut engine.timeline);
        });
        self.moved(false);
    }

    /// To the next event, or to the one before.
    fn step_event(&self, forward: bool) {
        let at = self.with_timeline(Timeline::at);
        let (has_stops, to) = self.engine.with_value(|engine| {
            let stops = &engine.stops;
            let to = if forward {
                stops.iter().find(|stop| **stop > at)
            } else {
                stops.iter().rfind(|stop| **stop < at)
            };
            (!stops.is_empty(), to.copied())
        });
        match to {
            Some(to) => {
                self.set_playing(false);
                self.seek(to);
            }
            None if has_stops => {}
            None => self.jump(|timeline| {
                if forward {
                    timeline.next_event();
                } else {
                    timeline.previous_event();
                }
            }),
        }
    }

    fn step_millis(&self, millis: i64) {
        self.jump(|timeline| {
            let step = millis.unsigned_abs().saturating_mul(1_000);
            let at = timeline.at().as_micros();
            let to = if millis < 0 {
                at.saturating_sub(step)
            } else {
                at.saturating_add(step)
            };
            timeline.seek(SimTime::from_micros(to));
        });
    }

    fn undo(&self) {
        let undone = self.with_engine(|engine| {
            engine.chase = None;
            if engine.timeline.undo() {
                return true;
            }
            let Some(old) = engine.shelf.take() else {
                return false;
            };
            engine.timeline = old;
            true
        });
        self.toast.set(None);
        if undone {
            self.set_playing(false);
            self.prediction.set(None);
            self.moved(true);
        }
    }

    fn switch_branch(&self, index: usize) {
        self.with_engine(|engine| {
            engine.chase = None;
            engine.timeline.switch_branch(index);
        });
        self.moved(true);
    }

    /// Gives a branch another name, or hands a refusal back for the form.
    pub fn rename_branch(&self, index: usize, name: &str) -> Result<(), CommandError> {
        self.with_engine(|engine| engine.timeline.rename_branch(index, name))?;
        self.moved(true);
        Ok(())
    }

    fn delete_branch(&self, index: usize) {
        let deleted = self.with_engine(|engine| {
            let branches = engine.timeline.branches().into_iter();
            let mut wanted = branches.filter(|branch| branch.index == index);
            let name = wanted.next()?.name;
            engine.chase = None;
            engine.timeline.delete_branch(index).then_some(name)
        });
        if let Some(name) = deleted {
            self.moved(true);
            let name = format::branch_first(&name);
            self.say(say::act_fork_deleted(name), true);
        }
    }

    fn show(&self, view: View) {
        let is_compared = view == View::Compare;
        self.compared
            .set(is_compared.then_some(Compared::Protocols));
        if !is_compared {
            self.view.set(view);
            dom::publish("view", view.name());
        }
    }

    fn vary(&self, recording: Recording) {
        let at = self.with_timeline(Timeline::at);
        match self.with_engine(|engine| engine.timeline.vary(recording)) {
            Ok(name) => {
                self.set_playing(false);
                self.seek(at);
                self.moved(true);
                let name = format::branch_first(&name);
                self.say(say::act_fork_differs(name), true);
            }
            Err(error) => self.say(error.told(), false),
        }
    }

    fn set_seed(&self, seed: u64) {
        let mut recording = self.recording();
        if recording.seed == seed {
            return;
        }
        recording.seed = seed;
        self.load(recording);
        self.say(say::act_seed(seed.to_string()), true);
    }

    fn load(&self, recording: Recording) {
        match Timeline::new(recording) {
            Ok(timeline) => {
                self.set_playing(false);
                self.with_engine(|engine| {
                    engine.chase = None;
                    engine.close_up = None;
                    engine.shelf = Some(std::mem::replace(&mut engine.timeline, timeline));
                });
                self.selection.set(None);
                self.hover.set(None);
                self.prediction.set(None);
                self.moved(true);
            }
            Err(error) => self.warn(error.told(), say::act_run_stays()),
        }
    }

    /// Something can be taken back. Tracks the story.
    pub fn can_undo(&self) -> bool {
        self.story.track();
        self.engine
            .with_value(|engine| engine.timeline.can_undo() || engine.shelf.is_some())
    }
}

fn run_to(timeline: &mut Timeline, to: SimTime, budget_ms: f64) -> Progress {
    let until = dom::now_ms() + budget_ms;
    loop {
        if timeline.advance(to, SLICE_EVENTS) == Progress::Reached {
            return Progress::Reached;
        }
        if dom::now_ms() >= until {
            return Progress::Behind;
        }
    }
}
