//! Lists whose items keep their elements while their key stays.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::Mountable;
use reactive_graph::effect::RenderEffect;

use super::Piece;
use super::built::{Built, insert_before, placeholder};

/// An item: what tells it from others, and what makes it.
pub struct Entry {
    key: u64,
    make: Box<dyn FnOnce() -> Piece>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Entry {}", self.key)
    }
}

/// The items of a list, each of which has a key.
pub fn each<T, K>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    child: impl Fn(T) -> Piece + Clone + 'static,
) -> Piece
where
    T: 'static,
    K: Hash,
{
    Piece::Keyed(Box::new(move || {
        let entry = |item: T| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let child = child.clone();
            Entry {
                key: hasher.finish(),
                make: Box::new(move || child(item)),
            }
        };
        items().into_iter().map(entry).collect()
    }))
}

/// A list in the page.
pub struct Rows {
    rows: Vec<Row>,
    end: web_sys::Node,
}

struct Row {
    key: u64,
    built: Built,
    /// What the item's effects belong to; they end with it.
    _owner: Owner,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Rows {}", self.rows.len())
    }
}

impl Rows {
    pub(super) fn follow(mut make: Box<dyn FnMut() -> Vec<Entry>>) -> RenderEffect<Self> {
        let parent = Owner::current().unwrap_or_default();
        RenderEffect::new(move |old: Option<Self>| {
            let entries = make();
            let mut rows = old.unwrap_or_else(|| Self {
                rows: Vec::new(),
                end: placeholder(),
            });
            rows.become_like(entries, &parent);
            rows
        })
    }

    fn become_like(&mut self, entries: Vec<Entry>, parent: &Owner) {
        let mut old = std::mem::take(&mut self.rows);
        let unchanged = old.len() == entries.len()
            && old
                .iter()
                .zip(&entries)
                .all(|(old, new)| old.key == new.key);
        if unchanged {
            self.rows = old;
            return;
        }
        old.retain_mut(|row| {
            let stays = entries.iter().any(|entry| entry.key == row.key);
            if !stays {
                row.built.unmount();
            }
            stays
        });
        // Rows that stay, in their old order; those before the first are placed.
        let mut waiting = std::collections::VecDeque::from(old);
        for entry in entries {
            let place = waiting.iter().position(|row| row.key == entry.key);
            let mut row = match place.and_then(|place| waiting.remove(place)) {
                Some(row) if place == Some(0) => {
                    self.rows.push(row);
                    continue;
                }
                Some(row) => row,
                None => new_row(entry, parent),
            };
            match waiting.front() {
                Some(next) => next.built.insert_before_this(&mut row.built),
                None => insert_before(&self.end, &mut row.built),
            };
            self.rows.push(row);
        }
    }
}

fn new_row(entry: Entry, parent: &Owner) -> Row {
    let owner = parent.with(Owner::new);
    let built = owner.with(|| Built::new((entry.make)()));
    Row {
        key: entry.key,
        built,
        _owner: owner,
    }
}

impl Mountable for Rows {
    fn unmount(&mut self) {
        for row in &mut self.rows {
            row.built.unmount();
        }
        Dom::remove(&self.end);
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        for row in &mut self.rows {
            row.built.mount(parent, marker);
        }
        Dom::insert_node(parent, &self.end, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.rows.first() {
            Some(row) => row.built.insert_before_this(child),
            None => insert_before(&self.end, child),
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        self.rows
            .iter()
            .flat_map(|row| row.built.elements())
            .collect()
    }
}
