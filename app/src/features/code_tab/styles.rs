//! The same run under five ways to commit: what the worst kill costs under each.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::scenario::CommitStyle;
use sim_core::what_if::{Change, CrashOutcome, CrashProbe, Replay};
use sim_core::{ConsumerId, CrashPoint, Recording, SimTime};
use view_macro::view;

use super::Code;
use super::map::{SLICE_EVENTS, holds, rank};
use super::words;
use crate::components::prose::marked;
use crate::session::SessionCommand;

/// The styles of the strip.
pub(super) const STYLES: [CommitStyle; 5] = [
    CommitStyle::Auto,
    CommitStyle::SyncAfterBatch,
    CommitStyle::SyncPerRecord,
    CommitStyle::AsyncAfterBatch,
    CommitStyle::SyncBeforeProcessing,
];

/// Later than this, a run is not replayed for comparison.
pub(super) const COMPARED_UNTIL: SimTime = SimTime::from_millis(600_000);

/// Lines that every program has, in the order of its small map.
pub(super) fn points(style: CommitStyle) -> [CrashPoint; 5] {
    let [poll, begin, record, beat] = [
        CrashPoint::BeforePoll,
        CrashPoint::BatchBegin,
        CrashPoint::NextRecord,
        CrashPoint::Heartbeat,
    ];
    if style == CommitStyle::Auto {
        [poll, CrashPoint::AutoCommit, begin, record, beat]
    } else if style == CommitStyle::SyncBeforeProcessing {
        [poll, CrashPoint::BeforeCommit, begin, record, beat]
    } else {
        [poll, begin, record, CrashPoint::BeforeCommit, beat]
    }
}

/// The small map of one style.
#[derive(Clone, Debug)]
pub(super) struct SmallMap {
    from: SimTime,
    who: ConsumerId,
    recording: Recording,
    /// By line.
    costs: Vec<CrashOutcome>,
}

impl SmallMap {
    fn holds(&self, now: SimTime) -> bool {
        self.costs
            .iter()
            .all(|outcome| holds(self.from, *outcome, now))
    }
}

struct Trial {
    at: usize,
    from: SimTime,
    recording: Recording,
    replay: Replay,
    has_arrived: bool,
    probe: Option<CrashProbe>,
    costs: Vec<CrashOutcome>,
}

/// What is known of each style.
#[derive(Default)]
pub(super) struct StyleMaps {
    maps: [Option<SmallMap>; 5],
    /// Styles that cannot be had here.
    refused: [bool; 5],
    /// Maps of a run that may be another one.
    doubted: [bool; 5],
    trial: Option<Trial>,
}

impl StyleMaps {
    /// The run is another one; what is known stays in view, dimmed.
    pub(super) fn forget(&mut self) {
        self.doubted = [true; 5];
        self.refused = [false; 5];
        self.trial = None;
    }

    /// A style's map, and whether it holds.
    pub(super) fn get(&self, at: usize, now: SimTime) -> Option<(&SmallMap, bool)> {
        let map = self.maps[at].as_ref()?;
        Some((map, !self.doubted[at] && map.holds(now)))
    }

    fn wanted(&self, now: SimTime) -> Option<usize> {
        let is_wanted = |at: &usize| {
            !self.refused[*at] && self.get(*at, now).is_none_or(|(_, is_current)| !is_current)
        };
        (0..STYLES.len())
            .filter(|_| now <= COMPARED_UNTIL)
            .find(is_wanted)
    }

    /// Some style is to be tried.
    pub(super) fn is_due(&self, now: SimTime) -> bool {
        self.wanted(now).is_some()
    }

    /// A slice of work. Done, and whether there is something new to show.
    pub(super) fn work(
        &mut self,
        recording: impl Fn() -> Recording,
        who: ConsumerId,
        now: SimTime,
    ) -> (bool, bool) {
        if matches!(&self.trial, Some(trial) if trial.from != now) {
            self.trial = None;
        }
        let Some(mut trial) = self.trial.take() else {
            let Some(at) = self.wanted(now) else {
                return (true, true);
            };
            self.begin(at, &recording(), who, now);
            return (false, false);
        };
        let is_done = trial.work(who);
        if is_done {
            self.doubted[trial.at] = false;
            self.maps[trial.at] = Some(SmallMap {
                from: trial.from,
                who,
                recording: trial.recording,
                costs: trial.costs,
            });
        } else {
            self.trial = Some(trial);
        }
        (false, is_done)
    }
}

impl StyleMaps {
    /// Tries a style, unless its map is that of the same run.
    fn begin(&mut self, at: usize, recording: &Recording, who: ConsumerId, now: SimTime) {
        let changed = Change::Commit(STYLES[at]).apply(recording);
        let Ok(recording) = changed else {
            self.refused[at] = true;
            return;
        };
        let is_same =
            |map: &SmallMap| map.who == who && map.recording == recording && map.holds(now);
        if self.maps[at].as_ref().is_some_and(is_same) {
            self.doubted[at] = false;
            return;
        }
        let Ok(replay) = Replay::new(&recording, now) else {
            self.refused[at] = true;
            return;
        };
        self.trial = Some(Trial {
            at,
            from: now,
            recording,
            replay,
            has_arrived: false,
            probe: None,
            costs: Vec::new(),
        });
    }

