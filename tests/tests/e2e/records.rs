//! The tabs of records and of the command line, as a visitor uses them.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Page, Size, journey};
use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::{Command, Recording, SimTime, TimedCommand};

/// B is killed at 20 s; the page opens some seconds later, before anybody knows.
fn killed(at_ms: f64) -> Outcome<String> {
    let scenario = default_scenario();
    let who = scenario.consumers[1].name.clone();
    let mut recording = Recording::new(scenario, 7);
    recording.commands = vec![TimedCommand {
        at: SimTime::from_millis(20_010),
        command: Command::Kill { who },
    }];
    let link = json!({ "run": recording, "at_ms": at_ms });
    Ok(format!("#s={}", packed(&serde_json::to_vec(&link)?)?))
}

async fn numbers(page: &Page, testid: &str) -> Outcome<Vec<u64>> {
    let text = page.text(testid).await?;
    let numbers = text.split(|sign: char| !sign.is_ascii_digit());
    Ok(numbers.filter_map(|digits| digits.parse().ok()).collect())
}

#[test]
fn e2e_what_will_run_twice_does() {
    journey("records", async |page| {
        page.open_ready(&killed(25_000.0)?).await?;
        page.press("l").await?;
        let said = page.text("records-said").await?;
        assert!(said.contains("0 have"), "{said}");
        let foreseen = numbers(page, "records-twice").await?;
        assert_eq!(foreseen.len(), 2, "have + will: {foreseen:?}");
        page.screenshot("records").await?;
        page.open_ready(&killed(60_000.0)?).await?;
        page.press("l").await?;
        let twice = numbers(page, "records-twice").await?;
        let counted = numbers(page, "count-twice").await?;
        assert_eq!(twice, counted, "the tab and the counter of the stage");
        assert_eq!(twice, foreseen[1..], "what was foreseen has come");
        Ok(())
    });
}

const BARS: &str = "return document.querySelectorAll('.records__log').length";

#[test]
fn e2e_filters_leave_records_and_one_has_a_life() {
    journey("records-filters", async |page| {
        page.open_ready(&killed(60_000.0)?).await?;
        page.click("tab-records").await?;
        page.wait_for("records-twice").await?;
        let all: u64 = page.eval(BARS).await?;
        page.click("records-twice").await?;
        let left: u64 = page.eval(BARS).await?;
        assert!(0 < left && left < all, "{left} of {all}");
        let causes = page.all("records-cause").await?;
        causes[1].click().await?;
        assert_eq!(
            page.eval::<u64>(BARS).await?,
            left,
            "B was their only cause"
        );
        page.click("tile-orders-4").await?;
        page.wait_until("document.querySelector('.records__log.is-selected') !== null")
            .await?;
        page.click("records-range").await?;
        page.wait_for_text("records-one", |text| {
            text.contains("has processed it again")
        })
        .await?;
        page.screenshot("records-one").await?;
        page.click("records-back").await?;
        page.wait_for_text("records-one", |text| text.contains("ran twice"))
            .await?;
        page.click("records-zoom-1:5").await?;
        page.wait_for("records-brush").await?;
        let window = numbers(page, "records-window").await?;
        assert_eq!(window[1] - window[0], 67, "{window:?}");
        Ok(())
    });
}

#[test]
fn e2e_the_bar_is_pressed_where_a_record_lies() {
    journey("records-bar", async |page| {
        page.look(
            Size::Phone,
            lab_tests::page::Theme::Dark,
            lab_tests::page::Motion::Full,
        )
        .await?;
        page.open_ready(&killed(25_000.0)?).await?;
        page.press("l").await?;
        page.wait_for("records-bar-orders-0").await?;
        // A frame later the panel has come up from under the deck.
        page.wait_until("document.querySelector('.side').getBoundingClientRect().top < 100")
            .await?;
        page.click("records-bar-orders-0").await?;
        page.wait_for_text("records-one-title", |text| {
            text.contains("orders-0, record")
        })
        .await?;
        page.screenshot("records-phone").await?;
        Ok(())
    });
}

#[test]
fn e2e_the_command_line_says_what_kafka_would_print() {
    journey("cli", async |page| {
        page.open_ready(&killed(25_000.0)?).await?;
        page.click("tab-cli").await?;
        let offsets = page.text("cli-offsets").await?;
        assert!(
            offsets.contains("CURRENT-OFFSET") && offsets.contains("orders"),
            "{offsets}"
        );
        assert!(
            page.text("cli-members").await?.contains("consumer-b"),
            "nobody knows yet"
        );
        assert!(page.text("cli-state").await?.contains("Stable"));
        page.wait_for_text("cli-log", |text| text.contains("broker-1"))
            .await?;
        page.screenshot("cli").await?;
        page.open_ready(&killed(60_000.0)?).await?;
        page.click("tab-cli").await?;
        let members = page.text("cli-members").await?;
        assert!(!members.contains("consumer-b"), "{members}");
        Ok(())
    });
}
