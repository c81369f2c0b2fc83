//! Runs beside each other: the same tape under both protocols, and branches, with the figures that
//! the core gives for them.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::journey;
use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::what_if::{Change, Outcome as Figures};
use sim_core::{Command, Recording, SimTime, TimedCommand, Timeline};

const AT_MS: u64 = 40_000;

/// The first run with a fourth consumer from 20 s on.
fn scaled_out() -> Recording {
    let scenario = default_scenario();
    let mut fourth = scenario.consumers[0].clone();
    "consumer-d".clone_into(&mut fourth.name);
    let mut recording = Recording::new(scenario, 7);
    recording.commands.push(TimedCommand {
        at: SimTime::from_millis(20_000),
        command: Command::AddConsumer {
            consumer: Box::new(fourth),
        },
    });
    recording
}

fn link(recording: &Recording) -> Outcome<String> {
    let link = json!({ "run": recording, "at_ms": AT_MS });
    Ok(format!("#s={}", packed(&serde_json::to_vec(&link)?)?))
}

fn figures(recording: &Recording, strategy: &str) -> Outcome<Figures> {
    let change = Change::Setting {
        key: "partition.assignment.strategy",
        value: strategy.to_owned(),
    };
    let mut run = Timeline::new(change.apply(recording)?)?;
    run.seek(SimTime::from_millis(AT_MS));
    Ok(Figures {
        // Those of batches in hand count, too.
        twice: run.lab().counters.records_twice,
        ..Figures::of(run.simulation())
    })
}

#[test]
fn e2e_eager_and_cooperative_stand_beside_each_other() {
    journey("compare", async |page| {
        let recording = scaled_out();
        page.open_ready(&link(&recording)?).await?;
        page.press("c").await?;
        page.wait_for_text("compare-caption", |text| text.contains("Eager stopped"))
            .await?;
        for (lane, strategy) in [(0, "range"), (1, "cooperative-sticky")] {
            let expected = figures(&recording, strategy)?;
            for (key, figure) in [
                ("twice", expected.twice),
                ("lost", expected.lost),
                ("rebalances", expected.rebalances),
            ] {
                page.wait_for_text(&format!("lane-{lane}-{key}"), |text| {
                    text.trim() == figure.to_string()
                })
                .await?;
            }
        }
        page.screenshot("compare").await?;
        page.press("c").await?;
        page.wait_for("matrix").await?;
        Ok(())
    });
}

/// The plots' edges: of the tape and of each run.
const EDGES: &str = "[...document.querySelectorAll('.compare .matrix__canvas')].map(canvas => { \
    const box = canvas.getBoundingClientRect(); return [box.left, box.right]; })";

#[test]
fn e2e_runs_beside_each_other_share_one_axis() {
    journey("compare-axis", async |page| {
        page.open_ready(&link(&scaled_out())?).await?;
        page.press("c").await?;
        page.wait_for("tape").await?;
        page.wait_for("lane-1").await?;
        let edges: Vec<(f64, f64)> = page.eval(&format!("return {EDGES}")).await?;
        assert_eq!(edges.len(), 3, "a tape and two runs");
        assert!(edges.iter().all(|one| *one == edges[0]), "{edges:?}");
        // Two thirds of the way along the axis of 40 s, whatever the gutters: the line is there.
        let press = "
            const canvas = document.querySelector('[data-testid=\"tape\"]');
            const box = canvas.getBoundingClientRect();
            const at = { clientX: box.left + box.width * 0.6, clientY: box.top + 8, bubbles: true,
                button: 0, pointerId: 1 };
            canvas.dispatchEvent(new PointerEvent('pointerdown', at));
            canvas.dispatchEvent(new PointerEvent('pointerup', at));
            return at.clientX;";
        let pressed: f64 = page.eval(press).await?;
        let line = "document.querySelector('.compare__line').getBoundingClientRect().x";
        page.wait_until(&format!("Math.abs({line} - {pressed}) < 2"))
            .await?;
        page.wait_for_text("compare-at", |text| !text.contains("40.0"))
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_branches_stand_beside_each_other() {
    journey("compare-branches", async |page| {
        page.open_ready(&link(&scaled_out())?).await?;
        // An act in the past starts a branch.
        page.press(thirtyfour::Key::Home).await?;
        page.press("n").await?;
        page.click("compare-open").await?;
        page.click("compare-branch-0").await?;
        page.click("compare-branch-1").await?;
        page.wait_for("lane-1").await?;
        let titles: Vec<String> = page
            .eval("return [...document.querySelectorAll('.compare__name h2')].map(h => h.textContent)")
            .await?;
        assert_eq!(titles, ["main", "fork 2"]);
        page.click("compare-close").await?;
        page.wait_for("matrix").await?;
        Ok(())
    });
}

#[test]
fn e2e_branches_are_renamed_marked_deleted_and_brought_back() {
    journey("branches", async |page| {
        page.open_ready(&link(&scaled_out())?).await?;
        for _ in 0..2 {
            page.press(thirtyfour::Key::Left).await?;
            page.press("n").await?;
        }
        let names = "[...document.querySelectorAll('[data-testid=branch-item] .branch__name')]\
                     .map(name => name.innerText).join()";
        page.click("branch-menu").await?;
        page.wait_until(&format!("{names} === 'main,fork 2,fork 3'"))
            .await?;
        page.all("branch-rename").await?[1].click().await?;
        page.fill("branch-new-name", "main").await?;
        page.press(thirtyfour::Key::Enter).await?;
        page.wait_for_text("branch-new-name-error", |text| {
            text.contains("name no other branch")
        })
        .await?;
        page.fill("branch-new-name", "five consumers").await?;
        page.press(thirtyfour::Key::Enter).await?;
        page.click("branch-menu").await?;
        page.wait_until(&format!("{names} === 'main,five consumers,fork 3'"))
            .await?;
        for row in [0, 1] {
            page.all("branch-mark").await?[row].click().await?;
        }
        page.screenshot("branches").await?;
        page.click("branch-compare").await?;
        let lanes = "[...document.querySelectorAll('.compare__name h2')].map(one => one.innerText)";
        page.wait_until(&format!("{lanes}.join() === 'main,five consumers'"))
            .await?;
        page.click("compare-close").await?;
        page.click("branch-menu").await?;
        page.all("branch-delete").await?[2].click().await?;
        page.wait_for_text("toast", |text| text.contains("Fork 3 is deleted"))
            .await?;
        page.wait_for_text("branch-name", |text| text == "five consumers")
            .await?;
        page.click("toast-undo").await?;
        page.wait_for_text("branch-name", |text| text == "fork 3")
            .await?;
        Ok(())
    });
}
