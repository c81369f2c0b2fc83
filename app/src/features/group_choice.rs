//! Which group a tab is about.

use leptos::prelude::*;
use locale::say;
use sim_core::GroupId;
use view_macro::view;

use crate::session::{Selection, Session};
use crate::tree::Tree;

/// The chosen group; without a choice that of the selected consumer, or the first.
pub fn shown_group(session: Session, chosen: Option<u64>) -> GroupId {
    session.lab().with_untracked(|lab| {
        let by_choice = chosen.and_then(|index| lab.groups.get(usize::try_from(index).ok()?));
        let selected = match session.selection.get() {
            Some(Selection::Consumer(id)) => lab.consumers.iter().find(|one| one.id == id),
            Some(Selection::Partition(_) | Selection::Event(_)) | None => None,
        };
        by_choice
            .map(|group| group.id)
            .or(selected.map(|one| one.group))
            .or(lab.groups.first().map(|group| group.id))
            .unwrap_or(GroupId(0))
    })
}

/// The choice among several groups.
pub fn group_choice(session: Session, chosen: RwSignal<Option<u64>>) -> Tree {
    let options = move || {
        session.story.track();
        let lab = session.lab().get_untracked();
        if lab.groups.len() < 2 {
            return None;
        }
        let now = shown_group(session, chosen.get());
        let options = lab.groups.iter().enumerate().map(|(index, group)| {
            view! {
                <option value=index.to_string() selected=group.id == now>
                    {group.name.to_string()}
                </option>
            }
        });
        let options: Vec<Tree> = options.collect();
        Some(view! {
            <label class="group-choice">
                {say::list_group()}
                <select
                    class="field-input"
                    data-testid="group-choice"
                    on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                >
                    {options}
                </select>
            </label>
        })
    };
    view! { {options} }
}
