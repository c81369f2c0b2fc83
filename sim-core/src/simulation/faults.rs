//! Commands that break and mend the links of a consumer.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only commands about links come here"
)]

use locale::say;

use super::Simulation;
use super::apply::{DAY_MS, in_range};
use crate::command::{Command, CommandError};
use crate::effect::{Effect, Fault};
use crate::event::Cause;
use crate::ids::ConsumerId;
use crate::protocol::Api;
use crate::time::SimDuration;

impl Simulation {
    pub(super) fn apply_to_network(
        &mut self,
        command: &Command,
        id: ConsumerId,
    ) -> Result<(), CommandError> {
        match command {
            Command::Cut { link, way, .. } => {
                let is_new = self.network.cut(id, *link, *way);
                self.require(id, is_new, "cut", say::needs_network())?;
                self.world.consumers[id.index()].is_cut = true;
                self.effects.push(Effect::NetworkCut {
                    consumer: id,
                    link: *link,
                    way: *way,
                });
                Ok(())
            }
            Command::Heal { .. } => {
                let is_ill = self.network.is_ill(id);
                self.require(id, is_ill, "heal", say::needs_cut())?;
                self.world.consumers[id.index()].is_cut = false;
                let cause = Cause::Command(self.event);
                self.network.heal(id, self.now, cause, &mut self.queue);
                self.effects.push(Effect::NetworkHealed { consumer: id });
                Ok(())
            }
            Command::LoseNext { api, .. } => {
                self.plan_fault(id, api, Fault::RequestLost, SimDuration::ZERO)
            }
            Command::LoseNextAnswer { api, .. } => {
                self.plan_fault(id, api, Fault::AnswerLost, SimDuration::ZERO)
            }
            Command::DelayNext { api, ms, .. } => {
                in_range("ms", *ms, 1, DAY_MS)?;
                let by = SimDuration::from_millis(*ms);
                self.plan_fault(id, api, Fault::RequestDelayed, by)
            }
            _ => unreachable!("handled by the caller"),
        }
    }

    fn plan_fault(
        &mut self,
        id: ConsumerId,
        name: &str,
        fault: Fault,
        by: SimDuration,
    ) -> Result<(), CommandError> {
        let known = Api::ALL.into_iter().find(|api| api.name() == name);
        let api = known.ok_or_else(|| CommandError::OutOfRange {
            field: "api",
            value: name.to_owned(),
            allowed: Api::ALL.map(Api::name).join(", ").into(),
        })?;
        self.network.plan_fault(id, api, fault, by);
        Ok(())
    }
}
