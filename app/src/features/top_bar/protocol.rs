//! Which rebalance protocol and assignor the group uses, and whose defaults hold.

use leptos::prelude::*;
use view_macro::view;

use crate::session::Session;

/// Which rebalance protocol and assignor the group uses, and whose defaults hold.
#[component]
pub(super) fn Protocol(#[prop(into)] release: Signal<String>) -> impl IntoView {
    let session = Session::get();
    let lab = session.lab();
    let assignor =
        Memo::new(move |_| lab.with(|lab| lab.groups.first().and_then(|group| group.protocol)));
    view! {
        <span class="topbar__protocol" data-testid="protocol">
            <span class="chip chip--line" title="group.protocol=classic: everyone meets at a barrier">
                "classic protocol"
            </span>
            {move || {
                assignor
                    .get()
                    .map(|name| {
                        view! {
                            <span class="chip chip--line" title="The assignor the group agreed on">
                                {name}
                            </span>
                        }
                    })
            }}
            <span class="chip chip--line" title="Settings that are not changed have this release's defaults">
                {move || format!("Kafka {}", release.get())}
            </span>
        </span>
    }
}
