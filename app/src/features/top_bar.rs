//! Brand, scenario, group protocol, settings, share, theme and help.

mod protocol;

use std::collections::BTreeSet;

use leptos::prelude::*;
use locale::{Language, Text, say};
use sim_core::{Command, Recording, sorting};
use view_macro::view;

use self::protocol::Protocol;
use super::help::HelpOpen;
use super::share::ShareOpen;
use crate::components::icon::Icon;
use crate::session::{Compared, Session, SessionCommand, SideTab};
use crate::{language, preferences};

/// The bar at the top.
#[component]
pub fn TopBar() -> impl IntoView {
    let session = Session::get();
    let share = expect_context::<ShareOpen>().0;
    let scenario = Memo::new(move |_| {
        session.story.track();
        let scenario = session.recording().scenario;
        (scenario.name, scenario.title, scenario.release)
    });
    let title = move || {
        scenario.with(|(name, title, _)| match title.as_str() {
            "" => Text::verbatim(name.clone()),
            // The first run is the page's own and speaks its language.
            title if say::top_first_run() == title => say::top_first_run(),
            title => Text::verbatim(title.to_owned()),
        })
    };
    view! {
        <header class="topbar">
            <Brand />
            <span class="topbar__rule"></span>
            <h1 class="topbar__title" data-testid="scenario-title">
                {title}
            </h1>
            <Protocol release=Signal::derive(move || scenario.with(|(_, _, r)| r.clone())) />
            <button
                class="btn btn--quiet topbar__settings"
                type="button"
                data-testid="settings-button"
                on:click=move |_| session.dispatch(SessionCommand::ShowTab(SideTab::Settings))
            >
                <b>{say::top_settings()}</b>
                <ChangedCount />
            </button>
            <span class="topbar__grow"></span>
            <CompareButton />
            <button
                class="btn"
                type="button"
                aria-label=say::top_share()
                data-testid="share"
                on:click=move |_| share.set(true)
            >
                <Icon name="share" size=15 />
                <span class="topbar__word">{say::top_share()}</span>
            </button>
            <PageTools help=true />
        </header>
    }
}

/// What every page ends its bar with: language, theme, help.
#[component]
pub fn PageTools(
    /// The page listens to keys, and help lists them.
    #[prop(optional)]
    help: bool,
) -> impl IntoView {
    let session = Session::get();
    let help = help.then(|| expect_context::<HelpOpen>().0);
    view! {
        <OtherLanguage />
        <button
            class="btn btn--quiet btn--icon"
            type="button"
            aria-label=say::top_theme()
            data-testid="theme"
            on:click=move |_| preferences::toggle_theme(session)
        >
            <Icon name="theme" />
        </button>
        {help
            .map(|help| {
                view! {
                    <button
                        class="btn btn--quiet btn--icon"
                        type="button"
                        aria-label=say::top_help()
                        data-testid="help"
                        on:click=move |_| help.set(true)
                    >
                        "?"
                    </button>
                }
            })}
    }
}

/// Switches to the language that the page does not speak now, under that language's own name.
#[component]
fn OtherLanguage() -> impl IntoView {
    let session = Session::get();
    // The sign is for phones, and part of the name for those who say what they see.
    let (other, sign, name) = match session.language.get_untracked() {
        Language::English => (Language::Korean, "한", "한국어"),
        Language::Korean => (Language::English, "EN", "English, EN"),
    };
    view! {
        <button
            class="btn btn--quiet"
            type="button"
            lang=other.code()
            aria-label=name
            data-testid="language"
            on:click=move |_| language::switch(session, other)
        >
            <span class="topbar__word">{other.name()}</span>
            <span class="topbar__sign">{sign}</span>
        </button>
    }
}

#[component]
fn CompareButton() -> impl IntoView {
    let session = Session::get();
    view! {
        <button
            class="btn btn--quiet topbar__compare"
            type="button"
            data-testid="compare-open"
            aria-pressed=move || session.compared.with(Option::is_some).to_string()
            on:click=move |_| toggle_compare(session)
        >
            <b>{say::top_compare()}</b>
        </button>
    }
}

/// Compares protocols, or returns to the stage.
pub fn toggle_compare(session: Session) {
    let what = session.compared.with_untracked(Option::is_none);
    session.dispatch(SessionCommand::Compare(what.then_some(Compared::Protocols)));
}

/// The brand.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <Icon name="brand" size=20 />
            <span class="topbar__word">"Rebalance Lab"</span>
        </span>
    }
}

#[component]
fn ChangedCount() -> impl IntoView {
    let session = Session::get();
    let count = Memo::new(move |_| {
        session.story.track();
        changed_keys(&session.recording()).len()
    });
    let text = move || match count.get() {
        0 => say::top_defaults(),
        count => say::top_changed(count),
    };
    view! {
        <span class="chip" data-testid="changed-count">
            {text}
        </span>
    }
}

/// Keys that the scenario or an act set.
fn changed_keys(recording: &Recording) -> BTreeSet<&String> {
    let scenario = &recording.scenario;
    let shared = scenario.props.keys().chain(scenario.broker.keys());
    let own = scenario.consumers.iter().flat_map(|one| one.props.keys());
    let acted = recording.commands.iter().filter_map(|timed| {
        if let Command::SetConfig { key, .. } = &timed.command {
            Some(key)
        } else {
            None
        }
    });
    sorting::set_of(shared.chain(own).chain(acted))
}
