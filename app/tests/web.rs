//! A few widgets in a real browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use app::components::menu::Menu;
use app::components::slider::Slider;
use app::components::virtual_list::VirtualList;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Mounts a view into a fresh element of the page.
fn mounted<V: IntoView + 'static>(make: impl FnOnce() -> V + 'static) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let place: HtmlElement = root.clone().unchecked_into();
    leptos::mount::mount_to(place, make).forget();
    root
}

fn find(root: &Element, testid: &str) -> Option<HtmlElement> {
    let found = root.query_selector(&format!("[data-testid=\"{testid}\"]"));
    found.unwrap().map(JsCast::unchecked_into)
}

async fn settle() {
    leptos::task::tick().await;
}

#[wasm_bindgen_test]
async fn a_long_list_keeps_few_rows() {
    let document = web_sys::window().unwrap().document().unwrap();
    let style = document.create_element("style").unwrap();
    style.set_text_content(Some(include_str!("../src/components/virtual_list.css")));
    document.body().unwrap().append_child(&style).unwrap();
    let items = Arc::new((0..100_000_u32).collect::<Vec<_>>());
    let root = mounted(move || {
        view! {
            <div style="height:200px;display:flex">
                <VirtualList
                    items=Signal::derive(move || Arc::clone(&items))
                    row_px=20
                    label="numbers"
                    testid="numbers"
                    row=|number| view! { <i>{number}</i> }
                />
            </div>
        }
    });
    settle().await;
    let rows = root.query_selector_all("[role=listitem]").unwrap().length();
    assert!((10..100).contains(&rows), "{rows} rows");
    let list = find(&root, "numbers").unwrap();
    list.set_scroll_top(1_000_000);
    list.dispatch_event(&Event::new("scroll").unwrap()).unwrap();
    settle().await;
    let text = list.inner_text();
    assert!(text.contains("50000"), "{text}");
}

#[wasm_bindgen_test]
async fn a_slider_speaks_positions() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let sink = Rc::clone(&heard);
    let root = mounted(move || {
        view! {
            <Slider
                label="Speed"
                last=12
                at=Signal::derive(|| 6)
                text=Signal::derive(|| "1×".to_owned())
                marks=&["0.01", "1", "100"]
                testid="speed"
                on_move=move |position| sink.borrow_mut().push(position)
            />
        }
    });
    settle().await;
    let input: HtmlInputElement = find(&root, "speed").unwrap().unchecked_into();
    assert_eq!(input.value(), "6");
    assert_eq!(input.get_attribute("aria-valuetext").as_deref(), Some("1×"));
    input.set_value("9");
    input.dispatch_event(&Event::new("input").unwrap()).unwrap();
    assert_eq!(*heard.borrow(), [9]);
}

#[wasm_bindgen_test]
async fn a_menu_opens_and_closes_on_choice() {
    let root = mounted(|| {
        view! {
            <Menu label="Things" testid="things" face=|| "Things">
                <button class="menu__item" data-testid="thing">"one"</button>
            </Menu>
        }
    });
    settle().await;
    assert!(find(&root, "thing").is_none());
    find(&root, "things").unwrap().click();
    settle().await;
    find(&root, "thing").unwrap().click();
    settle().await;
    assert!(find(&root, "thing").is_none());
}
