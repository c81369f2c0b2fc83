//! What would have helped, in a real browser: levers are measured, told in words, and fork.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::what_if::{Change, Replay};
use sim_core::{Command, Recording, SimTime, TimedCommand};
use thirtyfour::Key;

/// The first run with B killed at 12 s, at 26 s.
async fn after_the_kill(page: &Page) -> Outcome<Recording> {
    let mut recording = Recording::new(default_scenario(), 7);
    recording.commands.push(TimedCommand {
        at: SimTime::from_millis(12_000),
        command: Command::Kill {
            who: "consumer-b".to_owned(),
        },
    });
    let link = json!({ "run": recording, "at_ms": 26_000.0 });
    let link = packed(&serde_json::to_vec(&link)?)?;
    page.open_ready(&format!("#s={link}")).await?;
    page.wait_for_text("levers-lead", |text| text.contains("would have saved"))
        .await?;
    Ok(recording)
}

#[test]
fn e2e_a_lever_says_what_its_fork_shows() {
    journey("levers", async |page| {
        let recording = after_the_kill(page).await?;
        page.screenshot("levers-desktop").await?;
        let lead = page.text("levers-lead").await?;
        assert!(lead.starts_with("close() would have saved"), "{lead}");
        assert!(lead.ends_with("repeats. Fork?"), "{lead}");
        let note = page.text("levers-note").await?;
        assert!(note.contains("until 90 s"), "{note}");
        let close = Change::Close {
            who: "consumer-b".to_owned(),
            at: SimTime::from_millis(12_000),
        };
        let run = |recording: &Recording| -> Outcome<u64> {
            let mut replay = Replay::new(recording, SimTime::from_millis(90_000))?;
            loop {
                if let Some(outcome) = replay.work(10_000) {
                    return Ok(outcome.twice);
                }
            }
        };
        let (before, after) = (run(&recording)?, run(&close.apply(&recording)?)?);
        let figure = page.text("lever-figure").await?;
        assert_eq!(figure, format!("{before} → {after}"));
        page.click("lever-fork").await?;
        page.wait_for_text("toast", |text| text.contains("differs from 0 s"))
            .await?;
        page.wait_for_text("card-consumer-b", |text| text.contains("LeaveGroup sent"))
            .await?;
        page.wait_for_text("count-twice", |text| text.starts_with('0'))
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_levers_come_and_go_with_the_question() {
    journey("levers-question", async |page| {
        after_the_kill(page).await?;
        page.eval::<()>("document.activeElement?.blur()").await?;
        page.click("to-start").await?;
        page.wait_until("document.querySelector('[data-testid=levers]').hidden")
            .await?;
        page.press("e").await?;
        page.press("w").await?;
        page.press(Key::End).await?;
        page.wait_for_text("levers-lead", |text| text.contains("would have saved"))
            .await?;
        let targets = "[...document.querySelectorAll('[data-testid=lever-fork]')].every(one => \
                       one.getBoundingClientRect().height >= 24 && /^Fork: /.test(one.ariaLabel))";
        page.wait_until(targets).await?;
        page.look(Size::Phone, Theme::Dark, Motion::Reduced).await?;
        page.eval::<()>(
            "document.querySelector('[data-testid=levers-note]').scrollIntoView({ block: 'end' })",
        )
        .await?;
        page.screenshot("levers-phone").await?;
        page.wait_until("document.documentElement.scrollWidth <= innerWidth")
            .await
    });
}
