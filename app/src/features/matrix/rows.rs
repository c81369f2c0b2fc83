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
/// More partitions than this are shown by topic, however much room there is.
const PARTITION_ROWS_MAX: usize = 64;
/// Partitions of an unfolded topic that the page makes room for; the others are paged.
const OPEN_ROWS_LEAST: usize = 25;
/// Height of the line that pages through an unfolded topic.
const PAGER_PX: f64 = 26.0;
/// Rows kept above a partition that is paged to.
const ABOVE_REVEALED: usize = 5;
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
        /// Its partitions have rows of their own below.
        is_open: bool,
    },
}

/// The one topic that is unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its place among the topics.
    pub topic: usize,
    /// The first of its partitions that is wanted in view.
    pub first: usize,
}

/// The line under an unfolded topic of which only a part fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pager {
    /// Upper edge.
    pub top: f64,
    /// First partition in view.
    pub first: usize,
    /// Partitions in view.
    pub shown: usize,
    /// Partitions of the topic.
    pub of: usize,
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
            RowKind::Topic {
                start,
                end,
                is_open,
            } => !is_open && (start..end).contains(&index),
        }
    }
}

/// Rows and the room under them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowPlan {
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// Pages through the unfolded topic.
    pub pager: Option<Pager>,
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

    /// The rows of whole topics.
    pub fn bands(&self) -> impl Iterator<Item = &Row> {
        self.rows
            .iter()
            .filter(|row| matches!(row.kind, RowKind::Topic { .. }))
    }

    /// What to unfold so that the partition at `index` gets a row of its own; None if it has one.
    pub fn unfolded_for(&self, index: usize) -> Option<Open> {
        let own = self.row_of(index).map(|row| row.kind);
        if own == Some(RowKind::Partition(index)) {
            return None;
        }
        let mut bands = self.bands().enumerate();
        bands.find_map(|(topic, row)| match row.kind {
            RowKind::Topic { start, end, .. } if (start..end).contains(&index) => Some(Open {
                topic,
                first: (index - start).saturating_sub(ABOVE_REVEALED),
            }),
            RowKind::Topic { .. } | RowKind::Partition(_) => None,
        })
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
/// they are few and fit, else a row per topic, with rows for as many partitions of the `open` one
/// as fit; below them the curves, if they are wanted and fit.
pub fn plan(topics: &[usize], open: Option<Open>, height: f64, with_chart: bool) -> RowPlan {
    let partitions: usize = topics.iter().sum();
    let room = height - HEADER_PX - gaps(topics);
    let beside_chart = pitch_in(room - CHART_MIN_PX, partitions);
    let alone = pitch_in(room, partitions);
    // Letters are worth more than the curves, whose figures stand elsewhere too.
    let has_chart = with_chart
        && (beside_chart >= LETTER_PITCH_PX
            || (alone < LETTER_PITCH_PX && beside_chart >= PITCH_MIN_PX));
    let pitch = if has_chart { beside_chart } else { alone };
    if partitions > PARTITION_ROWS_MAX || pitch < PITCH_MIN_PX {
        return plan_of_topics(topics, open, height, with_chart);
    }
    let mut layout = Layout::default();
    for (start, count) in starts(topics) {
        layout.gap();
        layout.partitions(start..start + count, pitch.min(PITCH_MAX_PX));
    }
    layout.finish(height, has_chart)
}

fn plan_of_topics(topics: &[usize], open: Option<Open>, height: f64, with_chart: bool) -> RowPlan {
    let has_chart = with_chart && height >= bands_height(topics, open) + CHART_MIN_PX;
    let chart = if has_chart { CHART_MIN_PX } else { 0.0 };
    let room = height - HEADER_PX - gaps(topics) - chart;
    let size = open_size(topics, open);
    let loosest = if size > 0 {
        TOPIC_PITCH_LEAST_PX
    } else {
        TOPIC_PITCH_MAX_PX
    };
    let band = pitch_in(room, topics.len()).clamp(PITCH_MIN_PX, loosest);
    let spare = room - band * float(topics.len());
    let is_paged = pitch_in(spare, size) < PITCH_MIN_PX;
    let spare = if is_paged { spare - PAGER_PX } else { spare };
    let shown = size.min(fitting(spare));
    let pitch = pitch_in(spare, shown).clamp(PITCH_MIN_PX, PITCH_MAX_PX);
    let mut layout = Layout::default();
    for (topic, (start, count)) in starts(topics).enumerate() {
        let open = open.filter(|open| open.topic == topic && count > 0);
        let kind = RowKind::Topic {
            start,
            end: start + count,
            is_open: open.is_some(),
        };
        layout.gap();
        layout.row(kind, band);
        if let Some(open) = open {
            let first = open.first.min(count - shown);
            layout.partitions(start + first..start + first + shown, pitch);
            if shown < count {
                layout.plan.pager = Some(Pager {
                    top: layout.top,
                    first,
                    shown,
                    of: count,
                });
                layout.top += PAGER_PX;
            }
        }
    }
    layout.finish(height, has_chart)
}

/// Rows that are being stacked.
struct Layout {
    plan: RowPlan,
    top: f64,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            plan: RowPlan::default(),
            top: HEADER_PX,
        }
    }
}

