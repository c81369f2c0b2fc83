//! The shell: opens the address, puts the session into the context and the features into the
//! grid.

use leptos::prelude::*;
use locale::say;
use sim_core::link::{LinkError, Place};
use sim_core::scenario::default_scenario;
use sim_core::{Recording, Timeline};
use view_macro::view;
use wasm_bindgen::JsCast;

use crate::features::compare::Compare;
use crate::features::help::{Help, HelpOpen};
use crate::features::motion;
use crate::features::notices::{Messages, ToastLine};
use crate::features::share::{Share, ShareOpen, file};
use crate::features::side_panel::SidePanel;
use crate::features::stage::Stage;
use crate::features::stage_head::StageHead;
use crate::features::top_bar::TopBar;
use crate::features::transport_bar::TransportBar;
use crate::features::why_peek::WhyPeek;
use crate::session::{Session, SessionCommand};
use crate::tick_loop::FrameWork;
use crate::url_state::{self, Query};
use crate::{bench, dom, focus, language, panic_page, preferences, shortcuts, tick_loop};

/// Mounts the page in place of the static shell.
pub fn start() {
    panic_page::install();
    let Some(shell) = dom::document().get_element_by_id("app") else {
        return;
    };
    let (query, place) = url_state::open();
    if let Some(what) = query.bench {
        shell.set_inner_html("");
        shell.set_class_name("");
        bench::start(shell.unchecked_into(), what, query.speed);
        return;
    }
    // Leptos' own executor begins with the first mount.
    wasm_bindgen_futures::spawn_local(async move {
        let wanted = language::wanted(query.language);
        let is_loaded = language::load(wanted).await;
        shell.set_inner_html("");
        shell.set_class_name("");
        leptos::mount::mount_to(shell.unchecked_into(), move || {
            let session = open(&query, place);
            if !is_loaded {
                session.say(say::language_not_loaded(wanted.name()), false);
            }
            view! { <Shell session=session /> }
        })
        .forget();
    });
}

/// A session at the place and with the parameters of the address.
fn open(query: &Query, place: Option<Result<Place, LinkError>>) -> Session {
    let (place, broken) = match place {
        Some(Ok(place)) => (Some(place), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let mut recording = place.as_ref().map_or_else(
        || Recording::new(default_scenario(), url_state::SEED),
        |place| place.recording.clone(),
    );
    recording.seed = query.seed.unwrap_or(recording.seed);
    let (timeline, refused) = match Timeline::new(recording) {
        Ok(timeline) => (timeline, None),
        Err(error) => (default_timeline(), Some(error)),
    };
    let session = Session::new(timeline);
    if let Some(problem) = query.problems.first() {
        session.warn(problem.clone(), say::notice_default_used());
    }
    let broken = broken
        .map(|error| error.told())
        .or_else(|| refused.map(|error| error.told()));
    if let Some(problem) = broken {
        session.warn(
            say::notice_broken_link(problem),
            say::notice_default_scenario(),
        );
        session.dispatch(SessionCommand::Seek(query.t.unwrap_or(url_state::OPENING)));
    } else if let Some(place) = &place {
        url_state::tell_of_another_model(session, place);
        session.dispatch(SessionCommand::Seek(query.t.unwrap_or(place.at)));
        session.dispatch(SessionCommand::Select(place.selection));
    } else {
        session.dispatch(SessionCommand::Seek(query.t.unwrap_or(url_state::OPENING)));
    }
    session.dispatch(SessionCommand::SetSpeed(query.speed.unwrap_or(1.0)));
    preferences::start(session, query.theme);
    let view = query.view.or(place.map(|place| place.view));
    session.dispatch(SessionCommand::Show(view.unwrap_or_default()));
    if query.embed {
        dom::publish("embed", "1");
    }
    if query.autoplay {
        session.dispatch(SessionCommand::Play);
    }
    session
}

/// The first run.
fn default_timeline() -> Timeline {
    Timeline::new(Recording::new(default_scenario(), url_state::SEED))
        .expect("the default scenario is checked by the core's tests")
}

/// The page around a session.
#[component]
pub fn Shell(
    /// The session, put into the context here.
    session: Session,
    /// Gets the measured frames.
    #[prop(optional, into)]
    on_run: Option<Callback<FrameWork>>,
) -> impl IntoView {
    provide_context(session);
    provide_context(HelpOpen(RwSignal::new(false)));
    provide_context(ShareOpen(RwSignal::new(false)));
    url_state::follow(session);
    file::accept_drops(session);
    shortcuts::start(session);
    focus::start();
    motion::start(session);
    let work = tick_loop::start(session);
    if let Some(on_run) = on_run {
        on_run.run(work);
    }
    // Another language is another page around the same session.
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <Page />
        </For>
    }
}

/// Everything that is to be seen.
#[component]
fn Page() -> impl IntoView {
    let session = Session::get();
    view! {
        <div class="app">
            <TopBar />
            <main class="stage" aria-label=say::part_stage() tabindex="-1">
                <Messages />
                <Show
                    when=move || session.compared.with(Option::is_some)
                    fallback=|| view! { <StageHead /><Stage /> }
                >
                    <Compare />
                </Show>
            </main>
            <WhyPeek />
            <SidePanel />
            <TransportBar />
            <ToastLine />
            <Help />
            <Share />
        </div>
    }
}
