//! What the runs of a lesson say about it: whether its solution passes, its wrong tries fail, its
//! question has one answer, its proof holds, and no text states an outcome of its own.

use std::collections::BTreeSet;

use locale::say;

use crate::error::LessonError;
use crate::file::Lesson;
use crate::grade::Grade;
use crate::measure::Measure;
use crate::predict::Answer;
use crate::prose::{Prose, Runs};

/// What the runs say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What must be mended.
    pub errors: Vec<LessonError>,
    /// What is hardly meant.
    pub warnings: Vec<LessonError>,
    /// The figures of each run.
    pub runs: Runs,
    /// Grades of the untouched run, the wrong tries and the solution, by run.
    pub grades: Vec<(String, Grade)>,
}

impl Report {
    /// Gives each error its line in the JSON that was read.
    pub fn locate(&mut self, json: &str) {
        for error in self.errors.iter_mut().chain(&mut self.warnings) {
            *error = error.clone().located(json);
        }
    }
}

/// Runs everything in a lesson.
pub fn verify(lesson: &Lesson) -> Report {
    let mut check = Check::new(lesson.clone());
    while !check.work(u32::MAX) {}
    check.report()
}

/// A lesson on its way to its report, in portions. Runs whose changes are refused are left out: the
/// lesson's own checks tell of them.
#[derive(Debug)]
pub struct Check {
    lesson: Lesson,
    report: Report,
    /// The last one is next.
    left: Vec<(String, Measure)>,
}

impl Check {
    /// Of a lesson.
    pub fn new(lesson: Lesson) -> Self {
        let mut report = Report::default();
        let mut left = Vec::new();
        for (name, changes) in lesson.all_runs() {
            let Ok(recording) = lesson.recording_with(changes) else {
                continue;
            };
            match Measure::new(&recording, changes, lesson.from, lesson.until) {
                Ok(measure) => left.push((name, measure)),
                Err(error) => report
                    .errors
                    .push(LessonError::scenario("scenario", &error)),
            }
        }
        left.reverse();
        Self {
            lesson,
            report,
            left,
        }
    }

    /// Goes on for at most `events` events; true once all runs are at their ends.
    pub fn work(&mut self, events: u32) -> bool {
        let Some((name, measure)) = self.left.last_mut() else {
            return true;
        };
        if let Some(measured) = measure.work(events) {
            let refused = measured.refused.iter().map(|why| LessonError {
                line: None,
                field: "scenario.script".to_owned(),
                what: say::lesson_refused(&*name, why.clone()),
                fix: None,
            });
            self.report.errors.extend(refused);
            self.report.runs.insert(std::mem::take(name), measured);
            self.left.pop();
        }
        self.left.is_empty()
    }

    /// What the runs say.
    pub fn report(mut self) -> Report {
        judge(&self.lesson, &mut self.report);
        self.report
    }
}

/// Fills a report that has its runs.
fn judge(lesson: &Lesson, report: &mut Report) {
    if !lesson.goals.is_empty() {
        grades(lesson, report);
    }
    question(lesson, report);
    proof(lesson, report);
    figures(lesson, report);
}

fn grades(lesson: &Lesson, report: &mut Report) {
    let tries = 1 + lesson.wrong.len();
    for (name, _) in lesson.all_runs().into_iter().take(1 + tries) {
        let Some(measured) = report.runs.get(&name) else {
            continue;
        };
        let grade = Grade::of(lesson, measured);
        let field = match name
            .strip_prefix("wrong")
            .and_then(|it| it.parse::<usize>().ok())
        {
            Some(number) => format!("wrong[{}]", number - 1),
            None if name == "untouched" => "goals".to_owned(),
            None => name.clone(),
        };
        if name == "solution" {
            for goal in grade.goals.iter().filter(|goal| !goal.met) {
                let value = goal
                    .rule
                    .0
                    .first()
                    .map(|it| it.figure.kind.told(goal.value));
                report.errors.push(LessonError {
                    line: None,
                    field: "solution".to_owned(),
                    what: say::lesson_solution_misses(
                        goal.rule.to_string(),
                        value.unwrap_or_default(),
                    ),
                    fix: None,
                });
            }
        } else if grade.passed {
            report.errors.push(LessonError {
                line: None,
                field,
                what: say::lesson_passes(&name),
                fix: None,
            });
        }
        report.grades.push((name, grade));
    }
    for (index, goal) in lesson.goals.iter().enumerate() {
        let is_missed = report
            .grades
            .iter()
            .any(|(_, grade)| grade.goals.get(index).is_some_and(|it| !it.met));
        if !is_missed {
            report.warnings.push(LessonError {
                line: None,
                field: format!("goals[{index}]"),
                what: say::lesson_checks_nothing(goal.0.to_string()),
                fix: None,
            });
        }
    }
}

