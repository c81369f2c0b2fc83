//! What a run is taken away as: a picture, its events, a report.
//!
//! Deliberately lacks the texts themselves; they are the core's.

use std::cell::Cell;

use crate::wasm_split;
use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{Timeline, report};
use view_macro::view;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_split_helpers::SplitLoaderError;
use web_sys::{Blob, HtmlCanvasElement};

use super::brush::Brush;
use super::palette::Palette;
use super::rig::{Rig, context, fit};
use crate::components::menu::Menu;
use crate::features::notices;
use crate::language::said;
use crate::session::Session;
use crate::{dom, format, language, url_state};

/// Device pixels per CSS pixel of a saved picture.
const PNG_SCALE: f64 = 2.0;
const NAME_CHARS_MAX: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
    Csv,
    Json,
    Markdown,
}

/// Form, label, ending of the file's name, type of its content.
type Offer = (Form, fn() -> Text, &'static str, &'static str);

const FORMS: [Offer; 5] = [
    (Form::Png, say::matrix_export_png, "png", "image/png"),
    (Form::Svg, say::matrix_export_svg, "svg", "image/svg+xml"),
    (
        Form::Csv,
        say::matrix_export_csv,
        "csv",
        "text/csv;charset=utf-8",
    ),
    (
        Form::Json,
        say::matrix_export_json,
        "json",
        "application/json",
    ),
    (
        Form::Markdown,
        say::matrix_export_markdown,
        "md",
        "text/markdown;charset=utf-8",
    ),
];

thread_local! {
    static DRAWN: Cell<Option<(Rig, NodeRef<html::Canvas>)>> = const { Cell::new(None) };
}

/// The matrix on the stage, from which pictures are made.
#[derive(Clone, Copy, Debug)]
pub struct PictureSource {
    rig: Rig,
    canvas: NodeRef<html::Canvas>,
}

impl PictureSource {
    /// The one that is in the page and is seen.
    pub fn shown() -> Option<Self> {
        let (rig, canvas) = DRAWN.get()?;
        let source = Self { rig, canvas };
        let canvas = source.canvas()?;
        (canvas.is_connected() && canvas.client_width() > 0).then_some(source)
    }

    fn canvas(self) -> Option<HtmlCanvasElement> {
        self.canvas.try_get_untracked().flatten()
    }

    /// Width and height of a saved PNG.
    pub fn sizes(self) -> (i32, i32) {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
        let pixels = |length: f64| (length * PNG_SCALE).round() as i32;
        let (width, height) = size(self.rig);
        (pixels(width), pixels(height))
    }

    /// The picture as SVG.
    pub fn svg(self, session: Session) -> Option<String> {
        svg(session, self.rig, &self.canvas()?)
    }

    /// Hands the picture to the browser as PNG.
    pub fn save_png(self, session: Session) {
        if let Some(canvas) = self.canvas() {
            save_png(session, self.rig, &canvas, file_name(session, "png"));
        }
    }
}

/// Hands a picture to the browser as SVG.
pub fn save_svg(session: Session, text: String, name: &str) {
    save_text(session, text, "image/svg+xml", name);
}

/// The forms; a choice saves one.
#[component]
pub fn ExportMenu(
    /// The matrix.
    rig: Rig,
    /// Where it is drawn.
    canvas: NodeRef<html::Canvas>,
) -> impl IntoView {
    let session = Session::get();
    DRAWN.set(Some((rig, canvas)));
    let choose = move |(form, _, ending, kind): Offer| {
        let Some(shown) = canvas.get_untracked() else {
            return;
        };
        leptos::task::spawn_local(async move {
            let name = file_name(session, ending);
            if form == Form::Png {
                return save_png(session, rig, &shown, name);
            }
            let link = url_state::share_link(session).await;
            let text = match link {
                Some(link) => text_of(session, form, rig, shown, link).await.ok(),
                None => None,
            };
            match text {
                Some(Some(text)) => save_text(session, text, kind, &name),
                Some(None) => {}
                None => session.say(say::part_not_loaded(), false),
            }
        });
    };
    let items = move || {
        let item = |one: Offer| {
            view! {
                <button
                    class="menu__item"
                    type="button"
                    data-testid=format!("export-{}", one.2)
                    on:click=move |_| choose(one)
                >
                    {one.1()}
                </button>
            }
        };
        FORMS.map(item).collect_view()
    };
    let face = || view! { {say::matrix_export()} };
    view! {
        <Menu label=say::matrix_export() testid="export" class="matrix__export" face=face>
            {items()}
        </Menu>
    }
}

