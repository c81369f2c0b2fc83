//! The ordered queue: least (time, sequence) first, and keyed, replaceable timers.
//!
//! Nothing else in the core orders anything.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::hash::{Hash, Hasher};

use crate::event::{Cause, Event, TimerKey};
use crate::sorting;
use crate::time::SimTime;

/// An event, when, and why.
#[derive(Clone, Debug)]
pub(crate) struct Scheduled {
    pub at: SimTime,
    seq: u64,
    pub cause: Cause,
    pub event: Event,
}

impl Hash for Scheduled {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.at, self.seq, self.cause).hash(state);
        self.event.hash(state);
    }
}
impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.seq) == (other.at, other.seq)
    }
}
impl Eq for Scheduled {}
impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Scheduled {
    /// Reversed, because `BinaryHeap` pops the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.seq).cmp(&(self.at, self.seq))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Scheduled>,
    next_seq: u64,
    /// Live entry of each timer key; entries in the heap with another sequence are dead.
    /// Keys as numbers ([`TimerKey::code`]), because every event looks one up.
    armed: BTreeMap<u64, (SimTime, u64)>,
}

impl Queue {
    pub(crate) fn push(&mut self, at: SimTime, cause: Cause, event: Event) {
        let seq = self.next_seq;
        self.next_seq += 1;
        self.heap.push(Scheduled {
            at,
            seq,
            cause,
            event,
        });
    }

    pub(crate) fn set_timer(&mut self, at: SimTime, cause: Cause, key: TimerKey) {
        self.armed.insert(key.code(), (at, self.next_seq));
        self.push(at, cause, Event::Timer(key));
    }

    pub(crate) fn cancel_timer(&mut self, key: TimerKey) {
        self.armed.remove(&key.code());
    }

    /// When the timer fires, if it is set.
    pub(crate) fn timer(&self, key: TimerKey) -> Option<SimTime> {
        self.armed.get(&key.code()).map(|(at, _)| *at)
    }

    fn is_dead(&self, entry: &Scheduled) -> bool {
        match &entry.event {
            Event::Timer(key) => self
                .armed
                .get(&key.code())
                .is_none_or(|(_, live)| *live != entry.seq),
            Event::RequestArrived { .. }
            | Event::ReplyReady { .. }
            | Event::ResponseArrived { .. }
            | Event::AssignmentStored { .. } => false,
        }
    }

    /// Time of the next live event.
    pub(crate) fn next_at(&mut self) -> Option<SimTime> {
        while let Some(head) = self.heap.peek() {
            if self.is_dead(head) {
                self.heap.pop();
            } else {
                return Some(head.at);
            }
        }
        None
    }

    /// The event that [`Self::next_at`] just found.
    pub(crate) fn pop(&mut self) -> Option<Scheduled> {
        let entry = self.heap.pop()?;
        if let Event::Timer(key) = &entry.event {
            self.armed.remove(&key.code());
        }
        Some(entry)
    }

    pub(crate) fn len(&self) -> usize {
        self.heap.len()
    }
}

impl Hash for Queue {
    /// Live entries in order; dead ones and the heap's layout do not matter.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut live: Vec<&Scheduled> = self.heap.iter().filter(|e| !self.is_dead(e)).collect();
        sorting::sort_by(&mut live, |a, b| b.cmp(a));
        live.hash(state);
        self.next_seq.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ConsumerTimer;
    use crate::ids::ConsumerId;

    fn key(timer: ConsumerTimer) -> TimerKey {
        TimerKey::Consumer(ConsumerId(0), timer)
    }

    #[test]
    fn equal_times_pop_in_the_order_they_were_set() {
        let mut queue = Queue::default();
        for timer in [ConsumerTimer::PollWake, ConsumerTimer::Start] {
            queue.set_timer(SimTime::from_millis(5), Cause::Scenario, key(timer));
        }
        queue.next_at();
        let first = queue.pop().expect("two timers");
        assert!(matches!(first.event, Event::Timer(k) if k == key(ConsumerTimer::PollWake)));
    }

    #[test]
    fn setting_a_key_again_replaces_it() {
        let mut queue = Queue::default();
        let start = key(ConsumerTimer::Start);
        queue.set_timer(SimTime::from_millis(5), Cause::Scenario, start);
        queue.set_timer(SimTime::from_millis(9), Cause::Scenario, start);
        assert_eq!(queue.next_at(), Some(SimTime::from_millis(9)));
        queue.cancel_timer(start);
        assert_eq!(queue.next_at(), None);
    }
}