fn question(lesson: &Lesson, report: &mut Report) {
    let (Some(predict), Some(untouched)) = (&lesson.predict, report.runs.get("untouched")) else {
        return;
    };
    let right = match predict.answer(untouched) {
        Answer::Choices(right) if right.len() == 1 => return,
        Answer::Choices(right) => right.len(),
        Answer::Partitions(right) if !right.is_empty() => return,
        Answer::Partitions(right) => right.len(),
        Answer::Number { .. } => return,
    };
    report.errors.push(LessonError {
        line: None,
        field: "predict".to_owned(),
        what: say::lesson_answers(right.to_string()),
        fix: None,
    });
}

fn proof(lesson: &Lesson, report: &mut Report) {
    let Some(myth) = &lesson.myth else {
        return;
    };
    for (index, rule) in myth.proof.iter().enumerate() {
        let value = |figure: &crate::Figure| {
            let run = figure.run.as_deref().unwrap_or("untouched");
            report.runs.get(run)?.value(figure)
        };
        if rule.0.holds(value) == Some(true) {
            continue;
        }
        let measured: Vec<String> = rule
            .0
            .figures()
            .map(|figure| {
                format!(
                    "{figure} = {}",
                    value(figure).map_or("?".to_owned(), |it| it.to_string())
                )
            })
            .collect();
        report.errors.push(LessonError {
            line: None,
            field: format!("myth.proof[{index}]"),
            what: say::lesson_proof_fails(rule.0.to_string(), measured.join(", ")),
            fix: None,
        });
    }
}

/// Gaps that nothing fills, and numbers that are neither given nor filled.
fn figures(lesson: &Lesson, report: &mut Report) {
    let given = given(lesson);
    for (field, said, run) in lesson.texts() {
        for (language, text) in said.each() {
            let Ok(prose) = Prose::parse(text) else {
                continue;
            };
            let field = format!("{field}.{language}");
            for figure in prose.figures() {
                let run = figure.run.as_deref().unwrap_or(&run);
                let value = report.runs.get(run).and_then(|it| it.value(figure));
                if value.is_none() {
                    let what = say::lesson_empty_gap(figure.to_string());
                    report.errors.push(LessonError {
                        line: None,
                        field: field.clone(),
                        what,
                        fix: None,
                    });
                }
            }
            for number in prose.bare_numbers() {
                let is_given = number
                    .parse::<f64>()
                    .is_ok_and(|number| given.contains(&format!("{number}")));
                if !is_given {
                    let what = say::lesson_bare_figure(&number);
                    report.errors.push(LessonError {
                        line: None,
                        field: field.clone(),
                        what,
                        fix: None,
                    });
                }
            }
        }
    }
}

/// Every number that the file gives: of the scenario, of what may be changed, of changes; times in
/// each unit; and how many of something there are.
fn given(lesson: &Lesson) -> BTreeSet<String> {
    let mut given = BTreeSet::new();
    let json = serde_json::json!([
        lesson.scenario,
        lesson.may,
        lesson.solution,
        lesson.wrong,
        lesson.runs,
        lesson.goals,
        lesson.from.as_millis(),
        lesson.until.as_millis(),
    ]);
    numbers(&json, &mut given);
    let partitions: u32 = lesson
        .scenario
        .topics
        .iter()
        .map(|topic| topic.partitions)
        .sum();
    given.insert(partitions.to_string());
    given.insert(lesson.scenario.consumers.len().to_string());
    given.insert(lesson.goals.len().to_string());
    given
}

fn numbers(json: &serde_json::Value, to: &mut BTreeSet<String>) {
    use serde_json::Value;
    let mut add = |number: f64| {
        for unit in [1.0, 1e3, 6e4, 3.6e6, 8.64e7, 1e6] {
            to.insert(format!("{}", number / unit));
        }
    };
    match json {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => add(number.as_f64().unwrap_or_default()),
        Value::String(text) => {
            let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            for number in parts.filter_map(|part| part.parse::<f64>().ok()) {
                add(number);
            }
        }
        Value::Array(items) => {
            to.insert(items.len().to_string());
            for item in items {
                numbers(item, to);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                // Prose must not vouch for itself.
                if !matches!(key.as_str(), "says" | "because") {
                    numbers(field, to);
                }
            }
        }
    }
}
