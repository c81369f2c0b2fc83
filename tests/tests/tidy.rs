//! Repository rules: the tree keeps them, and each can fail.

use lab_tests::repository;
use lab_tests::tidy::{Finding, RULES, Rule, Tree};

#[test]
fn the_repository_keeps_its_rules() {
    let tree = Tree::read(repository()).unwrap();
    let broken: Vec<String> = RULES
        .iter()
        .flat_map(|rule| {
            (rule.check)(&tree)
                .into_iter()
                .map(move |finding| (rule.name, finding))
        })
        .map(|(rule, finding)| format!("{finding} [{rule}]"))
        .collect();
    assert!(
        broken.is_empty(),
        "{} broken rules:\n{}",
        broken.len(),
        broken.join("\n")
    );
}

fn rule(name: &str) -> Rule {
    *RULES
        .iter()
        .find(|rule| rule.name == name)
        .unwrap_or_else(|| panic!("no rule is called {name}"))
}

/// Asserts that the rule finds exactly these breaches, given as `path:line`.
#[track_caller]
fn check<const COUNT: usize>(name: &str, files: [(&str, &str); COUNT], breaches: &[&str]) {
    let found = (rule(name).check)(&Tree::planted(files));
    let places: Vec<String> = found
        .iter()
        .map(|Finding { path, line, .. }| format!("{path}:{line}"))
        .collect();
    assert_eq!(places, breaches, "{found:#?}");
}

#[test]
fn every_rule_is_tried_below() {
    let here = include_str!("tidy.rs");
    for rule in RULES {
        assert!(
            here.contains(&format!("\"{}\"", rule.name)),
            "{} is never tried",
            rule.name
        );
    }
}

#[test]
fn core_may_not_reach_outside() {
    let source = "\
//! Prose may speak of HashMap.
use std::collections::HashMap;
use std::collections::BTreeMap; // not a HashMap
fn now() -> std::time::Instant { web_sys::now() }
#[cfg(test)]
mod tests { use std::collections::HashSet; }
";
    let breaches = [
        "sim-core/src/queue.rs:4",
        "sim-core/src/queue.rs:4",
        "sim-core/src/queue.rs:2",
    ];
    check(
        "core_is_pure",
        [("sim-core/src/queue.rs", source)],
        &breaches,
    );
    let manifest =
        "[dependencies]\nlog = \"0.4\"\nlibm = \"1\"\n[dev-dependencies]\nrand = \"1\"\n";
    check(
        "core_dependencies",
        [("sim-core/Cargo.toml", manifest)],
        &["sim-core/Cargo.toml:2"],
    );
    let table = "[dependencies.js-sys]\nversion = \"1\"\n";
    check(
        "core_dependencies",
        [("sim-core/Cargo.toml", table)],
        &["sim-core/Cargo.toml:1"],
    );
}

#[test]
fn core_imports_point_down() {
    check(
        "core_layers",
        [(
            "sim-core/src/queue.rs",
            "use crate::time::SimTime;\nuse crate::event;",
        )],
        &[],
    );
    let up = "use crate::{\n    ids::TopicId,\n    world::World,\n};";
    check(
        "core_layers",
        [("sim-core/src/queue.rs", up)],
        &["sim-core/src/queue.rs:1"],
    );
    let by_super = "use super::view::X;";
    check(
        "core_layers",
        [("sim-core/src/ids.rs", by_super)],
        &["sim-core/src/ids.rs:1"],
    );
    check(
        "core_layers",
        [("sim-core/src/broker/log.rs", "use super::Broker;")],
        &[],
    );
    let facade = "use crate::SimTime;";
    check(
        "core_layers",
        [("sim-core/src/queue.rs", facade)],
        &["sim-core/src/queue.rs:1"],
    );
}

#[test]
fn core_actors_do_not_touch_each_other() {
    let use_assignor = "fn f() { crate::assignor::assign(); }";
    check(
        "core_layers",
        [("sim-core/src/consumer/membership.rs", use_assignor)],
        &[],
    );
    let use_broker = "fn f() { crate::broker::peek(); }";
    let breaches = ["sim-core/src/consumer/membership.rs:1"];
    check(
        "core_layers",
        [("sim-core/src/consumer/membership.rs", use_broker)],
        &breaches,
    );
}

#[test]
fn core_modules_have_a_layer() {
    let files = [
        ("sim-core/src/lib.rs", "mod misc;"),
        ("sim-core/src/misc.rs", ""),
    ];
    check("core_layers", files, &["sim-core/src/misc.rs:0"]);
}

#[test]
fn page_knows_only_the_facade() {
    let good = "use sim_core::{EventId, Simulation};\nuse web_sys::Event;";
    check("page_sees_the_facade_only", [("app/src/app.rs", good)], &[]);
    let bad = "use sim_core::{EventId,\n    Event};\nfn f(w: &sim_core::World) {}";
    let breaches = ["app/src/app.rs:1", "app/src/app.rs:3"];
    check(
        "page_sees_the_facade_only",
        [("app/src/app.rs", bad)],
        &breaches,
    );
}

