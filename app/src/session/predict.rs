//! The question after the first kill: what will happen next?

use leptos::prelude::*;
use sim_core::ConsumerId;
use sim_core::view::LabView;

use super::Session;

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// The consumer that was killed.
    pub victim: ConsumerId,
    /// The answers, in order of their number keys.
    pub answers: [&'static str; 3],
}

impl Session {
    /// Asks once per page how long a killed consumer's partition will stop.
    pub(super) fn ask_prediction(&self, before: &LabView, who: &str) {
        let asked = self.engine.with_value(|engine| engine.asked);
        let Some(victim) = before.consumers.iter().find(|one| &*one.name == who) else {
            return;
        };
        let Some(partition) = victim.assigned.first().copied() else {
            return;
        };
        let Some(view) = before.partitions.iter().find(|one| one.id == partition) else {
            return;
        };
        if asked || !self.playback.with_untracked(|state| state.playing) {
            return;
        }
        self.engine.update_value(|engine| engine.asked = true);
        self.prediction.set(Some(Prediction {
            victim: victim.id,
            question: format!(
                "You killed {}. How long until another consumer reads {}?",
                victim.letter, view.name
            ),
            answers: ["At once", "Up to 3 s", "Up to 10 s, plus a rebalance"],
        }));
        self.set_playing(false);
    }

    /// Takes the answer (or none) and lets the run go on.
    pub(super) fn answer_prediction(&self, answer: Option<usize>) {
        let Some(prediction) = self.prediction.get_untracked() else {
            return;
        };
        self.prediction.set(None);
        if let Some(text) = answer.and_then(|index| prediction.answers.get(index)) {
            self.say(
                format!("You said: {}. Watch.", text.to_ascii_lowercase()),
                false,
            );
            self.start_close_up(prediction.victim);
        }
        self.set_playing(true);
    }
}
