//! Question, answer, log, the chain of causes, and what would have helped.

pub mod chain;
mod levers;
mod log_figure;

use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::{Harm, Target, WhyView};
use sim_core::{SimTime, Timeline};
use view_macro::view;

use self::chain::Chain;
pub use self::levers::Levers;
use self::log_figure::LogBar;
use super::later::{Later, later};
use super::motion;
use crate::components::term::{self, Met};
use crate::format;
use crate::session::{Selection, Session, SessionCommand};
use crate::tree::Tree;

/// An answer kept while the reader follows its steps back in time.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    why: WhyView,
    from: SimTime,
    selection: Option<Selection>,
}

/// Why the selected thing is as it is; without a selection, what matters most now.
#[component]
pub fn WhyPanel() -> impl IntoView {
    let session = Session::get();
    let kept = RwSignal::new(None::<Kept>);
    // Playing on or acting leaves the kept answer behind.
    Effect::new(move |before: Option<u64>| {
        let story = session.story.get();
        let playing = session.playback.with(|state| state.playing);
        if playing || before.is_some_and(|before| before != story) {
            kept.set(None);
        }
        story
    });
    let held = Memo::new(move |_| {
        let selection = session.selection.get();
        kept.get().filter(|kept| kept.selection == selection)
    });
    let from = Memo::new(move |_| held.with(|held| held.as_ref().map(|kept| kept.from)));
    let why = Memo::new(move |_| {
        session.pulse.track();
        let now = || target(session.selection.get());
        held.get().map_or_else(
            || session.with_timeline(|timeline| timeline.explain(now())),
            |kept| kept.why,
        )
    });
    let question = Memo::new(move |_| why.with(|why| why.question.clone()));
    let steps = fading_with(question);
    let asked_at = Memo::new(move |_| {
        session.pulse.track();
        let now = || session.with_timeline(Timeline::at);
        from.get().unwrap_or_else(now)
    });
    let follow = move |at: SimTime| {
        if kept.get_untracked().is_none() {
            kept.set(Some(Kept {
                why: why.get_untracked(),
                from: session.with_timeline(Timeline::at),
                selection: session.selection.get_untracked(),
            }));
        }
        session.dispatch(SessionCommand::Pause);
        session.dispatch(SessionCommand::Seek(at));
    };
    let steps_of = Signal::derive(move || why.with(|why| why.steps.clone()));
    let answer = Signal::derive(move || why.with(|why| why.answer.clone()));
    let back = move |from: SimTime| {
        kept.set(None);
        session.dispatch(SessionCommand::Seek(from));
    };
    view! {
        <div
            class="why"
            class:is-held=move || session.prediction.with(Option::is_some)
            data-testid="why"
        >
            <p class="why__held" data-testid="why-held">{say::panel_held()}</p>
            <h2 class="why__question" data-testid="why-question">
                {move || question.get()}
            </h2>
            <p class="why__answer" data-testid="why-answer">
                {move || answer.with(|answer| term::sentence(answer, &mut Met::here()))}
            </p>
            {move || from.get().map(|from| back_button(from, back))}
            {move || why.with(|why| why.log.clone()).map(|log| view! { <LogBar log=log /> })}
            <div node_ref=steps>
                <Chain steps=steps_of above=answer follow />
            </div>
            <ClearButton />
            {levers(Memo::new(move |_| why.with(|why| why.harm)), asked_at)}
        </div>
    }
}

/// From the first harm on, so that what was measured is kept.
fn levers(harm: Memo<Option<Harm>>, at: Memo<SimTime>) -> Tree {
    let was_harm = Memo::new(move |before: Option<&bool>| {
        before.is_some_and(|before| *before) || harm.with(Option::is_some)
    });
    view! { {move || was_harm.get().then(|| later(Later::Levers(harm.into(), at.into())))} }
}

/// Another question lets its steps appear.
fn fading_with(question: Memo<Text>) -> NodeRef<html::Div> {
    let steps = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<Text>| {
        let question = question.get();
        if before.is_some_and(|before| before != question)
            && let Some(steps) = steps.get_untracked()
        {
            motion::fade_in(&steps);
        }
        question
    });
    steps
}

fn back_button(from: SimTime, back: impl Fn(SimTime) + 'static) -> AnyView {
    view! {
        <button
            class="btn btn--sm why__back"
            type="button"
            data-testid="why-back"
            on:click=move |_| back(from)
        >
            {say::panel_back_to(format::seconds(from))}
        </button>
    }
    .into_any()
}

#[component]
fn ClearButton() -> impl IntoView {
    let session = Session::get();
    let clear = move || {
        session.selection.get().map(|_| {
            view! {
                <button
                    class="btn btn--sm btn--quiet why__clear"
                    type="button"
                    data-testid="clear-selection"
                    on:click=move |_| session.dispatch(SessionCommand::Select(None))
                >
                    {say::panel_select_nothing()}
                    <span class="kbd">"Esc"</span>
                </button>
            }
        })
    };
    view! { {clear} }
}

/// What the panel explains for a selection.
pub(super) fn target(selection: Option<Selection>) -> Target {
    match selection {
        None => Target::Now,
        Some(Selection::Partition(id)) => Target::Partition(id),
        Some(Selection::Consumer(id)) => Target::Consumer(id),
        Some(Selection::Event(id)) => Target::Event(id),
    }
}
