//! What a run is taken away as, file by file, in a real browser.

use lab_tests::Outcome;
use lab_tests::page::{Page, journey};
use serde_json::Value;

/// Keeps what the page hands to the browser instead of saving it.
const CATCH: &str = "window.saved = []; \
    URL.createObjectURL = blob => { window.saved.push(blob); return '#'; }; \
    HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };";

/// The text of the file that a choice in the menu saves.
async fn saved(page: &Page, form: &str) -> Outcome<String> {
    choose(page, form).await?;
    page.eval("return window.saved.pop().text()").await
}

async fn choose(page: &Page, form: &str) -> Outcome {
    page.click("export").await?;
    page.click(&format!("export-{form}")).await?;
    let ending = format!("window.savedAs?.endsWith('-20000ms.{form}')");
    page.wait_until(&format!("{ending} && window.saved.length > 0"))
        .await
}

#[test]
fn e2e_events_and_report_are_saved() {
    journey("export-texts", async |page| {
        page.open_ready("?t=20").await?;
        page.eval::<()>(CATCH).await?;
        let csv = saved(page, "csv").await?;
        assert!(
            csv.starts_with("time_ms,event,kind,member,consumer,partitions,text\r\n"),
            "{csv}"
        );
        let json = saved(page, "json").await?;
        let read: Value = serde_json::from_str(&json)?;
        assert_eq!(read["run"]["playhead_ms"], 20_000);
        let rows = read["events"].as_array().map_or(0, Vec::len);
        assert!(rows > 5, "{json}");
        assert_eq!(csv.lines().count(), rows + 1);
        let report = saved(page, "md").await?;
        let link = report.split("[Open this run](").nth(1);
        let link = link.and_then(|rest| rest.split(')').next());
        let suffix = link.and_then(|link| link.split_once('#'));
        let (_, fragment) = suffix.ok_or("the report holds a link")?;
        let before = page.data("fingerprint").await?;
        page.open_ready(&format!("#{fragment}")).await?;
        assert_eq!(page.data("fingerprint").await?, before);
        Ok(())
    });
}

#[test]
fn e2e_pictures_are_saved_as_they_are_seen() {
    journey("export-pictures", async |page| {
        page.open_ready("?t=20").await?;
        page.eval::<()>(CATCH).await?;
        let svg = saved(page, "svg").await?;
        let folder = lab_tests::output_folder().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("export.svg"), &svg)?;
        let problem: bool = page
            .eval_with(
                "return !!new DOMParser().parseFromString(arguments[0], 'image/svg+xml')\
                 .querySelector('parsererror')",
                vec![svg.as_str().into()],
            )
            .await?;
        assert!(!problem, "{svg}");
        for word in [">orders-0<", ">gen 1<", ">Lag<", ">Records/s<", ">20.0 s<"] {
            assert!(svg.contains(word), "no {word}");
        }
        assert!(!svg.contains("<image"), "it is drawn, not painted");
        choose(page, "png").await?;
        let size: Vec<f64> = page
            .eval(
                "const canvas = document.querySelector('[data-testid=matrix]'); \
                 return createImageBitmap(window.saved.pop()).then(image => \
                 [image.width, image.height, canvas.clientWidth, canvas.clientHeight])",
            )
            .await?;
        let doubled = [size[2] * 2.0, size[3] * 2.0];
        assert!(
            (size[0] - doubled[0]).abs() < 1.5 && (size[1] - doubled[1]).abs() < 1.5,
            "{size:?}"
        );
        Ok(())
    });
}

/// A frame whose host allows scripts and no downloads.
const FRAME: &str = "const frame = document.createElement('iframe'); \
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin'); \
    frame.style = 'position: fixed; inset: 0; width: 100%; height: 100%; z-index: 99'; \
    frame.src = location.href.split('#')[0]; document.body.append(frame);";
const INSIDE: &str = "document.querySelector('iframe').contentDocument";

#[test]
fn e2e_where_downloads_are_refused_the_text_is_copied() {
    journey("export-refused", async |page| {
        page.open_ready("?t=20").await?;
        page.eval::<()>(FRAME).await?;
        let ready = format!("{INSIDE}?.documentElement?.dataset.ready === '1'");
        page.wait_until(&ready).await?;
        for testid in ["export", "export-csv"] {
            let click = format!("{INSIDE}.querySelector('[data-testid={testid}]')?.click()");
            page.wait_until(&format!("({click}, true)")).await?;
        }
        // The clipboard is refused there too, so the text itself is shown.
        let told = format!("{INSIDE}.body.innerText");
        page.wait_until(&format!(
            "{told}.includes('time_ms,event,kind') || {told}.includes('Downloads are refused')"
        ))
        .await?;
        // What the browser says about the sandbox belongs to this journey.
        page.take_console().await?;
        Ok(())
    });
}
