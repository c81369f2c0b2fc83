//! Writes the page's style sheets into the page itself: the first paint waits for one file, and
//! together they compress to little more than half.

use std::fs;
use std::path::Path;

use crate::run::Problem;

const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Replaces the style sheets that a folder's `index.html` links by what they hold.
pub fn join(folder: &Path) -> Result<(), Problem> {
    let explain = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page).map_err(explain)?;
    let mut joined = String::new();
    for name in linked(&html) {
        joined += &fs::read_to_string(folder.join(name)).map_err(explain)?;
        fs::remove_file(folder.join(name)).map_err(explain)?;
    }
    fs::write(page, with_styles(&html, &joined)).map_err(explain)
}

/// Names of the linked sheets, in order.
fn linked(html: &str) -> impl Iterator<Item = &str> {
    let after = html.split(LINK).skip(1);
    after.filter_map(|rest| rest.split('"').next())
}

/// The page with its styles in the place of the first link.
fn with_styles(html: &str, styles: &str) -> String {
    let mut parts = html.split(LINK);
    let mut page = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        if index == 0 {
            page += &format!("<style>\n{styles}</style>\n");
        }
        let rest = part.split_once('>').map_or("", |(_link, rest)| rest);
        page += rest.strip_prefix('\n').unwrap_or(rest);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_take_the_place_of_their_links() {
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./a-1.css\" data-x/>\n\
                    <link rel=\"stylesheet\" href=\"./b-2.css\"/>\n</head>";
        let names: Vec<&str> = linked(html).collect();
        assert_eq!(names, ["a-1.css", "b-2.css"]);
        assert_eq!(
            with_styles(html, "a {}\n"),
            "<head>\n<style>\na {}\n</style>\n</head>"
        );
    }
}
