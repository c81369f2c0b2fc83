//! What became of each step of `cargo xtask test`, and how many tests ran.

use std::fmt;
use std::time::Duration;

/// Tests counted by the tools that ran them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl Count {
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Reads the closing line of a test run: libtest's, or the bare form that `conform` prints.
    pub fn of_line(line: &str) -> Option<Self> {
        if let Some(result) = line.strip_prefix("test result: ") {
            let (_verdict, counts) = result.split_once(". ")?;
            return Self::of_counts(counts.split("; "));
        }
        let closing = line.ends_with(" failed") && line.matches(", ").count() == 1;
        if closing {
            Self::of_counts(line.split(", "))
        } else {
            None
        }
    }

    fn of_counts<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let passed = words.next()?.strip_suffix(" passed")?.parse().ok()?;
        let failed = words.next()?.strip_suffix(" failed")?.parse().ok()?;
        Some(Self { passed, failed })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[derive(Debug)]
pub enum Verdict {
    Passed,
    Failed(String),
    NotRun(String),
}

#[derive(Debug)]
pub struct Step {
    pub name: &'static str,
    pub took: Duration,
    pub verdict: Verdict,
    pub count: Count,
}

impl Step {
    pub fn failed(&self) -> bool {
        matches!(self.verdict, Verdict::Failed(_))
    }

    /// The tests of this step. A step that fails without naming a test counts as one failure, so
    /// that the last line never hides it.
    fn counted(&self) -> Count {
        let failed = if self.failed() {
            self.count.failed.max(1)
        } else {
            self.count.failed
        };
        Count {
            failed,
            ..self.count
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs();
        let (word, detail) = match &self.verdict {
            Verdict::Passed => ("ok", ""),
            Verdict::Failed(why) => ("FAILED", why.as_str()),
            Verdict::NotRun(why) => ("not run", why.as_str()),
        };
        write!(
            f,
            "  {word:<8}{:>4}m{:02}s  {}",
            seconds / 60,
            seconds % 60,
            self.name
        )?;
        if self.count != Count::default() {
            write!(f, ": {}", self.count)?;
        }
        if !detail.is_empty() {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

/// The closing lines. `.ci/run` finds them by the first one.
pub fn summary(steps: &[Step]) -> String {
    let mut total = Count::default();
    let mut text = String::from("\nSummary\n");
    for step in steps {
        total.add(step.counted());
        text += &format!("{step}\n");
    }
    let whole: Duration = steps.iter().map(|step| step.took).sum();
    text += &format!(
        "  in all  {:>4}m{:02}s\n{total}",
        whole.as_secs() / 60,
        whole.as_secs() % 60
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_closing_lines_of_test_runs() {
        let count = |passed, failed| Some(Count { passed, failed });
        let libtest =
            "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 4 filtered out";
        assert_eq!(Count::of_line(libtest), count(12, 3));
        assert_eq!(Count::of_line("7 passed, 0 failed"), count(7, 0));
        assert_eq!(Count::of_line("test of::something ... ok"), None);
        assert_eq!(Count::of_line("it passed, it failed"), None);
    }

    #[test]
    fn a_failed_step_without_tests_shows_in_the_last_line() {
        let step = |verdict, passed| Step {
            name: "step",
            took: Duration::from_secs(61),
            verdict,
            count: Count { passed, failed: 0 },
        };
        let steps = [
            step(Verdict::Passed, 5),
            step(Verdict::Failed("why".to_owned()), 0),
        ];
        let text = summary(&steps);
        assert_eq!(text.lines().last(), Some("5 passed, 1 failed"));
        assert!(text.contains("FAILED     1m01s  step: why"), "{text}");
    }
}
