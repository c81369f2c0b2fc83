//! Zoom of the matrix, the switch to its table, and what a run is taken away as.

use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::axis::Zoom;
use super::export::ExportMenu;
use super::pointing::PAN_STEP;
use super::rig::Rig;

/// A button that changes the stretch in view.
#[derive(Clone, Copy)]
struct Tool {
    face: &'static str,
    title: fn() -> Text,
    does: fn(Rig),
}

const TOOLS: [Tool; 4] = [
    Tool {
        face: "+",
        title: say::matrix_closer,
        does: |rig| rig.show(Zoom::scaled(rig.window(), true)),
    },
    Tool {
        face: "−",
        title: say::matrix_farther,
        does: |rig| rig.show(Zoom::scaled(rig.window(), false)),
    },
    Tool {
        face: "←",
        title: say::matrix_earlier,
        does: |rig| rig.pan(-PAN_STEP),
    },
    Tool {
        face: "→",
        title: say::matrix_later,
        does: |rig| rig.pan(PAN_STEP),
    },
];

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
    let zoom = rig.zoom();
    let all = move |_| {
        rig.show(if zoom.get_untracked() == Zoom::All {
            Zoom::Auto
        } else {
            Zoom::All
        });
    };
    let button = move |Tool { face, title, does }: Tool| {
        view! {
            <button type="button" title=title() aria-label=title() on:click=move |_| does(rig)>
                {face}
            </button>
        }
    };
    let [near, far, earlier, later] = TOOLS.map(button);
    view! {
        <div class="matrix__tools" role="group" aria-label=say::matrix_tools()>
            {near}
            {far}
            {earlier}
            {later}
            <button
                type="button"
                title=say::matrix_all_title()
                aria-pressed=move || (zoom.get() == Zoom::All).to_string()
                on:click=all
            >
                {say::matrix_all()}
            </button>
            <button
                type="button"
                title=say::matrix_table_title()
                data-testid="matrix-table-toggle"
                aria-pressed=move || as_table.get().to_string()
                on:click=move |_| as_table.update(|shown| *shown = !*shown)
            >
                {say::matrix_table()}
            </button>
            <ExportMenu rig canvas />
        </div>
    }
}
