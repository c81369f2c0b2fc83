//! The deployment: a rolling restart, pod by pod, as an orchestrator does it from outside.

use crate::command::CloseHow;
use crate::consumer::{AppCall, ClassicMembershipState, Consumer};
use crate::ctx::Ctx;
use crate::event::TimerKey;
use crate::time::SimDuration;
use crate::world::{PodStage, RollingRestart};

/// How often the orchestrator looks at a pod.
const PROBE: SimDuration = SimDuration::from_millis(100);
/// A pod that does not become ready is not waited for longer than this.
const READY_WAIT_MAX: SimDuration = SimDuration::from_secs(60);

pub(super) fn on_timer(
    deployment: &mut Option<RollingRestart>,
    consumers: &mut [Consumer],
    ctx: &mut Ctx<'_>,
) {
    let Some(rolling) = deployment else { return };
    if rolling.current.is_none() {
        let Some(next) = rolling.waiting.pop_front() else {
            *deployment = None;
            return;
        };
        if consumers[next.index()].life.is_alive() {
            let (how, timeout) = (CloseHow::Default, None);
            consumers[next.index()].call(AppCall::Close { how, timeout }, ctx);
            rolling.current = Some((next, PodStage::Closing));
        }
        ctx.set_timer(ctx.now.after(PROBE), TimerKey::Deployment);
        return;
    }
    let mut look_at = ctx.now.after(PROBE);
    if let Some((id, stage)) = &mut rolling.current {
        let consumer = &mut consumers[id.index()];
        match *stage {
            PodStage::Closing if !consumer.life.is_alive() => {
                look_at = ctx.now.after(rolling.pod_restart);
                *stage = PodStage::Down { until: look_at };
            }
            PodStage::Down { until } if ctx.now >= until => {
                if !consumer.life.is_alive() {
                    consumer.start(ctx);
                }
                *stage = PodStage::Joining {
                    give_up: ctx.now.after(READY_WAIT_MAX),
                };
            }
            PodStage::Joining { give_up } => {
                let client = consumer.client.as_deref();
                let is_ready = client.is_some_and(|client| {
                    client.membership.state == ClassicMembershipState::Stable
                });
                if is_ready || ctx.now >= give_up {
                    rolling.current = None;
                }
            }
            PodStage::Closing | PodStage::Down { .. } => {}
        }
    }
    ctx.set_timer(look_at, TimerKey::Deployment);
}
