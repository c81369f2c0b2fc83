//! The QR code of an address, painted in the page.

use locale::say;
use qrcodegen::{QrCode, QrCodeEcc};
use view_macro::view;

use crate::tree::Tree;

/// Empty modules around a QR code, as its standard asks for.
const QUIET: i32 = 4;

/// The QR code of a text, or why there is none.
pub fn code(text: &str, testid: &'static str) -> Tree {
    let Ok(code) = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Low) else {
        return view! { <p class="qr__none">{say::share_no_qr()}</p> };
    };
    let size = code.size() + 2 * QUIET;
    let view_box = format!("-{QUIET} -{QUIET} {size} {size}");
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=say::share_qr() shape-rendering="crispEdges" data-testid=testid>
            <rect class="qr__paper" x=format!("-{QUIET}") y=format!("-{QUIET}") width=size.to_string() height=size.to_string()></rect>
            <path class="qr__modules" d=modules(&code)></path>
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
