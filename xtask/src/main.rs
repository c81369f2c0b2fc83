//! Builds, serves, tests and measures Rebalance Lab.
//!
//! Deliberately without dependencies: it must compile in seconds on a bare machine, because it is
//! what installs everything else.

mod check;
mod names;
mod order;
mod recipes;
mod report;
mod run;
mod styles;
mod tools;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use run::{Problem, cargo};

const USAGE: &str = "\
Usage: cargo xtask <task>

  serve             serve the page on this machine and rebuild it on change
  build [--single-file]
                    leave a static site in dist/ that works from any sub-path; or all
                    of it in target/rebalance-lab.html, which opens from disk
  test              everything that must hold: lints, tests, build, sizes, browser journeys
  pictures          take the README's picture anew, from a build made for it
  bench             measure natively and in Chromium; writes target/bench.json
  conform [DIR...]  compare the model with recordings of real Kafka
  scenarios check [DIR...] | figures FILE | schema
                    check lesson files and run everything in them; every figure
                    of one file; the JSON Schema for editors

Each task first installs what it lacks and says so.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match (task.as_str(), rest.as_slice()) {
        ("serve", []) => serve(),
        ("build", []) => build(),
        ("build", [option]) if option == "--single-file" => single_file(),
        ("test", []) => return check::test(),
        ("pictures", []) => pictures(),
        ("bench", []) => bench(),
        ("conform", folders) => conform(folders),
        ("scenarios", [task, names @ ..]) if ["check", "figures"].contains(&task.as_str()) => {
            scenarios(task, names)
        }
        ("scenarios", [task]) if task == "schema" => scenarios(task, &[]),
        ("pack", []) => pack(),
        ("recipes", []) => recipes::install()
            .map(|(mdbook, folder)| println!("{}\n{}", mdbook.display(), folder.display())),
        ("axe", []) => tools::axe().map(|file| println!("{}", file.display())),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the working copy.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies one folder below the top")
}

fn serve() -> Result<(), Problem> {
    let tools = tools::for_the_page()?;
    let port = free_port_from(8080)?;
    println!("The first build takes a few minutes, later ones seconds.");
    println!("Open http://127.0.0.1:{port}/ when trunk says success; Ctrl-C stops it.");
    run::visibly(tools.trunk("serve").arg("--port").arg(port.to_string()))
}

/// The first port from `first` on that nothing listens on.
fn free_port_from(first: u16) -> Result<u16, Problem> {
    (first..first + 20)
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .ok_or_else(|| Problem::new(format!("ports {first} to {} are all taken", first + 19)))
}

fn build() -> Result<(), Problem> {
    let tools = tools::for_the_page()?;
    run::visibly(&mut tools.trunk_build())?;
    run::visibly(&mut size_report())?;
    println!("dist/ is ready; any static host can serve it, from any sub-path.");
    Ok(())
}

/// The page as one file in `dist/`'s place beside it.
fn single_file() -> Result<(), Problem> {
    build()?;
    let to = root().join("target/rebalance-lab.html");
    run::visibly(lab_tool("single-file").arg("--").arg(to))
}

/// The picture that the README shows: a run in which a consumer was killed.
fn pictures() -> Result<(), Problem> {
    let tools = tools::for_the_page()?;
    let browser = tools::browser()?;
    run::visibly(&mut tools.trunk_build())?;
    let mut shots = cargo(["run", "--quiet", "-p", "lab-tests", "--bin", "shots", "--"]);
    shots.args(["--size", "desktop", "--theme", "light", "--wait", "play"]);
    shots.args(["--settle", "3000", "stage=?scenario=kill-or-close&t=65"]);
    run::visibly(browser.tell(&mut shots))?;
    let taken = root().join("target/screenshots/stage-desktop-light.png");
    let kept = root().join("docs/pictures/stage.png");
    std::fs::copy(taken, &kept).map_err(|error| Problem::new(error.to_string()))?;
    println!("{}", kept.display());
    Ok(())
}

fn bench() -> Result<(), Problem> {
    let tools = tools::for_the_page()?;
    let browser = tools::browser()?;
    run::visibly(&mut tools.trunk_build())?;
    let mut command = cargo([
        "run",
        "--quiet",
        "--release",
        "-p",
        "lab-tests",
        "--bin",
        "bench",
    ]);
    run::visibly(browser.tell(&mut command))
}

/// Trunk's hook after a build (see Trunk.toml).
fn pack() -> Result<(), Problem> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR").ok_or_else(|| {
        Problem::new("pack is for trunk, which sets TRUNK_STAGING_DIR".to_owned())
    })?;
    split(&folder)?;
    names::strip(Path::new(&folder))?;
    order::sort(Path::new(&folder))?;
    styles::join(Path::new(&folder))?;
    let mut tables = cargo(["run", "--quiet", "-p", "locale", "--bin", "tables", "--"]);
    run::visibly(tables.arg(&folder))?;
    run::visibly(lab_tool("scenarios").args(["--", "pack"]).arg(&folder))?;
    run::visibly(lab_tool("finish-embed").arg("--").arg(&folder))
}

/// Takes the module apart; the linked one lies beside this program's own folder.
fn split(folder: &OsStr) -> Result<(), Problem> {
    let own = std::env::current_exe().map_err(|error| Problem::new(error.to_string()))?;
    let target = own.ancestors().nth(2).unwrap_or(Path::new("target"));
    let linked = target.join("wasm32-unknown-unknown/page/app.wasm");
    let mut parts = cargo(["run", "--quiet", "-p", "parts", "--"]);
    parts.arg(linked).arg(folder).arg(tools::wasm_bindgen()?);
    run::visibly(&mut parts)
}

fn conform(folders: &[String]) -> Result<(), Problem> {
    let here = std::env::current_dir().map_err(|error| Problem::new(error.to_string()))?;
    let folders: Vec<PathBuf> = folders.iter().map(|folder| here.join(folder)).collect();
    let mut command = lab_tool("conform");
    run::visibly(command.arg("--").args(folders))
}

fn scenarios(task: &str, names: &[String]) -> Result<(), Problem> {
    let here = std::env::current_dir().map_err(|error| Problem::new(error.to_string()))?;
    let names: Vec<PathBuf> = names.iter().map(|name| here.join(name)).collect();
    let mut command = lab_tool("scenarios");
    run::visibly(command.args(["--", task]).args(names))
}

/// A release binary of lab-tests, built without the browser it does not need.
fn lab_tool(name: &str) -> std::process::Command {
    cargo([
        "run",
        "--quiet",
        "--release",
        "-p",
        "lab-tests",
        "--no-default-features",
        "--bin",
        name,
    ])
}

fn size_report() -> std::process::Command {
    lab_tool("size-report")
}
