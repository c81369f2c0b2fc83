//! A moment handed on: the dialog's link, snippets, preview, QR code and file, and what opens them.

use lab_tests::Outcome;
use lab_tests::link::packed;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;
use sim_core::scenario::default_scenario;
use sim_core::{Command, Recording, SimTime, TimedCommand};
use thirtyfour::Key;

/// The first run with B killed at 12 s, at a moment between two milliseconds.
fn killed() -> Outcome<String> {
    let mut recording = Recording::new(default_scenario(), (1 << 53) + 1);
    recording.commands.push(TimedCommand {
        at: SimTime::from_millis(12_000),
        command: Command::Kill {
            who: "consumer-b".to_owned(),
        },
    });
    let link = json!({ "run": recording, "at_ms": 24_600.123, "select": { "partition": 5 } });
    Ok(format!("#s={}", packed(&serde_json::to_vec(&link)?)?))
}

async fn share(page: &Page) -> Outcome<String> {
    page.click("share").await?;
    value(page, "share-link").await
}

async fn value(page: &Page, testid: &str) -> Outcome<String> {
    page.wait_for(testid).await?;
    page.eval_with(
        "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`).value",
        vec![json!(testid)],
    )
    .await
}

/// Presses the button of a row of choices.
async fn choose(page: &Page, row: &str, index: usize) -> Outcome {
    let press = "document.querySelector(`[data-testid=\"${arguments[0]}\"]`)\
                 .children[arguments[1]].click()";
    page.eval_with(press, vec![json!(row), json!(index)]).await
}

/// What follows the page's address.
fn suffix(link: &str) -> &str {
    let at = link.find(['?', '#']).unwrap_or(link.len());
    &link[at..]
}

const SAVED: &str =
    "document.documentElement.dataset.saved === document.documentElement.dataset.at";

#[test]
fn e2e_a_shared_link_opens_the_same_moment() {
    journey("share-link", async |page| {
        page.open_ready(&killed()?).await?;
        let (at, print) = (page.data("at").await?, page.data("fingerprint").await?);
        assert_eq!(at, "24600123");
        let link = share(page).await?;
        assert!(link.contains("#s=2."), "{link}");
        let lead = page.text("share-lead").await?;
        for part in ["24.600 s", "orders-5 selected", "1 of your actions"] {
            assert!(lead.contains(part), "{lead}");
        }
        let count = page.text("share-chars").await?;
        let safe = format!("{} characters, safe in chat and mail", link.len());
        assert_eq!(count, safe);
        page.open_ready(suffix(&link)).await?;
        assert_eq!(page.data("at").await?, at);
        assert_eq!(page.data("fingerprint").await?, print);
        // The address says run, moment, selection and view again, in the same words.
        page.wait_until(SAVED).await?;
        assert_eq!(suffix(&page.url().await?), suffix(&link));
        Ok(())
    });
}

#[test]
fn e2e_choices_change_link_snippets_and_preview() {
    journey("share-choices", async |page| {
        page.open_ready(&killed()?).await?;
        let before = share(page).await?;
        for (row, index, query) in [
            ("share-plays", 1, "autoplay=1"),
            ("share-controls", 1, "controls=minimal"),
            ("share-theme", 2, "theme=dark"),
            ("share-language", 2, "lang=ko"),
        ] {
            choose(page, row, index).await?;
            assert!(value(page, "share-link").await?.contains(query), "{query}");
            let in_html = query.replace('&', "&amp;");
            for snippet in ["share-frame", "share-markdown"] {
                let text = page.text(snippet).await?;
                assert!(text.contains(&in_html), "{text}");
            }
            let src: String = page.eval(SRC).await?;
            assert!(src.contains("embed=1") && src.contains(query), "{src}");
        }
        let element = page.text("share-element").await?;
        for part in [
            "controls=\"minimal\"",
            "theme=\"dark\"",
            "lang=\"ko\"",
            "state=\"2.",
        ] {
            assert!(element.contains(part), "{element}");
        }
        choose(page, "share-starts", 0).await?;
        choose(page, "share-shows", 1).await?;
        choose(page, "share-width", 2).await?;
        let text = page.text("share-frame").await?;
        assert!(text.contains("width=\"360\""), "{text}");
        page.wait_until(&format!("{FRAME}?.documentElement?.dataset.ready === '1'"))
            .await?;
        let shown: String = page
            .eval(&format!(
                "const root = {FRAME}.documentElement; \
                 return `${{root.lang}} ${{root.dataset.theme}} ${{root.dataset.view}}`"
            ))
            .await?;
        assert_eq!(shown, "ko dark matrix");
        page.screenshot("share-choices").await?;
        let after = value(page, "share-link").await?;
        assert_ne!(suffix(&before), suffix(&after));
        page.open_ready(&suffix(&after).replace("autoplay=1&", ""))
            .await?;
        assert_eq!(page.data("at").await?, "0");
        assert_eq!(page.data("view").await?, "matrix");
        // A page without these controls says so; that is all it may say.
        for line in page.take_console().await? {
            assert!(line.contains("`controls`"), "{line}");
        }
        Ok(())
    });
}

