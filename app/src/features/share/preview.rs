//! The page itself in a frame, as an embed shows it; made only when the dialog opens.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::options::segments;
use super::pictures::poster;
use super::snippets::Shared;
use crate::dom;

/// Sizes of frames: wide, half, phone.
pub const WIDTHS: [(u32, u32); 3] = [(720, 480), (480, 480), (360, 560)];
/// Pixels that the dialog has for it.
const ROOM: u32 = 416;

/// The preview and the choice of its width.
#[component]
pub fn Preview(
    /// What is shared.
    shared: Memo<Shared>,
    /// Place in `WIDTHS`.
    width: RwSignal<usize>,
) -> impl IntoView {
    let names: Vec<Text> = WIDTHS.map(|(width, _)| width.to_string().into()).into();
    let choose = Callback::new(move |index| width.set(index));
    // Another address is another frame: changing one in place would go into the reader's history.
    let shown = move || vec![shared.with(|shared| (shared.embedded(), shared.size()))];
    let has_frame = !dom::is_opaque();
    let frame = move |(address, (width, height)): (String, (u32, u32))| {
        let scale = f64::from(ROOM.min(width)) / f64::from(width);
        if has_frame {
            view! {
                <div
                    class="share__frame"
                    style:--width=format!("{width}px")
                    style:--height=format!("{height}px")
                    style:--scale=format!("{scale:.4}")
                >
                    <iframe
                        src=address
                        title=say::share_preview()
                        width=width
                        height=height
                        data-testid="share-preview"
                    ></iframe>
                </div>
            }
        } else {
            let picture = poster().map(|src| view! { <img src=src alt=say::share_preview() /> });
            view! {
                <div class="share__poster" data-testid="share-poster">
                    {picture}
                    <p>{say::share_no_preview()}</p>
                </div>
            }
        }
    };
    view! {
        <div class="share__head">
            <h3>{say::share_preview()}</h3>
            {segments(say::share_width(), "share-width", names, width.into(), choose)}
        </div>
        <For each=shown key=Clone::clone let(shown)>
            {frame(shown)}
        </For>
    }
}
