//! Which rebalance protocol and assignor the group uses, and whose defaults hold.

use leptos::prelude::*;
use locale::say;
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
            <span class="chip chip--line" data-term="classic-protocol" title=say::top_classic_title()>
                {say::top_classic()}
            </span>
            {move || {
                assignor
                    .get()
                    .map(|name| {
                        view! {
                            <span class="chip chip--line" data-term="assignor" title=say::top_assignor_title()>
                                {name}
                            </span>
                        }
                    })
            }}
            <span class="chip chip--line" title=say::top_release_title()>
                {move || format!("Kafka {}", release.get())}
            </span>
        </span>
    }
}
