//! Where each row of the matrix lies.
//!
//! Deliberately lacks drawing; everything here is plain arithmetic.

/// Height of axis, pins and band caps above the first row.
pub const HEADER_PX: f64 = 61.0;
/// Least height of the two curves under the rows.
pub const CHART_MIN_PX: f64 = 78.0;
/// Most height they get.
pub const CHART_MAX_PX: f64 = 150.0;
/// Tightest row that still shows its owner's colour and a fate lane.
pub const PITCH_MIN_PX: f64 = 11.0;
/// Size of the letters inside a body; smaller ones cannot be read.
pub const LETTER_PX: f64 = 11.0;
/// Lowest body that holds such a letter.
const LETTER_BODY_MIN_PX: f64 = 9.0;
/// Loosest row.
pub const PITCH_MAX_PX: f64 = 27.0;
/// Loosest row of a whole topic.
pub const TOPIC_PITCH_MAX_PX: f64 = 140.0;
/// Tightest row of a whole topic on a page that can scroll.
const TOPIC_PITCH_LEAST_PX: f64 = 24.0;
/// Tightest row with letters.
const LETTER_PITCH_PX: f64 = LETTER_BODY_MIN_PX + UNDER_BODY_PX;
/// Height of the fate lane.
pub const LANE_PX: f64 = 3.0;
/// Extra room between two topics.
const TOPIC_GAP_PX: f64 = 5.0;
/// Fate lane and the gap to the next row.
const UNDER_BODY_PX: f64 = 4.5;
/// Rows a page that scrolls gives their own height to.
const OWN_HEIGHT_ROWS_MAX: usize = 40;
/// Rows a page that should not scroll still keeps apart.
const LEAST_HEIGHT_ROWS_MAX: usize = 20;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The partition at this place of the view.
    Partition(usize),
    /// All partitions of a topic: `start..end` of the view.
    Topic {
        /// First partition.
        start: usize,
        /// One past the last.
        end: usize,
    },
}

/// A row and its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// What it stands for.
    pub kind: RowKind,
    /// Upper edge of the body.
    pub top: f64,
    /// Height of the body.
    pub body: f64,
}

impl Row {
    /// Upper edge of the fate lane.
    pub fn lane(&self) -> f64 {
        self.top + self.body + 0.5
    }

    /// Lower edge of the whole row.
    pub fn bottom(&self) -> f64 {
        self.lane() + LANE_PX
    }

    /// True if a letter that can be read fits into the body.
    pub fn has_letters(&self) -> bool {
        self.body >= LETTER_BODY_MIN_PX
    }

    /// True if this row shows the partition at `index`.
    pub fn holds(&self, index: usize) -> bool {
        match self.kind {
            RowKind::Partition(own) => own == index,
            RowKind::Topic { start, end } => (start..end).contains(&index),
        }
    }
}

/// Rows and the room under them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowPlan {
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// Lower edge of the last row.
    pub rows_end: f64,
    /// Upper edge of the curves.
    pub chart_top: f64,
    /// Height of the curves; 0 where there is no room for them.
    pub chart_height: f64,
}

impl RowPlan {
    /// Row at height `y`.
    pub fn row_at(&self, y: f64) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| y >= row.top - 1.0 && y < row.bottom() + 1.0)
    }

    /// Row that shows the partition at `index`.
    pub fn row_of(&self, index: usize) -> Option<&Row> {
        self.rows.iter().find(|row| row.holds(index))
    }

    /// True if rows stand for whole topics.
    pub fn is_grouped(&self) -> bool {
        matches!(
            self.rows.first(),
            Some(Row {
                kind: RowKind::Topic { .. },
                ..
            })
        )
    }
}

/// Lays out `topics` (number of partitions of each) in `height` pixels: a row per partition while
/// they fit, else a row per topic; below them the curves, if they are wanted and fit.
pub fn plan(topics: &[usize], height: f64, with_chart: bool) -> RowPlan {
    let partitions: usize = topics.iter().sum();
    let gaps = gap_count(topics.len()) * TOPIC_GAP_PX;
    let room = height - HEADER_PX - gaps;
    let pitch_in = |room: f64, rows: usize| half_pixels(room / float(rows.max(1)));
    let beside_chart = pitch_in(room - CHART_MIN_PX, partitions);
    let alone = pitch_in(room, partitions);
    // Letters are worth more than the curves, whose figures stand elsewhere too.
    let has_chart = with_chart
        && (beside_chart >= LETTER_PITCH_PX
            || (alone < LETTER_PITCH_PX && beside_chart >= PITCH_MIN_PX)
            || alone < PITCH_MIN_PX);
    let fitting = if has_chart { beside_chart } else { alone };
    let (pitch, kinds) = if fitting >= PITCH_MIN_PX {
        (fitting.min(PITCH_MAX_PX), partition_kinds(topics))
    } else {
        let fitting = pitch_in(room - CHART_MIN_PX, topics.len());
        (
            fitting.clamp(PITCH_MIN_PX, TOPIC_PITCH_MAX_PX),
            topic_kinds(topics),
        )
    };
    let mut top = HEADER_PX;
    let mut rows = Vec::with_capacity(kinds.len());
    for (starts_topic, kind) in kinds {
        if starts_topic && !rows.is_empty() {
            top += TOPIC_GAP_PX;
        }
        rows.push(Row {
            kind,
            top,
            body: pitch - UNDER_BODY_PX,
        });
        top += pitch;
    }
    RowPlan {
        rows,
        rows_end: top,
        chart_top: top + 2.0,
        chart_height: if has_chart {
            (height - top - 4.0).clamp(CHART_MIN_PX - 6.0, CHART_MAX_PX)
        } else {
            0.0
        },
    }
}

