//! Writes the tables that the page fetches into a folder: the build puts them beside the page.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for (name, table) in [
        (locale::KOREAN_FILE, locale::KOREAN),
        (locale::ENGLISH_TERMS_FILE, locale::ENGLISH_TERMS),
        (locale::KOREAN_TERMS_FILE, locale::KOREAN_TERMS),
    ] {
        fs::write(Path::new(&folder).join(name), table)?;
    }
    Ok(())
}
