//! The settings form as a tool, in a real browser: find a key, paste a team's settings, take them
//! out again.

use lab_tests::Outcome;
use lab_tests::page::{Page, journey};
use thirtyfour::Key;

const PASTE: &str = "# billing\nsession.timeout.ms=20000\nheartbeat.interval.ms=25000\n\
                     max.poll.records=50\nmax.poll.records.ms=5\nsecurity.protocol=SASL_SSL";

async fn paste(page: &Page, text: &str) -> Outcome {
    page.press("g").await?;
    page.wait_for("paste-text").await?;
    page.eval_with::<()>(
        "const field = document.querySelector('[data-testid=paste-text]'); \
         field.value = arguments[0]; \
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        vec![text.into()],
    )
    .await
}

#[test]
fn e2e_a_slash_finds_a_setting() {
    journey("settings-find", async |page| {
        page.open_ready("").await?;
        page.press("/").await?;
        page.wait_until("document.activeElement.dataset.testid === 'settings-search'")
            .await?;
        page.press("heartbeat").await?;
        let seen = "[...document.querySelectorAll('[data-testid=setting-row]')]\
                    .filter(row => row.checkVisibility()).map(row => row.dataset.key)";
        page.wait_until(&format!("{seen}.includes('heartbeat.interval.ms')"))
            .await?;
        page.wait_until(&format!("!{seen}.includes('fetch.max.wait.ms')"))
            .await?;
        for _ in "heartbeat".chars() {
            page.press(Key::Backspace).await?;
        }
        page.click("settings-changed").await?;
        page.wait_until(&format!(
            "{seen}.includes('session.timeout.ms') && !{seen}.includes('heartbeat.interval.ms')"
        ))
        .await
    });
}

#[test]
fn e2e_pasted_settings_are_judged_line_by_line_and_applied() {
    journey("settings-paste", async |page| {
        page.open_ready("?t=20").await?;
        paste(page, PASTE).await?;
        page.wait_for_text("paste-sum", |text| {
            text == "2 to apply, 1 refused, 2 without effect"
        })
        .await?;
        let lines = page.eval::<Vec<String>>(
            "return [...document.querySelectorAll('[data-testid=paste-line]')].map(one => one.innerText.replace(/\\s+/g, ' '))",
        );
        let lines = lines.await?;
        assert!(
            lines[1].starts_with("3 heartbeat.interval.ms=25000")
                && lines[1].contains("less than 20000"),
            "{lines:?}"
        );
        assert!(
            lines[3].starts_with('5') && lines[3].contains("Did you mean max.poll.records?"),
            "{lines:?}"
        );
        page.screenshot("settings-paste").await?;
        page.click("settings-when-zero").await?;
        page.click("paste-apply").await?;
        page.wait_for_text("toast", |text| text.contains("Fork 2 differs from 0 s"))
            .await?;
        let value = "document.querySelector('[data-key=\"session.timeout.ms\"] input').value";
        page.wait_until(&format!("{value} === '20000'")).await?;
        page.click("paste-export").await?;
        let exported: String = page
            .eval("return decodeURIComponent(document.querySelector('[data-testid=paste-export]').href.split(',')[1])")
            .await?;
        assert!(
            exported.contains("session.timeout.ms=20000\n"),
            "{exported}"
        );
        assert!(
            exported.contains("security.protocol=SASL_SSL\n"),
            "{exported}"
        );
        assert!(!exported.contains("heartbeat"), "{exported}");
        Ok(())
    });
}

#[test]
fn e2e_pasted_settings_wait_for_the_next_start() {
    journey("settings-next-start", async |page| {
        page.open_ready("?t=20").await?;
        paste(
            page,
            "{\"session.timeout.ms\": 7000, \"heartbeat.interval.ms\": 1000}",
        )
        .await?;
        page.wait_for_text("paste-apply", |text| text.contains("Apply 2"))
            .await?;
        page.click("paste-apply").await?;
        page.wait_for_text("settings-pending", |text| text.contains("must restart"))
            .await?;
        Ok(())
    });
}

/// Drops a file of this name and text on the form.
const DROP: &str = "const files = [new File([arguments[1]], arguments[0])]; \
    const event = new Event('drop', { bubbles: true, cancelable: true }); \
    Object.setPrototypeOf(event, DragEvent.prototype); \
    Object.defineProperty(event, 'dataTransfer', { value: { files } }); \
    document.querySelector('[data-testid=settings]').dispatchEvent(event);";

#[test]
fn e2e_a_dropped_file_is_read_and_put_right() {
    journey("settings-drop", async |page| {
        page.open_ready("?t=20").await?;
        page.press("g").await?;
        page.wait_for("paste-text").await?;
        let drop =
            |name: &str, text: &str| page.eval_with::<()>(DROP, vec![name.into(), text.into()]);
        drop("notes.docx", "x").await?;
        page.wait_for_text("banner", |text| text.contains("notes.docx is none of"))
            .await?;
        drop("big.properties", &"#".repeat(70_000)).await?;
        page.wait_for_text("banner", |text| text.contains("at most 65536"))
            .await?;
        page.click("banner-close").await?;
        drop(
            "consumer.properties",
            "max.pol.records=50\nfetch.min.bytes=-1",
        )
        .await?;
        page.wait_for_text("paste-sum", |text| text.starts_with("0 to apply"))
            .await?;
        for left in ["1 to apply, 1 refused", "2 to apply, 0 refused"] {
            page.click("paste-fix").await?;
            page.wait_for_text("paste-sum", |text| text.starts_with(left))
                .await?;
        }
        let row = "document.querySelector('[data-key=\"max.poll.records\"]')";
        page.eval::<()>(&format!(
            "const field = {row}.querySelector('input'); field.value = '0'; \
             field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ))
        .await?;
        page.wait_for_text("setting-fix", |text| text == "Use 1")
            .await?;
        page.screenshot("settings-fix").await?;
        page.click("setting-fix").await?;
        page.wait_until(&format!("{row}.querySelector('input').value === '1'"))
            .await?;
        Ok(())
    });
}
