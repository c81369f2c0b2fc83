//! Puts like functions of a wasm module next to each other. gzip looks back 32 KiB, and a
//! compiler leaves functions that repeat each other anywhere in megabytes.
//!
//! Moving a function changes its index, so every place that names one is rewritten.

mod likeness;
mod module;

use std::fs;
use std::path::Path;

use crate::run::Problem;
use module::Module;

/// Reorders the functions of every `*.wasm` of a folder.
pub fn sort(folder: &Path) -> Result<(), Problem> {
    let explain = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(explain)? {
        let path = entry.map_err(explain)?.path();
        if path.extension().is_some_and(|name| name == "wasm") {
            let bytes = fs::read(&path).map_err(explain)?;
            let sorted = sorted(&bytes).ok_or_else(|| {
                Problem::new(format!("{} has parts unknown to xtask", path.display()))
            })?;
            fs::write(&path, sorted).map_err(explain)?;
        }
    }
    Ok(())
}

fn sorted(bytes: &[u8]) -> Option<Vec<u8>> {
    let module = Module::read(bytes)?;
    module.reordered(&likeness::order(module.bodies()))
}
