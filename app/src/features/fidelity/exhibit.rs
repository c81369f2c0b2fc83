//! One recording: the recorded run, the differences, the simulated run, on one clock.

use std::sync::Arc;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{SimTime, Timeline};
use view_macro::view;

use super::beats::{Beats, Endings};
use super::file::{Exhibit, Index, Outcome};
use super::list::{compared, verdict};
use super::runs::{Recorded, Simulated};
use super::strip::Strip;
use crate::components::icon::Icon;
use crate::features::matrix::axis::{Window, Zoom};
use crate::features::matrix::{Rig, RigMatrix};
use crate::features::transport_bar::SmallDeck;
use crate::language;
use crate::session::{Lanes, Session, SessionCommand};
use crate::tree::Tree;

/// Milliseconds of a frame in which the simulated run catches up with the playhead.
const CATCH_UP_MS: f64 = 6.0;
/// Lengths of the stretches around a moment.
const CLOSE_MS: [u64; 2] = [5_000, 500];
/// Height of a lane without its rows, and of a row.
const LANE_PX: usize = 70;
const ROW_PX: usize = 20;

/// What the parts of the page share.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Recorded, simulated.
    pub rigs: (Rig, Rig),
    /// Milliseconds of the stretch in view; None = the whole run.
    pub close: RwSignal<Option<u64>>,
    /// The difference that was chosen, and the one under the pointer.
    pub chosen: RwSignal<Option<usize>>,
    pub hovered: RwSignal<Option<usize>>,
    end: SimTime,
}

impl Stage {
    /// The difference to be pointed out.
    pub fn shown(self) -> Option<usize> {
        self.hovered.get().or_else(|| self.chosen.get())
    }

    /// Both runs show the stretch around `at` that is wanted.
    pub fn look_at(self, at: SimTime) {
        let window = match self.close.get_untracked() {
            None => Window {
                from: SimTime::ZERO,
                to: self.end,
            },
            Some(length) => {
                let half = sim_core::SimDuration::from_millis(length / 2);
                let from = at.as_micros().saturating_sub(half.as_micros());
                let from = SimTime::from_micros(from);
                Window {
                    from,
                    to: from.after(half).after(half),
                }
            }
        };
        for rig in [self.rigs.0, self.rigs.1] {
            rig.show(Zoom::Held(window));
        }
    }
}

/// The recording that is open.
#[component]
pub fn Recording(index: Arc<Index>, exhibit: Arc<Exhibit>) -> impl IntoView {
    let title = exhibit.listed.title.to(language::current()).to_owned();
    view! {
        <section class="exhibit__one" aria-label=say::fidelity_recording() data-testid="exhibit">
            <h1>{title}</h1>
            <p class="page__lead" data-testid="exhibit-facts">{facts(&exhibit)}</p>
            {ways(&index, &exhibit)}
            <Runs exhibit=Arc::clone(&exhibit) />
        </section>
    }
}

/// What was compared and how it came out.
fn facts(exhibit: &Exhibit) -> Text {
    let listed = &exhibit.listed;
    match (listed.result, &listed.figures) {
        (Outcome::Agrees | Outcome::Differs, Some(figures)) => say::fidelity_facts(
            compared(figures),
            figures.largest_ms.to_string(),
            figures.tolerance_ms.to_string(),
            verdict(listed.result),
        ),
        (Outcome::Later, _) | (_, None) => say::fidelity_facts_later(),
    }
}

/// To the recordings beside it, and to the lab.
fn ways(index: &Index, exhibit: &Exhibit) -> Tree {
    let all = &index.recordings;
    let place = all.iter().position(|it| it.name == exhibit.listed.name);
    let beside = |place: Option<usize>, testid: &'static str, words: Text| {
        let one = all.get(place?)?;
        let href = format!("?page=fidelity&recording={}", one.name);
        Some(view! { <a class="btn" href=href data-testid=testid>{words}</a> })
    };
    let before = place.and_then(|place| place.checked_sub(1));
    let after = place.map(|place| place + 1);
    let lab = exhibit.run.as_ref().map(|run| {
        let href = format!("?page=lab#{run}");
        view! {
            <a class="btn" href=href data-testid="exhibit-lab">{say::fidelity_in_lab()}<Icon name="right" size=14 /></a>
        }
    });
    view! {
        <p class="page__more exhibit__ways">
            {beside(before, "exhibit-before", say::fidelity_before())}
            {beside(after, "exhibit-after", say::fidelity_after())}
            {lab}
        </p>
    }
}

