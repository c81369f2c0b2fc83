//! Topics that unfold: a button over the name of each row that stands for a whole topic, and the
//! line that pages through a topic of which only a part fits.
//!
//! Deliberately lacks drawing: the canvas shows names and signs, for the saved picture too.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;
use web_sys::KeyboardEvent;

use super::rig::Rig;
use super::rows::{Open, Pager, Row, RowKind, RowPlan};
use super::scene::{distinct, place, topic_name};
use crate::dom;
use crate::session::Selection;
use crate::tree::Tree;

/// Where the last frame drew the rows of whole topics.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bands {
    rows: Vec<Row>,
    pager: Option<Pager>,
    /// Left edge of the plot.
    left: f64,
}

/// A topic's name and number of partitions.
type Topic = (String, usize);

/// The buttons beside the canvas.
#[component]
pub(super) fn Folds(rig: Rig) -> impl IntoView {
    let topics = Memo::new(move |_| {
        rig.session().lab().with(|lab| {
            let topics = lab.partitions.chunk_by(|a, b| a.topic == b.topic);
            topics
                .filter_map(|own| Some((topic_name(own.first()?).to_owned(), distinct(own))))
                .collect::<Vec<Topic>>()
        })
    });
    let count = Memo::new(move |_| rig.bands().with(|bands| bands.rows.len()));
    let places = move || (0..count.get()).collect::<Vec<usize>>();
    let pager = Memo::new(move |_| rig.bands().with(|bands| bands.pager));
    // Forty topics are one stop of the Tab key.
    let chosen = RwSignal::new(0);
    let stop = Memo::new(move |_| chosen.get().min(count.get().saturating_sub(1)));
    let key = move |event: KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => (stop.get_untracked() + 1).min(last),
            "ArrowUp" => stop.get_untracked().saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        chosen.set(next);
        dom::focus_child(&event, next);
    };
    let bar = move || {
        view! {
            <div role="toolbar" aria-orientation="vertical" aria-label=say::matrix_topics() on:keydown=key>
                <For each=places key=|topic| *topic let(topic)>
                    <Fold rig topics topic stop=(stop, chosen) />
                </For>
            </div>
        }
    };
    view! {
        <Show when=move || count.get() != 0>{bar()}</Show>
        {move || pager.get().map(|pager| page_line(rig, pager))}
    }
}

#[component]
fn Fold(
    rig: Rig,
    topics: Memo<Vec<Topic>>,
    topic: usize,
    /// Which of them the Tab key reaches, and the one that was used last.
    stop: (Memo<usize>, RwSignal<usize>),
) -> impl IntoView {
    let (stop, chosen) = stop;
    let own =
        Memo::new(move |_| topics.with(|topics| topics.get(topic).cloned().unwrap_or_default()));
    let row = Memo::new(move |_| rig.bands().with(|bands| bands.rows.get(topic).copied()));
    let is_open = move || {
        let kind = row.get().map(|row| row.kind);
        matches!(kind, Some(RowKind::Topic { is_open: true, .. }))
    };
    let pixels = move |of: fn(&Row) -> f64| format!("{}px", row.get().as_ref().map_or(0.0, of));
    let name = move || own.with(|(name, count)| say::matrix_topic(name, *count));
    view! {
        <button
            type="button"
            class="fold"
            tabindex=move || if stop.get() == topic { 0 } else { -1 }
            aria-label=name
            aria-expanded=move || is_open().to_string()
            data-testid=move || own.with(|(name, _)| format!("fold-{name}"))
            style:top=move || pixels(|row| row.top - 2.0)
            style:height=move || pixels(|row| row.body + 4.5)
            style:width=move || format!("{}px", rig.bands().with(|bands| bands.left - 6.0))
            on:focus=move |_| chosen.set(topic)
            on:click=move |_| rig.fold(topic)
        ></button>
    }
}

fn page_line(rig: Rig, pager: Pager) -> Tree {
    let Pager {
        top,
        first,
        shown,
        of,
    } = pager;
    let last = first + shown - 1;
    let step = |face: &'static str, name: Text, testid: &'static str, to: usize| {
        view! {
            <button
                type="button"
                aria-label=name
                aria-disabled=(to == first).to_string()
                data-testid=testid
                on:click=move |_| rig.page(to)
            >
                {face}
            </button>
        }
    };
    view! {
        <div class="fold__pages" style:top=format!("{top}px")>
            {step("↑", say::matrix_page_up(), "fold-up", first.saturating_sub(shown))}
            {step("↓", say::matrix_page_down(), "fold-down", (first + shown).min(of - shown))}
            <span data-testid="fold-page">{say::matrix_page(first, last, of)}</span>
        </div>
    }
}

impl Rig {
    /// Tells the buttons where the rows are.
    pub(super) fn show_bands(&self, plan: &RowPlan, left: f64) {
        let bands = Bands {
            rows: plan.bands().copied().collect(),
            pager: plan.pager,
            left,
        };
        if self.bands().with_untracked(|before| *before != bands) {
            self.bands().set(bands);
        }
    }

    /// Unfolds a topic, or folds it.
    fn fold(&self, topic: usize) {
        self.open().update(|open| {
            *open = match open {
                Some(open) if open.topic == topic => None,
                Some(_) | None => Some(Open { topic, first: 0 }),
            };
        });
        self.session().request_frame();
    }

    /// Shows the partitions of the unfolded topic from this one on.
    fn page(&self, first: usize) {
        self.open().update(|open| {
            if let Some(open) = open {
                open.first = first;
            }
        });
        self.session().request_frame();
    }

    /// Folds or unfolds the topic of the selected partition, or the first; false where rows are
    /// partitions.
    pub(super) fn folds_at_selection(&self) -> bool {
        let index = match self.session().selection.get_untracked() {
            Some(Selection::Partition(id)) => place(&self.lab(), id),
            Some(Selection::Consumer(_) | Selection::Event(_)) | None => None,
        };
        let index = index.unwrap_or(0);
        let topic = self.bands().with_untracked(|bands| {
            bands.rows.iter().position(|row| match row.kind {
                RowKind::Topic { start, end, .. } => (start..end).contains(&index),
                RowKind::Partition(_) => false,
            })
        });
        topic.inspect(|topic| self.fold(*topic)).is_some()
    }
}
