//! Zoom of the matrix, the switch to its table, and what a run is taken away as.

use leptos::html;
use leptos::prelude::*;
use view_macro::view;

use super::axis::Zoom;
use super::export::ExportMenu;
use super::rig::Rig;
use crate::session::Session;

/// Zoom, the switch to the table, export.
#[component]
pub fn MatrixTools(
    /// The canvas.
    rig: Rig,
    /// The table is shown.
    as_table: RwSignal<bool>,
    /// Where it is drawn.
    canvas: NodeRef<html::Canvas>,
) -> impl IntoView {
    let session = Session::get();
    let zoom = rig.zoom();
    let scale = move |closer| {
        zoom.set(Zoom::scaled(rig.window(), closer));
        session.request_frame();
    };
    let all = move |_| {
        zoom.update(|zoom| {
            *zoom = if *zoom == Zoom::All {
                Zoom::Auto
            } else {
                Zoom::All
            }
        });
        session.request_frame();
    };
    view! {
        <div class="matrix__tools" role="group" aria-label="View of the matrix">
            <button type="button" title="Half the stretch" aria-label="Zoom in" on:click=move |_| scale(true)>
                "+"
            </button>
            <button type="button" title="Twice the stretch" aria-label="Zoom out" on:click=move |_| scale(false)>
                "−"
            </button>
            <button
                type="button"
                title="The whole run"
                aria-pressed=move || (zoom.get() == Zoom::All).to_string()
                on:click=all
            >
                "All"
            </button>
            <button
                type="button"
                title="The same as a table"
                data-testid="matrix-table-toggle"
                aria-pressed=move || as_table.get().to_string()
                on:click=move |_| as_table.update(|shown| *shown = !*shown)
            >
                "Table"
            </button>
            <ExportMenu rig canvas />
        </div>
    }
}
