//! The shell: opens the address, puts the session into the context and the features into the
//! grid.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::link::{LinkError, Place};
use sim_core::scenario::default_scenario;
use sim_core::{Recording, Timeline};
use view_macro::view;
use wasm_bindgen::JsCast;
use wasm_split_helpers::SplitLoaderError;

use crate::features::glossary;
use crate::features::help::{Help, HelpOpen, Keys};
use crate::features::later::{self, Later, later};
use crate::features::motion;
use crate::features::notices::{Messages, ToastLine};
use crate::features::share::{ShareDialog, ShareOpen, file};
use crate::features::side_panel::SidePanel;
use crate::features::stage::Stage;
use crate::features::stage_head::StageHead;
use crate::features::top_bar::TopBar;
use crate::features::transport_bar::TransportBar;
use crate::features::why_peek::WhyPeek;
use crate::language::said;
use crate::rooms::{Closed, Page};
use crate::session::{Session, SessionCommand};
use crate::tick_loop::FrameWork;
use crate::tree::Tree;
use crate::url_state::{self, Opened, Query, Room};
use crate::{
    bench, dom, embed, focus, language, panic_page, preferences, rooms, shortcuts, tick_loop,
    wasm_split,
};

/// Mounts the page in place of the static shell.
pub fn start() {
    panic_page::install();
    let Some(shell) = dom::document().get_element_by_id("app") else {
        return;
    };
    let query = url_state::query();
    if let Some(what) = query.bench {
        shell.set_inner_html("");
        shell.set_class_name("");
        wasm_bindgen_futures::spawn_local(async move {
            let started = bench::start(shell.unchecked_into(), what, query.speed);
            if let Err(error) = started.await {
                dom::note(&error.to_string());
            }
        });
        return;
    }
    // Leptos' own executor begins with the first mount.
    wasm_bindgen_futures::spawn_local(async move {
        let is_loaded = language::load(language::wanted(query.language)).await;
        let place = url_state::open().await;
        let place = match place {
            None => None,
            Some(Opened::Place(place)) => Some(Ok(*place)),
            Some(Opened::Broken(error)) => Some(Err(error)),
            // The shell says so, and the link stays in the address.
            Some(Opened::NoReader) => return give_up(&said(&say::link_no_reader())),
        };
        let room = room(&query, place.is_some());
        let page = match rooms::enter(room, query.shape, query.theme).await {
            Ok(Some(page)) => Ok(page),
            Ok(None) => opened(query, None, place, !is_loaded).await,
            Err(Closed::Refused(problem)) => opened(query, Some(problem), place, !is_loaded).await,
            Err(Closed::NotHere) => Err(Closed::NotHere),
        };
        let Ok(page) = page else {
            return give_up(&said(&say::part_not_loaded()));
        };
        shell.set_inner_html("");
        shell.set_class_name("");
        leptos::mount::mount_to(shell.unchecked_into(), page).forget();
    });
}

/// The lab, when its code and the run that the address names are here.
async fn opened(
    query: Query,
    refused: Option<Text>,
    place: Option<Result<Place, LinkError>>,
    lacks_language: bool,
) -> Result<Page, Closed> {
    let (named, refused) = scenario(&query, refused).await;
    let opening = Opening {
        query,
        named,
        place,
        refused,
        lacks_language,
    };
    lab(opening).await.map_err(|_did_not_come| Closed::NotHere)
}

/// What the lab opens with.
struct Opening {
    query: Query,
    /// The run that the query names.
    named: Option<Recording>,
    /// What the link holds.
    place: Option<Result<Place, LinkError>>,
    /// Why something else is not shown.
    refused: Option<Text>,
    /// The catalogue of the wanted language did not come.
    lacks_language: bool,
}

/// The lab has a file of its own, because the way in needs only a part of it.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(lab, fallible)]
fn lab(opening: Opening) -> Result<Page, SplitLoaderError> {
    Ok(Box::new(move || shown(opening)))
}

fn shown(opening: Opening) -> Tree {
    let query = &opening.query;
    let session = open(query, opening.named, opening.place);
    if let Some(problem) = opening.refused {
        session.warn(problem, say::notice_default_scenario());
    }
    if query.embed {
        embed::start(session, query.grows);
    }
    if opening.lacks_language {
        let wanted = language::wanted(query.language);
        session.say(say::language_not_loaded(wanted.name()), false);
    }
    let rested = if query.embed {
        embed::tell_link
    } else {
        // The button of an embed says how much it loads, so there the rest waits until asked for.
        later::prefetch();
        url_state::write
    };
    glossary::start();
    view! { <Shell session=session rested=rested /> }
}

/// Which page the address asks for.
fn room(query: &Query, has_place: bool) -> Room {
    let is_author = matches!(query.room, Some(Room::Author(_)));
    match (&query.room, url_state::lesson_fragment()) {
        (_, Some(fragment)) if !is_author => Room::Written(fragment),
        (Some(room), _) => room.clone(),
        (None, _) if query.is_of_lab || has_place => Room::Lab,
        (None, _) => Room::Home,
    }
}

/// The run that the query names, or why there is none.
async fn scenario(query: &Query, refused: Option<Text>) -> (Option<Recording>, Option<Text>) {
    let Some(name) = &query.scenario else {
        return (None, refused);
    };
    match rooms::named(name).await {
        Ok(recording) => (Some(recording), refused),
        Err(problem) => (None, Some(problem)),
    }
}

/// Has the shell say that there will be no page, and why.
fn give_up(problem: &str) {
    // A rejection that nobody handles: what the shell watches for.
    drop(js_sys::Promise::reject(&problem.into()));
}

/// A session at the place and with the parameters of the address.
fn open(
    query: &Query,
    named: Option<Recording>,
    place: Option<Result<Place, LinkError>>,
) -> Session {
    let (place, broken) = match place {
        Some(Ok(place)) => (Some(place), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let from_link = place.as_ref().map(|place| place.recording.clone());
    let mut recording = from_link
        .or(named)
        .unwrap_or_else(|| Recording::new(default_scenario(), url_state::SEED));
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
    show_shape(session, query);
    let view = query.view.or(place.map(|place| place.view));
    session.dispatch(SessionCommand::Show(view.unwrap_or_default()));
    if query.autoplay {
        session.dispatch(SessionCommand::Play);
    }
    session
}

/// What of the page is shown.
fn show_shape(session: Session, query: &Query) {
    if !query.embed {
        return;
    }
    dom::publish("embed", "1");
    dom::publish("controls", query.controls.name());
    if query.grows {
        dom::publish("height", "auto");
    }
    if query.read_only {
        dom::publish("readonly", "1");
        session.make_read_only();
    }
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
    /// Called when another place was shown for a while.
    rested: url_state::Rested,
    /// Gets the measured frames.
    #[prop(optional, into)]
    on_run: Option<Callback<FrameWork>>,
) -> impl IntoView {
    provide_context(session);
    provide_context(HelpOpen(RwSignal::new(false)));
    provide_context(ShareOpen(RwSignal::new(false)));
    url_state::follow(session, rested);
    let share = expect_context::<ShareOpen>().0;
    file::accept_drops(
        session,
        say::act_run_stays,
        file::take_in_lab(session, share),
    );
    shortcuts::start(session, Keys::Lab);
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
            <Everything />
        </For>
    }
}

/// Everything that is to be seen.
#[component]
fn Everything() -> impl IntoView {
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
                    {later(Later::Compare)}
                </Show>
            </main>
            <WhyPeek />
            <SidePanel />
            <TransportBar />
            <ToastLine />
            <Help keys=Keys::Lab />
            <ShareDialog />
        </div>
    }
}
