//! Sizes, leftovers, documents and versions.

use super::scan::{code_only, css_only, lines_with_word};
use super::{Finding, Tree};
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS};

const LINES_MAX: usize = 700;
const SOURCES: [&str; 3] = ["rs", "css", "js"];
/// Written in two parts, so that this file keeps its own rule.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
];
const IGNORED_TEST: &str = concat!("#[ig", "nore");
const SLEEP: &str = concat!("thread", "::sleep");
const MACHINE_PATHS: [&str; 7] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/t", "mp/"),
    concat!("/fa", "rm/"),
    concat!("../sh", "ared"),
];
const CHANGES: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

pub(super) fn file_sizes(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("", &SOURCES) {
        let lines = text.lines().count();
        let generated = text.lines().take(5).any(|line| line.contains("@generated"));
        if lines > LINES_MAX && !generated {
            findings.push(Finding::new(
                path,
                0,
                format!("{lines} lines; split it below {LINES_MAX}"),
            ));
        }
    }
    findings
}

/// A source file that no `mod` names is not compiled, and rots.
pub(super) fn no_dead_files(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _text) in tree.under("", &["rs"]) {
        let Some((source, inner)) = path.split_once("src/") else {
            continue;
        };
        let inner = inner.trim_end_matches(".rs");
        if inner == "lib" || inner == "main" || inner.starts_with("bin/") {
            continue;
        }
        let parents = match inner.rsplit_once('/') {
            Some((folder, _name)) => vec![format!("{source}src/{folder}.rs")],
            None => vec![
                format!("{source}src/lib.rs"),
                format!("{source}src/main.rs"),
            ],
        };
        let name = inner.rsplit('/').next().unwrap_or(inner);
        let declared = parents
            .iter()
            .filter_map(|parent| tree.get(parent))
            .any(|text| !lines_with_word(&code_only(text), &format!("mod {name};")).is_empty());
        if !declared {
            findings.push(Finding::new(
                path,
                0,
                format!("no `mod {name};` in {}", parents.join(" or ")),
            ));
        }
    }
    findings
}

pub(super) fn finished_work(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("", &["rs", "css", "js", "html", "toml", "md"]) {
        for word in UNFINISHED {
            findings.extend(lines_with_word(text, word).into_iter().map(|line| {
                Finding::new(
                    path,
                    line,
                    format!("`{word}` marks unfinished work; open an issue instead"),
                )
            }));
        }
        let ignored = (1..)
            .zip(text.lines())
            .filter(|(_, line)| line.contains(IGNORED_TEST));
        findings.extend(ignored.map(|(line, _)| {
            Finding::new(
                path,
                line,
                "no test is ignored; assert what happens today, with a comment",
            )
        }));
    }
    findings
}

pub(super) fn tests_never_sleep(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in ["app/", "sim-core/", "tests/"] {
        for (path, text) in tree.under(folder, &["rs"]) {
            findings.extend(
                lines_with_word(&code_only(text), SLEEP)
                    .into_iter()
                    .map(|line| Finding::new(path, line, "wait for a state, not for time to pass")),
            );
        }
    }
    findings
}

/// The native test run leaves journeys out by the prefix of their names.
pub(super) fn journeys_are_marked(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("tests/tests/", &["rs"]) {
        let is_journey_file = path.starts_with("tests/tests/e2e/");
        let lines: Vec<&str> = text.lines().collect();
        for (at, _) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.trim() == "#[test]")
        {
            let function = lines[at..]
                .iter()
                .find_map(|line| line.trim().strip_prefix("fn "));
            if function.is_some_and(|name| name.starts_with("e2e_")) != is_journey_file {
                let what =
                    "tests in tests/tests/e2e, and no others, have names that start with e2e_";
                findings.push(Finding::new(path, at + 1, what));
            }
        }
    }
    findings
}

pub(super) fn no_machine_paths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let extensions = [
        "rs", "css", "js", "html", "toml", "md", "json", "yaml", "yml", "txt", "",
    ];
    for (path, text) in tree.under("", &extensions) {
        // Recordings keep what Kafka printed.
        if path.starts_with("tests/fixtures/") {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            for place in MACHINE_PATHS {
                let found = line.match_indices(place).any(|(at, _)| {
                    // In `docs/home/`, or in an address, it is part of a longer path.
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_')
                });
                if found {
                    findings.push(Finding::new(
                        path,
                        number,
                        format!("`{place}` exists on one machine only"),
                    ));
                }
            }
        }
    }
    findings
}

