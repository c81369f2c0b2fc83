//! What moves on the stage and what does not, the one selection in all views, and how the matrix
//! is zoomed and moved.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::{Command, Recording, SimTime, TimedCommand};
use thirtyfour::Key;

/// Notes in each frame which tiles fly and which wires carry something.
const WATCH: &str = "
    window.seen = { flights: [], travels: 0, rings: 0 };
    const moves = (element) => element.getAnimations()
        .filter(one => one.effect.getKeyframes().some(frame => (frame.transform ?? 'none') !== 'none'));
    const look = () => {
        for (const tile of document.querySelectorAll('.tile')) {
            for (const one of moves(tile)) {
                const { duration, easing } = one.effect.getTiming();
                window.seen.flights.push(`${tile.dataset.testid} ${duration} ${easing}`);
            }
        }
        for (const arrow of document.querySelectorAll('.wire svg')) {
            for (const one of moves(arrow)) {
                const { duration } = one.effect.getTiming();
                if (duration < 120 || duration > 600) throw new Error(`a wire took ${duration} ms`);
                window.seen.travels += 1;
            }
        }
        window.seen.rings += document.querySelectorAll('.tile[data-ring]').length;
        requestAnimationFrame(look);
    };
    look();";

/// Plays a little, kills B, and waits until others read its partitions.
async fn kill_while_watching(page: &Page, suffix: &str) -> Outcome {
    page.open_ready(suffix).await?;
    page.eval::<()>(WATCH).await?;
    page.click("play").await?;
    page.wait_until("document.documentElement.dataset.at > 24000000")
        .await?;
    page.click("kill-consumer-b").await?;
    page.click("predict-skip").await?;
    page.wait_until("document.querySelectorAll('.card .tile').length === 12")
        .await
}

#[test]
fn e2e_tiles_fly_and_messages_travel() {
    journey("flights", async |page| {
        kill_while_watching(page, "?speed=4").await?;
        page.wait_until("window.seen.flights.some(one => !one.includes('refunds-2'))")
            .await?;
        let all: Vec<String> = page.eval("return window.seen.flights").await?;
        for tile in ["orders-3", "orders-4", "orders-5", "refunds-2"] {
            let own = |one: &&String| one.contains(tile);
            assert!(
                all.iter().any(|one| own(&one)),
                "{tile} did not fly: {all:?}"
            );
        }
        assert!(
            all.iter()
                .all(|one| one.contains(" 320 cubic-bezier(0.2, 0, 0, 1)"))
        );
        assert!(page.eval::<bool>("return window.seen.travels > 0").await?);
        // Scrubbing is no flight.
        page.click("play").await?;
        page.eval::<()>("window.seen.flights = []").await?;
        page.click("to-start").await?;
        page.wait_until("document.documentElement.dataset.at === '0'")
            .await?;
        let none: Vec<String> = page.eval("return window.seen.flights").await?;
        assert!(none.is_empty(), "{none:?}");
        Ok(())
    });
}

#[test]
fn e2e_nothing_flies_when_fast_or_calm() {
    journey("no-flights", async |page| {
        kill_while_watching(page, "?speed=5").await?;
        let moved = "return window.seen.flights.length + window.seen.travels";
        assert_eq!(page.eval::<u32>(moved).await?, 0, "above 4×");
        page.look(Size::Desktop, Theme::Light, Motion::Reduced)
            .await?;
        kill_while_watching(page, "?speed=4").await?;
        assert_eq!(page.eval::<u32>(moved).await?, 0, "with reduced motion");
        assert!(page.eval::<bool>("return window.seen.rings > 0").await?);
        let wire = page.text("card-consumer-a").await?;
        assert!(wire.contains("Reading"), "{wire}");
        Ok(())
    });
}

/// Puts the pointer on the row of orders-3, or takes it away, and waits two frames.
const POINT: &str = "
    const canvas = document.querySelector('[data-testid=\"matrix\"]');
    const box = canvas.getBoundingClientRect();
    const frame = () => new Promise(done => requestAnimationFrame(done));
    for (let down = 66; down < box.height; down += 3) {
        canvas.dispatchEvent(new PointerEvent('pointermove',
            { clientX: box.left + 300, clientY: box.top + down, bubbles: true }));
        await frame(); await frame();
        if (document.querySelector('[data-testid=\"tile-orders-3\"]').matches('.is-hovered')) return true;
    }
    return false;";

