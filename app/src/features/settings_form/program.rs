//! The application around `poll()`: time per record, commits, listener, workers and results.

mod commits;
mod edit;
mod listener;
mod threads;
mod times;

use leptos::prelude::*;
use sim_core::Command;
use sim_core::scenario::ProcessingTime;
use view_macro::view;

use self::commits::CommitField;
use self::listener::ListenerField;
use self::threads::{OutcomeFields, WorkersField};
use self::times::{made_of, micros, millis, parts_of};
use super::Form;
use super::apply::{Target, target_name};
use crate::session::Session;

const KINDS: [&str; 3] = ["always", "at random", "heavy tail"];

/// The program of the chosen consumers, part by part.
#[component]
pub(super) fn ProgramForm() -> impl IntoView {
    view! {
        <section class="settings__group">
            <h3>"Program"</h3>
            <ProcessingField />
            <CommitField />
            <ListenerField />
            <WorkersField />
            <OutcomeFields />
        </section>
    }
}

/// What the chosen (or first) consumer does now.
fn now(session: Session, form: Form) -> Option<ProcessingTime> {
    let target = form.target.get();
    session.lab().with(|lab| {
        let consumer = match target {
            Target::All => lab.consumers.first(),
            Target::One(id) => lab.consumers.iter().find(|one| one.id == id),
        };
        consumer.map(|one| one.processing)
    })
}

#[component]
fn ProcessingField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let processing = Memo::new(move |_| now(session, form));
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
