//! A lesson or a path on paper: what to read and to answer, room to write, links, and the answers
//! on a last page.

use leptos::prelude::*;
use lesson::{Lesson, May, ProgramField};
use locale::{Text, say};
use view_macro::view;

use super::brief::{goal_words, symptoms};
use super::course::{Given, choices, heading};
use super::desk::Desk;
use super::present::{answer_words, why};
use super::prose::Rendered;
use crate::components::qr::code;
use crate::components::term::Unmarked;
use crate::features::top_bar::{Brand, PageTools};
use crate::language::{self, said};
use crate::session::Session;
use crate::tree::Tree;
use crate::{dom, url_state};

/// The page.
#[component]
pub fn Handout(
    /// What is printed.
    given: Given,
) -> impl IntoView {
    let session = Session::get();
    provide_context(Unmarked);
    let back = given.back.clone();
    let title = given.title.as_ref().map(|title| {
        let title = title.to(language::current()).to_owned();
        view! { <h1 class="handout__title">{title}</h1> }
    });
    let alone = given.title.is_none();
    let desk = |lesson: Lesson| {
        // A job is named for as long as the page lives; a path has few lessons.
        let job = format!("handout-{}", lesson.name).leak();
        Desk::on_paper(session, lesson, job)
    };
    let desks: Vec<Desk> = given.lessons.into_iter().map(desk).collect();
    let desks = StoredValue::new_local(desks);
    let is_ready =
        Memo::new(move |_| desks.with_value(|all| all.iter().all(|one| one.is_measured())));
    let has_answers = RwSignal::new(true);
    let count = desks.with_value(Vec::len);
    let all = move || (0..count).collect::<Vec<usize>>();
    let minutes = StoredValue::new(given.minutes);
    let sheet = move |index: usize| {
        let desk = desks.with_value(|all| all[index]);
        let minutes = minutes.with_value(|all| all[index]);
        view! { <Sheet desk index minutes alone /> }
    };
    let answer = move |index: usize| {
        let desk = desks.with_value(|all| all[index]);
        view! { <Answers desk index /> }
    };
    view! {
        <div class="handout" data-testid="handout">
            {bar(back, has_answers, is_ready)}
            <main class="handout__sheets" tabindex="-1">
                {title}
                <For each=all key=|index| *index let(index)>
                    {sheet(index)}
                </For>
                <Show when=move || has_answers.get()>
                    <section class="handout__answers" data-testid="handout-key">
                        <h2>{say::course_answers()}</h2>
                        <For each=all key=|index| *index let(index)>
                            {answer(index)}
                        </For>
                    </section>
                </Show>
            </main>
        </div>
    }
}

/// The way back, what is printed, and the button that prints; not on paper.
fn bar(back: String, has_answers: RwSignal<bool>, is_ready: Memo<bool>) -> Tree {
    view! {
        <header class="topbar">
            <Brand />
            <a class="btn btn--quiet" href=back data-testid="handout-leave">{say::course_leave()}</a>
            <label class="handout__switch">
                <input
                    type="checkbox"
                    prop:checked=has_answers
                    data-testid="handout-answers"
                    on:change=move |event| has_answers.set(event_target_checked(&event))
                />
                {say::course_with_answers()}
            </label>
            <span class="topbar__grow"></span>
            <span role="status">{move || if is_ready.get() { Text::default() } else { say::course_measuring() }}</span>
            <button
                class="btn btn--solid"
                type="button"
                data-testid="handout-print"
                disabled=move || !is_ready.get()
                on:click=move |_| drop(dom::window().print())
            >
                {say::course_print()}
            </button>
            <PageTools />
        </header>
    }
}

