//! What the page can look like: a table of its states, each with the way there, for journeys that
//! visit all of them.

use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::{Command, Recording, SimTime, TimedCommand};

use crate::Outcome;
use crate::link::packed;
use crate::page::{Motion, Page, Size, Theme};

/// How a state opens.
#[derive(Clone, Copy, Debug)]
pub enum Opening {
    /// The first run at a moment in milliseconds.
    At(u64),
    /// The same with B killed at 12 s.
    KilledAt(u64),
    /// The first run with B killed by the visitor.
    Kill,
    /// A link that does not open.
    Broken,
    /// A page beside the lab, by its address.
    Page(&'static str),
}

/// A state of the page.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub name: &'static str,
    pub opening: Opening,
    /// What is pressed, by `data-testid`.
    pub presses: &'static [&'static str],
    /// A JavaScript expression that is true once the state is there.
    pub until: &'static str,
    /// It is in the side panel, which an embed opens first.
    pub is_side: bool,
}

const STAGE: State = State {
    name: "stage",
    opening: Opening::At(20_000),
    presses: &[],
    until: "true",
    is_side: false,
};
const SIDE: State = State {
    opening: Opening::KilledAt(26_000),
    is_side: true,
    ..STAGE
};

/// A page beside the lab.
const fn page(
    name: &'static str,
    address: &'static str,
    presses: &'static [&'static str],
    until: &'static str,
) -> State {
    State {
        name,
        opening: Opening::Page(address),
        presses,
        until,
        is_side: false,
    }
}

/// Pages beside the lab.
const PAGES: [State; 19] = [
    page(
        "landing",
        "",
        &[],
        "seen('home-paths') && seen('every-recording')",
    ),
    page("lessons", "?page=lessons", &[], "seen('myths')"),
    page("path", "?path=workshop-90", &[], "seen('path-lessons')"),
    page(
        "lesson-link",
        "?path=workshop-90",
        &["link-kill-or-close"],
        "seen('lesson-short')",
    ),
    page(
        "lesson",
        "?lesson=kill-or-close&path=on-call",
        &[],
        "seen('lesson-question') && seen('lesson-next')",
    ),
    page(
        "lesson-number",
        "?lesson=idle-consumer",
        &[],
        "found('lesson-number') && seen('lesson-next')",
    ),
    page(
        "lesson-partition",
        "?lesson=commit-first",
        &[],
        "seen('lesson-answer').includes('-')",
    ),
    page(
        "lesson-seen",
        "?lesson=kill-or-close",
        &["lesson-answer", "lesson-skip", "lesson-hint"],
        "seen('lesson-happened') && seen('lesson-hints')",
    ),
    page(
        "lesson-missed",
        "?lesson=kill-or-close",
        &["lesson-answer", "lesson-skip", "lesson-run"],
        "seen('lesson-grade')",
    ),
    page(
        "lesson-passed",
        "?lesson=kill-or-close",
        &["lesson-answer", "lesson-skip", "change-close", "lesson-run"],
        "seen('lesson-why')",
    ),
    page(
        "claim",
        "?lesson=myth-killed-in-seconds",
        &["lesson-answer", "lesson-skip"],
        "seen('lesson-verdict')",
    ),
    page(
        "author",
        "?page=author",
        &[],
        "rewritten('at: 20,', 'at: 20s,') && seen('author-goals') && !seen('author-problem')",
    ),
    page(
        "author-problems",
        "?page=author",
        &[],
        "rewritten('at: 20s,', 'at: 20,') && seen('author-fix')",
    ),
    page("fidelity", "?page=fidelity", &[], "seen('recordings')"),
    page(
        "recording",
        "?page=fidelity&recording=05-kill-auto-eager",
        &[],
        "seen('beats')",
    ),
    page(
        "present",
        "?path=workshop-90&present=1",
        &[],
        "seen('present-words')",
    ),
    page(
        "present-question",
        "?path=workshop-90&present=1",
        &["present-next"],
        "seen('present-answer')",
    ),
    page(
        "handout",
        "?lesson=kill-or-close&handout=1",
        &[],
        "found('handout-print')?.disabled === false",
    ),
    page(
        "handout-sheets",
        "?lesson=kill-or-close&handout=1",
        &["handout-answers"],
        "found('handout-print')?.disabled === false && !found('handout-key')",
    ),
];

