//! What becomes of each pasted line, in words.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::config::{CONSUMER_KEYS, KafkaRelease, Paste, PasteLine, Verdict};
use view_macro::view;

use crate::components::icon::Icon;
use crate::components::prose::Prose;

/// So much of a line is shown.
const LINE_CHARS: usize = 60;

/// How many lines came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Take effect.
    pub applied: usize,
    refused: usize,
    kept: usize,
}

impl Counts {
    pub(super) fn of(paste: &Paste) -> Self {
        let mut counts = Self::default();
        for line in &paste.lines {
            match line.verdict {
                Verdict::Applied { .. } => counts.applied += 1,
                Verdict::Unknown { .. } | Verdict::Repeated { .. } => counts.kept += 1,
                Verdict::OutOfRange(_) | Verdict::Conflict(_) | Verdict::Unreadable(_) => {
                    counts.refused += 1;
                }
            }
        }
        counts
    }

    pub(super) fn told(self) -> Text {
        if self == Self::default() {
            return Text::default();
        }
        say::settings_paste_counts(self.applied, self.refused, self.kept)
    }
}

/// One row per line that sets something.
pub(super) fn verdicts(
    paste: &Paste,
    text: RwSignal<String>,
    release: KafkaRelease,
) -> Vec<AnyView> {
    let texts = text.get_untracked();
    let texts: Vec<&str> = texts.lines().collect();
    let rows = paste.lines.iter();
    rows.map(|line| {
        let place = usize::try_from(line.line - 1).unwrap_or(usize::MAX);
        let source = texts.get(place).copied().unwrap_or_default();
        let fix = paste.fix(line, source, release).map(|fix| {
            let mut lines = texts.clone();
            lines[place] = &fix.line;
            (fix.word, lines.join("\n"))
        });
        let shown = source.trim().chars().take(LINE_CHARS).collect();
        row(line, shown, fix, text)
    })
    .collect()
}

/// A line and what becomes of it; `fix` is a word that makes it right, and the whole text with it.
fn row(
    line: &PasteLine,
    source: String,
    fix: Option<(String, String)>,
    text: RwSignal<String>,
) -> AnyView {
    let (mark, class, message) = match &line.verdict {
        Verdict::Applied { key, value } => ("check", "paste__line", applied(key, value, &source)),
        Verdict::Unknown { nearest, .. } => {
            let message = nearest.map_or_else(
                say::settings_paste_unknown,
                say::settings_paste_unknown_near,
            );
            ("warn", "paste__line", message)
        }
        Verdict::Repeated { line, .. } => {
            let message = say::settings_paste_repeated(line.to_string());
            ("warn", "paste__line", message)
        }
        Verdict::OutOfRange(error) | Verdict::Conflict(error) => (
            "cross",
            "paste__line is-refused",
            Text::sentence(error.told()),
        ),
        Verdict::Unreadable(problem) => ("cross", "paste__line is-refused", problem.clone()),
    };
    view! {
        <li class=class data-testid="paste-line">
            <span class="paste__number">{line.line}</span>
            <code class="paste__source">{source}</code>
            <span class="paste__mark"><Icon name=mark /></span>
            <p class="paste__message">
                <Prose text=message />
                {fix.map(|(word, fixed)| {
                    view! {
                        <button
                            class="btn btn--sm"
                            type="button"
                            data-testid="paste-fix"
                            on:click=move |_| text.set(fixed.clone())
                        >
                            {say::settings_use(word)}
                        </button>
                    }
                })}
            </p>
        </li>
    }
    .into_any()
}

/// What the line does not say itself: another name or value, or that nothing depends on it.
fn applied(key: &str, value: &str, source: &str) -> Text {
    let known = CONSUMER_KEYS.iter().find(|known| known.name == key);
    let is_modelled = known.is_none_or(|known| known.modelled);
    let other = !(source.contains(key) && source.contains(value));
    let name = other.then(|| format!("`{key}` {value}.").into());
    let note = (!is_modelled).then(say::settings_paste_not_modelled);
    Text::joined(name.into_iter().chain(note), " ")
}
