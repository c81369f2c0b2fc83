//! What the canvas remembers between two frames: size, window, colours.
//!
//! Deliberately lacks strokes (see `paint`) and gestures (see `pointing`).

use std::sync::Arc;

use leptos::prelude::*;
use locale::say;
use sim_core::view::{LabView, MatrixView, PartitionView, Pin};
use sim_core::{SimTime, Timeline};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ResizeObserver};

use super::axis::{TimeAxis, Window, Zoom, follow};
use super::brush::{Area, Brush};
use super::folds::Bands;
use super::palette::Palette;
use super::rows::{Open, RowPlan, high_lag, lettered_height, plan};
use super::scene::{Scene, place, topic_name, topic_sizes};
use super::{head, paint, tape};
use crate::features::lag_chart::draw_curves;
use crate::session::{Frame, Lanes, Selection, Session};
use crate::{dom, format};

/// Milliseconds a preview rests before the other rows step back.
const DIM_AFTER_MS: f64 = 150.0;
/// Narrower plots get a narrower gutter.
const NARROW_PX: f64 = 560.0;
/// Room left of a topic's name for the sign that it unfolds.
const CHEVRON_PX: f64 = 10.0;

/// Size of the type in a plot that is not enlarged.
const TYPE_PX: f64 = 11.0;
/// Height of the axis above the pins.
const AXIS_PX: f64 = 23.0;

/// Where the plot lies; the curves under the rows share it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Geometry {
    /// Time to pixels.
    pub axis: TimeAxis,
    /// Width of the plot.
    pub width: f64,
    /// Height of the plot.
    pub height: f64,
    /// Upper edge of the curves.
    pub chart_top: f64,
    /// Height of the curves.
    pub chart_height: f64,
    /// Device pixels per CSS pixel.
    pub scale: f64,
}

/// State of the canvas.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) window: Window,
    pub(super) plan: RowPlan,
    pub(super) dragging: bool,
    /// The last press moved the playhead or the stretch in view, so its click selects nothing.
    pub(super) scrubbed: bool,
    /// Pointers that are down, with their places.
    pub(super) fingers: Vec<(i32, f64)>,
    /// The stretch in view when the fingers were put down, and where.
    pub(super) grip: (Window, f64, f64),
    seen_at: Option<SimTime>,
    seen_selection: Option<Selection>,
    size: (f64, f64),
    /// How much larger than usual the plot's type is, and so everything in it should be.
    wanted_scale: f64,
    /// How much larger it is drawn: less, where the rows would not fit.
    pub(super) enlarged: f64,
    palette: Palette,
    palette_key: Option<(u64, u64)>,
    hover: Option<(Selection, f64)>,
    watch: Option<SizeWatch>,
}

/// What of the picture a canvas shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The axis and what was done to all runs, above their rows.
    Tape,
    /// What lies under the axis of a tape, whose stretch of time it has.
    UnderTape(StoredValue<State, LocalStorage>),
}

/// `Copy` handle to the canvas's state.
#[derive(Clone, Copy, Debug)]
pub struct Rig {
    session: StoredValue<Session, LocalStorage>,
    /// Another run than the session's.
    lane: Option<(Lanes, usize)>,
    part: Part,
    /// What a tape has said of all runs.
    common: StoredValue<Vec<Pin>, LocalStorage>,
    pub(super) state: StoredValue<State, LocalStorage>,
    geometry: StoredValue<Geometry>,
    zoom: RwSignal<Zoom>,
    open: RwSignal<Option<Open>>,
    bands: RwSignal<Bands>,
}

impl Rig {
    /// A rig that has not seen a canvas yet.
    pub fn new(session: Session) -> Self {
        Self {
            session: StoredValue::new_local(session),
            lane: None,
            part: Part::Whole,
            common: StoredValue::new_local(Vec::new()),
            state: StoredValue::new_local(State::default()),
            geometry: StoredValue::new(Geometry::default()),
            zoom: RwSignal::new(Zoom::default()),
            open: RwSignal::new(None),
            bands: RwSignal::new(Bands::default()),
        }
    }

    /// A rig for a run beside others.
    pub fn of_lane(session: Session, lanes: Lanes, index: usize, window: Option<Window>) -> Self {
        let rig = Self {
            lane: Some((lanes, index)),
            ..Self::new(session)
        };
        if let Some(window) = window {
            rig.zoom.set(Zoom::Held(window));
        }
        rig
    }

