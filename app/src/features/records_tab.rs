//! What became of every record: counters and causes as filters, the log of each partition as
//! ranges, and the life of one record.

mod filters;
mod logs;
mod one;
mod tally;

use std::sync::Arc;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::PartitionRecords;
use sim_core::{GroupId, PartitionId, SimTime};
use view_macro::view;

use self::filters::{cause_filter, fate_filter};
use self::logs::{logs, zoom};
use self::one::one_record;
use self::tally::{Filter, LOST, TWICE, totals};
use super::group_choice::{group_choice, shown_group};
use crate::session::{Selection, Session};

/// What the tab shows, and what of it is chosen.
#[derive(Clone, Copy)]
struct Ledger {
    session: Session,
    group: RwSignal<Option<u64>>,
    logs: Memo<Arc<Vec<PartitionRecords>>>,
    filter: RwSignal<Filter>,
    /// The record whose life is told.
    record: RwSignal<Option<(PartitionId, u64)>>,
    /// Where the playhead was before a record led it away.
    back: RwSignal<Option<SimTime>>,
    /// Records a bar holds; None: the longest log.
    reach: RwSignal<Option<u64>>,
    /// First offset of the bars.
    first: RwSignal<u64>,
}

impl Ledger {
    fn group(self) -> GroupId {
        shown_group(self.session, self.group.get())
    }

    fn partition(self) -> Option<PartitionId> {
        match self.session.selection.get() {
            Some(Selection::Partition(id)) => Some(id),
            Some(Selection::Consumer(_) | Selection::Event(_)) | None => None,
        }
    }

    /// Offsets that the bars show.
    fn window(self) -> (u64, u64) {
        let longest = self
            .logs
            .with(|logs| logs.iter().map(|log| log.log_end_offset).max());
        let longest = longest.unwrap_or(0).max(1);
        let reach = self.reach.get().unwrap_or(longest).min(longest);
        let first = self.first.get().min(longest - reach);
        (first, first + reach)
    }
}

/// The tab.
#[component]
pub fn RecordsTab() -> impl IntoView {
    let session = Session::get();
    let group = RwSignal::new(None);
    let ledger = Ledger {
        session,
        group,
        logs: Memo::new(move |_| {
            session.pulse.track();
            let group = shown_group(session, group.get());
            Arc::new(session.with_timeline(|timeline| timeline.records(group)))
        }),
        filter: RwSignal::new(Filter::default()),
        record: RwSignal::new(None),
        back: RwSignal::new(None),
        reach: RwSignal::new(None),
        first: RwSignal::new(0),
    };
    view! {
        <div class="records" data-testid="records">
            {group_choice(session, group)}
            <h2 class="why__question" data-testid="records-said">
                {move || ledger.logs.with(|logs| said(logs))}
            </h2>
            {fate_filter(ledger)}
            {cause_filter(ledger)}
            {zoom(ledger)}
            {logs(ledger)}
            {one_record(ledger)}
        </div>
    }
}

/// The ledger in a sentence.
fn said(logs: &[PartitionRecords]) -> Text {
    let (totals, to_come) = totals(logs);
    let all: u64 = totals.iter().sum();
    let twice = match (totals[TWICE], to_come) {
        (0, _) => say::records_none_twice(say::records(all)),
        (twice, to_come) => {
            say::records_some_twice(twice, say::records(all), twice - to_come, to_come)
        }
    };
    let lost = match totals[LOST] {
        0 => say::records_none_lost(),
        lost => say::records_some_lost(lost),
    };
    Text::joined([twice, lost], " ")
}
