//! How much a first visit downloads: every file that `dist/index.html` makes the browser load,
//! found by following references, each compressed as a host would.
//!
//! Modules that only a script names are parts, which it fetches when they are wanted.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Outcome;

/// What the page asks for once it rests; it counts as nothing that a first visit waits for.
const RESTED: &str = "offline.js";

/// One file of a first visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSize {
    /// Relative to `dist/`.
    pub path: String,
    pub bytes: u64,
    pub gzip_bytes: u64,
}

/// Everything a first visit loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstVisit {
    /// For the way in.
    pub files: Vec<FileSize>,
    /// What is fetched for other pages, or after the page is there.
    pub parts: Vec<FileSize>,
    /// What the lab in a frame needs.
    embed: BTreeSet<String>,
}

/// The part that the way in fetches at once.
const HOME_PART: &str = "home";
/// Parts of an embed: the lab itself, what speaks with the host page, and the terms, for which the
/// pointer that has opened it asks.
const EMBED_PARTS: [&str; 3] = ["lab", "links", "glossary"];
/// How the file of the terms begins, of the language that most readers have.
const TERMS: &str = "glossary-en-";

impl FirstVisit {
    pub fn of(dist: &Path) -> Outcome<Self> {
        let (mut paths, mut parts) = loaded_files(dist)?;
        let (mut home, mut embed) = (BTreeSet::new(), BTreeSet::new());
        for path in paths.iter().filter(|path| has_extension(path, &["js"])) {
            let script = std::fs::read_to_string(dist.join(path))?;
            home.extend(files_of_part(&script, HOME_PART));
            for part in EMBED_PARTS {
                embed.extend(files_of_part(&script, part));
            }
        }
        let terms = terms(dist)?;
        parts.insert(terms.clone());
        embed.insert(terms);
        let started = paths.clone();
        parts.retain(|part| !home.contains(part));
        paths.extend(home);
        let measured = |paths: BTreeSet<String>| {
            let paths = paths.into_iter();
            paths.map(|path| measure(dist, path)).collect()
        };
        let (files, parts): (Outcome<_>, Outcome<_>) = (measured(paths), measured(parts));
        Ok(Self {
            files: files?,
            parts: parts?,
            // A frame has no icon.
            embed: started
                .into_iter()
                .filter(|path| !has_extension(path, &["svg"]))
                .chain(embed)
                .collect(),
        })
    }

    /// What an embed loads when it is asked for.
    pub fn embed_files(&self) -> impl Iterator<Item = &FileSize> {
        let all = self.files.iter().chain(&self.parts);
        all.filter(|file| self.embed.contains(&file.path))
    }

    pub fn gzip_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.gzip_bytes).sum()
    }

    pub fn wasm_gzip_bytes(&self) -> u64 {
        let wasm = self
            .files
            .iter()
            .filter(|file| has_extension(&file.path, &["wasm"]));
        wasm.map(|file| file.gzip_bytes).sum()
    }
}

impl fmt::Display for FirstVisit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>10} {:>10}  file", "bytes", "gzip")?;
        write_all(f, &self.files, "in all")?;
        writeln!(f, "\n")?;
        write_all(f, &self.parts, "in parts that are fetched later")
    }
}

fn write_all(f: &mut fmt::Formatter<'_>, files: &[FileSize], title: &str) -> fmt::Result {
    for file in files {
        let (bytes, gzip) = (file.bytes, file.gzip_bytes);
        writeln!(f, "{bytes:>10} {gzip:>10}  {}", file.path)?;
    }
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let gzip: u64 = files.iter().map(|file| file.gzip_bytes).sum();
    write!(f, "{bytes:>10} {gzip:>10}  {title}")
}

fn terms(dist: &Path) -> Outcome<String> {
    for entry in std::fs::read_dir(dist)? {
        let name = entry?.file_name();
        if let Some(name) = name.to_str().filter(|name| name.starts_with(TERMS)) {
            return Ok(name.to_owned());
        }
    }
    Err("the terms are missing".into())
}

