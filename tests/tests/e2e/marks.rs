//! What became of records is marked in the matrix and told in words, a cut says which link it is,
//! and a guess comes before its answer.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Page, journey};
use serde_json::json;
use sim_core::scenario::{CommitStyle, SeekTo, default_scenario};
use sim_core::{Command, Link, Recording, SimTime, TimedCommand, Way};

/// A run in which A seeks to the end of what it gets, B commits before it processes, and is killed
/// in a batch; C loses the way to its coordinator.
fn marked() -> Outcome<String> {
    let mut scenario = default_scenario();
    for consumer in &mut scenario.consumers {
        consumer.program.commit = CommitStyle::SyncBeforeProcessing;
    }
    scenario.consumers[0].program.listener.seek_in_assigned = Some(SeekTo::End);
    let names: Vec<String> = scenario
        .consumers
        .iter()
        .map(|one| one.name.clone())
        .collect();
    let mut recording = Recording::new(scenario, 7);
    let at = |ms, command| TimedCommand {
        at: SimTime::from_millis(ms),
        command,
    };
    recording.commands = vec![
        at(
            12_010,
            Command::Kill {
                who: names[1].clone(),
            },
        ),
        at(
            29_000,
            Command::Cut {
                who: names[2].clone(),
                link: Link::Coordinator,
                way: Way::ToBroker,
            },
        ),
    ];
    let link = json!({ "run": recording, "at_ms": 30_000.0 });
    packed(&serde_json::to_vec(&link)?)
}

/// Moves the pointer over the whole canvas and collects what the tooltips say.
const TOOLTIPS: &str = "
    const canvas = document.querySelector('[data-testid=\"matrix\"]');
    const box = canvas.getBoundingClientRect();
    const said = new Set();
    for (let y = 65; y < box.height; y += 5) {
        for (let x = 60; x < box.width; x += 5) {
            const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
            canvas.dispatchEvent(new PointerEvent('pointermove', at));
            said.add(canvas.title);
        }
    }
    return [...said].join('\\n');";

async fn number(page: &Page, testid: &str) -> Outcome<u64> {
    let digits: String = page.text(testid).await?;
    let digits = digits.chars().filter(char::is_ascii_digit);
    Ok(digits.collect::<String>().parse()?)
}

#[test]
fn e2e_skipped_and_lost_records_have_marks_and_words() {
    journey("marks", async |page| {
        page.open_ready(&format!("#s={}", marked()?)).await?;
        assert!(number(page, "count-skipped").await? > 0);
        assert!(number(page, "count-lost").await? > 0);
        let card = page.text("card-consumer-c").await?;
        assert!(card.contains("Cut → coordinator"), "{card}");
        page.screenshot("marks").await?;
        let tooltips: String = page.eval(TOOLTIPS).await?;
        for words in ["skipped at", "seek()", "lost at", "the commit came before"] {
            assert!(tooltips.contains(words), "{words}: {tooltips}");
        }
        page.click("matrix-table-toggle").await?;
        let table = page.text("matrix-table").await?;
        assert!(
            table.contains("Lost") && table.contains("Skipped"),
            "{table}"
        );
        page.screenshot("marks-table").await?;
        for (fate, question) in [("fate-skipped", "skipped?"), ("fate-lost", "lost?")] {
            page.click(fate).await?;
            page.wait_for_text("why-question", |text| text.contains(question))
                .await?;
        }
        let spoken: String = page
            .eval("return document.querySelector('[data-testid=\"matrix-row\"]').textContent")
            .await?;
        assert!(spoken.contains("records lost at"), "{spoken}");
        page.screenshot("marks-lost").await?;
        Ok(())
    });
}

const HEIGHT: &str =
    "return document.querySelector('[data-testid=\"why\"]').getBoundingClientRect().height";

/// What the panel shows; hidden parts are not in it.
const SEEN: &str = "return document.querySelector('[data-testid=\"why\"]').innerText";

#[test]
fn e2e_the_reasons_wait_for_the_guess() {
    journey("guess", async |page| {
        page.open_ready("").await?;
        page.click("play").await?;
        page.click("kill-consumer-b").await?;
        page.wait_for("predict-answer").await?;
        page.wait_for("why-held").await?;
        let seen: String = page.eval(SEEN).await?;
        assert!(!seen.contains("You killed"), "{seen}");
        page.screenshot("guess").await?;
        // The levers are worked out behind the curtain, and take their place there.
        page.wait_until("document.querySelector('[data-testid=\"levers-lead\"]')?.textContent.includes('would have saved')")
            .await?;
        let held: f64 = page.eval(HEIGHT).await?;
        page.eval::<()>(
            "document.querySelector('[data-testid=\"why\"]').classList.remove('is-held')",
        )
        .await?;
        let shown: f64 = page.eval(HEIGHT).await?;
        assert!((held - shown).abs() < 1.0, "{held} and then {shown}");
        page.click("predict-answer").await?;
        page.wait_for_text("why", |text| text.contains("You killed B"))
            .await?;
        Ok(())
    });
}
