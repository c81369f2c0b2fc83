//! Rows that stand for one partition: who read it when, commits, and the fate lane.

use std::borrow::Cow;

use sim_core::view::{PartitionView, Segment, Stretch};
use sim_core::{ConsumerId, sorting};

use crate::features::matrix::brush::{Align, Area, Brush};
use crate::features::matrix::labels;
use crate::features::matrix::mark::Mark;
use crate::features::matrix::rows::{LANE_PX, LETTER_PX, Row, high_lag};
use crate::features::matrix::scene::{Scene, history};
use crate::language::said;
use crate::owner;

/// Commits closer than this are thinned.
const COMMIT_GAP_PX: f64 = 6.0;
/// Names keep this distance from the left edge.
const NAME_LEFT_PX: f64 = 4.0;
/// Losses, or skips, closer than this share a mark.
const MOMENT_GAP_PX: f64 = 5.0;

/// A letter right of the playhead, drawn over the veil.
#[derive(Debug)]
pub struct Ghost {
    letter: String,
    x: f64,
    y: f64,
}

/// Draws a partition's row.
pub fn row(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    row: &Row,
    (index, partition): (usize, &PartitionView),
    edges: &[f64],
    ghosts: &mut Vec<Ghost>,
) {
    label(brush, scene, row, partition);
    let Some(history) = history(scene.view, index, partition) else {
        return;
    };
    let commits = labels::thinned(
        history
            .commits
            .iter()
            .map(|at| scene.axis.x(*at))
            .filter(|x| *x >= scene.axis.left && *x <= scene.axis.right),
        COMMIT_GAP_PX,
    );
    let mut obstacles: Vec<f64> = edges.to_vec();
    obstacles.extend(&commits);
    obstacles.push(scene.head_x());
    for kind in [Mark::Skipped, Mark::Lost] {
        for stretch in kind.stretches(history) {
            let x = scene.axis.x(stretch.from);
            obstacles.extend([x - 4.0, x, x + 4.0, x + 7.0]);
        }
    }
    sorting::sort_by(&mut obstacles, f64::total_cmp);
    for segment in &history.segments {
        let Some(area) = segment_area(scene, row, segment) else {
            continue;
        };
        if let Some(reader) = segment.reader {
            body(brush, reader, area);
            notches(brush, reader, area, &commits);
            names(brush, scene, row, reader, area, &obstacles, ghosts);
        } else {
            brush.hatch(area);
            brush.frame(&brush.palette.stop_line, area);
        }
    }
    lane(brush, scene, row, history.twice.iter());
    moments(brush, scene, row, Mark::Skipped, history.skipped.iter());
    moments(brush, scene, row, Mark::Lost, history.lost.iter());
}

fn segment_area(scene: &Scene<'_>, row: &Row, segment: &Segment) -> Option<Area> {
    let window = scene.axis.window;
    if segment.to < window.from || segment.from > window.to || segment.to <= segment.from {
        return None;
    }
    let left = scene.axis.x_inside(segment.from);
    let right = scene.axis.x_inside(segment.to);
    Some(Area::between(left, row.top, right, row.top + row.body))
}

fn body(brush: &Brush<'_>, reader: ConsumerId, area: Area) {
    let Some(ink) = brush.palette.owner(reader) else {
        return;
    };
    brush.fill(&ink.fill, area);
    if owner::has_core(reader) {
        let middle = area.y + area.height / 2.0;
        let core = Area::between(area.x, middle - 1.0, area.x + area.width, middle + 1.0);
        brush.fill(&ink.on, core);
    }
    if area.width >= 2.0 {
        brush.frame(&ink.edge, area);
    }
}

fn notches(brush: &Brush<'_>, reader: ConsumerId, area: Area, commits: &[f64]) {
    let Some(ink) = brush.palette.owner(reader) else {
        return;
    };
    let bottom = area.y + area.height - 0.5;
    let height = (area.height * 0.36).clamp(2.5, 6.0);
    let inside = commits
        .iter()
        .filter(|x| **x > area.x && **x <= area.x + area.width)
        .map(|x| ((*x, bottom - height), (*x, bottom)));
    brush.lines(&ink.on, 1.25, inside);
}

fn names(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    row: &Row,
    reader: ConsumerId,
    area: Area,
    obstacles: &[f64],
    ghosts: &mut Vec<Ghost>,
) {
    let Some(ink) = brush.palette.owner(reader) else {
        return;
    };
    if !row.has_letters() {
        return;
    }
    let letter = scene.letter(reader);
    brush.font(650, LETTER_PX);
    let width = brush.width(letter);
    let pitch = labels::letter_pitch(scene.axis.right - scene.axis.left);
    let base = row.top + row.body / 2.0 + LETTER_PX * 0.36;
    for x in labels::letters(area.x, area.x + area.width, width, pitch, obstacles) {
        if x > scene.head_x() {
            ghosts.push(Ghost {
                letter: letter.to_owned(),
                x,
                y: base,
            });
            continue;
        }
        if owner::has_core(reader) {
            let clear = Area::between(
                x - 2.0,
                area.y + 1.0,
                x + width + 2.0,
                area.y + row.body - 1.0,
            );
            brush.fill(&ink.fill, clear);
        }
        brush.text(letter, x, base, &ink.on, Align::Start);
    }
}

