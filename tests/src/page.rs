//! The page as a visitor meets it: open, wait, read, click, look. Journeys are written with this
//! and know nothing of chromedriver.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

use crate::browser::{Browser, block_on};
use crate::picture::Picture;
use crate::server::FileServer;
use crate::{Outcome, dist, output_folder};

/// Every journey runs under a sub-path, because every host may.
const BASE: &str = "/some/where/";
/// How long a page may take to show something. Generous: it ends failures, it measures nothing.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Sizes at which people look at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Desktop,
    Laptop,
    Embed,
    Phone,
}

impl Size {
    pub const ALL: [Self; 4] = [Self::Desktop, Self::Laptop, Self::Embed, Self::Phone];

    /// Width and height in CSS pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1440, 900),
            Self::Laptop => (1280, 720),
            Self::Embed => (720, 480),
            Self::Phone => (390, 844),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Laptop => "laptop",
            Self::Embed => "embed",
            Self::Phone => "phone",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Full,
    Reduced,
}

/// What a page holds on to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remains {
    pub bytes: f64,
    pub documents: f64,
    pub nodes: f64,
    pub listeners: f64,
}

/// A browser and the built page it can open.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    server: FileServer,
    host: FileServer,
    /// Names what takes service workers away from pages.
    without_workers: Value,
}

impl Page {
    pub async fn start() -> Outcome<Self> {
        let server = FileServer::start(&dist(), BASE)?;
        let browser = Browser::start().await?;
        let host = FileServer::start(&dist(), "/")?;
        host.put("favicon.ico", "", None);
        // A worker between page and server would hide what is asked of the server.
        let without = json!({ "source": "delete Navigator.prototype.serviceWorker" });
        let added = browser.driver().cdp();
        let added: Value = added
            .send_raw("Page.addScriptToEvaluateOnNewDocument", without)
            .await?;
        let page = Self {
            browser,
            server,
            host,
            without_workers: added["identifier"].clone(),
        };
        page.look(Size::Desktop, Theme::Light, Motion::Full).await?;
        Ok(page)
    }

    /// Lets pages have service workers, which are kept from all others.
    pub async fn allow_workers(&self) -> Outcome {
        self.devtools(
            "Page.removeScriptToEvaluateOnNewDocument",
            json!({ "identifier": self.without_workers }),
        )
        .await?;
        Ok(())
    }

    /// Opens `suffix` below the page's folder: empty, `?embed=1`, `#s=…`. An address without a page
    /// of its own is that of the lab.
    ///
    /// Leaves the present page first: a change of the fragment alone would not load anything.
    pub async fn open(&self, suffix: &str) -> Outcome {
        let names_a_page = ["page=", "lesson=", "path=", "src="];
        let suffix = match suffix.split_once('?') {
            Some((_, query)) if names_a_page.iter().any(|name| query.contains(name)) => {
                suffix.to_owned()
            }
            Some((before, query)) => format!("{before}?page=lab&{query}"),
            None if suffix.is_empty() => "?page=lab".to_owned(),
            None => suffix.to_owned(),
        };
        self.open_at(&suffix).await
    }

    /// Opens exactly `suffix` below the page's folder; empty is the way in.
    pub async fn open_at(&self, suffix: &str) -> Outcome {
        self.browser.driver().goto("about:blank").await?;
        self.browser.driver().goto(self.server.url(suffix)).await?;
        Ok(())
    }

    /// Opens an address that is none of the server's.
    pub async fn open_elsewhere(&self, address: &str) -> Outcome {
        self.browser.driver().goto("about:blank").await?;
        self.browser.driver().goto(address).await?;
        Ok(())
    }

    /// The server of the page.
    pub fn server(&self) -> &FileServer {
        &self.server
    }

    /// Opens a page of another origin that says `html`; `LAB/` in it is the folder of the lab.
    pub async fn open_host(&self, html: &str, policy: Option<&str>) -> Outcome {
        let lab = self.server.url("");
        let (html, policy) = (
            html.replace("LAB/", &lab),
            policy.map(|policy| policy.replace("LAB/", &lab)),
        );
        self.host.put("host.html", &html, policy.as_deref());
        self.browser.driver().goto("about:blank").await?;
        self.browser
            .driver()
            .goto(self.host.url("host.html"))
            .await?;
        Ok(())
    }

