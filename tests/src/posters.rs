//! Posters of the embed: the matrix of a lesson's run as a small vector drawing, one for each
//! lesson and language.
//!
//! Deliberately apart from the page's painter, which measures texts on a canvas. Colours are those
//! of the page's style sheet, and a poster knows both themes: it follows the page around it, or the
//! fragment `#light` or `#dark` in its address.

mod sheet;

use std::fs;
use std::path::Path as File;

use lesson::Lesson;
use locale::{Catalog, KOREAN, Language, say};
use sim_core::scenario::default_scenario;
use sim_core::view::{Band, LabView, MatrixRow, MatrixView, Pin, Stretch};
use sim_core::{ConsumerId, Recording, SimTime, Timeline};

use self::sheet::Sheet;
use crate::Outcome;

/// Where they lie in the built page.
pub const FOLDER: &str = "embed/posters";
/// How far the first run is drawn.
const FIRST_RUN_ENDS: SimTime = SimTime::from_micros(30_000_000);
/// The seed with which the lab opens it.
const FIRST_RUN_SEED: u64 = 7;
/// More rows than this are left to the lab.
const ROWS_MAX: usize = 12;
/// Commits and losses closer than this are thinned, as in the lab.
const GAP_PX: f64 = 6.0;
/// Between two letters of one stretch.
const LETTER_PITCH: f64 = 190.0;

/// Draws every poster of these lessons, and that of the first run.
pub fn write(dist: &File, lessons: &[Lesson]) -> Outcome {
    let korean = Catalog::read(Language::Korean, KOREAN).ok_or("the Korean table is not whole")?;
    for words in [Catalog::english(), &korean] {
        let language = words.language();
        let folder = dist.join(FOLDER).join(language.code());
        fs::create_dir_all(&folder)?;
        let run = Recording::new(default_scenario(), FIRST_RUN_SEED);
        let (lab, matrix) = at_the_end(run, SimTime::ZERO, FIRST_RUN_ENDS)?;
        let now = [&lab.now_line.fact, &lab.now_line.consequence].map(|text| words.say(text));
        let poster = Poster {
            title: words.say(&say::top_first_run()),
            summary: now.join(" ").trim().to_owned(),
            window: (SimTime::ZERO, FIRST_RUN_ENDS),
            lab,
            matrix,
            words,
        };
        fs::write(folder.join("first-run.svg"), poster.draw())?;
        for lesson in lessons {
            let (lab, matrix) = at_the_end(lesson.recording(), lesson.from, lesson.until)?;
            let poster = Poster {
                title: lesson.title.to(language).to_owned(),
                summary: lesson.summary.to(language).to_owned(),
                window: (lesson.from, lesson.until),
                lab,
                matrix,
                words,
            };
            fs::write(folder.join(format!("{}.svg", lesson.name)), poster.draw())?;
        }
    }
    Ok(())
}

/// What a run looks like at its end, and what led there.
fn at_the_end(run: Recording, from: SimTime, to: SimTime) -> Outcome<(LabView, MatrixView)> {
    let mut timeline = Timeline::new(run)?;
    timeline.seek(to);
    Ok((timeline.lab(), timeline.matrix(from, to)))
}

struct Poster<'a> {
    title: String,
    summary: String,
    window: (SimTime, SimTime),
    lab: LabView,
    matrix: MatrixView,
    words: &'a Catalog,
}

