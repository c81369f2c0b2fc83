//! A sentence before it is said in a language.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use crate::Catalog;

/// A sentence before it is said in a language. Shown without a catalog, it is English.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(pub(crate) Kind);

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Message { id: u16, gaps: Vec<Gap> },
    Words(Cow<'static, str>),
    Joined(Vec<Text>, &'static str),
    Sentence(Box<Text>),
}

/// What fills a gap of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// A number, in groups of three from 10 000 on.
    Number(u64),
    /// The same in each language: a name, an offset, a setting.
    Words(Cow<'static, str>),
    /// A message of its own.
    Text(Text),
}

/// A number that may choose between variants of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub u64);

impl Text {
    /// Of a message by its place in the table; `say` calls it.
    pub(crate) const fn message(id: u16, gaps: Vec<Gap>) -> Self {
        Self(Kind::Message { id, gaps })
    }

    /// The same in each language.
    pub fn verbatim(words: impl Into<Cow<'static, str>>) -> Self {
        Self(Kind::Words(words.into()))
    }

    /// One after the other, such as sentences with a space between them, or names with a comma.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        Self(Kind::Joined(parts.into_iter().collect(), between))
    }

    /// With a capital where the language has them, and a full stop.
    pub fn sentence(text: Self) -> Self {
        Self(Kind::Sentence(Box::new(text)))
    }

    /// True if nothing is said.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Message { .. } => false,
            Kind::Words(words) => words.is_empty(),
            Kind::Joined(parts, _) => parts.iter().all(Self::is_empty),
            Kind::Sentence(text) => text.is_empty(),
        }
    }
}

/// Nothing.
impl Default for Text {
    fn default() -> Self {
        Self::verbatim("")
    }
}

impl fmt::Display for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&Catalog::english().say(self))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Catalog::english().say(self), to)
    }
}

/// Compares the English.
impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        Catalog::english().say(self) == other
    }
}

/// Compares the English.
impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::verbatim(words)
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        Self::verbatim(words)
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        Self::verbatim(words.clone())
    }
}

/// Digits, without groups.
macro_rules! digits {
    ($($type:ty),*) => {$(
        impl From<$type> for Text {
            fn from(number: $type) -> Self {
                Self::verbatim(number.to_string())
            }
        }
    )*};
}

digits!(u32, u64, i64, usize);

impl From<Text> for Gap {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Number> for Gap {
    fn from(number: Number) -> Self {
        Self::Number(number.0)
    }
}

macro_rules! words {
    ($($type:ty),*) => {$(
        impl From<$type> for Gap {
            fn from(words: $type) -> Self {
                Self::Words(Cow::Owned(words.to_string()))
            }
        }
    )*};
}

words!(&String, Arc<str>, &Arc<str>, Rc<str>, &Rc<str>, char);

impl From<&str> for Gap {
    fn from(words: &str) -> Self {
        Self::Words(Cow::Owned(words.to_owned()))
    }
}

impl From<String> for Gap {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl From<$type> for Number {
            fn from(number: $type) -> Self {
                Self(u64::from(number))
            }
        }

        impl From<$type> for Gap {
            fn from(number: $type) -> Self {
                Self::Number(u64::from(number))
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64);

impl From<usize> for Number {
    fn from(number: usize) -> Self {
        Self(number as u64)
    }
}

impl From<usize> for Gap {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// A whole number with narrow spaces between groups of three from 10 000 on.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
