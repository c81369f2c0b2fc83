//! Makes one function per message, and one table per language, of the `*.ftl` files.

#![expect(clippy::print_stdout, reason = "how a build script talks to cargo")]

mod compile;

use std::path::Path;
use std::{env, fs};

use compile::{Source, compile};

fn main() {
    let folder = |language: &str| {
        println!("cargo::rerun-if-changed={language}");
        let mut files: Vec<_> = fs::read_dir(language)
            .expect("each language has a folder")
            .map(|entry| entry.expect("the folder can be listed").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
            .collect();
        files.sort();
        let read = |path: &Path| Source {
            name: path.display().to_string(),
            text: fs::read_to_string(path).expect("the file can be read"),
        };
        files.iter().map(|path| read(path)).collect::<Vec<_>>()
    };
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let write = |name: &str, text: &str| {
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR can be written");
    };
    match compile(&folder("en"), &folder("ko")) {
        Ok(made) => {
            write("say.rs", &made.functions);
            write("en.txt", &made.english);
            write("ko.txt", &made.korean);
            let name = format!("ko-{:016x}.txt", fingerprint(&made));
            write(
                "files.rs",
                &format!(
                    "/// Name of the Korean table's file; another one for another table.\npub const KOREAN_FILE: &str = \"{name}\";\n"
                ),
            );
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
        }
    }
}

/// FNV-1a of what a table depends on: its own words and the order of the messages.
fn fingerprint(made: &compile::Made) -> u64 {
    let bytes = made.functions.bytes().chain(made.korean.bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
