//! Java's hash codes and the order in which its hash tables iterate.
//!
//! Kafka's sticky assignors walk such tables, so who keeps a partition depends on this order.
//! Deliberately lacks the tables themselves: callers keep their own and ask only for the order.

use std::cmp::Ordering;

use crate::sorting;

/// Buckets of a table made without a size.
const CAPACITY_DEFAULT: usize = 16;
/// A bucket that already holds this many entries makes a small table grow.
const CHAIN_MAX: u32 = 8;
/// From this capacity on Java turns long buckets into trees instead of growing.
const CAPACITY_TREES: usize = 64;

/// `String.hashCode`: over UTF-16 code units.
pub fn string_hash(text: &str) -> i32 {
    text.encode_utf16().fold(0_i32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(i32::from(unit))
    })
}

/// `Uuid.hashCode` of a topic id, given as two halves.
#[expect(
    clippy::cast_possible_truncation,
    reason = "Java keeps the lower 32 bits"
)]
pub fn uuid_hash(most_significant: u64, least_significant: u64) -> i32 {
    let mixed = most_significant ^ least_significant;
    ((mixed >> 32) as u32 ^ mixed as u32).cast_signed()
}

/// `TopicPartition.hashCode`, from the hash of the topic's name.
pub fn topic_partition_hash(topic_hash: i32, partition: u32) -> i32 {
    31_i32
        .wrapping_add(partition.cast_signed())
        .wrapping_mul(31)
        .wrapping_add(topic_hash)
}

/// What `HashMap` makes of a hash code before it takes the lowest bits as the bucket.
pub fn spread(hash: i32) -> u32 {
    let hash = hash.cast_unsigned();
    hash ^ (hash >> 16)
}

/// Shorthand for the spread of a string's hash.
pub fn string_spread(text: &str) -> u32 {
    spread(string_hash(text))
}

/// How Java compares strings: by UTF-16 code unit.
pub fn compare_strings(left: &str, right: &str) -> Ordering {
    if left.is_ascii() || right.is_ascii() {
        // UTF-8 sorts like UTF-16 unless both hold something above U+D7FF.
        return left.cmp(right);
    }
    left.encode_utf16().cmp(right.encode_utf16())
}

/// Iteration order of a `HashMap` into which distinct keys with these spreads were put in turn.
///
/// ```
/// use sim_core::java_hash::{hash_map_order, string_spread};
/// let spreads = ["m-a", "m-b", "m-c"].map(string_spread);
/// assert_eq!(hash_map_order(&spreads), [0, 2, 1]);
/// ```
pub fn hash_map_order(spreads: &[u32]) -> Vec<usize> {
    order(spreads, grown_capacity(spreads, CAPACITY_DEFAULT))
}

/// The same for a map that once held `size_max` keys: tables never shrink.
pub fn hash_map_order_after(spreads: &[u32], size_max: usize) -> Vec<usize> {
    let capacity = presized_capacity(size_max, CAPACITY_DEFAULT);
    order(spreads, grown_capacity(spreads, capacity))
}

/// Iteration order of `new HashSet(list)`, which is sized for the list beforehand.
pub fn hash_set_of_list_order(spreads: &[u32]) -> Vec<usize> {
    let room = (spreads.len() * 4 / 3 + 1).next_power_of_two();
    order(spreads, grown_capacity(spreads, room.max(CAPACITY_DEFAULT)))
}

/// The numbers in iteration order of `new HashSet(list)` of boxed integers.
pub fn integer_set_order(numbers: &[u32]) -> Vec<u32> {
    let spreads: Vec<u32> = numbers.iter().map(|n| spread(n.cast_signed())).collect();
    hash_set_of_list_order(&spreads)
        .into_iter()
        .map(|i| numbers[i])
        .collect()
}

/// Buckets by number, and inside one by insertion, which growing keeps.
fn order(spreads: &[u32], capacity: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spreads.len()).collect();
    sorting::sort_by_key(&mut order, |&i| bucket(spreads[i], capacity));
    order
}

fn bucket(spread: u32, capacity: usize) -> usize {
    spread as usize & (capacity - 1)
}

/// Doubles `capacity` until `size` keys fill at most three quarters of it.
fn presized_capacity(size: usize, mut capacity: usize) -> usize {
    while size * 4 > capacity * 3 {
        capacity *= 2;
    }
    capacity
}

/// The capacity after putting keys with these spreads in turn.
///
// MODEL: from 64 buckets on, nine keys in one bucket would become a tree, whose root moves to the
// front. Member ids end in random digits, so that is out of reach.
fn grown_capacity(spreads: &[u32], start: usize) -> usize {
    let end = presized_capacity(spreads.len(), start);
    if start >= CAPACITY_TREES {
        return end;
    }
    let mut capacity = start;
    let mut chains = vec![0_u32; capacity];
    for (i, &spread) in spreads.iter().enumerate() {
        let full = chains[bucket(spread, capacity)] >= CHAIN_MAX && capacity < CAPACITY_TREES;
        chains[bucket(spread, capacity)] += 1;
        let wanted = presized_capacity(i + 1, if full { capacity * 2 } else { capacity });
        if wanted > capacity {
            capacity = wanted;
            if capacity >= CAPACITY_TREES {
                break;
            }
            chains = vec![0; capacity];
            for &earlier in &spreads[..=i] {
                chains[bucket(earlier, capacity)] += 1;
            }
        }
    }
    end.max(capacity)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Integers are their own spread as long as they are below 2^16.
    #[test]
    fn a_table_grows_when_three_quarters_are_passed() {
        let keys: Vec<u32> = (0..12).map(|i| 16 * (11 - i)).collect();
        assert_eq!(presized_capacity(12, 16), 16);
        assert_eq!(presized_capacity(13, 16), 32);
        // A list of twelve is given room for sixteen and one, so 32 buckets.
        assert_eq!(hash_set_of_list_order(&keys)[..3], [1, 3, 5]);
        let grown: Vec<u32> = (0..13).map(|i| if i == 0 { 16 } else { i - 1 }).collect();
        assert_eq!(hash_map_order(&grown)[12], 0, "bucket 16 of 32");
        assert_eq!(
            hash_map_order(&grown[..12])[..2],
            [0, 1],
            "bucket 0 of 16, put first"
        );
    }

    #[test]
    fn a_table_never_shrinks() {
        let spreads = [16, 0];
        assert_eq!(hash_map_order(&spreads), [0, 1]);
        assert_eq!(hash_map_order_after(&spreads, 12), [0, 1]);
        assert_eq!(hash_map_order_after(&spreads, 13), [1, 0]);
    }

    #[test]
    fn a_ninth_key_in_one_bucket_makes_a_small_table_grow() {
        let crowded: Vec<u32> = (0..9).rev().map(|i| i * 16).collect();
        assert_eq!(grown_capacity(&crowded[..8], 16), 16);
        assert_eq!(grown_capacity(&crowded, 16), 32);
        assert_eq!(hash_map_order(&crowded), [0, 2, 4, 6, 8, 1, 3, 5, 7]);
    }

    #[test]
    fn strings_compare_by_utf16_unit() {
        assert_eq!(compare_strings("a", "b"), Ordering::Less);
        assert_eq!(compare_strings("\u{ffff}", "\u{10000}"), Ordering::Greater);
        assert_eq!(compare_strings("a", "\u{10000}"), Ordering::Less);
    }
}
