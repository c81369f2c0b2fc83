//! Elements of the embed script put into a page and taken out again, to see what stays.

use crate::Outcome;
use crate::page::{Page, Remains};

/// A page with the script and nothing else.
const HOST: &str = "<!doctype html><title>Host</title><body><div id=place></div>\
                    <script src=\"LAB/embed/rebalance-lab.js\"></script>";
/// Puts one in, waits until its lab speaks, and takes it out.
const MOUNT: &str = "const element = document.createElement('rebalance-lab');
    element.setAttribute('loading', 'eager');
    const spoke = new Promise(done => element.addEventListener('lab-ready', done, { once: true }));
    document.querySelector('#place').append(element);
    return spoke.then(() => { element.remove(); });";

/// What the page holds after a first mount, and after `count` more.
pub async fn before_and_after(page: &Page, count: u32) -> Outcome<[Remains; 2]> {
    page.open_host(HOST, None).await?;
    page.eval::<()>(MOUNT).await?;
    let before = page.remains().await?;
    for _ in 0..count {
        page.eval::<()>(MOUNT).await?;
    }
    Ok([before, page.remains().await?])
}
