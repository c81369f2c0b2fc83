//! Runs beside each other on one clock, with their totals.
//!
//! Deliberately lacks controls of its own over time: the transport moves all of them.

mod totals;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{SimTime, Timeline};
use view_macro::view;

use self::totals::{Totals, caption, total_of};
use crate::features::fate_counters::{Fate, FateMark};
use crate::features::matrix::{Rig, RigMatrix, Tape};
use crate::session::{Compared, LANES_MAX, Lanes, Session, SessionCommand};
use crate::tree::Tree;
use crate::{dom, format};

/// Milliseconds of a frame in which runs catch up with the playhead.
const CATCH_UP_MS: f64 = 6.0;

/// The comparison that is asked for, in place of the stage.
#[component]
pub fn Compare() -> impl IntoView {
    let session = Session::get();
    let lanes = Lanes::default();
    let count = RwSignal::new(0);
    // Where the runs stand while nothing plays: their figures are due again.
    let arrived = RwSignal::new(None::<SimTime>);
    Effect::new(move |_| {
        session.story.track();
        if let Some(what) = session.compared.get() {
            lanes.open(session, &what);
            arrived.set(None);
            count.set(lanes.count());
            session.request_frame();
        }
    });
    let totals = RwSignal::new(Vec::<Totals>::new());
    session.on_frame(move |frame| {
        let at = session.with_timeline(Timeline::at);
        if !lanes.follow(at, CATCH_UP_MS) {
            session.request_frame();
        } else if !frame.playing && arrived.get_untracked() != Some(at) {
            arrived.set(Some(at));
        }
    });
    Effect::new(move |_| {
        session.pulse.track();
        count.track();
        arrived.track();
        let at = session.with_timeline(Timeline::at);
        let all = (0..lanes.count()).filter_map(|index| total_of(lanes, index, at));
        totals.set(all.collect());
    });
    let words = Memo::new(move |_| {
        count.track();
        let titles: Vec<String> = (0..lanes.count())
            .filter_map(|index| lanes.with(index, |lane| lane.title.clone()))
            .collect();
        totals.with(|totals| caption(&titles, totals))
    });
    dom::publish("compare", "1");
    on_cleanup(|| dom::unpublish("compare"));
    view! {
        <section class="compare" aria-label=say::compare_runs() data-testid="compare">
            <header class="compare__head">
                <p class="compare__caption" role="status" data-testid="compare-caption">
                    <b>{move || words.with(|(bold, _)| bold.clone())}</b>
                    " "
                    {move || words.with(|(_, rest)| rest.clone())}
                </p>
                <Chooser />
                <button
                    type="button"
                    class="btn"
                    data-testid="compare-close"
                    on:click=move |_| session.dispatch(SessionCommand::Compare(None))
                >
                    {say::compare_back()}
                </button>
            </header>
            <Sheet lanes count totals />
        </section>
    }
}

/// The runs under one axis, and the line of its playhead through all of them.
#[component]
fn Sheet(lanes: Lanes, count: RwSignal<usize>, totals: RwSignal<Vec<Totals>>) -> impl IntoView {
    let session = Session::get();
    let tape = Rig::tape(session, lanes);
    let line = NodeRef::new();
    let at = Memo::new(move |_| {
        session.pulse.track();
        format::seconds(session.with_timeline(Timeline::at))
    });
    let seed = Memo::new(move |_| {
        session.story.track();
        session.recording().seed.to_string()
    });
    let title = move || match session.compared.get() {
        Some(Compared::Branches(_)) => say::compare_one_clock(),
        Some(Compared::Protocols) | None => say::compare_one_tape(),
    };
    view! {
        <div class="compare__lanes">
            <div class="compare__row compare__tape">
                <div class="compare__run">
                    <div class="compare__name">
                        <b>{title}</b>
                        <p>{move || say::compare_seed(seed.get())}</p>
                    </div>
                    <Tape rig=tape line />
                </div>
                <p class="compare__at" data-testid="compare-at">{move || say::compare_totals_at(at.get())}</p>
            </div>
            {move || (0..count.get()).map(|index| view! { <LaneRow lanes index tape totals /> }).collect_view()}
            <i class="compare__line" node_ref=line aria-hidden="true"></i>
        </div>
    }
}

