//! Pieces that are in the page, and how they become others.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::Mountable;
use leptos::tachys::view::any_view::AnyViewState;
use reactive_graph::effect::RenderEffect;

use super::attribute::Applied;
use super::keyed::Rows;
use super::{Element, Fixed, Piece};

const SVG: &str = "http://www.w3.org/2000/svg";
const SVG_TAGS: [&str; 9] = [
    "svg", "g", "path", "rect", "circle", "line", "use", "text", "polyline",
];

/// A piece that is in the page.
pub enum Built {
    /// An empty place.
    Nothing(web_sys::Node),
    /// Markup without anything from Rust.
    Fixed(&'static Fixed, web_sys::Node),
    /// A text.
    Text(Cow<'static, str>, web_sys::Text),
    /// An element.
    Element(Box<BuiltElement>),
    /// One after another, and where the next would go.
    Many(Vec<Built>, web_sys::Node),
    /// Made again whenever a signal it reads changes.
    Dynamic(Held<Built>),
    /// A list that follows its keys.
    Keyed(Held<Rows>),
    /// A view of Leptos.
    View(AnyViewState),
}

/// An effect whose value goes with it.
pub struct Held<T: 'static>(RenderEffect<T>);

impl<T> std::fmt::Debug for Held<T> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Held")
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

/// An element in the page.
pub struct BuiltElement {
    node: web_sys::Element,
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    parts: Vec<Applied>,
    children: Vec<Built>,
}

impl std::fmt::Debug for BuiltElement {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "<{}>", self.tag)
    }
}

impl std::fmt::Debug for Built {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Built")
    }
}

pub(super) fn placeholder() -> web_sys::Node {
    Dom::create_placeholder().into()
}

fn bare(tag: &str, attributes: &[(&str, &str)]) -> web_sys::Element {
    let namespace = SVG_TAGS.contains(&tag).then_some(SVG);
    let node = Dom::create_element(tag, namespace);
    for (name, value) in attributes {
        Dom::set_attribute(&node, name, value);
    }
    node
}

impl Fixed {
    fn build(&self) -> web_sys::Node {
        match self {
            Self::Text(text) => Dom::create_text_node(text).into(),
            Self::Element(tag, attributes, children) => {
                let node = bare(tag, attributes);
                for child in *children {
                    Dom::insert_node(&node, &child.build(), None);
                }
                node.into()
            }
        }
    }
}

impl BuiltElement {
    fn new(element: Element) -> Self {
        let Element {
            tag,
            fixed,
            parts,
            children,
        } = element;
        let node = bare(tag, fixed);
        let parts = parts.into_iter().map(|part| part.apply(&node)).collect();
        let mut children: Vec<Built> = children.into_iter().map(Built::new).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        Self {
            node,
            tag,
            fixed,
            parts,
            children,
        }
    }

    /// True if `element` differs in nothing but what Rust sets.
    fn fits(&self, element: &Element) -> bool {
        self.tag == element.tag
            && self.fixed == element.fixed
            && self.children.len() == element.children.len()
            && self.parts.len() == element.parts.len()
            && self
                .parts
                .iter()
                .zip(&element.parts)
                .all(|(old, new)| new.fits(old))
    }

    fn become_like(&mut self, element: Element) {
        for (old, new) in self.parts.iter_mut().zip(element.parts) {
            new.replace(&self.node, old);
        }
        for (old, new) in self.children.iter_mut().zip(element.children) {
            old.become_like(new);
        }
    }
}

impl Built {
    pub(super) fn new(piece: Piece) -> Self {
        match piece {
            Piece::Nothing => Self::Nothing(placeholder()),
            Piece::Fixed(fixed) => Self::Fixed(fixed, fixed.build()),
            Piece::Text(text) => {
                let node = Dom::create_text_node(&text);
                Self::Text(text, node)
            }
            Piece::Element(element) => Self::Element(Box::new(BuiltElement::new(*element))),
            Piece::Many(pieces) => {
                Self::Many(pieces.into_iter().map(Self::new).collect(), placeholder())
            }
            Piece::Dynamic(make) => Self::Dynamic(dynamic(make)),
            Piece::Keyed(make) => Self::Keyed(Held(Rows::follow(make))),
            Piece::View(view) => Self::View(view.build()),
        }
    }

