//! A teacher writes a lesson, hands it on, and opens files of every kind.

use lab_tests::axe::{COLOURS, EVERYTHING, source, violations};
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use lab_tests::{Outcome, repository};
use serde_json::json;

use crate::korean::english;

/// Waits until the text of an element holds `words`.
async fn says(page: &Page, testid: &str, words: &str) -> Outcome {
    let holds = |text: &str| text.contains(words);
    page.wait_for_text(testid, holds).await.map(|_text| ())
}

/// Puts a text into the editor as pasting does.
async fn paste(page: &Page, text: &str) -> Outcome {
    page.wait_for("author-text").await?;
    page.eval_with::<()>(
        "const field = document.querySelector('[data-testid=author-text]'); \
         field.value = arguments[0]; \
         field.dispatchEvent(new InputEvent('input', { bubbles: true }))",
        vec![json!(text)],
    )
    .await
}

/// Drops a file on an element of the page.
async fn drop_file(page: &Page, on: &str, text: &str) -> Outcome {
    page.wait_for(on).await?;
    page.eval_with::<()>(
        "const data = new DataTransfer(); \
         data.items.add(new File([arguments[1]], 'a.yaml', { type: 'application/yaml' })); \
         document.querySelector(`[data-testid=${arguments[0]}]`).dispatchEvent(\
         new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))",
        vec![json!(on), json!(text)],
    )
    .await
}

/// The fenced example of docs/AUTHORING.md after these words.
fn example(fence: &str) -> Outcome<String> {
    let document = std::fs::read_to_string(repository().join("docs/AUTHORING.md"))?;
    let rest = document.rsplit_once(&format!("```yaml {fence}\n"));
    let rest = rest.ok_or("the document has the example")?.1;
    Ok(rest.split("```").next().unwrap_or_default().to_owned())
}

/// Goes where a link leads: the fragment alone would load nothing.
async fn follow(page: &Page, testid: &str) -> Outcome {
    let link: String = page
        .eval(&format!(
            "return document.querySelector('[data-testid={testid}]').href"
        ))
        .await?;
    page.open_elsewhere(&link).await
}

#[test]
fn e2e_a_teacher_writes_an_exercise_from_the_document() {
    journey("teacher", async |page| {
        page.open_at("?page=lessons").await?;
        page.click("to-author").await?;
        // The editor begins with the small example, and it is right.
        says(page, "author-now", "Only the solution meets every goal").await?;
        let text: String = page
            .eval("return document.querySelector('[data-testid=author-text]').value")
            .await?;
        assert_eq!(text, example("step=first-exercise")?);
        paste(page, &example("lesson=first-exercise")?).await?;
        says(page, "author-goals", "A shorter poll interval").await?;
        says(page, "author-now", "Only the solution meets every goal").await?;
        says(page, "author-errors", "no error").await?;
        says(page, "author-warnings", "no warning").await?;
        let met = page.text("author-goals").await?;
        assert_eq!(met.matches("not met").count(), 3, "{met}");
        // It is opened as a learner sees it, and solved.
        follow(page, "author-try").await?;
        page.fill("lesson-number", "44\n").await?;
        page.click("lesson-skip").await?;
        page.fill("change-session.timeout.ms", "10000\t").await?;
        page.click("lesson-run").await?;
        says(page, "lesson-grade", "Passed").await?;
        says(page, "lesson-why", "10.").await?;
        // A lesson of nobody's is nobody's progress.
        let kept: Option<String> = page
            .eval("return localStorage.getItem('rebalance-lab.progress')")
            .await?;
        assert_eq!(kept, None);
        Ok(())
    });
}

