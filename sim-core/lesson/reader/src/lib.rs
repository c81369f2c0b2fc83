//! Lesson files as people write them: YAML, with durations like `45s`.
//!
//! [`read`] turns such a file into the JSON that the lab reads, each token on the line on which it
//! stands in the file, so that whoever reads the JSON can name the line of what it refuses. JSON is
//! a subset of YAML and passes through. [`write`] is the way back.
//!
//! Deliberately lacks any knowledge of lessons but their few short spellings (see `sugar.rs`), and
//! of YAML what a small file does not need: anchors, tags, several documents.

mod print;
mod sugar;
mod tree;
mod write;

use std::collections::BTreeSet;

pub use sugar::short;

/// Longest file that is read, in bytes.
pub const BYTES_MAX: usize = 256 * 1024;
/// Deepest nesting.
pub const DEPTH_MAX: usize = 32;

/// Why a file cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Longer than [`BYTES_MAX`].
    TooLong,
    /// Nested deeper than [`DEPTH_MAX`].
    TooDeep,
    /// Not YAML; what the parser said.
    Syntax(String),
    /// Nothing in it.
    Empty,
    /// A second document after `---`.
    SecondDocument,
    /// `&anchor`, `*alias` or `!tag`.
    Unsupported,
    /// A key that is no text.
    Key,
    /// The same key twice in one block.
    RepeatedKey(String),
    /// A time without its unit.
    NoUnit {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
    },
    /// A duration that is no whole number of what the key counts in.
    NotWhole {
        /// The key.
        key: String,
        /// What stands there.
        value: String,
        /// What the key counts in.
        unit: &'static str,
    },
}

/// The file as JSON, each token on its line.
pub fn read(text: &str) -> Result<String, Problem> {
    if text.len() > BYTES_MAX {
        return Err(Problem {
            line: 1,
            column: 1,
            what: What::TooLong,
        });
    }
    let mut tree = tree::parse(text)?;
    sugar::dissolve(&mut tree)?;
    Ok(print::json(&tree))
}

/// JSON as a file for people, in the short spellings and without what stands at the paths of
/// `without` (`/topics/0/name`); [`read`] makes the same JSON of the rest again, but for its lines.
pub fn write(json: &str, without: &BTreeSet<String>) -> Result<String, Problem> {
    let mut tree = tree::parse(json)?;
    tree.drop_paths("", without);
    sugar::shorten(&mut tree);
    Ok(write::yaml(&tree))
}

#[cfg(test)]
mod tests;
