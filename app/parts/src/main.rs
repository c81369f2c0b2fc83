//! Takes the linked module of the page apart, into what a first visit needs and what is fetched
//! later, and writes both over the undivided one that trunk left in a folder.
//!
//! `wasm_split_cli_support` moves the functions, by the relocations that the linker kept. Only
//! then may wasm-bindgen see the module, so it runs once more.

mod script;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What the splitter calls the script that fetches parts; wasm-bindgen imports it by this name.
const LOADER: &str = "./parts.js";

fn main() -> Outcome {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [linked, folder, bindgen] = arguments.as_slice() else {
        return Err("Usage: parts <linked module> <folder of the page> <wasm-bindgen>".into());
    };
    let name = name_of_the_page(folder)?;
    let apart = folder.join("apart");
    let module = apart.join("main.wasm");
    let input = fs::read(linked).map_err(|error| format!("{}: {error}", linked.display()))?;
    let main_module = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &apart;
    options.main_out_path = &module;
    options.main_module = &main_module;
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options).map_err(|error| error.to_string())?;
    bind(bindgen, &module, folder, &name)?;
    let glue = folder.join(&main_module);
    let loader = fs::read_to_string(apart.join(LOADER))?;
    let mut joined = script::joined(&fs::read_to_string(&glue)?, &loader)?;
    for part in split.split_modules {
        let old = part.file_name().and_then(|name| name.to_str());
        let old = old.ok_or("a part has no name")?;
        // A part fits the module it was taken from and no other, so it bears its name.
        let new = format!("{name}_{}", old.trim_start_matches("split_"));
        joined = script::renamed(&joined, old, &new)?;
        fs::rename(&part, folder.join(new))?;
    }
    fs::write(glue, joined)?;
    fs::remove_dir_all(apart)?;
    Ok(())
}

/// `app-0123456789abcdef`
fn name_of_the_page(folder: &Path) -> Outcome<String> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.file_name();
        let name = file.to_str().and_then(|name| name.strip_suffix("_bg.wasm"));
        if let Some(name) = name {
            return Ok(name.to_owned());
        }
    }
    Err(format!("{} holds no module", folder.display()).into())
}

fn bind(bindgen: &Path, module: &Path, folder: &Path, name: &str) -> Outcome {
    let mut command = Command::new(bindgen);
    // The table of functions is among those exports; parts put theirs into it.
    command.args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    command.args(["--out-name", name]);
    let status = command.arg("--out-dir").arg(folder).arg(module).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", bindgen.display()).into())
    }
}
