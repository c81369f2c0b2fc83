//! Rows that stand for a whole topic: how many of its partitions each consumer reads, and how many
//! nobody does, as a stack over time.

use sim_core::view::{PartitionView, Segment};
use sim_core::{ConsumerId, sorting};

use super::segments::{lag, lane, moments};
use crate::features::matrix::brush::{Align, Area, Brush};
use crate::features::matrix::labels;
use crate::features::matrix::mark::Mark;
use crate::features::matrix::rows::{LETTER_PX, Row, high_lag};
use crate::features::matrix::scene::{Scene, distinct, history, topic_name};

/// Width of a column; changes inside one are not told apart.
const COLUMN_PX: f64 = 2.0;
/// Least height and width of a section that carries its letter.
const LETTER_ROOM_PX: f64 = 11.0;

/// Partitions per reader in one column: first nobody, then by consumer.
type Shares = Vec<u32>;

/// Draws a topic's row.
pub fn row(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    row: &Row,
    (start, partitions): (usize, &[PartitionView]),
    is_open: bool,
) {
    let left = label(brush, scene, row, partitions);
    if scene.folds {
        chevron(brush, row, left, is_open);
    }
    let histories: Vec<_> = partitions
        .iter()
        .zip(start..)
        .filter_map(|(partition, index)| history(scene.view, index, partition))
        .collect();
    let segments: Vec<&[Segment]> = histories
        .iter()
        .map(|history| history.segments.as_slice())
        .collect();
    let borders = borders(scene, &segments);
    for pair in borders.windows(2) {
        let shares = shares(scene, &segments, f64::midpoint(pair[0], pair[1]));
        stack(brush, scene, row, (pair[0], pair[1]), &shares);
    }
    lane(
        brush,
        scene,
        row,
        histories.iter().flat_map(|history| &history.twice),
    );
    for kind in [Mark::Skipped, Mark::Lost] {
        let stretches = histories.iter().flat_map(|history| kind.stretches(history));
        let mut stretches: Vec<_> = stretches.collect();
        sorting::sort_by_key(&mut stretches, |stretch| stretch.from);
        moments(brush, scene, row, kind, stretches.into_iter());
    }
}

/// Pixels at which some reader changes, one per column, and the plot's edges.
fn borders(scene: &Scene<'_>, rows: &[&[Segment]]) -> Vec<f64> {
    let axis = &scene.axis;
    let head = axis.x_inside(scene.view.head);
    let mut borders: Vec<f64> = rows
        .iter()
        .flat_map(|segments| segments.iter().map(|segment| axis.x(segment.from)))
        .filter(|x| *x > axis.left && *x < head)
        .map(|x| (x / COLUMN_PX).round() * COLUMN_PX)
        .collect();
    borders.extend([axis.left, head]);
    sorting::sort_by(&mut borders, f64::total_cmp);
    labels::thinned(borders, COLUMN_PX / 2.0)
}

fn shares(scene: &Scene<'_>, rows: &[&[Segment]], x: f64) -> Shares {
    let at = scene.axis.at(x, sim_core::SimTime::MAX);
    let mut shares = vec![0; scene.lab.consumers.len() + 1];
    if at > scene.view.head {
        return shares;
    }
    for segments in rows {
        let after = segments.partition_point(|segment| segment.from <= at);
        let Some(segment) = after.checked_sub(1).and_then(|index| segments.get(index)) else {
            continue;
        };
        let place = segment.reader.map_or(0, |reader| reader.index() + 1);
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

fn stack(brush: &Brush<'_>, scene: &Scene<'_>, row: &Row, span: (f64, f64), shares: &Shares) {
    let all: u32 = shares.iter().sum();
    if all == 0 {
        return;
    }
    let unit = row.body / f64::from(all);
    let mut bottom = row.top + row.body;
    for (place, share) in shares.iter().enumerate() {
        if *share == 0 {
            continue;
        }
        let top = bottom - unit * f64::from(*share);
        let area = Area::between(span.0, top, span.1, bottom);
        match place.checked_sub(1) {
            None => brush.hatch(area),
            Some(index) => section(brush, scene, ConsumerId::from_index(index), area),
        }
        bottom = top;
    }
    let whole = Area::between(span.0, row.top, span.1, row.top + row.body);
    let edges = [
        ((whole.x, row.top + 0.5), (span.1, row.top + 0.5)),
        (
            (whole.x, row.top + row.body - 0.5),
            (span.1, row.top + row.body - 0.5),
        ),
    ];
    brush.lines(&brush.palette.line_strong, 1.0, edges);
}

fn section(brush: &Brush<'_>, scene: &Scene<'_>, reader: ConsumerId, area: Area) {
    let Some(ink) = brush.palette.owner(reader) else {
        return;
    };
    brush.fill(&ink.fill, area);
    if area.height < LETTER_ROOM_PX || area.width < LETTER_ROOM_PX + 4.0 {
        return;
    }
    brush.font(650, LETTER_PX);
    let base = area.y + area.height / 2.0 + LETTER_PX * 0.36;
    brush.text(
        scene.letter(reader),
        area.x + 3.0,
        base,
        &ink.on,
        Align::Start,
    );
}

/// Names the topic; returns the name's left edge.
fn label(brush: &Brush<'_>, scene: &Scene<'_>, row: &Row, partitions: &[PartitionView]) -> f64 {
    let right = scene.axis.left - 12.0;
    let Some(first) = partitions.first() else {
        return right;
    };
    let palette = brush.palette;
    let marked = partitions
        .iter()
        .any(|partition| scene.marks(scene.selection, partition));
    let (weight, colour) = if marked {
        (650, &palette.ink)
    } else {
        (400, &palette.ink_2)
    };
    let base = row.top + row.body / 2.0 + 4.0;
    brush.font(weight, 11.0);
    let text = format!("{} × {}", topic_name(first), distinct(partitions));
    brush.text(&text, right, base, colour, Align::End);
    let left = right - brush.width(&text);
    let total = partitions.iter().map(|partition| partition.lag).sum();
    let limit = high_lag(scene.lab.partitions.iter().map(|view| view.lag));
    lag(brush, scene, base, total, total >= limit);
    left
}

/// Left of a name that folds: points at it, or down at its partitions.
fn chevron(brush: &Brush<'_>, row: &Row, name: f64, is_open: bool) {
    let (x, y) = (name - 9.0, row.top + row.body / 2.0);
    if is_open {
        brush.polygon(&[(x - 4.0, y - 2.0), (x + 4.0, y - 2.0), (x, y + 3.0)]);
    } else {
        brush.polygon(&[(x - 2.0, y - 4.0), (x + 3.0, y), (x - 2.0, y + 4.0)]);
    }
    brush.fill_path(&brush.palette.ink_2);
}
