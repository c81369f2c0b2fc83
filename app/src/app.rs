//! The shell: puts the session into the context and the features into the grid.

use leptos::prelude::*;
use sim_core::scenario::default_scenario;
use sim_core::{Recording, Timeline};
use wasm_bindgen::JsCast;

use crate::features::stage::Stage;
use crate::session::Session;
use crate::{dom, tick_loop};

/// Mounts the page in place of the static shell.
pub fn start() {
    let Some(shell) = dom::document().get_element_by_id("app") else {
        return;
    };
    shell.set_inner_html("");
    leptos::mount::mount_to(shell.unchecked_into(), App).forget();
}

#[component]
fn App() -> impl IntoView {
    let timeline = Timeline::new(Recording::new(default_scenario(), 7))
        .expect("the default scenario is checked by the core's tests");
    let session = Session::new(timeline);
    provide_context(session);
    tick_loop::start(session);
    view! {
        <main class="stage">
            <Stage />
        </main>
    }
}
