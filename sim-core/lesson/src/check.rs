//! What can be said of a lesson before it runs.

use std::collections::BTreeSet;

use locale::say;

use crate::edit::Edit;
use crate::error::LessonError;
use crate::figure::Figure;
use crate::file::{FORMAT, Lesson, Try, is_name};
use crate::predict::Predict;
use crate::prose::Prose;
use crate::said::Said;

/// Something that is allowed and hardly meant.
pub type Warning = LessonError;

/// Names that runs have anyway.
const RESERVED: [&str; 2] = ["untouched", "solution"];
/// Wrong tries an exercise needs.
pub(crate) const WRONG_MIN: usize = 2;
/// Lines of a log that are shown at most.
const LINES_MAX: usize = 20;

impl Lesson {
    pub(crate) fn errors(&self) -> Vec<LessonError> {
        let mut errors = Vec::new();
        self.head(&mut errors);
        if let Err(error) = self.scenario.check() {
            errors.push(LessonError::scenario("scenario", &error));
            return errors;
        }
        self.parts(&mut errors);
        self.tries(&mut errors);
        for (field, text, _) in self.texts() {
            self.text(&field, text, &mut errors);
        }
        errors
    }

    fn head(&self, errors: &mut Vec<LessonError>) {
        if self.format != FORMAT {
            errors.push(LessonError::value("format", self.format, FORMAT));
        }
        if !is_name(&self.name) {
            errors.push(LessonError::value("name", &self.name, say::lesson_name()));
        }
        if !(1..=240).contains(&self.minutes) {
            errors.push(LessonError::value("minutes", self.minutes, "1 to 240"));
        }
        if self.until <= self.from {
            let after = say::lesson_after(self.from.as_millis().to_string());
            errors.push(LessonError::value(
                "until_ms",
                self.until.as_millis(),
                after,
            ));
        }
    }

    fn parts(&self, errors: &mut Vec<LessonError>) {
        if let Some(predict) = &self.predict {
            predict_errors(predict, errors);
        }
        for (index, symptom) in self.symptoms.iter().enumerate() {
            let field = |name: &str| format!("symptoms[{index}].{name}");
            if symptom.at > self.until {
                let at_most = say::lesson_at_most(self.until.as_millis().to_string());
                errors.push(LessonError::value(
                    field("at_ms"),
                    symptom.at.as_millis(),
                    at_most,
                ));
            }
            if !(1..=LINES_MAX).contains(&symptom.lines) {
                errors.push(LessonError::value(field("lines"), symptom.lines, "1 to 20"));
            }
            let groups = self.scenario.group_names();
            if let Some(group) = symptom.group.as_ref().filter(|it| !groups.contains(it)) {
                errors.push(LessonError::value(field("group"), group, groups.join(", ")));
            }
        }
        self.acts(errors);
        self.named_runs(errors);
        self.rules(errors);
    }

    fn acts(&self, errors: &mut Vec<LessonError>) {
        let mut names = BTreeSet::new();
        for (index, act) in self.may.acts.iter().enumerate() {
            if !names.insert(&act.name) {
                let field = format!("may.acts[{index}].name");
                errors.push(LessonError::value(
                    field,
                    &act.name,
                    say::allowed_unique_names(),
                ));
            }
            let script = self.scenario.script.len();
            if act
                .instead
                .is_some_and(|number| !(1..=script).contains(&number))
            {
                let field = format!("may.acts[{index}].instead");
                let number = act.instead.unwrap_or_default();
                errors.push(LessonError::value(
                    field,
                    number,
                    say::allowed_range("1", script.to_string()),
                ));
            }
        }
    }

    fn named_runs(&self, errors: &mut Vec<LessonError>) {
        let mut names = BTreeSet::new();
        for (index, run) in self.runs.iter().enumerate() {
            let is_free = !RESERVED.contains(&&*run.name) && names.insert(&run.name);
            if !is_free || !is_name(&run.name) {
                let field = format!("runs[{index}].name");
                errors.push(LessonError::value(field, &run.name, say::lesson_run_name()));
            }
            self.changes(
                &format!("runs[{index}].changes"),
                &run.changes,
                false,
                errors,
            );
        }
    }

    fn rules(&self, errors: &mut Vec<LessonError>) {
        if let Some(myth) = &self.myth {
            if myth.proof.is_empty() {
                errors.push(LessonError::value(
                    "myth.proof",
                    "0",
                    say::lesson_at_least("1"),
                ));
            }
            if !self.goals.is_empty() {
                errors.push(LessonError::value(
                    "goals",
                    self.goals.len(),
                    say::lesson_no_goals(),
                ));
            }
        }
        let goals = self.goals.iter().map(|goal| ("goals", goal));
        let proof = self.myth.iter().flat_map(|myth| &myth.proof);
        let asked = self.predict.iter().flat_map(|predict| {
            let choices = predict
                .choices
                .iter()
                .flat_map(|choice| choice.when.figures());
            choices.chain(predict.number.iter().map(|number| &number.of))
        });
        let of_goals = self.goals.iter().flat_map(|goal| goal.0.figures());
        let named = asked
            .map(|figure| ("predict", figure))
            .chain(of_goals.map(|figure| ("goals", figure)))
            .filter(|(_, figure)| figure.run.is_some());
        for (field, figure) in named {
            errors.push(LessonError::value(
                field,
                figure.to_string(),
                say::lesson_own_run(),
            ));
        }
        for (field, goal) in goals.chain(proof.map(|goal| ("myth.proof", goal))) {
            for figure in goal.0.figures() {
                self.run_of(field, figure, errors);
            }
        }
    }

