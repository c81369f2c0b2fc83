//! Counters of what became of the records. Each carries its mark from the matrix, so that the
//! counters are the legend; pressing one steps through its occurrences.

mod marks;
mod occurrences;

use leptos::prelude::*;
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
        <section class="fates" aria-label="Counters and legend">
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
            <span class="fate__label">{move || text.with(|text| text.2.clone())}</span>
        }
    };
    if !fate.has_occurrences() {
        return view! { <div class="fate" title=meaning(fate)>{inside()}</div> }.into_any();
    }
    view! {
        <button
            type="button"
            class="fate"
            title=format!("{} Click: go to the next one.", meaning(fate))
            data-testid=format!("fate-{}", fate.key())
            on:click=move |_| step(session, fate)
        >
            {inside()}
        </button>
    }
    .into_any()
}

/// Number, what is added to it, and label of a counter.
fn number(fate: Fate, counters: &CountersView) -> (String, String, String) {
    let (value, open, label) = match fate {
        Fate::Rebalance => {
            let open = match counters.rebalances_open {
                0 => String::new(),
                open => format!(" + {open} open"),
            };
            let label = match counters.rebalances {
                1 => "rebalance",
                _ => "rebalances",
            };
            (counters.rebalances, open, label)
        }
        Fate::Stopped => {
            let seconds = partition_seconds(counters.stopped_partition_ms);
            return (seconds, String::new(), "partition-s stopped".to_owned());
        }
        Fate::Once => (counters.records_once, String::new(), "processed once"),
        Fate::Twice if counters.extra_effects < counters.extra_runs => {
            let label = format!(
                "twice, {} with effect",
                format::count(counters.extra_effects)
            );
            return (format::count(counters.records_twice), String::new(), label);
        }
        Fate::Twice => (counters.records_twice, String::new(), "processed twice"),
        Fate::Lost if counters.at_risk > 0 => {
            let label = format!("lost, {} at risk", format::count(counters.at_risk));
            return (format::count(counters.records_lost), String::new(), label);
        }
        Fate::Lost => (counters.records_lost, String::new(), "lost"),
        Fate::Skipped => {
            let label = counters.last_skip.map_or("skipped", words::skipped);
            (counters.records_skipped, String::new(), label)
        }
        Fate::Lag if counters.lag == 1 => (counters.lag, String::new(), "record of lag"),
        Fate::Lag => (counters.lag, String::new(), "records of lag"),
    };
    (format::count(value), open, label.to_owned())
}

/// What a counter counts, for those who rest on it.
fn meaning(fate: Fate) -> &'static str {
    match fate {
        Fate::Rebalance => "How often the group dealt out its partitions.",
        Fate::Stopped => "Seconds without a reader, summed over all partitions.",
        Fate::Once => "Records processed exactly once.",
        Fate::Twice => "Records processed more than once: duplicates.",
        Fate::Lost => "Records committed, but processed by nobody.",
        Fate::Skipped => "Records that a reset of the position or a seek() jumped over.",
        Fate::Lag => "Records that were produced, but not yet committed.",
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