#[test]
fn page_ticks_in_one_place() {
    let ticking = "fn f() { window.request_animation_frame(&g); }";
    check("one_tick_loop", [("app/src/tick_loop.rs", ticking)], &[]);
    check(
        "one_tick_loop",
        [("app/src/app.rs", ticking)],
        &["app/src/app.rs:1"],
    );
    check(
        "one_tick_loop",
        [("app/src/app.rs", "let x = set_interval(f);")],
        &["app/src/app.rs:1"],
    );
}

#[test]
fn sentences_are_in_the_catalogue() {
    let good = "\
/// Nobody reads \"a comment like this\".
#[expect(dead_code, reason = \"nobody looks\")]
const DARK: &str = \"(prefers-color-scheme: dark)\";
const CLASSES: [&str; 2] = [\"o1 has-core\", \"event is-act\"];
fn f() {
    note(&format!(\"data-{key} could not be written\"));
    view! { <b class=\"btn btn--sm is left alone\" title=say::deck_play()>\"Rebalance Lab\"</b> }
}
#[cfg(test)]
mod tests { const A: &str = \"Next event\"; }
";
    check("sentences_are_messages", [("app/src/app.rs", good)], &[]);
    let bad = "\
fn f() {
    view! { <b title=\"Next event\">{say::deck_play()} \"다음 이벤트\"</b> }
    session.say(format!(\"{who} was killed at {at}.\"), true);
    warn(\"Downloads (of pictures) \\
          are refused.\");
}
";
    check(
        "sentences_are_messages",
        [("app/src/features/deck.rs", bad), ("app/src/bench.rs", bad)],
        &[
            "app/src/features/deck.rs:2",
            "app/src/features/deck.rs:2",
            "app/src/features/deck.rs:3",
            "app/src/features/deck.rs:4",
        ],
    );
}

#[test]
fn style_sheets_are_linked() {
    let index = "<link data-trunk rel=\"css\" href=\"styles/tokens.css\" />";
    let part = "const STYLES: [&str; 1] = [include_str!(\"compare.css\")];";
    let linked = [
        ("app/index.html", index),
        ("app/src/features/compare.css", ""),
        ("app/src/features/later.rs", part),
        ("app/styles/tokens.css", ""),
    ];
    check("css_is_linked", linked, &[]);
    check(
        "css_is_linked",
        [("app/index.html", index)],
        &["app/index.html:0"],
    );
    let unlinked = [
        ("app/index.html", index),
        ("app/src/features/transport_bar.css", "\n@import \"x.css\";"),
        ("app/styles/tokens.css", ""),
    ];
    let breaches = [
        "app/src/features/transport_bar.css:0",
        "app/src/features/transport_bar.css:2",
    ];
    check("css_is_linked", unlinked, &breaches);
}

#[test]
fn colours_stand_in_the_tokens() {
    let path = "app/styles/base.css";
    check(
        "colours_are_tokens",
        [("app/styles/tokens.css", "a { color: #fff; }")],
        &[],
    );
    let good = "\
#abc:hover { color: var(--red); white-space: nowrap; background: url(#fff); }
.red { color: color-mix(in oklab, var(--ink) 50%, transparent); content: \"red\"; } /* #fff */
";
    check("colours_are_tokens", [(path, good)], &[]);
    for bad in [
        "#fff",
        "1px solid #12345678",
        "rgb(1 2 3)",
        "RED",
        "light-dark(white, var(--x))",
    ] {
        let css = format!("a {{\n  b: {bad}; }}");
        check(
            "colours_are_tokens",
            [(path, css.as_str())],
            &["app/styles/base.css:2"],
        );
    }
}

#[test]
fn files_stay_small() {
    let long = "x\n".repeat(701);
    check(
        "file_sizes",
        [("app/src/app.rs", long.as_str())],
        &["app/src/app.rs:0"],
    );
    check("file_sizes", [("docs/long.md", long.as_str())], &[]);
    let generated = format!("// @generated by a script\n{long}");
    check(
        "file_sizes",
        [("sim-core/src/table.rs", generated.as_str())],
        &[],
    );
}

#[test]
fn files_are_compiled() {
    let files = [
        ("app/src/lib.rs", "pub mod session; // mod unused;"),
        ("app/src/session.rs", "mod command;"),
        ("app/src/session/command.rs", ""),
        ("app/src/unused.rs", ""),
    ];
    check("no_dead_files", files, &["app/src/unused.rs:0"]);
}

#[test]
fn leftovers_are_found() {
    let marker = format!("fn f() {{}} // {}: more", concat!("TO", "DO"));
    check(
        "finished_work",
        [("app/src/app.rs", marker.as_str())],
        &["app/src/app.rs:1"],
    );
    let ignored = format!("\n{}]", concat!("#[ig", "nore"));
    check(
        "finished_work",
        [("app/src/app.rs", ignored.as_str())],
        &["app/src/app.rs:2"],
    );
    let sleeping = format!("std::{}(d);", concat!("thread", "::sleep"));
    check(
        "tests_never_sleep",
        [("tests/tests/a.rs", sleeping.as_str())],
        &["tests/tests/a.rs:1"],
    );
}

#[test]
fn journeys_carry_their_prefix() {
    let plain = "#[test]\nfn plays() {}";
    let journey = "#[test]\nfn e2e_plays() {}";
    let kept = [
        ("tests/tests/e2e/playback.rs", journey),
        ("tests/tests/tidy.rs", plain),
    ];
    check("journeys_are_marked", kept, &[]);
    let swapped = [
        ("tests/tests/e2e/playback.rs", plain),
        ("tests/tests/tidy.rs", journey),
    ];
    check(
        "journeys_are_marked",
        swapped,
        &["tests/tests/e2e/playback.rs:1", "tests/tests/tidy.rs:1"],
    );
}

#[test]
fn paths_of_one_machine_are_found() {
    let path = format!("see {}someone/notes", concat!("/ho", "me/"));
    check(
        "no_machine_paths",
        [("README.md", path.as_str())],
        &["README.md:1"],
    );
    check(
        "no_machine_paths",
        [("tests/fixtures/a.json", path.as_str())],
        &[],
    );
    check(
        "no_machine_paths",
        [("README.md", "https://example.org/home/page")],
        &[],
    );
}

#[test]
fn changelog_has_its_form() {
    let path = "docs/CHANGELOG.md";
    let good = "# Changelog\n\n## [Unreleased]\n\n### Added\n- x\n\n## [0.1.0] - 2001-02-03\n\n### Fixed\n- y\n";
    check("changelog", [(path, good)], &[]);
    check("changelog", [], &["docs/CHANGELOG.md:0"]);
    check(
        "changelog",
        [(path, "# Changelog\n")],
        &["docs/CHANGELOG.md:0"],
    );
    let bad = "# Changelog\n## [0.1.0] - 2001-02-03\n### News\n## [0.0.1]\n- z\n";
    let breaches = [
        "docs/CHANGELOG.md:2",
        "docs/CHANGELOG.md:3",
        "docs/CHANGELOG.md:4",
        "docs/CHANGELOG.md:5",
    ];
    check("changelog", [(path, bad)], &breaches);
}

#[test]
fn links_must_lead_to_files() {
    let readme = "[style](docs/STYLE.md#ids), [site](https://example.org), [gone](docs/GONE.md)";
    let files = [
        ("README.md", readme),
        ("docs/STYLE.md", "[back](../README.md)"),
    ];
    check("links_lead_somewhere", files, &["README.md:1"]);
}

#[test]
fn the_model_tells_of_every_key() {
    let name = "model_tells_of_every_key";
    let path = "docs/MODEL.md";
    let model = include_str!("../../docs/MODEL.md");
    check(name, [(path, model)], &[]);
    let place = |row: &str| {
        let before = model.split(row).next().unwrap();
        format!("{path}:{}", before.lines().count() + 1)
    };
    let rack = "| `client.rack` | not modelled |";
    for wrong in ["modelled", "simplified", "perhaps"] {
        let text = model.replace(rack, &format!("| `client.rack` | {wrong} |"));
        check(name, [(path, text.as_str())], &[place(rack).as_str()]);
    }
    let size = "| `group.max.size` | modelled |";
    let text = model.replace(size, "| `group.max.size` | not modelled |");
    check(name, [(path, text.as_str())], &[place(size).as_str()]);
    // Misspelt, so the key has no row and the row no key.
    let text = model.replace(rack, "| `client.racks` | not modelled |");
    let breaches = ["docs/MODEL.md:0".to_owned(), place(rack)];
    check(
        name,
        [(path, text.as_str())],
        &breaches.each_ref().map(String::as_str),
    );
}

#[test]
fn versions_must_agree() {
    let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
    let tools = "const WASM_BINDGEN: &str = \"0.2.9\";\n[\"install\", \"wasm-bindgen-cli@0.2.9\"]";
    let trunk = "[tools]\nwasm_bindgen = \"0.2.9\"\n";
    let pinned = "wasm-bindgen = \"=0.2.9\"\n";
    let tree = |trunk, pin| {
        [
            ("Cargo.lock", lock),
            ("Trunk.toml", trunk),
            ("xtask/src/tools.rs", tools),
            ("app/Cargo.toml", pin),
        ]
    };
    check("tool_versions_agree", tree(trunk, pinned), &[]);
    check("tool_versions_agree", tree("", pinned), &["Trunk.toml:0"]);
    check(
        "tool_versions_agree",
        tree(trunk, "wasm-bindgen = \"0.2\"\n"),
        &["app/Cargo.toml:1"],
    );
}
