//! What `view!` makes: the page as data, of one type whatever it shows, so that one copy of the
//! code builds it. Leptos mounts it like any other view.
//!
//! Deliberately lacks what only a server needs.

mod attribute;
mod built;
mod from;
mod keyed;

use std::borrow::Cow;

use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;

pub use attribute::{IntoSetting, IntoValue, Kind, Part, Setting, Value};
pub use built::Built;
pub use from::{FromPiece, FromView, IntoPiece, Slot};
pub use keyed::{Entry, each};

/// A part of the page that is not in the page yet.
#[derive(Debug)]
pub struct Tree(SendWrapper<Piece>);

/// A node or several.
pub enum Piece {
    /// An empty place.
    Nothing,
    /// Markup without anything from Rust.
    Fixed(&'static Fixed),
    /// A text.
    Text(Cow<'static, str>),
    /// An element.
    Element(Box<Element>),
    /// One after another.
    Many(Vec<Piece>),
    /// Made again whenever a signal it reads changes.
    Dynamic(Box<dyn FnMut() -> Piece>),
    /// A list that follows its keys.
    Keyed(Box<dyn FnMut() -> Vec<Entry>>),
    /// A view of Leptos.
    View(AnyView),
}

/// Markup without anything from Rust.
#[derive(Debug)]
pub enum Fixed {
    /// A text.
    Text(&'static str),
    /// Tag, attributes, children.
    Element(
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static [Fixed],
    ),
}

/// An element with something from Rust on or in it.
#[derive(Debug)]
pub struct Element {
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    parts: Vec<Part>,
    children: Vec<Piece>,
}

impl Tree {
    /// A piece as a view.
    pub fn new(piece: Piece) -> Self {
        Self(SendWrapper::new(piece))
    }
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Piece")
    }
}

impl Piece {
    /// An element.
    pub fn element(
        tag: &'static str,
        fixed: &'static [(&'static str, &'static str)],
        parts: Vec<Part>,
        children: Vec<Piece>,
    ) -> Self {
        Self::Element(Box::new(Element {
            tag,
            fixed,
            parts,
            children,
        }))
    }
}

/// One of two, by a condition.
pub fn show(
    when: Box<dyn Fn() -> bool + Send + Sync>,
    then: Box<dyn Fn() -> Piece>,
    otherwise: Box<dyn Fn() -> Piece>,
) -> Piece {
    let when = ArcMemo::new(move |_| when());
    Piece::Dynamic(Box::new(
        move || {
            if when.get() { then() } else { otherwise() }
        },
    ))
}

impl Render for Tree {
    type State = Built;

    fn build(self) -> Built {
        Built::new(self.0.take())
    }

    fn rebuild(self, state: &mut Built) {
        state.become_like(self.0.take());
    }
}

impl AddAnyAttr for Tree {
    type Output<NewAttr: leptos::attr::Attribute> = Self;

    fn add_any_attr<NewAttr: leptos::attr::Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

/// The page is never rendered by a server, so there is no HTML to write and none to adopt.
impl RenderHtml for Tree {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
