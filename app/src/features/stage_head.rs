//! The now line, the prediction and what can be done to the whole group.

mod group_acts;
mod new_consumer;
mod new_topic;

use leptos::prelude::*;
use locale::say;
use sim_core::GroupId;
use view_macro::view;

pub use self::group_acts::{add_consumer, add_partition, rolling_restart};
use self::group_acts::{grow, topics};
use self::new_consumer::NewConsumer;
use self::new_topic::NewTopic;
use super::now_line::NowLine;
use super::prediction::PredictionPrompt;
use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::session::Session;

/// Heading of the stage.
#[component]
pub fn StageHead() -> impl IntoView {
    let session = Session::get();
    let consumer_open = RwSignal::new(false);
    let topic_open = RwSignal::new(false);
    view! {
        <header class="stage__head">
            <NowLine />
            <div class="stage__acts">
                <span class="stage__pair">
                    <button
                        class="btn"
                        type="button"
                        data-testid="add-consumer"
                        on:click=move |_| add_consumer(session)
                    >
                        <Icon name="plus" size=14 />
                        {say::stage_add_consumer()}
                    </button>
                    <button
                        class="btn btn--icon"
                        type="button"
                        aria-label=say::stage_add_other()
                        title=say::stage_add_other()
                        aria-haspopup="dialog"
                        data-testid="new-consumer"
                        on:click=move |_| consumer_open.set(true)
                    >
                        "…"
                    </button>
                </span>
                <Menu
                    label=say::stage_add_partitions_menu()
                    testid="add-partitions"
                    face=|| view! { <Icon name="plus" size=14 /> {say::stage_add_partitions()} }
                >
                    <TopicItems />
                    <div class="menu__rule" />
                    <button class="menu__item" type="button" data-testid="new-topic" on:click=move |_| topic_open.set(true)>
                        {say::stage_new_topic()}
                    </button>
                </Menu>
                <RollingRestart />
            </div>
        </header>
        <NewConsumer open=consumer_open />
        <NewTopic open=topic_open />
        <PredictionPrompt />
    }
}

/// A button, or a list of the groups where there are several.
#[component]
fn RollingRestart() -> impl IntoView {
    let session = Session::get();
    let groups = Memo::new(move |_| {
        session.lab().with(|lab| {
            let groups = lab.groups.iter();
            groups
                .map(|group| (group.id, group.name.to_string()))
                .collect::<Vec<_>>()
        })
    });
    let items = move || {
        let item = |(id, name): (GroupId, String)| {
            view! {
                <button
                    class="menu__item"
                    type="button"
                    data-testid="rolling-restart-item"
                    on:click=move |_| rolling_restart(session, Some(id))
                >
                    {name}
                </button>
            }
        };
        groups.get().into_iter().map(item).collect_view()
    };
    let one = move || {
        view! {
            <button
                class="btn"
                type="button"
                data-testid="rolling-restart"
                on:click=move |_| rolling_restart(session, None)
            >
                {say::stage_rolling_restart()}
            </button>
        }
    };
    view! {
        <Show when=move || groups.with(|all| all.len() > 1) fallback=one>
            <Menu label=say::stage_rolling_restart() testid="rolling-restart" face=|| view! { {say::stage_rolling_restart()} }>
                {items}
            </Menu>
        </Show>
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
                    {say::stage_more_partitions(&name, more)}
                    <small>{say::stage_from_to(count, count + more)}</small>
                </button>
            }
        };
        (item(1), item(4))
    });
    rows.collect_view()
}