    /// Shows another piece in the same place, with what stands there if it fits.
    pub(super) fn become_like(&mut self, piece: Piece) {
        match (&mut *self, piece) {
            (Self::Nothing(_), Piece::Nothing) => {}
            (Self::Fixed(old, _), Piece::Fixed(new)) if std::ptr::eq(*old, new) => {}
            (Self::Text(old, node), Piece::Text(new)) => {
                if *old != new {
                    Dom::set_text(node, &new);
                    *old = new;
                }
            }
            (Self::Element(old), Piece::Element(new)) if old.fits(&new) => old.become_like(*new),
            (Self::Many(old, end), Piece::Many(new)) => many(old, end, new),
            (Self::View(old), Piece::View(new)) => new.rebuild(old),
            (_, piece) => {
                let mut new = Self::new(piece);
                self.insert_before_this(&mut new);
                self.unmount();
                *self = new;
            }
        }
    }

    /// The nodes that stand for it, or None if its parts do.
    fn node(&self) -> Option<&web_sys::Node> {
        match self {
            Self::Nothing(node) | Self::Fixed(_, node) => Some(node),
            Self::Text(_, node) => Some(node),
            Self::Element(element) => Some(&element.node),
            Self::Many(..) | Self::Dynamic(_) | Self::Keyed(_) | Self::View(_) => None,
        }
    }
}

fn dynamic(mut make: Box<dyn FnMut() -> Piece>) -> Held<Built> {
    Held(RenderEffect::new(move |old: Option<Built>| {
        let piece = make();
        match old {
            Some(mut built) => {
                built.become_like(piece);
                built
            }
            None => Built::new(piece),
        }
    }))
}

fn many(old: &mut Vec<Built>, end: &web_sys::Node, new: Vec<Piece>) {
    for mut gone in old.drain(new.len().min(old.len())..) {
        gone.unmount();
    }
    for (index, piece) in new.into_iter().enumerate() {
        if let Some(built) = old.get_mut(index) {
            built.become_like(piece);
        } else {
            let mut built = Built::new(piece);
            Dom::try_mount_before(&mut built, end);
            old.push(built);
        }
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        match self {
            Self::Nothing(_) | Self::Fixed(..) | Self::Text(..) | Self::Element(_) => {
                if let Some(node) = self.node() {
                    Dom::remove(node);
                }
            }
            Self::Many(all, end) => {
                for one in all {
                    one.unmount();
                }
                Dom::remove(end);
            }
            Self::Dynamic(held) => held.0.unmount(),
            Self::Keyed(held) => held.0.unmount(),
            Self::View(view) => view.unmount(),
        }
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        match self {
            Self::Nothing(_) | Self::Fixed(..) | Self::Text(..) | Self::Element(_) => {
                if let Some(node) = self.node() {
                    Dom::insert_node(parent, node, marker);
                }
            }
            Self::Many(all, end) => {
                for one in all {
                    one.mount(parent, marker);
                }
                Dom::insert_node(parent, end, marker);
            }
            Self::Dynamic(held) => held.0.mount(parent, marker),
            Self::Keyed(held) => held.0.mount(parent, marker),
            Self::View(view) => view.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing(_) | Self::Fixed(..) | Self::Text(..) | Self::Element(_) => {
                self.node().is_some_and(|node| insert_before(node, child))
            }
            Self::Many(all, end) => {
                all.iter().any(|one| one.insert_before_this(child)) || insert_before(end, child)
            }
            Self::Dynamic(held) => held.0.insert_before_this(child),
            Self::Keyed(held) => held.0.insert_before_this(child),
            Self::View(view) => view.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match self {
            Self::Element(element) => vec![element.node.clone()],
            Self::Many(all, _) => all.iter().flat_map(Self::elements).collect(),
            Self::Dynamic(held) => held.0.elements(),
            Self::View(view) => view.elements(),
            Self::Nothing(_) | Self::Fixed(..) | Self::Text(..) | Self::Keyed(_) => Vec::new(),
        }
    }
}

pub(super) fn insert_before(node: &web_sys::Node, child: &mut dyn Mountable) -> bool {
    match node.parent_element() {
        Some(parent) => {
            child.mount(&parent, Some(node));
            true
        }
        None => false,
    }
}
