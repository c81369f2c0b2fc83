//! A lesson's text on the page, its gaps filled.

use leptos::prelude::*;
use lesson::{Block, Piece, Prose, Said};
use locale::Text;
use view_macro::view;

use super::desk::Desk;
use crate::language::{self, said};
use crate::tree::Tree;

/// A text of the lesson.
#[component]
pub fn Rendered(
    /// The text.
    text: Said,
    /// The run it speaks of.
    run: &'static str,
) -> impl IntoView {
    let desk = Desk::get();
    let prose = Prose::parse(text.to(language::current())).unwrap_or_default();
    view! { {move || blocks(desk, &prose, run)} }
}

fn blocks(desk: Desk, prose: &Prose, run: &str) -> Vec<Tree> {
    let block = |block: &Block| {
        let pieces: Vec<Tree> = block
            .pieces
            .iter()
            .map(|one| piece(desk, one, run))
            .collect();
        if block.is_item {
            view! { <p class="prose__item">{pieces}</p> }
        } else {
            view! { <p>{pieces}</p> }
        }
    };
    prose.blocks.iter().map(block).collect()
}

fn piece(desk: Desk, piece: &Piece, run: &str) -> Tree {
    match piece {
        Piece::Words(words) => {
            let words = words.clone();
            view! { {words} }
        }
        Piece::Strong(words) => {
            let words = words.clone();
            view! { <b>{words}</b> }
        }
        Piece::Code(words) => {
            let words = words.clone();
            view! { <code>{words}</code> }
        }
        Piece::Figure(figure) => {
            let value: Text = desk.runs.with(|runs| lesson::filled(figure, runs, run));
            let value = said(&value);
            view! { <b class="prose__figure">{value}</b> }
        }
    }
}
