//! The short link of a lesson and its QR code, for a room that should open it.

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use crate::components::dialog::Dialog;
use crate::components::icon::Icon;
use crate::components::qr::code;
use crate::features::notices::copy;
use crate::session::Session;
use crate::url_state;

/// Opens them.
#[component]
pub fn LinkButton(
    /// Name of the lesson.
    name: String,
) -> impl IntoView {
    let session = Session::get();
    let open = RwSignal::new(false);
    let link = url_state::lesson_link(&name);
    let body = {
        move || {
            let copied = link.clone();
            view! {
                <div class="lesson-link">
                    {code(&link, "lesson-qr")}
                    <p><a href=link.clone() data-testid="lesson-short">{link.clone()}</a></p>
                    <button
                        class="btn"
                        type="button"
                        data-testid="lesson-link"
                        on:click=move |_| {
                            copy(session, copied.clone(), say::lesson_link_copied());
                            open.set(false);
                        }
                    >
                        <Icon name="copy" size=14 />
                        {say::lesson_copy_link()}
                    </button>
                </div>
            }
        }
    };
    view! {
        <button
            class="btn btn--icon"
            type="button"
            aria-label=say::course_link()
            title=say::course_link()
            aria-haspopup="dialog"
            data-testid=format!("link-{name}")
            on:click=move |_| open.set(true)
        >
            <Icon name="share" size=14 />
        </button>
        <Dialog open=open title=say::course_link() testid="lesson-link-dialog">
            {move || open.get().then(&body)}
        </Dialog>
    }
}
