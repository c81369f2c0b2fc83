//! What may stand between braces in `view!`.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;
use locale::Text;

use super::{Piece, Tree};
use crate::language::said;

/// What is a piece of the page as it is.
pub trait IntoPiece {
    /// As a piece.
    fn into_piece(self) -> Piece;
}

/// An expression of `view!`, which may be a piece or any view of Leptos.
pub struct Slot<T>(Cell<Option<T>>);

impl<T> std::fmt::Debug for Slot<T> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Slot")
    }
}

impl<T> Slot<T> {
    /// Holds the value of an expression.
    pub fn new(value: T) -> Self {
        Self(Cell::new(Some(value)))
    }
}

/// The first choice: no type of its own.
pub trait FromPiece {
    /// As a piece.
    fn piece(self) -> Piece;
}

impl<T: IntoPiece> FromPiece for Slot<T> {
    fn piece(self) -> Piece {
        self.0.take().map_or(Piece::Nothing, T::into_piece)
    }
}

/// The second: Leptos renders it. Method calls look here last, for it asks for a reference.
pub trait FromView {
    /// As a piece.
    fn piece(self) -> Piece;
}

impl<T: IntoView + 'static> FromView for &Slot<T> {
    fn piece(self) -> Piece {
        self.0
            .take()
            .map_or(Piece::Nothing, |view| Piece::View(view.into_any()))
    }
}

impl<F, V> IntoPiece for F
where
    F: FnMut() -> V + 'static,
    V: IntoPiece,
{
    fn into_piece(mut self) -> Piece {
        Piece::Dynamic(Box::new(move || self().into_piece()))
    }
}

impl<V: IntoPiece> IntoPiece for Option<V> {
    fn into_piece(self) -> Piece {
        self.map_or(Piece::Nothing, V::into_piece)
    }
}

impl<V: IntoPiece> IntoPiece for Vec<V> {
    fn into_piece(self) -> Piece {
        Piece::Many(self.into_iter().map(V::into_piece).collect())
    }
}

macro_rules! pieces {
    ($($type:ty: |$value:ident| $made:expr),* $(,)?) => {$(
        impl IntoPiece for $type {
            fn into_piece(self) -> Piece {
                let $value = self;
                $made
            }
        }
    )*};
}

pieces! {
    Tree: |tree| tree.0.take(),
    AnyView: |view| Piece::View(view),
    &'static str: |text| Piece::Text(Cow::Borrowed(text)),
    String: |text| Piece::Text(Cow::Owned(text)),
    Text: |text| Piece::Text(Cow::Owned(said(&text))),
    Arc<str>: |text| Piece::Text(Cow::Owned(String::from(&*text))),
    u32: |number| Piece::Text(Cow::Owned(number.to_string())),
    u64: |number| Piece::Text(Cow::Owned(number.to_string())),
    usize: |number| Piece::Text(Cow::Owned(number.to_string())),
}

macro_rules! signals {
    ($($signal:ident),*) => {$(
        impl<T: IntoPiece + Clone + Send + Sync + 'static> IntoPiece for $signal<T> {
            fn into_piece(self) -> Piece {
                Piece::Dynamic(Box::new(move || self.get().into_piece()))
            }
        }
    )*};
}

signals!(Memo, Signal, RwSignal);
