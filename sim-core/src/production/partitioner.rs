//! Which partition a record with a key goes to.
//!
//! Deliberately lacks records without a key, which Kafka spreads by load.

const SEED: u32 = 0x9747_b28c;
const MULTIPLIER: u32 = 0x5bd1_e995;
const SHIFT: u32 = 24;

/// Kafka's variant of Murmur2, 32 bits.
pub fn murmur2(key: &[u8]) -> i32 {
    // Kafka's arrays are shorter than 2^31, and only the lower half of the length counts.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "Java takes the length as an int"
    )]
    let mut hash = SEED ^ key.len() as u32;
    let (words, rest) = key.as_chunks::<4>();
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        mixed = (mixed ^ (mixed >> SHIFT)).wrapping_mul(MULTIPLIER);
        hash = hash.wrapping_mul(MULTIPLIER) ^ mixed;
    }
    if !rest.is_empty() {
        for (place, &byte) in rest.iter().enumerate() {
            hash ^= u32::from(byte) << (8 * place);
        }
        hash = hash.wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(MULTIPLIER);
    (hash ^ (hash >> 15)).cast_signed()
}

/// The partition, out of `partition_count`, of every record with this key.
///
/// ```
/// use sim_core::partitioner::partition_for_key;
/// assert_eq!(partition_for_key(b"", 12), 9);
/// ```
///
/// # Panics
/// If `partition_count` is 0: a topic has at least one partition.
pub fn partition_for_key(key: &[u8], partition_count: u32) -> u32 {
    assert!(partition_count > 0, "a topic has at least one partition");
    (murmur2(key).cast_unsigned() & 0x7fff_ffff) % partition_count
}
