//! The untouched run and the learner's, one above the other on one clock.

use leptos::prelude::*;
use lesson::{Figure, FigureKind, Lesson};
use locale::{Text, say};
use sim_core::{SimTime, Timeline};
use view_macro::view;

use super::desk::Desk;
use super::prose::Rendered;
use crate::features::matrix::LaneMatrix;
use crate::features::matrix::axis::Window;
use crate::language;
use crate::session::Session;

/// Milliseconds of a frame in which runs catch up with the playhead.
const CATCH_UP_MS: f64 = 6.0;

/// The panel of runs.
#[component]
pub fn Runs() -> impl IntoView {
    let desk = Desk::get();
    follow(desk);
    let asks = desk.with(|lesson| lesson.predict.is_some() || lesson.myth.is_some());
    let first = if asks { 2 } else { 1 };
    let happened = desk.with(|lesson| lesson.happened.clone());
    let has_words = !happened.is_empty();
    let words = move || {
        let open = has_words && desk.seen.get();
        open.then(|| {
            let happened = happened.clone();
            view! {
                <div class="happened" role="status" data-testid="lesson-happened">
                    <Rendered text=happened run="untouched" />
                </div>
            }
        })
    };
    let lanes = move || {
        (0..desk.lane_count.get())
            .map(|index| view! { <Lane index first /> })
            .collect_view()
    };
    view! {
        <section class="panel runs" aria-label=say::lesson_runs()>
            {lanes}
            {words}
            <div class="runs__skip">
                <button
                    class="btn btn--sm"
                    type="button"
                    data-testid="lesson-skip"
                    disabled=move || desk.seen.get() || (asks && desk.guess.with(Option::is_none))
                    on:click=move |_| desk.skip()
                >
                    {say::lesson_skip()}
                </button>
            </div>
        </section>
    }
}

/// Has the runs follow the playhead.
pub fn follow(desk: Desk) {
    let session = Session::get();
    session.on_frame(move |_| {
        let at = session.with_timeline(Timeline::at);
        if !desk.lanes.follow(at, CATCH_UP_MS) {
            session.request_frame();
        }
    });
}

/// What a run of the page is called.
pub fn lane_name(lesson: &Lesson, index: usize) -> Text {
    match (lesson.myth.is_some(), index) {
        (false, 0) => say::lesson_before(),
        (false, _) => say::lesson_after_change(),
        (true, 0) => say::lesson_as_set_up(),
        (true, other) => {
            let run = lesson.runs.get(other - 1);
            let says = run.map(|run| run.says.to(language::current()).to_owned());
            Text::verbatim(says.unwrap_or_default())
        }
    }
}

#[component]
fn Lane(index: usize, first: usize) -> impl IntoView {
    let desk = Desk::get();
    let lesson = desk.lesson();
    let is_myth = lesson.myth.is_some();
    let name = lane_name(&lesson, index);
    let run = match (is_myth, index) {
        (_, 0) => "untouched".to_owned(),
        (true, other) => lesson
            .runs
            .get(other - 1)
            .map_or_else(String::new, |it| it.name.clone()),
        (false, _) => String::new(),
    };
    let note = move || {
        if !desk.seen.get() {
            return Text::default();
        }
        let of = |kind| Figure {
            run: None,
            kind,
            partition: None,
        };
        let value = |kind| {
            if run.is_empty() {
                desk.attempt
                    .with(|it| it.as_ref()?.measured.value(&of(kind)))
            } else {
                desk.runs.with(|runs| runs.get(&run)?.value(&of(kind)))
            }
        };
        let stopped = FigureKind::StoppedPartitionMs;
        match (value(FigureKind::StoppedPartitions), value(stopped)) {
            (Some(count), Some(time)) => say::lesson_stopped(count.to_string(), stopped.told(time)),
            _ => Text::default(),
        }
    };
    let rows: u32 = lesson
        .scenario
        .topics
        .iter()
        .map(|topic| topic.partitions)
        .sum();
    let window = Window {
        from: SimTime::ZERO,
        to: lesson.until,
    };
    view! {
        <article class="runs__lane" style:--rows=rows.min(24).to_string() data-testid=format!("lesson-lane-{index}")>
            <div class="work__head">
                <span class="stepno">{first + index}</span>
                <h2>{name.clone()}</h2>
                <span class="work__note">{note}</span>
            </div>
            <LaneMatrix lanes=desk.lanes index name window />
        </article>
    }
}