    /// Goes into the frame that the JavaScript expression names.
    pub async fn enter(&self, frame: &str) -> Outcome {
        let found = format!("return {frame}");
        let found = self.browser.driver().execute(found, Vec::new()).await?;
        Ok(found.element()?.enter_frame().await?)
    }

    /// Comes back out of every frame.
    pub async fn leave(&self) -> Outcome {
        Ok(self.browser.driver().enter_default_frame().await?)
    }

    /// What is left of the page after a thorough collection of garbage.
    pub async fn remains(&self) -> Outcome<Remains> {
        for _ in 0..3 {
            self.devtools("HeapProfiler.collectGarbage", json!({}))
                .await?;
        }
        let counted = self.devtools("Memory.getDOMCounters", json!({})).await?;
        let heap = self.devtools("Runtime.getHeapUsage", json!({})).await?;
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        Ok(Remains {
            bytes: number(&heap["usedSize"]),
            documents: number(&counted["documents"]),
            nodes: number(&counted["nodes"]),
            listeners: number(&counted["jsEventListeners"]),
        })
    }

    /// As `open`, and waits until the lab shows its moment.
    pub async fn open_ready(&self, suffix: &str) -> Outcome {
        self.open(suffix).await?;
        self.wait_until(READY).await
    }

    /// Opens a page that is not ours with this in its body. It has our address, because browsers
    /// keep pages from elsewhere away from a server of this machine.
    pub async fn open_around(&self, body: &str) -> Outcome {
        self.open("fonts/OFL-Inter.txt").await?;
        self.eval_with("document.body.innerHTML = arguments[0]", vec![json!(body)])
            .await
    }

    /// Looks into a frame of the page, until `in_page`.
    pub async fn in_frame(&self, number: u16) -> Outcome {
        Ok(self.browser.driver().enter_frame(number).await?)
    }

    /// Looks at the page again.
    pub async fn in_page(&self) -> Outcome {
        Ok(self.browser.driver().enter_default_frame().await?)
    }

    /// What the page publishes as `data-NAME` on its root, or nothing.
    pub async fn data(&self, name: &str) -> Outcome<String> {
        let read = "return document.documentElement.dataset[arguments[0]] ?? ''";
        self.eval_with(read, vec![json!(name)]).await
    }

    pub async fn reload(&self) -> Outcome {
        Ok(self.browser.driver().refresh().await?)
    }

    /// The address in the address bar, with query and fragment.
    pub async fn url(&self) -> Outcome<String> {
        Ok(self.browser.driver().current_url().await?.to_string())
    }

