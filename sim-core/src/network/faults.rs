//! What is wrong with the links of a consumer: cut directions, and requests that will be lost or
//! late.

use crate::command::{Link, Way};
use crate::effect::Fault;
use crate::ids::ConsumerId;
use crate::protocol::Api;
use crate::time::SimDuration;

/// Which of its two connections a client means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Peer {
    /// The broker as partition leader.
    Data,
    /// The same broker as group coordinator.
    Coordinator,
}

/// Cut directions of a consumer's connections, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Cuts(u8);

impl Cuts {
    pub(super) fn of(link: Link, way: Way) -> Self {
        let peers = match link {
            Link::All => 0b1111,
            Link::Coordinator => 0b1100,
            Link::Data => 0b0011,
        };
        let directions = match way {
            Way::Both => 0b1111,
            Way::ToBroker => 0b0101,
            Way::FromBroker => 0b1010,
        };
        Self(peers & directions)
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn holds_up(self, peer: Peer) -> bool {
        let bit = match peer {
            Peer::Data => 0b0001,
            Peer::Coordinator => 0b0100,
        };
        self.0 & bit != 0
    }

    pub(super) fn holds_down(self, peer: Peer) -> bool {
        Self(self.0 >> 1).holds_up(peer)
    }

    pub(super) fn way_of(self, peer: Peer) -> Option<Way> {
        match (self.holds_up(peer), self.holds_down(peer)) {
            (true, true) => Some(Way::Both),
            (true, false) => Some(Way::ToBroker),
            (false, true) => Some(Way::FromBroker),
            (false, false) => None,
        }
    }
}

/// What will happen to a consumer's next request of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PlannedFault {
    pub consumer: ConsumerId,
    pub api: Api,
    pub fault: Fault,
    /// For a delay.
    pub by: SimDuration,
}

/// Planned faults; at most one of each sort for a kind of request.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Plans(Vec<PlannedFault>);

impl Plans {
    pub(super) fn plan(&mut self, plan: PlannedFault) {
        self.0.retain(|old| {
            (old.consumer, old.api, old.fault) != (plan.consumer, plan.api, plan.fault)
        });
        self.0.push(plan);
    }

    pub(super) fn has_any(&self, consumer: ConsumerId) -> bool {
        self.0.iter().any(|plan| plan.consumer == consumer)
    }

    pub(super) fn forget(&mut self, consumer: ConsumerId) {
        self.0.retain(|plan| plan.consumer != consumer);
    }

    /// Takes the oldest plan for a request that is being sent.
    pub(super) fn take(&mut self, consumer: ConsumerId, api: Api) -> Option<PlannedFault> {
        let is_meant = |plan: &PlannedFault| plan.consumer == consumer && plan.api == api;
        let index = self.0.iter().position(is_meant)?;
        Some(self.0.remove(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_have_a_link_and_a_way_and_add_up() {
        let heartbeats = Cuts::of(Link::Coordinator, Way::ToBroker);
        assert!(heartbeats.holds_up(Peer::Coordinator));
        assert!(!heartbeats.holds_down(Peer::Coordinator));
        assert!(!heartbeats.holds_up(Peer::Data));
        let more = heartbeats.with(Cuts::of(Link::Data, Way::FromBroker));
        assert!(more.holds_down(Peer::Data) && !more.holds_up(Peer::Data));
        assert_eq!(
            more.with(Cuts::of(Link::All, Way::Both)),
            Cuts::of(Link::All, Way::Both)
        );
    }
}
