//! Kafka's terms: marked in sentences, explained in a card at the pointer, at the focus and on a
//! tap, and listed in the help.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use thirtyfour::Key;

const LESSON: &str = "?lesson=kill-or-close";
const MARKED: &str = "document.querySelector('.term')";
const CARD: &str = "[data-testid=term-card]";

async fn card(page: &Page, says: &str) -> Outcome {
    let holds = |text: &str| text.contains(says);
    page.wait_for_text("term-card", holds).await.map(|_text| ())
}

async fn no_card(page: &Page) -> Outcome {
    page.wait_until(&format!("!document.querySelector('{CARD}')"))
        .await
}

/// The card lies in the window and not over what it explains.
async fn lies_well(page: &Page, anchor: &str) -> Outcome {
    let lies = "const card = document.querySelector(arguments[0]).getBoundingClientRect(); \
        const word = document.querySelector(arguments[1]).getBoundingClientRect(); \
        return [card.left >= 0, card.top >= 0, card.right <= innerWidth, card.bottom <= innerHeight, \
        card.top >= word.bottom || card.bottom <= word.top];";
    let lies: Vec<bool> = page
        .eval_with(lies, vec![json!(CARD), json!(anchor)])
        .await?;
    assert_eq!(lies, [true; 5], "{anchor}");
    Ok(())
}

#[test]
fn e2e_a_term_explains_itself_to_the_pointer() {
    journey("term-pointer", async |page| {
        page.open_at(LESSON).await?;
        page.wait_until(MARKED).await?;
        // Each term once in a text, none in code that only contains one.
        let marked: Vec<String> = page
            .eval("return [...document.querySelectorAll('.brief__lead .term')].map(one => one.dataset.term)")
            .await?;
        assert!(marked.contains(&"stable".to_owned()), "{marked:?}");
        let mut once = marked.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), marked.len(), "{marked:?}");
        page.point(".brief__lead [data-term=consumer]").await?;
        card(page, "One card each").await?;
        lies_well(page, ".brief__lead [data-term=consumer]").await?;
        // The pointer may go onto the card, which stays.
        page.point(CARD).await?;
        page.wait_until(&format!(
            "document.querySelector('{CARD}').matches(':hover')"
        ))
        .await?;
        card(page, "One card each").await?;
        page.point("[data-testid=lesson-edit]").await?;
        no_card(page).await
    });
}

#[test]
fn e2e_a_label_of_the_stage_explains_itself_and_is_still_pressed() {
    journey("term-label", async |page| {
        page.open_ready("").await?;
        page.wait_until(MARKED).await?;
        let label = "[data-testid=fate-lag] [data-term=lag]";
        page.point(label).await?;
        // What the browser's own tooltip would say stands in the card.
        card(page, "Records that were produced").await?;
        lies_well(page, label).await?;
        page.wait_until("!document.querySelector('[data-testid=fate-lag]').title")
            .await?;
        page.click("fate-lag").await?;
        no_card(page).await?;
        page.wait_until("document.querySelector('[data-testid=fate-lag]').title")
            .await?;
        // No label is a stop of the Tab key.
        let stops: u32 = page
            .eval("return document.querySelectorAll('[data-term][tabindex]:not(.term)').length")
            .await?;
        assert_eq!(stops, 0);
        Ok(())
    });
}

#[test]
fn e2e_keys_reach_a_term_and_escape_closes_its_card_alone() {
    journey("term-keys", async |page| {
        page.open_ready("").await?;
        page.click("tile-orders-3").await?;
        page.wait_for("clear-selection").await?;
        page.wait_until("document.querySelector('.side .term')")
            .await?;
        page.eval::<()>("document.querySelector('[aria-selected=true]').focus()")
            .await?;
        page.press(Key::Tab).await?;
        page.wait_until("document.activeElement.matches('.term')")
            .await?;
        page.wait_for("term-card").await?;
        page.wait_until("document.activeElement.getAttribute('aria-describedby') === 'term-card'")
            .await?;
        page.press(Key::Escape).await?;
        no_card(page).await?;
        // The focus stayed, and so did the selection.
        page.wait_until("document.activeElement.matches('.term:not([aria-describedby])')")
            .await?;
        page.wait_for("clear-selection").await?;
        page.press(Key::Escape).await?;
        page.wait_until("!document.querySelector('[data-testid=clear-selection]')")
            .await
    });
}

