//! The frame of the page is there before the program, says that it loads, and nothing moves when
//! the program takes its place.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};

/// Largest share of the window that may move, times how far; what browsers call good is 0.1.
const SHIFT_MAX: f64 = 0.02;

/// Sum of the shifts since the page was opened, and what moved.
const SHIFT: &str = "return new Promise(done => {
    let sum = 0;
    const moved = [];
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            sum += entry.value;
            for (const { node, previousRect, currentRect } of entry.sources) {
                const boxes = [previousRect, currentRect].map(({ x, y, width, height }) =>
                    [x, y, width, height].join(' '));
                moved.push(`${node?.className} ${node?.textContent}: ${boxes.join(' to ')}`);
            }
        }
    }).observe({ type: 'layout-shift', buffered: true });
    // Entries are told in a task of their own.
    requestAnimationFrame(() => setTimeout(() => done([sum, moved]), 0));
});";

/// Places of the frame's parts: the program's page and then the shell in its place.
const PLACES: &str = "return fetch('index.html').then(answer => answer.text()).then(text => {
    const parts = ['.topbar', '.brand', '.topbar__title', '.stage', '.now', '.stage__body', '.matrix', '.tabs', '.deck',
        '.play'];
    const boxes = () => parts.map(part => {
        const box = document.querySelector('#app ' + part).getBoundingClientRect();
        return [part, ...[box.left, box.top].map(Math.round)].join(' ');
    });
    const texts = () => ['.topbar__title', '.now'].map(part =>
        document.querySelector('#app ' + part).textContent.replace(/\\s+/g, ' ').trim());
    const mounted = [...boxes(), ...texts()];
    const shell = new DOMParser().parseFromString(text, 'text/html').querySelector('#app');
    shell.querySelectorAll('noscript').forEach(one => one.remove());
    document.querySelector('#app').replaceWith(shell);
    return [mounted, [...boxes(), ...texts()]];
});";

async fn assert_shell_fits(page: &Page, address: &str) -> Outcome {
    page.open_ready(address).await?;
    let (shift, moved): (f64, Vec<String>) = page.eval(SHIFT).await?;
    assert!(
        shift < SHIFT_MAX,
        "{address}: parts moved by {shift}: {moved:#?}"
    );
    let [mounted, shell]: [Vec<String>; 2] = page.eval(PLACES).await?;
    assert_eq!(mounted, shell, "{address}");
    let says: String = page
        .eval("return document.querySelector('.boot [role=status]').textContent")
        .await?;
    assert!(says.contains("Loading"), "{says}");
    let busy: String = page
        .eval("return document.querySelector('.boot .play').ariaBusy")
        .await?;
    assert_eq!(busy, "true");
    Ok(())
}

#[test]
fn e2e_the_shell_has_the_shape_of_the_page() {
    journey("shell", async |page| {
        for size in Size::ALL {
            for theme in Theme::ALL {
                page.look(size, theme, Motion::Full).await?;
                let address = if size == Size::Embed { "?embed=1" } else { "" };
                assert_shell_fits(page, address).await?;
                let name = format!("shell-{}-{}", size.name(), theme.name());
                page.screenshot(&name).await?;
            }
        }
        Ok(())
    });
}

#[test]
fn e2e_a_program_that_fails_says_so() {
    journey("shell-fails", async |page| {
        page.without(&["*.wasm"]).await?;
        page.open("").await?;
        page.wait_until("/could not start/.test(document.querySelector('.now').textContent)")
            .await?;
        page.wait_until("!document.querySelector('.play')").await?;
        page.screenshot("shell-fails").await?;
        drop(page.take_console().await?);
        page.without(&[]).await
    });
}