/// What learners read and fill in.
#[component]
fn Sheet(desk: Desk, index: usize, minutes: u32, alone: bool) -> impl IntoView {
    provide_context(desk);
    let lesson = desk.lesson();
    let link = url_state::lesson_link(&lesson.name);
    let goals: Vec<Tree> = lesson
        .goals
        .iter()
        .map(|goal| view! { <li>{goal_words(goal)}</li> })
        .collect();
    let changes = may(&lesson.may)
        .into_iter()
        .map(|words| view! { <li>{words}</li> });
    let changes: Vec<Tree> = changes.collect();
    let has_goals = !goals.is_empty();
    let title = if alone {
        view! { <h1>{heading(&lesson)}</h1> }
    } else {
        view! { <h2>{format!("{}. {}", index + 1, heading(&lesson))}</h2> }
    };
    view! {
        <article class="handout__sheet" data-testid="handout-sheet">
            <header class="handout__head">
                <div>
                    {title}
                    <p>{say::lessons_minutes(minutes.to_string())}</p>
                    <p class="handout__link">{link.clone()}</p>
                </div>
                {code(&link, "handout-qr")}
            </header>
            <div><Rendered text=lesson.situation.clone() run="untouched" /></div>
            {symptoms(desk)}
            {question(&lesson, alone)}
            {has_goals.then(|| view! { {part(say::lesson_goal(), alone)}<ul>{goals}</ul>{part(say::lesson_may_change(), alone)}<ul>{changes}</ul> })}
            {part(say::course_notes(), alone)}
            <div class="handout__lines" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
        </article>
    }
}

/// The heading of a part of a sheet, one below the sheet's own.
fn part(words: Text, alone: bool) -> Tree {
    if alone {
        view! { <h2 class="handout__part">{words}</h2> }
    } else {
        view! { <h3 class="handout__part">{words}</h3> }
    }
}

fn question(lesson: &Lesson, alone: bool) -> Tree {
    if lesson.predict.is_none() && lesson.myth.is_none() {
        return view! { <span hidden></span> };
    }
    let text = lesson.predict.as_ref().map(|it| it.question.clone());
    let words = if let Some(text) = text {
        view! { <Rendered text run="untouched" /> }
    } else {
        view! { <p>{say::lesson_is_it_so()}</p> }
    };
    let choices: Vec<Tree> = choices(lesson)
        .into_iter()
        .map(|words| view! { <li><i></i>{words}</li> })
        .collect();
    let room = choices.is_empty().then(|| {
        view! { <p class="handout__own">{say::course_my_answer()}<i></i></p> }
    });
    view! {
        {part(say::lesson_predict(), alone)}
        {words}
        <ul class="handout__choices">{choices}</ul>
        {room}
    }
}

/// What may be changed, in words.
fn may(may: &May) -> Vec<String> {
    let keys = may.set.iter().chain(&may.broker).cloned();
    let program = may.program.iter().map(|field| said(&field_name(*field)));
    let groups = may.group.iter().map(|who| said(&say::course_group(who)));
    let count = may.consumers.map(|it| {
        said(&say::course_consumers(
            it.least.to_string(),
            it.most.to_string(),
        ))
    });
    let acts = may
        .acts
        .iter()
        .map(|act| act.says.to(language::current()).to_owned());
    keys.chain(program)
        .chain(groups)
        .chain(count)
        .chain(acts)
        .collect()
}

fn field_name(field: ProgramField) -> Text {
    match field {
        ProgramField::Commit => say::lesson_field_commit(),
        ProgramField::CommitInRevoked => say::lesson_field_revoked(),
        ProgramField::OwnLost => say::lesson_field_lost(),
        ProgramField::OnPoison => say::lesson_field_poison(),
        ProgramField::Sink => say::lesson_field_sink(),
        ProgramField::Workers => say::lesson_field_workers(),
        ProgramField::Processing => say::lesson_field_time(),
        ProgramField::PollTimeoutMs => say::lesson_field_poll(),
    }
}

/// What happened in a lesson, and why.
#[component]
fn Answers(desk: Desk, index: usize) -> impl IntoView {
    provide_context(desk);
    let lesson = desk.lesson();
    let asks = lesson.predict.is_some() || lesson.myth.is_some();
    view! {
        <article class="handout__answer">
            <h3>{format!("{}. {}", index + 1, heading(&lesson))}</h3>
            {asks.then(|| view! { <p><b>{move || answer_words(desk)}</b></p> })}
            <Rendered text=lesson.happened.clone() run="untouched" />
            {why(desk)}
        </article>
    }
}