#[test]
fn e2e_a_finger_opens_a_card_on_a_phone() {
    journey("term-touch", async |page| {
        page.look(Size::Phone, Theme::Dark, Motion::Full).await?;
        page.open_at("?lesson=kill-or-close&lang=ko").await?;
        page.wait_until(MARKED).await?;
        let words: String = page
            .eval("return document.querySelector('.brief__lead [data-term=partition]').textContent")
            .await?;
        assert_eq!(words, "파티션", "the particle is not marked");
        let middle = "const one = document.querySelector('.brief__lead [data-term=partition]'); \
            const box = one.getClientRects()[0]; return [box.x + 4, box.y + 8];";
        let (x, y): (f64, f64) = page.eval(middle).await?;
        page.touch("touchStart", &[(x, y)]).await?;
        page.touch("touchEnd", &[]).await?;
        card(page, "로그 하나입니다").await?;
        lies_well(page, ".brief__lead [data-term=partition]").await?;
        page.touch("touchStart", &[(x, 30.0)]).await?;
        page.touch("touchEnd", &[]).await?;
        no_card(page).await
    });
}

#[test]
fn e2e_the_help_lists_all_terms_and_finds_some() {
    journey("glossary", async |page| {
        page.open_ready("").await?;
        page.press("?").await?;
        page.click("glossary-open").await?;
        page.wait_for_text("glossary-count", |text| text.contains("terms"))
            .await?;
        let shown = "return [...document.querySelectorAll('.glossary__row:not([hidden]) dt')]\
            .map(one => one.textContent.toLowerCase())";
        let all: Vec<String> = page.eval(shown).await?;
        assert!(all.len() > 60 && all.is_sorted(), "{all:?}");
        page.fill("glossary-filter", "Epoch").await?;
        page.wait_for_text("glossary-count", |text| text == "1 term")
            .await?;
        page.fill("glossary-filter", "no such thing").await?;
        page.wait_for_text("glossary-count", |text| text == "No term contains that.")
            .await?;
        // A card in the dialog is within the pointer's reach; Escape closes it before the dialog.
        page.point("[data-testid=help-dialog] .term").await?;
        page.wait_until(&format!("document.querySelector('dialog {CARD}')"))
            .await?;
        page.point(CARD).await?;
        page.press(Key::Escape).await?;
        no_card(page).await?;
        page.wait_until("document.querySelector('[data-testid=help-dialog]').open")
            .await
    });
}

#[test]
fn e2e_terms_follow_the_language() {
    journey("term-language", async |page| {
        page.open_ready("").await?;
        page.wait_until("document.documentElement.dataset.terms === 'en'")
            .await?;
        page.click("language").await?;
        page.wait_until("document.documentElement.dataset.terms === 'ko'")
            .await?;
        // What was marked before is drawn anew, and takes the focus with it.
        page.wait_until(&format!(
            "(() => {{ {MARKED}?.focus(); \
            return document.querySelector('{CARD}')?.innerText.includes('니다.'); }})()"
        ))
        .await?;
        Ok(())
    });
}

#[test]
fn e2e_an_embed_fetches_terms_when_it_is_used() {
    journey("term-embed", async |page| {
        page.look(Size::Embed, Theme::Light, Motion::Reduced)
            .await?;
        page.open_ready("?embed=1").await?;
        let fetched = "return performance.getEntriesByType('resource')\
            .filter(one => one.name.includes('glossary')).length";
        // By now a page of its own has them.
        page.wait_until("performance.now() > 3000").await?;
        assert_eq!(page.eval::<u32>(fetched).await?, 0);
        page.click("why-button").await?;
        page.wait_until("document.querySelector('.side .term')")
            .await?;
        assert!(page.eval::<u32>(fetched).await? > 0);
        page.point(".side .term").await?;
        page.wait_for("term-card").await?;
        lies_well(page, ".side .term").await
    });
}

#[test]
fn e2e_paper_has_no_marks() {
    journey("term-paper", async |page| {
        page.open_at("?lesson=kill-or-close&handout=1").await?;
        page.wait_until("document.querySelector('.handout__answer')")
            .await?;
        page.wait_until("document.documentElement.dataset.terms")
            .await?;
        assert_eq!(
            page.eval::<u32>("return document.querySelectorAll('.term').length")
                .await?,
            0
        );
        Ok(())
    });
}
