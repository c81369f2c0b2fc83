//! Creating a topic during the run.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Command;
use sim_core::scenario::{Production, TopicSpec};
use view_macro::view;

use crate::components::ask::{Ask, Question, Refusal};
use crate::session::Session;

const QUESTIONS: &[Question] = &[
    Question {
        label: say::new_name,
        testid: "new-topic-name",
        hint: || "payments".into(),
        options: &[],
    },
    Question {
        label: say::new_partitions,
        testid: "new-topic-partitions",
        hint: Text::default,
        options: &[],
    },
    Question {
        label: say::new_rate,
        testid: "new-topic-rate",
        hint: Text::default,
        options: &[],
    },
    Question {
        label: say::new_keys,
        testid: "new-topic-keys",
        hint: Text::default,
        options: &[],
    },
];

/// The core's names of fields, by question.
const FIELDS: [&str; 4] = ["name", "partitions", "records_per_second", "keys"];

/// The dialog.
#[component]
pub(super) fn NewTopic(
    /// Shown or not.
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let begin = |()| ["", "4", "20", "0"].map(str::to_owned).to_vec();
    let send = move |answers: Vec<String>| {
        let topic = Box::new(topic(&answers)?);
        session
            .act(Command::CreateTopic { topic })
            .map_err(|error| {
                let text = error.to_string();
                let field = text.split("` is ").next().unwrap_or_default();
                let place = FIELDS.iter().position(|name| field.ends_with(name));
                (place.unwrap_or(0), error.told())
            })
    };
    view! {
        <Ask open title=say::new_topic() testid="topic-dialog" questions=QUESTIONS begin send />
    }
}

fn topic(answers: &[String]) -> Result<TopicSpec, Refusal> {
    let number = |place: usize| {
        let text = answers.get(place).map_or("", String::as_str);
        let wrong = |_| {
            let text = text.escape_default().to_string();
            (place, say::settings_not_whole(text))
        };
        text.parse::<u32>().map_err(wrong)
    };
    Ok(TopicSpec {
        name: answers.first().cloned().unwrap_or_default(),
        partitions: number(1)?,
        record_bytes: 512,
        preloaded_per_partition: 0,
        production: Production::Rate {
            records_per_second: number(2)?,
            keys: number(3)?,
        },
        retention_ms: None,
        retention_bytes: None,
        poison: Vec::new(),
    })
}
