//! The tools a task needs: finds them, or installs them and says how long that takes.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Problem, cargo};

/// Newer releases of the same 0.21 line would do too; this one is installed.
const TRUNK: &str = "0.21.14";
/// The command line must match the crate exactly; tests/tests/tidy.rs holds them together.
const WASM_BINDGEN: &str = "0.2.130";
const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Checks of accessibility, licensed under MPL-2.0, which the journeys run in the page.
const AXE: &str = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz";
/// npm's integrity of that package, in hexadecimal.
const AXE_SHA512: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73\
                          4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";
const BROWSER_PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// What it takes to build the page.
#[derive(Debug)]
pub struct PageTools {
    trunk: PathBuf,
    /// `PATH` with the right wasm-bindgen first: trunk downloads one if the first is another.
    path: std::ffi::OsString,
}

impl PageTools {
    pub fn trunk(&self, task: &str) -> Command {
        let mut command = Command::new(&self.trunk);
        command
            .current_dir(crate::root())
            .env("PATH", &self.path)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk takes only true or false here, while others set it to 1.
            .env_remove("NO_COLOR")
            .arg(task);
        command
    }

    pub fn trunk_build(&self) -> Command {
        let mut command = self.trunk("build");
        command.arg("--release");
        command
    }

    /// Lets `cargo test` run wasm tests in the browser.
    pub fn run_wasm_tests_in<'a>(
        &self,
        browser: &Browser,
        command: &'a mut Command,
    ) -> &'a mut Command {
        browser.tell(command).env("PATH", &self.path).env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
    }
}

pub fn for_the_page() -> Result<PageTools, Problem> {
    wasm_target()?;
    let trunk = program(&Wanted {
        name: "trunk",
        version: TRUNK,
        install: &["install", "--locked", "trunk@0.21.14"],
        takes: "about 5 minutes",
    })?;
    let wasm_bindgen = wasm_bindgen()?;
    let path = path_with(wasm_bindgen.parent().unwrap_or(Path::new(".")))?;
    Ok(PageTools { trunk, path })
}

/// `PATH` with a folder first.
pub fn path_with(first: &Path) -> Result<std::ffi::OsString, Problem> {
    let folders = std::iter::once(first.to_path_buf()).chain(folders_on_path());
    std::env::join_paths(folders)
        .map_err(|error| Problem::new(format!("PATH cannot be extended: {error}")))
}

pub fn wasm_bindgen() -> Result<PathBuf, Problem> {
    program(&Wanted {
        name: "wasm-bindgen",
        version: WASM_BINDGEN,
        install: &["install", "wasm-bindgen-cli@0.2.130"],
        takes: "about 2 minutes",
    })
}

/// One of the tools with which others build their pages.
pub fn mdbook() -> Result<PathBuf, Problem> {
    program(&Wanted {
        name: "mdbook",
        version: "v0.5.2",
        install: &[
            "install",
            "--locked",
            "mdbook@0.5.2",
            "--no-default-features",
        ],
        takes: "about 2 minutes",
    })
}

struct Wanted {
    name: &'static str,
    version: &'static str,
    install: &'static [&'static str],
    takes: &'static str,
}

/// The path of a program at its exact version, installed if need be.
fn program(wanted: &Wanted) -> Result<PathBuf, Problem> {
    if let Some(found) = find_program(wanted) {
        return Ok(found);
    }
    say(&format!(
        "installing {} {} into {} ({}, once)",
        wanted.name,
        wanted.version,
        cargo_bin().display(),
        wanted.takes
    ));
    run::visibly(&mut cargo(wanted.install))?;
    find_program(wanted).ok_or_else(|| {
        Problem::new(format!(
            "{} {} was installed but is not found",
            wanted.name, wanted.version
        ))
    })
}

fn find_program(wanted: &Wanted) -> Option<PathBuf> {
    let candidates = std::iter::once(cargo_bin()).chain(folders_on_path());
    candidates
        .map(|folder| folder.join(wanted.name))
        .find(|candidate| {
            let printed = run::answer(
                Command::new(candidate)
                    .arg("--version")
                    .env_remove("NO_COLOR"),
            );
            printed.is_some_and(|text| text.split_whitespace().any(|word| word == wanted.version))
        })
}

/// Where `cargo install` puts programs.
fn cargo_bin() -> PathBuf {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = set("CARGO_INSTALL_ROOT").or_else(|| set("CARGO_HOME"));
    home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_default()
        .join("bin")
}

