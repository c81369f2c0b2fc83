//! A YAML document as a tree in which every node knows its place.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::{DEPTH_MAX, Problem, What};

/// Where a node begins; both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    pub(crate) fn problem(self, what: What) -> Problem {
        Problem {
            line: self.line,
            column: self.column,
            what,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Node {
    pub place: Place,
    pub value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    /// As written; only an unquoted one can be a number, a word like `true` or a duration.
    Scalar {
        text: String,
        is_plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug)]
pub(crate) struct Entry {
    pub place: Place,
    pub key: String,
    pub value: Node,
}

impl Node {
    /// Forgets entries by their paths; this node is at `at`.
    pub(crate) fn drop_paths(&mut self, at: &str, paths: &BTreeSet<String>) {
        match &mut self.value {
            Value::Scalar { .. } => {}
            Value::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    item.drop_paths(&format!("{at}/{index}"), paths);
                }
            }
            Value::Map(entries) => {
                entries.retain(|entry| !paths.contains(&format!("{at}/{}", entry.key)));
                for entry in entries {
                    let at = format!("{at}/{}", entry.key);
                    entry.value.drop_paths(&at, paths);
                }
            }
        }
    }
}

type Events<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        last: Place { line: 1, column: 1 },
    };
    let mut root = None;
    loop {
        let (event, place) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(_) => {}
            event @ (Event::Alias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::SequenceEnd
            | Event::MappingStart(..)
            | Event::MappingEnd) => {
                if root.is_some() {
                    return Err(place.problem(What::SecondDocument));
                }
                root = Some(reader.node(event, place, 0)?);
            }
        }
    }
    let is_nothing = |node: &Node| matches!(&node.value, Value::Scalar { text, is_plain: true } if text.is_empty());
    match root {
        Some(node) if !is_nothing(&node) => Ok(node),
        Some(_) | None => Err(Place { line: 1, column: 1 }.problem(What::Empty)),
    }
}

struct Reader<'a> {
    events: Events<'a>,
    last: Place,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Place), Problem> {
        match self.events.next_event() {
            Some(Ok((event, span))) => {
                self.last = place(&span);
                Ok((event, self.last))
            }
            Some(Err(error)) => {
                let mark = error.marker();
                let at = Place {
                    line: mark.line(),
                    column: mark.col() + 1,
                };
                Err(at.problem(What::Syntax(error.info().to_owned())))
            }
            None => Ok((Event::StreamEnd, self.last)),
        }
    }

    fn node(&mut self, event: Event<'a>, place: Place, depth: usize) -> Result<Node, Problem> {
        if depth > DEPTH_MAX {
            return Err(place.problem(What::TooDeep));
        }
        let value = match event {
            Event::Scalar(text, style, 0, None) => Value::Scalar {
                text: text.into_owned(),
                is_plain: style == ScalarStyle::Plain,
            },
            Event::SequenceStart(0, None) => Value::List(self.list(depth)?),
            Event::MappingStart(0, None) => Value::Map(self.map(depth)?),
            Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..)
            | Event::Alias(_) => return Err(place.problem(What::Unsupported)),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => {
                return Err(place.problem(What::Syntax("the file ends here".to_owned())));
            }
        };
        Ok(Node { place, value })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Problem> {
        let mut items = Vec::new();
        loop {
            let (event, place) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(items);
            }
            items.push(self.node(event, place, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Entry>, Problem> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, place) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(entries);
            }
            let Value::Scalar { text: key, .. } = self.node(event, place, depth + 1)?.value else {
                return Err(place.problem(What::Key));
            };
            if entries.iter().any(|entry| entry.key == key) {
                return Err(place.problem(What::RepeatedKey(key)));
            }
            let (event, at) = self.next()?;
            let value = self.node(event, at, depth + 1)?;
            entries.push(Entry { place, key, value });
        }
    }
}

fn place(span: &Span) -> Place {
    Place {
        line: span.start.line(),
        column: span.start.col() + 1,
    }
}
