//! Lag and throughput under the matrix, on its time axis, laid out by plotters.
//!
//! Redrawn at most ten times a second. Bands, veil and playhead come from the matrix's canvas,
//! which lies above this one.

mod curves;
mod pace;
mod plot;

use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::Sample;
use view_macro::view;

use crate::features::matrix::palette::Palette;
use crate::features::matrix::{Brush, Geometry, context, fit};
use crate::session::{Frame, Session};

use curves::Curves;
use pace::{Drawn, Need, need};

#[derive(Debug, Default)]
struct Chart {
    drawn: Option<Drawn>,
    palette: Palette,
}

/// Two curves; the words beside the canvas say the same as numbers.
#[component]
pub fn LagChart(
    /// Where the plot lies.
    geometry: StoredValue<Geometry>,
) -> impl IntoView {
    let session = Session::get();
    let canvas = NodeRef::<html::Canvas>::new();
    let chart = StoredValue::new_local(Chart::default());
    session.on_frame(move |frame| {
        if let Some(canvas) = canvas.get_untracked() {
            chart.update_value(|chart| {
                chart.draw(session, &canvas, geometry.get_value(), frame);
            });
        }
    });
    let words = Memo::new(move |_| {
        session.pulse.track();
        said(session)
    });
    view! {
        <canvas node_ref=canvas class="lag-chart" aria-hidden="true"></canvas>
        <p class="sr" data-testid="lag-chart-text">
            {move || words.get()}
        </p>
    }
}

impl Chart {
    fn draw(
        &mut self,
        session: Session,
        canvas: &web_sys::HtmlCanvasElement,
        geometry: Geometry,
        frame: &Frame,
    ) {
        let next = Drawn {
            at_ms: frame.now_ms,
            geometry,
            revision: session.revision.get_untracked(),
            palette: frame.palette,
        };
        let need = self.drawn.map_or(Need::Now, |drawn| need(drawn, next));
        if need == Need::Later {
            session.request_frame();
        }
        if need != Need::Now || geometry.width <= 0.0 {
            return;
        }
        if self.drawn.is_none_or(|drawn| {
            drawn.palette != next.palette
                || drawn.geometry.scale.to_bits() != geometry.scale.to_bits()
        }) {
            self.palette = Palette::read(canvas, geometry.scale);
        }
        self.drawn = Some(next);
        let style = web_sys::HtmlElement::style(canvas);
        for (key, value) in [
            ("top", geometry.chart_top),
            ("width", geometry.width),
            ("height", geometry.chart_height),
        ] {
            style.set_property(key, &format!("{value}px")).ok();
        }
        let (width, height) = (geometry.width, geometry.chart_height);
        fit(canvas, width * geometry.scale, height * geometry.scale);
        if let Some(ctx) = context(canvas) {
            let brush = Brush::begin(&ctx, &self.palette, geometry.scale, width, height);
            draw_curves(session, &brush, &geometry, 0.0);
        }
    }
}

/// Draws both curves of the run in view, `top` pixels below the drawing's upper edge.
pub fn draw_curves(session: Session, brush: &Brush<'_>, geometry: &Geometry, top: f64) {
    let window = geometry.axis.window;
    let (mut samples, head) = session
        .with_timeline(|timeline| (timeline.samples(window.from, window.to), timeline.head()));
    session
        .lab()
        .with_untracked(|lab| curves::add_now(&mut samples, lab, head));
    plot::plot(brush, geometry, &Curves::new(&samples, &geometry.axis), top);
}

fn said(session: Session) -> Text {
    session.with_timeline(|timeline| {
        let at = timeline.at();
        let second = sim_core::SimTime::from_micros(at.as_micros().saturating_sub(1_000_000));
        let samples: Vec<Sample> = timeline
            .samples(second, at)
            .into_iter()
            .filter(|sample| sample.at <= at)
            .collect();
        let Some(last) = samples.last() else {
            return Text::default();
        };
        let rate = |total| curves::per_second(&samples, total).to_string();
        let (processed, produced) = (
            rate(|sample| sample.processed),
            rate(|sample| sample.produced),
        );
        let sentences = [
            say::chart_said_lag(last.lag, last.lag_stopped),
            say::chart_said_rate(processed, produced),
        ];
        Text::joined(sentences, " ")
    })
}
