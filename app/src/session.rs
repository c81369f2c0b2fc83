//! Owns the timeline. `Session` is a `Copy` handle found in the context; its only mutators are
//! [`Session::dispatch`] and, for forms that show a refusal, [`Session::act`] and
//! [`Session::rename_branch`].
//!
//! Deliberately lacks wall time (see `tick_loop`) and any picture.

mod close_up;
mod command;
mod dispatch;
mod lanes;
mod notice;
mod predict;
mod spare;

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use locale::Language;
use sim_core::link::View;
use sim_core::view::LabView;
use sim_core::what_if::CrashProbe;
use sim_core::{Recording, SimTime, Timeline, sorting};

pub use command::{Selection, SessionCommand, SideTab};
pub use lanes::{Compared, LANES_MAX, Lanes, Shown};
pub use notice::{Banner, Toast};
pub use predict::Prediction;

use self::close_up::CloseUp;
use self::spare::Spare;
use crate::language;
use crate::playback::{Playback, PlaybackState};

/// What a canvas gets once per animation frame, after simulation and views are up to date.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// `performance.now()` of the frame.
    pub now_ms: f64,
    /// Counts theme changes: read the colours again when it differs.
    pub palette: u64,
    /// The reader prefers reduced motion: nothing may glide.
    pub calm: bool,
    /// The run is playing.
    pub playing: bool,
}

/// Frames in which every one of many consumers has its turn.
const TURNS: usize = 8;
/// More consumers than this take turns while time passes.
const EACH_FRAME_MAX: usize = 16;

type DrawCallback = Rc<dyn Fn(&Frame)>;
/// A fork that is shown right of the playhead, and the moment it leaves the run.
type Preview = (SimTime, Rc<CrashProbe>);
type Watcher = Rc<dyn Fn(&Arc<LabView>)>;

/// The part that no signal needs.
struct Engine {
    timeline: Timeline,
    /// The run before the last `Load`, for Undo.
    shelf: Option<Timeline>,
    clock: Playback,
    /// A seek past the head that still has to be simulated, over several frames.
    chase: Option<SimTime>,
    draws: Vec<(u64, DrawCallback)>,
    draws_made: u64,
    watcher: Option<Watcher>,
    /// When a frame last fell short.
    late_ms: f64,
    /// The reader may play and scrub, not act.
    read_only: bool,
    /// The prediction was asked once.
    asked: bool,
    close_up: Option<CloseUp>,
    preview: Option<Preview>,
    /// Where the steps from event to event stop, in order; none = at what the run tells.
    stops: Vec<SimTime>,
    spare: Spare,
}

