//! Makes one function per message, and one table per language, of the `*.ftl` files; of the
//! glossaries a table of their own, because only those who ask for a term need it.

#![expect(clippy::print_stdout, reason = "how a build script talks to cargo")]

mod compile;
mod glossary;

use std::path::Path;
use std::{env, fs};

use compile::{Source, compile};

const GLOSSARY: &str = "glossary.ftl";

fn main() {
    let folder = |language: &str| {
        println!("cargo::rerun-if-changed={language}");
        let mut files: Vec<_> = fs::read_dir(language)
            .expect("each language has a folder")
            .map(|entry| entry.expect("the folder can be listed").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
            .filter(|path| !path.ends_with(GLOSSARY))
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
    let terms = |language: &str| {
        let path = Path::new(language).join(GLOSSARY);
        fs::read_to_string(path).expect("each language has a glossary")
    };
    let made = compile(&folder("en"), &folder("ko"));
    let made = made.and_then(|made| Ok((made, glossary::tables(&terms("en"), &terms("ko"))?)));
    match made {
        Ok((made, [english, korean])) => {
            write("say.rs", &made.functions);
            write("en.txt", &made.english);
            write("ko.txt", &made.korean);
            write("glossary-en.txt", &english);
            write("glossary-ko.txt", &korean);
            // A table depends on its own words and on the order of the messages.
            let files = [
                ("KOREAN", "ko", fingerprint([&made.functions, &made.korean])),
                ("ENGLISH_TERMS", "glossary-en", fingerprint([&english])),
                ("KOREAN_TERMS", "glossary-ko", fingerprint([&korean])),
            ];
            let constant = |(name, file, print): (&str, &str, u64)| {
                format!(
                    "/// Name of the table's file; another one for another table.\npub const {name}_FILE: &str = \"{file}-{print:016x}.txt\";\n"
                )
            };
            write("files.rs", &files.map(constant).concat());
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
        }
    }
}

/// FNV-1a.
fn fingerprint<const COUNT: usize>(texts: [&String; COUNT]) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
