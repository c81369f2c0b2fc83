//! Kafka's terms: what each is, and where it stands in a text.
//!
//! Deliberately lacks markup: who shows a text makes something of what was found.

use std::ops::Range;

/// Syllables with which Korean goes on after a noun: particles, and verbs made of it.
const GOES_ON: &str = "은는이가을를의에와과도로으만부까마처보나라들입인일였하한할합해했되된될됩됐됨돼당별씩뿐밖며고끼시습던었";

/// All terms of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glossary {
    terms: Vec<Term>,
    /// What means a term in a sentence, each with its term.
    forms: Vec<(&'static str, usize)>,
    /// Those that mean a term only where they stand alone as code.
    codes: Vec<(&'static str, usize)>,
}

/// One term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The same in each language.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is, in a few sentences.
    pub text: &'static str,
    /// Kafka's settings and KIPs that belong to it; may be empty.
    pub keys: &'static str,
    /// Where the lab shows it; may be empty.
    pub seen: &'static str,
}

/// A term in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub place: Range<usize>,
    /// Its id.
    pub term: &'static str,
}

impl Glossary {
    /// From a language's table; None if it is none.
    pub fn read(table: &'static str) -> Option<Self> {
        let mut made = Self {
            terms: Vec::new(),
            forms: Vec::new(),
            codes: Vec::new(),
        };
        for line in table.strip_suffix('\u{6}')?.split('\u{6}') {
            let mut fields = line.split('\u{1}');
            let mut next = || fields.next();
            let (id, name, forms, codes) = (next()?, next()?, next()?, next()?);
            let place = made.terms.len();
            let (text, keys, seen) = (next()?, next()?, next()?);
            made.terms.push(Term {
                id,
                name,
                text,
                keys,
                seen,
            });
            let each = |forms: &'static str| {
                let forms = forms.split(',').map(str::trim);
                forms
                    .filter(|form| !form.is_empty())
                    .map(move |form| (form, place))
            };
            made.forms.extend(each(forms));
            made.codes.extend(each(codes));
        }
        Some(made)
    }

    /// In the order of their names.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// A term by its id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// The terms in a text, each where it is first met; those in `seen` were met before.
    pub fn find(&self, text: &str, seen: &mut Vec<&'static str>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(letter) = text[at..].chars().next() {
            let Some((form, term)) = self.longest(text, at) else {
                at += letter.len_utf8();
                continue;
            };
            let end = at + form.len();
            let term = self.terms[term].id;
            if !seen.contains(&term) {
                seen.push(term);
                found.push(Found {
                    place: at..end,
                    term,
                });
            }
            at = end;
        }
        found
    }

    /// The term that a piece of code is as a whole, unless it was met before.
    pub fn whole(&self, code: &str, seen: &mut Vec<&'static str>) -> Option<Found> {
        let mut all = self.forms.iter().chain(&self.codes);
        let place = all.find(|(form, _)| *form == code)?.1;
        let term = self.terms[place].id;
        if seen.contains(&term) {
            return None;
        }
        seen.push(term);
        Some(Found {
            place: 0..code.len(),
            term,
        })
    }

    fn longest(&self, text: &str, at: usize) -> Option<(&'static str, usize)> {
        let (before, rest) = text.split_at(at);
        let fits = |form: &&(&'static str, usize)| {
            let form = form.0;
            begins(rest, form) && is_apart(before, form) && ends(&rest[form.len()..], form)
        };
        let fitting = self.forms.iter().filter(fits);
        fitting.max_by_key(|(form, _)| form.len()).copied()
    }
}

/// A form in small letters may begin a sentence; one with a capital is a name.
fn begins(rest: &str, form: &str) -> bool {
    let Some(start) = rest.get(..form.len()) else {
        return false;
    };
    let is_name = form.bytes().any(|letter| letter.is_ascii_uppercase());
    let same_tail = || {
        form.get(1..)
            .is_some_and(|tail| start.get(1..) == Some(tail))
    };
    let same_head = || start.as_bytes()[..1].eq_ignore_ascii_case(&form.as_bytes()[..1]);
    start == form || (!is_name && same_tail() && same_head())
}

/// What stands before is no part of the same word or name.
fn is_apart(before: &str, form: &str) -> bool {
    let mut letters = before.chars().rev();
    let Some(last) = letters.next() else {
        return true;
    };
    let starts_word = form.starts_with(is_of_word);
    let is_joined = matches!(last, '-' | '.') && letters.next().is_some_and(is_of_word);
    !(starts_word && (is_of_word(last) || is_joined))
}

/// What stands behind is no part of the same word or name.
fn ends(behind: &str, form: &str) -> bool {
    let mut letters = behind.chars();
    let Some(next) = letters.next() else {
        return true;
    };
    let Some(last) = form.chars().next_back().filter(|last| is_of_word(*last)) else {
        return true;
    };
    if !last.is_ascii() {
        return !next.is_alphabetic() || GOES_ON.contains(next);
    }
    let is_joined = matches!(next, '-' | '.')
        && letters
            .next()
            .is_some_and(|letter| letter.is_ascii_alphanumeric());
    let is_word = next.is_ascii_alphanumeric() || next == '_';
    // With a bracket it is a call of that name.
    !(is_word || is_joined || next == '(')
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests;
