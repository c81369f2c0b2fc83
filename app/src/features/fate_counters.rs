//! Counters of what became of the records. Each carries its mark from the matrix, so that the
//! counters are the legend; pressing one steps through its occurrences.

mod marks;
mod occurrences;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::SimTime;
use sim_core::view::CountersView;
use view_macro::view;

use crate::features::words;
use crate::format;
use crate::session::{Session, SessionCommand};

pub(super) use marks::FateMark;
pub(super) use occurrences::Fate;
use occurrences::{next, occurrences};

/// All counters.
#[component]
pub fn FateCounters() -> impl IntoView {
    let session = Session::get();
    let counters = Memo::new(move |_| session.lab().with(|lab| lab.counters));
    let skipped = Memo::new(move |_| counters.with(|counters| counters.records_skipped > 0));
    view! {
        <section class="fates" aria-label=say::fates_all()>
            <Counter fate=Fate::Rebalance counters />
            <Counter fate=Fate::Stopped counters />
            <Counter fate=Fate::Once counters />
            <Counter fate=Fate::Twice counters />
            <Counter fate=Fate::Lost counters />
            <Show when=move || skipped.get()>
                <Counter fate=Fate::Skipped counters />
            </Show>
            <Counter fate=Fate::Lag counters />
        </section>
    }
}

#[component]
fn Counter(fate: Fate, counters: Memo<CountersView>) -> impl IntoView {
    let session = Session::get();
    let text = Memo::new(move |_| counters.with(|counters| number(fate, counters)));
    let inside = move || {
        view! {
            <FateMark fate />
            <span class="fate__num">
                <span data-testid=format!("count-{}", fate.key())>{move || text.with(|text| text.0.clone())}</span>
                <small>{move || text.with(|text| text.1.clone())}</small>
            </span>
            <span class="fate__label" data-term=fate.term()>{move || text.with(|text| text.2.clone())}</span>
        }
    };
    if !fate.has_occurrences() {
        return view! { <div class="fate" title=meaning(fate)>{inside()}</div> }.into_any();
    }
    view! {
        <button
            type="button"
            class="fate"
            title=Text::joined([meaning(fate), say::fates_click()], " ")
            data-testid=format!("fate-{}", fate.key())
            on:click=move |_| step(session, fate)
        >
            {inside()}
        </button>
    }
    .into_any()
}

/// Number, what is added to it, and label of a counter.
fn number(fate: Fate, counters: &CountersView) -> (String, Text, Text) {
    let (value, label) = match fate {
        Fate::Rebalance => {
            let open = match counters.rebalances_open {
                0 => Text::default(),
                open => say::fates_open(open),
            };
            let label = say::fates_rebalances(counters.rebalances);
            return (format::count(counters.rebalances), open, label);
        }
        Fate::Stopped => {
            let seconds = partition_seconds(counters.stopped_partition_ms);
            return (seconds, Text::default(), say::fates_stopped());
        }
        Fate::Once => (counters.records_once, say::fates_once()),
        Fate::Twice if counters.extra_effects < counters.extra_runs => {
            let label = say::fates_twice_effect(counters.extra_effects);
            (counters.records_twice, label)
        }
        Fate::Twice => (counters.records_twice, say::fates_twice()),
        Fate::Lost if counters.at_risk > 0 => {
            let label = say::fates_lost_risk(counters.at_risk);
            (counters.records_lost, label)
        }
        Fate::Lost => (counters.records_lost, say::fates_lost()),
        Fate::Skipped => {
            let cause = counters.last_skip;
            let label = cause.map_or_else(say::state_skipped, words::skipped);
            (counters.records_skipped, label)
        }
        Fate::Lag => (counters.lag, say::fates_lag(counters.lag)),
    };
    (format::count(value), Text::default(), label)
}

/// What a counter counts, for those who rest on it.
fn meaning(fate: Fate) -> Text {
    match fate {
        Fate::Rebalance => say::fates_rebalances_title(),
        Fate::Stopped => say::fates_stopped_title(),
        Fate::Once => say::fates_once_title(),
        Fate::Twice => say::fates_twice_title(),
        Fate::Lost => say::fates_lost_title(),
        Fate::Skipped => say::fates_skipped_title(),
        Fate::Lag => say::fates_lag_title(),
    }
}

/// Tenths up to a thousand, whole seconds beyond.
fn partition_seconds(ms: u64) -> String {
    if ms < 1_000_000 {
        format!("{}.{}", ms / 1_000, ms / 100 % 10)
    } else {
        format::count(ms / 1_000)
    }
}

/// Goes to the next occurrence after the playhead, or to the first one.
fn step(session: Session, fate: Fate) {
    let found = session.lab().with_untracked(|lab| {
        session.with_timeline(|timeline| {
            let view = timeline.matrix(SimTime::ZERO, timeline.head());
            let all = occurrences(fate, &view, lab);
            next(&all, timeline.at()).copied()
        })
    });
    if let Some(found) = found {
        session.dispatch(SessionCommand::Select(Some(found.selection)));
        session.dispatch(SessionCommand::Seek(found.at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partition_seconds_stay_short() {
        assert_eq!(partition_seconds(45_840), "45.8");
        assert_eq!(partition_seconds(1_234_567), "1234");
    }
}
