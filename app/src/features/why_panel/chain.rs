//! Causes in order, from what you did to what comes next.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::SimTime;
use sim_core::view::{WhyMark, WhyStep};
use view_macro::view;

use crate::components::term::{self, Met};
use crate::format;
use crate::session::Session;
use crate::tree::Tree;

/// The steps; one with a moment leads there.
#[component]
pub fn Chain(
    #[prop(into)] steps: Signal<Vec<WhyStep>>,
    /// What stands above them: a term that it names is not marked again.
    #[prop(optional, into)]
    above: Signal<Text>,
    /// Goes to a step's moment.
    follow: impl Fn(SimTime) + Copy + Send + 'static,
) -> impl IntoView {
    let rows = move || {
        let mut met = Met::here();
        above.with(|above| term::sentence(above, &mut met));
        let steps = steps.get().into_iter();
        steps
            .map(|step| row(step, &mut met, follow))
            .collect::<Vec<_>>()
    };
    view! {
        <ol class="chain" data-testid="why-chain">
            {rows}
        </ol>
    }
}

fn row(step: WhyStep, met: &mut Met, follow: impl Fn(SimTime) + Copy + 'static) -> Tree {
    let session = Session::get();
    let class = match step.mark {
        WhyMark::You => "chain__step is-act",
        WhyMark::System => "chain__step",
        WhyMark::Now => "chain__step is-now",
        WhyMark::Next => "chain__step is-next",
    };
    let time = match (step.mark, step.at) {
        (WhyMark::Now, _) => say::panel_now(),
        (WhyMark::Next, _) | (WhyMark::You | WhyMark::System, None) => say::panel_next(),
        (WhyMark::You | WhyMark::System, Some(at)) => format::seconds(at),
    };
    let goal = step
        .at
        .filter(|_| matches!(step.mark, WhyMark::You | WhyMark::System));
    let moment = if let Some(at) = goal {
        view! {
            <button
                class="chain__time chain__go"
                type="button"
                title=say::panel_go_there()
                data-testid="why-step"
                on:click=move |_| follow(at)
                on:mouseenter=move |_| session.ghost.set(Some(at))
                on:mouseleave=move |_| session.ghost.set(None)
                on:focus=move |_| session.ghost.set(Some(at))
                on:blur=move |_| session.ghost.set(None)
            >
                {time}
            </button>
        }
    } else {
        view! { <span class="chain__time">{time}</span> }
    };
    let fact = term::sentence(&step.fact, met);
    let because = term::sentence(&step.because, met);
    let setting = step.setting.map(|(key, value, default)| {
        let default = (value != default).then(|| say::panel_default(default));
        view! {
            <p class="chain__setting">
                <span class="setting">{key}</span>
                {format!(" {value} ")}
                {default}
            </p>
        }
    });
    view! {
        <li class=class data-testid="why-row">
            {moment}
            <div class="chain__text">
                <p>
                    <b>{fact}</b>
                    " "
                    {because}
                </p>
                {setting}
            </div>
        </li>
    }
}
