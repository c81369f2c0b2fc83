//! A learner on the way in, in the list, in an exercise and in a claim.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};

/// Waits until the text of an element holds `words`.
async fn says(page: &Page, testid: &str, words: &str) -> Outcome {
    let holds = |text: &str| text.contains(words);
    page.wait_for_text(testid, holds).await.map(|_text| ())
}

/// Chooses an answer of the question, by place.
async fn answer(page: &Page, place: usize) -> Outcome {
    page.wait_for("lesson-answer").await?;
    let all = "document.querySelectorAll('[data-testid=lesson-answer]')";
    page.eval::<()>(&format!("{all}[{place}].click()")).await
}

#[test]
fn e2e_the_way_in_shows_an_incident_that_goes_on() {
    journey("way-in", async |page| {
        page.open_at("").await?;
        page.wait_for("landing").await?;
        says(page, "headline", "Nobody is reading").await?;
        says(page, "headline", "Stable").await?;
        says(page, "lead", "nobody has noticed").await?;
        page.click("play-on").await?;
        says(page, "headline", "Every partition has its reader").await?;
        page.click("to-lessons").await?;
        page.wait_for("incidents").await?;
        page.click("lesson-kill-or-close").await?;
        page.wait_for("lesson-page").await?;
        Ok(())
    });
}

#[test]
fn e2e_an_exercise_is_predicted_tried_and_passed() {
    journey("exercise", async |page| {
        page.open_at("?lesson=kill-or-close").await?;
        says(page, "lesson-symptom", "CURRENT-OFFSET").await?;
        answer(page, 2).await?;
        page.click("lesson-skip").await?;
        says(page, "lesson-question", "You were right").await?;
        // A wrong try is graded and explained.
        page.fill("change-session.timeout.ms", "6000\t").await?;
        page.click("lesson-run").await?;
        says(page, "lesson-grade", "Not yet").await?;
        says(page, "lesson-because", "Six seconds").await?;
        // The solution passes, with the point for the prediction.
        page.click("lesson-again").await?;
        page.click("change-close").await?;
        page.click("lesson-run").await?;
        says(page, "lesson-grade", "Passed").await?;
        says(page, "lesson-grade", "10 of 10").await?;
        // The figure of the text is that of the run.
        let why = page.text("lesson-why").await?;
        assert!(why.contains("1.7 s") && !why.contains('{'), "{why}");
        // It is remembered.
        page.open_at("?page=lessons").await?;
        says(page, "incidents", "10 of 10").await
    });
}

#[test]
fn e2e_a_claim_is_judged() {
    journey("claim", async |page| {
        page.look(Size::Phone, Theme::Dark, Motion::Full).await?;
        page.open_at("?lesson=myth-killed-in-seconds&lang=ko")
            .await?;
        answer(page, 1).await?;
        // Below the fold, where the deck covers what is not scrolled up.
        page.eval::<()>("document.querySelector('[data-testid=lesson-skip]').click()")
            .await?;
        says(page, "lesson-verdict", "틀리다").await
    });
}

#[test]
fn e2e_a_lesson_that_is_not_there_is_said() {
    journey("no-lesson", async |page| {
        page.open_at("?lesson=nothing-like-it").await?;
        says(page, "banner", "nothing-like-it").await?;
        // The missing file is the browser's own line.
        page.take_console().await?;
        Ok(())
    });
}
