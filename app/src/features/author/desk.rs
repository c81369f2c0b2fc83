//! The text, what is wrong with it, and its runs.

use std::rc::Rc;

use leptos::prelude::*;
use lesson::{Check, Fix, Lesson, LessonError, Report};
use locale::{Text, say};
use sim_core::link::{decode_lesson, encode_lesson};
use sim_core::{SimTime, Timeline};

use super::kept::Draft;
use crate::features::notices::copy;
use crate::session::{Lanes, Session, SessionCommand};
use crate::{dom, files, lessons, url_state};

/// What a newcomer begins with: the first exercise of docs/AUTHORING.md.
pub const EXAMPLE: &str = include_str!(concat!(env!("OUT_DIR"), "/example.yaml"));
/// Rest after a key before the text is read.
const READ_AFTER_MS: u32 = 350;
/// Events of a measurement between two looks at the clock.
const SLICE_EVENTS: u32 = 64;
/// Longest link that is handed out: mail and QR codes take no longer ones.
const LINK_CHARS_MAX: usize = 8_000;
/// Longer links are cut by some chats.
const SAFE_CHARS_MAX: usize = 2_000;

/// Something to mend, on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// What is wrong, without the line.
    pub what: Text,
    /// What to write instead, where that is known.
    pub fix: Option<Fix>,
    /// It is allowed and hardly meant.
    pub is_warning: bool,
}

/// How far the text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is fetched or typed.
    Waits,
    /// It cannot be run; the run on the page is that of an earlier text, if there is one.
    Bad,
    /// Its runs are being measured.
    Runs,
    /// All is measured.
    Done,
}

/// Where a text comes from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// A listed lesson.
    pub lesson: Option<String>,
    /// A fragment that holds a file.
    pub fragment: Option<String>,
}

