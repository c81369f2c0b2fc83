//! One sentence of fact, one of consequence; changes at most once a second.

use std::cell::Cell;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::SimTime;
use sim_core::view::{LabView, NowLine as Line};
use view_macro::view;

use crate::dom;
use crate::session::Session;
use crate::url_state::OPENING;

/// Shortest time a sentence stays while playing.
const HOLD_MS: f64 = 1_000.0;
/// How long after the last repeat the sentence about them stays.
const REPEATS_MS: f64 = 3_000.0;

/// The sentence above the stage.
#[component]
pub fn NowLine() -> impl IntoView {
    let session = Session::get();
    let shown = RwSignal::new(Line::default());
    let since = Cell::new(f64::MIN);
    let repeats = Repeats::default();
    Effect::new(move |_| {
        session.pulse.track();
        let now = dom::now_ms();
        let line = opening(session)
            .or_else(|| session.lab().with(|lab| repeats.line(lab, now)))
            .unwrap_or_else(|| session.lab().with(|lab| lab.now_line.clone()));
        let playing = session.playback.with_untracked(|state| state.playing);
        if line == shown.get_untracked() || (playing && now - since.get() < HOLD_MS) {
            return;
        }
        since.set(now);
        shown.set(line);
    });
    view! {
        <p class="now" role="status" data-testid="now-line">
            <b data-testid="now-fact">{move || shown.with(|line| line.fact.clone())}</b>
            " "
            {move || shown.with(|line| line.consequence.clone())}
        </p>
    }
}

/// Notices that records begin to run again.
#[derive(Default)]
struct Repeats {
    twice: Cell<u64>,
    until_ms: Cell<f64>,
}

impl Repeats {
    /// Says so for a while, unless the group has more urgent news.
    fn line(&self, lab: &LabView, now_ms: f64) -> Option<Line> {
        let twice = lab.counters.records_twice;
        if twice > self.twice.replace(twice) {
            self.until_ms.set(now_ms + REPEATS_MS);
        }
        let is_told = twice > 0 && now_ms < self.until_ms.get();
        let is_calm = lab.counters.stopped_partitions == 0 && lab.counters.rebalances_open == 0;
        (is_told && is_calm).then(|| Line {
            fact: say::stage_ran_twice(),
            consequence: say::stage_ran_twice_count(twice),
        })
    }
}

/// What a newcomer should do, before anything happened.
fn opening(session: Session) -> Option<Line> {
    let untouched = session.with_timeline(|timeline| {
        let at = timeline.at();
        at == timeline.head()
            && (at == SimTime::ZERO || at == OPENING)
            && timeline.recording().commands.is_empty()
    });
    if !untouched || session.playback.with_untracked(|state| state.playing) {
        return None;
    }
    let several = session.lab().with_untracked(|lab| {
        let fact = lab.now_line.fact.clone();
        (lab.groups.len() > 1).then_some(fact)
    });
    if let Some(fact) = several {
        return Some(Line {
            fact,
            consequence: say::stage_first_step(),
        });
    }
    let (letters, partitions) = session.lab().with_untracked(|lab| {
        let letters: Vec<_> = lab
            .consumers
            .iter()
            .map(|one| one.letter.to_string())
            .collect();
        (letters, lab.partition_count())
    });
    let (last, others) = letters.split_last()?;
    let names = match others.len() {
        0 => Text::from(last),
        1..=5 => say::list_end(others.join(", "), last),
        count => say::consumers(count + 1),
    };
    Some(Line {
        fact: say::now_share(letters.len(), names, say::partitions(partitions)),
        consequence: say::stage_first_step(),
    })
}

#[cfg(test)]
mod tests {
    use locale::{Catalog, KOREAN, Language};

    use super::*;

    #[test]
    fn the_shell_says_what_the_first_run_will_say() {
        let shell = include_str!("../../index.html").replace("</b>", "");
        let names = say::list_end("A, B", "C");
        let fact = say::now_share(3_u8, names, say::partitions(12_u8));
        let korean = Catalog::read(Language::Korean, KOREAN).expect("the build made it");
        for catalog in [Catalog::english(), &korean] {
            for text in [&fact, &say::stage_first_step(), &say::top_first_run()] {
                let said = catalog.say(text);
                assert!(shell.contains(&said), "{said}");
            }
        }
    }
}
