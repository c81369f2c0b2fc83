//! Keys and the meaning of colours.

use leptos::prelude::*;
use view_macro::view;

use crate::components::dialog::Dialog;
use crate::preferences;

/// Whether the help is open; in the context for the button and the `?` key.
#[derive(Clone, Copy, Debug)]
pub struct HelpOpen(pub RwSignal<bool>);

const KEYS: [(&str, &str); 20] = [
    ("Space", "play or pause"),
    (". or PageDown", "next event"),
    (", or PageUp", "previous event"),
    ("Right, Left", "100 ms; with Shift 1 ms"),
    ("[ and ]", "slower, faster"),
    ("Home, End", "start, live end"),
    ("+ − < >", "in the matrix: zoom, earlier, later"),
    ("Up, Down", "select"),
    ("Enter", "actions of the selected consumer"),
    (
        "X K Z U L",
        "on a focused card: close, kill, freeze, cut, slow",
    ),
    ("Esc", "select nothing"),
    ("N", "add a consumer"),
    ("P", "add a partition"),
    ("R", "rolling restart"),
    ("W, O, E, L, G", "Why, Code, Events, Records, Settings"),
    (
        "J, F, T",
        "in Code: worst line, fork there, next style of committing",
    ),
    ("/", "find a setting"),
    ("C", "compare eager and cooperative"),
    ("S", "copy link"),
    ("1 to 3", "answer the prediction"),
];

/// The help dialog.
#[component]
pub fn Help() -> impl IntoView {
    let open = expect_context::<HelpOpen>().0;
    let keys = KEYS.iter().map(|(key, does)| {
        view! {
            <div class="keys__row">
                <dt>{*key}</dt>
                <dd>{*does}</dd>
            </div>
        }
    });
    view! {
        <Dialog open=open title="Help" testid="help-dialog">
            <p>
                "The consumers of a group share the partitions; the coordinator notices who is gone and "
                "has them dealt out again: a rebalance. Press play, kill a consumer, and see what stops, "
                "what runs twice, and why. Then go back in time and close it instead."
            </p>
            <p class="keys__legend">
                "Colour means owner. Hatch means nobody reads. Red means processed twice. "
                "A black diamond means lost. Acting in the past starts a fork; the old future stays."
            </p>
            <dl class="keys">{keys.collect_view()}</dl>
            <label class="keys__switch">
                <input
                    type="checkbox"
                    prop:checked=preferences::keys_are_on()
                    data-testid="keys-switch"
                    on:change=move |event| preferences::set_keys(event_target_checked(&event))
                />
                "Single keys act on the lab"
            </label>
        </Dialog>
    }
}
