//! Offset ranges: what was processed twice, and what by nobody.

/// Offsets `from..to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: u64,
    pub to: u64,
}

impl Span {
    /// How many offsets.
    pub fn count(self) -> u64 {
        self.to - self.from
    }
}

/// Where `spans` lie at least `depth` deep, sorted and joined.
pub fn covered(spans: &[Span], depth: i64) -> Vec<Span> {
    let mut edges: Vec<(u64, i64)> = spans
        .iter()
        .filter(|span| span.from < span.to)
        .flat_map(|span| [(span.from, 1), (span.to, -1)])
        .collect();
    // At one offset beginnings come first, so that ranges that touch are joined.
    edges.sort_unstable_by_key(|(offset, change)| (*offset, -change));
    let mut found = Vec::new();
    let (mut now, mut began) = (0, 0);
    for (offset, change) in edges {
        let before = now;
        now += change;
        if before < depth && now >= depth {
            began = offset;
        } else if before >= depth && now < depth && began < offset {
            found.push(Span {
                from: began,
                to: offset,
            });
        }
    }
    found
}

/// The parts of `0..end` outside `spans`.
pub fn gaps(spans: &[Span], end: u64) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for span in covered(spans, 1) {
        let to = span.from.min(end);
        if at < to {
            found.push(Span { from: at, to });
        }
        at = at.max(span.to);
    }
    if at < end {
        found.push(Span { from: at, to: end });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(u64, u64)]) -> Vec<Span> {
        pairs.iter().map(|&(from, to)| Span { from, to }).collect()
    }

    #[test]
    fn twice_is_where_two_overlap() {
        let all = spans(&[(0, 10), (6, 12), (10, 20), (30, 40), (30, 40)]);
        assert_eq!(covered(&all, 2), spans(&[(6, 12), (30, 40)]));
        assert_eq!(covered(&all, 1), spans(&[(0, 20), (30, 40)]));
    }

    #[test]
    fn gaps_end_at_the_limit() {
        let all = spans(&[(2, 5), (9, 12)]);
        assert_eq!(gaps(&all, 11), spans(&[(0, 2), (5, 9)]));
        assert_eq!(gaps(&all, 15), spans(&[(0, 2), (5, 9), (12, 15)]));
        assert_eq!(gaps(&[], 3), spans(&[(0, 3)]));
    }
}