#[test]
fn e2e_what_is_wrong_stands_at_its_line() {
    journey("author-errors", async |page| {
        page.open_at("?page=author").await?;
        says(page, "author-now", "Only the solution").await?;
        let good = example("step=first-exercise")?;
        // A word where a number should be: nothing can run, and the old run stays.
        paste(page, &good.replace("partitions: 4", "partitions: four")).await?;
        says(page, "author-errors", "1 error").await?;
        says(
            page,
            "author-problem",
            "partitions is \"four\"; allowed: a whole number",
        )
        .await?;
        says(page, "author-now", "last text that could run").await?;
        page.click("author-problem").await?;
        page.wait_until("document.activeElement.dataset.testid === 'author-text'")
            .await?;
        let line: String = page
            .eval("const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd)")
            .await?;
        assert!(line.contains("partitions: four"), "{line}");
        // A change that may not be made is an error beside a run.
        paste(page, &good.replace("[session.timeout.ms, ", "[")).await?;
        says(page, "author-problem", "set is session.timeout.ms; allowed").await?;
        // A goal that nobody misses is a warning.
        let weak = good.replace("may:", "  - records_lost = 0\nmay:");
        paste(page, &weak).await?;
        says(page, "author-now", "Look at the warnings").await?;
        says(page, "author-warnings", "1 warning").await?;
        says(page, "author-goals", "checks nothing").await?;
        // Tab leaves the editor; a reload loses nothing.
        says(page, "author-kept", "kept in this browser").await?;
        page.eval::<()>("document.querySelector('[data-testid=author-text]').focus()")
            .await?;
        page.press(thirtyfour::Key::Tab).await?;
        page.wait_until("document.activeElement.dataset.testid !== 'author-text'")
            .await?;
        page.reload().await?;
        says(page, "author-warnings", "1 warning").await?;
        page.click("author-new").await?;
        says(page, "author-warnings", "no warning").await?;
        page.click("author-earlier").await?;
        says(page, "author-warnings", "1 warning").await
    });
}

/// The text in the editor.
async fn written(page: &Page) -> Outcome<String> {
    page.eval("return document.querySelector('[data-testid=author-text]').value")
        .await
}

#[test]
fn e2e_an_error_that_knows_its_fix_is_mended_with_a_click() {
    journey("author-fix", async |page| {
        page.open_at("?page=author&lang=ko").await?;
        page.wait_for("author-goals").await?;
        let good = example("step=first-exercise")?;
        for (right, wrong, told) in [
            ("until: 90s", "untill: 90s", "untill"),
            ("at: 20s", "at: 20", "20s"),
            (
                "{session.timeout.ms: 10s}",
                "{session.timeout: 10s}",
                "session.timeout",
            ),
            (
                "longest_stop_ms < 15s",
                "longest_stop < 15s",
                "알 수 없는 수치 longest_stop",
            ),
            (
                "longest_stop_ms < 15s",
                "longest_stop_ms < 15 seconds",
                "15 seconds",
            ),
            (
                "name: first-exercise\ntitle: \"5\"",
                "name: first-exercise\ntitle: 5",
                "title",
            ),
            (
                "minutes: 7\nuntil: 90s",
                "minutes: \"7\"\nuntil: 90s",
                "minutes",
            ),
        ] {
            let good = if right.contains("title: ") {
                good.replace("title: A consumer dies", "title: \"5\"")
            } else {
                good.replace(
                    "until: 90s",
                    right.rsplit_once("until").map_or("until: 90s", |_| right),
                )
            };
            assert!(good.contains(right), "{right}");
            paste(page, &good.replace(right, wrong)).await?;
            says(page, "author-problem", told).await?;
            let left = english(page).await?;
            assert!(left.is_empty(), "{wrong}: {left:#?}");
            page.click("author-fix").await?;
            assert_eq!(written(page).await?, good, "{wrong}");
            says(page, "author-errors", "0").await?;
        }
        // The browser's own undo takes it back.
        paste(page, &good).await?;
        page.eval::<()>(
            "const field = document.querySelector('[data-testid=author-text]'); field.focus(); \
             field.setSelectionRange(field.value.indexOf('until'), field.value.indexOf('until') + 5); \
             document.execCommand('insertText', false, 'untill')",
        )
        .await?;
        page.click("author-fix").await?;
        assert_eq!(written(page).await?, good);
        page.eval::<()>("document.execCommand('undo')").await?;
        assert_eq!(written(page).await?, good.replace("until:", "untill:"));
        Ok(())
    });
}

