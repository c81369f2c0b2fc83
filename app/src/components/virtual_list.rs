//! A list of rows of equal height that keeps only the visible ones in the page.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use locale::Text;
use view_macro::view;

/// Rows kept above and below the visible part.
const MARGIN_ROWS: usize = 6;
/// Rows shown before the first scroll tells the real height.
const FIRST_ROWS: usize = 40;

/// A windowed list.
#[component]
pub fn VirtualList<T, F, V>(
    /// All items.
    #[prop(into)]
    items: Signal<Arc<Vec<T>>>,
    /// Height of a row in pixels.
    row_px: u32,
    /// Name for assistive technology.
    #[prop(into)]
    label: Text,
    /// For tests.
    testid: &'static str,
    /// Renders one item.
    row: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let window = RwSignal::new((0_usize, FIRST_ROWS));
    let row_height = row_px.max(1);
    let scrolled = move |_| {
        if let Some(list) = node.get_untracked() {
            let top = u32::try_from(list.scroll_top()).unwrap_or(0) / row_height;
            let seen = u32::try_from(list.client_height()).unwrap_or(0) / row_height;
            let first = (top as usize).saturating_sub(MARGIN_ROWS);
            let next = (first, seen as usize + 2 * MARGIN_ROWS + 1);
            if window.get_untracked() != next {
                window.set(next);
            }
        }
    };
    let rows = move || {
        let items = items.get();
        let (first, count) = window.get();
        let first = first.min(items.len().saturating_sub(1));
        let shown = items
            .iter()
            .enumerate()
            .skip(first)
            .take(count.max(FIRST_ROWS));
        let total = items.len();
        let row = row.clone();
        shown
            .map(|(index, item)| {
                let top = index * row_height as usize;
                view! {
                    <div
                        class="vlist__row"
                        role="listitem"
                        aria-posinset=(index + 1).to_string()
                        aria-setsize=total.to_string()
                        style:top=format!("{top}px")
                        style:height=format!("{row_height}px")
                    >
                        {row(item.clone())}
                    </div>
                }
            })
            .collect_view()
    };
    let height = move || {
        let px = items.with(|items| items.len()) * row_height as usize;
        format!("{px}px")
    };
    view! {
        <div class="vlist" node_ref=node on:scroll=scrolled data-testid=testid>
            <div class="vlist__all" role="list" aria-label=label style:height=height>
                {rows}
            </div>
        </div>
    }
}
