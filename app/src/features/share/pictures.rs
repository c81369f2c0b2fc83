//! The moment for slides and paper: QR code, PNG, SVG.

use leptos::prelude::*;
use locale::say;
use qrcodegen::{QrCode, QrCodeEcc};
use view_macro::view;

use super::snippets::Shared;
use crate::components::icon::Icon;
use crate::features::matrix::export;
use crate::session::Session;
use crate::tree::Tree;

/// Empty modules around a QR code, as its standard asks for.
const QUIET: i32 = 4;
/// The name that the Markdown snippet uses.
const POSTER: &str = "rebalance.svg";

/// QR code and pictures.
#[component]
pub fn Pictures(
    /// What is shared.
    shared: Memo<Shared>,
) -> impl IntoView {
    let session = Session::get();
    let pictures = export::PictureSource::shown().map_or_else(
        || view! { <p>{say::share_no_picture()}</p> },
        |source| {
            let (width, height) = source.sizes();
            let svg = source.svg(session).unwrap_or_default();
            let kilobytes = svg.len().div_ceil(1_000);
            let svg = StoredValue::new(svg);
            let save_svg = move |_| {
                svg.with_value(|svg| export::save_svg(session, svg.clone(), POSTER));
            };
            view! {
                <div class="share__buttons">
                    <button class="btn btn--sm" type="button" data-testid="share-png" on:click=move |_| source.save_png(session)>
                        <Icon name="down2" size=13 />
                        {say::share_png(width.to_string(), height.to_string())}
                    </button>
                    <button class="btn btn--sm" type="button" data-testid="share-svg" on:click=save_svg>
                        <Icon name="down2" size=13 />
                        {say::share_svg(kilobytes.to_string())}
                    </button>
                </div>
                <p>{say::share_pictures_hint()}</p>
            }
        },
    );
    view! {
        <div class="share__pictures">
            {move || shared.with(|shared| code(&shared.link()))}
            <div>
                <h3>{say::share_pictures()}</h3>
                {pictures}
            </div>
        </div>
    }
}

/// The matrix as an address of its own, for places that cannot show the page.
pub fn poster() -> Option<String> {
    let svg = export::PictureSource::shown()?.svg(Session::get())?;
    let svg = String::from(js_sys::encode_uri_component(&svg));
    Some(format!("data:image/svg+xml;charset=utf-8,{svg}"))
}

/// The QR code of a text, or why there is none.
fn code(text: &str) -> Tree {
    let Ok(code) = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Low) else {
        return view! { <p class="share__no-code">{say::share_no_qr()}</p> };
    };
    let size = code.size() + 2 * QUIET;
    let view_box = format!("-{QUIET} -{QUIET} {size} {size}");
    view! {
        <svg class="share__code" viewBox=view_box role="img" aria-label=say::share_qr() shape-rendering="crispEdges" data-testid="share-qr">
            <rect class="share__paper" x=format!("-{QUIET}") y=format!("-{QUIET}") width=size.to_string() height=size.to_string()></rect>
            <path class="share__modules" d=modules(&code)></path>
        </svg>
    }
}

/// The dark modules as one path, run by run.
fn modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let length = x - start;
                let run = format!("M{start} {y}h{length}v1h-{length}z");
                path.push_str(&run);
            }
            x += 1;
        }
    }
    path
}
