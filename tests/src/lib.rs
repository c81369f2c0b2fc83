//! Whole-product tests: the built page in a real browser, the model against recorded Kafka, and
//! the rules that the repository keeps.
//!
//! Talks to loopback only, and never looks inside `app`: it sees `dist/` as a visitor does.

pub mod assignor_bench;
#[cfg(feature = "browser")]
pub mod axe;
pub mod bench_report;
#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
pub mod browser_bench;
pub mod conform;
pub mod decoders;
pub mod embed;
pub mod lesson_pack;
pub mod lessons;
pub mod link;
#[cfg(feature = "browser")]
pub mod mounts;
pub mod native_bench;
pub mod offline;
#[cfg(feature = "browser")]
pub mod page;
#[cfg(feature = "browser")]
pub mod picture;
pub mod posters;
pub mod server;
pub mod single_file;
pub mod size;
#[cfg(feature = "browser")]
pub mod states;
pub mod tidy;
pub mod vectors;

use std::error::Error;
use std::path::{Path, PathBuf};

/// What the harness's own work comes to. A broken expectation is a panic; this is for everything
/// around it.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// The top of the working copy.
pub fn repository() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The built page.
pub fn dist() -> PathBuf {
    repository().join("dist")
}

/// Where measurements and pictures go, whatever folder cargo builds in.
pub fn output_folder() -> PathBuf {
    repository().join("target")
}