/// Letters of what is recorded ahead.
pub fn ghosts(brush: &Brush<'_>, ghosts: &[Ghost]) {
    brush.font(650, LETTER_PX);
    for ghost in ghosts {
        brush.text(
            &ghost.letter,
            ghost.x,
            ghost.y,
            &brush.palette.ink_2,
            Align::Start,
        );
    }
}

/// Red stretches under the body: processed twice.
pub fn lane<'a>(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    row: &Row,
    stretches: impl Iterator<Item = &'a Stretch>,
) {
    let window = scene.axis.window;
    for stretch in stretches.filter(|s| s.to >= window.from && s.from <= window.to) {
        let left = scene.axis.x_inside(stretch.from);
        let right = scene.axis.x_inside(stretch.to).max(left + 2.0);
        let area = Area::between(left, row.lane(), right, row.lane() + LANE_PX);
        brush.fill(&brush.palette.twice, area);
    }
}

/// Marks of moments: a black diamond where records were lost, two open arrows where a reader jumped
/// over some.
pub fn moments<'a>(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    row: &Row,
    kind: Mark,
    stretches: impl Iterator<Item = &'a Stretch>,
) {
    let window = scene.axis.window;
    let middle = row.top + row.body / 2.0;
    let radius = (row.body / 2.0).clamp(4.0, 6.5);
    let mut last = f64::MIN;
    for stretch in stretches.filter(|s| s.from >= window.from && s.from <= window.to) {
        let x = scene.axis.x(stretch.from);
        if x - last < MOMENT_GAP_PX {
            continue;
        }
        last = x;
        if kind == Mark::Skipped {
            arrows(brush, (x, middle), radius);
        } else {
            diamond(brush, (x, middle), radius);
        }
        if row.body >= 18.0 && x > scene.axis.left {
            let text = said(&kind.counted(stretch.records));
            count(brush, &text, x + radius + 3.0, middle);
        }
    }
}

fn diamond(brush: &Brush<'_>, (x, y): (f64, f64), radius: f64) {
    brush.polygon(&[
        (x, y - radius),
        (x + radius, y),
        (x, y + radius),
        (x - radius, y),
    ]);
    brush.fill_path(&brush.palette.lost);
    brush.stroke_path(&brush.palette.surface, 1.5);
}

fn arrows(brush: &Brush<'_>, (x, y): (f64, f64), radius: f64) {
    let high = radius - 1.0;
    let strokes = [x - radius, x].map(|from| {
        let tip = (from + high, y);
        [((from, y - high), tip), ((from, y + high), tip)]
    });
    let strokes = strokes.as_flattened();
    brush.lines(&brush.palette.surface, 5.0, strokes.iter().copied());
    brush.lines(&brush.palette.ink, 2.0, strokes.iter().copied());
}

fn count(brush: &Brush<'_>, text: &str, x: f64, middle: f64) {
    brush.font(650, 11.0);
    let area = Area {
        x,
        y: middle - 7.5,
        width: brush.width(text) + 6.0,
        height: 15.0,
    };
    brush.fill(&brush.palette.surface, area);
    brush.text(
        text,
        x + 3.0,
        middle + 4.0,
        &brush.palette.ink,
        Align::Start,
    );
}

fn label(brush: &Brush<'_>, scene: &Scene<'_>, row: &Row, partition: &PartitionView) {
    let marked = scene.marks(scene.selection, partition);
    let palette = brush.palette;
    let base = row.top + row.body / 2.0 + 4.0;
    let (weight, colour) = if marked {
        (650, &palette.ink)
    } else {
        (400, &palette.ink_2)
    };
    brush.font(weight, 11.0);
    let right = scene.axis.left - 12.0;
    let name = name(brush, scene, partition, right - NAME_LEFT_PX);
    brush.text(&name, right, base, colour, Align::End);
    let limit = high_lag(scene.lab.partitions.iter().map(|view| view.lag));
    lag(brush, scene, base, partition.lag, partition.lag >= limit);
}

/// `orders-5`, and its group where the topic has several, as much of it as there is room for.
fn name<'a>(
    brush: &Brush<'_>,
    scene: &Scene<'_>,
    partition: &'a PartitionView,
    room: f64,
) -> Cow<'a, str> {
    if scene.lab.told_group(partition).is_none() {
        return Cow::Borrowed(&partition.name);
    }
    let mut name = scene.lab.reading_name(partition);
    let mut kept = name.len();
    while brush.width(&name) > room && kept > partition.name.len() {
        name.truncate(kept);
        kept -= name.pop().map_or(kept, char::len_utf8);
        name.push('…');
    }
    Cow::Owned(name)
}

/// Lag now, in the right gutter.
pub fn lag(brush: &Brush<'_>, scene: &Scene<'_>, base: f64, lag: u64, high: bool) {
    let palette = brush.palette;
    let (weight, colour) = if high {
        (650, &palette.ink)
    } else {
        (400, &palette.ink_2)
    };
    brush.font(weight, 11.0);
    brush.text(
        &lag.to_string(),
        scene.width - 8.0,
        base,
        colour,
        Align::End,
    );
}
