//! The application around `poll()`: time per record, commits, listener, workers and results.

mod block;
mod edit;
mod parts;
mod subscription;

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use self::block::BlockFields;
use self::parts::BLOCKS;
use self::subscription::SubscriptionField;

/// The program of the chosen consumers, part by part.
#[component]
pub(super) fn ProgramForm() -> impl IntoView {
    let blocks = BLOCKS.iter().map(|block| view! { <BlockFields block /> });
    view! {
        <section class="settings__group">
            <h3>{say::settings_program()}</h3>
            {blocks.collect_view()}
            <SubscriptionField />
        </section>
    }
}
