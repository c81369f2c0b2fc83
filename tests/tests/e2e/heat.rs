//! Many partitions: a row per topic, and the partitions of the one that is unfolded.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use sim_core::Recording;
use sim_core::scenario::{TopicSpec, default_scenario};
use thirtyfour::Key;

/// The first run with other topics: `t00`, `t01` and so on.
fn many(topics: usize, partitions: u32) -> Outcome<String> {
    let mut scenario = default_scenario();
    let first = scenario.topics[0].clone();
    let topic = |index| TopicSpec {
        name: format!("t{index:02}"),
        partitions,
        ..first.clone()
    };
    scenario.topics = (0..topics).map(topic).collect();
    let names: Vec<String> = scenario.topics.iter().map(|one| one.name.clone()).collect();
    for consumer in &mut scenario.consumers {
        consumer.subscribe.clone_from(&names);
    }
    let link = json!({ "run": Recording::new(scenario, 7), "at_ms": 20_000.0 });
    packed(&serde_json::to_vec(&link)?)
}

async fn expanded(page: &Page) -> Outcome<Vec<String>> {
    page.eval(
        "return [...document.querySelectorAll('.fold[aria-expanded=\"true\"]')]
            .map(one => one.dataset.testid)",
    )
    .await
}

/// Clicks the matrix at this height, right of the names.
async fn click_row(page: &Page, down: f64) -> Outcome {
    let script = "
        const canvas = document.querySelector('[data-testid=\"matrix\"]');
        const box = canvas.getBoundingClientRect();
        const at = { clientX: box.left + 300, clientY: box.top + arguments[0], bubbles: true,
            button: 0, pointerId: 1 };
        canvas.dispatchEvent(new PointerEvent('pointerdown', at));
        canvas.dispatchEvent(new PointerEvent('pointerup', at));
        canvas.dispatchEvent(new MouseEvent('click', at));";
    page.eval_with(script, vec![json!(down)]).await
}

#[test]
fn e2e_forty_topics_fold_and_unfold() {
    journey("heat", async |page| {
        page.open_ready(&format!("#s={}", many(40, 25)?)).await?;
        page.wait_until("document.querySelectorAll('.fold').length === 40")
            .await?;
        let low: Vec<f64> = page
            .eval(
                "return [...document.querySelectorAll('.fold')]
                    .map(one => one.getBoundingClientRect()).flatMap(box => [box.width, box.height])
                    .filter(size => size < 24)",
            )
            .await?;
        assert!(low.is_empty(), "{low:?}");
        page.screenshot("heat-folded").await?;
        page.click("fold-t02").await?;
        page.wait_until("document.querySelectorAll('.fold[aria-expanded=\"true\"]').length === 1")
            .await?;
        assert_eq!(expanded(page).await?, ["fold-t02"]);
        assert!(page.all("fold-page").await?.is_empty(), "all 25 are there");
        page.screenshot("heat-unfolded").await?;
        // A partition of another topic unfolds that one.
        page.eval::<()>("document.querySelector('[data-testid=\"matrix\"]').focus()")
            .await?;
        page.press(Key::Down).await?;
        page.wait_until(
            "document.querySelector('[data-testid=\"fold-t00\"][aria-expanded=\"true\"]')",
        )
        .await?;
        page.wait_for_text("matrix-row", |row| row.contains("t00-0"))
            .await?;
        // Enter folds it; the next row is then the next topic.
        page.press(Key::Enter).await?;
        page.wait_until("!document.querySelector('.fold[aria-expanded=\"true\"]')")
            .await?;
        page.press(Key::Down).await?;
        page.wait_for_text("matrix-row", |row| row.contains("t01-0"))
            .await?;
        assert_eq!(expanded(page).await?, ["fold-t01"]);
        page.press(Key::Down).await?;
        page.wait_for_text("matrix-row", |row| row.contains("t01-1,"))
            .await?;
        page.click("fold-t01").await?;
        page.wait_until("!document.querySelector('.fold[aria-expanded=\"true\"]')")
            .await?;
        Ok(())
    });
}

/// The focused button's test id.
async fn focused(page: &Page, wanted: &str) -> Outcome {
    let is_it = format!("document.activeElement.dataset.testid === '{wanted}'");
    page.wait_until(&is_it).await
}

#[test]
fn e2e_forty_topics_are_one_stop_of_the_tab_key() {
    journey("heat-keys", async |page| {
        page.open_ready(&format!("#s={}", many(40, 10)?)).await?;
        page.wait_for("fold-t39").await?;
        let stops = "return [...document.querySelectorAll('.fold')].map(one => one.tabIndex)";
        let stops: Vec<i32> = page.eval(stops).await?;
        assert_eq!(stops.len(), 40);
        assert_eq!(stops.iter().filter(|stop| **stop == 0).count(), 1);
        page.eval::<()>("document.querySelector('[data-testid=\"matrix\"]').focus()")
            .await?;
        page.press(Key::Tab).await?;
        focused(page, "fold-t00").await?;
        page.press(Key::Down).await?;
        focused(page, "fold-t01").await?;
        page.press(Key::End).await?;
        focused(page, "fold-t39").await?;
        page.press(Key::Up).await?;
        focused(page, "fold-t38").await?;
        page.press(Key::Enter).await?;
        page.wait_until(
            "document.querySelector('[data-testid=\"fold-t38\"][aria-expanded=\"true\"]')",
        )
        .await?;
        // Tab leaves the topics, and comes back to the one it left.
        page.press(Key::Tab).await?;
        page.wait_until("!document.activeElement.classList.contains('fold')")
            .await?;
        page.eval::<()>("document.querySelector('[data-testid=\"matrix\"]').focus()")
            .await?;
        page.press(Key::Tab).await?;
        focused(page, "fold-t38").await?;
        page.press(Key::Home).await?;
        focused(page, "fold-t00").await?;
        Ok(())
    });
}

#[test]
fn e2e_a_long_topic_is_paged() {
    journey("heat-pages", async |page| {
        let link = format!("#s={}", many(2, 500)?);
        page.open_ready(&link).await?;
        page.wait_for("fold-t01").await?;
        page.screenshot("heat-two").await?;
        page.click("fold-t01").await?;
        page.wait_for_text("fold-page", |text| text.starts_with("0 to "))
            .await?;
        page.click("fold-down").await?;
        page.wait_for_text("fold-page", |text| !text.starts_with("0 to "))
            .await?;
        page.screenshot("heat-paged").await?;
        page.click("fold-up").await?;
        page.wait_for_text("fold-page", |text| text.starts_with("0 to "))
            .await?;
        // The band of the other topic shows its worst partition.
        click_row(page, 70.0).await?;
        page.wait_for_text("matrix-row", |row| row.contains("t00-"))
            .await?;
        assert_eq!(expanded(page).await?, ["fold-t00"]);
        for (size, name) in [(Size::Phone, "heat-phone"), (Size::Embed, "heat-embed")] {
            page.look(size, Theme::Dark, Motion::Full).await?;
            let embed = if name == "heat-embed" { "?embed=1" } else { "" };
            page.open_ready(&format!("{embed}{link}")).await?;
            page.wait_for("fold-t00").await?;
            page.click("fold-t00").await?;
            page.wait_for("fold-page").await?;
            page.screenshot(name).await?;
        }
        Ok(())
    });
}
