//! What a visitor does first, in a real browser: kill a consumer, see records run twice, go back,
//! close it gracefully instead, hand the run on as a link.

use lab_tests::Outcome;
use lab_tests::page::{Page, Size, Theme, journey};
use sim_core::scenario::default_scenario;
use sim_core::{Recording, SimTime, Timeline};

const TWICE: &str = "parseInt(document.querySelector('[data-testid=\"count-twice\"]').innerText.replace(/\\D/g, '') || '0') > 0";

/// Kills B at the first run's opening moment, answers the prompt if there is one, runs until
/// records were processed twice, and pauses.
async fn kill_and_watch(page: &Page) -> Outcome {
    page.open_ready("?speed=8").await?;
    page.click("kill-consumer-b").await?;
    page.wait_for_text("card-consumer-b", |text| text.contains("Killed"))
        .await?;
    let fact = page.text("now-fact").await?;
    assert!(fact.contains("Nobody knows yet that B is gone"), "{fact}");
    if page.all("predict-answer").await?.is_empty() {
        page.click("play").await?;
    } else {
        page.click("predict-answer").await?;
    }
    page.wait_until(TWICE).await?;
    page.eval::<()>("document.querySelector('[data-testid=\"predict-skip\"]')?.click()")
        .await?;
    Ok(())
}

/// Pauses whatever runs, and waits until the moment stands still.
async fn pause(page: &Page) -> Outcome {
    page.eval::<()>(
        "const play = document.querySelector('[data-testid=\"play\"]'); \
         if (/pause/i.test(play.getAttribute('aria-label') ?? '')) play.click();",
    )
    .await?;
    page.wait_until(
        "/play/i.test(document.querySelector('[data-testid=\"play\"]').getAttribute('aria-label') ?? '')",
    )
    .await
}

#[test]
fn e2e_first_ten_seconds() {
    journey("first-ten-seconds", async |page| {
        page.open_ready("").await?;
        let opened = page.data("at").await?;
        assert_eq!(page.data("at").await?, opened, "a run starts paused");
        kill_and_watch(page).await?;
        pause(page).await?;
        page.screenshot("journey-twice").await?;
        let why = page.text("why").await?;
        assert!(why.contains("You killed B"), "{why}");
        assert!(why.contains("session.timeout.ms"), "{why}");
        let state = page.text("group-state").await?;
        assert!(state.contains("Stable"), "{state}");
        Ok(())
    });
}

/// Notes in each frame the speed, what is said, and whether Kill of B draws the eye.
const DIRECTOR: &str = "
    window.script = { speeds: [], facts: [], pulses: 0 };
    const add = (list, one) => { if (list.at(-1) !== one) list.push(one); };
    const text = (id) => document.querySelector(`[data-testid=\"${id}\"]`)?.innerText ?? '';
    const look = () => {
        add(window.script.speeds, text('speed-text'));
        add(window.script.facts, text('now-fact'));
        const kill = document.querySelector('[data-testid=\"kill-consumer-b\"]');
        if (kill?.getAnimations().some(one => one.effect.getTiming().duration === 900)) {
            window.script.pulses += 1;
        }
        requestAnimationFrame(look);
    };
    look();";

#[test]
fn e2e_the_first_run_goes_by_its_script() {
    journey("script", async |page| {
        page.open_ready("").await?;
        let fact = page.text("now-line").await?;
        assert!(fact.contains("Press play, then kill one."), "{fact}");
        page.eval::<()>(DIRECTOR).await?;
        page.click("play").await?;
        page.wait_until("window.script.pulses > 0").await?;
        page.click("kill-consumer-b").await?;
        page.wait_for("prediction").await?;
        let at = page.data("at").await?;
        page.screenshot("script-asked").await?;
        assert_eq!(page.data("at").await?, at, "the question stops the run");
        page.press("1").await?;
        page.wait_until("window.script.facts.includes('These records ran twice.')")
            .await?;
        page.screenshot("script-twice").await?;
        let speeds: Vec<String> = page.eval("return window.script.speeds").await?;
        assert_eq!(
            speeds[..5],
            ["1×", "4×", "0.5×", "4×", "0.5×"],
            "{speeds:?}"
        );
        let facts: Vec<String> = page.eval("return window.script.facts").await?;
        let unknown = "Nobody knows yet that B is gone.";
        assert!(facts.iter().any(|fact| fact == unknown), "{facts:?}");
        page.wait_until("window.script.speeds.at(-1) === '1×'")
            .await?;
        // The search for what would have saved it takes idle slices only.
        let found = page.wait_for_text("levers-lead", |lead| lead.contains("Fork?"));
        let lead = found.await?;
        assert!(lead.contains("close()"), "{lead}");
        Ok(())
    });
}

