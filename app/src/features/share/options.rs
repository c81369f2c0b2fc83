//! What can be chosen about a link and an embed.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::link::{Place, View};
use view_macro::view;

use crate::format;
use crate::tree::Tree;

/// Choices by position in their row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options([usize; 6]);

/// Rows in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Starts,
    Plays,
    Shows,
    Controls,
    Theme,
    Language,
}

const VIEWS: [View; 4] = [View::Stage, View::Matrix, View::Both, View::Compare];
const CONTROLS: [&str; 3] = ["full", "minimal", "none"];
/// The first is the page's own choice, which a link leaves open.
const THEMES: [&str; 3] = ["auto", "light", "dark"];
const LANGUAGES: [&str; 3] = ["", "en", "ko"];

impl Options {
    /// As the page shows the place.
    pub fn of(place: &Place) -> Self {
        let mut options = Self::default();
        options.0[Row::Starts as usize] = 1;
        let view = VIEWS.iter().position(|view| *view == place.view);
        options.0[Row::Shows as usize] = view.unwrap_or(2);
        options
    }

    fn at(self, row: Row) -> usize {
        self.0[row as usize]
    }

    /// It opens at 0 s instead of the moment.
    pub fn starts_at_zero(self) -> bool {
        self.at(Row::Starts) == 0
    }

    /// It plays without being asked.
    pub fn plays_by_itself(self) -> bool {
        self.at(Row::Plays) == 1
    }

    /// What it shows.
    pub fn view(self) -> View {
        VIEWS[self.at(Row::Shows)]
    }

    /// Which controls an embed has.
    pub fn controls(self) -> &'static str {
        CONTROLS[self.at(Row::Controls)]
    }

    /// Its colours; `auto` leaves them open.
    pub fn theme(self) -> &'static str {
        THEMES[self.at(Row::Theme)]
    }

    /// Its language; empty leaves it open.
    pub fn language(self) -> &'static str {
        LANGUAGES[self.at(Row::Language)]
    }

    /// Parameters of an address that are not as they are anyway.
    pub fn parameters(self) -> Vec<(&'static str, &'static str)> {
        let all = [
            ("autoplay", if self.plays_by_itself() { "1" } else { "" }),
            ("controls", self.controls()),
            ("theme", self.theme()),
            ("lang", self.language()),
        ];
        let is_said = |(_, value): &(&str, &str)| !matches!(*value, "" | "full" | "auto");
        all.into_iter().filter(is_said).collect()
    }

    #[cfg(test)]
    pub fn with(choices: [usize; 6]) -> Self {
        Self(choices)
    }
}

/// The rows, two beside each other.
pub fn option_rows(place: StoredValue<Place>, options: RwSignal<Options>) -> Tree {
    let (at, compares) = place.with_value(|place| (place.at, place.view == View::Compare));
    let zero: Text = say::seconds("0");
    let mut views = vec![say::share_stage(), say::share_matrix(), say::share_both()];
    if compares {
        views.push(say::share_compare());
    }
    let rows = [
        (
            Row::Starts,
            say::share_starts(),
            vec![zero, format::seconds(at)],
        ),
        (
            Row::Plays,
            say::share_plays(),
            vec![say::share_on_click(), say::share_by_itself()],
        ),
        (Row::Shows, say::share_shows(), views),
        (
            Row::Controls,
            say::share_controls(),
            vec![say::share_full(), say::share_few(), say::share_none()],
        ),
        (
            Row::Theme,
            say::share_theme(),
            vec![say::share_page(), say::share_light(), say::share_dark()],
        ),
        (
            Row::Language,
            say::share_language(),
            vec![say::share_page(), "en".into(), "ko".into()],
        ),
    ];
    let rows = rows.map(|(row, label, choices)| {
        let now = Signal::derive(move || options.get().at(row));
        let choose = Callback::new(move |index| {
            options.update(|options| options.0[row as usize] = index);
        });
        view! {
            <div class="share__option">
                <span aria-hidden="true">{label.clone()}</span>
                {segments(label, TESTIDS[row as usize], choices, now, choose)}
            </div>
        }
    });
    view! { <div class="share__options">{Vec::from(rows)}</div> }
}

const TESTIDS: [&str; 6] = [
    "share-starts",
    "share-plays",
    "share-shows",
    "share-controls",
    "share-theme",
    "share-language",
];

/// A choice of few: one button each.
pub fn segments(
    label: Text,
    testid: &'static str,
    choices: Vec<Text>,
    now: Signal<usize>,
    choose: Callback<usize>,
) -> Tree {
    let button = |(index, name): (usize, Text)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (now.get() == index).to_string()
                on:click=move |_| choose.run(index)
            >
                {name}
            </button>
        }
    };
    let buttons: Vec<Tree> = choices.into_iter().enumerate().map(button).collect();
    view! {
        <div class="seg" role="group" aria-label=label data-testid=testid>
            {buttons}
        </div>
    }
}
