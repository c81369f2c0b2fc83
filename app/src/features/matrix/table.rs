//! The matrix as a table: one row per partition, as of the playhead.

use leptos::html;
use leptos::prelude::*;
use sim_core::SimTime;
use view_macro::view;

use super::table_rows::{TableRow, table};
use crate::session::{Selection, Session, SessionCommand};

/// Row per partition: reader, offsets, lag, stopped time, what became of records.
#[component]
pub fn MatrixTable() -> impl IntoView {
    let session = Session::get();
    let rows = Memo::new(move |_| {
        session.pulse.track();
        session.lab().with_untracked(|lab| {
            let view = session.with_timeline(|timeline| timeline.matrix(SimTime::ZERO, lab.at));
            table(lab, &view)
        })
    });
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(table) = node.get() {
            table.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <div node_ref=node class="matrix__table" tabindex="0" role="region" aria-label="Partitions as a table">
            <table data-testid="matrix-table">
                <thead>
                    <tr>
                        <th scope="col">"Partition"</th>
                        <th scope="col">"Read by"</th>
                        <th scope="col">"Committed"</th>
                        <th scope="col">"Position"</th>
                        <th scope="col">"Log end"</th>
                        <th scope="col">"Lag"</th>
                        <th scope="col">"Stopped, s"</th>
                        <th scope="col">"Ran twice"</th>
                        <th scope="col">"Lost"</th>
                        <th scope="col">"Skipped"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=Clone::clone let(row)>
                        <TableLine row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn TableLine(row: TableRow) -> impl IntoView {
    let session = Session::get();
    let own = Some(Selection::Partition(row.id));
    let select = move |_| session.dispatch(SessionCommand::Select(own));
    let cells = row.cells.map(|cell| view! { <td>{cell}</td> });
    view! {
        <tr class:is-selected=move || session.selection.get() == own>
            <th scope="row">
                <button type="button" on:click=select>
                    {row.name}
                </button>
            </th>
            {cells.into_iter().collect_view()}
        </tr>
    }
}
