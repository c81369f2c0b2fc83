//! After a guess the run goes on fast, and slowly where the guess is decided: when the session of
//! the killed consumer ends, and when its partitions get a reader.

use leptos::prelude::*;
use sim_core::view::{GroupState, LabView};
use sim_core::{ConsumerId, SimDuration, SimTime};

use super::Session;

/// Speed between the moments that matter.
const FAST: f64 = 4.0;
/// Speed near them.
const SLOW: f64 = 0.5;
/// Speed afterwards.
const USUAL: f64 = 1.0;
/// So long before the end of the session the run slows down.
const BEFORE: SimDuration = SimDuration::from_millis(600);
/// So long it stays slow after each of the two moments.
const AFTER: SimDuration = SimDuration::from_millis(700);

/// What the run is heading for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stretch {
    /// The session runs out.
    ToTheEnd,
    /// It ends, or ended at this moment.
    AtTheEnd(Option<SimTime>),
    /// The others rejoin.
    ToReaders,
    /// The partitions are dealt out since then.
    AtReaders(SimTime),
}

/// The camera's work after a guess.
#[derive(Clone, Copy, Debug)]
pub(super) struct CloseUp {
    victim: ConsumerId,
    stretch: Stretch,
    speed: f64,
}

impl CloseUp {
    /// The next stretch and its speed; None when there is nothing to see any more.
    fn next(self, lab: &LabView) -> Option<(Stretch, f64)> {
        let victim = lab.consumers.iter().find(|one| one.id == self.victim)?;
        let left = victim.session.map(|clock| clock.left);
        let is_over = left.is_none_or(|left| left == SimDuration::ZERO);
        let mut own = lab
            .partitions
            .iter()
            .filter(|view| view.group == Some(victim.group));
        let is_dealt = own.all(|view| view.stopped_since.is_none())
            || lab.groups.iter().any(|group| {
                group.id == victim.group && group.state == GroupState::CompletingRebalance
            });
        let stays = Some((self.stretch, self.speed));
        match self.stretch {
            Stretch::ToTheEnd if is_over || left.is_some_and(|left| left <= BEFORE) => {
                Some((Stretch::AtTheEnd(None), SLOW))
            }
            Stretch::AtTheEnd(None) if is_over => Some((Stretch::AtTheEnd(Some(lab.at)), SLOW)),
            Stretch::AtTheEnd(Some(at)) if lab.at > at.after(AFTER) => {
                Some((Stretch::ToReaders, FAST))
            }
            Stretch::ToReaders if is_dealt => Some((Stretch::AtReaders(lab.at), SLOW)),
            Stretch::AtReaders(at) if lab.at > at.after(AFTER) => None,
            Stretch::ToTheEnd
            | Stretch::AtTheEnd(_)
            | Stretch::ToReaders
            | Stretch::AtReaders(_) => stays,
        }
    }
}

impl Session {
    /// Goes on fast until there is something to see.
    pub(super) fn start_close_up(&self, victim: ConsumerId) {
        self.set_speed(FAST);
        self.with_engine(|engine| {
            engine.close_up = Some(CloseUp {
                victim,
                stretch: Stretch::ToTheEnd,
                speed: FAST,
            });
        });
    }

    /// Slows down and speeds up as the run needs it; ends when the reader chooses a speed.
    pub(crate) fn follow_close_up(&self) {
        let Some(now) = self.engine.with_value(|engine| engine.close_up) else {
            return;
        };
        let chosen = self.playback.with_untracked(|state| state.speed);
        let is_ours = (chosen - now.speed).abs() < 1e-9;
        let next = is_ours
            .then(|| self.lab().with_untracked(|lab| now.next(lab)))
            .flatten();
        let close_up = next.map(|(stretch, speed)| CloseUp {
            stretch,
            speed,
            ..now
        });
        self.with_engine(|engine| engine.close_up = close_up);
        let speed = close_up.map_or(USUAL, |next| next.speed);
        if is_ours && (speed - now.speed).abs() > 1e-9 {
            self.set_speed(speed);
        }
    }
}
