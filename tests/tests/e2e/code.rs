//! The Code tab: lit lines, the crash map against the core's own answers, forks and styles.

use lab_tests::Outcome;
use lab_tests::page::{Page, journey};
use serde_json::json;
use sim_core::listing::{Listing, Place};
use sim_core::scenario::{CommitStyle, default_scenario};
use sim_core::what_if::{Change, CrashCost, CrashOutcome, CrashProbe};
use sim_core::{ConsumerId, Recording, SimTime, Timeline};
use thirtyfour::Key;

const SECONDS: u64 = 24;
const A: ConsumerId = ConsumerId(0);

/// The first run at the moment of these journeys.
fn native() -> Outcome<Timeline> {
    let mut timeline = Timeline::new(Recording::new(default_scenario(), 7))?;
    timeline.seek(SimTime::from_millis(SECONDS * 1_000));
    Ok(timeline)
}

/// What a kill at each line costs, asked of the core: line and outcome.
fn outcomes(timeline: &Timeline) -> Outcome<Vec<(usize, CrashOutcome)>> {
    let mut outcomes = Vec::new();
    for (at, line) in timeline.listing(A).lines.iter().enumerate() {
        if let Some(point) = line.place.and_then(Place::crash_point) {
            let mut probe = CrashProbe::new(timeline.simulation().clone(), A, point)?;
            let outcome = probe.work(u32::MAX).ok_or("the probe ends")?;
            outcomes.push((at, outcome));
        }
    }
    Ok(outcomes)
}

/// The line that outranks the others.
fn worst(outcomes: &[(usize, CrashOutcome)]) -> Option<(usize, CrashCost)> {
    let mut worst: Option<(usize, CrashCost)> = None;
    for (at, outcome) in outcomes {
        if let CrashOutcome::Killed(cost) = outcome
            && worst.is_none_or(|(_, other)| (cost.lost, cost.twice) > (other.lost, other.twice))
        {
            worst = Some((*at, *cost));
        }
    }
    worst
}

async fn attribute(page: &Page, testid: &str, name: &str) -> Outcome<String> {
    let read = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`)\
        ?.getAttribute(arguments[1]) ?? ''";
    page.eval_with(read, vec![json!(testid), json!(name)]).await
}

/// Opens the tab and waits until every figure holds.
async fn open(page: &Page, parameters: &str) -> Outcome {
    page.open_ready(&format!("?t={SECONDS}{parameters}"))
        .await?;
    page.press("o").await?;
    settled(page).await
}

async fn settled(page: &Page) -> Outcome {
    page.wait_for_text("code-age", |age| age.starts_with("current at"))
        .await?;
    Ok(())
}

fn place(listing: &Listing, place: Place) -> Outcome<usize> {
    let at = listing
        .lines
        .iter()
        .position(|line| line.place == Some(place));
    Ok(at.ok_or("the thread is at a line")?)
}

/// Lines at which the page shows the application thread.
const LIT: &str = "return [...document.querySelectorAll('[data-lit=application]')] \
    .map((line) => line.dataset.testid)";

/// The same run with a commit after each record.
fn native_per_record() -> Outcome<Timeline> {
    let change = Change::Commit(CommitStyle::SyncPerRecord);
    let mut timeline = Timeline::new(change.apply(&native()?.recording())?)?;
    timeline.seek(SimTime::from_millis(SECONDS * 1_000));
    Ok(timeline)
}

#[test]
fn e2e_code_shows_what_the_core_says() {
    journey("code-map", async |page| {
        open(page, "").await?;
        page.screenshot("code").await?;
        let timeline = native()?;
        for (at, outcome) in outcomes(&timeline)? {
            let spoken = "return document.querySelector(`[data-testid=\"${arguments[0]}\"] .sr`)\
                          .textContent";
            let says: String = page
                .eval_with(spoken, vec![json!(format!("kill-{at}"))])
                .await?;
            let wanted = match outcome {
                CrashOutcome::NotReached => "not reached within 60 s".to_owned(),
                CrashOutcome::Killed(cost) => {
                    format!(": {} twice, {} lost, stop ", cost.twice, cost.lost)
                }
            };
            assert!(says.contains(&wanted), "line {at}: {says}, not {wanted}");
        }
        let listing = timeline.listing(A);
        for thread in timeline.threads(A) {
            let line = format!("line-{}", place(&listing, thread.place)?);
            assert_ne!(attribute(page, &line, "data-lit").await?, "", "{line}");
            if let Some((done, total)) = thread.records {
                let text = page.text(&line).await?;
                assert!(text.contains(&format!("{} of {total}", done + 1)), "{text}");
                let step = "return document.querySelector('[data-testid=\"card-consumer-a\"] \
                    .loop .is-on').innerText";
                let card: String = page.eval(step).await?;
                assert!(card.starts_with("process"), "{card}");
            }
        }
        Ok(())
    });
}