impl Layout {
    fn gap(&mut self) {
        if !self.plan.rows.is_empty() {
            self.top += TOPIC_GAP_PX;
        }
    }

    fn row(&mut self, kind: RowKind, pitch: f64) {
        self.plan.rows.push(Row {
            kind,
            top: self.top,
            body: pitch - UNDER_BODY_PX,
        });
        self.top += pitch;
    }

    fn partitions(&mut self, indices: std::ops::Range<usize>, pitch: f64) {
        for index in indices {
            self.row(RowKind::Partition(index), pitch);
        }
    }

    fn finish(self, height: f64, has_chart: bool) -> RowPlan {
        let Self { mut plan, top } = self;
        plan.rows_end = top;
        plan.chart_top = top + 2.0;
        if has_chart {
            plan.chart_height = (height - top - 4.0).clamp(CHART_MIN_PX - 6.0, CHART_MAX_PX);
        }
        plan
    }
}

/// Height the matrix asks for where the page scrolls and gives it what it wants.
pub fn own_height(topics: &[usize], open: Option<Open>) -> f64 {
    let partitions: usize = topics.iter().sum();
    let rows = if partitions <= OWN_HEIGHT_ROWS_MAX {
        float(partitions) * if partitions > 16 { PITCH_MIN_PX } else { 16.0 }
    } else if topics.len() <= 6 && open_size(topics, open) == 0 {
        float(topics.len()) * 40.0
    } else {
        return bands_height(topics, open) + CHART_MIN_PX;
    };
    HEADER_PX + rows + gaps(topics) + CHART_MIN_PX
}

/// Height below which the page rather scrolls: the tightest rows without the curves, or topics
/// where there are many.
pub fn least_height(topics: &[usize], open: Option<Open>) -> f64 {
    let partitions: usize = topics.iter().sum();
    if partitions > LEAST_HEIGHT_ROWS_MAX {
        return bands_height(topics, open) + CHART_MIN_PX;
    }
    let pitch = if partitions <= 8 { 16.0 } else { PITCH_MIN_PX };
    HEADER_PX + float(partitions) * pitch + gaps(topics)
}

/// Height at which every row has letters, without the curves.
pub fn lettered_height(topics: &[usize]) -> f64 {
    let partitions: usize = topics.iter().sum();
    HEADER_PX + float(partitions) * LETTER_PITCH_PX + gaps(topics) + 1.0
}

/// Height below which the matrix itself rather scrolls, where the page does not: topics at a
/// height one can hit. Nothing where partitions are few.
pub fn held_height(topics: &[usize], open: Option<Open>) -> f64 {
    if topics.iter().sum::<usize>() > LEAST_HEIGHT_ROWS_MAX {
        bands_height(topics, open)
    } else {
        0.0
    }
}

fn bands_height(topics: &[usize], open: Option<Open>) -> f64 {
    let size = open_size(topics, open);
    let rows = float(size.min(OPEN_ROWS_LEAST)) * PITCH_MIN_PX;
    let pager = if size > OPEN_ROWS_LEAST {
        PAGER_PX
    } else {
        0.0
    };
    HEADER_PX + float(topics.len()) * TOPIC_PITCH_LEAST_PX + gaps(topics) + rows + pager
}

/// Partitions of the unfolded topic.
fn open_size(topics: &[usize], open: Option<Open>) -> usize {
    let size = open.and_then(|open| topics.get(open.topic));
    size.copied().unwrap_or(0)
}

/// First partition and number of partitions of each topic.
fn starts(topics: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    topics.iter().scan(0, |start, count| {
        let own = *start;
        *start += count;
        Some((own, *count))
    })
}

