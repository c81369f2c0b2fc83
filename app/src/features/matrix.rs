//! Partition × time on a canvas: who reads what, since when, and what became of the records.
//!
//! Deliberately lacks any rule about what the marks mean; it draws `MatrixView` as it is.

pub mod axis;
mod brush;
pub mod export;
mod folds;
mod labels;
mod mark;
mod paint;
pub mod palette;
mod pointing;
mod rig;
mod rows;
pub mod scene;
mod spoken;
mod table;
mod table_rows;
mod tape;
mod tools;

use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Timeline;
use view_macro::view;
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::features::lag_chart::LagChart;
use crate::features::matrix::axis::Window;
use crate::features::matrix::folds::Folds;
use crate::features::matrix::table::MatrixTable;
use crate::features::matrix::tools::MatrixTools;
use crate::format;
use crate::session::{Lanes, Session};

pub use brush::{Align, Area, Brush, channels};
pub use rig::{Geometry, Rig, context, fit};
pub use tape::Tape;

/// The matrix with the curves under it, its zoom and its table.
#[component]
pub fn Matrix() -> impl IntoView {
    let session = Session::get();
    let rig = Rig::new(session);
    let (canvas, plot) = rig.hang(session);
    let as_table = RwSignal::new(false);
    let sizes = Memo::new(move |_| {
        session
            .lab()
            .with(|lab| scene::topic_sizes(&lab.partitions))
    });
    let height = move |of: fn(&[usize], Option<rows::Open>) -> f64| {
        move || format!("{}px", sizes.with(|sizes| of(sizes, rig.open().get())))
    };
    view! {
        <section
            class="panel matrix"
            class:matrix--table=as_table
            aria-label=say::matrix_name()
            style:--own=height(rows::own_height)
            style:--least=height(rows::least_height)
            style:--held=height(rows::held_height)
        >
            <MatrixTools rig as_table canvas />
            <div class="matrix__plot" node_ref=plot>
                <LagChart geometry=rig.geometry() />
                <MatrixCanvas rig canvas />
                <Folds rig />
            </div>
            <Show when=move || as_table.get()>
                <MatrixTable />
            </Show>
        </section>
    }
}

/// The drawing surface: a slider over time whose value text names the selected row.
#[component]
fn MatrixCanvas(rig: Rig, canvas: NodeRef<html::Canvas>) -> impl IntoView {
    let session = Session::get();
    let spoken = spoken::selected_row(session, rig);
    let seconds = Memo::new(move |_| {
        session.pulse.track();
        session.with_timeline(|timeline| (timeline.at(), timeline.head()))
    });
    let value_text = move || {
        let at = format::seconds(seconds.get().0);
        spoken.with(|row| {
            if row.is_empty() {
                at
            } else {
                Text::joined([at, row.clone()], "; ")
            }
        })
    };
    view! {
        <canvas
            node_ref=canvas
            class="matrix__canvas"
            data-testid="matrix"
            tabindex="0"
            role="slider"
            aria-label=say::matrix_slider()
            aria-valuemin="0"
            aria-valuemax=move || seconds.get().1.as_millis().to_string()
            aria-valuenow=move || seconds.get().0.as_millis().to_string()
            aria-valuetext=value_text
            on:pointerdown=move |event: PointerEvent| rig.press(&event)
            on:pointermove=move |event: PointerEvent| rig.drag(&event)
            on:pointerup=move |event: PointerEvent| rig.release(&event)
            on:pointercancel=move |event: PointerEvent| rig.release(&event)
            on:pointerleave=move |_| rig.leave()
            on:click=move |event: MouseEvent| rig.click(&event)
            on:wheel=move |event: WheelEvent| rig.wheel(&event)
            on:keydown=move |event: KeyboardEvent| rig.key(&event)
        ></canvas>
        <p class="sr" role="status" data-testid="matrix-row">
            {move || spoken.get()}
        </p>
    }
}

/// A run beside others: the same drawing, without curves, table and zoom.
#[component]
pub fn LaneMatrix(
    /// The runs.
    lanes: Lanes,
    /// Which of them.
    index: usize,
    /// What it is called.
    #[prop(into)]
    name: Text,
    /// The stretch of time to show, instead of one that follows the playhead.
    #[prop(optional)]
    window: Option<Window>,
) -> impl IntoView {
    let rig = Rig::of_lane(Session::get(), lanes, index, window);
    view! { <RigMatrix rig name /> }
}

/// The same with a rig that whoever shows it can move.
#[component]
pub fn RigMatrix(
    /// What draws the run.
    rig: Rig,
    /// What it is called.
    name: Text,
) -> impl IntoView {
    let (canvas, plot) = rig.hang(Session::get());
    view! {
        <div class="matrix__plot" node_ref=plot>
            <canvas
                node_ref=canvas
                class="matrix__canvas"
                role="img"
                aria-label=say::matrix_lane(name)
                on:pointerdown=move |event: PointerEvent| rig.press(&event)
                on:pointermove=move |event: PointerEvent| rig.drag(&event)
                on:pointerup=move |event: PointerEvent| rig.release(&event)
                on:pointercancel=move |event: PointerEvent| rig.release(&event)
                on:pointerleave=move |_| rig.leave()
                on:click=move |event: MouseEvent| rig.click(&event)
            ></canvas>
        </div>
    }
}

impl Rig {
    /// Draws on a canvas in each frame, as large as the plot around it.
    fn hang(self, session: Session) -> (NodeRef<html::Canvas>, NodeRef<html::Div>) {
        let canvas = NodeRef::<html::Canvas>::new();
        let plot = NodeRef::<html::Div>::new();
        session.on_frame(move |frame| {
            if let Some(canvas) = canvas.get_untracked() {
                self.draw(&canvas, frame);
            }
        });
        Effect::new(move |_| {
            if let Some(plot) = plot.get() {
                self.watch_size(&plot);
            }
        });
        (canvas, plot)
    }
}

/// Head of the branch in view.
fn head(session: Session) -> sim_core::SimTime {
    session.with_timeline(Timeline::head)
}
