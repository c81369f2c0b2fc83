//! What a kill at each line would cost: asked of silent forks in what frames leave over, and kept
//! for as long as it is true, which is until the line is visited.

use std::collections::VecDeque;

use leptos::prelude::*;
use sim_core::what_if::{CrashCost, CrashOutcome, CrashProbe};
use sim_core::{ConsumerId, CrashPoint, SimDuration, SimTime, Timeline};

use super::styles::StyleMaps;
use crate::dom;
use crate::session::Session;

/// Less than a millisecond of simulation even in the middle of a large rebalance.
pub(super) const SLICE_EVENTS: u32 = 64;
/// Answers that are kept.
const KNOWN_MAX: usize = 512;
/// Milliseconds for which the playhead must rest before forks are made.
const REST_MS: f64 = 150.0;
/// Milliseconds between two rounds, and two pictures of them, while playing fast.
const ROUND_MS: f64 = 250.0;
/// Speeds above which rounds are spaced, and above which there are none.
const FAST: f64 = 4.0;
/// See `FAST`.
pub(super) const TOO_FAST: f64 = 10.0;
/// So long is "not reached" believed before it is asked again.
const UNREACHED_FOR: SimDuration = SimDuration::from_secs(5);

/// The job of this tab.
const JOB: &str = "crash-map";

/// An answer, and when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) from: SimTime,
    pub(super) outcome: CrashOutcome,
    /// It still holds.
    pub(super) is_current: bool,
}

impl Figure {
    /// What it costs, if the line is reached.
    pub(super) fn cost(&self) -> Option<CrashCost> {
        match self.outcome {
            CrashOutcome::Killed(cost) => Some(cost),
            CrashOutcome::NotReached => None,
        }
    }
}

/// Whether an answer of `from` holds at `now`.
pub(super) fn holds(from: SimTime, outcome: CrashOutcome, now: SimTime) -> bool {
    let until = match outcome {
        CrashOutcome::Killed(cost) => cost.visit,
        CrashOutcome::NotReached => from.after(UNREACHED_FOR),
    };
    now == from || (from < now && now < until)
}

/// Orders costs: lost outranks twice outranks stop. No end within 120 s is the longest stop.
pub(super) fn rank(cost: &CrashCost) -> (u64, u64, u64) {
    let stop = cost.stop.map_or(u64::MAX, SimDuration::as_micros);
    (cost.lost, cost.twice, stop)
}

struct Known {
    point: CrashPoint,
    story: u64,
    from: SimTime,
    outcome: CrashOutcome,
}

struct State {
    who: Option<ConsumerId>,
    story: u64,
    points: Vec<CrashPoint>,
    known: Vec<Known>,
    round: VecDeque<CrashPoint>,
    round_ms: f64,
    probe: Option<(CrashPoint, SimTime, CrashProbe)>,
    /// Where the playhead was, and since when.
    at: SimTime,
    moved_ms: f64,
    shown_ms: f64,
    is_working: bool,
    /// Story and moment at which nothing ran that could be killed.
    refused: Option<(u64, SimTime)>,
    styles: StyleMaps,
}

impl State {
    fn figure(&self, point: CrashPoint, now: SimTime) -> Option<Figure> {
        let is_current =
            |known: &&Known| known.story == self.story && holds(known.from, known.outcome, now);
        let of_point = || self.known.iter().rev().filter(|known| known.point == point);
        let current = of_point().find(is_current);
        current.or_else(|| of_point().next()).map(|known| Figure {
            from: known.from,
            outcome: known.outcome,
            is_current: current.is_some(),
        })
    }

    fn is_stale(&self, point: CrashPoint, now: SimTime) -> bool {
        self.figure(point, now)
            .is_none_or(|figure| !figure.is_current)
    }

    /// The next point to ask about: first those the threads are at, then the worst, then down.
    fn next_point(&mut self, lit: &[CrashPoint], now: SimTime) -> Option<CrashPoint> {
        while let Some(point) = self.round.pop_front() {
            if self.is_stale(point, now) {
                return Some(point);
            }
        }
        let mut round: Vec<CrashPoint> = self.points.clone();
        round.retain(|point| self.is_stale(*point, now));
        let cost = |point: CrashPoint| {
            let cost = self.figure(point, now).and_then(|figure| figure.cost());
            cost.as_ref().map(rank)
        };
        let worst = self.points.iter().copied().max_by_key(|at| cost(*at));
        let mut ordered: Vec<CrashPoint> = Vec::with_capacity(round.len());
        let firsts = lit.iter().copied().chain(worst);
        for point in firsts.chain(round.iter().copied()) {
            if round.contains(&point) && !ordered.contains(&point) {
                ordered.push(point);
            }
        }
        self.round = ordered.into();
        self.round.pop_front()
    }
}

/// The figures of one consumer's lines.
#[derive(Clone, Copy)]
pub(super) struct CrashMap {
    session: Session,
    state: StoredValue<State, LocalStorage>,
    /// Changes with the figures, at most four times a second while playing.
    pub(super) version: RwSignal<u64>,
}

impl CrashMap {
    pub(super) fn new(session: Session) -> Self {
        let state = State {
            who: None,
            story: 0,
            points: Vec::new(),
            known: Vec::new(),
            round: VecDeque::new(),
            round_ms: f64::NEG_INFINITY,
            probe: None,
            at: SimTime::ZERO,
            moved_ms: f64::NEG_INFINITY,
            shown_ms: f64::NEG_INFINITY,
            is_working: false,
            refused: None,
            styles: StyleMaps::default(),
        };
        on_cleanup(move || session.forget_job(JOB));
        Self {
            session,
            state: StoredValue::new_local(state),
            version: RwSignal::new(0),
        }
    }