impl Poster<'_> {
    fn draw(&self) -> String {
        let rows = self.matrix.rows.len().min(ROWS_MAX);
        let mut sheet = Sheet::new(rows, self.window);
        sheet.head(&self.title, &self.summary);
        sheet.panel();
        self.axis(&mut sheet);
        for band in &self.matrix.bands {
            self.ground(&mut sheet, band);
        }
        for (index, row) in self.matrix.rows.iter().take(rows).enumerate() {
            self.row(&mut sheet, index, row);
        }
        self.bands(&mut sheet);
        self.pins(&mut sheet);
        self.legend(&mut sheet, rows);
        sheet.finish(&self.title)
    }

    fn axis(&self, sheet: &mut Sheet) {
        let (from, to) = self.window;
        let step = sheet.step();
        let first = from.as_micros().div_ceil(step);
        for (nth, count) in (first..=to.as_micros() / step).enumerate() {
            let seconds = count * step / 1_000_000;
            let number = if step >= 60_000_000 {
                format!("{}:{:02}", seconds / 60, seconds % 60)
            } else {
                seconds.to_string()
            };
            let label = if nth == 0 && step < 60_000_000 {
                self.words.say(&say::seconds(number))
            } else {
                number
            };
            sheet.tick(SimTime::from_micros(count * step), &label);
        }
    }

    fn ground(&self, sheet: &mut Sheet, band: &Band) {
        sheet.band(band.from, band.to.unwrap_or(self.matrix.head));
    }

    /// Caps and `gen n`, where the one before leaves room.
    fn bands(&self, sheet: &mut Sheet) {
        let mut free_from = f64::MIN;
        for band in &self.matrix.bands {
            let end = band.to.unwrap_or(self.matrix.head);
            let label = say::matrix_generation(band.generation_id.to_string());
            free_from = sheet.cap((band.from, end), &self.words.say(&label), free_from);
        }
    }

    fn row(&self, sheet: &mut Sheet, index: usize, row: &MatrixRow) {
        let place = sheet.place(index);
        let partition = self.lab.partitions.iter().find(|it| it.id == row.partition);
        let name = partition.map_or("", |partition| &partition.name);
        sheet.row_name(place, name);
        let (lost, skipped) = (
            moments(sheet.xs(&row.lost)),
            moments(sheet.xs(&row.skipped)),
        );
        let commits = moments(row.commits.iter().map(|at| sheet.x(*at)).collect());
        for segment in &row.segments {
            let (left, right) = (sheet.x(segment.from), sheet.x(segment.to));
            if right <= left {
                continue;
            }
            let Some(reader) = segment.reader else {
                sheet.hatch(place, left, right);
                continue;
            };
            sheet.body(place, left, right, reader);
            let inside = |x: &&f64| **x > left && **x <= right;
            for x in commits.iter().filter(inside) {
                sheet.notch(place, *x, reader);
            }
            let letter = self.letter(reader);
            let mut x = left + 5.0;
            while x + 8.0 < right {
                let is_free = lost
                    .iter()
                    .chain(&skipped)
                    .all(|mark| (mark - x).abs() > 12.0);
                if is_free {
                    sheet.letter(place, x, letter, reader);
                }
                x += LETTER_PITCH;
            }
        }
        for stretch in &row.twice {
            sheet.twice(place, sheet.x(stretch.from), sheet.x(stretch.to));
        }
        for x in skipped {
            sheet.arrows(place, x);
        }
        for x in lost {
            sheet.diamond(place, x);
        }
    }

    fn letter(&self, reader: ConsumerId) -> &str {
        let found = self.lab.consumers.iter().find(|it| it.id == reader);
        found.map_or("–", |consumer| &consumer.letter)
    }

    /// What was done first, then what followed; a label stands where no other does.
    fn pins(&self, sheet: &mut Sheet) {
        let (done, told): (Vec<&Pin>, Vec<&Pin>) =
            self.matrix.pins.iter().partition(|pin| pin.by_user);
        let mut busy: Vec<(f64, f64)> = Vec::new();
        for pin in &self.matrix.pins {
            let x = sheet.x(pin.at);
            busy.push((x - 5.0, x + 5.0));
            sheet.pin(x, pin.by_user);
        }
        for pin in done.into_iter().chain(told) {
            sheet.pin_label(
                sheet.x(pin.at),
                &self.words.say(&pin.label),
                pin.by_user,
                &mut busy,
            );
        }
    }

    /// The marks that are in the picture, in words.
    fn legend(&self, sheet: &mut Sheet, rows: usize) {
        let shown = &self.matrix.rows[..rows];
        let any = |of: fn(&MatrixRow) -> bool| shown.iter().any(of);
        let stops = |row: &MatrixRow| {
            row.segments
                .iter()
                .any(|it| it.reader.is_none() && it.to > it.from)
        };
        let said = |text| self.words.say(&text);
        if any(stops) {
            sheet.says_hatch(&said(say::matrix_row_nobody()));
        }
        if any(|row| !row.twice.is_empty()) {
            sheet.says_twice(&said(say::fates_twice()));
        }
        if any(|row| !row.lost.is_empty()) {
            sheet.says_lost(&said(say::fates_lost()));
        }
        if any(|row| !row.skipped.is_empty()) {
            sheet.says_skipped(&said(say::matrix_column_skipped()));
        }
    }
}

/// Sorted places, those too near to the one before left out.
fn moments(mut xs: Vec<f64>) -> Vec<f64> {
    xs.sort_by(f64::total_cmp);
    let mut last = f64::MIN;
    xs.retain(|x| {
        let is_kept = x - last >= GAP_PX;
        if is_kept {
            last = *x;
        }
        is_kept
    });
    xs
}

impl Sheet {
    fn xs(&self, stretches: &[Stretch]) -> Vec<f64> {
        stretches.iter().map(|it| self.x(it.from)).collect()
    }
}
