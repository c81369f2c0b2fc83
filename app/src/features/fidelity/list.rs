//! The table of what was compared: `docs/FIDELITY.md`, with a link on each recording.

use std::sync::Arc;

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::file::{Figures, Index, Listed, Outcome};
use crate::language;
use crate::tree::Tree;

/// What the page is, and what is not compared.
#[component]
pub fn Lead(index: Arc<Index>) -> impl IntoView {
    let of = |result| {
        index
            .recordings
            .iter()
            .filter(move |it| it.result == result)
    };
    let agree = of(Outcome::Agrees).count();
    let differ = of(Outcome::Differs).count();
    let later = of(Outcome::Later).count();
    let counted = agree + differ;
    view! {
        <h1>{say::landing_fidelity()}</h1>
        <p class="page__lead" data-testid="fidelity-lead">
            {say::fidelity_lead(agree.to_string(), counted.to_string(), later.to_string())}
        </p>
        <details class="fidelity-rules">
            <summary>{say::fidelity_rules()}</summary>
            <p>{say::fidelity_compared()}</p>
            <p>{say::fidelity_not_compared()}</p>
            <p>{say::fidelity_costs()}</p>
        </details>
    }
}

/// Every recording, the one that is open marked.
#[component]
pub fn Recordings(
    index: Arc<Index>,
    /// Name of the one that is open.
    current: Option<String>,
) -> impl IntoView {
    let rows = index.recordings.iter();
    let rows: Vec<Tree> = rows.map(|it| line(it, current.as_deref())).collect();
    view! {
        <h2>{say::fidelity_all()}</h2>
        <div class="panel fidelity-table" tabindex="0" role="region" aria-label=say::fidelity_all()>
            <table data-testid="recordings">
                <thead>
                    <tr>
                        <th scope="col">{say::fidelity_recording()}</th>
                        <th scope="col" class="fidelity-table__more">{say::fidelity_what()}</th>
                        <th scope="col" class="num">{say::fidelity_largest()}</th>
                        <th scope="col">{say::fidelity_result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn line(listed: &Listed, current: Option<&str>) -> Tree {
    let is_current = current == Some(listed.name.as_str());
    let href = format!("?page=fidelity&recording={}", listed.name);
    let title = listed.title.to(language::current()).to_owned();
    let mark = is_current.then_some("page");
    let class = if is_current { "is-current" } else { "" };
    view! {
        <tr class=class>
            <th scope="row">
                <a href=href aria-current=mark data-testid=format!("recording-{}", listed.name)>{title}</a>
                <code>{listed.name.clone()}</code>
            </th>
            <td class="fidelity-table__more">{listed.figures.map(|figures| compared(&figures))}</td>
            <td class="num">{listed.figures.map(largest)}</td>
            <td>{verdict(listed.result)}</td>
        </tr>
    }
}

/// `18 callbacks, 9 generations, 23 commits, 6 committed offsets`.
pub fn compared(figures: &Figures) -> Text {
    say::fidelity_figures(
        figures.callbacks.to_string(),
        figures.generations.to_string(),
        figures.commits.to_string(),
        figures.offsets.to_string(),
    )
}

fn largest(figures: Figures) -> Text {
    say::fidelity_of(
        figures.largest_ms.to_string(),
        figures.tolerance_ms.to_string(),
    )
}

/// How a comparison came out.
pub fn verdict(result: Outcome) -> Text {
    match result {
        Outcome::Agrees => say::fidelity_agrees(),
        Outcome::Differs => say::fidelity_differs(),
        Outcome::Later => say::fidelity_later(),
    }
}

/// Answers of Kafka's own assignors and its partitioner.
#[component]
pub fn Vectors(index: Arc<Index>) -> impl IntoView {
    let rows = index.vectors.iter().map(|it| {
        let cases = (it.cases > 0).then(|| locale::grouped(it.cases));
        view! {
            <tr>
                <th scope="row"><code>{it.name.clone()}</code></th>
                <td class="num">{cases}</td>
                <td>{verdict(it.result)}</td>
            </tr>
        }
    });
    let rows: Vec<Tree> = rows.collect();
    view! {
        <h2>{say::fidelity_vectors()}</h2>
        <div class="panel fidelity-table" tabindex="0" role="region" aria-label=say::fidelity_vectors()>
            <table data-testid="vectors">
                <thead>
                    <tr>
                        <th scope="col">{say::fidelity_file()}</th>
                        <th scope="col" class="num">{say::fidelity_cases()}</th>
                        <th scope="col">{say::fidelity_result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
