//! The question before the outcome shows.

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use crate::session::{Session, SessionCommand};

/// Question, three answers and Skip; the number keys answer too.
#[component]
pub fn PredictionPrompt() -> impl IntoView {
    let session = Session::get();
    let prompt = move || {
        let prediction = session.prediction.get()?;
        let answers = prediction
            .answers
            .into_iter()
            .enumerate()
            .map(|(index, answer)| {
                view! {
                    <button
                        class="btn"
                        type="button"
                        data-testid="predict-answer"
                        on:click=move |_| session.dispatch(SessionCommand::Predict(Some(index)))
                    >
                        <span class="kbd">{index + 1}</span>
                        {answer}
                    </button>
                }
            });
        Some(view! {
            <section class="panel ask" role="group" aria-label=say::part_prediction() data-testid="prediction">
                <p class="ask__question">{prediction.question}</p>
                <div class="ask__answers">
                    {answers.collect_view()}
                    <button
                        class="btn btn--quiet"
                        type="button"
                        data-testid="predict-skip"
                        on:click=move |_| session.dispatch(SessionCommand::Predict(None))
                    >
                        {say::part_skip()}
                    </button>
                </div>
            </section>
        })
    };
    view! { {prompt} }
}
