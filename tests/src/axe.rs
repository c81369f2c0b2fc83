//! axe-core, Deque's checks of accessibility, run inside the page.
//!
//! Deliberately not in the repository: `cargo xtask` downloads it and compares its checksum.

use std::process::Command;

use serde_json::json;

use crate::page::Page;
use crate::{Outcome, repository};

/// Everything that WCAG 2.2 A and AA ask for and axe can see, and what it calls best practice.
pub const EVERYTHING: &str = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
                              'wcag22a', 'wcag22aa', 'best-practice'] }";
/// What another theme can change.
pub const COLOURS: &str = "{ type: 'rule', values: ['color-contrast'] }";

/// axe's own text, downloaded if need be.
pub fn source() -> Outcome<String> {
    let xtask = Command::new(env!("CARGO"))
        .current_dir(repository())
        .args(["xtask", "axe"])
        .output()?;
    if !xtask.status.success() {
        return Err(String::from_utf8_lossy(&xtask.stderr).into());
    }
    let printed = String::from_utf8(xtask.stdout)?;
    let path = printed.trim_end().lines().next_back().unwrap_or_default();
    Ok(std::fs::read_to_string(path)?)
}

/// What axe finds on the page as it is, but for the bars of a phone: what they cover is scrolled
/// free, and axe looks at one place only. A preview in a frame is a page of its own, which the size
/// of an embed covers. Rule, element and reason of each.
pub async fn violations(page: &Page, source: &str, rules: &str) -> Outcome<Vec<String>> {
    let is_there: bool = page.eval("return !!window.axe").await?;
    if !is_there {
        let add = "const script = document.createElement('script'); \
                   script.textContent = arguments[0]; document.head.append(script); \
                   const style = document.createElement('style'); \
                   style.textContent = '.deck, .why-peek { position: static !important; }'; \
                   document.head.append(style);";
        page.eval_with::<()>(add, vec![json!(source)]).await?;
    }
    let run = format!(
        "return axe.run({{ runOnly: {rules}, resultTypes: ['violations'], iframes: false }}).then(result => \
         result.violations.flatMap(rule => rule.nodes.map(node => \
         `${{rule.id}}: ${{node.target}}: ${{node.failureSummary}}`)))"
    );
    page.eval(&run).await
}
