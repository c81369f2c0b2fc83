//! What a visitor types and pastes: settings out of range, settings that wait for a restart,
//! links that were damaged, inflated or forged. Each refusal names field, value and range.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Page, journey};
use serde_json::{Value, json};
use sim_core::Recording;
use sim_core::scenario::default_scenario;
use thirtyfour::Key;

/// The input of one settings row, focused and selected, so that typing replaces it.
const FOCUS_SETTING: &str = "const input = document.querySelector(
    `[data-key=\"${arguments[0]}\"] [data-testid=\"setting-input\"]`);
    input.focus(); input.select();";
/// Text of a part of one settings row, or nothing.
const SETTING_PART: &str = "return document.querySelector(
    `[data-key=\"${arguments[0]}\"] [data-testid=\"${arguments[1]}\"]`)?.innerText ?? ''";

async fn type_setting(page: &Page, key: &str, value: &str) -> Outcome {
    page.eval_with::<()>(FOCUS_SETTING, vec![json!(key)])
        .await?;
    page.press(value).await?;
    page.press(Key::Enter).await
}

async fn setting_part(page: &Page, key: &str, part: &str) -> Outcome<String> {
    page.eval_with(SETTING_PART, vec![json!(key), json!(part)])
        .await
}

async fn choose_target(page: &Page, name: &str) -> Outcome {
    let script = "const list = document.querySelector('[data-testid=\"settings-target\"]');
        const option = [...list.options].find(one => one.text.startsWith(arguments[0]));
        list.value = option.value; list.dispatchEvent(new Event('change'));";
    page.eval_with(script, vec![json!(name)]).await
}

#[test]
fn e2e_a_setting_out_of_range_is_refused() {
    journey("settings-range", async |page| {
        page.open_ready("").await?;
        page.click("settings-button").await?;
        page.wait_for("settings").await?;
        for (key, value, allowed) in [
            ("max.poll.records", "0", "1 to 2147483647"),
            ("session.timeout.ms", "99999999999", "1 to 2147483647"),
            ("max.poll.interval.ms", "soon", "1 to 2147483647"),
            ("group.min.session.timeout.ms", "-1", "0 to 2147483647"),
        ] {
            type_setting(page, key, value).await?;
            let error = setting_part(page, key, "setting-error").await?;
            for part in [key, value, allowed] {
                assert!(error.contains(part), "{key}={value}: {error}");
            }
        }
        // The valid value that follows clears the message and goes into the run.
        type_setting(page, "max.poll.records", "100").await?;
        let error = setting_part(page, "max.poll.records", "setting-error").await?;
        assert!(error.is_empty(), "{error}");
        let commands = page.text("changed-count").await?;
        assert!(commands.contains("changed"), "{commands}");
        Ok(())
    });
}

#[test]
fn e2e_a_setting_waits_for_the_restart() {
    journey("settings-pending", async |page| {
        const KEY: &str = "session.timeout.ms";
        page.open_ready("").await?;
        page.click("settings-button").await?;
        page.wait_for("settings").await?;
        choose_target(page, "consumer-b").await?;
        type_setting(page, KEY, "25000").await?;
        let pending = setting_part(page, KEY, "setting-pending").await?;
        assert!(pending.contains("10000"), "still in force: {pending}");
        let card = page.text("card-consumer-b").await?;
        assert!(card.contains("restart to apply 1 setting"), "{card}");
        let other = page.text("card-consumer-a").await?;
        assert!(!other.contains("restart to apply"), "{other}");
        page.click("settings-rolling-restart").await?;
        page.eval::<()>(SPEED_20).await?;
        page.click("play").await?;
        page.wait_until(&format!(
            "document.querySelector('[data-key=\"{KEY}\"]') \
             && !document.querySelector('[data-testid=\"setting-pending\"]')"
        ))
        .await?;
        // In force: the coordinator's clock for B now holds more than the old 10 s.
        page.wait_for_text("card-consumer-b", |card| seconds_left(card) > 10.0)
            .await?;
        let card = page.text("card-consumer-b").await?;
        assert!(!card.contains("restart to apply"), "{card}");
        Ok(())
    });
}

const SPEED_20: &str = "const speed = document.querySelector('[data-testid=\"speed\"]');
    speed.value = '10'; speed.dispatchEvent(new Event('input'));";

/// The first `12.3 s left` of a card: its heartbeat clock.
fn seconds_left(card: &str) -> f64 {
    let words = card.split(" s left").next().unwrap_or_default();
    let number = words.rsplit([' ', '\n']).next().unwrap_or_default();
    number.parse().unwrap_or(0.0)
}