    /// The axis of several runs, above all of them.
    pub fn tape(session: Session, lanes: Lanes) -> Self {
        Self {
            part: Part::Tape,
            ..Self::of_lane(session, lanes, 0, None)
        }
    }

    /// The same rig below the axis of a tape.
    #[must_use]
    pub fn under(self, tape: Self) -> Self {
        Self {
            part: Part::UnderTape(tape.state),
            common: tape.common,
            zoom: tape.zoom,
            ..self
        }
    }

    /// What of the picture is above the canvas, in pixels.
    pub(super) fn lift(&self) -> f64 {
        match self.part {
            Part::Whole | Part::Tape => 0.0,
            Part::UnderTape(_) => AXIS_PX,
        }
    }

    /// The playhead is being pulled; the stretch in view stays where it is meanwhile.
    pub(super) fn pull_playhead(&self, dragging: bool) {
        if let Part::UnderTape(tape) = self.part {
            tape.update_value(|tape| tape.dragging = dragging);
        }
    }

    /// Whether it draws a run beside others.
    pub(super) fn is_lane(&self) -> bool {
        self.lane.is_some()
    }

    /// Whether it draws a timeline, which an act would change.
    fn is_simulated(&self) -> bool {
        let shown = self
            .lane
            .and_then(|(lanes, index)| lanes.with(index, |lane| lane.timeline().is_none()));
        shown != Some(true)
    }

