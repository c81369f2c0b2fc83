//! Links made to break the page. Each ends in a message that names the problem, and a page that
//! works; what is only odd opens.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Page, journey};
use serde_json::{Value, json};
use sim_core::Recording;
use sim_core::scenario::default_scenario;

/// A link of the present version with this JSON in it.
fn forged(json: &str) -> Outcome<String> {
    Ok(format!("s=2.{}", packed(json.as_bytes())?))
}

/// The first run's whole JSON with one value replaced or added.
fn own(path: &str, value: Value) -> Outcome<String> {
    let mut link = json!({ "scenario": default_scenario(), "seed": 7, "at_us": 20_000_000 });
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = link.pointer_mut(parent).ok_or("the path exists")?;
    parent[key] = value;
    forged(&link.to_string())
}

/// A link to the first run with these members beside its name.
fn first(members: &str) -> Outcome<String> {
    forged(&format!("{{\"builtin\":\"killed\",\"seed\":7{members}}}"))
}

/// Opens a link, reads what the page says about it, and plays.
async fn refused(page: &Page, name: &str, fragment: &str, says: &str) -> Outcome {
    page.open_ready(&format!("#{fragment}")).await?;
    let message = page.text("banner").await?;
    assert!(message.contains(says), "{name}: {message}");
    assert!(message.len() < 700, "{name}: too long to read: {message}");
    assert!(page.all("panic").await?.is_empty(), "{name}: {message}");
    let at = page.data("at").await?;
    assert_eq!(at, "20000000", "{name}: the default scenario is shown");
    page.click("play").await?;
    page.wait_until("document.documentElement.dataset.at > 20000000")
        .await?;
    let made: usize = page
        .eval("return document.querySelectorAll('img, iframe, main script, [onerror]').length")
        .await?;
    assert_eq!(made, 0, "{name}: what a link says never becomes elements");
    page.assert_console_silent().await
}

/// Links that are damaged, cut or inflated.
fn damaged() -> Outcome<Vec<(&'static str, String, &'static str)>> {
    let good = packed(&serde_json::to_vec(
        &json!({ "run": Recording::new(default_scenario(), 7), "at_ms": 20_000 }),
    )?)?;
    let mut flipped = good.clone().into_bytes();
    let middle = flipped.len() / 2;
    flipped[middle] = if flipped[middle] == b'A' { b'B' } else { b'A' };
    let kill = r#"{"at_ms":1,"do":"kill","who":"consumer-a"}"#;
    Ok(vec![
        (
            "cut",
            format!("s={}", &good[..good.len() / 3 * 2]),
            "does not open",
        ),
        (
            "a flipped sign",
            format!("s={}", String::from_utf8(flipped)?),
            "does not open",
        ),
        (
            "a foreign sign",
            "s=2.AA%3Cscript%3E".to_owned(),
            "at character 3",
        ),
        (
            "markup",
            "s=<img src=x onerror=alert(1)>".to_owned(),
            "allowed: A-Z",
        ),
        ("nothing", "s=2.".to_owned(), "unpack"),
        (
            "a bomb",
            format!("s=2.{}", packed(&vec![b'['; 64 << 20])?),
            "1 MiB",
        ),
        (
            "a bomb of the first version",
            format!("s={}", packed(&vec![0; 32 << 20])?),
            "1 MiB",
        ),
        (
            "a version to come",
            "s=3.AAAA".to_owned(),
            "version is 3; allowed: 1 to 2",
        ),
        (
            "a version that is none",
            "s=__proto__.AAAA".to_owned(),
            "__proto__",
        ),
        (
            "no text",
            format!("s=2.{}", packed(&[0xff, 0xfe, 0x80])?),
            "changed",
        ),
        (
            "nesting",
            first(&format!(
                ",\"commands\":[{{\"at_ms\":1,\"do\":{}",
                "[".repeat(100_000)
            ))?,
            "nested too deeply",
        ),
        (
            "100 000 commands",
            first(&format!(
                ",\"commands\":[{}]",
                vec![kill; 100_000].join(",")
            ))?,
            "1 MiB",
        ),
        (
            "20 000 commands",
            first(&format!(",\"commands\":[{}]", vec![kill; 20_000].join(",")))?,
            "20000 entries; allowed: 0 to 10000",
        ),
    ])
}

