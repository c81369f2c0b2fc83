//! Branches of the run: which is in view, their names, which are compared; Undo, and what acting
//! now would do.

use leptos::prelude::*;
use sim_core::Timeline;
use sim_core::view::BranchView;
use view_macro::view;

use crate::components::ask::{Ask, Question};
use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::format;
use crate::session::{Compared, LANES_MAX, Session, SessionCommand};
use crate::tree::Tree;

const QUESTIONS: &[Question] = &[Question {
    label: || "Name".into(),
    testid: "branch-new-name",
    hint: || "with longer sessions".into(),
    options: &[],
}];

/// Name of the branch in view; opens the list.
#[component]
pub fn BranchMenu() -> impl IntoView {
    let session = Session::get();
    let current = Memo::new(move |_| {
        session.story.track();
        let branches = session.with_timeline(Timeline::branches);
        let name = branches
            .iter()
            .find(|branch| branch.is_current)
            .map(|branch| branch.name.clone());
        name.unwrap_or_default()
    });
    let marked = RwSignal::new(Vec::<usize>::new());
    let renamed = RwSignal::new(0);
    let open = RwSignal::new(false);
    provide_context(Marks {
        marked,
        renamed,
        open,
    });
    let begin = move |()| vec![name_of(session, renamed.get_untracked())];
    let send = move |answers: Vec<String>| {
        let name = answers.into_iter().next().unwrap_or_default();
        let named = session.rename_branch(renamed.get_untracked(), &name);
        named.map_err(|error| (0, error.told()))
    };
    let face = move || {
        view! {
            <Icon name="fork" size=15 />
            <span class="sr">"Branch"</span>
            <b data-testid="branch-name">{move || current.get()}</b>
            <Icon name="down" size=13 />
        }
    };
    view! {
        <Menu
            label=""
            testid="branch-menu"
            class="btn btn--quiet deck__branch"
            up=true
            face=face
        >
            <Branches />
            <div class="menu__rule"></div>
            <button
                class="menu__item"
                type="button"
                data-testid="branch-compare"
                disabled=move || marked.with(|marked| marked.len() < 2)
                on:click=move |_| {
                    let what = Compared::Branches(marked.get_untracked());
                    session.dispatch(SessionCommand::Compare(Some(what)));
                }
            >
                "Compare the marked ones"
            </button>
            <button
                class="menu__item"
                type="button"
                data-testid="undo"
                disabled=move || !session.can_undo()
                on:click=move |_| session.dispatch(SessionCommand::Undo)
            >
                "Undo the last act"
            </button>
        </Menu>
        <Ask open title="Rename the branch" testid="branch-dialog" verb="Rename" questions=QUESTIONS begin send />
        <ForkNote />
    }
}

/// What the rows of the menu share.
#[derive(Clone, Copy)]
struct Marks {
    /// Branches to compare, by number, the first marked first.
    marked: RwSignal<Vec<usize>>,
    /// The branch that gets another name.
    renamed: RwSignal<usize>,
    /// Its dialog.
    open: RwSignal<bool>,
}

impl Marks {
    fn toggle(self, index: usize) {
        self.marked.update(|marked| {
            if marked.contains(&index) {
                marked.retain(|other| *other != index);
            } else {
                marked.push(index);
                if marked.len() > LANES_MAX {
                    marked.remove(0);
                }
            }
        });
    }
}

fn name_of(session: Session, index: usize) -> String {
    let branches = session.with_timeline(Timeline::branches).into_iter();
    let mut wanted = branches.filter(|branch| branch.index == index);
    wanted.next().map(|branch| branch.name).unwrap_or_default()
}

#[component]
fn Branches() -> impl IntoView {
    let session = Session::get();
    let branches = session.with_timeline(Timeline::branches);
    let marks = expect_context::<Marks>();
    marks.marked.update(|marked| {
        marked.retain(|index| branches.iter().any(|branch| branch.index == *index));
    });
    let is_only = branches.len() < 2;
    let row = |branch| row(session, marks, branch, is_only);
    branches.into_iter().map(row).collect_view()
}

fn row(session: Session, marks: Marks, branch: BranchView, is_only: bool) -> Tree {
    let index = branch.index;
    let from = branch.parent.map_or_else(
        || format!("to {}", format::seconds(branch.head)),
        |(_, at)| format!("from {}", format::seconds(at)),
    );
    let [compare, rename, delete] =
        ["Compare", "Rename", "Delete"].map(|word| format!("{word} {}", branch.name));
    view! {
        <div class="branch" data-testid="branch-row">
            <input
                type="checkbox"
                aria-label=compare.clone()
                title=compare
                data-testid="branch-mark"
                prop:checked=move || marks.marked.with(|marked| marked.contains(&index))
                on:click=|event: leptos::ev::MouseEvent| event.stop_propagation()
                on:change=move |_| marks.toggle(index)
            />
            <button
                class="menu__item"
                type="button"
                aria-current=branch.is_current.to_string()
                data-testid="branch-item"
                on:click=move |_| session.dispatch(SessionCommand::SwitchBranch(index))
            >
                <span class="branch__name">{branch.name}</span>
                {branch.is_current.then(|| view! { <Icon name="check" size=13 /> })}
                <small>{from}</small>
            </button>
            <button
                class="btn btn--quiet btn--icon"
                type="button"
                aria-label=rename.clone()
                title=rename
                data-testid="branch-rename"
                on:click=move |_| {
                    marks.renamed.set(index);
                    marks.open.set(true);
                }
            >
                <Icon name="pen" size=14 />
            </button>
            <button
                class="btn btn--quiet btn--icon"
                type="button"
                aria-label=delete.clone()
                title=delete
                disabled=is_only
                data-testid="branch-delete"
                on:click=move |_| session.dispatch(SessionCommand::DeleteBranch(index))
            >
                <Icon name="cross" size=14 />
            </button>
        </div>
    }
}

/// Before the live end an act does not continue this branch.
#[component]
fn ForkNote() -> impl IntoView {
    let session = Session::get();
    let fork = Memo::new(move |_| {
        session.pulse.track();
        session.with_timeline(|timeline| {
            let in_past = timeline.at() < timeline.head();
            in_past.then(|| timeline.next_name().ok()).flatten()
        })
    });
    let note = move || {
        fork.get()
            .map(|name| view! { "In the past: acting here starts " <b>{name}</b> })
    };
    view! { <span class="deck__note" data-testid="fork-note">{note}</span> }
}
