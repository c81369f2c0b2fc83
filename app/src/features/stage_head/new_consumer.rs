//! Adding a consumer that is not like the first one: group, subscription, static member, assignors.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::scenario::{ConfigValue, ConsumerSpec};
use sim_core::{Command, CommandError};
use view_macro::view;

use super::group_acts::{newcomer, topics};
use crate::components::ask::{Ask, Question, Refusal};
use crate::session::Session;

const READS: [&str; 3] = [
    "subscribe(topics)",
    "subscribe(Pattern)",
    "assign(partitions)",
];

const QUESTIONS: &[Question] = &[
    Question {
        label: say::new_name,
        testid: "new-consumer-name",
        hint: || "consumer-x".into(),
        options: &[],
    },
    Question {
        label: || "group.id".into(),
        testid: "new-consumer-group",
        hint: say::new_group_hint,
        options: &[],
    },
    Question {
        label: say::new_reads_by,
        testid: "new-consumer-how",
        hint: Text::default,
        options: &READS,
    },
    Question {
        label: say::new_reads_what,
        testid: "new-consumer-what",
        hint: say::new_what_hint,
        options: &[],
    },
    Question {
        label: || "group.instance.id".into(),
        testid: "new-consumer-instance",
        hint: say::new_instance_hint,
        options: &[],
    },
    Question {
        label: || "partition.assignment.strategy".into(),
        testid: "new-consumer-assignors",
        hint: say::new_assignors_hint,
        options: &[],
    },
];

/// Endings of the core's names of fields, by question.
const FIELDS: [&[&str]; 6] = [
    &["name"],
    &["group", "group.id"],
    &[],
    &["subscribe", "pattern", "assign"],
    &["group.instance.id"],
    &["partition.assignment.strategy"],
];

/// The dialog.
#[component]
pub(super) fn NewConsumer(
    /// Shown or not.
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let begin = move |()| match newcomer(session) {
        Ok(consumer) => {
            let names = topics(session).into_iter().map(|(name, _)| name);
            let names: Vec<String> = names.collect();
            vec![
                consumer.name,
                consumer.group,
                READS[0].to_owned(),
                names.join(", "),
                String::new(),
                String::new(),
            ]
        }
        Err(_nobody_to_copy) => Vec::new(),
    };
    let send = move |answers: Vec<String>| {
        let consumer = Box::new(consumer(session, &answers)?);
        let acted = session.act(Command::AddConsumer { consumer });
        acted.map_err(|error| (question_of(&error), error.told()))
    };
    view! {
        <Ask open title=say::new_consumer() testid="consumer-dialog" questions=QUESTIONS begin send />
    }
}

fn consumer(session: Session, answers: &[String]) -> Result<ConsumerSpec, Refusal> {
    let mut consumer = newcomer(session).map_err(|text| (0, text))?;
    let [name, group, how, what, instance, assignors] = answers else {
        return Ok(consumer);
    };
    consumer.name.clone_from(name);
    consumer.group.clone_from(group);
    let names = what
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    consumer.subscribe = Vec::new();
    consumer.pattern = None;
    consumer.assign = Vec::new();
    if how == READS[1] {
        consumer.pattern = Some(what.clone());
    } else if how != READS[2] {
        consumer.subscribe = names;
    } else if names.is_empty() {
        return Err((3, say::new_assign_empty()));
    } else {
        consumer.assign = names;
    }
    consumer.props.remove("group.instance.id");
    let props = [
        ("group.instance.id", instance),
        ("partition.assignment.strategy", assignors),
    ];
    for (key, value) in props.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = ConfigValue::Text(value.clone());
        consumer.props.insert(key.to_owned(), value);
    }
    Ok(consumer)
}

/// Which question an error is about, by the field that it names.
fn question_of(error: &CommandError) -> usize {
    let text = error.to_string();
    let field = text.split("` is ").next().unwrap_or_default();
    let is_named = |fields: &[&str]| fields.iter().any(|name| field.ends_with(name));
    FIELDS.into_iter().position(is_named).unwrap_or(0)
}