/// The run in that form; the code for it has a file of its own.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(later, fallible)]
fn text_of(
    session: Session,
    form: Form,
    rig: Rig,
    shown: HtmlCanvasElement,
    link: String,
) -> Result<Option<String>, SplitLoaderError> {
    let written = |write: &dyn Fn(&Timeline) -> String| Some(session.with_timeline(write));
    let words = language::catalog();
    Ok(match form {
        Form::Png => None,
        Form::Svg => svg(session, rig, &shown),
        Form::Csv => written(&|timeline| report::csv(timeline, words)),
        Form::Json => written(&|timeline| report::json(timeline, words)),
        Form::Markdown => written(&|timeline| report::markdown(timeline, &link, words)),
    })
}

/// `rebalance-lab-NAME-20000ms.csv`.
pub fn file_name(session: Session, ending: &str) -> String {
    let scenario = session.recording().scenario.name;
    let name: String = scenario
        .chars()
        .take(NAME_CHARS_MAX)
        .map(|sign| {
            if sign.is_ascii_alphanumeric() {
                sign
            } else {
                '-'
            }
        })
        .collect();
    let at = session.with_timeline(Timeline::at).as_millis();
    format!("rebalance-lab-{name}-{at}ms.{ending}")
}

/// A canvas as large as the matrix, and the colours it has on screen.
fn sheet(rig: Rig, shown: &HtmlCanvasElement) -> Option<(HtmlCanvasElement, Palette)> {
    let geometry = rig.geometry().get_value();
    let sheet = dom::document().create_element("canvas").ok()?;
    let sheet: HtmlCanvasElement = sheet.dyn_into().ok()?;
    fit(
        &sheet,
        geometry.width * PNG_SCALE,
        geometry.height * PNG_SCALE,
    );
    Some((sheet, Palette::read(shown, PNG_SCALE)))
}

/// Width and height of the matrix in CSS pixels.
fn size(rig: Rig) -> (f64, f64) {
    rig.geometry()
        .with_value(|place| (place.width, place.height))
}

fn svg(session: Session, rig: Rig, shown: &HtmlCanvasElement) -> Option<String> {
    let (sheet, palette) = sheet(rig, shown)?;
    let (width, height) = size(rig);
    let ctx = context(&sheet)?;
    let brush = Brush::begin(&ctx, &palette, PNG_SCALE, width, height).into_svg();
    rig.paint_whole(&brush);
    let at = format::seconds(session.with_timeline(Timeline::at));
    let recording = session.recording();
    let (name, seed) = (recording.scenario.name, recording.seed);
    let title = say::matrix_picture(name, seed.to_string(), at);
    brush.finish(&said(&title), width, height)
}

fn save_png(session: Session, rig: Rig, shown: &HtmlCanvasElement, name: String) {
    if dom::refuses_downloads() {
        session.warn(say::matrix_refused(), say::matrix_refused_picture());
        return;
    }
    let Some((sheet, palette)) = sheet(rig, shown) else {
        return;
    };
    let (width, height) = size(rig);
    let Some(ctx) = context(&sheet) else {
        return;
    };
    rig.paint_whole(&Brush::begin(&ctx, &palette, PNG_SCALE, width, height));
    let packed = Closure::once_into_js(move |blob: Option<Blob>| {
        blob.inspect(|blob| save(session, blob, &name));
    });
    // Refused only for a canvas with foreign pictures in it.
    drop(sheet.to_blob(packed.unchecked_ref()));
}

/// Hands a text to the browser as a file.
pub fn save_text(session: Session, text: String, kind: &str, name: &str) {
    if dom::refuses_downloads() {
        notices::copy(session, text, say::matrix_refused_text());
        return;
    }
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence(&parts)
        .and_then(|blob| blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), kind));
    if let Ok(blob) = blob {
        save(session, &blob, name);
    }
}

fn save(session: Session, blob: &Blob, name: &str) {
    if dom::save(blob, name) {
        session.say(say::matrix_saved(name), false);
    }
}
