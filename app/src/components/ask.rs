//! A dialog that asks for a few words and sends them; a refusal stands at the field it is about.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::dialog::Dialog;
use super::prose::Prose;

/// One thing it asks for.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What is asked for.
    pub label: fn() -> Text,
    /// For tests.
    pub testid: &'static str,
    /// What an answer looks like, or what no answer means.
    pub hint: fn() -> Text,
    /// The answers there are; empty for any text.
    pub options: &'static [&'static str],
}

/// Place of the question that a refusal is about, and the refusal.
pub type Refusal = (usize, Text);

/// Questions, answers and a button.
#[component]
pub fn Ask(
    /// Shown or not.
    open: RwSignal<bool>,
    /// Its name.
    #[prop(into)]
    title: Text,
    /// For tests.
    testid: &'static str,
    /// What the button says.
    #[prop(default = say::new_add(), into)]
    verb: Text,
    /// What it asks for.
    questions: &'static [Question],
    /// The answers to begin with, in the order of the questions; asked for at each opening.
    #[prop(into)]
    begin: Callback<(), Vec<String>>,
    /// Does what the answers say.
    #[prop(into)]
    send: Callback<Vec<String>, Result<(), Refusal>>,
) -> impl IntoView {
    let answers: StoredValue<Vec<RwSignal<String>>> = StoredValue::new(
        questions
            .iter()
            .map(|_| RwSignal::new(String::new()))
            .collect(),
    );
    let refusal = RwSignal::new(None::<Refusal>);
    Effect::new(move |_| {
        if open.get() {
            refusal.set(None);
            for (answer, text) in answers.get_value().into_iter().zip(begin.run(())) {
                answer.set(text);
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let texts = answers.get_value().into_iter();
        let texts = texts.map(|answer| answer.get_untracked().trim().to_owned());
        let refused = send.run(texts.collect()).err();
        if refused.is_none() {
            open.set(false);
        }
        refusal.set(refused);
    };
    let rows = questions
        .iter()
        .zip(answers.get_value())
        .enumerate()
        .map(move |(place, (question, answer))| row(place, question, answer, refusal));
    view! {
        <Dialog open=open title=title testid=testid>
            <form class="ask-for" novalidate on:submit=submit>
                {rows.collect_view()}
                <button class="btn btn--solid" type="submit" data-testid=format!("{testid}-send")>
                    {verb}
                </button>
            </form>
        </Dialog>
    }
}

fn row(
    place: usize,
    question: &'static Question,
    answer: RwSignal<String>,
    refusal: RwSignal<Option<Refusal>>,
) -> AnyView {
    let mine = move || {
        let refusal = refusal.get().filter(|(other, _)| *other == place);
        refusal.map(|(_, text)| text)
    };
    let is_invalid = move || mine().is_some().to_string();
    let field = if question.options.is_empty() {
        view! {
            <input
                class="field-input"
                placeholder=(question.hint)()
                autocomplete="off"
                spellcheck="false"
                autofocus=place == 0
                aria-invalid=is_invalid
                data-testid=question.testid
                prop:value=move || answer.get()
                on:input=move |event| answer.set(event_target_value(&event))
            />
        }
        .into_any()
    } else {
        let option = |text: &'static str| {
            view! { <option selected=move || answer.get() == text>{text}</option> }
        };
        view! {
            <select
                class="field-input"
                data-testid=question.testid
                on:change=move |event| answer.set(event_target_value(&event))
            >
                {question.options.iter().copied().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    let error = move || {
        mine().map(|text| {
            view! {
                <span class="ask-for__error" role="alert" data-testid=format!("{}-error", question.testid)>
                    <Prose text />
                </span>
            }
        })
    };
    view! {
        <label class="ask-for__row">
            <span>{(question.label)()}</span>
            {field}
            {error}
        </label>
    }
    .into_any()
}
