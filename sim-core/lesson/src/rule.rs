//! Conditions on figures: `records_twice = 0`, `stopped_partition_ms < 2s and rebalances <= 1`.

use std::fmt;
use std::str::FromStr;

use locale::{Text, say};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::figure::{Figure, Unit};
use crate::misread::Misread;

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is measured.
    pub figure: Figure,
    /// How it is compared.
    pub sign: Sign,
    /// What with.
    pub with: Operand,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `=`
    Equal,
    /// `!=`
    Other,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A number, in the figure's unit.
    Number(i64),
    /// Another figure.
    Figure(Figure),
}

/// Comparisons that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule(pub Vec<Comparison>);

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Sign); 10] = [
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("!=", Sign::Other),
    ("==", Sign::Equal),
    ("≤", Sign::AtMost),
    ("≥", Sign::AtLeast),
    ("≠", Sign::Other),
    ("=", Sign::Equal),
    ("<", Sign::Less),
    (">", Sign::More),
];

impl Sign {
    /// Whether it holds.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Other => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }

    /// As people write it.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Other => "≠",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::More => ">",
            Self::AtLeast => "≥",
        }
    }
}

impl FromStr for Comparison {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let found = SIGNS
            .iter()
            .filter_map(|(mark, sign)| text.find(mark).map(|at| (at, *mark, *sign)))
            .min_by_key(|(at, mark, _)| (*at, usize::MAX - mark.len()));
        let Some((at, mark, sign)) = found else {
            return Err(Misread::NoSign(text.trim().to_owned()));
        };
        let figure: Figure = text[..at].parse()?;
        let right = text[at + mark.len()..].trim();
        let with = match value(right, figure.kind.unit()) {
            Some(number) => Operand::Number(number),
            None if right.starts_with(|letter: char| letter.is_ascii_alphabetic()) => {
                Operand::Figure(right.parse()?)
            }
            None => return Err(Misread::NoValue(figure.kind, right.to_owned())),
        };
        Ok(Self { figure, sign, with })
    }
}

/// A number in a figure's unit; a duration where that counts time.
fn value(text: &str, unit: Unit) -> Option<i64> {
    let scale = |digits: &str, millis: f64| -> Option<i64> {
        let number: f64 = digits.trim().parse().ok()?;
        let value = number * millis;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        (value.fract() == 0.0 && value.abs() < 1e15).then_some(value as i64)
    };
    match unit {
        Unit::Count => text.parse().ok(),
        Unit::Millis | Unit::PartitionMillis => {
            let units = [
                ("ms", 1.0),
                ("min", 60_000.0),
                ("s", 1_000.0),
                ("h", 3_600_000.0),
            ];
            let with_unit = units
                .iter()
                .find_map(|(unit, millis)| scale(text.strip_suffix(unit)?, *millis));
            with_unit.or_else(|| text.parse().ok())
        }
    }
}

impl FromStr for Rule {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let parts = text.split(" and ").map(str::parse);
        parts.collect::<Result<Vec<_>, _>>().map(Self)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} {} ", self.figure, self.sign.mark())?;
        match &self.with {
            Operand::Number(number) => write!(to, "{number}"),
            Operand::Figure(figure) => write!(to, "{figure}"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                to.write_str(" and ")?;
            }
            write!(to, "{part}")?;
        }
        Ok(())
    }
}

impl Comparison {
    /// Whether it holds, by the values of figures; None if one is unknown.
    pub fn holds(&self, value: impl Fn(&Figure) -> Option<i64>) -> Option<bool> {
        let left = value(&self.figure)?;
        let right = match &self.with {
            Operand::Number(number) => *number,
            Operand::Figure(figure) => value(figure)?,
        };
        Some(self.sign.holds(left, right))
    }

    /// In words: `records twice = 0`.
    pub fn told(&self) -> Text {
        let with = match &self.with {
            Operand::Number(number) => self.figure.kind.told(*number),
            Operand::Figure(figure) => figure.kind.label(),
        };
        let label = match &self.figure.partition {
            Some(partition) => say::figure_of(self.figure.kind.label(), partition),
            None => self.figure.kind.label(),
        };
        Text::joined([label, Text::verbatim(self.sign.mark()), with], " ")
    }
}

impl Rule {
    /// Whether all of it holds; None if a figure is unknown.
    pub fn holds(&self, value: impl Fn(&Figure) -> Option<i64>) -> Option<bool> {
        self.0.iter().try_fold(true, |all, part| {
            part.holds(&value).map(|holds| all && holds)
        })
    }

    /// Every figure it reads.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.0.iter().flat_map(|part| {
            let right = match &part.with {
                Operand::Number(_) => None,
                Operand::Figure(figure) => Some(figure),
            };
            std::iter::once(&part.figure).chain(right)
        })
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read: Result<Self, Misread> = text.parse();
        read.map_err(|problem| serde::de::Error::custom(problem.sealed()))
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_written() {
        let rule: Rule = "stopped_partition_ms < 2s and lag[orders-3] >= solution.lag"
            .parse()
            .expect("a rule");
        assert_eq!(
            rule.to_string(),
            "stopped_partition_ms < 2000 and lag[orders-3] ≥ solution.lag"
        );
        let again: Rule = rule.to_string().parse().expect("what it prints");
        assert_eq!(again, rule);
    }

    #[test]
    fn wrong_rules_say_what_is_expected() {
        let said = |text: &str| text.parse::<Rule>().expect_err("wrong").to_string();
        assert!(said("twice = 0").starts_with("unknown figure `twice`; known: `records_total`"));
        assert!(said("records_twice").contains("compares nothing"));
        assert!(said("records_twice < 2s").contains("a whole number"));
        assert!(said("longest_stop_ms < 2 apples").contains("a duration"));
        assert!(said("rebalances[orders-1] = 1").contains("not measured of one partition"));
    }
}
