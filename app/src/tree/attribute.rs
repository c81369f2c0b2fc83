//! What is set on an element from Rust: attributes, classes, styles, properties and handlers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::tachys::reactive_graph::node_ref::NodeRef;
use leptos::tachys::renderer::dom::Dom;
use locale::Text;
use reactive_graph::effect::RenderEffect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::language::said;

/// How a value is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An attribute.
    Attribute,
    /// One class.
    Class,
    /// One style property.
    Style,
    /// A property of the JavaScript object.
    Property,
}

/// What is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Taken away.
    None,
    /// A text.
    Text(Cow<'static, str>),
    /// There or not.
    Flag(bool),
}

/// A value now or whenever it changes.
pub enum Setting {
    /// Set once.
    Once(Value),
    /// Set again whenever a signal it reads changes.
    Dynamic(Box<dyn FnMut() -> Value>),
}

/// When a handler is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    name: Cow<'static, str>,
    /// On the way down, before the handlers of what lies inside.
    captures: bool,
}

type Handler = Box<dyn FnMut(web_sys::Event)>;

/// One thing that is set from Rust.
pub enum Part {
    /// A value.
    Set(Kind, &'static str, Setting),
    /// A handler of an event.
    On(Occasion, Handler),
    /// Tells which element was made.
    Reference(Box<dyn FnOnce(&web_sys::Element)>),
}

impl std::fmt::Debug for Part {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Part")
    }
}

impl std::fmt::Debug for Setting {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Setting")
    }
}

impl Part {
    /// A value.
    pub fn set(kind: Kind, name: &'static str, setting: Setting) -> Self {
        Self::Set(kind, name, setting)
    }

    /// A handler of an event.
    pub fn on<E: EventDescriptor>(
        event: &E,
        captures: bool,
        mut handler: impl FnMut(E::EventType) + 'static,
    ) -> Self
    where
        E::EventType: JsCast,
    {
        let name = event.name();
        Self::On(
            Occasion { name, captures },
            Box::new(move |event| handler(event.unchecked_into())),
        )
    }

    /// Tells which element was made.
    pub fn reference<E: ElementType>(node: NodeRef<E>) -> Self
    where
        E::Output: JsCast + 'static,
    {
        Self::Reference(Box::new(move |element| node.load(element)))
    }

    /// Does it to an element.
    pub(super) fn apply(self, element: &web_sys::Element) -> Applied {
        match self {
            Self::Set(kind, name, Setting::Once(value)) => {
                set(kind, name, element, None, &value);
                Applied::Once(kind, name, value)
            }
            Self::Set(kind, name, Setting::Dynamic(make)) => {
                Applied::Dynamic(kind, name, follow(kind, name, element, make, None))
            }
            Self::On(occasion, handler) => Applied::On(Listener::new(element, occasion, handler)),
            Self::Reference(tell) => {
                tell(element);
                Applied::Reference
            }
        }
    }

    /// True if it sets what `applied` sets.
    pub(super) fn fits(&self, applied: &Applied) -> bool {
        match (self, applied) {
            (Self::Set(kind, name, Setting::Once(_)), Applied::Once(kind2, name2, _))
            | (Self::Set(kind, name, Setting::Dynamic(_)), Applied::Dynamic(kind2, name2, _)) => {
                kind == kind2 && name == name2
            }
            (Self::On(occasion, _), Applied::On(listener)) => *occasion == listener.occasion,
            (Self::Reference(_), Applied::Reference) => true,
            (Self::Set(..) | Self::On(..) | Self::Reference(_), _) => false,
        }
    }

    /// Takes the place of `applied`, which it fits.
    pub(super) fn replace(self, element: &web_sys::Element, applied: &mut Applied) {
        match (self, applied) {
            (Self::Set(kind, name, Setting::Once(value)), Applied::Once(_, _, old)) => {
                set(kind, name, element, Some(old), &value);
                *old = value;
            }
            (Self::Set(kind, name, Setting::Dynamic(make)), Applied::Dynamic(_, _, effect)) => {
                *effect = follow(kind, name, element, make, effect.take_value());
            }
            (Self::On(_, handler), Applied::On(listener)) => {
                *listener.handler.borrow_mut() = handler;
            }
            (Self::Reference(tell), Applied::Reference) => tell(element),
            (part, applied) => *applied = part.apply(element),
        }
    }
}