/// Every state.
pub fn every() -> impl Iterator<Item = &'static State> {
    STATES.iter().chain(&PAGES)
}

/// The states of the lab.
pub const STATES: [State; 24] = [
    STAGE,
    State {
        name: "rebalance",
        opening: Opening::KilledAt(20_500),
        ..STAGE
    },
    State {
        name: "why",
        until: "seen('levers-lead').endsWith('?')",
        ..SIDE
    },
    State {
        name: "code",
        presses: &["tab-code"],
        until: "/^current at|현재$/.test(seen('code-age')) && [0, 1, 2, 3, 4].every(style => \
                seen(`style-${style}`) && !seen(`style-${style}`).includes('…'))",
        ..SIDE
    },
    State {
        name: "events",
        presses: &["tab-events"],
        until: "seen('event-row')",
        ..SIDE
    },
    State {
        name: "records",
        presses: &["tab-records"],
        until: "seen('records')",
        ..SIDE
    },
    State {
        name: "record",
        presses: &["tab-records", "records-log-orders-4", "records-range"],
        until: "seen('records-one')",
        ..SIDE
    },
    State {
        name: "cli",
        presses: &["tab-cli"],
        until: "seen('cli')",
        ..SIDE
    },
    State {
        name: "settings",
        presses: &["tab-settings"],
        until: "seen('settings')",
        ..SIDE
    },
    State {
        name: "paste",
        presses: &["tab-settings"],
        until: "paste('session.timeout.ms=20000\\nheartbeat.interval.ms=25000\\nsecurity.protocol=SASL_SSL\\nx=1')",
        ..SIDE
    },
    State {
        name: "compare",
        opening: Opening::KilledAt(26_000),
        presses: &["compare-open"],
        until: "seen('compare-caption')",
        ..STAGE
    },
    State {
        name: "help",
        presses: &["help"],
        until: "seen('help-dialog')",
        ..STAGE
    },
    State {
        name: "glossary",
        presses: &["help", "glossary-open"],
        until: "seen('glossary-terms')",
        ..STAGE
    },
    State {
        name: "term",
        until: "(explain(), seen('term-card'))",
        ..SIDE
    },
    State {
        name: "share",
        opening: Opening::KilledAt(26_000),
        presses: &["share"],
        until: "seen('share-chars') && found('share-preview').contentDocument\
                ?.documentElement.dataset.ready === '1'",
        ..STAGE
    },
    State {
        name: "partitions-menu",
        presses: &["add-partitions"],
        until: "seen('add-partitions-item')",
        ..STAGE
    },
    State {
        name: "branch-menu",
        presses: &["branch-menu"],
        until: "seen('branch-item')",
        ..STAGE
    },
    State {
        name: "more-menu",
        presses: &["actions-consumer-a", "more"],
        until: "seen('more-item')",
        ..STAGE
    },
    State {
        name: "new-consumer",
        presses: &["new-consumer"],
        until: "seen('consumer-dialog')",
        ..STAGE
    },
    State {
        name: "new-topic",
        presses: &["add-partitions", "new-topic"],
        until: "seen('topic-dialog')",
        ..STAGE
    },
    State {
        name: "guess",
        opening: Opening::Kill,
        until: "seen('predict-answer')",
        ..STAGE
    },
    State {
        name: "table",
        opening: Opening::KilledAt(26_000),
        presses: &["matrix-table-toggle"],
        until: "seen('matrix-table')",
        ..STAGE
    },
    State {
        name: "fork",
        opening: Opening::KilledAt(26_000),
        presses: &["to-start", "add-consumer"],
        until: "seen('toast')",
        ..STAGE
    },
    State {
        name: "banner",
        opening: Opening::Broken,
        until: "seen('banner')",
        ..STAGE
    },
];

