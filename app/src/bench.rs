//! Benchmark mode (`?bench=1`): measures on the main thread of this browser and leaves one JSON
//! object in `window.__bench`.
//!
//! Deliberately lacks judgement; floors are read by people.

use std::collections::BTreeMap;

use crate::wasm_split;
use leptos::prelude::*;
use serde_json::{Value, json};
use sim_core::scenario::standard_load;
use sim_core::view::Harm;
use sim_core::what_if::LeverSearch;
use sim_core::{Command, Recording, SimDuration, SimTime, Timeline, sorting};
use view_macro::view;
use wasm_bindgen::JsValue;
use wasm_split_helpers::SplitLoaderError;

use crate::app::Shell;
use crate::dom;
use crate::session::{Session, SessionCommand, SideTab};
use crate::tick_loop::{FrameCost, FrameWork};
use crate::url_state::{self, Bench};

const SEED: u64 = 7;
/// Events per slice; the benchmark never looks at the clock in between.
const SLICE_EVENTS: u32 = 50_000;
/// Wall time per load.
const THROUGHPUT_MS: f64 = 3_000.0;
/// Simulated length of the run whose fingerprint is compared with the native one.
const FINGERPRINT_AT: SimTime = SimTime::from_millis(600_000);
/// Wall time of the frame test.
const FRAMES_MS: u32 = 20_000;
/// Simulated before the frame test, so that the group is stable.
const WARM_UP: SimTime = SimTime::from_millis(10_000);
/// The largest load is stable again after its kill.
const STABLE_AGAIN: SimTime = SimTime::from_millis(80_000);
/// Events of the search for levers per slice, as in Why.
const SLICE_OF_LEVERS: u32 = 64;

type Results = BTreeMap<String, Value>;

/// Runs everything, one piece per task so that the browser stays alive. No visitor needs it, so it
/// is not in the page's own file.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(later, fallible)]
pub fn start(
    root: web_sys::HtmlElement,
    what: Bench,
    speed: Option<f64>,
) -> Result<(), SplitLoaderError> {
    wasm_bindgen_futures::spawn_local(async move {
        let mut results = Results::new();
        let began_ms = dom::now_ms();
        match what {
            Bench::Core => {
                for (consumers, partitions) in [(10, 100), (100, 1_000), (100, 10_000)] {
                    let load = format!("{consumers} consumers, {partitions} partitions …");
                    say(&root, &load);
                    pause(50).await;
                    throughput(consumers, partitions, &mut results);
                }
                say(&root, "Fingerprint of 600 s …");
                pause(50).await;
                fingerprint(&mut results);
                usual_frames(&root, began_ms, &mut results).await;
            }
            Bench::Load => largest_frames(&root, speed.unwrap_or(1.0), &mut results).await,
        }
        publish(&results);
    });
    Ok(())
}

/// Queue pops per second of wall time.
fn throughput(consumers: u32, partitions: u32, results: &mut Results) {
    let mut timeline = load(consumers, partitions);
    timeline.seek(WARM_UP);
    let first = timeline.position().0;
    let began = dom::now_ms();
    let mut spent = 0.0;
    let mut goal = WARM_UP.as_millis();
    while spent < THROUGHPUT_MS {
        goal += 1_000;
        timeline.advance(SimTime::from_millis(goal), SLICE_EVENTS);
        goal = goal.min(timeline.at().as_millis() + 1_000);
        spent = dom::now_ms() - began;
    }
    let events = as_f64(timeline.position().0 - first);
    let name = format!("wasm_events_per_s_{consumers}x{partitions}");
    results.insert(name, json!((events / spent * 1_000.0).round()));
}

fn fingerprint(results: &mut Results) {
    let mut timeline = load(10, 100);
    timeline.seek(FINGERPRINT_AT);
    let print = format!("{:016x}", timeline.fingerprint());
    results.insert("fingerprint_wasm".to_owned(), json!(print));
}

/// The page at 1× on 20 consumers and 200 partitions.
async fn usual_frames(root: &web_sys::HtmlElement, began_ms: f64, results: &mut Results) {
    let began = dom::now_ms();
    let Some((session, work)) = page(root, 20, 200).await else {
        return;
    };
    // From the navigation to the program's start, and from mounting to the first drawn frame.
    let interactive = began_ms + dom::now_ms() - began;
    results.insert("interactive_ms".to_owned(), json!(interactive.round()));
    session.dispatch(SessionCommand::Seek(WARM_UP));
    frames(session, &work, "20x200", results).await;
}

