//! Topic patterns of `subscribe(Pattern)`: literals, `.*` and alternatives.
//!
//! MODEL: of Java's regular expressions only these, which is what topic patterns are made of.

use std::fmt;

use locale::say;

use super::ScenarioError;

/// A pattern that topic names match or do not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TopicPattern {
    /// As it was written.
    text: String,
    /// Per alternative the literals around each `.*`.
    alternatives: Vec<Vec<String>>,
}

impl TopicPattern {
    /// Reads `orders.*|refunds`; an escaped dot or a plain one stands for a dot.
    pub(crate) fn parse(field: &str, text: &str) -> Result<Self, ScenarioError> {
        let literal = text.replace(".*", "").replace("\\.", ".");
        let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '|');
        if text.is_empty() || !literal.chars().all(is_legal) {
            return Err(ScenarioError::range(
                field,
                format!("\"{}\"", text.escape_default()),
                say::allowed_pattern(),
            ));
        }
        let parts = |alternative: &str| -> Vec<String> {
            let pieces = alternative.split(".*");
            pieces.map(|piece| piece.replace("\\.", ".")).collect()
        };
        Ok(Self {
            text: text.to_owned(),
            alternatives: text.split('|').map(parts).collect(),
        })
    }

    /// As it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the whole name matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        self.alternatives.iter().any(|parts| fits(parts, name))
    }
}

impl fmt::Display for TopicPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives = self.alternatives.iter().map(|parts| parts.join(".*"));
        f.write_str(&alternatives.collect::<Vec<_>>().join("|"))
    }
}

fn fits(parts: &[String], name: &str) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == name);
    };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in middle {
        let Some(place) = rest.find(part.as_str()) else {
            return false;
        };
        rest = &rest[place + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        let pattern = TopicPattern::parse("pattern", "orders.*|re.*nds|a\\.b").unwrap();
        for name in ["orders", "orders.eu", "refunds", "a.b"] {
            assert!(pattern.matches(name), "{name}");
        }
        for name in ["order", "my.orders", "refund", "a-b"] {
            assert!(!pattern.matches(name), "{name}");
        }
        assert_eq!(pattern.to_string(), "orders.*|re.*nds|a.b");
        let error = TopicPattern::parse("pattern", "orders[12]").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`pattern` is \"orders[12]\"; allowed: topic names with .* for anything and | between \
             alternatives"
        );
    }
}
