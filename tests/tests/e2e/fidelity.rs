//! A reader who doubts the lab opens recordings of the real broker.

use std::fs;

use lab_tests::axe::{COLOURS, EVERYTHING, source, violations};
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use lab_tests::{Outcome, dist};
use serde_json::Value;

use crate::korean::english;

const KILL: &str = "05-kill-auto-eager";

/// What the build wrote.
fn written(name: &str) -> Outcome<Value> {
    let path = dist().join("fidelity").join(format!("{name}.json"));
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

async fn open(page: &Page, name: &str) -> Outcome {
    page.open_at(&format!("?page=fidelity&recording={name}"))
        .await?;
    page.wait_for("exhibit").await.map(|_element| ())
}

/// True once a canvas shows something in an owner's colour, which no chrome has.
fn is_drawn(lane: &str) -> String {
    format!(
        "(() => {{ const it = document.querySelector('[data-testid={lane}] canvas');
        if (!it?.width) return false;
        const all = it.getContext('2d').getImageData(0, 0, it.width, it.height).data;
        for (let at = 0; at < all.length; at += 4) {{
            const [low, high] = [Math.min(...all.slice(at, at + 3)), Math.max(...all.slice(at, at + 3))];
            if (all[at + 3] > 200 && high - low > 60) return true;
        }}
        return false; }})()"
    )
}

#[test]
fn e2e_the_next_event_of_a_recording_is_one_that_it_shows() {
    journey("fidelity-next", async |page| {
        open(page, KILL).await?;
        let exhibit = written(KILL)?;
        let end = exhibit["end"].as_i64().unwrap_or(i64::MAX);
        let beats = exhibit["beats"].as_array().into_iter().flatten();
        let later = |beat: &Value| beat["kafka"].as_i64().max(beat["simulated"].as_i64());
        let pins = exhibit["pins"].as_array().into_iter().flatten();
        let mut moments: Vec<i64> = beats.filter_map(later).collect();
        moments.extend(pins.filter_map(|pin| pin["at"].as_i64()));
        moments.retain(|at| (1..=end).contains(at));
        moments.sort_unstable();
        moments.dedup();
        page.click("to-start").await?;
        for at in moments.into_iter().take(8) {
            page.click("next-event").await?;
            let clock = format!("{}.{:03}", at / 1_000, at % 1_000);
            page.wait_until(&format!(
                "document.querySelector('.clocktime').innerText.startsWith('{clock}')"
            ))
            .await?;
        }
        Ok(())
    });
}

#[test]
fn e2e_every_recording_is_listed_and_loads_only_there() {
    journey("fidelity-list", async |page| {
        page.open_ready("").await?;
        page.open_at("").await?;
        page.wait_for("every-recording").await?;
        let asked = page.server().take_requests();
        let early: Vec<&String> = asked.iter().filter(|it| it.contains("fidelity/")).collect();
        assert!(early.is_empty(), "{early:?}");
        page.click("every-recording").await?;
        page.wait_for("recordings").await?;
        let asked = page.server().take_requests();
        let own: Vec<&String> = asked
            .iter()
            .filter(|it| it.starts_with("fidelity/"))
            .collect();
        assert_eq!(own, ["fidelity/index.json"]);
        let index = written("index")?;
        let recordings = index["recordings"].as_array().ok_or("no recordings")?;
        let rows: Vec<String> = page
            .eval("return [...document.querySelectorAll('[data-testid=recordings] tbody tr')].map(it => it.innerText)")
            .await?;
        assert_eq!(rows.len(), recordings.len());
        for (row, recording) in rows.iter().zip(recordings) {
            let name = recording["name"].as_str().unwrap_or_default();
            assert!(row.contains(name), "{row}");
            let largest = recording["figures"]["largest_ms"].as_u64();
            let expected = largest.map_or("not simulated yet".to_owned(), |ms| format!("{ms} of "));
            assert!(row.contains(&expected), "{row}");
        }
        page.click(&format!("recording-{KILL}")).await?;
        page.wait_for("exhibit").await?;
        let asked = page.server().take_requests();
        assert!(
            asked.contains(&format!("fidelity/{KILL}.json")),
            "{asked:?}"
        );
        Ok(())
    });
}