/// Opens a link that must not lead anywhere, and returns what the page says about it.
async fn refused(page: &Page, suffix: &str) -> Outcome<String> {
    page.open_ready(suffix).await?;
    let message = page.text("banner").await?;
    assert!(message.len() < 600, "too long to read: {message}");
    assert!(page.text("now-fact").await?.contains("A, B and C"));
    assert!(page.all("panic").await?.is_empty(), "{message}");
    page.assert_console_silent().await?;
    Ok(message)
}

#[test]
fn e2e_bad_links_say_what_is_wrong() {
    journey("bad-links", async |page| {
        let huge = "A".repeat(200 * 1024);
        let longer = "A".repeat(1_500_000);
        let bomb = packed(&vec![b' '; 64 << 20])?;
        for (fragment, says) in [
            ("s=garbage!", "damaged"),
            ("s=AAAA", "unpack"),
            ("s=", "unpack"),
            ("s=eyJmb3JtYXQiOjF9", "unpack"),
            ("x=1", "s="),
            (&*format!("s={huge}"), "unpack"),
            (
                &*format!("s={longer}"),
                "1500000 characters; allowed: at most",
            ),
            (&*format!("s={bomb}"), "1 MiB"),
        ] {
            let message = refused(page, &format!("#{fragment}")).await?;
            let shown = &fragment[..fragment.len().min(40)];
            assert!(message.contains(says), "{shown}: {message}");
        }
        Ok(())
    });
}

#[test]
fn e2e_forged_links_name_field_value_and_range() {
    journey("forged-links", async |page| {
        for (path, value, says) in [
            ("/run/format", json!(99), ["format", "99", "1"]),
            (
                "/run/seed",
                json!(-3),
                ["seed", "-3", "0 to 18446744073709551615"],
            ),
            (
                "/run/seed",
                json!(2e19),
                ["seed", "2e+19", "0 to 18446744073709551615"],
            ),
            ("/at_ms", json!(-1.0), ["at_ms", "-1", "0 to 604800000"]),
            ("/at_ms", json!(1e300), ["at_ms", "1000", "0 to 604800000"]),
            (
                "/run/scenario/props/session.timeout.ms",
                json!(0.5),
                ["session.timeout.ms", "0.5", ""],
            ),
            (
                "/run/scenario/props/max.poll.records",
                json!(0),
                ["max.poll.records", "0", "1 to 2147483647"],
            ),
            (
                "/run/scenario/topics/0/partitions",
                json!(4_000_000),
                ["partitions", "4000000", "1 to"],
            ),
        ] {
            let fragment = packed(forged(path, &value).to_string().as_bytes())?;
            let message = refused(page, &format!("#s={fragment}")).await?;
            for part in says {
                assert!(message.contains(part), "{path}={value}: {message}");
            }
        }
        // JSON has no NaN; a link that holds one is no JSON, and the message says where.
        let nan = forged("/at_ms", &json!(12_345)).to_string();
        let fragment = packed(nan.replace("12345", "NaN").as_bytes())?;
        let message = refused(page, &format!("#s={fragment}")).await?;
        for part in ["at_ms", "NaN"] {
            assert!(message.contains(part), "{message}");
        }
        Ok(())
    });
}

#[test]
fn e2e_bad_parameters_name_value_and_range() {
    journey("bad-parameters", async |page| {
        for (parameter, says) in [
            ("t=NaN", ["t", "NaN", "0 to 604800"]),
            ("t=-1", ["t", "-1", "0 to 604800"]),
            ("t=999999999", ["t", "999999999", "0 to 604800"]),
            ("speed=Infinity", ["speed", "Infinity", "0.01 to 100"]),
            ("seed=1.5", ["seed", "1.5", "whole number"]),
            ("theme=pink", ["theme", "pink", "auto, light or dark"]),
        ] {
            let message = refused(page, &format!("?{parameter}")).await?;
            for part in says {
                assert!(message.contains(part), "{parameter}: {message}");
            }
        }
        Ok(())
    });
}

/// A link's JSON with one value replaced or added.
fn forged(path: &str, value: &Value) -> Value {
    let mut link = json!({ "run": Recording::new(default_scenario(), 7), "at_ms": 0.0 });
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = link.pointer_mut(parent).expect("the path exists");
    parent[key] = value.clone();
    link
}
