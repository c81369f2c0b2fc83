//! What can be done to a consumer's program: slow it down, block it inside a batch.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::scenario::ProcessingTime;
use sim_core::{Command, ConsumerId};
use view_macro::view;

use super::actions::act;
use super::read;
use crate::components::menu::Menu;
use crate::features::words;
use crate::session::Session;

/// Blocks the menu offers: text and milliseconds.
const BLOCKS: [(fn() -> Text, u64); 3] = [
    (say::program_block_short, 2_000),
    (say::program_block_longer, 30_000),
    (say::program_block_long, 360_000),
];

/// Ten times the time per record, and back.
#[component]
pub fn SlowAct(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let now = read(session, id, |view, _| Some(view.processing));
    let base = StoredValue::new(first_processing(session, &name.get_untracked()));
    let usual = move || base.get_value().or_else(|| now.get_untracked());
    let is_slow =
        Memo::new(move |_| now.get().is_some() && now.get() == usual().map(words::slowed));
    let toggle = move |_| {
        let next = if is_slow.get_untracked() {
            usual()
        } else {
            usual().map(words::slowed)
        };
        if let Some(processing) = next {
            let who = name.get_untracked();
            act(session, Command::SetProcessing { who, processing });
        }
    };
    view! {
        <button
            type="button"
            title=say::program_slow_hint()
            aria-pressed=move || is_slow.get().to_string()
            data-testid=move || format!("slow-{}", name.get())
            on:click=toggle
        >
            {say::program_slow()}
        </button>
    }
}

/// Sleeps once inside the batch, for a choice of lengths.
#[component]
pub fn BlockMenu(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let items = move || {
        BLOCKS.map(|(text, ms)| view! {
        <button
            type="button"
            class="menu__item"
            on:click=move |_| act(session, Command::Block { who: name.get_untracked(), ms })
        >
            {text()}
        </button>
    }).into_iter().collect_view()
    };
    view! {
        <Menu label=say::program_block_hint() testid="block" class="acts__more" up=true face=|| view! { {say::program_block()} }>
            {items()}
        </Menu>
    }
}

/// What the scenario or the command that added it gave this consumer.
fn first_processing(session: Session, name: &str) -> Option<ProcessingTime> {
    let recording = session.recording();
    let added = recording.commands.iter().find_map(|timed| {
        if let Command::AddConsumer { consumer } = &timed.command {
            (consumer.name == name).then_some(consumer.program.processing)
        } else {
            None
        }
    });
    let known = recording
        .scenario
        .consumers
        .iter()
        .find(|spec| spec.name == name);
    known.map(|spec| spec.program.processing).or(added)
}
