//! An order in which each function follows those it repeats.

use std::collections::HashMap;

/// Bytes that count as a repetition.
const SHINGLE: usize = 8;
/// How far back gzip looks, less some for what is on the way.
const WINDOW: usize = 30_000;
/// What more functions have in common tells nothing.
const COMMON: usize = 300;

/// The places of the bodies in their best order found: always the one that has most in common
/// with the last 30 KB, for its length; where none has anything, the largest.
pub fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut search = Search::new(bodies);
    let mut by_size: Vec<usize> = (0..bodies.len()).collect();
    by_size.sort_by_key(|index| std::cmp::Reverse(bodies[*index].len()));
    let mut largest = by_size.into_iter();
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    let (mut first_seen, mut seen_bytes) = (0, 0);
    while order.len() < bodies.len() {
        let next = search
            .likest()
            .or_else(|| largest.find(|index| !search.placed[*index]))
            .expect("some body is not placed yet");
        search.placed[next] = true;
        search.count(next, true);
        order.push(next);
        seen_bytes += bodies[next].len();
        while seen_bytes > WINDOW && first_seen + 1 < order.len() {
            let gone = order[first_seen];
            search.count(gone, false);
            seen_bytes -= bodies[gone].len();
            first_seen += 1;
        }
    }
    order
}

struct Search {
    /// Shingles of each body.
    shingles: Vec<Vec<usize>>,
    /// Bodies with each shingle.
    holders: Vec<Vec<usize>>,
    /// How often each shingle was seen.
    seen: Vec<u32>,
    /// Shingles of each body that were seen.
    score: Vec<usize>,
    placed: Vec<bool>,
}

impl Search {
    fn new(bodies: &[&[u8]]) -> Self {
        let mut ids = HashMap::new();
        let mut holders: Vec<Vec<usize>> = Vec::new();
        let mut shingles = Vec::with_capacity(bodies.len());
        for (index, body) in bodies.iter().enumerate() {
            let mut own: Vec<usize> = hashes(body)
                .map(|hash| {
                    let next = ids.len();
                    *ids.entry(hash).or_insert(next)
                })
                .collect();
            own.sort_unstable();
            own.dedup();
            holders.resize(ids.len(), Vec::new());
            for id in &own {
                holders[*id].push(index);
            }
            shingles.push(own);
        }
        Self {
            seen: vec![0; holders.len()],
            score: vec![0; bodies.len()],
            placed: vec![false; bodies.len()],
            shingles,
            holders,
        }
    }

    /// A body comes into what gzip sees, or leaves it.
    fn count(&mut self, body: usize, comes: bool) {
        for id in &self.shingles[body] {
            let before = self.seen[*id];
            self.seen[*id] = if comes { before + 1 } else { before - 1 };
            if self.seen[*id].min(before) != 0 || self.holders[*id].len() > COMMON {
                continue;
            }
            for holder in &self.holders[*id] {
                let score = &mut self.score[*holder];
                *score = if comes { *score + 1 } else { *score - 1 };
            }
        }
    }

    fn likest(&self) -> Option<usize> {
        let value = |index: usize| (self.score[index], self.shingles[index].len() + 4);
        let candidates = (0..self.placed.len()).filter(|index| !self.placed[*index]);
        candidates
            .filter(|index| self.score[*index] > 0)
            .max_by(|a, b| {
                let ((a_score, a_size), (b_score, b_size)) = (value(*a), value(*b));
                (a_score * b_size).cmp(&(b_score * a_size))
            })
    }
}

/// FNV-1a of the runs of `SHINGLE` bytes.
fn hashes(body: &[u8]) -> impl Iterator<Item = u64> {
    let hash = |run: &[u8]| {
        run.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        })
    };
    body.windows(SHINGLE).map(hash)
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn a_body_follows_what_it_repeats() {
        let (a, b) = (
            b"the first of the bodies".as_slice(),
            b"0123456789".as_slice(),
        );
        assert_eq!(
            order(&[a, b, b"the first of the bees", b"012345678"]),
            [0, 2, 1, 3]
        );
    }
}
