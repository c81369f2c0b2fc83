//! A consumer's program, where its threads are in it, and what a kill at each line would cost.

mod acts;
mod lines;
mod lit;
mod map;
mod styles;
mod words;

use leptos::prelude::*;
use locale::say;
use sim_core::listing::{CodeLine, Listing, Place};
use sim_core::view::ConsumerView;
use sim_core::what_if::{CrashOutcome, CrashProbe};
use sim_core::{ConsumerId, CrashPoint, SimTime, Timeline};
use view_macro::view;

pub use acts::press;

use self::map::{CrashMap, Figure};
use super::fate_counters::{Fate, FateMark};
use crate::components::prose::marked;
use crate::components::term::Terms;
use crate::owner;
use crate::playback::PlaybackState;
use crate::session::{Selection, Session, SessionCommand};

/// A line at which a process can be killed, and what that would cost.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    at: usize,
    line: CodeLine,
    point: CrashPoint,
    figure: Option<Figure>,
}

/// All of them, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
struct Figures {
    rows: Vec<Row>,
    /// Line of the worst.
    worst: Option<usize>,
}

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Code {
    session: Session,
    map: CrashMap,
    who: Memo<Option<ConsumerId>>,
    listing: Memo<Listing>,
    runs: Memo<bool>,
    figures: Memo<Figures>,
    /// The line under the pointer or with the focus.
    pointed: RwSignal<Option<usize>>,
    /// The row the sentence is about: the one pointed at, else the worst.
    shown: Memo<Option<Row>>,
}

impl Code {
    fn new() -> Self {
        let session = Session::get();
        let map = CrashMap::new(session);
        let follow = move || {
            session.pulse.track();
            session.story.track();
        };
        let who = Memo::new(move |_| {
            follow();
            chosen(session)
        });
        let listing = Memo::new(move |_| {
            follow();
            let none = Listing { lines: Vec::new() };
            who.get().map_or(none, |who| {
                session.with_timeline(|timeline| timeline.listing(who))
            })
        });
        let runs = Memo::new(move |_| {
            follow();
            who.get().is_some_and(|who| runs(session, who))
        });
        let figures = Memo::new(move |_| {
            follow();
            map.version.track();
            listing.with(|listing| figures(map, listing))
        });
        let pointed = RwSignal::new(None);
        let shown = Memo::new(move |_| {
            let pointed = pointed.get();
            figures.with(|figures| {
                let row = |at: usize| figures.rows.iter().find(|row| row.at == at);
                let known = |row: &&Row| row.figure.is_some();
                let pointed = pointed.and_then(row).filter(known);
                let worst = || figures.worst.and_then(row);
                pointed.or_else(worst).filter(|_| runs.get()).cloned()
            })
        });
        Self {
            session,
            map,
            who,
            listing,
            runs,
            figures,
            pointed,
            shown,
        }
    }

    fn now(&self) -> SimTime {
        self.session.with_timeline(Timeline::at)
    }

    /// The run goes too fast for forks.
    fn is_too_fast(&self) -> bool {
        let is_fast = |state: &PlaybackState| state.playing && state.speed > map::TOO_FAST;
        self.session.playback.with(is_fast)
    }

    /// Reads the consumer's view; tracks it.
    fn view<R>(&self, read: impl FnOnce(&ConsumerView) -> R) -> Option<R> {
        let who = self.who.get()?;
        self.session.lab().with(|lab| {
            let view = lab.consumers.iter().find(|one| one.id == who);
            view.map(read)
        })
    }
}

fn runs(session: Session, who: ConsumerId) -> bool {
    session.with_timeline(|timeline| !timeline.threads(who).is_empty())
}

/// The selected consumer, else the first that runs, else the first.
fn chosen(session: Session) -> Option<ConsumerId> {
    if let Some(Selection::Consumer(id)) = session.selection.get() {
        return Some(id);
    }
    let all: Vec<ConsumerId> = session
        .lab()
        .with_untracked(|lab| lab.consumers.iter().map(|one| one.id).collect());
    let living = all.iter().find(|id| runs(session, **id));
    living.or(all.first()).copied()
}

fn figures(map: CrashMap, listing: &Listing) -> Figures {
    let lines = listing.lines.iter().enumerate();
    let rows: Vec<Row> = lines
        .filter_map(|(at, line)| {
            let point = line.place.and_then(Place::crash_point)?;
            Some(Row {
                at,
                line: line.clone(),
                point,
                figure: map.figure(point),
            })
        })
        .collect();
    let mut worst: Option<(usize, (u64, u64, u64))> = None;
    for row in &rows {
        let Some(cost) = row.figure.and_then(|figure| figure.cost()) else {
            continue;
        };
        let rank = map::rank(&cost);
        if worst.is_none_or(|(_, other)| rank > other) {
            worst = Some((row.at, rank));
        }
    }
    Figures {
        rows,
        worst: worst.map(|(at, _)| at),
    }
}

/// The job of the preview.
const PREVIEW: &str = "crash-preview";