fn pitch_in(room: f64, rows: usize) -> f64 {
    half_pixels(room / float(rows.max(1)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred rows, at least one"
)]
fn fitting(room: f64) -> usize {
    (room / PITCH_MIN_PX).max(1.0) as usize
}

fn gaps(topics: &[usize]) -> f64 {
    float(topics.len().saturating_sub(1)) * TOPIC_GAP_PX
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
        let plan = plan(&[8, 4], None, 338.0, true);
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
        let tight = plan(&[17], None, 338.0, true);
        assert_eq!(tight.rows.len(), 17);
        assert!(tight.rows[1].top - tight.rows[0].top >= PITCH_MIN_PX);
        let grouped = plan(&[150, 50], None, 338.0, true);
        assert!(grouped.is_grouped());
        assert_eq!(
            grouped.rows[1].kind,
            RowKind::Topic {
                start: 150,
                end: 200,
                is_open: false,
            }
        );
        assert_eq!(grouped.row_of(160), Some(&grouped.rows[1]));
    }

    #[test]
    fn rows_never_overlap() {
        for topics in [vec![1], vec![3, 3, 3], vec![12], vec![200], vec![5; 30]] {
            for height in [150.0, 260.0, 334.0, 700.0] {
                let plan = plan(&topics, None, height, true);
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
            assert!(!plan(&topics, None, least_height(&topics, None), true).is_grouped());
            assert!(!plan(&topics, None, own_height(&topics, None), true).is_grouped());
        }
        assert!(plan(&[200], None, least_height(&[200], None), true).is_grouped());
    }

    #[test]
    fn many_partitions_are_topics_in_any_room() {
        assert!(!plan(&[32, 32], None, 2_000.0, true).is_grouped());
        assert!(plan(&[33, 32], None, 2_000.0, true).is_grouped());
    }

    #[test]
    fn an_unfolded_topic_has_all_its_rows() {
        let topics = [25; 40];
        let open = Some(Open { topic: 7, first: 0 });
        let plan = plan(&topics, open, least_height(&topics, open), true);
        assert_eq!(plan.bands().count(), 40);
        assert_eq!((plan.rows.len(), plan.pager), (65, None));
        assert_eq!(plan.rows[8].kind, RowKind::Partition(175));
        for pair in plan.rows.windows(2) {
            let pitch = pair[1].top - pair[0].top;
            let least = match pair[0].kind {
                RowKind::Topic { .. } => TOPIC_PITCH_LEAST_PX,
                RowKind::Partition(_) => PITCH_MIN_PX,
            };
            assert!(pitch >= least, "{pitch}");
        }
        assert!(plan.chart_height >= CHART_MIN_PX - 6.0);
        assert_eq!(plan.row_of(175), Some(&plan.rows[8]));
        assert_eq!(plan.unfolded_for(175), None);
    }

    #[test]
    fn what_does_not_fit_is_paged() {
        let topics = [500, 500];
        let at = |first| Some(Open { topic: 1, first });
        let height = least_height(&topics, at(0));
        let first = plan(&topics, at(0), height, true);
        let pager = first.pager.expect("500 rows do not fit");
        assert_eq!((pager.first, pager.shown, pager.of), (0, 25, 500));
        assert!(pager.top + PAGER_PX <= first.chart_top);
        assert!(first.chart_top + first.chart_height <= height);
        let last = plan(&topics, at(9_999), height, true);
        assert_eq!(last.pager.map(|pager| pager.first), Some(475));
        let higher = plan(&topics, at(0), height + 110.0, true);
        assert_eq!(higher.pager.map(|pager| pager.shown), Some(35));
    }

    #[test]
    fn a_hidden_partition_says_what_to_unfold() {
        let topics = [500, 500];
        let height = least_height(&topics, None);
        let folded = plan(&topics, None, height, true);
        assert_eq!(folded.unfolded_for(3), Some(Open { topic: 0, first: 0 }));
        for index in [0, 3, 480, 499, 500, 777, 999] {
            let open = folded.unfolded_for(index);
            let open = plan(&topics, open, least_height(&topics, open), true);
            assert_eq!(open.unfolded_for(index), None, "{index} has a row");
            assert!(open.unfolded_for((index + 500) % 1_000).is_some());
            assert!(open.unfolded_for((index + 100) % 1_000).is_some());
        }
        assert_eq!(plan(&[8, 4], None, 338.0, true).unfolded_for(3), None);
    }

    #[test]
    fn letters_come_before_curves() {
        let topics = [8, 4];
        let low = plan(&topics, None, 250.0, true);
        assert!(low.chart_height == 0.0 && low.rows.iter().all(Row::has_letters));
        let high = plan(&topics, None, 338.0, true);
        assert!(high.chart_height > 0.0 && high.rows.iter().all(Row::has_letters));
    }

    #[test]
    fn a_row_is_found_under_the_pointer() {
        let plan = plan(&[8, 4], None, 334.0, true);
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
