//! One part of a program: its fields, and what stands in the way of a change.

use leptos::prelude::*;
use locale::Text;
use sim_core::scenario::ProgramSpec;
use view_macro::view;

use super::edit::{Refusal, change, micros, next, whole};
use super::parts::{Block, Control, Field};
use crate::components::prose::Prose;
use crate::features::settings_form::Form;
use crate::features::words::program::millis;
use crate::session::Session;

/// A change that was refused: the field and its value.
type Wish = (&'static Field, u64);

/// Title, fields, and the message below them.
#[component]
pub(super) fn BlockFields(block: &'static Block) -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let refusal = RwSignal::new(None::<Refusal>);
    let wish = StoredValue::new(None::<Wish>);
    let now = Memo::new(move |_| next(session, form));
    let put = Callback::new(move |(field, value): Wish| {
        wish.set_value(Some((field, value)));
        refusal.set(change(session, form, block, &|one| (field.set)(one, value)).err());
    });
    let give_way = move |_| {
        if let Some((field, value)) = wish.get_value() {
            let both = |one: &mut ProgramSpec| {
                (field.set)(one, value);
                (block.gives_way.1)(one);
            };
            refusal.set(change(session, form, block, &both).err());
        }
    };
    let say = Callback::new(move |text: Text| refusal.set(Some(Refusal::Because(text))));
    let fields = block
        .fields
        .iter()
        .map(|field| field_view(block, field, now, put, say));
    let message = move || {
        let (text, is_offered) = match refusal.get()? {
            Refusal::Because(text) => (text, false),
            Refusal::CommitsAndWorkers(text) => (text, true),
        };
        Some(view! {
            <div class="key__error" role="alert" data-testid="program-error">
                <p><Prose text /></p>
                <button
                    class="btn btn--sm"
                    type="button"
                    hidden=!is_offered
                    data-testid="program-offer"
                    on:click=give_way
                >
                    {(block.gives_way.0)()}
                </button>
            </div>
        })
    };
    view! {
        <div class="key" role="group" aria-label=(block.title)()>
            <div class="key__head"><b>{(block.title)()}</b></div>
            <p class="key__doc">{(block.doc)()}</p>
            {fields.collect_view()}
            {message}
        </div>
    }
}

fn field_view(
    block: &'static Block,
    field: &'static Field,
    now: Memo<ProgramSpec>,
    put: Callback<Wish>,
    say: Callback<Text>,
) -> AnyView {
    let value = move || now.with(field.get);
    match field.control {
        Control::Choice(names) => {
            let options = names.iter().enumerate().map(|(index, name)| {
                let is_now = move || value() == Some(index as u64);
                view! { <option value=index.to_string() selected=is_now>{name()}</option> }
            });
            let own = (field.label)();
            let label = if own.is_empty() {
                (block.title)()
            } else {
                own.clone()
            };
            view! {
                <p class="key__label" aria-hidden="true">{own}</p>
                <div class="key__value">
                    <select
                        class="field-input"
                        aria-label=label
                        data-testid=field.testid
                        on:change=move |event| {
                            put.run((field, event_target_value(&event).parse().unwrap_or(0)));
                        }
                    >
                        {options.collect_view()}
                    </select>
                </div>
            }
            .into_any()
        }
        Control::Switch => view! {
            <label class="key__switch">
                <input
                    type="checkbox"
                    data-testid=field.testid
                    prop:checked=move || value() == Some(1)
                    on:change=move |event| put.run((field, event_target_checked(&event).into()))
                />
                {(field.label)()}
            </label>
        }
        .into_any(),
        Control::Whole | Control::Millis => number_view(field, now, put, say),
    }
}

fn number_view(
    field: &'static Field,
    now: Memo<ProgramSpec>,
    put: Callback<Wish>,
    say: Callback<Text>,
) -> AnyView {
    let value = move || now.with(field.get);
    let is_whole = matches!(field.control, Control::Whole);
    let text = move || {
        value().map(|value| {
            if is_whole {
                value.to_string()
            } else {
                millis(value)
            }
        })
    };
    let change = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        match if is_whole {
            whole(&text)
        } else {
            micros(&text)
        } {
            Ok(value) => put.run((field, value)),
            Err(problem) => say.run(problem),
        }
    };
    view! {
        <label class="key__switch" hidden=move || value().is_none()>
            <input
                class="field-input key__number"
                inputmode="decimal"
                data-testid=field.testid
                prop:value=text
                on:change=change
            />
            {(field.label)()}
        </label>
    }
    .into_any()
}
