//! The moment for slides and paper: QR code, PNG, SVG.

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use super::snippets::Shared;
use crate::components::icon::Icon;
use crate::components::qr::code;
use crate::features::matrix::export;
use crate::session::Session;

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
            {move || shared.with(|shared| code(&shared.link(), "share-qr"))}
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
