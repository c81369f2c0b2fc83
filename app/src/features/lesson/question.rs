//! The question before the run: choices, a number, a partition, or whether a claim is so.

use leptos::prelude::*;
use lesson::{Answer, Truth, Unit};
use locale::{Text, say};
use sim_core::Timeline;
use view_macro::view;

use super::desk::{Desk, Guess, Right};
use super::prose::Rendered;
use crate::format;
use crate::language::{self, said};
use crate::session::{Selection, Session};
use crate::tree::Tree;

/// The panel, if there is something to ask.
#[component]
pub fn Question() -> impl IntoView {
    let desk = Desk::get();
    let asks = desk.with(|lesson| lesson.predict.is_some() || lesson.myth.is_some());
    if !asks {
        return view! { <span hidden></span> };
    }
    let question = desk.with(|lesson| lesson.predict.as_ref().map(|it| it.question.clone()));
    let words = if let Some(question) = question {
        view! { <Rendered text=question run="untouched" /> }
    } else {
        view! { <p>{say::lesson_is_it_so()}</p> }
    };
    view! {
        <section class="panel predict" aria-label=say::lesson_predict() data-testid="lesson-question">
            <div class="work__head">
                <span class="stepno">"1"</span>
                <h2>{say::lesson_predict()}</h2>
                <span class="work__note" role="status">{move || verdict(desk)}</span>
            </div>
            <div class="predict__q">{words}</div>
            {answers(desk)}
        </section>
    }
}

/// Right or not, once the run was seen.
fn verdict(desk: Desk) -> Text {
    if !desk.seen.get() {
        return if desk.guess.with(Option::is_some) {
            say::lesson_answered()
        } else {
            say::lesson_answer_first()
        };
    }
    match desk.is_right() {
        Some(true) => say::lesson_right(),
        Some(false) => say::lesson_not_right(),
        None => Text::default(),
    }
}

fn answers(desk: Desk) -> Tree {
    let lesson = desk.lesson();
    let language = language::current();
    if lesson.myth.is_some() {
        let truths = [
            (Truth::Right, say::lesson_so()),
            (Truth::Wrong, say::lesson_not_so()),
            (Truth::Depends, say::lesson_depends()),
        ];
        let choices = truths.into_iter().map(|(truth, words)| {
            choice(desk, said(&words), Guess::Truth(truth), move |right| {
                *right == Right::Truth(truth)
            })
        });
        let choices: Vec<Tree> = choices.collect();
        return view! { <div class="answers" role="group" aria-label=say::lesson_predict()>{choices}</div> };
    }
    let Some(predict) = &lesson.predict else {
        return view! { <span hidden></span> };
    };
    if let Some(number) = &predict.number {
        return guess_number(desk, number.of.kind.unit());
    }
    if predict.partition.is_some() {
        return guess_partition(desk);
    }
    let choices = predict.choices.iter().enumerate().map(|(place, one)| {
        let words = one.says.to(language).to_owned();
        choice(desk, words, Guess::Choice(place), move |right| {
            matches!(right, Right::Answer(Answer::Choices(right)) if right.contains(&place))
        })
    });
    let choices: Vec<Tree> = choices.collect();
    view! { <div class="answers" role="group" aria-label=say::lesson_predict()>{choices}</div> }
}

fn choice(
    desk: Desk,
    words: String,
    guess: Guess,
    is_right: impl Fn(&Right) -> bool + Copy + Send + Sync + 'static,
) -> Tree {
    let mine = {
        let guess = guess.clone();
        Memo::new(move |_| desk.guess.with(|it| it.as_ref() == Some(&guess)))
    };
    let right =
        Memo::new(move |_| desk.seen.get() && desk.right_answer().is_some_and(|it| is_right(&it)));
    let note = move || match (mine.get(), right.get()) {
        (true, true) => say::lesson_yours_and_so(),
        (true, false) => say::lesson_yours(),
        (false, true) => say::lesson_what_happened(),
        (false, false) => Text::default(),
    };
    view! {
        <button
            class="answer"
            class:is-mine=move || mine.get()
            class:is-right=move || right.get()
            type="button"
            aria-pressed=move || mine.get().to_string()
            disabled=move || desk.guess.with(Option::is_some)
            data-testid="lesson-answer"
            on:click=move |_| desk.answer(guess.clone())
        >
            <i></i>
            <span>{words}</span>
            <em>{note}</em>
        </button>
    }
}

fn guess_number(desk: Desk, unit: Unit) -> Tree {
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(false);
    let (scale, label) = match unit {
        Unit::Count => (1.0, say::lesson_your_number()),
        Unit::Millis => (1_000.0, say::lesson_your_seconds()),
        Unit::PartitionMillis => (1_000.0, say::lesson_your_partition_seconds()),
    };
    let give = move || match format::decimal(text.get_untracked().trim()) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a guess that large is wrong anyway"
        )]
        Some(number) if (0.0..1e12).contains(&number) => {
            problem.set(false);
            desk.answer(Guess::Number((number * scale).round() as i64));
        }
        Some(_) | None => problem.set(true),
    };
    let outcome = move || {
        if !desk.seen.get() {
            return Text::default();
        }
        let Some(Right::Answer(Answer::Number { value, .. })) = desk.right_answer() else {
            return Text::default();
        };
        let kind = desk.with(|lesson| {
            let number = lesson.predict.as_ref().and_then(|it| it.number.as_ref());
            number.map(|it| it.of.kind)
        });
        kind.map_or_else(Text::default, |kind| say::lesson_measured(kind.told(value)))
    };
    view! {
        <form
            class="answers answers--one"
            on:submit=move |event| {
                event.prevent_default();
                give();
            }
        >
            <label class="answer__field">
                {label}
                <input
                    class="field-input"
                    inputmode="decimal"
                    size="8"
                    aria-invalid=move || problem.get().to_string()
                    data-testid="lesson-number"
                    disabled=move || desk.guess.with(Option::is_some)
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
            <button class="btn" type="submit" data-testid="lesson-guess" disabled=move || desk.guess.with(Option::is_some)>
                {say::lesson_guess()}
            </button>
            <span role="status">{outcome}</span>
            <span role="alert">{move || if problem.get() { say::lesson_number_allowed() } else { Text::default() }}</span>
        </form>
    }
}

/// A click on a row of the matrix, or one of the names.
fn guess_partition(desk: Desk) -> Tree {
    let session = Session::get();
    Effect::new(move |_| {
        if let Some(Selection::Partition(partition)) = session.selection.get()
            && desk.guess.with_untracked(Option::is_none)
        {
            let name = session.with_timeline(|timeline: &Timeline| {
                timeline.simulation().partition_name(partition).to_owned()
            });
            desk.answer(Guess::Partition(name));
        }
    });
    let names = session.with_timeline(|timeline| {
        let run = timeline.simulation();
        run.partitions()
            .map(|partition| run.partition_name(partition).to_owned())
            .collect::<Vec<_>>()
    });
    let choices = names.into_iter().map(|name| {
        let guess = Guess::Partition(name.clone());
        let words = name.clone();
        let name = StoredValue::new(name);
        choice(desk, words, guess, move |right| {
            matches!(right, Right::Answer(Answer::Partitions(right)) if name.with_value(|name| right.contains(name)))
        })
    });
    let choices: Vec<Tree> = choices.collect();
    view! { <div class="answers answers--many" role="group" aria-label=say::lesson_predict()>{choices}</div> }
}
