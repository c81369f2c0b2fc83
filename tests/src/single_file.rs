//! The built page as one file that needs neither server nor network: for USB sticks, learning
//! platforms and locked-down rooms.
//!
//! Texts lie in it as they are, where the page looks for them first; the module and its parts as
//! base64, which a small `fetch` in front of the browser's own hands out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Outcome;

/// Hands out what the file carries.
const FETCH: &str = r#"(() => {
  const web = window.fetch;
  window.fetch = (asked, ...rest) => {
    const name = String(asked?.url ?? asked).split(/[?#]/)[0].split("/").pop();
    const found = document.querySelector(`script[data-wasm="${CSS.escape(name)}"]`);
    if (!found) return web(asked, ...rest);
    const bytes = Uint8Array.from(atob(found.textContent), (sign) => sign.charCodeAt(0));
    const headers = { "Content-Type": "application/wasm" };
    return Promise.resolve(new Response(bytes, { headers }));
  };
})();"#;
/// Stands for the place beside which the page looks for its parts.
const PLACE: &str = r#""https://single.file/""#;

/// Writes one file of what is in `dist`.
pub fn write(dist: &Path, to: &Path) -> Outcome {
    let index = fs::read_to_string(dist.join("index.html"))?;
    let carried = carried(dist)?;
    let index = without_preloads(&index);
    let index = with_data(&index, dist)?;
    let index = with_script(&index, dist)?;
    let at = index
        .find("<script type=\"module\">")
        .ok_or("no module script")?;
    let file = format!(
        "{}{carried}<script>{FETCH}</script>\n{}",
        &index[..at],
        &index[at..]
    );
    fs::write(to, file)?;
    Ok(())
}

/// The lessons, the tables of languages, the module and its parts as script elements that nobody
/// runs.
fn carried(dist: &Path) -> Outcome<String> {
    let mut all = String::new();
    for path in below(dist)? {
        let name = path
            .strip_prefix(dist)?
            .to_string_lossy()
            .replace('\\', "/");
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("wasm") => {
                let bytes = STANDARD.encode(fs::read(&path)?);
                writeln!(
                    all,
                    "<script type=\"text/plain\" data-wasm=\"{name}\">{bytes}</script>"
                )?;
            }
            Some("json" | "txt") if !name.starts_with("embed/") && !name.starts_with("fonts/") => {
                let text = fs::read_to_string(&path)?.replace("</", "<\\/");
                writeln!(
                    all,
                    "<script type=\"text/plain\" data-file=\"{name}\">{text}</script>"
                )?;
            }
            _ => {}
        }
    }
    Ok(all)
}

fn below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Without the links that only load earlier what is inside now.
fn without_preloads(index: &str) -> String {
    let mut kept = String::new();
    let mut rest = index;
    while let Some(start) = rest.find("<link ") {
        let end = rest[start..]
            .find('>')
            .map_or(rest.len(), |end| start + end + 1);
        kept.push_str(&rest[..start]);
        let link = &rest[start..end];
        if !link.contains("preload") {
            kept.push_str(link);
        }
        rest = &rest[end..];
    }
    kept + rest
}

/// With the font and the icon inside.
fn with_data(index: &str, dist: &Path) -> Outcome<String> {
    let mut index = index.to_owned();
    for (name, kind) in [
        ("fonts/InterVariable-latin.woff2", "font/woff2"),
        ("icons/favicon.svg", "image/svg+xml"),
    ] {
        let bytes = STANDARD.encode(fs::read(dist.join(name))?);
        index = index.replace(name, &format!("data:{kind};base64,{bytes}"));
    }
    Ok(index)
}

/// With wasm-bindgen's script in place of its import.
fn with_script(index: &str, dist: &Path) -> Outcome<String> {
    let import = index
        .lines()
        .find(|line| line.starts_with("import init"))
        .ok_or("the page imports no script")?;
    let name = import
        .split('\'')
        .nth(1)
        .ok_or("the import names no file")?;
    let script = fs::read_to_string(dist.join(name.trim_start_matches("./")))?;
    let own: Vec<String> = script
        .lines()
        .filter(|line| !line.starts_with("export {"))
        .map(|line| line.strip_prefix("export ").unwrap_or(line).to_owned())
        .collect();
    let script = own.join("\n").replace("import.meta.url", PLACE);
    let script = script.replace("</script", "<\\/script");
    Ok(index
        .replace(import, &script)
        .replace(
            "const wasm = await init(",
            "const started = await __wbg_init(",
        )
        .replace("{detail: {wasm}}", "{detail: {wasm: started}}")
        .replace("window.wasmBindings = bindings;\n", ""))
}
