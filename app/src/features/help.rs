//! Keys and the meaning of colours.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use crate::components::dialog::Dialog;
use crate::components::term::Terms;
use crate::features::glossary::GlossarySection;
use crate::preferences;

/// Whether the help is open; in the context for the button and the `?` key.
#[derive(Clone, Copy, Debug)]
pub struct HelpOpen(pub RwSignal<bool>);

/// Which keys a page listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// All of them.
    Lab,
    /// Those that change nothing but the moment.
    Watch,
}

/// What a key is called, and what it does.
type Key = (fn() -> Text, fn() -> Text);

const WATCHING: [Key; 6] = [
    (say::help_key_play, say::help_play),
    (say::help_key_next, say::help_next),
    (say::help_key_previous, say::help_previous),
    (say::help_key_step, say::help_step),
    (say::help_key_speed, say::help_speed),
    (|| "Home, End".into(), say::help_ends),
];

const CHANGING: [Key; 14] = [
    (|| "+ − < >".into(), say::help_matrix),
    (say::help_key_select, say::help_select),
    (|| "Enter".into(), say::help_actions),
    (|| "X K Z U L".into(), say::help_card),
    (|| "Esc".into(), say::help_nothing),
    (|| "N".into(), say::help_consumer),
    (|| "P".into(), say::help_partition),
    (|| "R".into(), say::help_rolling),
    (|| "W, O, E, L, G".into(), say::help_tabs),
    (|| "J, F, T".into(), say::help_code),
    (|| "/".into(), say::help_find),
    (|| "C".into(), say::help_compare),
    (|| "S".into(), say::help_link),
    (say::help_key_answer, say::help_answer),
];

/// The help dialog.
#[component]
pub fn Help(
    /// What to list.
    keys: Keys,
) -> impl IntoView {
    let open = expect_context::<HelpOpen>().0;
    let changing: &[Key] = match keys {
        Keys::Lab => &CHANGING,
        Keys::Watch => &[],
    };
    let keys = WATCHING.iter().chain(changing).map(|(key, does)| {
        view! {
            <div class="keys__row">
                <dt>{key()}</dt>
                <dd>{does()}</dd>
            </div>
        }
    });
    view! {
        <Dialog open=open title=say::help_title() testid="help-dialog">
            <p><Terms text=say::help_lead() /></p>
            <p class="keys__legend"><Terms text=say::help_colours() /></p>
            <GlossarySection />
            <dl class="keys">{keys.collect_view()}</dl>
            <label class="keys__switch">
                <input
                    type="checkbox"
                    prop:checked=preferences::keys_are_on()
                    data-testid="keys-switch"
                    on:change=move |event| preferences::set_keys(event_target_checked(&event))
                />
                {say::help_switch()}
            </label>
        </Dialog>
    }
}