#[test]
fn e2e_one_selection_in_four_views() {
    journey("selection", async |page| {
        page.open_ready("?t=24").await?;
        let layout = "return JSON.stringify([...document.querySelectorAll('.tile, .card, .event')]
            .map(one => one.getBoundingClientRect()))";
        page.click("tab-events").await?;
        page.wait_for("event-row").await?;
        let before: String = page.eval(layout).await?;
        assert!(page.eval::<bool>(POINT).await?, "a row previews its tile");
        page.wait_until("document.querySelector('.event.is-hovered')")
            .await?;
        let after: String = page.eval(layout).await?;
        assert_eq!(before, after, "a preview moves nothing");
        page.click("tile-orders-3").await?;
        page.wait_until("document.querySelector('.event.is-about')")
            .await?;
        page.wait_for_text("matrix-row", |row| row.contains("orders-3"))
            .await?;
        page.screenshot("selection").await?;
        page.click("tab-why").await?;
        page.wait_for_text("why-question", |text| text.contains("orders-3"))
            .await?;
        Ok(())
    });
}

#[test]
fn e2e_an_event_is_one_line_and_stands_in_full_once_chosen() {
    journey("event-lines", async |page| {
        page.open_ready("?t=26").await?;
        page.click("tab-events").await?;
        page.wait_for("event-row").await?;
        let heights: Vec<u32> = page
            .eval("return [...document.querySelectorAll('.event')].map(row => row.offsetHeight)")
            .await?;
        assert!(heights.iter().all(|px| *px == 28), "{heights:?}");
        let cut = "[...document.querySelectorAll('.event__text')]\
                   .find(text => text.scrollWidth > text.clientWidth)";
        let text: String = page
            .eval(&format!(
                "const cut = {cut}; cut.click(); return cut.textContent"
            ))
            .await?;
        page.wait_for_text("event-chosen", |chosen| chosen.ends_with(&text))
            .await?;
        Ok(())
    });
}

/// The moment under a point of the axis: a press there seeks to it.
async fn moment(page: &Page, x: u32) -> Outcome<f64> {
    let press = "
        const canvas = document.querySelector('[data-testid=\"matrix\"]');
        const box = canvas.getBoundingClientRect();
        const at = { clientX: box.left + arguments[0], clientY: box.top + 8, bubbles: true,
            button: 0, pointerId: 1 };
        canvas.dispatchEvent(new PointerEvent('pointerdown', at));
        canvas.dispatchEvent(new PointerEvent('pointerup', at));
        const frame = () => new Promise(done => requestAnimationFrame(done));
        await frame(); await frame();";
    page.eval_with::<()>(press, vec![json!(x)]).await?;
    // A far seek takes several frames; a run that rests has its fingerprint.
    page.wait_until("document.documentElement.dataset.fingerprint")
        .await?;
    Ok(page.data("at").await?.parse::<f64>()? / 1e6)
}

async fn wheel(page: &Page, x: u32, turned: i32, shift: bool) -> Outcome {
    let script = "
        const canvas = document.querySelector('[data-testid=\"matrix\"]');
        const box = canvas.getBoundingClientRect();
        canvas.dispatchEvent(new WheelEvent('wheel', { clientX: box.left + arguments[0],
            clientY: box.top + 120, deltaY: arguments[1], shiftKey: arguments[2],
            bubbles: true, cancelable: true }));
        const frame = () => new Promise(done => requestAnimationFrame(done));
        await frame(); await frame();";
    let arguments = vec![json!(x), json!(turned), json!(shift)];
    page.eval_with(script, arguments).await
}

#[test]
fn e2e_the_matrix_zooms_at_the_pointer() {
    journey("zoom", async |page| {
        page.open_ready("?t=24").await?;
        let (left, right) = (moment(page, 250).await?, moment(page, 350).await?);
        for _ in 0..3 {
            wheel(page, 300, -200, false).await?;
        }
        let (near, far) = (moment(page, 250).await?, moment(page, 350).await?);
        let middle = f64::midpoint(left, right);
        assert!(
            (f64::midpoint(near, far) - middle).abs() < 0.1,
            "{near} {far}"
        );
        assert!(far - near < (right - left) / 3.0, "{near} to {far}");
        wheel(page, 300, 400, true).await?;
        let later = moment(page, 250).await?;
        assert!(later > near + 1.0, "{near} to {later}");
        // A drag of the rows brings it back, and selects nothing.
        let drag = "
            const canvas = document.querySelector('[data-testid=\"matrix\"]');
            const box = canvas.getBoundingClientRect();
            const at = (x) => ({ clientX: box.left + x, clientY: box.top + 120, bubbles: true,
                button: 0, pointerId: 1 });
            canvas.dispatchEvent(new PointerEvent('pointerdown', at(300)));
            for (let x = 310; x <= 700; x += 10) {
                canvas.dispatchEvent(new PointerEvent('pointermove', at(x)));
            }
            canvas.dispatchEvent(new PointerEvent('pointerup', at(700)));
            canvas.dispatchEvent(new MouseEvent('click', at(700)));
            const frame = () => new Promise(done => requestAnimationFrame(done));
            await frame(); await frame();";
        page.eval::<()>(drag).await?;
        let back = moment(page, 250).await?;
        assert!(back < later - 0.5, "{later} to {back}");
        assert!(page.all("clear-selection").await?.is_empty());
        page.eval::<()>("document.querySelector('[data-testid=\"matrix\"]').focus()")
            .await?;
        page.press("-").await?;
        page.press("-").await?;
        let wide = moment(page, 350).await? - moment(page, 250).await?;
        assert!(wide > (far - near) * 3.0, "{wide}");
        Ok(())
    });
}