/// `Copy` handle to what is on the page.
#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    /// The file.
    pub text: RwSignal<String>,
    /// How far it has come.
    pub stage: RwSignal<Stage>,
    /// What is wrong with it.
    pub problems: RwSignal<Vec<Problem>>,
    /// The last text that could run.
    pub lesson: RwSignal<Option<Rc<Lesson>>, LocalStorage>,
    /// What its runs say.
    pub report: RwSignal<Option<Rc<Report>>, LocalStorage>,
    /// The run that is drawn, by name.
    pub shown: RwSignal<String>,
    /// Changes when another run is drawn.
    pub drawn: RwSignal<u64>,
    /// The run that is drawn.
    pub lanes: Lanes,
    /// The text is kept; None before it was changed.
    pub kept: RwSignal<Option<bool>>,
    /// There is a draft before this one.
    pub has_earlier: RwSignal<bool>,
    from: RwSignal<String>,
    turn: RwSignal<u64>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    /// An empty desk that fills itself.
    pub fn open(session: Session, source: Source) -> Self {
        let desk = Self {
            session,
            text: RwSignal::new(String::new()),
            stage: RwSignal::new(Stage::Waits),
            problems: RwSignal::new(Vec::new()),
            lesson: RwSignal::new_local(None),
            report: RwSignal::new_local(None),
            shown: RwSignal::new("untouched".to_owned()),
            drawn: RwSignal::new(0),
            lanes: Lanes::default(),
            kept: RwSignal::new(None),
            has_earlier: RwSignal::new(Draft::before().is_some()),
            from: RwSignal::new(String::new()),
            turn: RwSignal::new(0),
        };
        desk.begin(source);
        desk.stop_at_the_end();
        desk
    }

    /// The desk on the page.
    pub fn get() -> Self {
        expect_context::<Self>()
    }

    fn begin(self, source: Source) {
        let kept = Draft::kept();
        let from = match &source {
            Source {
                fragment: Some(fragment),
                ..
            } => fragment.clone(),
            Source {
                lesson: Some(name), ..
            } => format!("lesson={name}"),
            Source { .. } => String::new(),
        };
        let mine = kept.filter(|kept| from.is_empty() || kept.from == from);
        if let Some(draft) = mine {
            self.from.set(draft.from);
            self.kept.set(Some(true));
            self.show(draft.text);
            return;
        }
        self.from.set(from);
        match (source.fragment, source.lesson) {
            (Some(fragment), _) => match decode_lesson(&fragment) {
                Ok(text) => self.show(text),
                Err(error) => self.instead(say::author_broken_link(error.told())),
            },
            (None, Some(name)) => leptos::task::spawn_local(async move {
                match listed(&name).await {
                    Some(text) => self.show(text),
                    None => self.instead(lessons::unknown(&name)),
                }
            }),
            (None, None) => self.show(EXAMPLE.to_owned()),
        }
    }

    /// The example, and why.
    fn instead(self, why: Text) {
        self.session.warn(why, say::author_example_instead());
        self.from.set(String::new());
        self.show(EXAMPLE.to_owned());
    }

    fn show(self, text: String) {
        self.text.set(text);
        self.read();
    }

    /// Takes what was typed; it is read when the hand rests.
    pub fn type_in(self, text: String) {
        self.text.set(text);
        let mine = self.turn.get_untracked() + 1;
        self.turn.set(mine);
        dom::after(READ_AFTER_MS, move || {
            if self.turn.try_get_untracked() == Some(mine) {
                self.keep();
                self.read();
            }
        });
    }

    /// Another text in place of this one, which becomes the earlier one.
    pub fn replace(self, text: String) {
        let now = self.text.get_untracked();
        if now == text {
            return;
        }
        Draft {
            from: String::new(),
            text: now,
        }
        .shelve();
        self.from.set(String::new());
        self.turn.update(|turn| *turn += 1);
        self.text.set(text);
        self.keep();
        self.read();
    }

    /// The earlier draft; this one becomes the earlier one.
    pub fn take_back(self) {
        if let Some(text) = Draft::before() {
            self.replace(text);
        }
    }

    fn keep(self) {
        let draft = Draft {
            from: self.from.get_untracked(),
            text: self.text.get_untracked(),
        };
        self.kept.set(Some(draft.keep()));
        self.has_earlier.set(Draft::before().is_some());
    }

    /// Reads the text and runs it, if it can be run.
    fn read(self) {
        self.session.forget_job("author");
        let text = self.text.get_untracked();
        let json = match lesson_reader::read(&text) {
            Ok(json) => json,
            Err(problem) => {
                let what = lesson::problem_told(&problem);
                return self.bad(vec![Problem {
                    line: problem.line,
                    what,
                    fix: lesson::problem_fix(&problem),
                    is_warning: false,
                }]);
            }
        };
        let (lesson, errors) = Lesson::with_errors(&json);
        let problems: Vec<Problem> = errors.iter().map(|error| told(error, false)).collect();
        let Some(lesson) = lesson else {
            return self.bad(problems);
        };
        self.problems.set(problems);
        self.stage.set(Stage::Runs);
        let lesson = Rc::new(lesson);
        let names = lesson.all_runs();
        if !names
            .iter()
            .any(|(name, _)| *name == self.shown.get_untracked())
        {
            self.shown.set("untouched".to_owned());
        }
        self.lesson.set(Some(Rc::clone(&lesson)));
        self.draw();
        let mut check = Some(Check::new(Lesson::clone(&lesson)));
        self.session.in_spare_time("author", move || {
            if check
                .as_mut()
                .is_some_and(|check| !check.work(SLICE_EVENTS))
            {
                return false;
            }
            if let Some(check) = check.take() {
                self.measured(check.report(), &json);
            }
            true
        });
    }

    fn bad(self, problems: Vec<Problem>) {
        self.problems.set(problems);
        self.stage.set(Stage::Bad);
    }

    fn measured(self, mut report: Report, json: &str) {
        report.locate(json);
        self.problems.update(|problems| {
            let errors = report.errors.iter().map(|error| told(error, false));
            let warnings = report.warnings.iter().map(|error| told(error, true));
            for problem in errors.chain(warnings) {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
            problems.sort_by_key(|problem| (problem.is_warning, problem.line));
        });
        self.report.set(Some(Rc::new(report)));
        self.stage.set(Stage::Done);
    }

    /// Draws another of the runs.
    pub fn choose(self, run: &str) {
        self.shown.set(run.to_owned());
        self.draw();
    }

    /// Puts the run that was chosen on the clock, at its end.
    fn draw(self) {
        let Some(lesson) = self.lesson.get_untracked() else {
            return;
        };
        let shown = self.shown.get_untracked();
        let runs = lesson.all_runs();
        let changes = runs.iter().find(|(name, _)| *name == shown);
        let changes = changes.map_or(&[][..], |(_, changes)| changes);
        let Ok(recording) = lesson.recording_with(changes) else {
            return;
        };
        let until = lesson.until;
        let is_new = recording != self.session.recording() || self.drawn.get_untracked() == 0;
        if is_new {
            self.lanes.show(vec![(String::new(), recording.clone())]);
            self.session
                .dispatch(SessionCommand::Load(Box::new(recording)));
        }
        self.session.dispatch(SessionCommand::Seek(until));
        self.drawn.update(|drawn| *drawn += 1);
        self.session.request_frame();
    }

    /// Where the run that is drawn ends.
    pub fn until(self) -> SimTime {
        self.lesson
            .with(|lesson| lesson.as_ref().map_or(SimTime::ZERO, |it| it.until))
    }

    fn stop_at_the_end(self) {
        let session = self.session;
        Effect::new(move |_| {
            session.revision.track();
            let until = untrack(|| self.until());
            if until > SimTime::ZERO && session.with_timeline(Timeline::at) > until {
                session.dispatch(SessionCommand::Pause);
                session.dispatch(SessionCommand::Seek(until));
            }
        });
    }

    /// The name of the file.
    pub fn file_name(self) -> String {
        self.lesson.with(|lesson| {
            let name = lesson.as_ref().map_or("lesson", |lesson| &lesson.name);
            format!("{name}.yaml")
        })
    }

    /// The address of the lesson's page with this very text.
    pub fn link(self) -> String {
        self.text
            .with(|text| format!("{}#l={}", url_state::page_address(), encode_lesson(text)))
    }

    /// Copies that address, unless it is too long to be handed on.
    pub fn copy_link(self) {
        let link = untrack(|| self.link());
        let chars = locale::grouped(link.len() as u64);
        if link.len() > LINK_CHARS_MAX {
            let most = locale::grouped(LINK_CHARS_MAX as u64);
            self.session.warn(
                say::author_link_too_long(chars, most),
                say::author_link_file(),
            );
        } else if link.len() > SAFE_CHARS_MAX {
            copy(self.session, link, say::author_link_long(chars));
        } else {
            copy(self.session, link, say::author_link_copied(chars));
        }
    }

    /// How many errors and warnings there are.
    pub fn counts(self) -> (usize, usize) {
        self.problems.with(|problems| {
            let warnings = problems.iter().filter(|problem| problem.is_warning).count();
            (problems.len() - warnings, warnings)
        })
    }
}

fn told(error: &LessonError, is_warning: bool) -> Problem {
    let plain = LessonError {
        line: None,
        ..error.clone()
    };
    Problem {
        line: error.line.unwrap_or(1),
        what: plain.told(),
        fix: plain.fix.map(|fix| *fix),
        is_warning,
    }
}

/// The file of a listed lesson as its author wrote it, or else as the build packed it.
async fn listed(name: &str) -> Option<String> {
    let index = lessons::index().await.ok()?;
    let is_myth = index.find(name)?.is_myth;
    let folder = if is_myth { "myths" } else { "incidents" };
    if let Some(text) = files::text(&format!("lessons/{folder}/{name}.yaml")).await {
        return Some(text);
    }
    let json = files::text(&lessons::file(name)?).await?;
    lesson_reader::write(&json, &std::collections::BTreeSet::new()).ok()
}