/// Height the matrix asks for where the page scrolls and gives it what it wants.
pub fn own_height(topics: &[usize]) -> f64 {
    let partitions: usize = topics.iter().sum();
    let gaps = gap_count(topics.len()) * TOPIC_GAP_PX;
    let rows = if partitions <= OWN_HEIGHT_ROWS_MAX {
        float(partitions) * if partitions > 16 { PITCH_MIN_PX } else { 16.0 }
    } else {
        float(topics.len()) * if topics.len() > 6 { PITCH_MIN_PX } else { 40.0 }
    };
    HEADER_PX + rows + gaps + CHART_MIN_PX
}

/// Height below which the page rather scrolls: the tightest rows without the curves, or topics
/// where there are many.
pub fn least_height(topics: &[usize]) -> f64 {
    let partitions: usize = topics.iter().sum();
    let gaps = gap_count(topics.len()) * TOPIC_GAP_PX;
    if partitions > LEAST_HEIGHT_ROWS_MAX {
        return HEADER_PX + float(topics.len()) * TOPIC_PITCH_LEAST_PX + gaps + CHART_MIN_PX;
    }
    let pitch = if partitions <= 8 { 16.0 } else { PITCH_MIN_PX };
    HEADER_PX + float(partitions) * pitch + gaps
}

fn partition_kinds(topics: &[usize]) -> Vec<(bool, RowKind)> {
    let mut index = 0;
    let mut kinds = Vec::new();
    for count in topics {
        for number in 0..*count {
            kinds.push((number == 0, RowKind::Partition(index)));
            index += 1;
        }
    }
    kinds
}

fn topic_kinds(topics: &[usize]) -> Vec<(bool, RowKind)> {
    let mut start = 0;
    topics
        .iter()
        .map(|count| {
            let end = start + count;
            let kind = RowKind::Topic { start, end };
            start = end;
            (true, kind)
        })
        .collect()
}

fn gap_count(topics: usize) -> f64 {
    float(topics.saturating_sub(1))
}

fn half_pixels(value: f64) -> f64 {
    (value * 2.0).floor() / 2.0
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand rows at most")]
fn float(count: usize) -> f64 {
    count as f64
}

/// From which lag on a row's figure is bold: half of the largest, but at least 40 records.
pub fn high_lag(lags: impl Iterator<Item = u64>) -> u64 {
    lags.max().unwrap_or(0).div_ceil(2).max(40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_rows_have_the_pitch_of_the_design() {
        let plan = plan(&[8, 4], 338.0, true);
        assert_eq!(plan.rows.len(), 12);
        assert!(!plan.is_grouped());
        let pitch = plan.rows[1].top - plan.rows[0].top;
        assert!((15.5..=16.5).contains(&pitch), "{pitch}");
        let between = plan.rows[8].top - plan.rows[7].top;
        assert!((between - pitch - TOPIC_GAP_PX).abs() < 1e-9);
        assert!(plan.chart_top + plan.chart_height <= 338.0);
    }

    #[test]
    fn rows_shrink_and_then_become_topics() {
        let tight = plan(&[17], 338.0, true);
        assert_eq!(tight.rows.len(), 17);
        assert!(tight.rows[1].top - tight.rows[0].top >= PITCH_MIN_PX);
        let grouped = plan(&[150, 50], 338.0, true);
        assert!(grouped.is_grouped());
        assert_eq!(
            grouped.rows[1].kind,
            RowKind::Topic {
                start: 150,
                end: 200
            }
        );
        assert_eq!(grouped.row_of(160), Some(&grouped.rows[1]));
    }

    #[test]
    fn rows_never_overlap() {
        for topics in [vec![1], vec![3, 3, 3], vec![12], vec![200], vec![5; 30]] {
            for height in [150.0, 260.0, 334.0, 700.0] {
                let plan = plan(&topics, height, true);
                for pair in plan.rows.windows(2) {
                    assert!(pair[0].bottom() <= pair[1].top);
                }
                assert!(plan.rows_end <= plan.chart_top);
            }
        }
    }

    #[test]
    fn the_least_height_keeps_partitions_apart() {
        for topics in [vec![8, 4], vec![20], vec![1, 1, 1]] {
            assert!(!plan(&topics, least_height(&topics), true).is_grouped());
            assert!(!plan(&topics, own_height(&topics), true).is_grouped());
        }
        assert!(plan(&[200], least_height(&[200]), true).is_grouped());
    }

    #[test]
    fn letters_come_before_curves() {
        let topics = [8, 4];
        let low = plan(&topics, 250.0, true);
        assert!(low.chart_height == 0.0 && low.rows.iter().all(Row::has_letters));
        let high = plan(&topics, 338.0, true);
        assert!(high.chart_height > 0.0 && high.rows.iter().all(Row::has_letters));
    }

    #[test]
    fn a_row_is_found_under_the_pointer() {
        let plan = plan(&[8, 4], 334.0, true);
        let row = plan.row_at(plan.rows[3].top + 2.0).copied();
        assert_eq!(row.map(|row| row.kind), Some(RowKind::Partition(3)));
        assert_eq!(plan.row_at(10.0), None);
    }

    #[test]
    fn half_of_the_largest_lag_is_high() {
        assert_eq!(high_lag([29, 33, 26, 97, 93, 129, 13].into_iter()), 65);
        assert_eq!(high_lag([3, 5].into_iter()), 40);
    }
}
