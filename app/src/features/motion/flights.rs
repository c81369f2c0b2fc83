//! Tiles fly from where they were to where they are: card to dock, dock to card, card to card.
//!
//! Deliberately costs nothing per tile: one comparison of assignments per published moment, and
//! the page is measured only when an assignment changed.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use sim_core::view::{LabView, PartitionView, ReadState};
use sim_core::{GroupId, PartitionId, SimDuration, sorting};
use web_sys::HtmlElement;

use super::{EASE, is_slow, ring};
use crate::dom;
use crate::session::Session;

/// Milliseconds of a flight.
const FLIGHT_MS: f64 = 320.0;
/// So long a tile that left is expected at its new place.
const EXPECTED_MS: f64 = 1_000.0;
/// A longer jump of the playhead is a seek, and nothing flies.
const JUMP_MAX: SimDuration = SimDuration::from_secs(1);
/// Where tiles are that the dock only counts.
const CROWD: &str = "[data-testid=dock-more]";

/// A partition as a group reads it.
type TileId = (PartitionId, GroupId);

/// A rectangle on the page.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A tile that left its place.
struct Leaver {
    id: TileId,
    selector: String,
    from: Place,
    /// What showed it then.
    old: Vec<HtmlElement>,
    until_ms: f64,
}

#[derive(Default)]
struct Flights {
    before: Option<Arc<LabView>>,
    leavers: Vec<Leaver>,
}

/// Watches the run for as long as the page lives.
pub fn start(session: Session) {
    let flights = Rc::new(RefCell::new(Flights::default()));
    session.before_the_page(move |lab| {
        let mut now = flights.borrow_mut();
        now.see(session, lab);
        if now.leavers.is_empty() {
            return;
        }
        drop(now);
        let flights = Rc::clone(&flights);
        // Runs after the effects that put the tiles into their new places.
        leptos::task::spawn_local(async move { flights.borrow_mut().land() });
    });
}

impl Flights {
    fn see(&mut self, session: Session, lab: &Arc<LabView>) {
        let Some(before) = self.before.replace(Arc::clone(lab)) else {
            return;
        };
        if lab.at < before.at || lab.at.since(before.at) > JUMP_MAX || !is_slow(session) {
            self.leavers.clear();
            return;
        }
        for id in moved(&before, lab) {
            self.leave(lab, id);
        }
    }

    fn leave(&mut self, lab: &LabView, id: TileId) {
        let (partition, group) = id;
        let Some(view) = lab.readings_of(partition).next() else {
            return;
        };
        let selector = format!(
            "[data-testid=\"tile-{}\"][data-group=\"{}\"]",
            view.name, group.0
        );
        let old = dom::find_all(&selector);
        let known = self.leavers.iter().position(|leaver| leaver.id == id);
        let earlier = known.map(|at| self.leavers.swap_remove(at).from);
        let crowd = || dom::find_all(CROWD).first().and_then(place);
        let Some(from) = old.iter().find_map(place).or(earlier).or_else(crowd) else {
            return;
        };
        self.leavers.push(Leaver {
            id,
            selector,
            from,
            old,
            until_ms: dom::now_ms() + EXPECTED_MS,
        });
    }

    fn land(&mut self) {
        let now_ms = dom::now_ms();
        self.leavers.retain(|leaver| {
            let mut found = dom::find_all(&leaver.selector).into_iter();
            let landed = found.find(|tile| !leaver.old.contains(tile));
            let Some((tile, to)) = landed.and_then(|tile| place(&tile).map(|to| (tile, to))) else {
                return now_ms < leaver.until_ms;
            };
            fly(&tile, leaver.from, to);
            false
        });
    }
}

/// Partitions whose holder or reader changed.
fn moved(before: &LabView, now: &LabView) -> Vec<TileId> {
    let mut moved = Vec::new();
    for consumer in &now.consumers {
        let held = before.consumers.iter().find(|one| one.id == consumer.id);
        let held = held.map_or(&[][..], |one| &one.assigned);
        if held == consumer.assigned {
            continue;
        }
        let came = consumer.assigned.iter().filter(|id| !held.contains(id));
        let went = held.iter().filter(|id| !consumer.assigned.contains(id));
        moved.extend(came.chain(went).map(|id| (*id, consumer.group)));
    }
    let both = before.partitions.iter().zip(&now.partitions);
    let same = both.filter(|(before, now)| (before.id, before.group) == (now.id, now.group));
    let docked = same.filter(|(before, now)| is_unread(before) != is_unread(now));
    moved.extend(docked.filter_map(|(_, now)| Some((now.id, now.group?))));
    sorting::sort(&mut moved);
    moved.dedup();
    moved
}

fn is_unread(view: &PartitionView) -> bool {
    matches!(view.state, ReadState::Stopped | ReadState::NeverAssigned)
}

/// Where an element is, if it is shown.
fn place(element: &HtmlElement) -> Option<Place> {
    let rect = element.get_bounding_client_rect();
    (rect.width() > 0.0).then(|| Place {
        x: rect.x(),
        y: rect.y(),
        width: rect.width(),
        height: rect.height(),
    })
}

fn fly(tile: &HtmlElement, from: Place, to: Place) {
    if dom::is_calm() {
        ring(tile);
        return;
    }
    let start = format!(
        "translate({:.1}px,{:.1}px) scale({:.3},{:.3})",
        from.x - to.x,
        from.y - to.y,
        from.width / to.width,
        from.height / to.height,
    );
    let frames = format!(
        r#"[{{"transform":"{start}","transformOrigin":"0 0","zIndex":2}},{{"transform":"none","transformOrigin":"0 0","zIndex":2}}]"#
    );
    dom::animate(tile, &frames, FLIGHT_MS, EASE);
}
