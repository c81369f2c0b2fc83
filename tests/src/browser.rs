//! A headless Chromium of its own for each journey, steered through chromedriver.
//!
//! Ends only the processes it started, also when a journey panics.

use std::future::Future;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use thirtyfour::{
    BrowserLogEntry, CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities,
    LoggingPrefsLogLevel, WebDriver,
};

use crate::Outcome;

const CHROMIUM_FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
];
/// A cold Chromium on a busy two-core machine takes several seconds to come up.
const SESSION_TIMEOUT: Duration = Duration::from_mins(1);
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// One browser with a fresh profile.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    // Dropped in this order: chromedriver ends its Chromium and goes, then the profile does.
    _chromedriver: Chromedriver,
    _profile: Profile,
}

impl Browser {
    pub async fn start() -> Outcome<Self> {
        let chromedriver = Chromedriver::start()?;
        let profile = Profile::new()?;
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in CHROMIUM_FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.0.display()))?;
        if let Some(binary) = program(
            "CHROMIUM",
            &["chromium", "chromium-browser", "google-chrome"],
        ) {
            capabilities.set_binary(&binary.to_string_lossy())?;
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        capabilities.accept_insecure_certs(false)?;
        // A proxy in the environment must not stand between us and loopback.
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(SESSION_TIMEOUT)
            .build()?;
        let address = format!("http://127.0.0.1:{}", chromedriver.port);
        let driver = WebDriver::builder(address, capabilities)
            .client(client)
            .await?;
        // Its own way of ending a dropped session needs the runtime that may be gone by then.
        driver.clone().leak()?;
        Ok(Self {
            driver,
            _chromedriver: chromedriver,
            _profile: profile,
        })
    }

    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Console messages, uncaught errors and failed requests since the last call.
    pub async fn take_console(&self) -> Outcome<Vec<BrowserLogEntry>> {
        Ok(self.driver.browser_log().await?)
    }
}

/// Runs `work` to its end on this thread.
pub fn block_on<T>(work: impl Future<Output = T>) -> Outcome<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

/// A chromedriver process on a port it chose itself.
#[derive(Debug)]
struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    fn start() -> Outcome<Self> {
        let binary = program("CHROMEDRIVER", &["chromedriver"])
            .ok_or("chromedriver is missing; `cargo xtask test` installs it or says how")?;
        let mut command = Command::new(binary);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut started = Self {
            process: command.spawn()?,
            port: 0,
        };
        let printed = started
            .process
            .stdout
            .take()
            .ok_or("chromedriver has no output")?;
        let mut lines = BufReader::new(printed).lines();
        started.port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| port_in(&line))
            .ok_or("chromedriver ended without naming its port")?;
        // It would stop at a full pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(started)
    }
}

impl Chromedriver {
    /// Asks it to end its browsers and itself. It answers when they are gone.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        connection.set_read_timeout(Some(SHUTDOWN_TIMEOUT))?;
        write!(
            connection,
            "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        connection.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Killing it first would leave its Chromium running. One that does not answer is killed.
        let _answered = self.shut_down();
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

fn port_in(line: &str) -> Option<u16> {
    let (_before, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

/// A profile folder that goes away with the browser.
#[derive(Debug)]
struct Profile(PathBuf);

impl Profile {
    fn new() -> Outcome<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("rebalance-lab-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _removed = std::fs::remove_dir_all(&self.0);
    }
}

/// The program that `variable` names, else the first of `names` on the path.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let in_folders = |name: &&str| {
        folders
            .iter()
            .map(|f| f.join(name))
            .find(|p| Path::is_file(p))
    };
    names.iter().find_map(in_folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chromedriver_says_its_port() {
        assert_eq!(
            port_in("ChromeDriver was started successfully on port 33999."),
            Some(33_999)
        );
        assert_eq!(port_in("Starting ChromeDriver 1.2.3 on port 0"), None);
    }
}