/// As keepachangelog.com has it.
pub(super) fn changelog(tree: &Tree) -> Vec<Finding> {
    let path = "docs/CHANGELOG.md";
    let Some(text) = tree.get(path) else {
        return vec![Finding::new(path, 0, "missing")];
    };
    let mut findings = Vec::new();
    let mut releases = 0;
    let mut change = None;
    for (number, line) in (1..).zip(text.lines()) {
        if number == 1 && line != "# Changelog" {
            findings.push(Finding::new(path, number, "starts with `# Changelog`"));
        }
        if let Some(release) = line.strip_prefix("## ") {
            releases += 1;
            change = None;
            if (release == "[Unreleased]") != (releases == 1) {
                findings.push(Finding::new(
                    path,
                    number,
                    "`## [Unreleased]` comes first, and once",
                ));
            } else if releases > 1 && !is_dated_release(release) {
                findings.push(Finding::new(
                    path,
                    number,
                    "a release is `## [1.2.3] - 2001-02-03`",
                ));
            }
        } else if let Some(heading) = line.strip_prefix("### ") {
            change = Some(heading);
            if !CHANGES.contains(&heading) {
                findings.push(Finding::new(
                    path,
                    number,
                    format!("`{heading}` is none of {CHANGES:?}"),
                ));
            }
        } else if line.starts_with("- ") && change.is_none() {
            findings.push(Finding::new(
                path,
                number,
                "an entry stands under a `###` heading",
            ));
        }
    }
    if releases == 0 {
        findings.push(Finding::new(path, 0, "has no `## [Unreleased]`"));
    }
    findings
}

fn is_dated_release(heading: &str) -> bool {
    let parts = heading
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] - "));
    parts.is_some_and(|(version, date)| {
        let numbers = |text: &str, mark| {
            text.split(mark)
                .filter(|part| part.parse::<u32>().is_ok())
                .count()
        };
        numbers(version, '.') == 3 && numbers(date, '-') == 3 && date.len() == "2001-02-03".len()
    })
}

/// Links between documents, relative to the document.
pub(super) fn links_lead_somewhere(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("", &["md"]) {
        if path.starts_with("tests/fixtures/") {
            continue;
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _name)| folder);
        for (number, line) in (1..).zip(text.lines()) {
            for target in line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
            {
                let file = target.split('#').next().unwrap_or_default();
                if file.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                let file = joined(folder, file);
                let is_folder = || {
                    tree.under(&format!("{file}/"), &["rs", "md", "json"])
                        .next()
                        .is_some()
                };
                if tree.get(&file).is_none() && !is_folder() {
                    findings.push(Finding::new(
                        path,
                        number,
                        format!("link to {file}, which does not exist"),
                    ));
                }
            }
        }
    }
    findings
}

fn joined(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Each key has one row in "Key by key", and its verdict is what the core says of the key.
pub(super) fn model_tells_of_every_key(tree: &Tree) -> Vec<Finding> {
    let path = "docs/MODEL.md";
    let lines = || (1..).zip(tree.get(path).unwrap_or_default().lines());
    let section = |heading| {
        lines()
            .skip_while(move |(_, line)| *line != heading)
            .skip(1)
            .take_while(|(_, line)| !line.starts_with('#'))
            .filter_map(|(number, line)| {
                let mut cells = line.strip_prefix("| `")?.split(" | ");
                Some((number, cells.next()?.trim_end_matches('`'), cells.next()?))
            })
    };
    let mut findings = Vec::new();
    for (heading, keys) in [("### Consumer", CONSUMER_KEYS), ("### Broker", BROKER_KEYS)] {
        for key in keys {
            let rows: Vec<_> = section(heading)
                .filter(|(_, name, _)| *name == key.name)
                .collect();
            let [(number, _, verdict)] = rows[..] else {
                let what = format!("{heading} has {} rows about `{}`", rows.len(), key.name);
                findings.push(Finding::new(path, 0, what));
                continue;
            };
            let is_true = match verdict {
                "modelled" | "simplified" => key.modelled,
                "not modelled" => !key.modelled,
                _ => false,
            };
            if !is_true {
                let what = format!("`{}`: the core does not say `{verdict}`", key.name);
                findings.push(Finding::new(path, number, what));
            }
        }
        findings.extend(
            section(heading)
                .filter(|(_, name, _)| keys.iter().all(|key| key.name != *name))
                .map(|(number, name, _)| {
                    Finding::new(path, number, format!("the core has no key `{name}`"))
                }),
        );
    }
    findings
}

/// The wasm-bindgen crate and its command line refuse each other unless they are the same.
pub(super) fn tool_versions_agree(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let locked = tree.get("Cargo.lock").and_then(|lock| {
        let (_before, package) = lock.split_once("name = \"wasm-bindgen\"\n")?;
        between(package, "version = \"", "\"")
    });
    let Some(locked) = locked else {
        return findings;
    };
    let stated = [
        ("Trunk.toml", format!("wasm_bindgen = \"{locked}\"")),
        (
            "xtask/src/tools.rs",
            format!("const WASM_BINDGEN: &str = \"{locked}\""),
        ),
        (
            "xtask/src/tools.rs",
            format!("\"wasm-bindgen-cli@{locked}\""),
        ),
    ];
    for (path, statement) in stated {
        if !tree.get(path).is_some_and(|text| text.contains(&statement)) {
            findings.push(Finding::new(
                path,
                0,
                format!("should hold `{statement}`, as Cargo.lock does"),
            ));
        }
    }
    let path = "app/Cargo.toml";
    let manifest = css_only(tree.get(path).unwrap_or_default());
    let depends = (1..)
        .zip(manifest.lines())
        .find(|(_, line)| line.starts_with("wasm-bindgen = "));
    if let Some((number, line)) = depends
        && !line.contains(&format!("\"={locked}\""))
    {
        findings.push(Finding::new(
            path,
            number,
            format!("pin wasm-bindgen to \"={locked}\""),
        ));
    }
    findings
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_before, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _after)| inside)
}
