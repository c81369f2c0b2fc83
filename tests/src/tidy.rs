//! Rules that the repository keeps and no compiler knows. Each rule reads the whole tree and
//! returns what breaks it; `tests/tidy.rs` holds the tree to all of them and shows, on planted
//! input, that each can fail.

mod core_rules;
mod page_rules;
mod prose_rules;
mod scan;
mod sentence_rules;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::Outcome;

/// Folders that hold nothing written by hand.
const PASSED_OVER: [&str; 4] = [".git", "target", "dist", "node_modules"];

/// Every file of the repository, by path from its top with `/` between the parts. What is not
/// text is empty.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    pub fn read(top: &Path) -> Outcome<Self> {
        let mut tree = Self::default();
        tree.read_folder(top, "")?;
        Ok(tree)
    }

    /// A tree for trying a rule.
    pub fn planted<const COUNT: usize>(files: [(&str, &str); COUNT]) -> Self {
        let owned = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Self {
            files: BTreeMap::from(owned),
        }
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Outcome {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                if !PASSED_OVER.contains(&name.as_str()) {
                    self.read_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else {
                let text = String::from_utf8(std::fs::read(entry.path())?).unwrap_or_default();
                self.files.insert(path, text);
            }
        }
        Ok(())
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Files under `folder` (empty: all) whose name ends in one of `extensions` (empty: in none).
    fn under<'a>(
        &'a self,
        folder: &'a str,
        extensions: &'a [&str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _text)| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let extension = name
                .rsplit_once('.')
                .map_or("", |(_stem, extension)| extension);
            path.starts_with(folder) && extensions.contains(&extension)
        })
    }
}

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// Counted from 1; 0 speaks of the file as a whole.
    pub line: usize,
    pub what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A rule and its name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub name: &'static str,
    pub check: fn(&Tree) -> Vec<Finding>,
}

/// All of them.
pub const RULES: [Rule; 18] = [
    Rule {
        name: "core_is_pure",
        check: core_rules::core_is_pure,
    },
    Rule {
        name: "core_dependencies",
        check: core_rules::core_dependencies,
    },
    Rule {
        name: "core_layers",
        check: core_rules::core_layers,
    },
    Rule {
        name: "page_sees_the_facade_only",
        check: page_rules::page_sees_the_facade_only,
    },
    Rule {
        name: "one_tick_loop",
        check: page_rules::one_tick_loop,
    },
    Rule {
        name: "css_is_linked",
        check: page_rules::css_is_linked,
    },
    Rule {
        name: "colours_are_tokens",
        check: page_rules::colours_are_tokens,
    },
    Rule {
        name: "sentences_are_messages",
        check: sentence_rules::sentences_are_messages,
    },
    Rule {
        name: "file_sizes",
        check: prose_rules::file_sizes,
    },
    Rule {
        name: "no_dead_files",
        check: prose_rules::no_dead_files,
    },
    Rule {
        name: "finished_work",
        check: prose_rules::finished_work,
    },
    Rule {
        name: "tests_never_sleep",
        check: prose_rules::tests_never_sleep,
    },
    Rule {
        name: "journeys_are_marked",
        check: prose_rules::journeys_are_marked,
    },
    Rule {
        name: "no_machine_paths",
        check: prose_rules::no_machine_paths,
    },
    Rule {
        name: "changelog",
        check: prose_rules::changelog,
    },
    Rule {
        name: "links_lead_somewhere",
        check: prose_rules::links_lead_somewhere,
    },
    Rule {
        name: "model_tells_of_every_key",
        check: prose_rules::model_tells_of_every_key,
    },
    Rule {
        name: "tool_versions_agree",
        check: prose_rules::tool_versions_agree,
    },
];
