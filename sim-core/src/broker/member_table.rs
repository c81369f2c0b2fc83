//! Member ids the coordinator handed out, with their strings and Java hash spreads.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ids::{ConsumerId, MemberId};
use crate::java_hash;
use crate::rng::{Purpose, Stream};

#[derive(Clone, Debug, Hash)]
pub(crate) struct MemberTable {
    entries: Vec<MemberEntry>,
    rng: Stream,
    /// `consumer#n` → dictated spread.
    dictated: BTreeMap<String, u32>,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct MemberEntry {
    /// `client.id-UUID`.
    pub name: Arc<str>,
    pub hash_spread: u32,
    pub consumer: ConsumerId,
    /// n-th member id of that consumer, from 1.
    pub ordinal: u32,
}

impl MemberTable {
    pub(crate) fn new(seed: u64, dictated: BTreeMap<String, u32>) -> Self {
        Self {
            entries: Vec::new(),
            rng: Stream::new(seed, Purpose::MemberId),
            dictated,
        }
    }

    /// `prefix`: the client id of a dynamic member, the instance id of a static one.
    pub(crate) fn hand_out(
        &mut self,
        prefix: &str,
        client_id: &str,
        consumer: ConsumerId,
    ) -> MemberId {
        let id = MemberId::from_index(self.entries.len());
        let (high, low) = (self.rng.next_u64(), self.rng.next_u64());
        // Random UUID (RFC 9562 version 4, variant 1).
        let name = format!(
            "{prefix}-{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xFFFF,
            high & 0xFFF,
            0x8000 | (low >> 48 & 0x3FFF),
            low & 0xFFFF_FFFF_FFFF,
        );
        let ordinal = self
            .entries
            .iter()
            .filter(|entry| entry.consumer == consumer)
            .count()
            + 1;
        let hash_spread = self
            .dictated
            .get(&format!("{client_id}#{ordinal}"))
            .copied()
            .unwrap_or_else(|| java_hash::spread(java_hash::string_hash(&name)));
        self.entries.push(MemberEntry {
            name: name.into(),
            hash_spread,
            consumer,
            ordinal: u32::try_from(ordinal).unwrap_or(u32::MAX),
        });
        id
    }

    pub(crate) fn get(&self, id: MemberId) -> &MemberEntry {
        &self.entries[id.index()]
    }
}
