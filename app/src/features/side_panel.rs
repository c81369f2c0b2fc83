//! Why, Code, Events, Records, CLI, Settings: one at a time.

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use super::later::{Later, later, when_here};
use super::settings_form::Pasted;
use super::why_panel::WhyPanel;
use crate::components::tabs::{Tab, Tabs};
use crate::dom;
use crate::session::{Session, SessionCommand, SideTab};

const TABS: [SideTab; 6] = [
    SideTab::Why,
    SideTab::Code,
    SideTab::Events,
    SideTab::Records,
    SideTab::Cli,
    SideTab::Settings,
];
const NAMES: [Tab; 6] = [
    (say::side_why, "why"),
    (say::side_code, "code"),
    (say::side_events, "events"),
    (say::side_records, "records"),
    (say::side_cli, "cli"),
    (say::side_settings, "settings"),
];

/// The panel at the side.
#[component]
pub fn SidePanel() -> impl IntoView {
    let session = Session::get();
    provide_context(Pasted(RwSignal::new(String::new())));
    // Where nothing may be changed there is nothing to set, the last tab.
    let is_read_only = dom::has("readonly");
    let tabs = &NAMES[..NAMES.len() - usize::from(is_read_only)];
    let shown = move || match session.tab.get() {
        SideTab::Settings if is_read_only => SideTab::Why,
        tab @ (SideTab::Why
        | SideTab::Code
        | SideTab::Events
        | SideTab::Records
        | SideTab::Cli
        | SideTab::Settings) => tab,
    };
    let at = Signal::derive(move || {
        let tab = shown();
        TABS.iter().position(|other| *other == tab).unwrap_or(0)
    });
    let panel = move || match shown() {
        SideTab::Why => view! { <WhyPanel /> },
        SideTab::Code => later(Later::Code),
        SideTab::Events => later(Later::Events),
        SideTab::Records => later(Later::Records),
        SideTab::Cli => later(Later::Cli),
        SideTab::Settings => later(Later::Settings),
    };
    let node = NodeRef::<leptos::html::Aside>::new();
    Effect::new(move |before: Option<SideTab>| {
        let tab = session.tab.get();
        // On a narrow page the panel lies below the stage.
        if before.is_some_and(|before| before != tab)
            && dom::media_matches("(max-width: 900px)")
            && let Some(panel) = node.get_untracked()
        {
            panel.scroll_into_view();
            // It may be too short for that until its part is here.
            when_here(move || panel.scroll_into_view());
        }
        tab
    });
    let named = move |prefix: &str| format!("{prefix}-{}", NAMES[at.get()].1);
    view! {
        <aside
            class="side"
            node_ref=node
            aria-label=say::side_name()
        >
            <Tabs
                label=say::side_tabs()
                tabs=tabs
                at=at
                on_choose=move |index| session.dispatch(SessionCommand::ShowTab(TABS[index]))
            />
            <div
                class="side__body"
                role="tabpanel"
                id=move || named("panel")
                aria-labelledby=move || named("tab")
                // While a guess is open nothing in Why takes the focus, and it may need scrolling.
                tabindex=move || session.prediction.with(Option::is_some).then_some("0")
            >
                <h2 class="sr">{move || NAMES[at.get()].0()}</h2>
                {panel}
            </div>
        </aside>
    }
}