fn measure(dist: &Path, path: String) -> Outcome<FileSize> {
    let content = std::fs::read(dist.join(&path))?;
    Ok(FileSize {
        path,
        bytes: u64::try_from(content.len())?,
        gzip_bytes: gzip_bytes(&content)?,
    })
}

/// How much a host sends for it.
pub fn gzip_bytes(content: &[u8]) -> Outcome<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(u64::try_from(encoder.finish()?.len())?)
}

/// `index.html` and, over any number of steps, the files it references; and the parts. Links to
/// other pages do not count; a quoted name counts only if such a file exists.
fn loaded_files(dist: &Path) -> Outcome<(BTreeSet<String>, BTreeSet<String>)> {
    let (mut found, mut parts) = (BTreeSet::new(), BTreeSet::new());
    let mut unread = vec!["index.html".to_owned()];
    while let Some(path) = unread.pop() {
        if !found.insert(path.clone()) {
            continue;
        }
        if !has_extension(&path, &["html", "css", "js"]) {
            continue;
        }
        let content = std::fs::read_to_string(dist.join(&path))?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _name)| folder);
        for reference in references(&content) {
            let target = resolve(folder, reference);
            let is_elsewhere = has_extension(&target, &["html"]) || target == RESTED;
            if is_elsewhere || !dist.join(&target).is_file() {
                continue;
            }
            if has_extension(&path, &["js"]) && has_extension(&target, &["wasm"]) {
                parts.insert(target);
            } else {
                unread.push(target);
            }
        }
    }
    parts.retain(|part| !found.contains(part));
    Ok((found, parts))
}

/// The files that the script's loader fetches for a part: its own and what it shares with others.
fn files_of_part(script: &str, part: &str) -> Vec<String> {
    let loader = |name: &str| {
        script
            .split_once(&format!("const {name} = "))
            .map(|(_, rest)| rest)
    };
    let file = |text: &str| {
        Some(
            text.split_once("new URL(\"./")?
                .1
                .split_once('"')?
                .0
                .to_owned(),
        )
    };
    let Some(own) = loader(&format!("__wasm_split_load_{part}")) else {
        return Vec::new();
    };
    let shared = own
        .split_once(", [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(names, _)| names);
    let shared = shared.split(", ").filter_map(|name| file(loader(name)?));
    file(own).into_iter().chain(shared).collect()
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_stem, extension)| extensions.contains(&extension))
}

/// Everything between quotes or in `url(...)`, without query and fragment.
fn references(content: &str) -> impl Iterator<Item = &str> {
    content
        .split(['"', '\'', '`', '(', ')', ' ', '=', '>', '\n'])
        .map(|word| word.split(['?', '#']).next().unwrap_or_default())
        .filter(|word| word.contains('.') && !word.contains(':'))
}

fn resolve(folder: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_brings_what_it_shares() {
        let script =
            "const __chunk_1 = makeLoad(() => { fetch(new URL(\"./one.wasm\", u)) }\n, []);
            const __chunk_2 = makeLoad(() => { fetch(new URL(\"./two.wasm\", u)) }\n, []);
            const __wasm_split_load_lab = wrap(makeLoad(() => {
                fetch(new URL(\"./lab.wasm\", u)) }\n, [__chunk_2]));";
        assert_eq!(files_of_part(script, "lab"), ["lab.wasm", "two.wasm"]);
        assert!(files_of_part(script, "none").is_empty());
    }

    #[test]
    fn references_are_found_and_resolved() {
        let page =
            "<link href=\"./a.css\"><script>import x from './b.js?v=1';</script>url(c.woff2)";
        let found: Vec<&str> = references(page).collect();
        assert_eq!(found, ["./a.css", "./b.js", "c.woff2"]);
        assert_eq!(resolve("styles", "../fonts/c.woff2"), "fonts/c.woff2");
        assert_eq!(resolve("", "./a.css"), "a.css");
    }
}
