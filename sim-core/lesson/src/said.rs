//! A text in several languages.

use std::collections::BTreeMap;
use std::fmt;

use locale::Language;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A text by language code. English must be there; another language that is not falls back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Said(BTreeMap<String, String>);

impl Said {
    /// In one language.
    pub fn english(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.into())]))
    }

    /// In the reader's language, or in English.
    pub fn to(&self, language: Language) -> &str {
        let said = self.0.get(language.code()).or_else(|| self.0.get("en"));
        said.map_or("", String::as_str)
    }

    /// With the languages it is written in.
    pub fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(code, text)| (code.as_str(), text.as_str()))
    }

    /// True if the language is written.
    pub fn has(&self, language: Language) -> bool {
        self.0.contains_key(language.code())
    }

    /// True if nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }
}

/// Reads either one text, which is English, or a text per language.
struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Said;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(sim_core::json::TEXTS)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Said, E> {
        Ok(Said::english(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, texts: A) -> Result<Said, A::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(texts)).map(Said)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

/// The same as a shape, for the schema.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is asked for")]
enum Written {
    /// English.
    One(String),
    /// By language code.
    Many(BTreeMap<String, String>),
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Said {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Said".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}
