//! The question after the first kill: what will happen next?

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::ConsumerId;
use sim_core::view::LabView;

use super::Session;

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// The question.
    pub question: Text,
    /// The consumer that was killed.
    pub victim: ConsumerId,
    /// The answers, in order of their number keys.
    pub answers: [Text; 3],
}

type Sentence = fn() -> Text;

/// The answers, and what is said to each.
const ANSWERS: [(Sentence, Sentence); 3] = [
    (say::act_predict_at_once, say::act_said_at_once),
    (say::act_predict_seconds, say::act_said_seconds),
    (say::act_predict_session, say::act_said_session),
];

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
            question: say::act_predict(&victim.letter, &view.name),
            answers: ANSWERS.map(|(answer, _)| answer()),
        }));
        self.set_playing(false);
    }

    /// Takes the answer (or none) and lets the run go on.
    pub(super) fn answer_prediction(&self, answer: Option<usize>) {
        let Some(prediction) = self.prediction.get_untracked() else {
            return;
        };
        self.prediction.set(None);
        if let Some((_, said)) = answer.and_then(|index| ANSWERS.get(index)) {
            self.say(said(), false);
            self.start_close_up(prediction.victim);
        }
        self.set_playing(true);
    }
}
