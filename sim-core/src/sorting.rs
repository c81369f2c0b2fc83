//! Stable sorting that costs little code: the library's sorts are compiled anew, several
//! kilobytes each, for every type and key, and visitors download all of them.
//!
//! Deliberately lacks an unstable sort: one order for equal keys is one doubt less.

use core::cmp::Ordering;

/// Swaps per element that insertion may take before merging takes over.
const SWAPS_PER_ELEMENT: usize = 8;

/// Sorts by the elements' own order.
pub fn sort<T: Ord>(values: &mut [T]) {
    sort_by(values, T::cmp);
}

/// Sorts by a key, which is computed anew for every comparison.
pub fn sort_by_key<T, K: Ord>(values: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(values, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by insertion, which suits the short and the nearly sorted, or else by merging.
pub fn sort_by<T>(values: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut swaps_left = values.len() * SWAPS_PER_ELEMENT;
    for end in 1..values.len() {
        let mut place = end;
        while place > 0 && compare(&values[place], &values[place - 1]).is_lt() {
            values.swap(place, place - 1);
            place -= 1;
            swaps_left -= 1;
            if swaps_left == 0 {
                // Only smaller elements were passed, so equal ones still stand in their order.
                let order = merged(values.len(), &|a, b| compare(&values[a], &values[b]));
                return arrange(values, order);
            }
        }
    }
}

/// A set filled one by one; collecting would sort first.
pub fn set_of<T: Ord>(items: impl IntoIterator<Item = T>) -> std::collections::BTreeSet<T> {
    let mut set = std::collections::BTreeSet::new();
    set.extend(items);
    set
}

/// The places `0..len` in sorted order.
fn merged(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut to = from.clone();
    let mut width = 1;
    while width < len {
        for start in (0..len).step_by(2 * width) {
            let middle = (start + width).min(len);
            let end = (middle + width).min(len);
            let (mut left, mut right) = (start, middle);
            for slot in &mut to[start..end] {
                let takes_right =
                    left == middle || (right < end && compare(from[right], from[left]).is_lt());
                let source = if takes_right { &mut right } else { &mut left };
                *slot = from[*source];
                *source += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

/// Moves to every place the element that `order` names for it, cycle by cycle.
fn arrange<T>(values: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let source = std::mem::replace(&mut order[place], place);
            if source == start {
                break;
            }
            values.swap(place, source);
            place = source;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_like_the_library_for_every_length() {
        let mut random = 7_u64;
        for len in 0..200_usize {
            let values: Vec<(u64, usize)> = (0..len)
                .map(|place| {
                    random = random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    ((random >> 33) % (len as u64), place)
                })
                .collect();
            let (mut ours, mut theirs) = (values.clone(), values);
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs, "length {len}");
        }
    }

    #[test]
    fn the_worst_case_is_merged() {
        let mut values: Vec<u32> = (0..10_000).rev().collect();
        sort(&mut values);
        assert!(values.is_sorted());
    }
}