/// A part that was set.
pub(super) enum Applied {
    Once(Kind, &'static str, Value),
    Dynamic(Kind, &'static str, RenderEffect<Value>),
    On(Listener),
    Reference,
}

fn follow(
    kind: Kind,
    name: &'static str,
    element: &web_sys::Element,
    mut make: Box<dyn FnMut() -> Value>,
    old: Option<Value>,
) -> RenderEffect<Value> {
    let element = element.clone();
    let update = move |old: Option<Value>| {
        let value = make();
        set(kind, name, &element, old.as_ref(), &value);
        value
    };
    RenderEffect::new_with_value(update, old)
}

fn set(kind: Kind, name: &str, element: &web_sys::Element, old: Option<&Value>, value: &Value) {
    if old == Some(value) {
        return;
    }
    let is_new = old.is_none();
    match (kind, value) {
        (Kind::Attribute, Value::Text(text)) => Dom::set_attribute(element, name, text),
        (Kind::Attribute, Value::Flag(true)) => Dom::set_attribute(element, name, ""),
        (Kind::Attribute, Value::Flag(false) | Value::None) if !is_new => {
            Dom::remove_attribute(element, name);
        }
        (Kind::Class, Value::Flag(true)) => Dom::add_class(&element.class_list(), name),
        (Kind::Class, Value::Flag(false) | Value::None) if !is_new => {
            Dom::remove_class(&element.class_list(), name);
        }
        (Kind::Style, Value::Text(text)) => Dom::set_css_property(&Dom::style(element), name, text),
        (Kind::Style, Value::None) if !is_new => {
            Dom::remove_css_property(&Dom::style(element), name);
        }
        (Kind::Property, Value::Text(text)) => {
            Dom::set_property_or_value(element, name, &JsValue::from_str(text));
        }
        (Kind::Property, Value::Flag(flag)) => {
            Dom::set_property_or_value(element, name, &JsValue::from_bool(*flag));
        }
        (Kind::Attribute | Kind::Class | Kind::Style | Kind::Property, _) => {}
    }
}

/// A handler on an element, until it is dropped.
pub(super) struct Listener {
    occasion: Occasion,
    element: web_sys::Element,
    handler: Rc<RefCell<Handler>>,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    fn new(element: &web_sys::Element, occasion: Occasion, handler: Handler) -> Self {
        let handler = Rc::new(RefCell::new(handler));
        let called = Rc::clone(&handler);
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| {
            (*called.borrow_mut())(event);
        });
        element
            .add_event_listener_with_callback_and_bool(
                &occasion.name,
                closure.as_ref().unchecked_ref(),
                occasion.captures,
            )
            .expect("an element takes any listener");
        Self {
            occasion,
            element: element.clone(),
            handler,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.element
            .remove_event_listener_with_callback_and_bool(
                &self.occasion.name,
                self.closure.as_ref().unchecked_ref(),
                self.occasion.captures,
            )
            .expect("a listener that was added can go");
    }
}

/// What can be set on an element.
pub trait IntoValue {
    /// As a value.
    fn into_value(self) -> Value;
}

/// What can be set on an element, now or whenever it changes.
pub trait IntoSetting {
    /// As a setting.
    fn into_setting(self) -> Setting;
}

impl<F, V> IntoSetting for F
where
    F: FnMut() -> V + 'static,
    V: IntoValue,
{
    fn into_setting(mut self) -> Setting {
        Setting::Dynamic(Box::new(move || self().into_value()))
    }
}

macro_rules! values {
    ($($type:ty: |$value:ident| $made:expr),* $(,)?) => {$(
        impl IntoValue for $type {
            fn into_value(self) -> Value {
                let $value = self;
                $made
            }
        }

        impl IntoSetting for $type {
            fn into_setting(self) -> Setting {
                Setting::Once(self.into_value())
            }
        }
    )*};
}

values! {
    &'static str: |text| Value::Text(Cow::Borrowed(text)),
    String: |text| Value::Text(Cow::Owned(text)),
    Text: |text| Value::Text(Cow::Owned(said(&text))),
    Option<Text>: |text| text.map_or(Value::None, Text::into_value),
    Arc<str>: |text| Value::Text(Cow::Owned(String::from(&*text))),
    Cow<'static, str>: |text| Value::Text(text),
    bool: |flag| Value::Flag(flag),
    f64: |number| Value::Text(Cow::Owned(number.to_string())),
    u32: |number| Value::Text(Cow::Owned(number.to_string())),
    i32: |number| Value::Text(Cow::Owned(number.to_string())),
    u64: |number| Value::Text(Cow::Owned(number.to_string())),
    usize: |number| Value::Text(Cow::Owned(number.to_string())),
    Option<String>: |text| text.map_or(Value::None, String::into_value),
    Option<&'static str>: |text| text.map_or(Value::None, <&'static str>::into_value),
}

macro_rules! signals {
    ($($signal:ident),*) => {$(
        impl<T> IntoSetting for $signal<T>
        where
            T: IntoValue + Clone + Send + Sync + 'static,
        {
            fn into_setting(self) -> Setting {
                Setting::Dynamic(Box::new(move || self.get().into_value()))
            }
        }
    )*};
}

signals!(Memo, Signal, RwSignal);
