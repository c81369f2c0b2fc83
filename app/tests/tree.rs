//! The page's own trees in a real browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use app::tree::{IntoPiece, IntoSetting, Kind, Part, Piece, Tree, each};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Mounts a piece into a fresh element of the page.
fn mounted(make: impl FnOnce() -> Piece + 'static) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let place: HtmlElement = root.clone().unchecked_into();
    leptos::mount::mount_to(place, move || Tree::new(make())).forget();
    root
}

fn first(root: &Element, tag: &str) -> HtmlElement {
    root.query_selector(tag).unwrap().unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn items_keep_their_elements_wherever_they_go() {
    let list = RwSignal::new(vec![1_u32, 2, 3, 4]);
    let root = mounted(move || {
        each(
            move || list.get(),
            |number| *number,
            |number| Piece::element("i", &[], Vec::new(), vec![number.into_piece()]),
        )
    });
    assert_eq!(root.text_content().unwrap(), "1234");
    for number in 0..4 {
        let item = root.children().item(number).unwrap();
        item.set_id(&format!("was-{}", number + 1));
    }
    for next in [
        vec![4, 1, 3],
        vec![3, 7, 4, 1, 8],
        vec![],
        vec![2, 1],
        vec![1, 9, 2],
    ] {
        let wanted: String = next.iter().map(u32::to_string).collect();
        list.set(next);
        leptos::task::tick().await;
        assert_eq!(root.text_content().unwrap(), wanted);
        for place in 0..root.children().length() {
            let item = root.children().item(place).unwrap();
            let id = item.id();
            assert!(
                id.is_empty() || id == format!("was-{}", item.text_content().unwrap()),
                "{id}"
            );
        }
        if wanted == "37418" {
            assert_eq!(first(&root, "i").id(), "was-3");
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_made_again_stays_the_same_element() {
    let count = RwSignal::new(0_u32);
    let heard = RwSignal::new(0_u32);
    let root = mounted(move || {
        let button = move || {
            let now = count.get();
            let parts = vec![
                Part::set(Kind::Class, "is-odd", (now % 2 == 1).into_setting()),
                Part::set(
                    Kind::Attribute,
                    "title",
                    (now == 0).then_some("none").into_setting(),
                ),
                Part::on(&leptos::ev::click, false, move |_| heard.set(now)),
            ];
            Tree::new(Piece::element("button", &[], parts, vec![now.into_piece()]))
        };
        button.into_piece()
    });
    let button = first(&root, "button");
    assert_eq!(button.title(), "none");
    count.set(5);
    leptos::task::tick().await;
    assert!(button.is_connected(), "the element was replaced");
    assert_eq!(button.text_content().unwrap(), "5");
    assert_eq!(button.class_name(), "is-odd");
    assert!(!button.has_attribute("title"));
    button.click();
    assert_eq!(heard.get_untracked(), 5);
}

#[wasm_bindgen_test]
async fn another_kind_of_piece_takes_the_same_place() {
    let kind = RwSignal::new(0_u32);
    let root = mounted(move || {
        let changing = move || match kind.get() {
            0 => Piece::Nothing,
            1 => "text".into_piece(),
            2 => vec!["several", " texts"].into_piece(),
            _ => Piece::element("b", &[], Vec::new(), vec!["bold".into_piece()]),
        };
        Piece::Many(vec![
            "<".into_piece(),
            Piece::Dynamic(Box::new(changing)),
            ">".into_piece(),
        ])
    });
    for (number, text) in [
        (2, "<several texts>"),
        (1, "<text>"),
        (3, "<bold>"),
        (0, "<>"),
    ] {
        kind.set(number);
        leptos::task::tick().await;
        assert_eq!(root.text_content().unwrap(), text);
    }
}
