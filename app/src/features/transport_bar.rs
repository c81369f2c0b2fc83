//! The deck: play, steps, time, branches, speed and seed.

mod branch_menu;
mod clock_time;
mod speed;

use leptos::prelude::*;
use locale::say;
use sim_core::SimTime;
use view_macro::view;

use self::branch_menu::BranchMenu;
use self::clock_time::ClockTime;
use self::speed::Speed;
use super::why_peek::WhyButton;
use crate::components::icon::Icon;
use crate::features::notices::copy_or_warn;
use crate::session::{Session, SessionCommand};
use crate::{dom, url_state};

/// The bar at the bottom.
#[component]
pub fn TransportBar() -> impl IntoView {
    let session = Session::get();
    view! {
        <footer class="deck" aria-label=say::deck_name()>
            <Steps />
            <button
                class="btn btn--quiet deck__tick"
                type="button"
                data-testid="plus-ms"
                on:click=move |_| session.dispatch(SessionCommand::StepMillis(1))
            >
                <Icon name="tick" size=15 />
                "+1 ms"
            </button>
            <span class="deck__rule"></span>
            <ClockTime />
            <span class="deck__rule"></span>
            <BranchMenu />
            <span class="topbar__grow"></span>
            <Speed />
            <WhyButton />
            {dom::has("embed").then(|| view! { <OpenInLab /> })}
            <span class="deck__rule deck__seed"></span>
            <Seed />
        </footer>
    }
}

/// Opens what an embed shows in a tab of its own.
#[component]
fn OpenInLab() -> impl IntoView {
    let session = Session::get();
    let open = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        leptos::task::spawn_local(async move {
            let link = url_state::share_link(session).await;
            let link = link.unwrap_or_else(url_state::page_address);
            if !dom::open_tab(&link) {
                let refused = (say::embed_no_tab(), link.clone());
                copy_or_warn(session, link, say::embed_no_tab_copied(), refused);
            }
        });
    };
    view! {
        <a
            class="btn btn--quiet deck__open"
            href=url_state::page_address()
            target="_blank"
            rel="noopener"
            aria-label=say::lesson_open_lab()
            data-testid="open-lab"
            on:click=open
        >
            <span class="deck__open-word">{say::lesson_open_lab()}</span>
            <Icon name="open" size=14 />
        </a>
    }
}

/// The bar of pages that only watch: play, steps, time and speed.
#[component]
pub fn SmallDeck() -> impl IntoView {
    view! {
        <footer class="deck" aria-label=say::deck_name()>
            <Steps />
            <span class="deck__rule"></span>
            <ClockTime />
            <span class="topbar__grow"></span>
            <Speed />
        </footer>
    }
}

/// Back to the start, play, and on to what happens next.
#[component]
fn Steps() -> impl IntoView {
    let session = Session::get();
    view! {
        <button
            class="btn btn--quiet btn--icon"
            type="button"
            aria-label=say::deck_to_start()
            title=say::deck_to_start_key()
            data-testid="to-start"
            on:click=move |_| session.dispatch(SessionCommand::Seek(SimTime::ZERO))
        >
            <Icon name="prev" />
        </button>
        <PlayButton />
        <button
            class="btn deck__next"
            type="button"
            aria-label=say::deck_next_event()
            data-testid="next-event"
            on:click=move |_| session.dispatch(SessionCommand::NextEvent)
        >
            <Icon name="next" size=14 />
            <span class="deck__word">{say::deck_next_event()}</span>
            <span class="kbd deck__word">"."</span>
        </button>
    }
}

#[component]
fn PlayButton() -> impl IntoView {
    let session = Session::get();
    let playing = Memo::new(move |_| session.playback.with(|state| state.playing));
    view! {
        <button
            class="play"
            type="button"
            aria-label=move || if playing.get() { say::deck_pause() } else { say::deck_play() }
            title=say::help_key_play()
            data-testid="play"
            on:click=move |_| session.dispatch(SessionCommand::Toggle)
        >
            {move || {
                if playing.get() {
                    view! { <Icon name="pause" /> }
                } else {
                    view! { <Icon name="play" /> }
                }
            }}
        </button>
    }
}

#[component]
fn Seed() -> impl IntoView {
    let session = Session::get();
    let seed = Memo::new(move |_| {
        session.story.track();
        session.recording().seed
    });
    let problem = RwSignal::new(false);
    let change = move |event: leptos::ev::Event| match event_target_value(&event).trim().parse() {
        Ok(seed) => {
            problem.set(false);
            session.dispatch(SessionCommand::SetSeed(seed));
        }
        Err(_) => problem.set(true),
    };
    view! {
        <label class="deck__field deck__seed">
            {say::deck_seed()}
            <input
                class="field-input"
                inputmode="numeric"
                size="4"
                aria-invalid=move || problem.get().to_string()
                title=say::deck_seed_title()
                data-testid="seed"
                prop:value=move || seed.get().to_string()
                on:change=change
            />
        </label>
    }
}