/// Starts the lanes: the recorded run, and the simulated one if there is one.
fn lanes(session: Session, exhibit: &Arc<Exhibit>) -> Lanes {
    let lanes = Lanes::default();
    lanes.put(Box::new(Recorded(Arc::clone(exhibit))));
    if exhibit.run.is_some()
        && let Ok(timeline) = Timeline::new(session.recording())
    {
        lanes.put(Box::new(Simulated::new(timeline, exhibit)));
    }
    let end = SimTime::from_millis(exhibit.end);
    session.on_frame(move |_| {
        let at = session.with_timeline(Timeline::at);
        if !lanes.follow(at, CATCH_UP_MS) {
            session.request_frame();
        }
    });
    Effect::new(move |_| {
        session.revision.track();
        if session.with_timeline(Timeline::at) > end {
            session.dispatch(SessionCommand::Pause);
            session.dispatch(SessionCommand::Seek(end));
        }
    });
    // Played at its end it begins again.
    let playing = Memo::new(move |_| session.playback.with(|state| state.playing));
    Effect::new(move |_| {
        if playing.get() && session.with_timeline(Timeline::at) >= end {
            session.dispatch(SessionCommand::Seek(SimTime::ZERO));
        }
    });
    lanes
}

#[component]
fn Runs(exhibit: Arc<Exhibit>) -> impl IntoView {
    let session = Session::get();
    let lanes = lanes(session, &exhibit);
    let end = SimTime::from_millis(exhibit.end);
    let rig = |index| Rig::of_lane(session, lanes, index, None);
    let stage = Stage {
        rigs: (rig(0), rig(1)),
        close: RwSignal::new(None),
        chosen: RwSignal::new(None),
        hovered: RwSignal::new(None),
        end,
    };
    stage.look_at(end);
    let height = format!("{}px", LANE_PX + ROW_PX * exhibit.rows.len());
    let is_run = exhibit.run.is_some();
    // Before the strip, which is drawn by where it lies in a frame.
    let above = lane(
        stage.rigs.0,
        &height,
        say::fidelity_recorded(),
        "lane-recorded",
    );
    let middle = is_run.then(|| view! { <Strip exhibit=Arc::clone(&exhibit) stage /> });
    let below = is_run.then(|| {
        lane(
            stage.rigs.1,
            &height,
            say::fidelity_simulated(),
            "lane-simulated",
        )
    });
    let tables = is_run.then(|| {
        view! {
            <SmallDeck />
            <p class="exhibit__note">{say::fidelity_note()}</p>
            <Beats exhibit=Arc::clone(&exhibit) stage />
            <Endings exhibit />
        }
    });
    view! {
        <Closeness stage />
        <div class="panel exhibit__runs">
            {above}
            {middle}
            {below}
        </div>
        {tables}
    }
}

fn lane(rig: Rig, height: &str, name: Text, testid: &'static str) -> Tree {
    let height = height.to_owned();
    view! {
        <div class="exhibit__lane" data-testid=testid style:--own=height>
            <h2>{name.clone()}</h2>
            <RigMatrix rig name />
        </div>
    }
}

/// The whole run, or a stretch around the moment.
#[component]
fn Closeness(stage: Stage) -> impl IntoView {
    let session = Session::get();
    let choice = move |length: Option<u64>, words: Text, testid: &'static str| {
        let choose = move |_| {
            stage.close.set(length);
            stage.look_at(session.with_timeline(Timeline::at));
        };
        view! {
            <button
                type="button"
                data-testid=testid
                aria-pressed=move || (stage.close.get() == length).to_string()
                on:click=choose
            >
                {words}
            </button>
        }
    };
    let [some, few] = CLOSE_MS;
    view! {
        <div class="seg exhibit__close" role="group" aria-label=say::fidelity_stretch()>
            {choice(None, say::fidelity_whole(), "close-none")}
            {choice(Some(some), say::seconds("5"), "close-some")}
            {choice(Some(few), say::milliseconds("500"), "close-few")}
        </div>
    }
}