/// Handle to the run on the page.
#[derive(Clone, Copy)]
pub struct Session {
    engine: StoredValue<Engine, LocalStorage>,
    lab: Memo<Arc<LabView>>,
    /// Changes with every published moment (each frame while playing).
    pub revision: RwSignal<u64>,
    /// Changes at most four times a second while playing and at once otherwise: for panels that
    /// need not follow every frame.
    pub pulse: RwSignal<u64>,
    /// Changes like `revision`; while many consumers run, one of these a frame.
    turns: [RwSignal<u64>; TURNS],
    /// Changes when the run itself changed: an act, undo, another branch, another scenario.
    pub story: RwSignal<u64>,
    /// Playing, speed, behind.
    pub playback: RwSignal<PlaybackState>,
    /// The one selection.
    pub selection: RwSignal<Option<Selection>>,
    /// The one preview.
    pub hover: RwSignal<Option<Selection>>,
    /// A moment to preview on the time axis.
    pub ghost: RwSignal<Option<SimTime>>,
    /// Tab of the side panel.
    pub tab: RwSignal<SideTab>,
    /// Message at the lower edge, with Undo where it helps.
    pub toast: RwSignal<Option<Toast>>,
    /// Message above the stage.
    pub banner: RwSignal<Option<Banner>>,
    /// Question before the outcome shows.
    pub prediction: RwSignal<Option<Prediction>>,
    /// Which part of the stage is shown while nothing is compared.
    pub view: RwSignal<View>,
    /// What stands beside each other instead of the stage.
    pub compared: RwSignal<Option<Compared>>,
    /// A frame is wanted; the tick loop clears it.
    pub frame_wanted: RwSignal<u64>,
    /// Counts theme changes.
    pub palette: RwSignal<u64>,
    /// The language of the page; `language::switch` changes it.
    pub language: RwSignal<Language>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Session {
    /// A paused session on `timeline`.
    pub fn new(timeline: Timeline) -> Self {
        let mut clock = Playback::default();
        clock.set(timeline.at());
        let engine = StoredValue::new_local(Engine {
            timeline,
            shelf: None,
            clock,
            chase: None,
            draws: Vec::new(),
            draws_made: 0,
            watcher: None,
            late_ms: f64::NEG_INFINITY,
            read_only: false,
            asked: false,
            close_up: None,
            preview: None,
            stops: Vec::new(),
            spare: Spare::default(),
        });
        let revision = RwSignal::new(0);
        let lab = Memo::new(move |_| {
            revision.track();
            engine.with_value(|engine| Arc::new(engine.timeline.lab()))
        });
        Self {
            engine,
            lab,
            revision,
            pulse: RwSignal::new(0),
            turns: std::array::from_fn(|_| RwSignal::new(0)),
            story: RwSignal::new(0),
            playback: RwSignal::new(PlaybackState::default()),
            selection: RwSignal::new(None),
            hover: RwSignal::new(None),
            ghost: RwSignal::new(None),
            tab: RwSignal::new(SideTab::Why),
            toast: RwSignal::new(None),
            banner: RwSignal::new(None),
            prediction: RwSignal::new(None),
            view: RwSignal::new(View::Both),
            compared: RwSignal::new(None),
            frame_wanted: RwSignal::new(0),
            palette: RwSignal::new(0),
            language: RwSignal::new(language::current()),
        }
    }

    /// From now on the reader may play and scrub, but not change the run.
    pub fn make_read_only(&self) {
        self.set_read_only(true);
    }

    /// Does what the host page asks, which may act where the reader may not.
    pub fn for_host<R>(&self, work: impl FnOnce() -> R) -> R {
        let held = self.set_read_only(false);
        let result = work();
        self.set_read_only(held);
        result
    }

    /// The session of this page.
    pub fn get() -> Self {
        expect_context::<Self>()
    }

    /// The stage at the playhead: computed once per revision and shared.
    pub fn lab(&self) -> Memo<Arc<LabView>> {
        self.lab
    }

    /// Reads the stage for something of which there is one per consumer: again in every frame, or
    /// in turn where there are many.
    pub fn with_lab_in_turn<R>(&self, index: usize, read: impl FnOnce(&LabView) -> R) -> R {
        self.turns[index % TURNS].track();
        self.lab.with_untracked(|lab| read(lab))
    }

    /// Reads the timeline. Does not track: read `revision`, `pulse` or `story` beside it.
    /// Must not dispatch from inside `read`.
    pub fn with_timeline<R>(&self, read: impl FnOnce(&Timeline) -> R) -> R {
        self.engine.with_value(|engine| read(&engine.timeline))
    }

    /// The recording of the branch in view.
    pub fn recording(&self) -> Recording {
        self.with_timeline(Timeline::recording)
    }

    /// Has `draw` called once per animation frame in which something changed, until the owner of
    /// the calling component is gone.
    pub fn on_frame(&self, draw: impl Fn(&Frame) + 'static) {
        let engine = self.engine;
        let mut key = 0;
        engine.update_value(|engine| {
            engine.draws_made += 1;
            key = engine.draws_made;
            engine.draws.push((key, Rc::new(draw)));
        });
        on_cleanup(move || {
            engine.try_update_value(|engine| engine.draws.retain(|(other, _)| *other != key));
        });
        self.request_frame();
    }

    /// Has `seen` called with every published moment, while the page still shows the one before.
    pub fn before_the_page(&self, seen: impl Fn(&Arc<LabView>) + 'static) {
        self.engine
            .update_value(|engine| engine.watcher = Some(Rc::new(seen)));
    }

    /// Asks for a frame although nothing in the run changed (resize, local scroll).
    pub fn request_frame(&self) {
        self.frame_wanted.update(|count| *count += 1);
    }

    /// Shows what a fork from here on would become, or nothing.
    pub fn show_preview(&self, fork: Option<CrashProbe>) {
        let at = self.with_timeline(Timeline::at);
        let preview = fork.map(|fork| (at, Rc::new(fork)));
        self.engine.update_value(|engine| engine.preview = preview);
        self.request_frame();
    }

    /// The fork to show, if the playhead is where it starts.
    pub fn preview(&self) -> Option<Rc<CrashProbe>> {
        self.engine.with_value(|engine| {
            let (at, fork) = engine.preview.as_ref()?;
            (*at == engine.timeline.at()).then(|| Rc::clone(fork))
        })
    }

    /// What a link shows: branches that are compared are not in it.
    pub fn view_shown(&self) -> View {
        match self.compared.get_untracked() {
            Some(Compared::Protocols) => View::Compare,
            Some(Compared::Branches(_)) | None => self.view.get_untracked(),
        }
    }

    fn spare(&self) -> Spare {
        self.engine.with_value(|engine| engine.spare.clone())
    }

    /// From now on the steps from event to event stop at these moments and nowhere else.
    pub fn stop_at(&self, mut stops: Vec<SimTime>) {
        sorting::sort_by(&mut stops, Ord::cmp);
        self.engine.update_value(|engine| engine.stops = stops);
    }

    /// Draws every canvas; the tick loop calls it.
    pub(crate) fn draw(&self, frame: &Frame) {
        let draws: Vec<DrawCallback> = self.engine.with_value(|engine| {
            engine
                .draws
                .iter()
                .map(|(_, draw)| Rc::clone(draw))
                .collect()
        });
        for draw in draws {
            draw(frame);
        }
    }

    /// Time is passing: playing, or a far seek is being simulated.
    pub(crate) fn is_busy(&self) -> bool {
        self.playback.with_untracked(|state| state.playing)
            || self.engine.with_value(|engine| engine.chase.is_some())
    }
}
