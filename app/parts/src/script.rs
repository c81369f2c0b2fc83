//! The script that wasm-bindgen writes, with the loader of the parts in it: one file less to wait
//! for.

use crate::{LOADER, Outcome};

/// What fetches a part. Some hosts serve wasm under another type, which this would refuse; and
/// what is no module should fail by its status.
const STREAMED: &str = "(WebAssembly.instantiateStreaming(src, imports))";
const READ: &str = "{
        const response = await src;
        if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
        return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    }";

/// The script with the loader in place of its imports, of which there is one per part.
pub fn joined(script: &str, loader: &str) -> Outcome<String> {
    let body = loader.split_once('\n').map_or("", |(_import, body)| body);
    let body = replaced(body, STREAMED, READ)?;
    let names: Vec<&str> = body
        .split("export const ")
        .skip(1)
        .filter_map(|rest| rest.split(' ').next())
        .collect();
    let given = names.join(", ");
    let body = body.replace("export const ", "const ");
    let end = format!(" from \"{LOADER}\"");
    let mut imports = 0;
    let lines: Vec<String> = script
        .lines()
        .map(|line| {
            let import = line.strip_suffix(&end);
            let name = import.and_then(|line| line.strip_prefix("import * as "));
            imports += usize::from(name.is_some());
            name.map_or_else(|| line.to_owned(), |name| format!("const {name} = parts;"))
        })
        .collect();
    let all = format!(
        "const parts = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n{}\n",
        lines.join("\n")
    );
    let all = bare(&all);
    if imports == 0 || all.contains(&end) {
        return Err("wasm-bindgen's script imports the loader in another way".into());
    }
    Ok(all)
}

/// Without indentation and what wasm-bindgen explains to programmers.
fn bare(script: &str) -> String {
    let mut is_comment = false;
    let mut kept = String::new();
    for line in script.lines().map(str::trim_start) {
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    kept
}

/// The script with another name for a part's file.
pub fn renamed(script: &str, old: &str, new: &str) -> Outcome<String> {
    replaced(script, &format!("\"./{old}\""), &format!("\"./{new}\""))
}

fn replaced(text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.contains(old) {
        Ok(text.replace(old, new))
    } else {
        Err(format!("the loader of the parts has no `{old}`").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_takes_the_place_of_its_import() {
        let script = "import * as import1 from \"./parts.js\"\n\
            import * as import2 from \"./parts.js\"\n\n/**\n * A word.\n */\n    use(import1);\n";
        let loader = "import { initSync } from \"./app.js\";\n\
            export const load = () => fetch(\"./split_a.wasm\").then((src) => \
            (WebAssembly.instantiateStreaming(src, imports)));\n";
        let all = joined(script, loader).unwrap();
        let all = renamed(&all, "split_a.wasm", "app-1_a.wasm").unwrap();
        assert!(
            all.starts_with("const parts = (() => {\nconst load = "),
            "{all}"
        );
        let end = "return { load };\n})();\nconst import1 = parts;\nconst import2 = parts;\nuse(import1);\n";
        assert!(all.ends_with(end), "{all}");
        assert!(all.contains("fetch(\"./app-1_a.wasm\")"), "{all}");
        assert!(!all.contains("instantiateStreaming"), "{all}");
        assert!(joined("", loader).is_err());
        assert!(joined(script, "").is_err());
        assert!(joined("import { load } from \"./parts.js\"\n", loader).is_err());
    }
}
