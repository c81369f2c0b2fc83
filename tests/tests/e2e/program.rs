//! Programs, subscriptions, topics and assignors: from the form to the run.

use lab_tests::Outcome;
use lab_tests::page::{Page, journey};
use serde_json::json;
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS};
use thirtyfour::Key;

#[test]
fn e2e_cooperative_moves_only_what_moves() {
    journey("cooperative", async |page| {
        page.open_ready("?speed=8").await?;
        page.click("tab-settings").await?;
        page.wait_for("setting-input").await?;
        page.eval::<()>(
            "const row = document.querySelector('[data-key=\"partition.assignment.strategy\"]'); \
             const field = row.querySelector('[data-testid=\"setting-input\"]'); \
             field.value = 'cooperative-sticky'; \
             field.dispatchEvent(new Event('change', { bubbles: true }));",
        )
        .await?;
        page.wait_for("settings-pending").await?;
        page.screenshot("program-form").await?;
        page.click("settings-rolling-restart").await?;
        page.click("play").await?;
        page.wait_until("!document.querySelector('[data-testid=\"settings-pending\"]')")
            .await?;
        page.wait_for_text("group-state", |text| text.contains("Stable"))
            .await?;
        page.click("add-consumer").await?;
        page.click("tab-events").await?;
        page.wait_until(COOPERATIVE).await?;
        page.screenshot("program-cooperative").await?;
        page.assert_console_silent().await
    });
}

/// A member asks for the second round that only COOPERATIVE has, after revoking a part.
const COOPERATIVE: &str = "[...document.querySelectorAll('[data-testid=\"event-row\"]')] \
     .some((row) => /it revoked partitions, which the next round can give away/.test(row.innerText))";

/// Chooses an entry of a list by its place.
async fn choose(page: &Page, testid: &str, index: usize) -> Outcome {
    page.wait_for(testid).await?;
    let option = format!("[data-testid=\"{testid}\"]");
    page.eval_with::<()>(
        "const list = document.querySelector(arguments[0]); list.focus(); \
         list.selectedIndex = arguments[1]; \
         list.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![json!(option), json!(index)],
    )
    .await
}

/// Types a value into a field and leaves it.
async fn enter(page: &Page, testid: &str, value: &str) -> Outcome {
    page.fill(testid, value).await?;
    page.press(Key::Tab).await
}

/// Whose settings the form shows.
async fn target(page: &Page, index: usize) -> Outcome {
    choose(page, "settings-target", index).await
}

async fn pending(page: &Page, name: &str) -> Outcome<String> {
    let details = format!("pending-{name}");
    page.wait_for(&details).await?;
    let open = format!("document.querySelector('[data-testid=\"{details}\"]').open = true;");
    page.eval::<()>(&open).await?;
    page.text(&details).await
}

#[test]
fn e2e_one_slow_key_holds_its_partition_up() {
    journey("slow-key", async |page| {
        page.open_ready("?speed=20").await?;
        page.click("tab-settings").await?;
        target(page, 1).await?;
        choose(page, "processing-kind", 3).await?;
        enter(page, "slow-key", "0").await?;
        enter(page, "slow-key-ms", "900000").await?;
        page.click("play").await?;
        // The record takes longer than max.poll.interval.ms: whoever has the key leaves the group.
        page.wait_until(ONE_IS_FENCED).await
    });
}

const ONE_IS_FENCED: &str = "['a', 'b', 'c'].some((one) => /Poll is late|Fenced/.test( \
     document.querySelector(`[data-testid=\"status-consumer-${one}\"]`)?.innerText ?? ''))";

