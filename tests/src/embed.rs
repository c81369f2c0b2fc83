//! What the build adds when all other files are there: the size of a first visit, what the service
//! worker keeps, and the content security policy under which the page runs.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use locale::Language;
use sha2::{Digest, Sha256};

use crate::size::{FirstVisit, gzip_bytes};
use crate::{Outcome, offline, posters};

/// The element.
pub const SCRIPT: &str = "embed/rebalance-lab.js";
/// One line: the value of a `Content-Security-Policy` header for the page.
pub const POLICY: &str = "embed/csp.txt";
/// Where the script says how much a first visit loads.
const KILOBYTES: &str = "KB = 0";

/// Writes the size into the script of a built page, what is kept, and the policy beside the script.
pub fn finish(folder: &Path) -> Outcome {
    let script = folder.join(SCRIPT);
    let text = fs::read_to_string(&script)?;
    if !text.contains(KILOBYTES) {
        return Err(format!("{SCRIPT} has no \"{KILOBYTES}\"").into());
    }
    let size = format!("KB = {}", kilobytes(folder)?);
    fs::write(&script, text.replacen(KILOBYTES, &size, 1))?;
    offline::write(folder)?;
    let page = fs::read_to_string(folder.join("index.html"))?;
    Ok(fs::write(folder.join(POLICY), policy(&page) + "\n")?)
}

/// What an embed downloads when it is asked for, in units of 1000 bytes.
pub fn kilobytes(folder: &Path) -> Outcome<u64> {
    let visit = FirstVisit::of(folder)?;
    let bytes: u64 = visit.embed_files().map(|file| file.gzip_bytes).sum();
    Ok((bytes + 500) / 1000)
}

/// Bytes of the script, and what a host page downloads until somebody asks for the lab: the script
/// and the largest poster.
pub fn script_bytes(folder: &Path) -> Outcome<(u64, u64)> {
    let script = fs::read(folder.join(SCRIPT))?;
    let mut largest = 0;
    for language in Language::ALL {
        for file in fs::read_dir(folder.join(posters::FOLDER).join(language.code()))? {
            largest = gzip_bytes(&fs::read(file?.path())?)?.max(largest);
        }
    }
    let script_bytes = u64::try_from(script.len())?;
    Ok((script_bytes, gzip_bytes(&script)? + largest))
}

/// The narrowest policy under which the page runs: its own files, WebAssembly, and exactly the
/// scripts and style sheets that stand in the page itself. Its frame is the preview of a link.
pub fn policy(page: &str) -> String {
    let scripts = hashes(page, "script");
    let styles = hashes(page, "style");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src{styles}; \
         worker-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// ` 'sha256-…'` of each element of that name which holds something.
fn hashes(page: &str, name: &str) -> String {
    let (begin, end) = (format!("<{name}"), format!("</{name}>"));
    let elements = page.split(&begin).skip(1);
    let inside = elements.filter_map(|rest| rest.split_once('>')?.1.split_once(&end));
    let hashes = inside
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, _)| STANDARD.encode(Sha256::digest(text)));
    hashes.fold(String::new(), |all, hash| {
        all + " 'sha256-" + hash.as_str() + "'"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_page_is_hashed() {
        let page = "<style>a {}</style><script src=\"x.js\"></script><script type=\"module\">let a\
                    </script>";
        let policy = policy(page);
        // echo -n 'let a' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("'wasm-unsafe-eval' 'sha256-IfEXP/8HLuXoAiy0hZVrCAcjcLsZqYFpLOHDGj8enqE='; style-src 'sha256-mkSHzL7faOU7/U/v8Umg+058R69+vN2A2xmE3Fz1q98='; worker-src 'self'; font"),
            "{policy}"
        );
    }
}