/// Puts two fingers on the matrix, `from` pixels right of its left edge, and moves them `to`.
async fn pinch(page: &Page, from: [f64; 2], to: [f64; 2]) -> Outcome {
    let [left, top]: [f64; 2] = page
        .eval(
            "const canvas = document.querySelector('[data-testid=\"matrix\"]');
            canvas.scrollIntoView({ block: 'center' });
            const box = canvas.getBoundingClientRect();
            return [box.left, box.top]",
        )
        .await?;
    let at = |share: f64| {
        [0, 1].map(|one| {
            (
                left + from[one] + (to[one] - from[one]) * share,
                top + 120.0,
            )
        })
    };
    page.touch("touchStart", &at(0.0)[..1]).await?;
    page.touch("touchStart", &at(0.0)).await?;
    for step in 1..=8 {
        page.touch("touchMove", &at(f64::from(step) / 8.0)).await?;
    }
    page.touch("touchEnd", &[]).await
}

#[test]
fn e2e_two_fingers_zoom_and_move_the_matrix() {
    journey("pinch", async |page| {
        page.open_ready("?t=24").await?;
        let (left, right) = (moment(page, 250).await?, moment(page, 350).await?);
        pinch(page, [280.0, 320.0], [240.0, 360.0]).await?;
        let (near, far) = (moment(page, 250).await?, moment(page, 350).await?);
        let (before, now) = (right - left, far - near);
        assert!((now * 3.0 / before - 1.0).abs() < 0.15, "{before} to {now}");
        let middle = f64::midpoint(left, right);
        let still = f64::midpoint(near, far) - middle;
        assert!(
            still.abs() < 0.1,
            "what lay between the fingers moved by {still}"
        );
        // Both to the left: later moments come in at the right.
        pinch(page, [280.0, 320.0], [180.0, 220.0]).await?;
        let moved = moment(page, 250).await? - near;
        assert!((moved / now - 1.0).abs() < 0.15, "{moved} of {now}");
        assert!(page.all("clear-selection").await?.is_empty());
        Ok(())
    });
}

/// The first run with a second group beside it.
fn two_groups() -> Outcome<String> {
    let mut scenario = default_scenario();
    for index in 0..2 {
        let mut other = scenario.consumers[index].clone();
        other.name = format!("audit-{index}");
        "audit".clone_into(&mut other.group);
        scenario.consumers.push(other);
    }
    let link = json!({ "run": Recording::new(scenario, 7), "at_ms": 24_000.0 });
    packed(&serde_json::to_vec(&link)?)
}

#[test]
fn e2e_two_groups_share_the_stage() {
    journey("groups", async |page| {
        page.open_ready(&format!("#s={}", two_groups()?)).await?;
        let fact = page.text("now-fact").await?;
        let wanted =
            "A, B and C share 12 partitions in billing; D and E share 12 partitions in audit.";
        assert!(fact.contains(wanted), "{fact}");
        assert_eq!(page.all("group-state").await?.len(), 2, "side by side");
        page.screenshot("groups").await?;
        page.eval::<()>(
            "[...document.querySelectorAll('[data-testid=\"stage-group\"]')].at(-1).click()",
        )
        .await?;
        page.wait_until("document.querySelectorAll('[data-testid=\"group-state\"]').length === 1")
            .await?;
        assert!(page.all("card-consumer-a").await?.is_empty());
        page.wait_for("card-audit-1").await?;
        page.look(Size::Phone, Theme::Dark, Motion::Full).await?;
        page.open_ready(&format!("#s={}", two_groups()?)).await?;
        assert_eq!(page.all("group-state").await?.len(), 1);
        page.screenshot("groups-phone").await?;
        Ok(())
    });
}

