//! Running other programs, either visibly or while also reading what they print.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};

/// Why a task could not be done, in words for the person who ran it.
#[derive(Debug)]
pub struct Problem(String);

impl Problem {
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The cargo that runs xtask, at the top of the working copy.
pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::root()).args(arguments);
    command
}

/// Runs `command` on this terminal; an error if it cannot start or fails.
pub fn visibly(command: &mut Command) -> Result<(), Problem> {
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed(command, status))
    }
}

/// What `command` prints, if it starts and succeeds; for asking about versions.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs `command`, shows what it prints and hands each line of its standard output to `on_line`.
pub fn listening(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<(), Problem> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let printed = child
        .stdout
        .take()
        .expect("standard output was asked for as a pipe");
    let mut lines = BufReader::new(printed);
    let mut line = Vec::new();
    // Lines may hold bytes that are not UTF-8; they are shown as they came.
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        let mut terminal = std::io::stdout().lock();
        // A closed terminal is no reason to lose the result of the tests.
        let _shown = terminal.write_all(&line).and_then(|()| terminal.flush());
        on_line(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    let status = child
        .wait()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed(command, status))
    }
}

/// The command as one would type it.
pub fn line_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or_else(|| command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Problem {
    Problem::new(format!("`{}` could not start: {error}", line_of(command)))
}

fn failed(command: &Command, status: ExitStatus) -> Problem {
    Problem::new(format!("`{}` failed ({status})", line_of(command)))
}
