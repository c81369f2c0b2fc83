//! The application around `poll()`: time per record and commits.

use leptos::prelude::*;
use sim_core::Command;
use sim_core::scenario::{CommitStyle, ProcessingTime};

use super::Form;
use super::apply::{Target, When, begin_again, target_name};
use crate::session::Session;

const COMMITS: [(CommitStyle, &str); 4] = [
    (CommitStyle::Auto, "automatic, as enable.auto.commit says"),
    (CommitStyle::SyncAfterBatch, "commitSync() after each batch"),
    (
        CommitStyle::SyncBeforeProcessing,
        "commitSync() before processing",
    ),
    (CommitStyle::None, "never"),
];
const KINDS: [&str; 3] = ["always", "at random", "heavy tail"];

/// Processing time and commit style of the chosen consumers.
#[component]
pub(super) fn ProgramForm() -> impl IntoView {
    view! {
        <section class="settings__group">
            <h3>"Program"</h3>
            <ProcessingField />
            <CommitField />
        </section>
    }
}

/// What the chosen (or first) consumer does now.
fn now(session: Session, form: Form) -> Option<(ProcessingTime, CommitStyle)> {
    let target = form.target.get();
    session.lab().with(|lab| {
        let consumer = match target {
            Target::All => lab.consumers.first(),
            Target::One(id) => lab.consumers.iter().find(|one| one.id == id),
        };
        consumer.map(|one| (one.processing, one.commit))
    })
}

#[component]
fn ProcessingField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let processing = Memo::new(move |_| now(session, form).map(|(processing, _)| processing));
    let parts = move || processing.get().map_or((0, 20_000, 20_000), parts_of);
    let apply = move |kind: usize, low: u64, high: u64| {
        error.set(
            set_processing(
                session,
                form.target.get_untracked(),
                made_of(kind, low, high),
            )
            .err(),
        );
    };
    let number = move |event: &leptos::ev::Event| micros(&event_target_value(event));
    let change_low = move |event: leptos::ev::Event| match number(&event) {
        Some(low) => apply(parts().0, low, parts().2.max(low)),
        None => error.set(Some("Milliseconds per record: 0 to 3600000.".to_owned())),
    };
    let change_high = move |event: leptos::ev::Event| match number(&event) {
        Some(high) => apply(parts().0, parts().1, high),
        None => error.set(Some("Milliseconds per record: 0 to 3600000.".to_owned())),
    };
    let options = KINDS.iter().enumerate().map(|(index, name)| {
        view! { <option value=index.to_string() selected=move || parts().0 == index>{*name}</option> }
    });
    view! {
        <div class="key">
            <div class="key__head"><b>"Time per record"</b></div>
            <p class="key__doc">"From the next record on, also in a running batch."</p>
            <div class="key__value">
                <select
                    class="field-input"
                    aria-label="How the time per record varies"
                    data-testid="processing-kind"
                    on:change=move |event| {
                        let kind = event_target_value(&event).parse().unwrap_or(0);
                        apply(kind, parts().1, parts().2.max(parts().1));
                    }
                >
                    {options.collect_view()}
                </select>
                <input
                    class="field-input key__number"
                    aria-label="Milliseconds per record"
                    data-testid="processing-ms"
                    prop:value=move || millis(parts().1)
                    on:change=change_low
                />
                <Show when=move || parts().0 == 1>
                    <input
                        class="field-input key__number"
                        aria-label="At most, in milliseconds"
                        data-testid="processing-ms-max"
                        prop:value=move || millis(parts().2)
                        on:change=change_high
                    />
                </Show>
                <span class="key__unit">"ms"</span>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

#[component]
fn CommitField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let commit = Memo::new(move |_| now(session, form).map(|(_, commit)| commit));
    let change = move |event: leptos::ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        if let Some((style, _)) = COMMITS.get(index) {
            let scope = (form.target.get_untracked(), form.when.get_untracked());
            error.set(set_commit(session, scope, *style).err());
        }
    };
    let options = COMMITS.iter().enumerate().map(|(index, (style, name))| {
        let style = *style;
        view! { <option value=index.to_string() selected=move || commit.get() == Some(style)>{*name}</option> }
    });
    view! {
        <div class="key">
            <div class="key__head"><b>"Commits"</b></div>
            <p class="key__doc">"What the program does itself. Takes effect at its next start."</p>
            <div class="key__value">
                <select class="field-input" aria-label="Commit style" data-testid="commit-style" on:change=change>
                    {options.collect_view()}
                </select>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

fn set_processing(
    session: Session,
    target: Target,
    processing: ProcessingTime,
) -> Result<(), String> {
    let names = match target_name(session, target) {
        Some(name) => vec![name],
        None => session.lab().with_untracked(|lab| {
            lab.consumers
                .iter()
                .map(|one| one.name.to_string())
                .collect()
        }),
    };
    for who in names {
        let command = Command::SetProcessing { who, processing };
        session.act(command).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn set_commit(
    session: Session,
    (target, when): (Target, When),
    commit: CommitStyle,
) -> Result<(), String> {
    let who = target_name(session, target);
    if when == When::NextStart {
        let command = Command::SetCommit { who, commit };
        return session.act(command).map_err(|error| error.to_string());
    }
    let mut recording = session.recording();
    for consumer in &mut recording.scenario.consumers {
        if who.as_ref().is_none_or(|who| *who == consumer.name) {
            consumer.program.commit = commit;
        }
    }
    begin_again(session, recording, "The commit style")
}

/// Kind, lower and upper time in microseconds.
fn parts_of(processing: ProcessingTime) -> (usize, u64, u64) {
    match processing {
        ProcessingTime::Constant { us } => (0, us, us),
        ProcessingTime::Uniform { min_us, max_us } => (1, min_us, max_us),
        ProcessingTime::HeavyTail { median_us } => (2, median_us, median_us),
    }
}

fn made_of(kind: usize, low: u64, high: u64) -> ProcessingTime {
    match kind {
        1 => ProcessingTime::Uniform {
            min_us: low,
            max_us: high,
        },
        2 => ProcessingTime::HeavyTail { median_us: low },
        _ => ProcessingTime::Constant { us: low },
    }
}

/// Milliseconds with up to three decimals → microseconds.
fn micros(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = format!("{part:0<3}").parse::<u64>().ok()?;
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(part)
}

fn millis(micros: u64) -> String {
    let text = format!("{}.{:03}", micros / 1_000, micros % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_go_both_ways() {
        assert_eq!(micros("20"), Some(20_000));
        assert_eq!(micros("0.5"), Some(500));
        assert_eq!(micros("1.2345"), None);
        assert_eq!(micros("-1"), None);
        assert_eq!(millis(20_000), "20");
        assert_eq!(millis(500), "0.5");
    }
}
