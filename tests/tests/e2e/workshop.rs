//! A participant of a workshop with nothing but a phone: a path from the way in to its second lesson,
//! with fingers, and what was reached taken to another browser.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use serde_json::json;

async fn says(page: &Page, testid: &str, words: &str) -> Outcome {
    let holds = |text: &str| text.contains(words);
    page.wait_for_text(testid, holds).await.map(|_text| ())
}

/// Scrolls to an element as little as a finger would; where it is, its size, and what lies over it.
const REACH: &str = "
    const own = [...document.querySelectorAll(`[data-testid=\"${arguments[0]}\"]`)]
        .filter(one => one.checkVisibility())[arguments[1]];
    const target = own.closest('label') ?? own;
    target.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const box = target.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const isCovered = !top || !(target.contains(top) || top.contains(target));
    return [x, y, box.width, box.height, isCovered ? 1 : 0];";

/// Touches the element of this place among its likes: nothing covers it, and it is large enough.
async fn tap(page: &Page, testid: &str, place: usize) -> Outcome {
    page.wait_for(testid).await?;
    let found = page.eval_with(REACH, vec![json!(testid), json!(place)]);
    let [x, y, width, height, covered]: [f64; 5] = found.await?;
    assert!(covered < 1.0, "{testid} is covered at {x}, {y}");
    assert!(
        width >= 24.0 && height >= 24.0,
        "{testid} is {width} × {height}"
    );
    page.touch("touchStart", &[(x, y)]).await?;
    page.touch("touchEnd", &[]).await
}

/// Nothing is wider than the phone, and no text is smaller than 11 px.
async fn fits(page: &Page, place: &str) -> Outcome {
    let wide: Vec<String> = page
        .eval(
            "const found = document.documentElement.scrollWidth > innerWidth ? ['sideways'] : [];
             for (const one of document.querySelectorAll('button, a, input, select')) {
                 const box = one.getBoundingClientRect();
                 if (one.checkVisibility() && !one.matches('.sr') && box.right > innerWidth + 1) {
                     found.push(one.outerHTML.slice(0, 80));
                 }
             }
             for (const one of document.querySelectorAll('body *')) {
                 const says = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                 if (says && one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 11) {
                     found.push(one.outerHTML.slice(0, 80));
                 }
             }
             return found;",
        )
        .await?;
    assert!(wide.is_empty(), "{place}: {wide:#?}");
    Ok(())
}

/// In sight between the bars.
async fn is_in_sight(page: &Page, testid: &str) -> Outcome {
    page.wait_until(&format!(
        "(() => {{ const box = document.querySelector('[data-testid={testid}]').getBoundingClientRect(); \
         return box.top >= 48 && box.top < innerHeight - 64; }})()"
    ))
    .await
}

async fn solve_the_first(page: &Page) -> Outcome {
    says(page, "lesson-title", "Kill or close").await?;
    says(page, "lesson-symptom", "CURRENT-OFFSET").await?;
    fits(page, "lesson").await?;
    // What is read, asked and done comes in the order of doing.
    let order: bool = page
        .eval(
            "const at = name => document.querySelector(`[data-testid=${name}]`).getBoundingClientRect().top;
             const all = ['lesson-title', 'lesson-symptom', 'lesson-question', 'lesson-lane-0', 'lesson-goals',
                 'lesson-changes', 'lesson-run', 'lesson-hint', 'lesson-next'].map(at);
             return all.every((one, index) => index === 0 || all[index - 1] < one);",
        )
        .await?;
    assert!(order);
    tap(page, "lesson-answer", 2).await?;
    tap(page, "lesson-skip", 0).await?;
    says(page, "lesson-happened", "Nobody read the partitions").await?;
    says(page, "lesson-question", "You were right").await?;
    tap(page, "lesson-hint", 0).await?;
    says(page, "lesson-hints", "coordinator").await?;
    // A wrong try, with its own explanation.
    tap(page, "change-session.timeout.ms", 0).await?;
    page.wait_until("document.activeElement.inputMode === 'numeric'")
        .await?;
    page.press("6000").await?;
    tap(page, "lesson-run", 0).await?;
    says(page, "lesson-grade", "Not yet").await?;
    says(page, "lesson-because", "Six seconds").await?;
    is_in_sight(page, "lesson-grade").await?;
    fits(page, "wrong try").await?;
    tap(page, "lesson-again", 0).await?;
    is_in_sight(page, "lesson-tasks").await?;
    tap(page, "change-close", 0).await?;
    tap(page, "lesson-run", 0).await?;
    says(page, "lesson-grade", "Passed").await?;
    says(page, "lesson-grade", "9 of 10").await?;
    says(page, "lesson-why", "LeaveGroup").await
}

#[test]
fn e2e_a_path_is_walked_on_a_phone() {
    journey("workshop-phone", async |page| {
        page.look(Size::Phone, Theme::Light, Motion::Full).await?;
        page.open_at("").await?;
        page.wait_for("home-paths").await?;
        fits(page, "landing").await?;
        tap(page, "path-on-call", 0).await?;
        says(page, "path-title", "On call").await?;
        fits(page, "path").await?;
        tap(page, "path-go", 0).await?;
        solve_the_first(page).await?;
        // The next lesson is that of this path, not of another that has the same lesson.
        tap(page, "lesson-next", 0).await?;
        says(page, "lesson-title", "Heartbeats fine and still out").await?;
        fits(page, "second lesson").await?;
        page.reload().await?;
        tap(page, "lesson-path", 0).await?;
        says(page, "path-lessons", "9 of 10").await?;
        says(page, "path-go", "Continue: Heartbeats fine and still out").await?;
        // It goes into a file, and from there into another browser.
        page.eval::<()>(
            "URL.createObjectURL = blob => { window.saved = blob; return '#'; }; \
             HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };",
        )
        .await?;
        tap(page, "progress-save", 0).await?;
        page.wait_until("window.savedAs?.endsWith('.json')").await?;
        let file: String = page.eval("return window.saved.text()").await?;
        page.eval::<()>("localStorage.clear()").await?;
        page.reload().await?;
        says(page, "path-go", "Start: Kill or close").await?;
        bring(page, "{\"format\":1,\"lessons\":[]}").await?;
        says(page, "banner", "[…]; allowed: an object").await?;
        bring(page, &file).await?;
        says(page, "path-go", "Continue: Heartbeats fine and still out").await?;
        says(page, "path-lessons", "9 of 10").await
    });
}

/// Chooses a file of progress.
async fn bring(page: &Page, text: &str) -> Outcome {
    page.eval_with(
        "const field = document.querySelector('[data-testid=progress-open]'); \
         const data = new DataTransfer(); \
         data.items.add(new File([arguments[0]], 'progress.json', { type: 'application/json' })); \
         field.files = data.files; \
         field.dispatchEvent(new Event('change', { bubbles: true }))",
        vec![json!(text)],
    )
    .await
}
