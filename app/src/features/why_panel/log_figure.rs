//! Offsets of one partition as a bar: committed, run but not committed, waiting.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::LogFigure;
use view_macro::view;

use crate::components::prose::marked;
use crate::owner;
use crate::session::Session;
use crate::tree::Tree;

const WIDTH: f64 = 338.0;

/// The bar with its three offsets.
#[component]
pub fn LogBar(log: LogFigure) -> impl IntoView {
    let session = Session::get();
    let letter = session.lab().with_untracked(|lab| {
        let reader = lab.consumers.iter().find(|one| Some(one.id) == log.reader);
        reader.map(|one| one.letter.to_string())
    });
    let fill = log.reader.map_or("logfig__read", owner::class);
    // The window begins a little before the commit, so that a long log does not hide the rest.
    let span = log
        .log_end_offset
        .saturating_sub(log.committed_offset)
        .max(1);
    let first = log.committed_offset.saturating_sub(span / 4);
    let x = |offset: u64| WIDTH * ratio(offset.saturating_sub(first), log.log_end_offset - first);
    let (committed, processed) = (
        x(log.committed_offset),
        x(log.processed_offset).max(x(log.committed_offset)),
    );
    let who = letter.map_or_else(say::panel_somebody, Text::verbatim);
    let label = say::panel_log(
        log.committed_offset.to_string(),
        log.processed_offset.to_string(),
        log.log_end_offset.to_string(),
    );
    let ahead = log.processed_offset > log.committed_offset;
    view! {
        <div class="logfig" role="img" aria-label=label data-testid="why-log">
            <div class="logfig__ends">
                <span data-term="committed-offset">{offset(&say::panel_log_committed(log.committed_offset.to_string()))}</span>
                <span data-term="log-end-offset">{offset(&say::panel_log_end(log.log_end_offset.to_string()))}</span>
            </div>
            <svg width="100%" height="20" viewBox="0 0 338 20" preserveAspectRatio="none">
                <rect class="g-track" x="0.5" y="3.5" width="337" height="13"></rect>
                <rect class="g-commit" x="0.5" y="3.5" width=committed height="13"></rect>
                <rect
                    class=format!("logfig__own {fill}")
                    x=committed
                    y="3.5"
                    width=processed - committed
                    height="13"
                ></rect>
                <line class="logfig__mark" x1=committed x2=committed y1="0" y2="17"></line>
                <line class="logfig__mark" x1=processed x2=processed y1="3" y2="20"></line>
            </svg>
            {ahead
                .then(|| {
                    view! {
                        <p>
                            {offset(&say::panel_log_processed(who, log.processed_offset.to_string()))}
                        </p>
                    }
                })}
        </div>
    }
}

/// A label with its offset in bold.
fn offset(label: &Text) -> Vec<Tree> {
    marked(label, |offset| view! { <b>{offset}</b> })
}

#[expect(clippy::cast_precision_loss, reason = "a picture of 338 pixels")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
