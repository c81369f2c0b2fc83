//! Writes the tables that the page fetches into a folder: the build puts them beside the page.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    fs::write(Path::new(&folder).join(locale::KOREAN_FILE), locale::KOREAN)
}
