//! Says texts in a language.

use std::str::Chars;
use std::sync::OnceLock;

use crate::text::{Gap, Kind, Text, grouped};

const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/en.txt"));

/// The languages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// As in `lang` attributes.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// What its speakers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// From a code such as `ko` or `ko-KR`.
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.split('-').next().unwrap_or(code);
        let is_it = |language: &Self| language.code() == primary;
        Self::ALL.into_iter().find(is_it)
    }
}

/// The sentences of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    language: Language,
    templates: Vec<&'static str>,
}

impl Catalog {
    /// The one that is built in.
    pub fn english() -> &'static Self {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| Self {
            language: Language::English,
            templates: split(ENGLISH),
        })
    }

    /// From a language's table; None if it was made of other messages.
    pub fn read(language: Language, table: &'static str) -> Option<Self> {
        let templates = split(table);
        let is_whole = templates.len() == crate::say::COUNT;
        is_whole.then_some(Self {
            language,
            templates,
        })
    }

    /// Which language it speaks.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text in this language.
    pub fn say(&self, text: &Text) -> String {
        let mut out = String::new();
        self.write(text, &mut out);
        out
    }

    fn write(&self, text: &Text, out: &mut String) {
        match &text.0 {
            Kind::Message { id, gaps } => {
                let template = self.templates.get(usize::from(*id)).copied();
                self.fill(&mut template.unwrap_or_default().chars(), gaps, out);
            }
            Kind::Words(words) => out.push_str(words),
            Kind::Joined(parts, between) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        out.push_str(between);
                    }
                    self.write(part, out);
                }
            }
            Kind::Sentence(text) => {
                let start = out.len();
                self.write(text, out);
                if self.language == Language::English
                    && let Some(first) = out.get_mut(start..=start)
                {
                    first.make_ascii_uppercase();
                }
                out.push('.');
            }
        }
    }

    /// Up to the end of the template or of the variant. The signs are those of `build/compile.rs`.
    fn fill(&self, template: &mut Chars<'_>, gaps: &[Gap], out: &mut String) {
        while let Some(sign) = template.next() {
            match sign {
                '\u{1}' => match gap(template, gaps) {
                    Some(Gap::Number(number)) => out.push_str(&grouped(*number)),
                    Some(Gap::Words(words)) => out.push_str(words),
                    Some(Gap::Text(text)) => self.write(text, out),
                    None => {}
                },
                '\u{2}' => {
                    let number = match gap(template, gaps) {
                        Some(Gap::Number(number)) => *number,
                        Some(Gap::Words(_) | Gap::Text(_)) | None => 0,
                    };
                    self.choose(template, number, gaps, out);
                }
                '\u{4}' => return,
                letter => out.push(letter),
            }
        }
    }

    /// The first variant whose key the number has; the last has none and takes all.
    fn choose(&self, template: &mut Chars<'_>, number: u64, gaps: &[Gap], out: &mut String) {
        let mut is_found = false;
        loop {
            let key: String = template
                .by_ref()
                .take_while(|sign| !matches!(sign, '\u{3}' | '\u{5}'))
                .collect();
            let fits = match key.as_str() {
                "" => true,
                "one" => number == 1,
                exact => exact.parse() == Ok(number),
            };
            if is_found || !fits {
                self.fill(template, gaps, &mut String::new());
            } else {
                self.fill(template, gaps, out);
                is_found = true;
            }
            if template.as_str().starts_with('\u{5}') {
                template.next();
                return;
            }
            if template.as_str().is_empty() {
                return;
            }
        }
    }
}

fn gap<'a>(template: &mut Chars<'_>, gaps: &'a [Gap]) -> Option<&'a Gap> {
    let index = u32::from(template.next()?).checked_sub(u32::from('0'))?;
    gaps.get(index as usize)
}

fn split(table: &'static str) -> Vec<&'static str> {
    let table = table.strip_suffix('\u{6}').unwrap_or(table);
    table.split('\u{6}').collect()
}