/// Links whose JSON is well formed and wrong.
fn wrong() -> Outcome<Vec<(&'static str, String, &'static str)>> {
    Ok(vec![
        (
            "a huge moment",
            first(",\"at_us\":18446744073709551615")?,
            "0 to 604800000000",
        ),
        (
            "a huge number",
            first(",\"at_us\":1e400")?,
            "a number is too large",
        ),
        (
            "a negative moment",
            first(",\"at_us\":-1")?,
            "-1; allowed: a whole number from 0",
        ),
        ("no number", first(",\"at_us\":NaN")?, "\"at_us\":NaN"),
        (
            "an infinite one",
            first(",\"at_us\":Infinity")?,
            "\"at_us\":Infinity",
        ),
        (
            "a text for a number",
            first(",\"at_us\":\"7\"")?,
            "\"7\"; allowed",
        ),
        (
            "an unknown field",
            first(",\"__proto__\":{\"x\":1}")?,
            "unknown __proto__",
        ),
        (
            "a field twice",
            first(",\"seed\":8")?,
            "seed stands there twice",
        ),
        (
            "an unknown scenario",
            forged(r#"{"builtin":"constructor","seed":1}"#)?,
            "constructor; allowed: killed",
        ),
        ("no scenario", forged(r#"{"seed":1}"#)?, "exactly one of"),
        (
            "an unknown command",
            first(r#","commands":[{"at_ms":1,"do":"format_disk"}]"#)?,
            "unknown format_disk",
        ),
        (
            "commands out of order",
            first(
                r#","commands":[{"at_ms":9,"do":"kill","who":"a"},{"at_ms":3,"do":"kill","who":"a"}]"#,
            )?,
            "ascending",
        ),
    ])
}

/// Links whose values are those of no run.
fn forbidden() -> Outcome<Vec<(&'static str, String, &'static str)>> {
    Ok(vec![
        (
            "a script for a name",
            own("/scenario/name", json!("<script>alert(1)</script>"))?,
            "a-z, A-Z, 0-9",
        ),
        (
            "a topic with a script",
            own(
                "/scenario/topics/0/name",
                json!("<img src=x onerror=alert(1)>"),
            )?,
            "a-z, A-Z, 0-9",
        ),
        (
            "a title that turns",
            own("/scenario/title", json!("abc\u{202e}cba"))?,
            "none of them invisible",
        ),
        (
            "a title without end",
            own("/scenario/title", json!("x".repeat(100_000)))?,
            "at most 200 characters",
        ),
        (
            "too many partitions",
            own("/scenario/topics/0/partitions", json!(4_000_000_000_u32))?,
            "partitions",
        ),
        (
            "too many keys",
            own(
                "/scenario/topics/0/production/keys",
                json!(4_000_000_000_u32),
            )?,
            "keys",
        ),
        (
            "latency without end",
            own("/scenario/network/latency_us", json!(u64::MAX))?,
            "latency_us",
        ),
        (
            "a setting of no kind",
            own("/scenario/props/max.poll.records", json!({}))?,
            "max.poll.records",
        ),
    ])
}

#[test]
fn e2e_damaged_links_end_in_a_message() {
    journey("hostile-damaged", async |page| {
        for (name, fragment, says) in damaged()? {
            refused(page, name, &fragment, says)
                .await
                .map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    });
}

#[test]
fn e2e_wrong_links_end_in_a_message() {
    journey("hostile-wrong", async |page| {
        for (name, fragment, says) in wrong()?.into_iter().chain(forbidden()?) {
            refused(page, name, &fragment, says)
                .await
                .map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    });
}

#[test]
fn e2e_a_message_is_in_the_language_of_the_page() {
    journey("hostile-korean", async |page| {
        let fragment = first(",\"at_us\":-1")?;
        page.open_ready(&format!("?lang=ko#{fragment}")).await?;
        let message = page.text("banner").await?;
        for part in [
            "링크를 열 수 없습니다",
            "JSON 오류",
            "0~18446744073709551615의 정수",
        ] {
            assert!(message.contains(part), "{message}");
        }
        Ok(())
    });
}

#[test]
fn e2e_odd_links_open() {
    journey("hostile-odd", async |page| {
        let title = "\"><img src=x onerror=alert(1)> {{x}} ${y} & ](z) 한국어 👩‍👩";
        let visible: String = title.replace('\u{200d}', "");
        for (name, fragment) in [
            (
                "names of prototypes",
                own("/scenario/consumers/0/name", json!("__proto__"))?,
            ),
            (
                "markup in the title",
                own("/scenario/title", json!(visible))?,
            ),
            (
                "a partition that is none",
                first(",\"at_us\":20000000,\"select\":{\"partition\":4294967295}")?,
            ),
            (
                "a consumer that is none",
                first(",\"at_us\":20000000,\"select\":{\"consumer\":4294967295}")?,
            ),
            (
                "an event that is none",
                first(",\"at_us\":20000000,\"select\":{\"event\":18446744073709551615}")?,
            ),
            (
                "a command to nobody",
                first(
                    ",\"at_us\":20000000,\"commands\":[{\"at_ms\":1,\"do\":\"kill\",\"who\":\"constructor\"}]",
                )?,
            ),
        ] {
            page.open_ready(&format!("#{fragment}")).await?;
            assert!(page.all("banner").await?.is_empty(), "{name}");
            page.click("play").await?;
            page.wait_until("document.documentElement.dataset.at > 20000000")
                .await
                .map_err(|error| format!("{name}: {error}"))?;
            page.click("share").await?;
            page.wait_for("share-qr").await?;
            let made: usize = page
                .eval("return document.querySelectorAll('img, [onerror]').length")
                .await?;
            assert_eq!(made, 0, "{name}");
            page.assert_console_silent()
                .await
                .map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    });
}
