//! Levers: the same run with one change, what that would have saved, and a fork to see it.
//!
//! A lever is measured, never estimated: the run as it is and each changed run go to one moment
//! in spare time.

mod sentences;

use std::sync::Arc;

use leptos::prelude::*;
use locale::say;
use sim_core::view::Harm;
use sim_core::what_if::{Change, Lever, LeverSearch, Outcome};
use sim_core::{Recording, SimTime, limits};
use view_macro::view;

use crate::components::icon::Icon;
use crate::components::term::Terms;
use crate::language::said;
use crate::session::{Session, SessionCommand};

const JOB: &str = "levers";
/// Events per slice: less than a millisecond even in the middle of a large rebalance.
const SLICE_EVENTS: u32 = 64;
/// So far past the playhead a run is measured, and a little more: ends lie on a grid, so that
/// playing and scrubbing find most of them measured.
const BEYOND_S: u64 = 60;
const GRID_S: u64 = 30;
/// Measurements kept.
const KEPT_MAX: usize = 32;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Asked {
    harm: Harm,
    until: SimTime,
    /// Acts up to the playhead: only these could have been different.
    acts: usize,
    story: u64,
}

/// What was measured.
#[derive(Debug)]
struct Found {
    asked: Asked,
    recording: Recording,
    base: Outcome,
    levers: Vec<Lever>,
}

/// What would have spared the reader of the question this harm.
#[component]
pub fn Levers(
    /// What the question is about.
    #[prop(into)]
    harm: Signal<Option<Harm>>,
    /// The moment it is asked at.
    #[prop(into)]
    at: Signal<SimTime>,
) -> impl IntoView {
    let session = Session::get();
    let asked = Memo::new(move |_| Some(asked(session, harm.get()?, at.get())));
    let found = RwSignal::new_local(None::<Arc<Found>>);
    let kept = StoredValue::new_local(Vec::<Arc<Found>>::new());
    Effect::new(move |_| {
        found.set(None);
        session.forget_job(JOB);
        let Some(asked) = asked.get() else { return };
        let recording = session.recording();
        let known = |old: &&Arc<Found>| {
            let same_story = Asked {
                story: asked.story,
                ..old.asked
            };
            same_story == asked && old.recording == recording
        };
        match kept.with_value(|kept| kept.iter().find(known).cloned()) {
            Some(known) => found.set(Some(known)),
            None => measure(session, asked, recording, move |new| {
                let new = Arc::new(new);
                kept.update_value(|kept| {
                    kept.truncate(KEPT_MAX - 1);
                    kept.insert(0, Arc::clone(&new));
                });
                found.set(Some(new));
            }),
        }
    });
    on_cleanup(move || session.forget_job(JOB));
    view! {
        <section class="levers" hidden=move || asked.with(Option::is_none) data-testid="levers">
            {move || asked.get().map(|asked| body(session, asked, found.get().as_deref()))}
        </section>
    }
}

fn asked(session: Session, harm: Harm, at: SimTime) -> Asked {
    let grid = GRID_S * 1_000_000;
    let end = (at.as_micros() + BEYOND_S * 1_000_000).div_ceil(grid) * grid;
    Asked {
        harm,
        until: SimTime::from_micros(end).min(limits::RUN_TIME_MAX),
        acts: session.with_timeline(|timeline| timeline.acts_until(at)),
        story: session.story.get(),
    }
}

/// Measures in spare time; a newer question takes the place of this one.
fn measure(session: Session, asked: Asked, recording: Recording, tell: impl Fn(Found) + 'static) {
    let acts = recording.commands.get(..asked.acts);
    let last = acts
        .and_then(<[_]>::last)
        .map_or(SimTime::ZERO, |timed| timed.at);
    let mut search = LeverSearch::new(recording.clone(), asked.harm, last, asked.until).ok();
    session.in_spare_time(JOB, move || {
        let Some(now) = &mut search else { return true };
        if now.work(SLICE_EVENTS)
            && let Some(done) = search.take()
        {
            let (base, levers) = done.levers();
            tell(Found {
                asked,
                recording: recording.clone(),
                base,
                levers,
            });
        }
        search.is_none()
    });
}

fn body(session: Session, asked: Asked, found: Option<&Found>) -> AnyView {
    let best = found.and_then(|found| Some((found, found.levers.first()?)));
    let (lead, button) = match (found, best) {
        (_, Some((found, best))) => (
            sentences::lead(&best.change, &found.base, &best.outcome),
            Some(fork_button(session, found, best, "levers-fork")),
        ),
        (Some(_), None) => (say::panel_levers_nothing(), None),
        (None, None) => (say::panel_levers_waiting(), None),
    };
    let levers = found.map(|found| (found, found.levers.iter()));
    let rows: Vec<AnyView> = levers
        .map(|(found, levers)| levers.map(|lever| row(session, found, lever)).collect())
        .unwrap_or_default();
    view! {
        <div class="levers__lead">
            <p role="status" data-testid="levers-lead"><Terms text=lead /></p>
            {button}
        </div>
        <ul class="levers__rows">{rows}</ul>
        <p class="levers__note" data-testid="levers-note">
            {sentences::measured(asked.harm, asked.until)}
        </p>
    }
    .into_any()
}

fn row(session: Session, found: &Found, lever: &Lever) -> AnyView {
    let harm = found.asked.harm;
    view! {
        <li class="lever" data-testid="lever">
            <div class="lever__what">
                <p><Terms text=sentences::change(session, &found.recording, &lever.change) /></p>
                <p class="lever__others">
                    {sentences::others(harm, &found.base, &lever.outcome)}
                </p>
            </div>
            <div class="lever__end">
                <b class="lever__figure" data-testid="lever-figure">
                    {sentences::figure(harm, &found.base, &lever.outcome)}
                </b>
                {fork_button(session, found, lever, "lever-fork")}
            </div>
        </li>
    }
    .into_any()
}

fn fork_button(session: Session, found: &Found, lever: &Lever, testid: &'static str) -> AnyView {
    let name = sentences::change(session, &found.recording, &lever.change);
    let label = say::panel_fork_change(said(&name).replace('`', ""));
    let change = lever.change.clone();
    view! {
        <button
            class="btn btn--sm"
            type="button"
            aria-label=label
            data-testid=testid
            on:click=move |_| fork(session, &change)
        >
            <Icon name="fork" />
            {say::panel_fork()}
        </button>
    }
    .into_any()
}

/// The run with this change, as a branch.
fn fork(session: Session, change: &Change) {
    match change.apply(&session.recording()) {
        Ok(changed) => session.dispatch(SessionCommand::Vary(Box::new(changed))),
        Err(error) => session.say(error.told(), false),
    }
}
