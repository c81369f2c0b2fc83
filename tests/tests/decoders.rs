//! What comes from outside is read as it always was.

use std::fs;
use std::path::Path;

use lab_tests::{Outcome, decoders};
use sim_core::link::{VERSION, decode, from_file};

/// Name and content of every file of a folder below this package.
fn files(folder: &str) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))? {
        let path = entry?.path();
        files.push((path.display().to_string(), fs::read(path)?));
    }
    Ok(files)
}

#[test]
fn links_of_every_version_open() -> Outcome {
    for version in 1..=VERSION {
        let files = files(&format!("fixtures/links/v{version}"))?;
        assert!(files.len() >= 6, "version {version} has {}", files.len());
        for (path, text) in files {
            let text = String::from_utf8(text)?;
            let (link, file) = text.split_once('\n').unwrap_or_default();
            let opened = decode(link).map_err(|error| format!("{path}: {error}"))?;
            let wanted = from_file(file).map_err(|error| format!("{path}: {error}"))?;
            assert_eq!(opened, wanted, "{path}");
        }
    }
    Ok(())
}

/// A reader and its corpus.
type Reader = (&'static str, fn(&[u8]));

#[test]
fn corpora_break_no_reader() -> Outcome {
    let readers: [Reader; 6] = [
        ("link", decoders::link),
        ("file", decoders::file),
        ("recording", decoders::recording),
        ("scenario", decoders::scenario),
        ("paste", decoders::paste),
        ("command", decoders::command),
    ];
    let mut corpora = Vec::new();
    for (name, _) in readers {
        corpora.extend(files(&format!("fuzz/corpus/{name}"))?);
    }
    assert!(corpora.len() > 50, "{}", corpora.len());
    for (name, read) in readers {
        for (path, bytes) in &corpora {
            let outcome = std::panic::catch_unwind(|| read(bytes));
            assert!(outcome.is_ok(), "{name} breaks on {path}");
        }
    }
    Ok(())
}
