//! A workshop leader: a path on a projector, on paper, and lessons handed out by a QR code.

use lab_tests::Outcome;
use lab_tests::axe::{EVERYTHING, source, violations};
use lab_tests::page::{Page, journey};

async fn says(page: &Page, testid: &str, words: &str) -> Outcome {
    let holds = |text: &str| text.contains(words);
    page.wait_for_text(testid, holds).await.map(|_text| ())
}

/// Presses a key as a remote control does.
async fn remote(page: &Page, key: &str) -> Outcome {
    page.eval::<()>(&format!(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }}))"
    ))
    .await
}

async fn is_sound(page: &Page) -> Outcome {
    let found = violations(page, &source()?, EVERYTHING).await?;
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn e2e_a_path_is_presented_by_remote_control() {
    journey("present", async |page| {
        page.open_at("?path=workshop-90&present=1").await?;
        says(page, "present-place", "step 1 of").await?;
        remote(page, "PageDown").await?;
        says(page, "present-answer", "hidden").await?;
        let marked = "return document.querySelectorAll('.present__answers .is-right').length";
        assert_eq!(page.eval::<usize>(marked).await?, 0);
        is_sound(page).await?;
        remote(page, "PageDown").await?;
        remote(page, "PageDown").await?;
        page.wait_until("document.querySelector('[data-testid=present-answer]').innerText.match(/Answer|Measured/)")
            .await?;
        remote(page, "PageUp").await?;
        says(page, "present-answer", "hidden").await?;
        remote(page, "Escape").await?;
        page.wait_for("path-lessons").await.map(|_found| ())
    });
}

#[test]
fn e2e_a_path_is_handed_out_on_paper() {
    journey("handout", async |page| {
        page.open_at("?path=workshop-90&handout=1").await?;
        page.wait_until(
            "document.querySelector('[data-testid=handout-print]')?.disabled === false",
        )
        .await?;
        let text = page.text("handout").await?;
        assert!(!text.contains('{') && text.contains("?lesson="), "{text}");
        is_sound(page).await?;
        page.click("handout-answers").await?;
        page.wait_until("!document.querySelector('[data-testid=handout-key]')")
            .await
    });
}

#[test]
fn e2e_a_lesson_has_a_link_and_its_code() {
    journey("lesson-qr", async |page| {
        page.open_at("?lesson=kill-or-close").await?;
        page.wait_for("link-kill-or-close").await?;
        page.click("link-kill-or-close").await?;
        says(page, "lesson-short", "?lesson=kill-or-close").await?;
        page.wait_for("lesson-qr").await?;
        is_sound(page).await
    });
}
