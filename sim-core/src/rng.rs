//! Randomness: one seed, one named stream per purpose, so that a new draw in one never shifts
//! another. The algorithm (`SplitMix64`) is fixed here because a link must replay for ever.
//!
//! Deliberately lacks floats and platform-sized integers.

/// A sequence of draws for one purpose.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Stream(u64);

/// Purposes; the number is part of the format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Latency jitter and loss.
    Network = 1,
    /// UUIDs of member ids.
    MemberId = 2,
    /// Retry backoff jitter.
    Backoff = 3,
    /// Phase of each partition's production.
    Production = 4,
    /// Time per record.
    Processing = 5,
    /// Key of a record.
    Key = 6,
    /// Jitter of the reconnect backoff.
    Reconnect = 7,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A value that depends on nothing but its arguments (per-record properties).
pub(crate) fn pure(seed: u64, purpose: Purpose, a: u64, b: u64) -> u64 {
    let stream = mix(seed.wrapping_add(GOLDEN.wrapping_mul(purpose as u64)));
    mix(mix(stream ^ a.wrapping_mul(GOLDEN)).wrapping_add(b.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}

impl Stream {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        Self(mix(seed.wrapping_add(GOLDEN.wrapping_mul(purpose as u64))))
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `bound` (0 if `bound` is 0), without modulo bias worth speaking of.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        scale(self.next_u64(), bound)
    }
}

/// Maps 64 random bits to a number below `bound`.
pub(crate) fn scale(bits: u64, bound: u64) -> u64 {
    u64::try_from((u128::from(bits) * u128::from(bound)) >> 64).expect("product of bits and bound")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_do_not_touch_each_other() {
        let mut network = Stream::new(7, Purpose::Network);
        let first = network.next_u64();
        let mut members = Stream::new(7, Purpose::MemberId);
        members.next_u64();
        assert_eq!(Stream::new(7, Purpose::Network).next_u64(), first);
        assert_ne!(Stream::new(7, Purpose::MemberId).next_u64(), first);
        assert_ne!(Stream::new(8, Purpose::Network).next_u64(), first);
    }

    #[test]
    fn below_stays_below() {
        let mut stream = Stream::new(1, Purpose::Network);
        assert!((0..1_000).all(|_| stream.below(3) < 3));
        assert_eq!(stream.below(0), 0);
    }
}
