//! Where the sentences of the page are: in the catalogue, not in its code.

use super::scan::literals;
use super::{Finding, Tree};

/// The developers' page.
const BENCH: &str = "app/src/bench.rs";
/// The same in each language.
const NAMES: [&str; 1] = ["Rebalance Lab"];
/// What stands before words that no reader sees: classes, reasons, and what a broken assumption or
/// a refusal of the browser says to a developer.
const BEFORE_OTHER_WORDS: [&str; 6] = [
    "class=",
    "reason =",
    ".expect(",
    "panic!(",
    "unreachable!(",
    "note(",
];

/// Two words in a row make a sentence or a label, which belongs to every language's catalogue.
pub(super) fn sentences_are_messages(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("app/src/", &["rs"]) {
        if path == BENCH || path.ends_with("/tests.rs") {
            continue;
        }
        // Unit tests stand at a file's end.
        let product = source.split("#[cfg(test)]").next().unwrap_or_default();
        for place in literals(product) {
            let words = product[place.clone()].trim_matches('"');
            if holds_words(words) && !NAMES.contains(&words) && is_read(&product[..place.start]) {
                let line = 1 + product[..place.start].matches('\n').count();
                let what = format!("\"{words}\" belongs in sim-core/locale");
                findings.push(Finding::new(path, line, what));
            }
        }
    }
    findings
}

/// Two words with nothing but space between them; what `{…}` stands for is none.
fn holds_words(text: &str) -> bool {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for letter in text.replace("\\\n", " ").replace("\\n", " ").chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let begins = |word: &str| is_word(word.trim_start_matches(['(', '\\', '"']));
    let goes_on = |word: &str| is_word(word.trim_end_matches(|c: char| c.is_ascii_punctuation()));
    words
        .windows(2)
        .any(|pair| begins(pair[0]) && goes_on(pair[1]))
}

fn is_word(text: &str) -> bool {
    text.chars().count() > 1
        && text
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’'))
}

/// A reader may see what stands after this code.
fn is_read(before: &str) -> bool {
    let before = before.trim_end();
    let before = before.strip_suffix("format!(").unwrap_or(before);
    let before = before.trim_end_matches(|letter: char| letter == '&' || letter.is_whitespace());
    !BEFORE_OTHER_WORDS.iter().any(|end| before.ends_with(end))
}
