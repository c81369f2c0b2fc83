//! Why a rule, a figure or a text of a lesson is none.

use std::fmt;

use locale::{Text, say};

use crate::error::near;
use crate::figure::{FigureKind, Unit};
use crate::fix::Fix;

/// Stands between the parts of a problem on its way through the JSON reader, which passes on a
/// sentence alone.
const SEAL: char = '\u{1f}';

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// There is no such figure.
    UnknownFigure(String),
    /// The figure is not measured of one partition.
    NotOfPartition(FigureKind),
    /// Nothing is compared.
    NoSign(String),
    /// What a figure is compared with has another unit, or is nothing at all.
    NoValue(FigureKind, String),
    /// A mark of a text has no end.
    Open(char, String),
}

impl fmt::Display for Misread {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl Misread {
    /// In a sentence without its full stop: the value, and what is allowed.
    pub fn told(&self) -> Text {
        match self {
            Self::UnknownFigure(name) => say::misread_figure(name, known(|_every| true)),
            Self::NotOfPartition(kind) => {
                say::misread_partition(kind.name(), known(FigureKind::has_partitions))
            }
            Self::NoSign(text) => say::misread_sign(text),
            Self::NoValue(kind, value) => match kind.unit() {
                Unit::Count => say::misread_count(value, kind.name()),
                Unit::Millis | Unit::PartitionMillis => say::misread_time(value, kind.name()),
            },
            Self::Open(mark, text) => say::misread_open(mark.to_string(), text),
        }
    }

    /// What to write instead, where that is known.
    pub fn fix(&self) -> Option<Fix> {
        match self {
            Self::UnknownFigure(name) => {
                let known = FigureKind::ALL.iter().map(|(_, known)| *known);
                near(name, known).map(|right| Fix::word(name, right))
            }
            Self::NoValue(kind, value) => {
                let digits = value.find(|sign: char| !matches!(sign, '0'..='9' | '.'));
                let (number, rest) = value.split_at(digits?);
                let right = match kind.unit() {
                    Unit::Count => number.to_owned(),
                    Unit::Millis | Unit::PartitionMillis => format!("{number}{}", unit(rest)?),
                };
                (!number.is_empty()).then(|| Fix::word(value, right))
            }
            Self::NotOfPartition(_) | Self::NoSign(_) | Self::Open(..) => None,
        }
    }

    /// As the JSON reader passes it on.
    pub(crate) fn sealed(&self) -> String {
        let (tag, kind, text) = match self {
            Self::UnknownFigure(name) => ("figure", "", name.clone()),
            Self::NotOfPartition(kind) => ("partition", kind.name(), String::new()),
            Self::NoSign(text) => ("sign", "", text.clone()),
            Self::NoValue(kind, value) => ("value", kind.name(), value.clone()),
            Self::Open(mark, text) => ("open", "", format!("{mark}{text}")),
        };
        format!("{SEAL}{tag}{SEAL}{kind}{SEAL}{text}")
    }

    /// What was sealed, if the reader's sentence is that.
    pub(crate) fn unsealed(said: &str) -> Option<Self> {
        let mut parts = said.strip_prefix(SEAL)?.splitn(3, SEAL);
        let (tag, kind, text) = (parts.next()?, parts.next()?, parts.next()?.to_owned());
        let kind = FigureKind::ALL.iter().find(|(_, name)| *name == kind);
        let kind = kind.map(|(kind, _)| *kind);
        Some(match tag {
            "figure" => Self::UnknownFigure(text),
            "partition" => Self::NotOfPartition(kind?),
            "sign" => Self::NoSign(text),
            "value" => Self::NoValue(kind?, text),
            _ => Self::Open(text.chars().next()?, text.chars().skip(1).collect()),
        })
    }
}

/// The names of the figures that are meant.
fn known(is_meant: impl Fn(FigureKind) -> bool) -> String {
    let all = FigureKind::ALL
        .into_iter()
        .filter(|(kind, _)| is_meant(*kind));
    let names = all.map(|(_, name)| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}

/// The unit that somebody meant by `sec` or ` seconds`.
fn unit(written: &str) -> Option<&'static str> {
    let written = written.trim().to_ascii_lowercase();
    let units = [
        ("ms", "ms"),
        ("milli", "ms"),
        ("min", "min"),
        ("s", "s"),
        ("h", "h"),
    ];
    let found = units.iter().find(|(start, _)| written.starts_with(start));
    found.map(|(_, unit)| *unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    #[test]
    fn what_is_sealed_comes_back() {
        for one in [
            Misread::UnknownFigure("lagg".to_owned()),
            Misread::NotOfPartition(FigureKind::Rebalances),
            Misread::NoSign("a at line 3".to_owned()),
            Misread::NoValue(FigureKind::Lag, "2\u{1f}s".to_owned()),
            Misread::Open('`', "x `y".to_owned()),
        ] {
            assert_eq!(Misread::unsealed(&one.sealed()), Some(one));
        }
        assert_eq!(Misread::unsealed("missing field `x`"), None);
    }

    #[test]
    fn a_near_name_and_a_unit_are_offered() {
        let fix = |rule: &str| {
            let fix = rule.parse::<Rule>().expect_err("wrong").fix()?;
            Some(fix.right)
        };
        assert_eq!(fix("lagg = 0").as_deref(), Some("lag"));
        assert_eq!(fix("longest_stop_ms < 2 seconds").as_deref(), Some("2s"));
        assert_eq!(fix("records_twice < 2s").as_deref(), Some("2"));
        assert_eq!(fix("longest_stop_ms < soon = 1"), None);
    }
}