#[test]
fn e2e_code_forks_where_a_number_is_clicked() {
    journey("code-fork", async |page| {
        open(page, "&speed=20").await?;
        let (at, cost) = worst(&outcomes(&native()?)?).ok_or("some line is the worst")?;
        let sentence = page.text("code-sentence").await?;
        assert!(sentence.contains(&cost.twice.to_string()), "{sentence}");
        page.click(&format!("kill-{at}")).await?;
        page.wait_for_text("toast", |text| text.contains("A killed at"))
            .await?;
        let visit = cost.visit.as_micros();
        page.wait_until(&format!(
            "document.documentElement.dataset.at === '{visit}'"
        ))
        .await?;
        page.wait_for_text("status-consumer-a", |text| text.contains("Killed"))
            .await?;
        page.click("play").await?;
        let twice = cost.twice.to_string();
        page.wait_for_text("count-twice", |text| text == twice)
            .await?;
        page.click("play").await?;
        page.click("toast-undo").await?;
        let back = SECONDS * 1_000_000;
        page.wait_until(&format!("document.documentElement.dataset.at === '{back}'"))
            .await?;
        settled(page).await
    });
}

#[test]
fn e2e_code_compares_styles_and_goes_by_keys() {
    journey("code-styles", async |page| {
        open(page, "").await?;
        for style in 0..5 {
            page.wait_for_text(&format!("style-{style}"), |text| !text.contains('…'))
                .await?;
        }
        page.screenshot("code-styles").await?;
        let promised = page.text("style-2").await?;
        page.press("j").await?;
        let focused = "return document.activeElement.dataset.testid ?? ''";
        let first: String = page.eval(focused).await?;
        let (at, _) = worst(&outcomes(&native()?)?).ok_or("some line is the worst")?;
        assert_eq!(first, format!("kill-{at}"));
        page.press(Key::Down).await?;
        let next: String = page.eval(focused).await?;
        assert!(next.starts_with("kill-") && next != first, "{next}");
        page.press("t").await?;
        page.press("t").await?;
        page.wait_until(
            "document.querySelector('[data-testid=\"style-2\"]').ariaPressed === 'true'",
        )
        .await?;
        page.wait_for_text("code-lines", |text| text.contains("c.commitSync(Map.of("))
            .await?;
        settled(page).await?;
        page.screenshot("code-per-record").await?;
        let lit: Vec<String> = page.eval(LIT).await?;
        let timeline = native_per_record()?;
        let thread = timeline.threads(A)[0];
        let line = place(&timeline.listing(A), thread.place)?;
        assert_eq!(
            lit,
            [format!("line-{line}")],
            "one line of the application thread"
        );
        let inverted = "return document.querySelector('.code__kill .is-inverted').innerText";
        let shown: String = page.eval(inverted).await?;
        assert!(
            promised.contains(&format!("{shown} twice")),
            "{promised}, not {shown}"
        );
        page.press("j").await?;
        page.press("f").await?;
        page.wait_for_text("status-consumer-a", |text| text.contains("Killed"))
            .await?;
        page.assert_console_silent().await
    });
}
