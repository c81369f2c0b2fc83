//! What the service worker of a built page keeps: every file that the lab needs without a network,
//! under the name of its build.
//!
//! Deliberately leaves out what only a host or an author wants, and recordings of real brokers.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use locale::{Catalog, KOREAN, Language, say};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::size::gzip_bytes;
use crate::{Outcome, repository};

const WORKER: &str = "sw.js";
/// What registers it.
const PAGE: &str = "offline.js";
const INDEX: &str = "index.html";
/// Where the page carries the name of its build.
const NAME: &str = "data-build=\"";
const NAME_DIGITS: usize = 16;

/// Names the build, in the page and in its worker, which learns every file. Whatever changed in
/// `folder` since, this makes another build of it.
pub fn write(folder: &Path) -> Outcome {
    fs::write(folder.join(PAGE), page()?)?;
    let paths = kept(folder)?;
    let mut build = Sha256::new();
    for path in &paths {
        build.update(path);
        build.update(fs::read(folder.join(path))?);
    }
    let index = fs::read_to_string(folder.join(INDEX))?;
    let (before, rest) = index
        .split_once(NAME)
        .ok_or("the page has no name of its build")?;
    let (_, after) = rest
        .split_once('"')
        .ok_or("the name of the build has no end")?;
    build.update([before, after].concat());
    let name = &hex(build)[..NAME_DIGITS];
    fs::write(folder.join(INDEX), format!("{before}{NAME}{name}\"{after}"))?;

    let mut files = Map::new();
    for path in &paths {
        files.insert(path.clone(), sum(&folder.join(path))?);
    }
    // The page is asked for by its folder: hosts redirect its own name there.
    files.insert(String::new(), sum(&folder.join(INDEX))?);
    let worker = fs::read_to_string(repository().join("public").join(WORKER))?;
    let known = format!(
        "const BUILD = \"{name}\", FILES = {};",
        Value::Object(files)
    );
    fs::write(
        folder.join(WORKER),
        written(&worker, "const BUILD = \"\", FILES = {};", &known)?,
    )?;
    Ok(())
}

/// The files that are kept, without the page itself.
pub fn kept(folder: &Path) -> Outcome<Vec<String>> {
    let mut found = vec![PAGE.to_owned()];
    for (below, endings) in [
        ("", &["js", "wasm", "txt"][..]),
        ("fonts", &["woff2"]),
        ("icons", &["svg"]),
        ("lessons", &["json"]),
    ] {
        for entry in fs::read_dir(folder.join(below))? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let is_wanted = endings.contains(&ending) && !name.ends_with(".schema.json");
            if path.is_file() && is_wanted && ![WORKER, PAGE].contains(&name) {
                let slash = if below.is_empty() { "" } else { "/" };
                found.push(format!("{below}{slash}{name}"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// How many files are kept, and what a host sends for them.
pub fn size(folder: &Path) -> Outcome<(usize, u64)> {
    let mut paths = kept(folder)?;
    paths.push(INDEX.to_owned());
    let mut gzip = 0;
    for path in &paths {
        gzip += gzip_bytes(&fs::read(folder.join(path))?)?;
    }
    Ok((paths.len(), gzip))
}

/// What registers the worker, with what it says in each language.
fn page() -> Outcome<String> {
    let korean = Catalog::read(Language::Korean, KOREAN).ok_or("the Korean table is not whole")?;
    let mut says = Map::new();
    for words in [Catalog::english(), &korean] {
        let texts = [
            say::offline_ready(),
            say::offline_reload(),
            say::offline_later(),
        ];
        let texts = texts.map(|text| words.say(&text));
        says.insert(words.language().code().to_owned(), json!(texts));
    }
    let text = fs::read_to_string(repository().join("public").join(PAGE))?;
    let said = format!("const SAYS = {};", Value::Object(says));
    written(&text, "const SAYS = {};", &said)
}

/// The text with what the build knows in the place that it holds for it.
fn written(text: &str, place: &str, known: &str) -> Outcome<String> {
    if !text.contains(place) {
        return Err(format!("there is no \"{place}\" to fill").into());
    }
    Ok(text.replacen(place, known, 1))
}

fn sum(file: &Path) -> Outcome<Value> {
    Ok(hex(Sha256::new_with_prefix(fs::read(file)?)).into())
}

fn hex(digest: Sha256) -> String {
    let mut text = String::new();
    for byte in digest.finalize() {
        write!(text, "{byte:02x}").expect("a string takes every text");
    }
    text
}