    /// What is known of a point at the playhead.
    pub(super) fn figure(&self, point: CrashPoint) -> Option<Figure> {
        let now = self.session.with_timeline(Timeline::at);
        self.state.with_value(|state| state.figure(point, now))
    }

    /// What is known of the styles of committing.
    pub(super) fn with_styles<R>(&self, read: impl FnOnce(&StyleMaps) -> R) -> R {
        self.state.with_value(|state| read(&state.styles))
    }

    /// Once a frame: notices that the run, the consumer or its lines are others, and has work
    /// done if any is due.
    pub(super) fn follow(&self, who: ConsumerId, points: &[CrashPoint]) {
        let story = self.session.story.get_untracked();
        let now = self.session.with_timeline(Timeline::at);
        let playing = self.session.playback.with_untracked(|state| state.playing);
        let is_due = self.state.try_update_value(|state| {
            if state.who != Some(who) {
                state.known.clear();
            }
            if state.who != Some(who) || state.story != story || state.points != points {
                state.who = Some(who);
                state.story = story;
                state.points = points.to_vec();
                state.probe = None;
                state.round.clear();
                state.styles.forget();
            }
            if state.at != now {
                state.at = now;
                state.moved_ms = dom::now_ms();
            }
            let stale = state.points.iter().any(|point| state.is_stale(*point, now));
            let styles = !playing && !state.points.is_empty() && state.styles.is_due(now);
            let is_due =
                !state.is_working && state.refused != Some((story, now)) && (stale || styles);
            state.is_working |= is_due;
            is_due
        });
        if is_due == Some(true) {
            let map = *self;
            self.session.in_spare_time(JOB, move || map.slice());
        }
    }

    /// One slice of the work; true when nothing is left.
    fn slice(&self) -> bool {
        let playback = self.session.playback.get_untracked();
        let speed = if playback.playing {
            playback.speed
        } else {
            0.0
        };
        let now = self.session.with_timeline(Timeline::at);
        let clock = dom::now_ms();
        let done = self.state.try_update_value(|state| {
            let rests = speed > 0.0 || clock - state.moved_ms >= REST_MS;
            let is_late = state.round.is_empty() && clock - state.round_ms < ROUND_MS;
            if !rests || (speed > FAST && is_late && state.probe.is_none()) {
                return (false, false);
            }
            if speed > TOO_FAST {
                state.probe = None;
                return (true, true);
            }
            self.work(state, speed > 0.0, now, clock)
        });
        let (is_done, has_news) = done.unwrap_or((true, false));
        if is_done {
            self.state.update_value(|state| state.is_working = false);
        }
        if has_news {
            self.tell(clock, speed > 0.0);
        }
        is_done
    }

    /// Done, and whether there is something new to show.
    fn work(&self, state: &mut State, playing: bool, now: SimTime, clock: f64) -> (bool, bool) {
        let Some(who) = state.who else {
            return (true, false);
        };
        // The playhead was moved away: what is asked there is of no use here.
        if !playing && matches!(&state.probe, Some((_, from, _)) if *from != now) {
            state.probe = None;
        }
        if state.probe.is_none() {
            let lit = self.lit_points(who);
            if state.round.is_empty() {
                state.round_ms = clock;
            }
            let Some(point) = state.next_point(&lit, now) else {
                if playing {
                    return (true, true);
                }
                let recording = || {
                    let mut recording = self.session.recording();
                    recording.commands.retain(|command| command.at <= now);
                    recording
                };
                return state.styles.work(recording, who, now);
            };
            let probe = self
                .session
                .with_timeline(|timeline| CrashProbe::new(timeline.continuation(), who, point));
            let Ok(probe) = probe else {
                state.refused = Some((state.story, now));
                return (true, false);
            };
            // The clone was a slice's work in a large run.
            state.probe = Some((point, now, probe));
            return (false, false);
        }
        let Some((point, from, probe)) = &mut state.probe else {
            return (true, false);
        };
        let Some(outcome) = probe.work(SLICE_EVENTS) else {
            return (false, false);
        };
        let known = Known {
            point: *point,
            story: state.story,
            from: *from,
            outcome,
        };
        if state.known.len() == KNOWN_MAX {
            state.known.remove(0);
        }
        state.known.push(known);
        state.probe = None;
        (false, true)
    }

    fn lit_points(&self, who: ConsumerId) -> Vec<CrashPoint> {
        let threads = self.session.with_timeline(|timeline| timeline.threads(who));
        let places = threads.iter().filter_map(|view| view.place.crash_point());
        places.collect()
    }

    fn tell(&self, clock: f64, playing: bool) {
        let is_time = self.state.try_update_value(|state| {
            let is_time = !playing || clock - state.shown_ms >= ROUND_MS;
            if is_time {
                state.shown_ms = clock;
            }
            is_time
        });
        if is_time == Some(true) {
            self.version.update(|version| *version += 1);
        }
    }

    /// What a kill at the next visit costs: as known, or asked at once.
    pub(super) fn ask(&self, who: ConsumerId, point: CrashPoint) -> Option<CrashOutcome> {
        let known = self.figure(point).filter(|figure| figure.is_current);
        if let Some(figure) = known {
            return Some(figure.outcome);
        }
        self.session.with_timeline(|timeline| {
            let mut probe = CrashProbe::new(timeline.continuation(), who, point).ok()?;
            probe.work(u32::MAX)
        })
    }
}
