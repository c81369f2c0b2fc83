//! Every sentence of Rebalance Lab, in each language.
//!
//! The sentences are in `en/*.ftl` and `ko/*.ftl`, in the notation of Project Fluent. The build
//! makes a function in [`say`] for each message, so that an unknown message or a missing variable
//! does not compile, and a message that a language lacks stops the build. What a function returns
//! is a [`Text`]: which message, and what fills its gaps. A [`Catalog`] says it in a language.
//! English is built in; the table of another language is a file that the page loads when asked.
//! So are the tables of a [`Glossary`], which finds Kafka's terms in a text.
//!
//! Deliberately lacks Kafka's own names and what programs print: they are the same everywhere.

mod catalog;
mod glossary;
mod text;

#[cfg(test)]
#[path = "../build/compile.rs"]
#[expect(dead_code, reason = "the build uses the rest")]
mod compile;
#[cfg(test)]
#[path = "../build/glossary.rs"]
mod terms;
#[cfg(test)]
mod tests;

pub use catalog::{Catalog, Language};
pub use glossary::{Found, Glossary, Term};
pub use text::{Gap, Number, Text, grouped};

/// The messages as functions.
#[allow(
    clippy::doc_markdown,
    reason = "the documentation is what the page shows, Kafka's names included"
)]
pub mod say {
    use crate::{Gap, Number, Text};

    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The Korean table; the page loads it as a file of this content.
pub const KOREAN: &str = include_str!(concat!(env!("OUT_DIR"), "/ko.txt"));

/// The terms in English; a file, too.
pub const ENGLISH_TERMS: &str = include_str!(concat!(env!("OUT_DIR"), "/glossary-en.txt"));

/// The terms in Korean; a file, too.
pub const KOREAN_TERMS: &str = include_str!(concat!(env!("OUT_DIR"), "/glossary-ko.txt"));
