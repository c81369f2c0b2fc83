//! Who cannot use a mouse, or reads on a small or dark screen: everything is reached by keys, the
//! focus is seen and never lost, and nothing is too small to read or hit.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use thirtyfour::Key;

const PLAYS: &str =
    "/pause/i.test(document.querySelector('[data-testid=\"play\"]').getAttribute('aria-label'))";
/// More stops than any state of these journeys has.
const STOPS_MAX: usize = 150;

/// What is wrong with the focus: lost, without a ring, out of sight. Empty when it is fine.
const FOCUS_PROBLEM: &str = "
    const it = document.activeElement;
    if (!it || it === document.body) return 'the focus is lost';
    const name = it.dataset.testid || it.getAttribute('aria-label') || it.className;
    const style = getComputedStyle(it);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!it.matches(':focus-visible') || !ring) return `no ring around ${name}`;
    const box = it.getBoundingClientRect();
    const seen = box.width > 0 && box.bottom > 0 && box.right > 0
        && box.top < innerHeight && box.left < innerWidth;
    return seen ? '' : `${name} is out of sight`;";
const FOCUSED: &str = "return document.activeElement?.dataset.testid ?? ''";

async fn assert_focus_shows(page: &Page, after: &str) -> Outcome {
    let problem: String = page.eval(FOCUS_PROBLEM).await?;
    assert!(problem.is_empty(), "after {after}: {problem}");
    Ok(())
}

async fn focused(page: &Page) -> Outcome<String> {
    page.eval(FOCUSED).await
}

/// Presses Tab until the element with this `data-testid` has the focus; every stop must show.
async fn tab_to(page: &Page, testid: &str) -> Outcome {
    for _ in 0..STOPS_MAX {
        page.press(Key::Tab).await?;
        if page
            .eval::<bool>("return document.activeElement === document.body")
            .await?
        {
            continue; // The browser's own end of the round.
        }
        assert_focus_shows(page, "Tab").await?;
        if focused(page).await? == testid {
            return Ok(());
        }
    }
    Err(format!("Tab never reaches \"{testid}\"").into())
}

/// Waits until the focus is on the element with this `data-testid`, and shows.
async fn focus_is(page: &Page, testid: &str, after: &str) -> Outcome {
    page.wait_until(&format!(
        "document.activeElement?.dataset.testid === '{testid}'"
    ))
    .await
    .map_err(|error| format!("after {after}: {error}"))?;
    assert_focus_shows(page, after).await
}

#[test]
fn e2e_keys_alone_run_the_lab() {
    journey("keyboard", async |page| {
        page.open_ready("").await?;
        page.press(" ").await?;
        page.wait_until(PLAYS).await?;
        page.press(" ").await?;
        page.wait_until(&format!("!({PLAYS})")).await?;
        let before: u64 = page.data("at").await?.parse()?;
        page.press(".").await?;
        page.wait_until(&format!("document.documentElement.dataset.at > {before}"))
            .await?;
        page.press("]").await?;
        page.wait_for_text("speed-text", |text| text == "2×")
            .await?;
        page.press("[").await?;
        page.wait_for_text("speed-text", |text| text == "1×")
            .await?;
        // Without the mouse, Down selects and Enter goes to the actions.
        page.press(Key::Down).await?;
        page.press(Key::Down).await?;
        page.press(Key::Enter).await?;
        focus_is(page, "close-consumer-b", "Enter").await?;
        page.press("k").await?;
        page.wait_for_text("card-consumer-b", |text| text.contains("Killed"))
            .await?;
        focus_is(page, "restart-consumer-b", "the kill").await?;
        page.press("?").await?;
        page.wait_for("help-dialog").await?;
        assert_focus_shows(page, "?").await?;
        page.press(Key::Escape).await?;
        page.wait_until("!document.querySelector('[data-testid=\"help-dialog\"]').open")
            .await?;
        focus_is(page, "restart-consumer-b", "closing the help").await?;
        // Who clicks and then presses Space wants to play, not to press the same button again.
        page.click("freeze-consumer-a").await?;
        page.press(" ").await?;
        page.wait_until(PLAYS).await?;
        page.wait_for("thaw-consumer-a").await?;
        Ok(())
    });
}