/// Has the matrix show the fork of the line that is pointed at, while the run rests.
fn preview(code: Code) {
    let session = code.session;
    let pointed = Memo::new(move |_| {
        let at = code.pointed.get()?;
        let row = |figures: &Figures| {
            let row = figures.rows.iter().find(|row| row.at == at);
            row.map(|row| row.point)
        };
        code.figures.with(row)
    });
    Effect::new(move |_| {
        session.pulse.track();
        session.story.track();
        let playing = session.playback.with(|state| state.playing);
        let wanted = code.who.get().zip(pointed.get()).filter(|_| !playing);
        session.forget_job(PREVIEW);
        session.show_preview(None);
        let Some((who, point)) = wanted else {
            return;
        };
        let probe =
            session.with_timeline(|timeline| CrashProbe::new(timeline.continuation(), who, point));
        let mut probe = probe.ok();
        session.in_spare_time(PREVIEW, move || {
            let Some(now) = &mut probe else {
                return true;
            };
            let outcome = now.work(map::SLICE_EVENTS);
            if matches!(outcome, Some(CrashOutcome::Killed(_))) {
                session.show_preview(probe.take());
            }
            outcome.is_some()
        });
    });
    on_cleanup(move || {
        session.forget_job(PREVIEW);
        session.show_preview(None);
    });
}

/// The Code tab.
#[component]
pub fn CodeTab() -> impl IntoView {
    let code = Code::new();
    preview(code);
    let name = move || code.view(|view| view.name.to_string());
    let heading = move || {
        let runs = code.runs.get();
        code.view(|view| {
            let heading = if runs {
                say::code_heading_now
            } else {
                say::code_heading_next
            };
            heading(&view.letter)
        })
    };
    let age = move || {
        code.session.pulse.track();
        code.figures.with(|figures| {
            let known = figures.rows.iter().map(|row| row.figure);
            words::age(known, code.now())
        })
    };
    view! {
        <div class="code" class:is-dim=move || code.is_too_fast() data-testid="code">
            <div class="code__who">
                {chips(code)}
                <b class="code__name">{name}</b>
                <button
                    class="btn btn--sm btn--quiet code__copy"
                    type="button"
                    data-testid="copy-program"
                    on:click=move |_| acts::copy(code)
                >
                    {say::code_copy()}
                </button>
            </div>
            {sentence(code)}
            {styles::strip(code)}
            <div class="code__head">
                <h3>{heading}</h3>
                <span><FateMark fate=Fate::Twice />{say::code_twice()}</span>
                <span><FateMark fate=Fate::Lost />{say::code_lost()}</span>
                <span><FateMark fate=Fate::Stopped />{say::code_stop()}</span>
            </div>
            {lines::lines(code)}
            <p class="code__foot">
                <span><Terms text=say::code_foot() /></span>
                <span class="code__age" data-testid="code-age">{age}</span>
            </p>
        </div>
    }
}

/// The consumers as chips.
fn chips(code: Code) -> impl IntoView {
    let session = code.session;
    let all = Memo::new(move |_| {
        session.lab().with(|lab| {
            let one =
                |view: &ConsumerView| (view.id, view.letter.to_string(), view.name.to_string());
            lab.consumers.iter().map(one).collect::<Vec<_>>()
        })
    });
    let chip = move |(id, letter, name): (ConsumerId, String, String)| {
        view! {
            <button
                type="button"
                class="code__chip"
                aria-pressed=move || (code.who.get() == Some(id)).to_string()
                aria-label=name.clone()
                data-testid=format!("code-of-{name}")
                on:click=move |_| {
                    session.dispatch(SessionCommand::Select(Some(Selection::Consumer(id))));
                }
            >
                <span class=format!("badge {}", owner::class(id))>{letter}</span>
            </button>
        }
    };
    view! {
        <div class="code__chips" role="group" aria-label=say::code_consumers()>
            {move || all.get().into_iter().map(chip).collect::<Vec<_>>()}
        </div>
    }
}

/// What the kill would cost, as a sentence, and when it would be.
fn sentence(code: Code) -> impl IntoView {
    let shown = code.shown;
    let headline = move || {
        if !code.runs.get() {
            let name = code.view(|view| say::code_does_not_run(&view.name));
            return view! { {name} };
        }
        let outcome = shown.get().and_then(|row| row.figure);
        match outcome.map(|figure| figure.outcome) {
            None if code.is_too_fast() => view! { {say::code_too_fast()} },
            None => view! { {words::PENDING} },
            Some(outcome) => {
                let here = |here| view! { <span class="code__here">{here}</span> };
                let parts = marked(&words::consequence(outcome), here);
                view! { {parts} }
            }
        }
    };
    let visit = move || {
        code.session.pulse.track();
        shown.get().and_then(|row| {
            let figure = row.figure?;
            Some(words::visit(&row.line, &figure, code.now()))
        })
    };
    view! {
        <h2 class="code__sentence" data-testid="code-sentence">{headline}</h2>
        <p class="code__visit" data-testid="code-visit">{visit}</p>
    }
}