#[test]
fn e2e_a_listed_lesson_is_changed_and_handed_on() {
    journey("author-listed", async |page| {
        page.open_at("?page=author&lesson=kill-or-close").await?;
        says(page, "author-now", "Only the solution").await?;
        page.eval::<()>(
            "window.copied = []; Object.defineProperty(navigator, 'clipboard', { value: { \
             writeText: text => { window.copied.push(text); return Promise.resolve(); } } })",
        )
        .await?;
        page.click("author-link").await?;
        says(page, "toast", "The link is copied").await?;
        let link: String = page.eval("return window.copied[0]").await?;
        // Too much for a link goes as a file.
        let noise: String = (0..12_000_u32)
            .map(|i| {
                char::from(b'a' + u8::try_from(i.wrapping_mul(i * 7_919) / 31 % 26).unwrap_or(0))
            })
            .collect();
        let text: String = page
            .eval("return document.querySelector('[data-testid=author-text]').value")
            .await?;
        paste(page, &format!("# {noise}\n{text}")).await?;
        page.click("author-link").await?;
        says(page, "banner", "Download the file instead").await?;
        page.open_elsewhere(&link).await?;
        page.wait_for("lesson-page").await?;
        says(page, "lesson-title", "Kill or close").await?;
        // A broken one says so.
        page.open_at("#l=1.AAAA").await?;
        says(page, "banner", "The link does not open").await
    });
}

#[test]
fn e2e_a_run_of_the_lab_becomes_a_scenario_and_a_draft() {
    journey("draft", async |page| {
        page.open_ready("?t=30").await?;
        page.click("kill-consumer-b").await?;
        page.eval::<()>(
            "URL.createObjectURL = blob => { window.saved = blob; return '#'; }; \
             HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };",
        )
        .await?;
        let print = page.data("fingerprint").await?;
        page.click("share").await?;
        page.click("share-scenario").await?;
        page.wait_until("window.savedAs?.endsWith('.yaml')").await?;
        let file: String = page.eval("return window.saved.text()").await?;
        assert!(file.contains("do: kill, who: consumer-b"), "{file}");
        page.click("share-draft").await?;
        says(page, "author-now", "can be watched").await?;
        says(page, "author-errors", "no error").await?;
        // The file is the same run, bit for bit.
        page.open_ready("").await?;
        drop_file(page, "matrix", &file).await?;
        page.wait_until("document.documentElement.dataset.saved === '0'")
            .await?;
        let fragment: String = page.eval("return location.hash").await?;
        page.open_ready(&format!("?t=30{fragment}")).await?;
        assert_eq!(page.data("fingerprint").await?, print);
        Ok(())
    });
}

#[test]
fn e2e_a_file_opens_wherever_it_is_dropped() {
    journey("drops", async |page| {
        let lesson = example("step=first-exercise")?;
        page.open_at("?page=lessons").await?;
        drop_file(page, "incidents", "name: x\ntitle: 5\n").await?;
        says(page, "banner", "line ").await?;
        drop_file(page, "incidents", &lesson).await?;
        says(page, "lesson-title", "A consumer dies").await?;
        page.open_ready("").await?;
        let print = page.data("fingerprint").await?;
        drop_file(
            page,
            "matrix",
            &lesson.replace("partitions: 4", "partitions: four"),
        )
        .await?;
        says(page, "banner", "line 5: partitions is \"four\"").await?;
        assert_eq!(page.data("fingerprint").await?, print);
        drop_file(page, "matrix", &lesson).await?;
        says(page, "lesson-title", "A consumer dies").await?;
        page.open_at("?page=author").await?;
        says(page, "author-now", "Only the solution").await?;
        drop_file(
            page,
            "author-page",
            &lesson.replace("A consumer dies", "Another"),
        )
        .await?;
        says(page, "toast", "in the editor").await?;
        page.wait_for("author-earlier").await?;
        Ok(())
    });
}

#[test]
fn e2e_axe_finds_nothing_where_lessons_are_written() {
    journey("axe-author", async |page| {
        let source = source()?;
        let weak = example("step=first-exercise")?.replace("may:", "  - records_lost = 0\nmay:");
        for size in [Size::Desktop, Size::Phone, Size::Embed] {
            for (theme, rules) in [(Theme::Light, EVERYTHING), (Theme::Dark, COLOURS)] {
                page.look(size, theme, Motion::Reduced).await?;
                page.open_at("?page=author").await?;
                paste(page, &weak).await?;
                says(page, "author-now", "Look at the warnings").await?;
                let found = violations(page, &source, rules).await?;
                assert!(found.is_empty(), "{}: {found:#?}", size.name());
            }
        }
        Ok(())
    });
}
