//! One sentence of fact, one of consequence; changes at most once a second.

use std::cell::Cell;

use leptos::prelude::*;
use sim_core::SimTime;
use sim_core::view::NowLine as Line;
use view_macro::view;

use crate::dom;
use crate::session::Session;
use crate::url_state::OPENING;

/// Shortest time a sentence stays while playing.
const HOLD_MS: f64 = 1_000.0;

/// The sentence above the stage.
#[component]
pub fn NowLine() -> impl IntoView {
    let session = Session::get();
    let shown = RwSignal::new(Line::default());
    let since = Cell::new(f64::MIN);
    Effect::new(move |_| {
        session.pulse.track();
        let line =
            opening(session).unwrap_or_else(|| session.lab().with(|lab| lab.now_line.clone()));
        let playing = session.playback.with_untracked(|state| state.playing);
        let now = dom::now_ms();
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
    let (letters, partitions) = session.lab().with_untracked(|lab| {
        let letters: Vec<_> = lab
            .consumers
            .iter()
            .map(|one| one.letter.to_string())
            .collect();
        (letters, lab.partitions.len())
    });
    let (last, others) = letters.split_last()?;
    let who = match others.len() {
        0 => format!("{last} reads"),
        1..=5 => format!("{} and {last} share", others.join(", ")),
        count => format!("{} consumers share", count + 1),
    };
    Some(Line {
        fact: format!("{who} {partitions} partitions.").into(),
        consequence: "Press play, then kill one.".into(),
    })
}