/// The first run with a second group of one consumer, which is killed.
fn audit_dies() -> Outcome<String> {
    let mut scenario = default_scenario();
    let mut other = scenario.consumers[0].clone();
    "audit-a".clone_into(&mut other.name);
    "audit".clone_into(&mut other.group);
    scenario.consumers.push(other);
    let mut run = Recording::new(scenario, 7);
    run.commands.push(TimedCommand {
        at: SimTime::from_millis(18_000),
        command: Command::Kill {
            who: "audit-a".to_owned(),
        },
    });
    packed(&serde_json::to_vec(
        &json!({ "run": run, "at_ms": 24_000.0 }),
    )?)
}

#[test]
fn e2e_of_two_groups_the_one_that_stopped_is_shown() {
    journey("group-stopped", async |page| {
        page.open_ready(&format!("#s={}", audit_dies()?)).await?;
        let consequence = page.text("now-line").await?;
        assert!(
            consequence.contains("12 partitions are stopped in audit"),
            "{consequence}"
        );
        // One dock, that of audit; billing has nothing to tell.
        let docked: Vec<String> = page
            .eval("return [...document.querySelectorAll('[data-testid=dock] .tile')].map(one => one.dataset.group + one.className)")
            .await?;
        assert!(!docked.is_empty(), "audit's partitions lie in the dock");
        assert!(
            docked
                .iter()
                .all(|one| one.starts_with('1') && one.contains("tile--stop")),
            "{docked:?}"
        );
        page.eval::<()>(
            "[...document.querySelectorAll('[data-testid=\"stage-group\"]')].at(-2).click()",
        )
        .await?;
        page.wait_until("document.querySelectorAll('.card .tile').length === 12")
            .await?;
        let held: Vec<String> = page
            .eval("return [...document.querySelectorAll('.card .tile')].map(one => one.dataset.group + one.className)")
            .await?;
        assert!(
            held.iter()
                .all(|one| one.starts_with('0') && !one.contains("tile--stop")),
            "{held:?}"
        );
        page.click("tile-orders-0").await?;
        page.wait_for_text("matrix-row", |row| {
            let (billing, audit) = row.split_once("; orders-0 · audit").unwrap_or_default();
            billing.starts_with("orders-0 · billing")
                && billing.contains("A reads")
                && audit.contains("nobody reads")
        })
        .await?;
        page.wait_until(
            "document.body.innerText.includes('Why is nobody in audit reading orders-0?')",
        )
        .await?;
        page.screenshot("group-stopped").await?;
        // The keys walk over partitions, not twice over those of a topic with two groups.
        page.eval::<()>("document.querySelector('[data-testid=\"matrix\"]').focus()")
            .await?;
        let orders = (1..8).map(|number| format!("orders-{number}"));
        for name in orders.chain(["refunds-0".to_owned()]) {
            page.press(Key::Down).await?;
            page.wait_for_text("matrix-row", |row| row.starts_with(&name))
                .await?;
        }
        page.click("matrix-table-toggle").await?;
        let table = page.text("matrix-table").await?;
        assert!(table.contains("orders-0 · billing"), "{table}");
        assert!(table.contains("orders-0 · audit"), "{table}");
        page.look(Size::Phone, Theme::Dark, Motion::Full).await?;
        page.open_ready(&format!("#s={}", audit_dies()?)).await?;
        page.screenshot("group-stopped-phone").await?;
        Ok(())
    });
}

#[test]
fn e2e_a_crash_is_previewed_and_compared() {
    journey("crash-preview", async |page| {
        page.open_ready("?t=24").await?;
        page.click("tab-code").await?;
        page.wait_until("document.querySelector('.code__kill.is-worst')")
            .await?;
        let picture = "document.querySelector('[data-testid=\"matrix\"]').toDataURL()";
        page.eval::<()>(&format!("window.before = {picture}"))
            .await?;
        page.eval::<()>("document.querySelector('.code__kill.is-worst').focus()")
            .await?;
        page.wait_until(&format!("{picture} !== window.before"))
            .await?;
        page.screenshot("crash-preview").await?;
        page.eval::<()>("document.activeElement.blur()").await?;
        page.wait_until(&format!("{picture} === window.before"))
            .await?;
        page.eval::<()>(
            "document.querySelector('.code__kill.is-worst')
                .dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))",
        )
        .await?;
        page.wait_for("compare").await?;
        page.wait_until("document.body.innerText.includes('fork 2')")
            .await?;
        page.screenshot("crash-compared").await?;
        Ok(())
    });
}
