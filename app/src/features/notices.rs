//! Messages: toast with Undo, banner, broken invariant, copied link.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;
use wasm_bindgen_futures::JsFuture;

use crate::components::icon::Icon;
use crate::components::prose::Prose;
use crate::dom;
use crate::session::{Session, SessionCommand};

/// What must be read: a broken rule of the lab, and what is wrong with a link.
#[component]
pub fn Messages() -> impl IntoView {
    let session = Session::get();
    let lab = session.lab();
    let violation = Memo::new(move |_| lab.with(|lab| lab.violation.clone()));
    let broken = move || {
        violation.get().map(|text| {
            view! {
                <div class="notice notice--broken" role="alert" data-testid="violation">
                    <Icon name="warn" />
                    <p>
                        <b>{say::notice_broken()}</b>
                        " "
                        {text}
                        " "
                        {say::notice_defect()}
                    </p>
                </div>
            }
        })
    };
    let banner = move || {
        session.banner.get().map(|banner| {
            view! {
                <div class="notice" role="alert" data-testid="banner">
                    <Icon name="warn" />
                    <p>
                        <b><Prose text=banner.text /></b>
                        " "
                        {banner.consequence}
                    </p>
                    <button
                        class="btn btn--quiet btn--icon"
                        type="button"
                        aria-label=say::notice_close()
                        data-testid="banner-close"
                        on:click=move |_| session.dispatch(SessionCommand::DismissBanner)
                    >
                        <Icon name="cross" size=14 />
                    </button>
                </div>
            }
        })
    };
    view! {
        {broken}
        {banner}
    }
}

/// The short message at the lower edge.
#[component]
pub fn ToastLine() -> impl IntoView {
    let session = Session::get();
    let toast = move || {
        session.toast.get().map(|toast| {
            let undo = toast.can_undo.then(|| {
                view! {
                    <button
                        class="btn btn--sm"
                        type="button"
                        data-testid="toast-undo"
                        on:click=move |_| session.dispatch(SessionCommand::Undo)
                    >
                        {say::notice_undo()}
                    </button>
                }
            });
            view! {
                <div class="toast" data-testid="toast">
                    <span><Prose text=toast.text /></span>
                    {undo}
                    <button
                        class="toast__close"
                        type="button"
                        aria-label=say::notice_close()
                        on:click=move |_| session.dispatch(SessionCommand::DismissToast)
                    >
                        <Icon name="cross" size=12 />
                    </button>
                </div>
            }
        })
    };
    view! { <div class="toasts" role="status">{toast}</div> }
}

/// Copies a text and says so; where the clipboard is refused, shows the text instead.
pub fn copy(session: Session, text: String, said: impl Into<Text>) {
    let shown = text.clone();
    let refused = (say::notice_clipboard(), shown);
    copy_or_warn(session, text, said, refused);
}

/// Copies a text and says so, or warns that the clipboard is refused.
pub fn copy_or_warn(
    session: Session,
    text: String,
    said: impl Into<Text>,
    (refused, consequence): (impl Into<Text>, impl Into<Text>),
) {
    let (said, refused, consequence) = (said.into(), refused.into(), consequence.into());
    let clipboard = dom::clipboard();
    leptos::task::spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        if copied {
            session.say(said, false);
        } else {
            session.warn(refused, consequence);
        }
    });
}
