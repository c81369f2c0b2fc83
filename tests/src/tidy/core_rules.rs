//! What `sim-core` may contain, and which of its modules may know which.

use super::scan::{lines_with_word, names_under, product_code};
use super::{Finding, Tree};

/// Modules of `sim-core` by layer. Imports point down, or sideways inside a layer; between the
/// actors of `ACTORS` not even that. A new module is added here with its layer.
const LAYERS: [&[&str]; 5] = [
    &[
        "ids",
        "time",
        "rng",
        "limits",
        "config",
        "fingerprint",
        "java_hash",
        "json",
        "shared_log",
        "sorting",
    ],
    &[
        "scenario",
        "command",
        "protocol",
        "event",
        "effect",
        "queue",
        "network",
        "outside",
        "ctx",
        "directory",
        "production",
        "recording",
        "link",
        "view",
    ],
    &["assignor", "broker", "consumer"],
    &[
        "world",
        "ledger",
        "history",
        "metrics",
        "simulation",
        "invariants",
        "hazards",
    ],
    &[
        "timeline", "explain", "present", "listing", "cli", "what_if", "report",
    ],
];
/// They reach each other only by sending.
const ACTORS: [&str; 2] = ["broker", "consumer"];

/// Crates that could also be a module's name, such as `log`, are caught as dependencies.
const IMPURE: [&str; 11] = [
    "wasm_bindgen",
    "js_sys",
    "web_sys",
    "gloo",
    "gloo_timers",
    "Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
    "std::fs",
    "std::thread",
];
const IMPURE_CRATES: [&str; 8] = [
    "wasm-bindgen",
    "js-sys",
    "web-sys",
    "gloo",
    "log",
    "tracing",
    "rand",
    "getrandom",
];

/// The core has no clock, no IO, no browser and no map whose order is chance.
pub(super) fn core_is_pure(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("sim-core/src/", &["rs"]) {
        let code = product_code(source);
        for word in IMPURE {
            let lines = lines_with_word(&code, word);
            findings.extend(lines.into_iter().map(|line| {
                Finding::new(path, line, format!("`{word}` has no place in the core"))
            }));
        }
    }
    findings
}

/// Nor may it depend on a crate that has.
pub(super) fn core_dependencies(tree: &Tree) -> Vec<Finding> {
    let path = "sim-core/Cargo.toml";
    let manifest = tree.get(path).unwrap_or_default();
    let mut section = "";
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(manifest.lines()) {
        if line.starts_with('[') {
            section = line;
        }
        // `[dependencies.name]` and `name = …` both name one.
        let name = line.trim_start_matches("[dependencies.");
        let name = name.split(['=', '.', ']', ' ']).next().unwrap_or_default();
        if section.starts_with("[dependencies") && IMPURE_CRATES.contains(&name) {
            findings.push(Finding::new(
                path,
                number,
                format!("the core may not depend on {name}"),
            ));
        }
    }
    findings
}

/// Every module has a layer and looks only downwards.
pub(super) fn core_layers(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("sim-core/src/", &["rs"]) {
        let inner = path
            .trim_start_matches("sim-core/src/")
            .trim_end_matches(".rs");
        // The façade names everything, and tests may look anywhere.
        if inner == "lib" || inner.ends_with("/tests") {
            continue;
        }
        let module = inner.split('/').next().unwrap_or(inner);
        let Some(layer) = layer_of(module) else {
            let what =
                format!("module `{module}` has no layer in LAYERS of tests/src/tidy/core_rules.rs");
            findings.push(Finding::new(path, 0, what));
            continue;
        };
        let code = product_code(source);
        let mut used = names_under(&code, "crate");
        if inner == module {
            used.extend(names_under(&code, "super"));
        }
        for (line, name) in used {
            findings.extend(breach(module, layer, name).map(|what| Finding::new(path, line, what)));
        }
    }
    findings
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// What is wrong with `module` of `layer` using `crate::name`.
fn breach(module: &str, layer: usize, name: &str) -> Option<String> {
    if name == module || name.is_empty() {
        return None;
    }
    let Some(below) = layer_of(name) else {
        // A module without a layer is reported once, where it stands.
        let by_facade = name.starts_with(char::is_uppercase);
        return by_facade.then(|| format!("import `{name}` from its module, which has a layer"));
    };
    if below > layer {
        return Some(format!(
            "`{module}` (layer {layer}) may not know `{name}` (layer {below})"
        ));
    }
    let both_act = ACTORS.contains(&module) && ACTORS.contains(&name);
    both_act.then(|| format!("`{module}` reaches `{name}` only by sending"))
}
