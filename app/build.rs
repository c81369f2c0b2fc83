//! Asks the linker of the page to keep what `app/parts` needs to take the module apart, and takes
//! the example of the author page out of the document that explains it.

use std::path::Path;

/// The document, and how the fence of its example begins. The last one is the graded exercise.
const DOCUMENT: &str = "../docs/AUTHORING.md";
const FENCE: &str = "```yaml step=first-exercise\n";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={DOCUMENT}");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let text = std::fs::read_to_string(DOCUMENT).expect("the document is part of the repository");
    let example = text.rsplit_once(FENCE).expect("it has the example").1;
    let example = example.split("```").next().unwrap_or_default();
    let folder = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&folder).join("example.yaml"), example).expect("the folder is ours");
}
