//! Tables of one recording: everything whose time was compared, and what stood at the end.

use std::sync::Arc;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{ConsumerId, SimTime};
use view_macro::view;

use super::exhibit::Stage;
use super::file::{Beat, Exhibit};
use super::runs::letter;
use super::strip::signed;
use crate::session::{Selection, Session, SessionCommand};
use crate::tree::Tree;

/// Callbacks and the coordinator's lines, in the order in which Kafka had them.
#[component]
pub fn Beats(exhibit: Arc<Exhibit>, stage: Stage) -> impl IntoView {
    let beats = exhibit.beats.iter().enumerate();
    let rows: Vec<Tree> = beats
        .map(|(place, beat)| row(&exhibit, place, beat, stage))
        .collect();
    view! {
        <h2>{say::fidelity_beats()}</h2>
        <div class="panel fidelity-table fidelity-table--beats" tabindex="0" role="region" aria-label=say::fidelity_beats()>
            <table data-testid="beats">
                <thead>
                    <tr>
                        <th scope="col">{say::fidelity_event()}</th>
                        <th scope="col" class="num">{say::fidelity_recorded_ms()}</th>
                        <th scope="col" class="num">{say::fidelity_simulated_ms()}</th>
                        <th scope="col" class="num">{say::fidelity_difference()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(exhibit: &Exhibit, place: usize, beat: &Beat, stage: Stage) -> Tree {
    let session = Session::get();
    let who = exhibit.place(beat);
    let consumer = who.map(|who| Selection::Consumer(ConsumerId::from_index(who)));
    let later = u64::try_from(beat.kafka.max(beat.simulated)).unwrap_or(0);
    let at = SimTime::from_millis(later);
    let choose = move |_| {
        stage.chosen.set(Some(place));
        stage.hovered.set(None);
        session.dispatch(SessionCommand::Pause);
        session.dispatch(SessionCommand::Seek(at));
        session.dispatch(SessionCommand::Select(consumer));
        stage.look_at(at);
    };
    let point = move |is_on: bool| {
        stage.hovered.set(is_on.then_some(place));
        let hover = consumer.filter(|_| is_on);
        session.dispatch(SessionCommand::Hover(hover));
    };
    let class = move || {
        let is_shown = stage.shown() == Some(place);
        if is_shown { "is-current" } else { "" }
    };
    view! {
        <tr class=class data-testid="beat" on:pointerenter=move |_| point(true) on:pointerleave=move |_| point(false)>
            <th scope="row">
                <button
                    type="button"
                    data-testid=format!("beat-{place}")
                    aria-pressed=move || (stage.chosen.get() == Some(place)).to_string()
                    on:click=choose
                    on:focus=move |_| point(true)
                    on:blur=move |_| point(false)
                >
                    {what(beat, who)}
                </button>
            </th>
            <td class="num">{seconds(beat.kafka)}</td>
            <td class="num">{seconds(beat.simulated)}</td>
            <td class="num" data-testid="beat-off">{signed(beat.off())}</td>
        </tr>
    }
}

/// `12.345`.
fn seconds(millis: i64) -> String {
    let whole = millis.unsigned_abs();
    let sign = if millis < 0 { "−" } else { "" };
    format!("{sign}{}.{:03}", whole / 1_000, whole % 1_000)
}

/// A callback with its partitions, or what the coordinator logged, in Kafka's names.
fn what(beat: &Beat, who: Option<usize>) -> Tree {
    let who = who.map_or_else(String::new, letter);
    let list = beat.partitions.join(", ");
    let call = |name: &str| {
        let call = format!("{name}({list})");
        view! { <b>{who.clone()}</b> " " <code>{call}</code> }
    };
    match beat.kind.as_str() {
        "assigned" => call("onPartitionsAssigned"),
        "revoked" => call("onPartitionsRevoked"),
        "lost" => call("onPartitionsLost"),
        _ => {
            let words = fact(beat, who);
            view! { {words} }
        }
    }
}

fn fact(beat: &Beat, who: String) -> Text {
    let generation = beat.generation.unwrap_or(0).to_string();
    match beat.kind.as_str() {
        "prepare_rebalance" => say::fidelity_prepare(generation),
        "join_complete" => {
            let members = beat.members.unwrap_or(0);
            say::fidelity_joined(generation, members.to_string())
        }
        "empty" => say::fidelity_empty(generation),
        "leave" => say::fidelity_leave(who),
        "session_expired" => say::pin_session(who),
        "not_rejoined_removed" => say::pin_dropped(who),
        "static_member_added" => say::fidelity_static_added(who),
        "static_member_replaced" => say::fidelity_static_replaced(who),
        other => Text::verbatim(other.to_owned()),
    }
}

/// What stood at the end of both runs.
#[component]
pub fn Endings(exhibit: Arc<Exhibit>) -> impl IntoView {
    let pair = |(kafka, simulated): (Text, Text)| {
        view! { <td class="num">{kafka}</td><td class="num">{simulated}</td> }
    };
    let offset = |offset: Option<u64>| offset.map_or_else(|| "–".into(), Text::from);
    let rows = exhibit.ending.iter().map(|it| {
        let committed = (offset(it.committed.0), offset(it.committed.1));
        view! {
            <tr>
                <th scope="row">{it.partition.clone()}</th>
                {pair(committed)}
                {pair((it.twice.0.into(), it.twice.1.into()))}
                {pair((it.never.0.into(), it.never.1.into()))}
            </tr>
        }
    });
    let rows: Vec<Tree> = rows.collect();
    let both = || {
        view! {
            <th scope="col" class="num">{say::fidelity_recorded_short()}</th>
            <th scope="col" class="num">{say::fidelity_simulated_short()}</th>
        }
    };
    view! {
        <h2>{say::fidelity_ending()}</h2>
        <p class="exhibit__note">{say::fidelity_ending_note()}</p>
        <div class="panel fidelity-table" tabindex="0" role="region" aria-label=say::fidelity_ending()>
            <table data-testid="ending">
                <thead>
                    <tr>
                        <th scope="col" rowspan="2">{say::matrix_column_partition()}</th>
                        <th scope="colgroup" colspan="2" class="num">{say::matrix_column_committed()}</th>
                        <th scope="colgroup" colspan="2" class="num">{say::matrix_column_twice()}</th>
                        <th scope="colgroup" colspan="2" class="num">{say::fidelity_never()}</th>
                    </tr>
                    <tr>{both()}{both()}{both()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