const SRC: &str = "return document.querySelector('[data-testid=share-preview]').src";
const FRAME: &str = "document.querySelector('[data-testid=share-preview]')?.contentDocument";

#[test]
fn e2e_a_copied_frame_runs_in_another_page() {
    journey("share-host", async |page| {
        page.open_ready(&killed()?).await?;
        let print = page.data("fingerprint").await?;
        share(page).await?;
        let snippet = page.text("share-frame").await?;
        assert!(snippet.contains("sandbox=\"allow-scripts\""), "{snippet}");
        page.open_around(&snippet).await?;
        page.in_frame(0).await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        assert_eq!(page.data("fingerprint").await?, print);
        assert_eq!(page.data("at").await?, "24600123");
        assert_eq!(page.eval::<String>("return origin").await?, "null");
        page.in_page().await?;
        // The host page is a text, which has no icon.
        for line in page.take_console().await? {
            assert!(line.contains("favicon.ico"), "{line}");
        }
        Ok(())
    });
}

/// The text in a QR code drawn as runs `Mx yhlength…`.
fn read_code(path: &str) -> Outcome<String> {
    const SCALE: usize = 4;
    const QUIET: usize = 4;
    let mut runs = Vec::new();
    let mut modules = 0;
    for run in path.split('M').skip(1) {
        let numbers = run.split(['h', ' ', 'v']);
        let numbers: Vec<usize> = numbers.filter_map(|text| text.parse().ok()).collect();
        let [x, y, length, ..] = numbers[..] else {
            return Err("a run has three numbers".into());
        };
        modules = modules.max(x + length);
        runs.push((x, y, length));
    }
    let side = (modules + 2 * QUIET) * SCALE;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let module = |pixel: usize| (pixel / SCALE).checked_sub(QUIET);
        let (Some(x), Some(y)) = (module(x), module(y)) else {
            return 255;
        };
        let is_dark =
            |run: &(usize, usize, usize)| run.1 == y && (run.0..run.0 + run.2).contains(&x);
        if runs.iter().any(is_dark) { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    let grid = grids.first().ok_or("no QR code is found")?;
    Ok(grid.decode()?.1)
}

#[test]
fn e2e_the_qr_code_holds_the_link() {
    journey("share-qr", async |page| {
        page.open_ready(&killed()?).await?;
        let link = share(page).await?;
        let path: String = page
            .eval("return document.querySelector('[data-testid=share-qr] path').getAttribute('d')")
            .await?;
        assert_eq!(read_code(&path)?, link);
        Ok(())
    });
}

#[test]
fn e2e_share_in_korean_and_on_a_phone() {
    journey("share-korean", async |page| {
        page.look(Size::Phone, Theme::Dark, Motion::Reduced).await?;
        page.open_ready(&format!("?lang=ko{}", killed()?)).await?;
        let link = share(page).await?;
        let text = page.text("share-dialog").await?;
        for part in [
            "이 순간 공유",
            "링크 복사",
            "실시간 미리 보기",
            "저장되지 않습니다",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(
            !link.contains("lang="),
            "a link leaves the language open: {link}"
        );
        let overflow: f64 = page
            .eval(
                "const dialog = document.querySelector('[data-testid=share-dialog]'); \
                 return dialog.scrollWidth - dialog.clientWidth",
            )
            .await?;
        assert!(overflow <= 0.0, "overflows by {overflow}");
        page.screenshot("share-phone-ko").await?;
        Ok(())
    });
}

#[test]
fn e2e_share_by_keyboard_alone() {
    journey("share-keys", async |page| {
        page.open_ready(&killed()?).await?;
        page.eval::<()>(
            "window.copied = []; Object.defineProperty(navigator, 'clipboard', { value: { \
             writeText: text => { window.copied.push(text); return Promise.resolve(); } } }); \
             document.querySelector('[data-testid=share]').focus()",
        )
        .await?;
        page.press("s").await?;
        let link = value(page, "share-link").await?;
        page.wait_until("document.activeElement.closest('[data-testid=share-dialog]')")
            .await?;
        let reach = "document.activeElement.dataset.testid === 'share-copy-link'";
        for _ in 0..4 {
            if page.eval::<bool>(&format!("return {reach}")).await? {
                break;
            }
            page.press(Key::Tab).await?;
        }
        page.press(Key::Enter).await?;
        page.wait_until("window.copied.length === 1").await?;
        assert_eq!(page.eval::<String>("return window.copied[0]").await?, link);
        page.wait_for_text("share-status", |text| text == "Copied")
            .await?;
        page.press(Key::Escape).await?;
        page.wait_until("!document.querySelector('[data-testid=share-dialog]').open")
            .await?;
        page.wait_until("document.activeElement.dataset.testid === 'share'")
            .await?;
        assert!(
            page.all("share-preview").await?.is_empty(),
            "it is made when it opens"
        );
        Ok(())
    });
}

/// A run with so many acts that its link is long.
fn long() -> Outcome<String> {
    let mut recording = Recording::new(default_scenario(), 7);
    for index in 0..200_u64 {
        recording.commands.push(TimedCommand {
            at: SimTime::from_micros(20_000_000 + index * 7_654_321 % 100_000 + index * 100_000),
            command: Command::SetConfig {
                who: None,
                key: "session.timeout.ms".to_owned(),
                value: (6_000 + index * 7_919 % 90_000).to_string(),
            },
        });
    }
    let link = json!({ "run": recording, "at_ms": 30_000 });
    Ok(format!("#s={}", packed(&serde_json::to_vec(&link)?)?))
}

const DROP: &str = "const data = new DataTransfer(); \
    data.items.add(new File([arguments[0]], 'run.json', { type: 'application/json' })); \
    document.querySelector('.stage').dispatchEvent(\
    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))";

#[test]
fn e2e_a_long_run_goes_by_file() {
    journey("share-file", async |page| {
        page.open_ready(&long()?).await?;
        let print = page.data("fingerprint").await?;
        let link = share(page).await?;
        assert!(link.len() > 2_000, "{}", link.len());
        let count = page.text("share-chars").await?;
        assert!(count.contains("Save a file instead"), "{count}");
        page.eval::<()>(
            "URL.createObjectURL = blob => { window.saved = blob; return '#'; }; \
             HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };",
        )
        .await?;
        page.click("share-save").await?;
        page.wait_until("window.savedAs?.endsWith('.json')").await?;
        let file: String = page.eval("return window.saved.text()").await?;
        page.open_ready("").await?;
        page.eval_with::<()>(DROP, vec![json!(file)]).await?;
        page.wait_until(&format!(
            "document.documentElement.dataset.fingerprint === '{print}'"
        ))
        .await?;
        // A file of another kind is refused, and the run stays.
        for (text, says) in [
            ("{\"run\":{\"playhead_ms\":1}}".to_owned(), "unknown run"),
            ("<svg/>".to_owned(), "not JSON"),
            (" ".repeat((1 << 20) + 1), "at most 1048576 bytes"),
        ] {
            page.eval_with::<()>(DROP, vec![json!(text)]).await?;
            page.wait_for_text("banner", |banner| banner.contains(says))
                .await?;
            assert_eq!(page.data("fingerprint").await?, print);
        }
        Ok(())
    });
}

#[test]
fn e2e_a_reload_keeps_what_the_buttons_chose() {
    journey("share-reload", async |page| {
        page.open_ready("?lang=en&theme=light&t=21").await?;
        page.click("language").await?;
        page.wait_until("document.documentElement.lang === 'ko'")
            .await?;
        page.click("theme").await?;
        page.wait_until("location.search === '?page=lab&lang=ko&theme=dark' && location.hash")
            .await?;
        page.reload().await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        assert_eq!(
            page.eval::<String>("return document.documentElement.lang")
                .await?,
            "ko"
        );
        assert_eq!(page.data("theme").await?, "dark");
        assert_eq!(page.data("at").await?, "21000000");
        Ok(())
    });
}

#[test]
fn e2e_a_link_of_another_model_says_so() {
    journey("share-model", async |page| {
        let mut run = serde_json::to_value(Recording::new(default_scenario(), 7))?;
        run["model"] = json!(99);
        let link = packed(
            json!({ "run": run, "at_ms": 22_000 })
                .to_string()
                .as_bytes(),
        )?;
        page.open_ready(&format!("#s={link}")).await?;
        let banner = page.text("banner").await?;
        for part in ["version 99", "results may differ"] {
            assert!(banner.contains(part), "{banner}");
        }
        assert_eq!(page.data("at").await?, "22000000");
        Ok(())
    });
}