#[component]
fn LaneRow(lanes: Lanes, index: usize, tape: Rig, totals: RwSignal<Vec<Totals>>) -> impl IntoView {
    let rig = Rig::of_lane(Session::get(), lanes, index, None).under(tape);
    let (title, strategy) = lanes
        .with(index, |lane| (lane.title.clone(), lane.strategy.clone()))
        .unwrap_or_default();
    let figures = move || {
        totals.with(|totals| {
            let own = totals.get(index).copied().unwrap_or_default();
            own.rows(totals)
        })
    };
    view! {
        <article class="compare__row compare__lane" data-testid=format!("lane-{index}")>
            <div class="compare__run">
                <div class="compare__name">
                    <h2>{title.clone()}</h2>
                    <p>{note(&title)}</p>
                    <code>{strategy}</code>
                </div>
                <RigMatrix rig name=Text::from(title) />
            </div>
            <dl class="compare__totals">
                {move || {
                    figures()
                        .into_iter()
                        .map(|row| {
                            view! {
                                <div>
                                    {figure_mark(row.mark)}
                                    <dt>{row.name}</dt>
                                    <dd data-testid=format!("lane-{index}-{}", row.key)>{row.value}</dd>
                                    <span class="compare__bar" aria-hidden="true">
                                        <i style:--share=row.share></i>
                                    </span>
                                </div>
                            }
                        })
                        .collect_view()
                }}
            </dl>
        </article>
    }
}

/// The mark of a figure in the matrix; a length for the one that has none.
fn figure_mark(fate: Option<Fate>) -> Tree {
    if let Some(fate) = fate {
        return view! { <FateMark fate /> };
    }
    view! {
        <svg class="fate__mark" width="18" height="18" aria-hidden="true">
            <path class="mark-curve" d="M2.500 5v8M15.500 5v8M3 9h12"></path>
        </svg>
    }
}

/// What a protocol does, in one sentence.
fn note(title: &str) -> Text {
    match title {
        "Eager" => say::compare_eager(),
        "Cooperative" => say::compare_cooperative(),
        _ => Text::default(),
    }
}

/// Protocols, or branches.
#[component]
fn Chooser() -> impl IntoView {
    let session = Session::get();
    let branches = Memo::new(move |_| {
        session.story.track();
        session.with_timeline(|timeline| {
            let all = timeline.branches();
            all.into_iter()
                .map(|branch| (branch.index, format::branch(&branch.name)))
                .collect::<Vec<_>>()
        })
    });
    let chosen = move || match session.compared.get() {
        Some(Compared::Branches(numbers)) => numbers,
        Some(Compared::Protocols) | None => Vec::new(),
    };
    let toggle = move |number: usize| {
        let mut numbers = untrack(chosen);
        if numbers.contains(&number) {
            numbers.retain(|other| *other != number);
        } else {
            numbers.push(number);
            if numbers.len() > LANES_MAX {
                numbers.remove(0);
            }
        }
        let what = if numbers.is_empty() {
            Compared::Protocols
        } else {
            Compared::Branches(numbers)
        };
        session.dispatch(SessionCommand::Compare(Some(what)));
    };
    view! {
        <div class="compare__choice" role="group" aria-label=say::compare_what()>
            <button
                type="button"
                class="btn btn--sm"
                aria-pressed=move || chosen().is_empty().to_string()
                on:click=move |_| session.dispatch(SessionCommand::Compare(Some(Compared::Protocols)))
            >
                {say::compare_protocols()}
            </button>
            {move || {
                let names = branches.get();
                if names.len() < 2 {
                    return Vec::new().collect_view();
                }
                names
                    .into_iter()
                    .map(|(number, name)| {
                        view! {
                            <button
                                type="button"
                                class="btn btn--sm"
                                data-testid=format!("compare-branch-{number}")
                                aria-pressed=move || chosen().contains(&number).to_string()
                                on:click=move |_| toggle(number)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