#[test]
fn e2e_workers_and_commits_give_way_to_each_other() {
    journey("give-way", async |page| {
        page.open_ready("?speed=20").await?;
        page.click("tab-settings").await?;
        choose(page, "commit-style", 1).await?;
        choose(page, "worker-mode", 1).await?;
        let error = page.text("program-error").await?;
        assert!(
            error.contains("\"commitSync() after each batch\""),
            "{error}"
        );
        page.click("program-offer").await?;
        page.wait_for("worker-count").await?;
        let waits = pending(page, "consumer-a").await?;
        assert!(
            waits.contains("workers: 4 workers, automatic commits, 1000 may wait"),
            "{waits}"
        );
        assert!(
            !waits.contains("commits:"),
            "they are automatic again: {waits}"
        );
        choose(page, "commit-style", 2).await?;
        page.click("program-offer").await?;
        let waits = pending(page, "consumer-a").await?;
        assert!(
            waits.contains("commits: commitSync() after each record"),
            "{waits}"
        );
        assert!(!waits.contains("workers:"), "none again: {waits}");
        choose(page, "worker-mode", 3).await?;
        page.click("program-offer").await?;
        page.click("settings-rolling-restart").await?;
        page.click("play").await?;
        page.wait_for_text("card-consumer-a", |card| card.contains(" in work"))
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_a_seek_to_an_offset_and_a_backoff_reach_the_run() {
    journey("seek-offset", async |page| {
        page.open_ready("?speed=20").await?;
        page.click("tab-settings").await?;
        choose(page, "seek-in-assigned", 3).await?;
        enter(page, "seek-offset", "5").await?;
        choose(page, "on-poison", 4).await?;
        enter(page, "poison-backoff", "9999999999").await?;
        let error = page.text("program-error").await?;
        for part in ["backoff_ms", "9999999999", "0 to 3600000 ms"] {
            assert!(error.contains(part), "{error}");
        }
        enter(page, "poison-backoff", "250").await?;
        let waits = pending(page, "consumer-b").await?;
        for words in [
            "rebalance listener: seek() to 5 on assignment",
            "poison records: tried again and again, every 250 ms",
        ] {
            assert!(waits.contains(words), "{waits}");
        }
        page.click("settings-rolling-restart").await?;
        page.click("play").await?;
        page.wait_for_text("count-twice", |text| text != "0")
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_a_consumer_of_another_kind_is_added_and_says_so() {
    journey("new-consumer", async |page| {
        page.open_ready("?speed=20").await?;
        page.click("new-consumer").await?;
        page.fill("new-consumer-name", "consumer b").await?;
        page.press(Key::Enter).await?;
        let error = page.text("new-consumer-name-error").await?;
        assert!(
            error.contains("consumer b") && error.contains("a-z"),
            "{error}"
        );
        page.fill("new-consumer-name", "lonely").await?;
        choose(page, "new-consumer-how", 2).await?;
        page.fill("new-consumer-what", "orders-8").await?;
        page.click("consumer-dialog-send").await?;
        let error = page.text("new-consumer-what-error").await?;
        assert!(error.contains("orders-8"), "{error}");
        page.fill("new-consumer-what", "orders-0, refunds-1")
            .await?;
        page.click("consumer-dialog-send").await?;
        page.wait_for_text("reads-lonely", |text| text.contains("assign()"))
            .await?;

        page.click("new-consumer").await?;
        page.fill("new-consumer-name", "auditor").await?;
        page.fill("new-consumer-group", "audit").await?;
        choose(page, "new-consumer-how", 1).await?;
        page.fill("new-consumer-what", "ord.*").await?;
        page.fill("new-consumer-instance", "auditor-1").await?;
        page.fill("new-consumer-assignors", "sticky").await?;
        page.press(Key::Enter).await?;
        page.wait_for_text("reads-auditor", |text| {
            text.contains("group audit") && text.contains("subscribe(Pattern) ord.*")
        })
        .await?;
        page.click("play").await?;
        page.wait_for_text("status-auditor", |text| text.contains("Reading"))
            .await?;
        page.wait_for_text("status-lonely", |text| text.contains("Reading"))
            .await?;
        page.click("rolling-restart").await?;
        assert_eq!(page.all("rolling-restart-item").await?.len(), 2);
        Ok(())
    });
}

#[test]
fn e2e_a_topic_is_created_and_subscribed_to() {
    journey("new-topic", async |page| {
        page.open_ready("?speed=20").await?;
        page.click("add-partitions").await?;
        page.click("new-topic").await?;
        page.wait_for("new-topic-name").await?;
        page.press(Key::Escape).await?;
        page.wait_until("document.activeElement?.dataset.testid === 'add-partitions'")
            .await?;
        page.click("add-partitions").await?;
        page.click("new-topic").await?;
        page.fill("new-topic-name", "orders").await?;
        page.press(Key::Enter).await?;
        let error = page.text("new-topic-name-error").await?;
        assert!(error.contains("a new name"), "{error}");
        page.fill("new-topic-name", "payments").await?;
        page.fill("new-topic-partitions", "two").await?;
        page.press(Key::Enter).await?;
        page.wait_for("new-topic-partitions-error").await?;
        page.fill("new-topic-partitions", "2").await?;
        page.press(Key::Enter).await?;
        page.wait_for_text("reads-consumer-a", |text| {
            text == "subscribes to orders, refunds"
        })
        .await?;
        page.click("tab-settings").await?;
        target(page, 3).await?;
        enter(page, "subscribe-topics", "payment").await?;
        let error = page.text("subscribe-error").await?;
        assert!(error.contains("orders, refunds, payments"), "{error}");
        enter(page, "subscribe-topics", "orders, payments").await?;
        page.click("play").await?;
        page.wait_for_text("reads-consumer-c", |text| {
            text == "subscribes to orders, payments"
        })
        .await?;
        page.wait_for_text("card-consumer-c", |text| text.contains("payments-1"))
            .await?;
        page.click("unsubscribe").await?;
        page.wait_for_text("status-consumer-c", |text| text.contains("Idle"))
            .await?;
        page.wait_for_text("reads-consumer-c", |text| text == "subscribes to nothing")
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_keys_without_effect_say_so() {
    journey("not-modelled", async |page| {
        page.open_ready("").await?;
        page.click("tab-settings").await?;
        page.wait_for("setting-row").await?;
        let marked: Vec<String> = page.eval(MARKED).await?;
        let mut known: Vec<String> = CONSUMER_KEYS
            .iter()
            .chain(BROKER_KEYS)
            .filter(|key| !key.modelled)
            .map(|key| key.name.to_owned())
            .collect();
        known.sort();
        assert_eq!(marked, known);
        target(page, 2).await?;
        page.eval::<()>(SET_RACK).await?;
        let waits = pending(page, "consumer-b").await?;
        assert!(waits.contains("client.rack=east (not modelled)"), "{waits}");
        Ok(())
    });
}

const MARKED: &str = "return [...document.querySelectorAll('[data-testid=\"setting-row\"]')] \
     .filter((row) => row.innerText.includes('not modelled')).map((row) => row.dataset.key).sort()";
const SET_RACK: &str = "const field = document.querySelector( \
     '[data-key=\"client.rack\"] [data-testid=\"setting-input\"]'); field.value = 'east'; \
     field.dispatchEvent(new Event('change', { bubbles: true }));";