#[test]
fn e2e_a_recording_lies_above_its_simulated_run_with_each_difference() {
    journey("fidelity-one", async |page| {
        open(page, KILL).await?;
        for lane in ["lane-recorded", "lane-simulated"] {
            page.wait_until(&is_drawn(lane)).await?;
        }
        let whole = written(KILL)?;
        let beats = whole["beats"].as_array().ok_or("no beats")?;
        let off = |beat: &Value| -> Option<i64> {
            Some(beat["simulated"].as_i64()? - beat["kafka"].as_i64()?)
        };
        let expected: Vec<Option<i64>> = beats.iter().map(off).collect();
        let shown: Vec<String> = page
            .eval("return [...document.querySelectorAll('[data-testid=beat-off]')].map(it => it.innerText)")
            .await?;
        let shown: Vec<Option<i64>> = shown
            .iter()
            .map(|it| it.replace('−', "-").replace('+', "").parse().ok())
            .collect();
        assert_eq!(shown, expected);
        let facts = page.text("exhibit-facts").await?;
        let largest = expected.iter().flatten().map(|off| off.abs()).max();
        let words = format!("{} ms", largest.unwrap_or(-1));
        assert!(
            facts.contains(&words) && facts.contains("agrees"),
            "{facts}"
        );
        // The run in the lab is the one that was compared.
        let link: String = page
            .eval("return document.querySelector('[data-testid=exhibit-lab]').getAttribute('href')")
            .await?;
        assert_eq!(
            Some(link.as_str()),
            whole["run"]
                .as_str()
                .map(|run| format!("?page=lab#{run}"))
                .as_deref()
        );
        Ok(())
    });
}

#[test]
fn e2e_a_difference_is_chosen_by_keys_and_seen_close() {
    journey("fidelity-keys", async |page| {
        open(page, KILL).await?;
        page.wait_until(&is_drawn("lane-simulated")).await?;
        page.click("close-few").await?;
        page.eval::<()>("document.querySelector('[data-testid=beat-9]').focus()")
            .await?;
        page.press("\u{E007}").await?;
        page.wait_until("document.querySelector('[data-testid=beat-9]').ariaPressed === 'true'")
            .await?;
        let whole = written(KILL)?;
        let beat = &whole["beats"][9];
        let later = beat["kafka"].as_i64().max(beat["simulated"].as_i64());
        let at = later.ok_or("no time")? * 1_000;
        page.wait_until(&format!("document.documentElement.dataset.at === '{at}'"))
            .await?;
        // In half a second the two lines are apart by what the table says, if by a pixel at all.
        page.wait_until("document.querySelectorAll('.exhibit__at:not([hidden])').length === 2")
            .await?;
        let apart: f64 = page
            .eval("const [a, b] = [...document.querySelectorAll('.exhibit__at')].map(it => parseFloat(it.style.left)); return b - a")
            .await?;
        let off = beat["simulated"].as_f64().unwrap_or(0.0) - beat["kafka"].as_f64().unwrap_or(0.0);
        assert!(
            apart.signum() == off.signum() || apart.abs() < 0.01 && off.abs() < 0.01,
            "{apart} px, {off} ms"
        );
        Ok(())
    });
}

#[test]
fn e2e_a_recording_of_the_new_protocol_opens_alone() {
    journey("fidelity-later", async |page| {
        open(page, "43-kip848-kill").await?;
        page.wait_until(&is_drawn("lane-recorded")).await?;
        let facts = page.text("exhibit-facts").await?;
        assert!(facts.contains("not simulated yet"), "{facts}");
        assert!(page.all("lane-simulated").await?.is_empty());
        assert!(page.all("beats").await?.is_empty());
        page.open_at("?page=fidelity&recording=99-nothing").await?;
        page.wait_for_text("banner", |text| text.contains("99-nothing"))
            .await?;
        // The missing file is the browser's own line.
        page.take_console().await?;
        Ok(())
    });
}

#[test]
fn e2e_recordings_are_for_everybody() {
    journey("fidelity-everybody", async |page| {
        let source = source()?;
        for size in [Size::Desktop, Size::Phone, Size::Embed] {
            for query in [
                "?page=fidelity&lang=ko",
                "?page=fidelity&lang=ko&recording=15-static-duplicate-instance",
            ] {
                page.look(size, Theme::Light, Motion::Reduced).await?;
                page.open_at(query).await?;
                page.wait_for("recordings").await?;
                let left = english(page).await?;
                assert!(left.is_empty(), "{query}: {left:#?}");
                let wide: bool = page
                    .eval("return document.documentElement.scrollWidth > innerWidth")
                    .await?;
                assert!(!wide, "{query} is wider than {}", size.name());
                let found = violations(page, &source, EVERYTHING).await?;
                assert!(found.is_empty(), "{query} {}: {found:#?}", size.name());
                page.look(size, Theme::Dark, Motion::Reduced).await?;
                let found = violations(page, &source, COLOURS).await?;
                assert!(found.is_empty(), "{query} {} dark: {found:#?}", size.name());
            }
        }
        Ok(())
    });
}