    /// A stretch of the run that is drawn.
    pub(super) fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        match self.lane {
            None => self
                .session()
                .with_timeline(|timeline| timeline.matrix(from, to)),
            Some((lanes, index)) => {
                let matrix = lanes.with(index, |lane| lane.matrix(from, to));
                matrix.unwrap_or_default()
            }
        }
    }

    /// Its stage at the playhead.
    pub(super) fn lab(&self) -> Arc<LabView> {
        let session = self.session();
        let own = self.lane.and_then(|(lanes, index)| {
            let at = session.with_timeline(Timeline::at);
            lanes.with(index, |lane| Arc::new(lane.lab(at)))
        });
        own.unwrap_or_else(|| session.lab().get_untracked())
    }

    /// The session.
    pub(super) fn session(&self) -> Session {
        self.session.get_value()
    }

    /// Place of the plot.
    pub fn geometry(&self) -> StoredValue<Geometry> {
        self.geometry
    }

    /// What the reader wants to see.
    pub fn zoom(&self) -> RwSignal<Zoom> {
        self.zoom
    }

    /// The topic that is unfolded.
    pub(super) fn open(&self) -> RwSignal<Option<Open>> {
        self.open
    }

    /// Where the rows of whole topics were drawn.
    pub(super) fn bands(&self) -> RwSignal<Bands> {
        self.bands
    }

    /// Shows another stretch.
    pub fn show(&self, zoom: Zoom) {
        self.zoom.set(zoom);
        self.session().request_frame();
    }

    /// Moves the stretch in view by a share of its length.
    pub fn pan(&self, share: f64) {
        self.show(Zoom::panned(self.window(), share, head(self.session())));
    }

    /// The stretch in view.
    pub fn window(&self) -> Window {
        self.state.with_value(|state| state.window)
    }

    /// Follows the size of `plot` and asks for a frame whenever it changes.
    pub fn watch_size(&self, plot: &HtmlElement) {
        let (state, session) = (self.state, self.session());
        let target = plot.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            let size = (
                f64::from(target.client_width()),
                f64::from(target.client_height()),
            );
            let type_px = font_size(&target).unwrap_or(TYPE_PX);
            state.try_update_value(|state| {
                state.size = size;
                state.wanted_scale = (type_px / TYPE_PX).max(1.0);
            });
            session.request_frame();
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(plot);
            let watch = SizeWatch {
                observer,
                _changed: changed,
            };
            self.state.update_value(|state| state.watch = Some(watch));
        }
    }

    /// Draws the canvas for this frame.
    pub fn draw(&self, canvas: &HtmlCanvasElement, frame: &Frame) {
        let Some(ctx) = context(canvas) else {
            return;
        };
        let session = self.session();
        let lab = self.lab();
        let lab = &*lab;
        self.state.update_value(|state| {
            let (width, height) = state.size;
            let least = match self.part {
                Part::Whole | Part::UnderTape(_) => 80.0,
                Part::Tape => AXIS_PX,
            };
            if width < 80.0 || height < least {
                return;
            }
            let enlarged = enlarged(state, lab, height);
            state.enlarged = enlarged;
            let (width, height) = (width / enlarged, height / enlarged);
            let scale = dom::window().device_pixel_ratio().max(1.0) * enlarged;
            fit(canvas, width * scale, height * scale);
            state.refresh_palette(canvas, frame.palette, scale);
            let lift = self.lift();
            self.lay_out(state, lab, height + lift);
            match self.part {
                Part::UnderTape(tape) => state.window = tape.with_value(|tape| tape.window),
                Part::Whole | Part::Tape => {
                    state.track_window(session, self.zoom, lab, frame.playing);
                }
            }
            let brush = Brush::begin(&ctx, &state.palette, scale, width, height);
            brush.lift(lift);
            let height = height + lift;
            let axis = self.axis(&brush, state, lab, width);
            let geometry = Geometry {
                axis,
                width,
                height,
                chart_top: state.plan.chart_top,
                chart_height: state.plan.chart_height,
                scale,
            };
            self.geometry.set_value(geometry);
            self.show_bands(&state.plan, axis.left);
            let hover = session.hover.get_untracked();
            let dimmed = rested(session, &mut state.hover, hover, frame.now_ms);
            self.paint(&brush, state, &geometry, (hover, dimmed));
        });
    }

    /// Time axis between the gutters, which runs beside each other have in common.
    fn axis(&self, brush: &Brush<'_>, state: &State, lab: &LabView, width: f64) -> TimeAxis {
        let (mut left, mut right) = gutters(brush, state, lab, width);
        if let Some((lanes, index)) = self.lane {
            let is_row = !matches!(self.part, Part::Tape);
            if is_row && lanes.want_room(index, (left, right)) {
                self.session().request_frame();
            }
            (left, right) = lanes.room();
        }
        TimeAxis {
            window: state.window,
            left,
            right: width - right,
        }
    }

    /// Places the rows; a partition that was just selected gets one.
    fn lay_out(&self, state: &mut State, lab: &LabView, height: f64) {
        let sizes = topic_sizes(&lab.partitions);
        if self.is_lane() {
            let is_tape = matches!(self.part, Part::Tape);
            let rows: &[usize] = if is_tape { &[] } else { &sizes };
            state.plan = plan(rows, None, height, false);
            return;
        }
        state.plan = plan(&sizes, self.open.get_untracked(), height, true);
        let selection = self.session().selection.get_untracked();
        let before = std::mem::replace(&mut state.seen_selection, selection);
        let Some(Selection::Partition(id)) = selection.filter(|_| before != selection) else {
            return;
        };
        let open = place(lab, id).and_then(|index| state.plan.unfolded_for(index));
        if open.is_some() {
            self.open.set(open);
            state.plan = plan(&sizes, open, height, true);
        }
    }

    /// Draws the stretch in view.
    fn paint(
        &self,
        brush: &Brush<'_>,
        state: &State,
        geometry: &Geometry,
        (hover, dimmed): (Option<Selection>, bool),
    ) {
        let window = geometry.axis.window;
        let fork = self.session().preview().filter(|_| !self.is_lane());
        let mut view = match (&fork, self.part, self.lane) {
            (Some(fork), _, _) => fork.matrix(window.from, window.to),
            (None, Part::Tape, Some((lanes, _))) => tape::common_pins(lanes, window),
            (None, _, _) => self.matrix(window.from, window.to),
        };
        match self.part {
            Part::Whole => {}
            Part::Tape => self.common.set_value(view.pins.clone()),
            Part::UnderTape(_) => self
                .common
                .with_value(|common| tape::leave_out(&mut view.pins, common)),
        }
        let scene = Scene {
            lab: &self.lab(),
            view: &view,
            axis: geometry.axis,
            plan: &state.plan,
            width: geometry.width,
            height: geometry.height,
            selection: self.session().selection.get_untracked(),
            hover,
            dimmed,
            folds: !self.is_lane(),
            ahead: match fork {
                Some(_) => Some(say::matrix_silent_fork()),
                None if self.lift() > 0.0 => None,
                None => self.is_simulated().then(say::matrix_ahead),
            },
        };
        match self.part {
            Part::Whole => paint::paint(brush, &scene),
            Part::Tape => paint::tape(brush, &scene),
            Part::UnderTape(_) => paint::rows(brush, &scene),
        }
    }

    /// Draws what is on screen now, with its ground and the curves, elsewhere.
    pub(super) fn paint_whole(&self, brush: &Brush<'_>) {
        let geometry = self.geometry.get_value();
        let sheet = Area::between(0.0, 0.0, geometry.width, geometry.height);
        brush.fill(&brush.palette.surface, sheet);
        draw_curves(self.session(), brush, &geometry, geometry.chart_top);
        self.state
            .with_value(|state| self.paint(brush, state, &geometry, (None, false)));
    }
}

