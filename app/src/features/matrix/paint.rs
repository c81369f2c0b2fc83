//! Draws the matrix, layer by layer.
//!
//! Deliberately lacks any decision about what is in view: see `axis` and `rows`.

mod frame;
mod heat;
mod marks;
mod segments;

use super::brush::{Area, Brush};
use super::rows::{HEADER_PX, RowKind};
use super::scene::Scene;

/// Draws the whole picture: ground, rows, veil, marks, axis, playhead.
pub fn paint(brush: &Brush<'_>, scene: &Scene<'_>) {
    beneath(brush, scene);
    frame::axis(brush, scene);
    frame::playhead(brush, scene);
}

/// The same without the axis, which a tape above it shows.
pub fn rows(brush: &Brush<'_>, scene: &Scene<'_>) {
    beneath(brush, scene);
    frame::playhead(brush, scene);
}

/// The axis alone, with its pins and the playhead.
pub fn tape(brush: &Brush<'_>, scene: &Scene<'_>) {
    marks::pins(brush, scene);
    frame::axis(brush, scene);
    frame::playhead(brush, scene);
}

fn beneath(brush: &Brush<'_>, scene: &Scene<'_>) {
    frame::grid(brush, scene);
    frame::bands(brush, scene);
    let mut ghosts = Vec::new();
    let obstacles = frame::band_edges(scene);
    for row in &scene.plan.rows {
        fade(brush, scene, row);
        match row.kind {
            RowKind::Partition(index) => {
                if let Some(partition) = scene.lab.partitions.get(index) {
                    segments::row(
                        brush,
                        scene,
                        row,
                        (index, partition),
                        &obstacles,
                        &mut ghosts,
                    );
                }
            }
            RowKind::Topic {
                start,
                end,
                is_open,
            } => {
                if let Some(partitions) = scene.lab.partitions.get(start..end) {
                    heat::row(brush, scene, row, (start, partitions), is_open);
                }
            }
        }
    }
    brush.alpha(1.0);
    frame::band_marks(brush, scene);
    veil(brush, scene);
    segments::ghosts(brush, &ghosts);
    marks::pins(brush, scene);
    marks::outlines(brush, scene);
}

/// Rows beside the previewed and the selected one step back.
fn fade(brush: &Brush<'_>, scene: &Scene<'_>, row: &super::rows::Row) {
    let stays = scene
        .lab
        .partitions
        .iter()
        .enumerate()
        .any(|(index, partition)| {
            row.holds(index)
                && (scene.marks(scene.hover, partition) || scene.marks(scene.selection, partition))
        });
    let alpha = if scene.dimmed && !stays { 0.6 } else { 1.0 };
    brush.alpha(alpha);
}

/// Veils what is simulated already and lies right of the playhead.
fn veil(brush: &Brush<'_>, scene: &Scene<'_>) {
    if scene.view.head <= scene.at() {
        return;
    }
    let right = scene.axis.x_inside(scene.view.head) + 1.0;
    let area = Area::between(scene.head_x(), HEADER_PX - 8.0, right, scene.height);
    brush.fill(&brush.palette.veil, area);
}