#[test]
fn e2e_the_focus_is_seen_and_never_lost() {
    journey("focus", async |page| {
        page.open_ready("").await?;
        tab_to(page, "freeze-consumer-a").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "thaw-consumer-a", "Freeze").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "freeze-consumer-a", "Thaw").await?;
        page.press(Key::Tab).await?;
        focus_is(page, "cut-consumer-a", "Tab").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "heal-consumer-a", "Cut").await?;
        // A menu gives the focus back, whether it was used or left.
        tab_to(page, "add-partitions").await?;
        page.press(Key::Enter).await?;
        tab_to(page, "add-partitions-item").await?;
        page.press(Key::Escape).await?;
        focus_is(page, "add-partitions", "leaving a menu").await?;
        page.press(Key::Enter).await?;
        tab_to(page, "add-partitions-item").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "add-partitions", "a choice").await?;
        // A prediction goes away with its answer.
        tab_to(page, "play").await?;
        page.press(Key::Enter).await?;
        page.wait_until(PLAYS).await?;
        tab_to(page, "kill-consumer-b").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "restart-consumer-b", "Kill").await?;
        tab_to(page, "predict-skip").await?;
        page.press(Key::Enter).await?;
        focus_is(page, "play", "the answer").await?;
        page.press(" ").await?;
        page.wait_until(&format!("!({PLAYS})")).await?;
        Ok(())
    });
}

/// Visible texts under 11 px, targets under 24 × 24 px, and a page larger than its window (phones
/// scroll down). A label makes its checkbox's target larger.
const TOO_SMALL: &str = "
    const problems = [];
    const shown = element => element.checkVisibility(
        { checkOpacity: true, checkVisibilityCSS: true }) && !element.closest('.sr, .sprite');
    const name = element => `${element.tagName.toLowerCase()}.${element.className?.baseVal
        ?? element.className} \"${element.textContent.trim().slice(0, 24)}\"`;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode, owner = text.parentElement;
        if (!text.data.trim() || !owner || /^(script|style|noscript|option)$/i.test(owner.tagName)
            || !shown(owner)) continue;
        const size = parseFloat(getComputedStyle(owner).fontSize);
        // Zero hides a word where there is no room.
        if (size > 0 && size < 11) problems.push(`${size} px: ${name(owner)}`);
    }
    const targets = 'button, a[href], input, select, summary, [role=button], [role=slider]';
    for (const element of document.querySelectorAll(targets)) {
        if (!shown(element)) continue;
        const box = (element.closest('label') ?? element).getBoundingClientRect();
        if (box.width > 0 && (box.width < 23.99 || box.height < 23.99)) {
            problems.push(`${box.width} × ${box.height}: ${name(element)}`);
        }
    }
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) problems.push(`${wide} px wider than the window`);
    const stage = document.querySelector('main');
    const high = Math.max(stage.scrollHeight - stage.clientHeight,
        document.documentElement.scrollHeight - innerHeight);
    if (innerWidth > 900 && high > 0) problems.push(`${high} px higher than the window`);
    return [...new Set(problems)];";

async fn assert_large_enough(page: &Page, state: &str) -> Outcome {
    let problems: Vec<String> = page.eval(TOO_SMALL).await?;
    assert!(problems.is_empty(), "{state}: {problems:#?}");
    Ok(())
}

/// Presses the button from inside the page: on a phone the bars may cover it.
async fn push(page: &Page, testid: &str) -> Outcome {
    let script = "document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.click()";
    page.eval_with(script, vec![json!(testid)]).await
}

#[test]
fn e2e_nothing_is_too_small_or_too_wide() {
    journey("readable", async |page| {
        for size in Size::ALL {
            for theme in Theme::ALL {
                page.look(size, theme, Motion::Full).await?;
                let embed = if size == Size::Embed { "?embed=1" } else { "" };
                let look = format!("{}, {}", size.name(), theme.name());
                page.open_ready(embed).await?;
                assert_large_enough(page, &format!("{look}, start")).await?;
                for _ in 0..2 {
                    push(page, "add-consumer").await?;
                }
                push(page, "actions-consumer-b").await?;
                push(page, "kill-consumer-b").await?;
                page.wait_for_text("status-consumer-b", |text| text.contains("Killed"))
                    .await?;
                for _ in 0..6 {
                    push(page, "next-event").await?;
                }
                assert_large_enough(page, &format!("{look}, killed")).await?;
                for tab in ["tab-events", "tab-settings", "branch-menu", "help"] {
                    push(page, tab).await?;
                    assert_large_enough(page, &format!("{look}, {tab}")).await?;
                }
                page.open_ready(&format!("{embed}#s=AAAA")).await?;
                page.wait_for("banner").await?;
                assert_large_enough(page, &format!("{look}, banner")).await?;
            }
        }
        Ok(())
    });
}