impl State {
    fn refresh_palette(&mut self, canvas: &HtmlCanvasElement, theme: u64, scale: f64) {
        let key = (theme, scale.to_bits());
        if self.palette_key != Some(key) {
            self.palette = Palette::read(canvas, scale);
            self.palette_key = Some(key);
        }
    }

    fn track_window(
        &mut self,
        session: Session,
        chosen: RwSignal<Zoom>,
        lab: &LabView,
        playing: bool,
    ) {
        let before = self.seen_at.replace(lab.at).unwrap_or(lab.at);
        let was = chosen.get_untracked();
        let zoom = was.after_move(before, lab.at, playing);
        if zoom != was {
            chosen.set(zoom);
        }
        if !self.dragging {
            self.window = follow(self.window, zoom, lab.at, head(session));
        }
    }
}

/// How much larger than usual a plot of this height is drawn, all its rows with letters.
fn enlarged(state: &State, lab: &LabView, height: f64) -> f64 {
    if state.wanted_scale <= 1.0 {
        return 1.0;
    }
    let needed = lettered_height(&topic_sizes(&lab.partitions));
    (height / needed).clamp(1.0, state.wanted_scale)
}

/// Size of the type that an element hands down.
fn font_size(element: &HtmlElement) -> Option<f64> {
    let style = dom::window().get_computed_style(element).ok()??;
    let size = style.get_property_value("font-size").ok()?;
    format::decimal(size.strip_suffix("px")?)
}

/// Room beside the plot: for names on the left, for lag on the right.
fn gutters(brush: &Brush<'_>, state: &State, lab: &LabView, width: f64) -> (f64, f64) {
    brush.font(650, 11.0);
    let is_grouped = state.plan.is_grouped();
    let longest = |name: fn(&PartitionView) -> &str| {
        let names = lab.partitions.iter().map(name);
        names
            .max_by_key(|name| name.len())
            .map_or(0.0, |name| brush.width(name))
    };
    let mut names = longest(|view| &view.name) + longest_group(brush, lab);
    if is_grouped {
        names = names.max(longest(topic_name) + brush.width(" × 0000") + CHEVRON_PX);
    }
    let top_lag = if is_grouped {
        lab.counters.lag
    } else {
        high_lag(lab.partitions.iter().map(|view| view.lag)) * 2
    };
    let lags = brush.width(&top_lag.to_string()) + 16.0;
    let (least, most, lag_room) = if width < NARROW_PX {
        (56.0, 110.0, lags.max(38.0))
    } else {
        (118.0, 220.0, lags.max(50.0))
    };
    ((names + 24.0).clamp(least, most), lag_room)
}

/// Room for the group in the names of rows, where a topic has several.
fn longest_group(brush: &Brush<'_>, lab: &LabView) -> f64 {
    let mut blocks = lab
        .partitions
        .chunk_by(|a, b| (a.topic, a.group) == (b.topic, b.group));
    let told = std::iter::from_fn(|| blocks.next()).filter_map(|own| lab.told_group(own.first()?));
    told.map(|group| brush.width(" · ") + brush.width(group))
        .fold(0.0, f64::max)
}

/// True once a preview has rested long enough; asks for another frame until then.
fn rested(
    session: Session,
    since: &mut Option<(Selection, f64)>,
    hover: Option<Selection>,
    now_ms: f64,
) -> bool {
    let Some(hover) = hover else {
        *since = None;
        return false;
    };
    let began = match since {
        Some((before, began)) if *before == hover => *began,
        _ => now_ms,
    };
    *since = Some((hover, began));
    if now_ms - began >= DIM_AFTER_MS {
        return true;
    }
    session.request_frame();
    false
}

/// What a canvas is drawn with.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let context = canvas.get_context("2d").ok().flatten();
    context.and_then(|context| context.dyn_into().ok())
}

/// Gives a canvas this many device pixels.
pub fn fit(canvas: &HtmlCanvasElement, width: f64, height: f64) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a screen's size in pixels"
    )]
    let (width, height) = (width.ceil() as u32, height.ceil() as u32);
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// Ends the observation together with the component.
#[derive(Debug)]
struct SizeWatch {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
