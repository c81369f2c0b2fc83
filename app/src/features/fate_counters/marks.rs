//! The marks of the matrix as small pictures: the legend.

use leptos::prelude::*;
use view_macro::view;

use super::occurrences::Fate;

/// The mark of a fate.
#[component]
pub fn FateMark(
    /// The fate.
    fate: Fate,
) -> impl IntoView {
    let drawing = match fate {
        Fate::Rebalance => view! {
            <rect class="mark-band" x="3" y="1" width="12" height="16"></rect>
            <rect class="mark-ink" x="3" y="1" width="12" height="2.5"></rect>
            <path class="mark-edge" d="M3.500 4v13M14.500 4v13"></path>
        }
        .into_any(),
        Fate::Stopped => view! {
            <rect x="1.5" y="4.5" width="15" height="9" fill="url(#hatch)"></rect>
            <rect class="mark-frame" x="1.5" y="4.5" width="15" height="9"></rect>
        }
        .into_any(),
        Fate::Once => view! {
            <rect class="mark-own" x="1.5" y="4.5" width="15" height="9"></rect>
            <path class="mark-commit" d="M11.500 9v4"></path>
        }
        .into_any(),
        Fate::Twice => view! {
            <rect class="mark-own" x="1.5" y="2.5" width="15" height="8"></rect>
            <rect class="mark-twice" x="3" y="12" width="12" height="3"></rect>
        }
        .into_any(),
        Fate::Lost => {
            view! { <path class="mark-lost" d="M9 2.500 15.500 9 9 15.500 2.500 9z"></path> }
                .into_any()
        }
        Fate::Skipped => {
            view! { <path class="mark-skipped" d="M3 4l5.500 5L3 14M9 4l5.500 5L9 14"></path> }
                .into_any()
        }
        Fate::Lag => view! {
            <path class="mark-area" d="M1.500 15.500V12L6 10l4-5 3 4 3.500 2v4.500z"></path>
            <path class="mark-curve" d="M1.500 12 6 10l4-5 3 4 3.500 2"></path>
        }
        .into_any(),
    };
    view! {
        <svg class="fate__mark o1" width="18" height="18" aria-hidden="true">
            {drawing}
        </svg>
    }
}
