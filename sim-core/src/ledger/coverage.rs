//! How often each offset was processed, as an interval map.

/// Sorted, disjoint, neighbours with equal counts merged. Offsets outside count 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: u64,
    pub to: u64,
    pub count: u32,
}

/// What one more processing of a range changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// Offsets processed for the first time.
    pub first: u64,
    /// Offsets processed for the second time.
    pub second: u64,
    /// Offsets processed a third time or more.
    pub more: u64,
}

impl Change {
    pub(crate) fn extra(self) -> u64 {
        self.second + self.more
    }
}

impl Coverage {
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The processed parts of `from..to`.
    pub(crate) fn within(&self, from: u64, to: u64) -> Vec<(u64, u64)> {
        let spans = self.spans[self.first_touching(from)..].iter();
        let here = spans.take_while(|span| span.from < to);
        here.map(|span| (span.from, span.to)).collect()
    }

    /// Last processed offset plus one.
    pub(crate) fn end(&self) -> u64 {
        self.spans.last().map_or(0, |span| span.to)
    }

    /// What `add` would change.
    pub(crate) fn preview(&self, from: u64, to: u64) -> Change {
        let mut change = Change::default();
        let mut at = from;
        for span in &self.spans[self.first_touching(from)..] {
            if span.from >= to {
                break;
            }
            let (low, high) = (span.from.max(at), span.to.min(to));
            change.first += low - at;
            if span.count == 1 {
                change.second += high - low;
            } else {
                change.more += high - low;
            }
            at = high;
        }
        change.first += to.saturating_sub(at);
        change
    }

    fn first_touching(&self, from: u64) -> usize {
        self.spans.partition_point(|span| span.to <= from)
    }

    /// Counts one processing of `from..to`.
    pub(crate) fn add(&mut self, from: u64, to: u64) -> Change {
        if from >= to {
            return Change::default();
        }
        // The common case: the frontier moves on.
        if let Some(last) = self.spans.last_mut()
            && last.to <= from
        {
            if last.to == from && last.count == 1 {
                last.to = to;
            } else {
                self.spans.push(Span { from, to, count: 1 });
            }
            return Change {
                first: to - from,
                ..Change::default()
            };
        }
        let change = self.preview(from, to);
        let start = self.first_touching(from);
        let mut middle: Vec<Span> = Vec::new();
        let mut at = from;
        let mut end = start;
        for span in &self.spans[start..] {
            if span.from >= to {
                break;
            }
            end += 1;
            let (low, high) = (span.from.max(from), span.to.min(to));
            push(&mut middle, span.from, low, span.count);
            push(&mut middle, at.max(from), low, 1);
            push(&mut middle, low, high, span.count + 1);
            push(&mut middle, high, span.to, span.count);
            at = high;
        }
        push(&mut middle, at, to, 1);
        self.spans.splice(start..end, middle);
        self.merge_around(start);
        change
    }

    fn merge_around(&mut self, start: usize) {
        let mut index = start.saturating_sub(1);
        while index + 1 < self.spans.len() && index <= start + 8 {
            let (here, next) = (self.spans[index], self.spans[index + 1]);
            if here.to == next.from && here.count == next.count {
                self.spans[index].to = next.to;
                self.spans.remove(index + 1);
            } else {
                index += 1;
            }
        }
    }

    /// Parts of `from..to` that were never processed.
    pub(crate) fn gaps(&self, from: u64, to: u64) -> Vec<(u64, u64)> {
        let mut gaps = Vec::new();
        let mut at = from;
        for span in &self.spans[self.first_touching(from)..] {
            if span.from >= to {
                break;
            }
            if span.from > at {
                gaps.push((at, span.from));
            }
            at = at.max(span.to);
        }
        if at < to {
            gaps.push((at, to));
        }
        gaps
    }
}

fn push(spans: &mut Vec<Span>, from: u64, to: u64, count: u32) {
    if from >= to {
        return;
    }
    if let Some(last) = spans.last_mut()
        && last.to == from
        && last.count == count
    {
        last.to = to;
    } else {
        spans.push(Span { from, to, count });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The interval map against the plainest possible counter.
        #[test]
        fn equals_a_counter_per_offset(adds in prop::collection::vec((0_u64..60, 0_u64..20), 0..40)) {
            let mut coverage = Coverage::default();
            let mut counts = [0_u32; 80];
            for (from, length) in adds {
                let to = from + length;
                let range = usize::try_from(from).unwrap()..usize::try_from(to).unwrap();
                let expected = counts[range.clone()].iter().fold(Change::default(), |mut change, count| {
                    match count { 0 => change.first += 1, 1 => change.second += 1, _ => change.more += 1 }
                    change
                });
                prop_assert_eq!(coverage.preview(from, to), expected);
                prop_assert_eq!(coverage.add(from, to), expected);
                counts[range].iter_mut().for_each(|count| *count += 1);
                let mut rebuilt = [0_u32; 80];
                for span in coverage.spans() {
                    for offset in span.from..span.to {
                        rebuilt[usize::try_from(offset).unwrap()] += span.count;
                    }
                }
                prop_assert_eq!(rebuilt, counts);
                prop_assert!(coverage.spans().windows(2).all(|pair| pair[0].to <= pair[1].from));
            }
            let gaps: u64 = coverage.gaps(0, 80).iter().map(|(from, to)| to - from).sum();
            prop_assert_eq!(gaps, counts.iter().filter(|count| **count == 0).count() as u64);
        }
    }
}
