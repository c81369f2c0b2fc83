//! Presenter mode: one step at a time in large type, moved by a remote control.
//!
//! Deliberately lacks grading and progress: a room answers by raising hands.

use leptos::prelude::*;
use lesson::{Answer, Lesson};
use locale::{Text, say};
use view_macro::view;

use super::brief::symptoms;
use super::course::{Given, choices, heading};
use super::desk::{Desk, Right};
use super::prose::Rendered;
use super::runs::{follow, lane_name};
use crate::components::icon::Icon;
use crate::features::matrix::LaneMatrix;
use crate::features::matrix::axis::Window;
use crate::session::{Session, SessionCommand};
use crate::tree::Tree;
use crate::{dom, language};

/// Lesson and step, from 0.
type Place = (usize, usize);

/// What is shown of a lesson at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Situation,
    Question,
    Run,
    Answer,
    Why,
}

fn steps(lesson: &Lesson) -> &'static [Step] {
    if lesson.predict.is_some() || lesson.myth.is_some() {
        &[
            Step::Situation,
            Step::Question,
            Step::Run,
            Step::Answer,
            Step::Why,
        ]
    } else {
        &[Step::Situation, Step::Run, Step::Why]
    }
}

/// The page.
#[component]
pub fn Presenter(
    /// What is presented.
    given: Given,
    /// Where it stands.
    place: RwSignal<Place>,
) -> impl IntoView {
    let is_blank = RwSignal::new(false);
    let counts: Vec<usize> = given.lessons.iter().map(|one| steps(one).len()).collect();
    let counts = StoredValue::new(counts);
    let back = StoredValue::new(given.back.clone());
    listen(counts, place, is_blank, back);
    let count = given.lessons.len();
    let title = given
        .title
        .as_ref()
        .map(|title| title.to(language::current()).to_owned());
    let lessons = StoredValue::new_local(given.lessons);
    let shown = Memo::new(move |_| place.get().0);
    let slide = move |index: usize| {
        let lesson = lessons.with_value(|all| all[index].clone());
        view! { <Slide lesson place /> }
    };
    let marks = (0..count).map(|index| {
        view! { <li class:is-done=move || index < shown.get() class:is-now=move || index == shown.get()></li> }
    });
    let told = move || {
        let (lesson, step) = place.get();
        let of = counts.with_value(|counts| counts[lesson]);
        let [lesson, step] = [lesson + 1, step + 1].map(|it| it.to_string());
        say::course_place(lesson, count.to_string(), step, of.to_string())
    };
    view! {
        <div class="present" class:is-blank=is_blank data-testid="presenter">
            <header class="present__head">
                <Icon name="brand" size=26 />
                <b>{title}</b>
                <ol class="progress" aria-hidden="true">{marks.collect_view()}</ol>
                <span role="status" data-testid="present-place">{told}</span>
            </header>
            <For each=move || vec![shown.get()] key=|index| *index let(index)>
                {slide(index)}
            </For>
            <footer class="present__foot">
                <button class="btn" type="button" data-testid="present-previous" on:click=move |_| back_one(counts, place)>
                    <Icon name="prev" size=16 />
                    {say::course_previous()}
                </button>
                <button class="btn btn--solid" type="button" data-testid="present-next" on:click=move |_| on_one(counts, place)>
                    {say::course_next()}
                    <Icon name="next" size=16 />
                </button>
                <PlayState />
                <span class="topbar__grow"></span>
                {full_screen()}
                <a class="btn" href=back.get_value() data-testid="present-leave">{say::course_leave()}<span class="kbd">"Esc"</span></a>
            </footer>
        </div>
    }
}

/// Where the run stands.
#[component]
fn PlayState() -> impl IntoView {
    let session = Session::get();
    view! {
        <b class="present__at" data-testid="present-at">
            {move || {
                session.revision.track();
                crate::format::seconds(session.with_timeline(sim_core::Timeline::at))
            }}
        </b>
    }
}

/// A button, if the browser gives the whole screen to a page.
fn full_screen() -> Option<Tree> {
    dom::document().fullscreen_enabled().then(|| {
        view! {
            <button class="btn" type="button" data-testid="present-full" on:click=move |_| toggle_full_screen()>
                {say::course_full_screen()}
                <span class="kbd">"F"</span>
            </button>
        }
    })
}