#[test]
fn e2e_scrub_back_and_close_instead() {
    journey("scrub-and-fork", async |page| {
        kill_and_watch(page).await?;
        pause(page).await?;
        let end: f64 = page.data("at").await?.parse()?;
        page.eval::<()>("document.activeElement?.blur()").await?;
        page.click("to-start").await?;
        page.wait_until("document.documentElement.dataset.at === '0'")
            .await?;
        for _ in 0..60 {
            page.click("next-event").await?;
            let at: f64 = page.data("at").await?.parse()?;
            if at >= 6_022_500.0 {
                break;
            }
        }
        page.click("close-consumer-b").await?;
        let toast = page.text("toast").await?;
        assert!(toast.contains("ork 2"), "{toast}");
        page.click("play").await?;
        page.wait_until(&format!("document.documentElement.dataset.at >= {end}"))
            .await?;
        pause(page).await?;
        assert!(
            !page.eval::<bool>(&format!("return {TWICE}")).await?,
            "a graceful close leaves nothing to run twice"
        );
        page.screenshot("journey-fork").await?;
        Ok(())
    });
}

#[test]
fn e2e_link_restores_the_run() {
    journey("link", async |page| {
        kill_and_watch(page).await?;
        pause(page).await?;
        // The address follows the run with a delay; wait for the one of this moment.
        page.wait_until(
            "document.documentElement.dataset.saved === document.documentElement.dataset.at",
        )
        .await?;
        let (at, print) = (page.data("at").await?, page.data("fingerprint").await?);
        let url = page.url().await?;
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        assert!(fragment.starts_with("s="), "{url}");
        page.open_ready(&format!("#{fragment}")).await?;
        assert_eq!(page.data("at").await?, at, "the link opens at its moment");
        assert_eq!(page.data("fingerprint").await?, print);
        assert!(page.text("card-consumer-b").await?.contains("Killed"));
        Ok(())
    });
}

#[test]
fn e2e_wasm_and_native_agree() {
    journey("fingerprint", async |page| {
        for seconds in [30_u64, 90] {
            page.open_ready(&format!("?t={seconds}")).await?;
            let mut timeline = Timeline::new(Recording::new(default_scenario(), 7))?;
            timeline.seek(SimTime::from_millis(seconds * 1_000));
            assert_eq!(page.data("at").await?, (seconds * 1_000_000).to_string());
            let native = format!("{:016x}", timeline.fingerprint());
            assert_eq!(page.data("fingerprint").await?, native);
        }
        Ok(())
    });
}

#[test]
fn e2e_every_size_and_theme_fits() {
    journey("sizes", async |page| {
        for size in Size::ALL {
            for theme in Theme::ALL {
                page.look(size, theme, lab_tests::page::Motion::Full)
                    .await?;
                page.open_ready(if size == Size::Embed { "?embed=1" } else { "" })
                    .await?;
                page.wait_for("play").await?;
                let overflow: f64 = page
                    .eval("return document.documentElement.scrollWidth - window.innerWidth")
                    .await?;
                assert!(overflow <= 0.0, "{} overflows by {overflow}", size.name());
                page.screenshot(&format!("start-{}-{}", size.name(), theme.name()))
                    .await?;
            }
        }
        Ok(())
    });
}
