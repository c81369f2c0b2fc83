//! Recorded hash codes, iteration orders of Java's hash tables, and partitions of keys.
//!
//! Deliberately lacks assignors.

use std::collections::BTreeMap;

use serde::Deserialize;
use sim_core::java_hash::{
    hash_map_order, hash_set_of_list_order, integer_set_order, spread, string_hash, string_spread,
    topic_partition_hash, uuid_hash,
};
use sim_core::partitioner::{murmur2, partition_for_key};

use super::step::same;

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Key {
        key: String,
        bytes: usize,
        murmur2: i32,
        partition: BTreeMap<String, u32>,
    },
    StringHash {
        string: String,
        hash: i32,
    },
    UuidHash {
        uuid: String,
        hash: i32,
    },
    TopicPartitionHash {
        topic: String,
        partition: u32,
        hash: i32,
    },
    HashMapOrder {
        keys: Vec<String>,
        order: Vec<usize>,
    },
    HashSetOrder {
        keys: Vec<u32>,
        order: Vec<u32>,
    },
    UuidHashSetOrder {
        keys: Vec<String>,
        order: Vec<String>,
    },
}

pub(super) fn run_line(text: &str) -> (String, Result<(), String>) {
    let result = serde_json::from_str(text)
        .map_err(|error| error.to_string())
        .and_then(check);
    (text.chars().take(60).collect(), result)
}

fn check(line: Line) -> Result<(), String> {
    match line {
        Line::Key {
            key,
            bytes,
            murmur2: hash,
            partition,
        } => {
            same("length", &key.len(), &bytes)?;
            same("murmur2", &murmur2(key.as_bytes()), &hash)?;
            partition.into_iter().try_for_each(|(count, partition)| {
                let count = count.parse().map_err(|error| format!("{count}: {error}"))?;
                same(
                    "partition",
                    &partition_for_key(key.as_bytes(), count),
                    &partition,
                )
            })
        }
        Line::StringHash { string, hash } => same("hash", &string_hash(&string), &hash),
        Line::UuidHash { uuid, hash } => {
            let (most, least) = halves(&uuid)?;
            same("hash", &uuid_hash(most, least), &hash)
        }
        Line::TopicPartitionHash {
            topic,
            partition,
            hash,
        } => {
            let ours = topic_partition_hash(string_hash(&topic), partition);
            same("hash", &ours, &hash)
        }
        Line::HashMapOrder { keys, order } => {
            let spreads: Vec<u32> = keys.iter().map(|key| string_spread(key)).collect();
            same("order", &hash_map_order(&spreads), &order)
        }
        Line::HashSetOrder { keys, order } => same("order", &integer_set_order(&keys), &order),
        Line::UuidHashSetOrder { keys, order } => {
            let spreads: Vec<u32> = keys
                .iter()
                .map(|key| halves(key).map(|(most, least)| spread(uuid_hash(most, least))))
                .collect::<Result<_, _>>()?;
            let ours: Vec<String> = hash_set_of_list_order(&spreads)
                .into_iter()
                .map(|i| keys[i].clone())
                .collect();
            same("order", &ours, &order)
        }
    }
}

/// The two halves of a topic id in Kafka's URL-safe base64 without padding.
fn halves(id: &str) -> Result<(u64, u64), String> {
    let mut bits = 0_u128;
    for (place, letter) in id.bytes().enumerate() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return Err(format!("{id} is not a topic id")),
        };
        // 21 letters of six bits, and the first two bits of the last letter.
        bits = match place {
            0..21 => bits << 6 | u128::from(six),
            21 => bits << 2 | u128::from(six >> 4),
            _ => return Err(format!("{id} is too long for a topic id")),
        };
    }
    let half = |shift: u32| u64::try_from(bits >> shift & u128::from(u64::MAX));
    match (half(64), half(0)) {
        (Ok(most), Ok(least)) => Ok((most, least)),
        _ => Err(format!("{id} is not a topic id")),
    }
}
