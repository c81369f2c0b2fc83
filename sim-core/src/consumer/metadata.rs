//! What the client knows about topics, and when it asks again (`metadata.max.age.ms`, B.7).

use std::sync::Arc;

use super::Client;
use super::requests::Purpose;
use crate::ctx::Ctx;
use crate::ids::TopicId;
use crate::protocol::Request;
use crate::sorting;
use crate::time::SimDuration;

impl Client {
    pub(super) fn known_count(&self, topic: TopicId) -> u32 {
        self.metadata
            .iter()
            .find(|(known, _)| *known == topic)
            .map_or(0, |(_, count)| *count)
    }

    /// Periodic refresh; the request queues behind a parked fetch like everything on that
    /// connection.
    pub(super) fn refresh_metadata_if_due(&mut self, ctx: &mut Ctx<'_>) {
        if ctx.now >= self.metadata_due {
            let mut topics: Vec<TopicId> = self.subscription.to_vec();
            if let Some(snapshot) = &self.membership.assignment_snapshot {
                topics.extend(snapshot.iter().map(|(topic, _)| *topic));
                sorting::sort(&mut topics);
                topics.dedup();
            }
            self.request_metadata(topics.into(), ctx);
        }
    }

    pub(super) fn request_metadata(&mut self, topics: Arc<[TopicId]>, ctx: &mut Ctx<'_>) {
        if !self.metadata_in_flight {
            self.metadata_in_flight = true;
            // A pattern has to see every name.
            let topics = Some(topics).filter(|_| self.pattern.is_none());
            self.send_data(Purpose::Metadata, Request::Metadata { topics }, ctx);
        }
    }

    /// A subscription by pattern follows the topics that the metadata shows.
    fn match_pattern(&mut self, ctx: &Ctx<'_>) {
        let Some(pattern) = &self.pattern else {
            return;
        };
        let known = self.metadata.iter().map(|(topic, _)| *topic);
        self.subscription = known
            .filter(|topic| pattern.matches(ctx.directory.topic_name(*topic)))
            .collect();
        self.is_pattern_fresh = true;
    }

    /// Before each join a pattern is matched against fresh metadata, which blocks `poll()`.
    pub(super) fn awaits_pattern(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let is_awaited =
            self.pattern.is_some() && !self.is_pattern_fresh && self.is_join_to_be_sent();
        if is_awaited {
            self.request_metadata(Arc::from([]), ctx);
        }
        is_awaited
    }

    pub(super) fn on_metadata(
        &mut self,
        partition_counts: Option<Vec<(TopicId, u32)>>,
        ctx: &mut Ctx<'_>,
    ) {
        self.metadata_in_flight = false;
        match partition_counts {
            Some(counts) => {
                self.metadata = counts;
                self.match_pattern(ctx);
                // `timeToAllowUpdate`; a moment at least, so that time goes on.
                let least = self.config.retry_backoff.max(SimDuration::from_millis(1));
                self.metadata_due = ctx.now.after(self.config.metadata_max_age.max(least));
                self.on_fresh_metadata(ctx);
            }
            None => self.metadata_due = ctx.now.after(self.config.retry_backoff),
        }
    }
}
