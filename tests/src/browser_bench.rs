//! The part of the measurements that only a browser can make. The page does the work: opened with
//! `?bench=1` it measures itself and leaves a flat object in `window.__bench`.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::Outcome;
use crate::browser::block_on;
use crate::mounts;
use crate::page::Page;

const PATIENCE: Duration = Duration::from_mins(5);
const FIRST_PAINT: &str = "first_paint_ms";
const PAINTED: &str = "return performance.getEntriesByName('first-contentful-paint')[0].startTime";
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What the page measured. Needs a built `dist/`.
pub fn measure() -> Outcome<Map<String, Value>> {
    let mut measured = opened("?bench=1")?;
    // A load of its own starts in a browser of its own.
    for speed in ["1", "100"] {
        let mut load = opened(&format!("?bench=load&speed={speed}"))?;
        load.remove(FIRST_PAINT);
        measured.extend(load);
    }
    measured.insert("mount_100_leaked_bytes".to_owned(), json!(leaked()?));
    Ok(measured)
}

/// Bytes of the host page's heap that a hundred mounted and removed elements leave.
fn leaked() -> Outcome<f64> {
    block_on(async {
        let page = Page::start().await?;
        let [before, after] = mounts::before_and_after(&page, 100).await?;
        Ok(after.bytes - before.bytes)
    })?
}

fn opened(address: &str) -> Outcome<Map<String, Value>> {
    block_on(async {
        let page = Page::start().await?;
        page.open(address).await?;
        match published(&page).await {
            Ok(mut measured) => {
                let paint: f64 = page.eval(PAINTED).await?;
                measured.insert(FIRST_PAINT.to_owned(), json!(paint.round()));
                Ok(measured)
            }
            Err(error) => {
                let console = page.take_console().await?;
                Err(format!("{error}; console: {console:#?}").into())
            }
        }
    })?
}

/// Waits for `window.__bench`; a string in it is taken as JSON.
async fn published(page: &Page) -> Outcome<Map<String, Value>> {
    let start = Instant::now();
    loop {
        let found: Value = page.eval("return window.__bench ?? null").await?;
        match found {
            Value::Object(measured) => return Ok(measured),
            Value::String(text) => return Ok(serde_json::from_str(&text)?),
            Value::Null => {}
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_)) => {
                return Err(format!("window.__bench is not an object but {other}").into());
            }
        }
        if start.elapsed() > PATIENCE {
            return Err("the page published no window.__bench within five minutes".into());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