/// The page on 100 consumers and 1,000 partitions, after a kill and a restart, with the crash map
/// open and levers measured all the time.
async fn largest_frames(root: &web_sys::HtmlElement, speed: f64, results: &mut Results) {
    let Some((session, work)) = page(root, 100, 1_000).await else {
        return;
    };
    session.dispatch(SessionCommand::Seek(WARM_UP));
    let who = "consumer-b".to_owned();
    for command in [
        Command::Kill { who: who.clone() },
        Command::Restart {
            who,
            after_ms: None,
        },
    ] {
        session.dispatch(SessionCommand::Act(command));
    }
    session.dispatch(SessionCommand::Predict(None));
    session.dispatch(SessionCommand::Seek(STABLE_AGAIN));
    while session.is_busy() {
        pause(50).await;
    }
    session.dispatch(SessionCommand::ShowTab(SideTab::Code));
    session.dispatch(SessionCommand::SetSpeed(speed));
    let mut search = None;
    session.in_spare_time("bench-levers", move || {
        let search = search.get_or_insert_with(|| levers(session));
        if search.as_mut().is_none_or(|now| now.work(SLICE_OF_LEVERS)) {
            *search = levers(session);
        }
        search.is_none()
    });
    let load = format!("100x1000_{speed}x");
    frames(session, &work, &load, results).await;
}

/// What would have spared the run its repeats, as Why asks.
fn levers(session: Session) -> Option<LeverSearch> {
    let at = session.with_timeline(Timeline::at);
    let until = at.after(SimDuration::from_secs(60));
    LeverSearch::new(session.recording(), Harm::Twice, WARM_UP, until).ok()
}

/// Puts the page in place of what `root` shows, and waits for its first drawn frame.
async fn page(
    root: &web_sys::HtmlElement,
    consumers: u32,
    partitions: u32,
) -> Option<(Session, FrameWork)> {
    root.set_inner_html("");
    let handles = StoredValue::new_local(None::<(Session, FrameWork)>);
    leptos::mount::mount_to(root.clone(), move || {
        let session = Session::new(load(consumers, partitions));
        view! { <Shell session=session rested=url_state::write on_run=move |work| handles.set_value(Some((session, work))) /> }
    })
    .forget();
    while !is_ready() {
        pause(1).await;
    }
    handles.get_value()
}

/// Plays for 20 s and measures what frames cost and how far the run came.
async fn frames(session: Session, work: &FrameWork, load: &str, results: &mut Results) {
    pause(1_000).await;
    session.dispatch(SessionCommand::Play);
    pause(1_000).await;
    work.clear();
    let (wall, at) = (dom::now_ms(), session.with_timeline(Timeline::at));
    pause(FRAMES_MS).await;
    let speed = session.playback.with_untracked(|state| state.speed);
    let asked = (dom::now_ms() - wall) / 1_000.0 * speed;
    let done = session.with_timeline(Timeline::at).since(at).as_secs_f64();
    session.dispatch(SessionCommand::Pause);
    let frames = work.to_vec();
    let mut put = |name: &str, part: fn(&FrameCost) -> f64| {
        let p99 = percentile_99(frames.iter().map(part).collect());
        results.insert(format!("frame_{name}_ms_p99_{load}"), json!(p99));
    };
    put("work", FrameCost::total);
    put("simulate", |cost| cost.simulate);
    put("derive", |cost| cost.derive);
    put("draw", |cost| cost.draw);
    put("dom", |cost| cost.dom);
    put("spare", |cost| cost.spare);
    results.insert(format!("frames_{load}"), json!(frames.len()));
    let ratio = hundredths(done / asked);
    results.insert(format!("speed_ratio_{load}"), json!(ratio));
}

fn percentile_99(mut values: Vec<f64>) -> f64 {
    sorting::sort_by(&mut values, f64::total_cmp);
    let last = values.len().saturating_sub(1);
    hundredths(values.get(last * 99 / 100).copied().unwrap_or(0.0))
}

fn load(consumers: u32, partitions: u32) -> Timeline {
    Timeline::new(Recording::new(standard_load(consumers, partitions), SEED))
        .expect("the standard load is checked by the core's tests")
}

fn is_ready() -> bool {
    dom::root().is_some_and(|root| root.dataset().get("ready").is_some())
}

fn publish(results: &Results) {
    let text = serde_json::to_string(results).expect("a map of numbers and texts is JSON");
    let set = js_sys::Reflect::set(
        &dom::window(),
        &JsValue::from_str("__bench"),
        &JsValue::from_str(&text),
    );
    if set.is_err() {
        dom::note(&text);
    }
    dom::publish("bench", "done");
}

fn say(root: &web_sys::HtmlElement, text: &str) {
    root.set_inner_text(text);
}

async fn pause(millis: u32) {
    gloo_timers::future::TimeoutFuture::new(millis).await;
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn as_f64(number: u64) -> f64 {
    number as f64
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
