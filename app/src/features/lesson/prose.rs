//! A lesson's text on the page, its gaps filled.

use leptos::prelude::*;
use lesson::{Block, Piece, Prose, Said};
use locale::Text;
use view_macro::view;

use super::desk::Desk;
use crate::components::term::{self, Met};
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
    let met = Met::here();
    view! { {move || blocks(desk, &prose, run, met.clone())} }
}

/// Terms are marked where the text first names them.
fn blocks(desk: Desk, prose: &Prose, run: &str, mut met: Met) -> Vec<Tree> {
    let block = |block: &Block| {
        let pieces = block.pieces.iter();
        let pieces: Vec<Tree> = pieces.map(|one| piece(desk, one, run, &mut met)).collect();
        if block.is_item {
            view! { <p class="prose__item">{pieces}</p> }
        } else {
            view! { <p>{pieces}</p> }
        }
    };
    prose.blocks.iter().map(block).collect()
}

fn piece(desk: Desk, piece: &Piece, run: &str, met: &mut Met) -> Tree {
    match piece {
        Piece::Words(words) => term::words(words, met),
        Piece::Strong(words) => view! { <b>{term::words(words, met)}</b> },
        Piece::Code(words) => term::code(words, met),
        Piece::Figure(figure) => {
            let value: Text = desk.runs.with(|runs| lesson::filled(figure, runs, run));
            let value = said(&value);
            view! { <b class="prose__figure">{value}</b> }
        }
    }
}