fn toggle_full_screen() {
    let document = dom::document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = dom::root() {
        // A browser that refuses leaves the page as it is.
        drop(root.request_fullscreen());
    }
}

fn on_one(counts: StoredValue<Vec<usize>>, place: RwSignal<Place>) {
    place.update(|(lesson, step)| {
        counts.with_value(|counts| {
            if *step + 1 < counts[*lesson] {
                *step += 1;
            } else if *lesson + 1 < counts.len() {
                (*lesson, *step) = (*lesson + 1, 0);
            }
        });
    });
}

fn back_one(counts: StoredValue<Vec<usize>>, place: RwSignal<Place>) {
    place.update(|(lesson, step)| {
        if *step > 0 {
            *step -= 1;
        } else if *lesson > 0 {
            *lesson -= 1;
            *step = counts.with_value(|counts| counts[*lesson] - 1);
        }
    });
}

/// Listens to what remote controls send.
fn listen(
    counts: StoredValue<Vec<usize>>,
    place: RwSignal<Place>,
    is_blank: RwSignal<bool>,
    back: StoredValue<String>,
) {
    let session = Session::get();
    let heard = window_event_listener(leptos::ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        let target = event.target();
        let target =
            target.and_then(|it| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(it).ok());
        let presses = matches!(key.as_str(), " " | "Enter")
            && target.is_some_and(|it| it.closest("button, a[href]").ok().flatten().is_some());
        if presses {
            return;
        }
        match key.to_ascii_lowercase().as_str() {
            "pagedown" | "arrowright" | "arrowdown" | " " | "enter" | "n" => on_one(counts, place),
            "pageup" | "arrowleft" | "arrowup" | "backspace" => back_one(counts, place),
            "b" | "." => is_blank.update(|blank| *blank = !*blank),
            "p" => session.dispatch(SessionCommand::Toggle),
            "f" => toggle_full_screen(),
            // The browser keeps Escape to itself while the page has the whole screen.
            "escape" => drop(dom::window().location().set_href(&back.get_value())),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || heard.remove());
}

/// A lesson at its step.
#[component]
fn Slide(lesson: Lesson, place: RwSignal<Place>) -> impl IntoView {
    let session = Session::get();
    session.dispatch(SessionCommand::Load(Box::new(lesson.recording())));
    let steps = steps(&lesson);
    let desk = Desk::open(session, lesson, false, |_name, _passed, _share| {});
    provide_context(desk);
    follow(desk);
    let step = Memo::new(move |_| steps[place.get().1.min(steps.len() - 1)]);
    Effect::new(move |_| match step.get() {
        Step::Situation | Step::Question => desk.rewind(),
        Step::Run => desk.go_on(),
        Step::Answer | Step::Why => desk.reveal(),
    });
    let head = move || match step.get() {
        Step::Situation | Step::Why => view! { <h1>{desk.with(heading)}</h1> },
        Step::Question | Step::Run | Step::Answer => question(desk),
    };
    let has_run = move || !matches!(step.get(), Step::Situation | Step::Why);
    let words = move || words(desk, step.get());
    view! {
        <main class="present__slide" tabindex="-1">
            <div class="present__q" data-testid="present-head">{head}</div>
            <Show when=has_run>
                <Lanes />
                <Answers step />
            </Show>
            {words}
        </main>
    }
}

fn question(desk: Desk) -> Tree {
    let question = desk.with(|lesson| lesson.predict.as_ref().map(|it| it.question.clone()));
    if let Some(text) = question {
        view! { <h1><Rendered text run="untouched" /></h1> }
    } else {
        view! { <h1>{desk.with(heading)}</h1> }
    }
}

/// The runs, drawn as the page of the lesson draws them.
#[component]
fn Lanes() -> impl IntoView {
    let desk = Desk::get();
    let lesson = desk.lesson();
    let window = Window {
        from: sim_core::SimTime::ZERO,
        to: lesson.until,
    };
    let lanes = (0..desk.lane_count.get_untracked()).map(|index| {
        let name = lane_name(&lesson, index);
        let caption = lesson
            .myth
            .is_some()
            .then(|| view! { <h2>{name.clone()}</h2> });
        view! {
            <div class="present__lane">
                {caption}
                <LaneMatrix lanes=desk.lanes index name window />
            </div>
        }
    });
    view! { <div class="present__runs panel">{lanes.collect_view()}</div> }
}

/// The choices; which was right is marked only at its step.
#[component]
fn Answers(step: Memo<Step>) -> impl IntoView {
    let desk = Desk::get();
    let is_shown = move || step.get() == Step::Answer;
    let choices = desk.with(choices);
    let rows = choices.into_iter().enumerate().map(|(index, words)| {
        let is_right = move || is_shown() && is_right(desk, index);
        view! {
            <li class:is-right=is_right>
                <span class="kbd">{index + 1}</span>
                <span>{words}</span>
                {move || is_right().then(|| view! { <Icon name="check" size=26 /><span class="sr">{say::lesson_what_happened()}</span> })}
            </li>
        }
    });
    let rows = rows.collect_view();
    let told = move || {
        if is_shown() {
            answer_words(desk)
        } else {
            say::course_hidden()
        }
    };
    view! {
        <ol class="present__answers" data-testid="present-answers">{rows}</ol>
        <p class="present__told" role="status" data-testid="present-answer">{told}</p>
    }
}

/// Whether a choice is what happened, as measured.
pub fn is_right(desk: Desk, index: usize) -> bool {
    match desk.right_answer() {
        Some(Right::Answer(Answer::Choices(right))) => right.contains(&index),
        Some(Right::Truth(truth)) => {
            let all = [
                lesson::Truth::Right,
                lesson::Truth::Wrong,
                lesson::Truth::Depends,
            ];
            all.get(index) == Some(&truth)
        }
        Some(Right::Answer(Answer::Number { .. } | Answer::Partitions(_))) | None => false,
    }
}

/// The answer in words.
pub fn answer_words(desk: Desk) -> Text {
    let choices = desk.with(choices);
    if !choices.is_empty() {
        let right = choices.into_iter().enumerate();
        let right = right
            .filter(|(index, _)| is_right(desk, *index))
            .map(|(_, words)| words);
        return say::course_answer(right.collect::<Vec<_>>().join(", "));
    }
    let Some(Right::Answer(answer)) = desk.right_answer() else {
        return Text::default();
    };
    match answer {
        Answer::Number { value, .. } => {
            let kind = desk.with(|lesson| {
                let number = lesson.predict.as_ref().and_then(|it| it.number.as_ref());
                number.map(|it| it.of.kind)
            });
            kind.map_or_else(Text::default, |kind| say::lesson_measured(kind.told(value)))
        }
        Answer::Partitions(names) => say::course_answer(names.join(", ")),
        Answer::Choices(_) => Text::default(),
    }
}

/// What is read at a step.
fn words(desk: Desk, step: Step) -> Tree {
    let lesson = desk.lesson();
    match step {
        Step::Question | Step::Run => view! { <span hidden></span> },
        Step::Situation => {
            let seen = symptoms(desk);
            let heading = (!seen.is_empty()).then(|| view! { <h2>{say::lesson_operators()}</h2> });
            view! {
                <div class="present__words" data-testid="present-words"><Rendered text=lesson.situation.clone() run="untouched" /></div>
                <div class="present__seen">{heading}{seen}</div>
            }
        }
        Step::Answer => view! {
            <div class="present__words" data-testid="present-words"><Rendered text=lesson.happened.clone() run="untouched" /></div>
        },
        Step::Why => why(desk),
    }
}

/// Why it is so: of a claim against the run as set up, else with the solution.
pub fn why(desk: Desk) -> Tree {
    let lesson = desk.lesson();
    let (because, run) = match (&lesson.myth, &lesson.solution) {
        (Some(myth), _) => (myth.because.clone(), "untouched"),
        (None, Some(solution)) => (solution.because.clone(), "solution"),
        (None, None) => (lesson::Said::default(), "untouched"),
    };
    view! {
        <div class="present__words" data-testid="present-words">
            <Rendered text=because run />
            <Rendered text=lesson.why.clone() run />
        </div>
    }
}
