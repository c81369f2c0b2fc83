//! The matrix as a table: one row per partition, as of the playhead.

use leptos::html;
use leptos::prelude::*;
use locale::say;
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
        <div node_ref=node class="matrix__table" tabindex="0" role="region" aria-label=say::matrix_as_table()>
            <table data-testid="matrix-table">
                <thead>
                    <tr>
                        <th scope="col">{say::matrix_column_partition()}</th>
                        <th scope="col">{say::matrix_column_reader()}</th>
                        <th scope="col">{say::matrix_column_committed()}</th>
                        <th scope="col">{say::matrix_column_position()}</th>
                        <th scope="col">{say::matrix_column_end()}</th>
                        <th scope="col">{say::matrix_column_lag()}</th>
                        <th scope="col">{say::matrix_column_stopped()}</th>
                        <th scope="col">{say::matrix_column_twice()}</th>
                        <th scope="col">{say::matrix_column_lost()}</th>
                        <th scope="col">{say::matrix_column_skipped()}</th>
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
