//! Joins the page's style sheets into one file: twenty requests less, and together they compress
//! to little more than half.

use std::fs;
use std::path::Path;

use crate::run::Problem;

const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Replaces the style sheets that a folder's `index.html` links by one.
pub fn join(folder: &Path) -> Result<(), Problem> {
    let explain = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page).map_err(explain)?;
    let mut joined = String::new();
    for name in linked(&html) {
        joined += &fs::read_to_string(folder.join(name)).map_err(explain)?;
        fs::remove_file(folder.join(name)).map_err(explain)?;
    }
    let name = format!("styles-{:016x}.css", fingerprint(joined.as_bytes()));
    fs::write(folder.join(&name), joined).map_err(explain)?;
    fs::write(page, relinked(&html, &name)).map_err(explain)
}

/// Names of the linked sheets, in order.
fn linked(html: &str) -> impl Iterator<Item = &str> {
    let after = html.split(LINK).skip(1);
    after.filter_map(|rest| rest.split('"').next())
}

/// The page with one link in the place of the first.
fn relinked(html: &str, name: &str) -> String {
    let mut parts = html.split(LINK);
    let mut page = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        if index == 0 {
            page += &format!("{LINK}{name}\">");
        }
        let rest = part.split_once('>').map_or("", |(_link, rest)| rest);
        page += rest.strip_prefix('\n').unwrap_or(rest);
    }
    page
}

/// FNV-1a, so that a changed sheet has another name.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_link_takes_the_place_of_all() {
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./a-1.css\" data-x/>\n\
                    <link rel=\"stylesheet\" href=\"./b-2.css\"/>\n</head>";
        let names: Vec<&str> = linked(html).collect();
        assert_eq!(names, ["a-1.css", "b-2.css"]);
        assert_eq!(
            relinked(html, "c.css"),
            "<head>\n<link rel=\"stylesheet\" href=\"./c.css\"></head>"
        );
    }
}