    /// Sets size and preferences, as if the visitor had another screen and other settings.
    pub async fn look(&self, size: Size, theme: Theme, motion: Motion) -> Outcome {
        let (width, height) = size.pixels();
        let metrics = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": if size == Size::Phone { 2 } else { 1 },
            "mobile": size == Size::Phone,
        });
        let motion = if motion == Motion::Reduced {
            "reduce"
        } else {
            "no-preference"
        };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": theme.name() },
            { "name": "prefers-reduced-motion", "value": motion },
        ]});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Keeps files whose address fits from being loaded, as a broken network would.
    pub async fn without(&self, files: &[&str]) -> Outcome {
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.setBlockedURLs", json!({ "urls": files }))
            .await?;
        Ok(())
    }

    /// The visible element with this `data-testid`, as soon as there is one.
    pub async fn wait_for(&self, testid: &str) -> Outcome<WebElement> {
        let start = Instant::now();
        loop {
            for element in self.all(testid).await? {
                // An element that was just replaced counts as not there yet.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            self.not_yet(start, || {
                format!("nothing visible has data-testid \"{testid}\"")
            })
            .await?;
        }
    }

    /// Every element with this `data-testid`, visible or not.
    pub async fn all(&self, testid: &str) -> Outcome<Vec<WebElement>> {
        let selector = format!("[data-testid=\"{testid}\"]");
        Ok(self.browser.driver().find_all(By::Css(selector)).await?)
    }

    /// What a visitor reads in the element, once it is visible.
    pub async fn text(&self, testid: &str) -> Outcome<String> {
        Ok(self.wait_for(testid).await?.text().await?)
    }

    /// Waits until the element's text satisfies `wanted`, and returns that text.
    pub async fn wait_for_text(
        &self,
        testid: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Outcome<String> {
        let start = Instant::now();
        let mut last = String::new();
        loop {
            let read: Option<String> = self.eval_with(TEXT_OF, vec![json!(testid)]).await?;
            if let Some(text) = read {
                if wanted(&text) {
                    return Ok(text);
                }
                last = text;
            }
            self.not_yet(start, || format!("\"{testid}\" still says \"{last}\""))
                .await?;
        }
    }

    /// Waits until the JavaScript expression is truthy.
    pub async fn wait_until(&self, expression: &str) -> Outcome {
        let start = Instant::now();
        while !self
            .eval::<bool>(&format!("return !!({expression})"))
            .await?
        {
            self.not_yet(start, || format!("`{expression}` is still not true"))
                .await?;
        }
        Ok(())
    }

    pub async fn click(&self, testid: &str) -> Outcome {
        Ok(self.wait_for(testid).await?.click().await?)
    }

    /// Types into the element, after clearing it if it is a field.
    pub async fn fill(&self, testid: &str, text: &str) -> Outcome {
        let field = self.wait_for(testid).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses keys with the focus where it is; `thirtyfour::Key` has the special ones.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData> + Clone) -> Outcome {
        let mut tries = 0;
        loop {
            let focused = self.browser.driver().active_element().await?;
            match focused.send_keys(keys.clone()).await {
                // The page may put another element in its place in between, or hide it.
                Err(error)
                    if tries < 5
                        && ["stale", "not interactable"]
                            .iter()
                            .any(|gone| error.to_string().contains(gone)) =>
                {
                    tries += 1;
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                sent => return Ok(sent?),
            }
        }
    }

    /// What a JavaScript function body returns.
    pub async fn eval<T: DeserializeOwned>(&self, body: &str) -> Outcome<T> {
        self.eval_with(body, Vec::new()).await
    }

    /// As `eval`, with `arguments[0]` and so on.
    pub async fn eval_with<T: DeserializeOwned>(
        &self,
        body: &str,
        arguments: Vec<Value>,
    ) -> Outcome<T> {
        Ok(self
            .browser
            .driver()
            .execute(body, arguments)
            .await?
            .convert()?)
    }

    /// Console messages since the last call, as `LEVEL message`.
    pub async fn take_console(&self) -> Outcome<Vec<String>> {
        let entries = self.browser.take_console().await?;
        Ok(entries
            .into_iter()
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect())
    }

    /// Fails if the page said anything at all on the console since the last call.
    pub async fn assert_console_silent(&self) -> Outcome {
        let messages = self.take_console().await?;
        assert!(
            messages.is_empty(),
            "the console is not silent:\n{}",
            messages.join("\n")
        );
        Ok(())
    }

    /// Saves what is on screen as `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> Outcome<PathBuf> {
        let folder = output_folder().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        self.browser.driver().screenshot(&file).await?;
        Ok(file)
    }

    /// What is on screen once it stands still, small enough to be kept, with one font for all
    /// texts: that for code is the machine's own.
    pub async fn picture(&self) -> Outcome<Picture> {
        self.eval::<()>(
            "document.documentElement.style.setProperty('--mono', 'var(--font)'); \
             return document.fonts.ready.then(() => new Promise(drawn => \
             requestAnimationFrame(() => requestAnimationFrame(() => drawn()))))",
        )
        .await?;
        let start = Instant::now();
        let mut before = None;
        loop {
            let bytes = self.browser.driver().screenshot_as_png().await?;
            let now = Picture::from_png(&bytes)?.halved();
            if before.replace(now.clone()) == Some(now.clone()) {
                return Ok(now);
            }
            self.not_yet(start, || "the page does not stand still".to_owned())
                .await?;
        }
    }

    /// Rests the mouse on the middle of the first element that a selector finds, wherever it has
    /// to scroll to.
    pub async fn point(&self, selector: &str) -> Outcome {
        let middle = "const one = document.querySelector(arguments[0]); \
            one.scrollIntoView({ block: 'nearest' }); const box = one.getClientRects()[0]; \
            return [box.x + box.width / 2, box.y + box.height / 2];";
        let (x, y): (f64, f64) = self.eval_with(middle, vec![json!(selector)]).await?;
        let moved = json!({ "type": "mouseMoved", "x": x, "y": y });
        self.devtools("Input.dispatchMouseEvent", moved).await?;
        Ok(())
    }

    /// Fingers on the screen, each at `(x, y)` of the window: `touchStart`, `touchMove`, or
    /// `touchEnd` with none.
    pub async fn touch(&self, kind: &str, fingers: &[(f64, f64)]) -> Outcome {
        let on = json!({ "enabled": true, "maxTouchPoints": 2 });
        self.devtools("Emulation.setTouchEmulationEnabled", on)
            .await?;
        let point = |(id, (x, y)): (usize, &(f64, f64))| json!({ "id": id, "x": x, "y": y });
        let points: Vec<Value> = fingers.iter().enumerate().map(point).collect();
        let touched = json!({ "type": kind, "touchPoints": points });
        self.devtools("Input.dispatchTouchEvent", touched).await?;
        Ok(())
    }

    async fn devtools(&self, method: &str, parameters: Value) -> Outcome<Value> {
        Ok(self
            .browser
            .driver()
            .cdp()
            .send_raw(method, parameters)
            .await?)
    }

    /// Pauses before the next look, or gives up and says what is missing.
    async fn not_yet(&self, start: Instant, missing: impl FnOnce() -> String) -> Outcome {
        if start.elapsed() > PATIENCE {
            return Err(format!("after {} s {}", PATIENCE.as_secs(), missing()).into());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
        Ok(())
    }
}

const READY: &str = "document.documentElement.dataset.ready === '1'";
const TEXT_OF: &str = "const found = document.querySelector(`[data-testid=\"${arguments[0]}\"]`); \
     return found && found.innerText;";

/// Runs a journey in a browser of its own and checks that the console stayed silent. A journey
/// that expects a message takes it with `take_console`. Without `RUN_E2E=1` it only says so.
///
/// # Panics
/// If the journey fails; then what was on screen is in `target/screenshots/failed-NAME.png`.
#[expect(
    clippy::print_stderr,
    reason = "a skipped test and the console of a failed one must show"
)]
pub fn journey(name: &str, steps: impl AsyncFnOnce(&Page) -> Outcome) {
    if std::env::var_os("RUN_E2E").is_none_or(|value| value != "1") {
        eprintln!("journey {name} skipped: it needs a built page and RUN_E2E=1");
        return;
    }
    let whole = async {
        let page = Page::start().await?;
        let outcome = catching_panics(async {
            steps(&page).await?;
            page.assert_console_silent().await
        })
        .await;
        if !matches!(outcome, Ok(Ok(()))) {
            let shot = page.screenshot(&format!("failed-{name}")).await;
            let console = page.take_console().await.unwrap_or_default();
            eprintln!("journey {name} failed; screen: {shot:?}; console: {console:#?}");
        }
        match outcome {
            Ok(outcome) => outcome,
            Err(panic) => resume_unwind(panic),
        }
    };
    if let Err(error) = block_on(whole).and_then(|outcome| outcome) {
        panic!("journey {name}: {error}");
    }
}

/// Awaits `work` and returns its panic, if it panics, instead of passing it on.
async fn catching_panics<T>(work: impl Future<Output = T>) -> std::thread::Result<T> {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(poll) => poll.map(Ok),
            Err(panic) => std::task::Poll::Ready(Err(panic)),
        }
    })
    .await
}