/// What the expressions of the table may call; they are true in each language.
const WORDS: &str = "
    const found = testid => document.querySelector(`[data-testid=\"${testid}\"]`);
    const seen = testid => found(testid)?.innerText || found(testid)?.value || '';
    const explain = () => {
        const term = document.querySelector('.side .term');
        if (term) term.focus(); else document.body.dispatchEvent(new Event('focusin', { bubbles: true }));
    };
    const paste = text => {
        const field = found('paste-text');
        if (field && field.value !== text) {
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        return seen('paste-sum') !== '';
    };
    const rewritten = (old, text) => {
        const field = found('author-text');
        if (field?.value.includes(old)) {
            field.value = field.value.replace(old, text);
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        return field?.value.includes(text);
    };";
/// No part of the page is on its way.
const HERE: &str = "!document.querySelector('.later[role=status]')";
/// Terms are marked; an embed fetches them when it is used, and the lists of lessons have none.
const MARKED: &str = "(({ terms, embed, page }) => terms || embed || page === 'lessons')(document.documentElement.dataset)";
/// Levers are measured.
const SETTLED: &str = "!seen('levers-lead').endsWith('…')";
/// Presses inside the page: on a phone the bars may cover the button.
const PRESS: &str = "document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.click()";

impl State {
    /// Opens the page in this state, at this size.
    pub async fn open(&self, page: &Page, size: Size, theme: Theme) -> Outcome {
        page.look(size, theme, Motion::Reduced).await?;
        if let Opening::Page(address) = self.opening {
            page.open_at(address).await?;
            for testid in self.presses {
                page.wait_until(&format!(
                    "document.querySelector('[data-testid=\"{testid}\"]')?.disabled === false"
                ))
                .await?;
                press(page, testid).await?;
            }
            return self.arrive(page, size).await;
        }
        let query = if size == Size::Embed { "?embed=1" } else { "" };
        page.open_ready(&format!("{query}{}", self.fragment()?))
            .await?;
        if matches!(self.opening, Opening::Kill) {
            for testid in ["play", "actions-consumer-b", "kill-consumer-b"] {
                press(page, testid).await?;
            }
        }
        if self.is_side && size == Size::Embed {
            press(page, "why-button").await?;
        }
        for testid in self.presses {
            press(page, testid).await?;
        }
        self.arrive(page, size).await
    }

    /// Waits until the state is there.
    async fn arrive(&self, page: &Page, size: Size) -> Outcome {
        page.wait_until(&format!(
            "(() => {{ {WORDS} return {HERE} && {SETTLED} && {MARKED} && ({}); }})()",
            self.until
        ))
        .await
        .map_err(|error| format!("{}, {}: {error}", self.name, size.name()).into())
    }

    fn fragment(&self) -> Outcome<String> {
        let (at_ms, is_killed) = match self.opening {
            Opening::At(at) => (at, false),
            Opening::KilledAt(at) => (at, true),
            Opening::Kill | Opening::Page(_) => return Ok(String::new()),
            Opening::Broken => return Ok("#s=AAAA".to_owned()),
        };
        let mut recording = Recording::new(default_scenario(), 7);
        if is_killed {
            recording.commands.push(TimedCommand {
                at: SimTime::from_millis(12_000),
                command: Command::Kill {
                    who: "consumer-b".to_owned(),
                },
            });
        }
        let link = json!({ "run": recording, "at_ms": at_ms });
        Ok(format!("#s={}", packed(&serde_json::to_vec(&link)?)?))
    }
}

async fn press(page: &Page, testid: &str) -> Outcome {
    page.wait_until(HERE).await?;
    page.eval_with(PRESS, vec![json!(testid)]).await
}