    fn tries(&self, errors: &mut Vec<LessonError>) {
        if self.goals.is_empty() {
            return;
        }
        match &self.solution {
            Some(solution) => self.try_errors("solution", solution, errors),
            None => errors.push(LessonError::value(
                "solution",
                say::lesson_nothing(),
                say::lesson_at_least("1"),
            )),
        }
        if self.wrong.len() < WRONG_MIN {
            let allowed = say::lesson_at_least(WRONG_MIN.to_string());
            errors.push(LessonError::value("wrong", self.wrong.len(), allowed));
        }
        for (index, wrong) in self.wrong.iter().enumerate() {
            self.try_errors(&format!("wrong[{index}]"), wrong, errors);
        }
    }

    fn try_errors(&self, field: &str, attempt: &Try, errors: &mut Vec<LessonError>) {
        self.changes(&format!("{field}.changes"), &attempt.changes, true, errors);
    }

    fn changes(&self, field: &str, changes: &[Edit], is_try: bool, errors: &mut Vec<LessonError>) {
        let before = errors.len();
        for (index, edit) in changes.iter().enumerate() {
            let wrong = edit.shape();
            let wrong = wrong.or_else(|| is_try.then(|| edit.forbidden(&self.may)).flatten());
            errors.extend(wrong.map(|error| error.under(&format!("{field}[{index}]"))));
        }
        if errors.len() == before
            && let Err(error) = self.recording_with(changes)
        {
            errors.push(error.under(field));
        }
    }

    /// A run that a figure names must exist.
    fn run_of(&self, field: &str, figure: &Figure, errors: &mut Vec<LessonError>) {
        let Some(run) = &figure.run else {
            return;
        };
        let known: Vec<String> = self.all_runs().into_iter().map(|(name, _)| name).collect();
        if !known.contains(run) {
            errors.push(LessonError::value(
                field,
                figure.to_string(),
                known.join(", "),
            ));
        }
    }

    fn text(&self, field: &str, said: &Said, errors: &mut Vec<LessonError>) {
        if !said.is_empty() && !said.has(locale::Language::English) {
            errors.push(LessonError::value(field, say::lesson_no_english(), "en"));
        }
        for (language, text) in said.each() {
            let place = format!("{field}.{language}");
            match Prose::parse(text) {
                Ok(prose) => {
                    for figure in prose.figures() {
                        self.run_of(&place, figure, errors);
                    }
                }
                Err(problem) => errors.push(LessonError::misread(place, &problem)),
            }
        }
    }

    /// Fields of texts that lack a language.
    pub fn untold(&self, language: locale::Language) -> Vec<String> {
        let texts = self.texts().into_iter();
        let untold = texts.filter(|(_, said, _)| !said.is_empty() && !said.has(language));
        untold.map(|(field, ..)| field).collect()
    }

    /// Every text with its field and the run it speaks of.
    pub(crate) fn texts(&self) -> Vec<(String, &Said, String)> {
        let mut texts = Vec::new();
        let mut push = |field: String, said, run: &str| texts.push((field, said, run.to_owned()));
        push("title".to_owned(), &self.title, "untouched");
        push("summary".to_owned(), &self.summary, "untouched");
        push("situation".to_owned(), &self.situation, "untouched");
        push("happened".to_owned(), &self.happened, "untouched");
        push("why".to_owned(), &self.why, "solution");
        if let Some(predict) = &self.predict {
            push(
                "predict.question".to_owned(),
                &predict.question,
                "untouched",
            );
            for (index, choice) in predict.choices.iter().enumerate() {
                push(
                    format!("predict.choices[{index}].says"),
                    &choice.says,
                    "untouched",
                );
            }
        }
        for (index, hint) in self.hints.iter().enumerate() {
            push(format!("hints[{index}]"), hint, "untouched");
        }
        for (index, act) in self.may.acts.iter().enumerate() {
            push(format!("may.acts[{index}].says"), &act.says, "untouched");
        }
        for (index, run) in self.runs.iter().enumerate() {
            push(format!("runs[{index}].says"), &run.says, &run.name);
        }
        if let Some(solution) = &self.solution {
            push("solution.says".to_owned(), &solution.says, "solution");
            push("solution.because".to_owned(), &solution.because, "solution");
        }
        for (index, wrong) in self.wrong.iter().enumerate() {
            let run = format!("wrong{}", index + 1);
            push(format!("wrong[{index}].says"), &wrong.says, &run);
            push(format!("wrong[{index}].because"), &wrong.because, &run);
        }
        if let Some(myth) = &self.myth {
            push("myth.claim".to_owned(), &myth.claim, "untouched");
            push("myth.because".to_owned(), &myth.because, "untouched");
        }
        texts
    }
}

fn predict_errors(predict: &Predict, errors: &mut Vec<LessonError>) {
    let forms = usize::from(!predict.choices.is_empty())
        + usize::from(predict.number.is_some())
        + usize::from(predict.partition.is_some());
    if forms != 1 {
        errors.push(LessonError::value("predict", forms, say::lesson_one_form()));
    }
    if predict.choices.len() == 1 {
        errors.push(LessonError::value(
            "predict.choices",
            1_u32,
            say::lesson_at_least("2"),
        ));
    }
    if predict.choices.len() > 4 {
        errors.push(LessonError::value(
            "predict.choices",
            predict.choices.len(),
            "2 to 4",
        ));
    }
    if let Some(number) = predict.number.as_ref().filter(|it| it.within_percent > 100) {
        let field = "predict.number.within_percent";
        errors.push(LessonError::value(field, number.within_percent, "0 to 100"));
    }
}