fn folders_on_path() -> Vec<PathBuf> {
    std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default()
}

fn wasm_target() -> Result<(), Problem> {
    let installed = || {
        let asked = Command::new("rustc")
            .current_dir(crate::root())
            .args(["--print", "target-libdir", "--target", WASM_TARGET])
            .output();
        let printed = asked.map(|output| output.stdout).unwrap_or_default();
        Path::new(String::from_utf8_lossy(&printed).trim()).is_dir()
    };
    if installed() {
        return Ok(());
    }
    say(&format!(
        "adding the {WASM_TARGET} target with rustup (about 20 seconds, once)"
    ));
    let mut rustup = Command::new("rustup");
    run::visibly(
        rustup
            .current_dir(crate::root())
            .args(["target", "add", WASM_TARGET]),
    )
}

/// clippy and rustfmt, which a minimal toolchain may lack.
pub fn linters() -> Result<(), Problem> {
    for (component, subcommand) in [("clippy", "clippy"), ("rustfmt", "fmt")] {
        if run::answer(&mut cargo([subcommand, "--version"])).is_some() {
            continue;
        }
        say(&format!(
            "adding {component} with rustup (about 10 seconds, once)"
        ));
        let mut rustup = Command::new("rustup");
        run::visibly(
            rustup
                .current_dir(crate::root())
                .args(["component", "add", component]),
        )?;
    }
    Ok(())
}

/// axe-core's one file, downloaded into `target/` if need be.
pub fn axe() -> Result<PathBuf, Problem> {
    let name = AXE.rsplit('/').next().unwrap_or_default();
    let folder = crate::root()
        .join("target")
        .join(name.trim_end_matches(".tgz"));
    let file = folder.join("package/axe.min.js");
    if file.is_file() {
        return Ok(file);
    }
    say(&format!("downloading {name} (half a megabyte, once)"));
    std::fs::create_dir_all(&folder).map_err(|error| Problem::new(error.to_string()))?;
    let package = folder.join(name);
    let mut curl = Command::new("curl");
    curl.args([
        "--fail",
        "--silent",
        "--show-error",
        "--location",
        "--output",
    ]);
    run::visibly(curl.arg(&package).arg(AXE))?;
    let sum = run::answer(Command::new("sha512sum").arg(&package))
        .or_else(|| run::answer(Command::new("shasum").args(["-a", "512"]).arg(&package)));
    if sum.is_none_or(|sum| !sum.starts_with(AXE_SHA512)) {
        return Err(Problem::new(format!(
            "{} is not the package that was asked for",
            package.display()
        )));
    }
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(&package).arg("-C").arg(&folder);
    run::visibly(tar.arg("package/axe.min.js"))?;
    Ok(file)
}

/// A Chromium and the driver that steers it.
#[derive(Debug)]
pub struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Passes both on to the browser harness and to the runner of wasm tests.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("CHROMIUM", &self.chromium)
            .env("CHROMEDRIVER", &self.driver)
    }
}

pub fn browser() -> Result<Browser, Problem> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    apt_get(&BROWSER_PACKAGES, "Chromium and its driver")?;
    find_browser().ok_or_else(|| {
        Problem::new(format!(
            "apt-get brought no {}; name them in CHROMIUM and CHROMEDRIVER",
            BROWSER_PACKAGES.join(" and ")
        ))
    })
}

/// Installs Debian packages where that is allowed, else says what to install.
pub fn apt_get(packages: &[&str], what: &str) -> Result<(), Problem> {
    let is_root = run::answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if !is_root || run::answer(Command::new("apt-get").arg("--version")).is_none() {
        return Err(Problem::new(format!(
            "{what} is missing; install it (sudo apt-get install {}); browsers may also be named in \
             CHROMIUM and CHROMEDRIVER",
            packages.join(" ")
        )));
    }
    say(&format!(
        "installing {what} with apt-get (about 2 minutes, once)"
    ));
    run::visibly(Command::new("apt-get").arg("update"))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "--yes",
        "--no-install-recommends",
    ]);
    run::visibly(install.args(packages))
}

fn find_browser() -> Option<Browser> {
    let chromium = named_or_on_path(
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    )?;
    let driver = named_or_on_path("CHROMEDRIVER", &["chromedriver"])?;
    Some(Browser { chromium, driver })
}

fn named_or_on_path(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(PathBuf::from(named));
    }
    let folders = folders_on_path();
    let places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

pub fn say(what: &str) {
    println!("xtask: {what}");
}
