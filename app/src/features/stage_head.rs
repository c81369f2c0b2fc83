//! The now line, the prediction and what can be done to the whole group.

mod group_acts;

use leptos::prelude::*;
use view_macro::view;

pub use self::group_acts::{add_consumer, add_partition, rolling_restart};
use self::group_acts::{grow, topics};
use super::now_line::NowLine;
use super::prediction::PredictionPrompt;
use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::session::Session;

/// Heading of the stage.
#[component]
pub fn StageHead() -> impl IntoView {
    let session = Session::get();
    view! {
        <header class="stage__head">
            <NowLine />
            <div class="stage__acts">
                <button
                    class="btn"
                    type="button"
                    data-testid="add-consumer"
                    on:click=move |_| add_consumer(session)
                >
                    <Icon name="plus" size=14 />
                    "Consumer"
                </button>
                <Menu
                    label="Add partitions"
                    testid="add-partitions"
                    face=|| view! { <Icon name="plus" size=14 /> "Partitions" }
                >
                    <TopicItems />
                </Menu>
                <button
                    class="btn"
                    type="button"
                    data-testid="rolling-restart"
                    on:click=move |_| rolling_restart(session)
                >
                    "Rolling restart"
                </button>
            </div>
        </header>
        <PredictionPrompt />
    }
}

#[component]
fn TopicItems() -> impl IntoView {
    let session = Session::get();
    let rows = topics(session).into_iter().map(|(name, count)| {
        let item = |more: u32| {
            let topic = name.clone();
            view! {
                <button
                    class="menu__item"
                    type="button"
                    data-testid="add-partitions-item"
                    on:click=move |_| grow(session, topic.clone(), count + more)
                >
                    {format!("{name}: {more} more")}
                    <small>{format!("{count} to {}", count + more)}</small>
                </button>
            }
        };
        (item(1), item(4))
    });
    rows.collect_view()
}
