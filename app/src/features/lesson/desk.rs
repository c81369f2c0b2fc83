//! What the learner has done so far, and what was measured.

use std::rc::Rc;

use leptos::prelude::*;
use lesson::{Answer, Edit, Grade, Lesson, Measure, Measured, Truth};
use locale::Text;
use sim_core::{Recording, SimTime, Timeline};

use crate::progress::{Progress, Reached};
use crate::session::{Lanes, Session, SessionCommand};

/// Events of a measurement between two looks at the clock.
const SLICE_EVENTS: u32 = 64;
/// Seconds that a run takes to watch.
const WATCH_SECONDS: f64 = 8.0;

/// What the learner thinks will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    /// A choice, by place.
    Choice(usize),
    /// A number; times in milliseconds.
    Number(i64),
    /// A partition.
    Partition(String),
    /// Of a claim.
    Truth(Truth),
}

/// A try of the learner's.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What was changed.
    pub edits: Vec<Edit>,
    /// What came of it.
    pub measured: Measured,
    /// What it is worth.
    pub grade: Grade,
}

/// `Copy` handle to the state of a lesson.
#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    lesson: StoredValue<Rc<Lesson>, LocalStorage>,
    /// It comes with the page: what is reached in it is kept.
    pub is_listed: bool,
    /// Tells a host page how a try went: name, all goals met, share of goals met.
    told: fn(String, bool, f64),
    /// The untouched run and the learner's, or the runs of a claim.
    pub lanes: Lanes,
    /// How many of them.
    pub lane_count: RwSignal<usize>,
    /// Figures by run, as they come.
    pub runs: RwSignal<lesson::Runs, LocalStorage>,
    /// The prediction.
    pub guess: RwSignal<Option<Guess>, LocalStorage>,
    /// The run may be seen although nobody predicted anything.
    pub is_open: RwSignal<bool>,
    /// The run was seen to its end.
    pub seen: RwSignal<bool>,
    /// What the learner has changed.
    pub edits: RwSignal<Vec<Edit>, LocalStorage>,
    /// The last try.
    pub attempt: RwSignal<Option<Attempt>, LocalStorage>,
    /// Why the changes cannot be run.
    pub refused: RwSignal<Option<Text>, LocalStorage>,
    /// Hints that were shown.
    pub hints: RwSignal<usize>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens a lesson in a session that holds its untouched run.
    pub fn open(
        session: Session,
        lesson: Lesson,
        is_listed: bool,
        told: fn(String, bool, f64),
    ) -> Self {
        let desk = Self::new(session, lesson, is_listed, told);
        desk.show_lanes(&[]);
        desk.measure_all("lesson-runs");
        session.dispatch(SessionCommand::Seek(desk.gate().unwrap_or(SimTime::ZERO)));
        desk.stop_in_time();
        desk
    }

    /// A lesson that is read and not run; `job` names its measurements.
    pub fn on_paper(session: Session, lesson: Lesson, job: &'static str) -> Self {
        let desk = Self::new(session, lesson, false, |_name, _passed, _share| {});
        desk.measure_all(job);
        desk
    }

    fn new(session: Session, lesson: Lesson, is_listed: bool, told: fn(String, bool, f64)) -> Self {
        Self {
            session,
            lanes: Lanes::default(),
            lane_count: RwSignal::new(0),
            runs: RwSignal::new_local(lesson::Runs::new()),
            guess: RwSignal::new_local(None),
            is_open: RwSignal::new(false),
            seen: RwSignal::new(false),
            edits: RwSignal::new_local(Vec::new()),
            attempt: RwSignal::new_local(None),
            refused: RwSignal::new_local(None),
            hints: RwSignal::new(0),
            lesson: StoredValue::new_local(Rc::new(lesson)),
            is_listed,
            told,
        }
    }

    /// The lesson on the page.
    pub fn get() -> Self {
        expect_context::<Self>()
    }

    /// Reads the lesson.
    pub fn with<R>(self, read: impl FnOnce(&Lesson) -> R) -> R {
        self.lesson.with_value(|lesson| read(lesson))
    }

    /// The lesson, to keep.
    pub fn lesson(self) -> Rc<Lesson> {
        self.lesson.get_value()
    }

    /// The run as the learner has it now.
    pub fn recording(self) -> Recording {
        let edits = self.edits.get();
        self.with(|lesson| {
            let changed = lesson.recording_with(&edits);
            changed.unwrap_or_else(|_refused| lesson.recording())
        })
    }

    /// Up to where the run may be seen now; None once everything may.
    fn gate(self) -> Option<SimTime> {
        if self.is_open.get_untracked() || self.guess.with_untracked(Option::is_some) {
            return None;
        }
        self.with(|lesson| match (&lesson.predict, &lesson.myth) {
            (Some(predict), _) => Some(predict.at),
            (None, Some(_)) => Some(lesson.from),
            (None, None) => None,
        })
    }

    /// Pauses at the question and at the end.
    fn stop_in_time(self) {
        let session = self.session;
        Effect::new(move |_| {
            session.revision.track();
            let at = session.with_timeline(Timeline::at);
            let until = self.with(|lesson| lesson.until);
            let stop = self.gate().unwrap_or(until);
            if at >= until && self.gate().is_none() {
                self.seen.set(true);
            }
            if at > stop {
                session.dispatch(SessionCommand::Pause);
                session.dispatch(SessionCommand::Seek(stop));
            } else if at == stop {
                session.dispatch(SessionCommand::Pause);
            }
        });
    }

    /// Takes the prediction and lets the run go on.
    pub fn answer(self, guess: Guess) {
        if self.guess.with_untracked(Option::is_some) {
            return;
        }
        self.guess.set(Some(guess));
        self.watch();
        if self.with(|lesson| lesson.myth.is_some()) {
            let points = u32::from(untrack(|| self.is_right()) == Some(true));
            self.reach(points);
        }
    }

    /// Notes what was reached in a lesson of the page's own.
    fn reach(self, points: u32) {
        if self.is_listed {
            let passed = true;
            self.with(|lesson| Progress::note(&lesson.name, Reached { points, passed }));
        }
    }

    /// Plays the rest of the run.
    fn watch(self) {
        let session = self.session;
        let at = session.with_timeline(Timeline::at);
        let left = self.with(|lesson| lesson.until.since(at));
        #[expect(clippy::cast_precision_loss, reason = "a run is short")]
        let speed = left.as_millis() as f64 / 1_000.0 / WATCH_SECONDS;
        session.dispatch(SessionCommand::SetSpeed(speed.max(1.0)));
        session.dispatch(SessionCommand::Play);
    }

    /// Back to where the question is asked.
    pub fn rewind(self) {
        self.is_open.set(false);
        self.seen.set(false);
        self.session.dispatch(SessionCommand::Pause);
        let start = self.gate().unwrap_or(SimTime::ZERO);
        self.session.dispatch(SessionCommand::Seek(start));
    }

    /// Lets the run go on from the question although nobody predicted anything.
    pub fn go_on(self) {
        self.rewind();
        self.is_open.set(true);
        self.watch();
    }

    /// Shows all of the run although nobody predicted anything.
    pub fn reveal(self) {
        self.is_open.set(true);
        self.skip();
    }

    /// Every run of the lesson is measured.
    pub fn is_measured(self) -> bool {
        let all = self.with(|lesson| lesson.all_runs().len());
        self.runs.with(|runs| runs.len() >= all)
    }

    /// Shows the end of the run at once.
    pub fn skip(self) {
        let until = self.with(|lesson| lesson.until);
        self.session.dispatch(SessionCommand::Pause);
        self.session.dispatch(SessionCommand::Seek(until));
    }

    /// Whether the prediction was right; None while that is not known.
    pub fn is_right(self) -> Option<bool> {
        let guess = self.guess.get()?;
        let answer = self.right_answer();
        Some(match (guess, answer?) {
            (Guess::Choice(place), Right::Answer(Answer::Choices(right))) => right.contains(&place),
            (Guess::Number(number), Right::Answer(Answer::Number { least, most, .. })) => {
                (least..=most).contains(&number)
            }
            (Guess::Partition(name), Right::Answer(Answer::Partitions(right))) => {
                right.contains(&name)
            }
            (Guess::Truth(truth), Right::Truth(right)) => truth == right,
            (
                Guess::Choice(_) | Guess::Number(_) | Guess::Partition(_) | Guess::Truth(_),
                Right::Answer(_) | Right::Truth(_),
            ) => false,
        })
    }

    /// What is right, once it is measured.
    pub fn right_answer(self) -> Option<Right> {
        self.with(|lesson| {
            if let Some(myth) = &lesson.myth {
                return Some(Right::Truth(myth.verdict));
            }
            let predict = lesson.predict.as_ref()?;
            self.runs
                .with(|runs| Some(Right::Answer(predict.answer(runs.get("untouched")?))))
        })
    }

    /// Runs the changes and grades them.
    pub fn run(self) {
        let edits = self.edits.get_untracked();
        let lesson = self.lesson();
        let recording = match lesson.recording_with(&edits) {
            Ok(recording) => recording,
            Err(error) => return self.refused.set(Some(error.what)),
        };
        self.refused.set(None);
        let Ok(mut measure) = Measure::new(&recording, &edits, lesson.from, lesson.until) else {
            return;
        };
        self.show_lanes(&edits);
        self.skip();
        self.session.in_spare_time("lesson-try", move || {
            let Some(measured) = measure.work(SLICE_EVENTS) else {
                return false;
            };
            let grade = Grade::of(&lesson, &measured);
            if grade.passed {
                let predicted = untrack(|| self.is_right()) == Some(true);
                let hints = u32::try_from(self.hints.get_untracked()).unwrap_or(u32::MAX);
                self.reach(grade.points(predicted, hints));
            }
            let share = grade.goals.iter().filter(|goal| goal.met).count();
            #[expect(clippy::cast_precision_loss, reason = "a lesson has few goals")]
            let score = share as f64 / grade.goals.len().max(1) as f64;
            (self.told)(lesson.name.clone(), grade.passed, score);
            self.attempt.set(Some(Attempt {
                edits: edits.clone(),
                measured,
                grade,
            }));
            true
        });
    }

    /// Takes the changes back.
    pub fn try_again(self) {
        self.edits.set(Vec::new());
        self.attempt.set(None);
        self.refused.set(None);
        self.show_lanes(&[]);
    }

    /// The untouched run, and beside it the learner's or those of the claim.
    fn show_lanes(self, edits: &[Edit]) {
        let lesson = self.lesson();
        let mut runs = vec![(String::new(), lesson.recording())];
        if !edits.is_empty() {
            runs.extend(
                lesson
                    .recording_with(edits)
                    .ok()
                    .map(|it| (String::new(), it)),
            );
        }
        if lesson.myth.is_some() {
            let others = lesson.runs.iter().take(2).filter_map(|run| {
                let recording = lesson.recording_with(&run.changes).ok()?;
                Some((run.name.clone(), recording))
            });
            runs.extend(others);
        }
        self.lanes.show(runs);
        self.lane_count.set(self.lanes.count());
        self.session.request_frame();
    }

    /// Measures every run of the lesson, one after the other.
    fn measure_all(self, job: &'static str) {
        let lesson = self.lesson();
        let mut left: Vec<(String, Measure)> = Vec::new();
        for (name, changes) in lesson.all_runs().into_iter().rev() {
            let recording = lesson.recording_with(changes).ok();
            let measure =
                recording.and_then(|it| Measure::new(&it, changes, lesson.from, lesson.until).ok());
            left.extend(measure.map(|measure| (name, measure)));
        }
        self.session.in_spare_time(job, move || {
            let Some((name, measure)) = left.last_mut() else {
                return true;
            };
            if let Some(measured) = measure.work(SLICE_EVENTS) {
                let name = name.clone();
                left.pop();
                self.runs.update(|runs| {
                    runs.insert(name, measured);
                });
            }
            left.is_empty()
        });
    }
}

/// What is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// Of a question.
    Answer(Answer),
    /// Of a claim.
    Truth(Truth),
}
