//! Texts of lessons: paragraphs with `code`, **strong** words and gaps for figures.

use std::collections::BTreeMap;

use locale::Text;

use crate::figure::Figure;
use crate::measure::Measured;
use crate::misread::Misread;

/// The figures of every run by name.
pub type Runs = BTreeMap<String, Measured>;

/// A text in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Paragraphs and list items.
    pub blocks: Vec<Block>,
}

/// A paragraph or a list item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// It began with `- `.
    pub is_item: bool,
    /// What it says.
    pub pieces: Vec<Piece>,
}

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// `**strong**`
    Strong(String),
    /// `` `code` ``: settings, names, numbers that are given.
    Code(String),
    /// `{figure}`: filled from a run.
    Figure(Figure),
}

impl Prose {
    /// Reads a text.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_open = false;
        for line in text.lines() {
            let line = line.trim();
            let (is_item, words) = match line.strip_prefix("- ") {
                Some(words) => (true, words),
                None => (false, line),
            };
            if words.is_empty() {
                is_open = false;
                continue;
            }
            let pieces = pieces(words)?;
            match blocks.last_mut() {
                Some(last) if is_open && !is_item => {
                    last.pieces.push(Piece::Words(" ".to_owned()));
                    last.pieces.extend(pieces);
                }
                Some(_) | None => blocks.push(Block { is_item, pieces }),
            }
            is_open = true;
        }
        Ok(Self { blocks })
    }

    /// Every figure it names.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let pieces = self.blocks.iter().flat_map(|block| &block.pieces);
        pieces.filter_map(|piece| match piece {
            Piece::Figure(figure) => Some(figure),
            Piece::Words(_) | Piece::Strong(_) | Piece::Code(_) => None,
        })
    }

    /// Numbers that stand in it outside of code and gaps and are no part of a name.
    pub fn bare_numbers(&self) -> Vec<String> {
        let mut numbers = Vec::new();
        for block in &self.blocks {
            for piece in &block.pieces {
                match piece {
                    Piece::Words(words) | Piece::Strong(words) => {
                        numbers.extend(bare_numbers(words));
                    }
                    Piece::Code(_) | Piece::Figure(_) => {}
                }
            }
        }
        numbers
    }

    /// As plain text, figures filled; `run` is the one that is spoken of.
    pub fn plain(&self, runs: &Runs, run: &str, say: impl Fn(&Text) -> String) -> String {
        let blocks = self.blocks.iter().map(|block| {
            let mut line = if block.is_item { "- " } else { "" }.to_owned();
            for piece in &block.pieces {
                match piece {
                    Piece::Words(words) | Piece::Strong(words) | Piece::Code(words) => {
                        line.push_str(words);
                    }
                    Piece::Figure(figure) => line.push_str(&say(&filled(figure, runs, run))),
                }
            }
            line
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    }
}

/// The value of a figure in words; a dash until its run is measured.
pub fn filled(figure: &Figure, runs: &Runs, run: &str) -> Text {
    let run = figure.run.as_deref().unwrap_or(run);
    match runs.get(run).and_then(|measured| measured.value(figure)) {
        Some(value) => figure.kind.told(value),
        None => Text::verbatim("–"),
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, Misread> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (open, close) = match first {
            '`' => ("`", "`"),
            '{' => ("{", "}"),
            '*' if rest.starts_with("**") => ("**", "**"),
            other => {
                words.push(other);
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        let inside = &rest[open.len()..];
        let Some(end) = inside.find(close) else {
            return Err(Misread::Open(first, text.to_owned()));
        };
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words)));
        }
        let content = &inside[..end];
        pieces.push(match open {
            "`" => Piece::Code(content.to_owned()),
            "{" => Piece::Figure(content.parse()?),
            _ => Piece::Strong(content.to_owned()),
        });
        rest = &inside[end + close.len()..];
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    Ok(pieces)
}

/// Numbers in words: not `orders-3`, `KIP-848`, `v2` or `Kafka 4.3`.
fn bare_numbers(words: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut before = ' ';
    let mut rest = words;
    let mut passed = String::new();
    while let Some(letter) = rest.chars().next() {
        if !letter.is_ascii_digit() {
            passed.push(letter);
            before = letter;
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches(['.', ',']);
        let is_name = before.is_ascii_alphabetic() || matches!(before, '-' | '#' | '_');
        let is_release = passed.trim_end().ends_with("Kafka");
        if !is_name && !is_release {
            numbers.push(number.replace(',', ""));
        }
        passed.push_str(&rest[..end]);
        before = '0';
        rest = &rest[end..];
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_pieces() {
        let prose = Prose::parse("One `45000` **bold** {records_twice}\nstill one.\n\n- item")
            .expect("good");
        assert_eq!(prose.blocks.len(), 2);
        assert_eq!(prose.figures().count(), 1);
        assert!(prose.blocks[1].is_item);
    }

    #[test]
    fn bare_numbers_are_found_and_names_passed_over() {
        let of = |text: &str| Prose::parse(text).expect("good").bare_numbers();
        assert_eq!(
            of("orders-3 of KIP-848 in Kafka 4.3.1, `17` and {lag}"),
            [""; 0]
        );
        assert_eq!(
            of("after 45 s, 1,200 records. **12.4** more"),
            ["45", "1200", "12.4"]
        );
        assert_eq!(of("45초 뒤 3개"), ["45", "3"]);
    }

    #[test]
    fn an_open_mark_is_refused() {
        assert!(Prose::parse("an `open one").is_err());
        assert!(
            Prose::parse("{nonsense}")
                .expect_err("no figure")
                .to_string()
                .contains("unknown figure")
        );
    }
}