    /// The most records that run twice under any style.
    pub(super) fn most_twice(&self) -> u64 {
        let costs = self.maps.iter().flatten().flat_map(|map| &map.costs);
        let twice = |outcome: &CrashOutcome| match outcome {
            CrashOutcome::Killed(cost) => cost.twice,
            CrashOutcome::NotReached => 0,
        };
        costs.map(twice).max().unwrap_or(0)
    }
}

impl Trial {
    /// True when every line is known.
    fn work(&mut self, who: ConsumerId) -> bool {
        if !self.has_arrived {
            self.has_arrived = self.replay.work(SLICE_EVENTS).is_some();
            return false;
        }
        let points = points(STYLES[self.at]);
        let Some(point) = points.get(self.costs.len()) else {
            return true;
        };
        if self.probe.is_none() {
            self.probe = CrashProbe::new(self.replay.run().clone(), who, *point).ok();
            if self.probe.is_some() {
                return false;
            }
        }
        let outcome = match &mut self.probe {
            Some(probe) => probe.work(SLICE_EVENTS),
            // It does not run under this style.
            None => Some(CrashOutcome::NotReached),
        };
        if let Some(outcome) = outcome {
            self.costs.push(outcome);
            self.probe = None;
        }
        self.costs.len() == points.len()
    }
}

/// A segment as it is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Segment {
    /// Per line: records twice, records lost.
    bars: Vec<(u64, u64)>,
    text: Text,
    is_current: bool,
}

fn segment(code: Code, at: usize) -> Segment {
    code.map.version.track();
    code.session.pulse.track();
    let now = code.now();
    let instead = if !code.runs.get() {
        Some(words::NOTHING.into())
    } else if now > COMPARED_UNTIL {
        Some(say::code_not_compared())
    } else {
        None
    };
    if let Some(text) = instead {
        return Segment {
            text,
            ..Segment::default()
        };
    }
    let (costs, is_current) = code.map.with_styles(|styles| {
        let known = styles.get(at, now);
        known.map_or((Vec::new(), false), |(map, is_current)| {
            (map.costs.clone(), is_current)
        })
    });
    let cost = |outcome: &CrashOutcome| match outcome {
        CrashOutcome::Killed(cost) => Some(*cost),
        CrashOutcome::NotReached => None,
    };
    let worst = costs.iter().filter_map(cost).max_by_key(rank);
    let text = match worst {
        Some(cost) => words::worst_of_style(&cost),
        None if costs.is_empty() => words::PENDING.into(),
        None => say::code_not_reached(),
    };
    let bar = |outcome| cost(outcome).map_or((0, 0), |cost| (cost.twice, cost.lost));
    Segment {
        text,
        bars: costs.iter().map(bar).collect(),
        is_current,
    }
}

/// The strip of styles.
pub(super) fn strip(code: Code) -> AnyView {
    let style = Memo::new(move |_| code.view(|view| (view.commit, view.workers.is_none())));
    let all: [Memo<Segment>; 5] = std::array::from_fn(|at| Memo::new(move |_| segment(code, at)));
    let scale = Memo::new(move |_| {
        let of =
            |one: &Memo<Segment>| one.with(|one| one.bars.iter().map(|bar| bar.0.max(bar.1)).max());
        all.iter().filter_map(of).max().unwrap_or(0).max(1)
    });
    let interval = Memo::new(move |_| code.view(|view| view.auto_commit_interval));
    let one = move |at: usize| {
        let shown = all[at];
        let is_chosen = move || style.get().is_some_and(|(now, _)| now == STYLES[at]);
        let bars = move || {
            let scale = scale.get();
            let bar = |(twice, lost): (u64, u64)| {
                let (class, size) = if lost > 0 {
                    ("styles__bar is-lost", lost)
                } else {
                    ("styles__bar", twice)
                };
                let width = format!("{}%", size * 100 / scale);
                view! { <i class=class><i style:width=width></i></i> }
            };
            let bars = shown.get().bars;
            bars.into_iter().map(bar).collect::<Vec<_>>()
        };
        let name = move || {
            let name = words::style(at, interval.get());
            marked(&name, |word| view! { <b>{word}</b> })
        };
        view! {
            <button
                type="button"
                class:is-stale=move || !shown.with(|one| one.is_current)
                aria-pressed=move || is_chosen().to_string()
                data-testid=format!("style-{at}")
                on:click=move |_| choose(code, at)
            >
                <span class="styles__name">{name}</span>
                <span class="styles__bars" aria-hidden="true">{bars}</span>
                <span class="styles__worst">{move || shown.with(|one| one.text.clone())}</span>
            </button>
        }
    };
    let strip = move || {
        let has_workers = style.get().is_some_and(|(_, is_plain)| !is_plain);
        (!has_workers).then(|| {
            view! {
                <div class="styles" role="group" aria-label=say::code_styles() data-testid="styles">
                    {(0..STYLES.len()).map(one).collect::<Vec<_>>()}
                </div>
            }
        })
    };
    view! { {strip} }.into_any()
}

/// Shows the run as it is when every program commits like this.
fn choose(code: Code, at: usize) {
    match Change::Commit(STYLES[at]).apply(&code.session.recording()) {
        Ok(changed) => code
            .session
            .dispatch(SessionCommand::Vary(Box::new(changed))),
        Err(error) => code.session.say(error.told(), false),
    }
}
