//! `cargo xtask test`: every check in order, then a summary that cannot be misread.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::recipes;
use crate::report::{Count, Step, Verdict, summary};
use crate::run::{self, Problem, cargo};
use crate::tools::{self, Browser, PageTools};

/// Browser journeys share the machine with their browsers.
const JOURNEYS_AT_ONCE: &str = "--test-threads=2";
/// Every browser journey is a test function whose name starts so.
const JOURNEY_PREFIX: &str = "e2e_";

pub fn test() -> ExitCode {
    let mut checks = Checks::default();
    checks.all();
    println!("{}", summary(&checks.steps));
    if checks
        .steps
        .iter()
        .any(|step| !matches!(step.verdict, Verdict::Passed))
    {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[derive(Default)]
struct Checks {
    steps: Vec<Step>,
}

impl Checks {
    fn all(&mut self) {
        let Some(tools) = self.task("tools", || {
            tools::linters()?;
            tools::for_the_page()
        }) else {
            return;
        };
        // Without a browser the rest is still worth knowing.
        let browser = self.task("browser", tools::browser);

        self.command("format", &mut cargo(["fmt", "--all", "--check"]));
        let clippy = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        self.command("clippy, native", &mut cargo(clippy));
        let target = "--target=wasm32-unknown-unknown";
        let clippy = [
            "clippy", target, "-p", "sim-core", "-p", "app", "--", "-D", "warnings",
        ];
        self.command("clippy, wasm32", &mut cargo(clippy));

        let native = [
            "test",
            "--workspace",
            "--no-fail-fast",
            "--",
            "--skip",
            JOURNEY_PREFIX,
        ];
        self.command("native tests", &mut cargo(native));
        if self.last_ran_no_test() {
            return self.stop("the tests do not compile");
        }

        self.wasm_tests(&tools, browser.as_ref());
        self.command("release build", &mut tools.trunk_build());
        if self.steps.last().is_some_and(Step::failed) {
            return self.stop("the page does not build");
        }
        self.command("sizes", &mut crate::size_report());
        self.journeys(browser.as_ref());
        let mut lessons = crate::lab_tool("scenarios");
        self.command("lessons", lessons.args(["--", "check"]));
        self.command("conformance", &mut crate::lab_tool("conform"));
    }

    /// Tests of the page's parts, which only exist in a browser.
    fn wasm_tests(&mut self, tools: &PageTools, browser: Option<&Browser>) {
        if !crate::root().join("app/tests").is_dir() {
            return;
        }
        let Some(browser) = browser else {
            return self.not_run("wasm tests", "no browser");
        };
        let mut command = cargo([
            "test",
            "--target=wasm32-unknown-unknown",
            "-p",
            "app",
            "--features=whole",
            "--test",
            "*",
        ]);
        self.command("wasm tests", tools.run_wasm_tests_in(browser, &mut command));
    }

    fn journeys(&mut self, browser: Option<&Browser>) {
        let Some(browser) = browser else {
            return self.not_run("browser journeys", "no browser");
        };
        if self.task("axe-core", tools::axe).is_none() {
            return self.not_run("browser journeys", "no axe-core");
        }
        // Their journeys fail without them and say so.
        let _tools = self.task("tools of the recipes", recipes::install);
        // The same selection as for the native tests, so that nothing is compiled twice.
        let mut command = cargo(["test", "--workspace", "--no-fail-fast", "--test", "e2e"]);
        command.args(["--", JOURNEYS_AT_ONCE]).env("RUN_E2E", "1");
        self.command("browser journeys", browser.tell(&mut command));
    }

    /// Runs a command as a step and counts the tests it reports.
    fn command(&mut self, name: &'static str, command: &mut Command) {
        println!("\n== {name}: {}", run::line_of(command));
        let start = Instant::now();
        let mut count = Count::default();
        let outcome = run::listening(command, |line| {
            count.add(Count::of_line(line).unwrap_or_default());
        });
        let verdict = match outcome {
            Ok(()) => Verdict::Passed,
            Err(problem) => Verdict::Failed(problem.to_string()),
        };
        self.steps.push(Step {
            name,
            took: start.elapsed(),
            verdict,
            count,
        });
    }

    /// Runs something that is not one command as a step.
    fn task<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Problem>,
    ) -> Option<T> {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = work();
        let verdict = match &outcome {
            Ok(_) => Verdict::Passed,
            Err(problem) => {
                println!("xtask: {problem}");
                Verdict::Failed(problem.to_string())
            }
        };
        self.steps.push(Step {
            name,
            took: start.elapsed(),
            verdict,
            count: Count::default(),
        });
        outcome.ok()
    }

    /// Whether the last step failed before any test could run.
    fn last_ran_no_test(&self) -> bool {
        self.steps
            .last()
            .is_some_and(|step| step.failed() && step.count == Count::default())
    }

    fn stop(&mut self, why: &str) {
        self.not_run("everything after it", why);
    }

    fn not_run(&mut self, name: &'static str, why: &str) {
        let verdict = Verdict::NotRun(why.to_owned());
        self.steps.push(Step {
            name,
            took: std::time::Duration::ZERO,
            verdict,
            count: Count::default(),
        });
    }
}
