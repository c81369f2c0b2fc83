//! A static file server for `dist/`, on a free loopback port and under any path.
//!
//! As plain as the plainest host: no compression, no fallback page, one request per connection. A
//! journey may add pages that exist nowhere else, and read what was asked for.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Outcome;

/// Serves one folder until dropped.
#[derive(Debug)]
pub struct FileServer {
    address: SocketAddr,
    site: Arc<Site>,
    stopping: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl FileServer {
    /// Serves `folder` under `base`, a path such as `/` or `/some/where/`.
    pub fn start(folder: &Path, base: &str) -> Outcome<Self> {
        assert!(
            base.starts_with('/') && base.ends_with('/'),
            "{base} is not a folder's path"
        );
        if !folder.join("index.html").is_file() {
            return Err(format!(
                "{} has no index.html: run `cargo xtask build`",
                folder.display()
            )
            .into());
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let site = Arc::new(Site::new(folder, base));
        let (served, stop) = (Arc::clone(&site), Arc::clone(&stopping));
        let listener = std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let site = Arc::clone(&served);
                std::thread::spawn(move || site.answer(&connection));
            }
        });
        Ok(Self {
            address,
            site,
            stopping,
            listener: Some(listener),
        })
    }

    /// The address of `suffix`, for example `index.html?embed=1`.
    pub fn url(&self, suffix: &str) -> String {
        format!("http://{}{}{suffix}", self.address, self.site.base)
    }

    /// Serves `html` as the page `name`, under a content security policy if there is one.
    pub fn put(&self, name: &str, html: &str, policy: Option<&str>) {
        let page = (html.to_owned(), policy.map(str::to_owned));
        held(&self.site.pages).insert(name.to_owned(), page);
    }

    /// Sends this content security policy with every page of the folder.
    pub fn restrict(&self, policy: &str) {
        *held(&self.site.policy) = Some(policy.to_owned());
    }

    /// From now on hangs up on everybody, or answers again: a network that went away.
    pub fn be_away(&self, is_away: bool) {
        self.site.away.store(is_away, Ordering::Relaxed);
    }

    /// What was asked for since the last call, below the base and without queries.
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *held(&self.site.requests))
    }
}

impl Drop for FileServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // The listener wakes up only for a connection.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(listener) = self.listener.take().filter(|_| woken) {
            let _ended = listener.join();
        }
    }
}

#[derive(Debug)]
struct Site {
    folder: PathBuf,
    base: String,
    pages: Mutex<BTreeMap<String, (String, Option<String>)>>,
    policy: Mutex<Option<String>>,
    requests: Mutex<Vec<String>>,
    away: AtomicBool,
}

/// What a lock guards, also after a thread that held it failed.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file on its way.
struct Answer {
    media_type: &'static str,
    policy: Option<String>,
    body: Vec<u8>,
}

impl Site {
    fn new(folder: &Path, base: &str) -> Self {
        Self {
            folder: folder.to_path_buf(),
            base: base.to_owned(),
            pages: Mutex::default(),
            policy: Mutex::default(),
            requests: Mutex::default(),
            away: AtomicBool::default(),
        }
    }

    /// Answers one request. A browser that hangs up early is not our concern.
    fn answer(&self, connection: &TcpStream) {
        let _sent = self.try_answer(connection);
    }

    fn try_answer(&self, mut connection: &TcpStream) -> std::io::Result<()> {
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut lines = BufReader::new(connection).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        // The body starts only after the headers were read, else closing resets the connection.
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        if self.away.load(Ordering::Relaxed) {
            return Ok(());
        }
        let asked = request.split_whitespace().nth(1).unwrap_or_default();
        let (status, answer) = match self.find(asked) {
            Some(answer) => ("200 OK", answer),
            None => ("404 Not Found", Answer::missing()),
        };
        let policy = answer.policy.map_or_else(String::new, |policy| {
            format!("Content-Security-Policy: {policy}\r\n")
        });
        write!(
            connection,
            "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{policy}\
             Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
            answer.media_type,
            answer.body.len()
        )?;
        connection.write_all(&answer.body)
    }

    /// What a request target names, noted as asked for.
    fn find(&self, target: &str) -> Option<Answer> {
        let name = self.name_of(target)?;
        held(&self.requests).push(name.to_owned());
        if let Some((html, policy)) = held(&self.pages).get(name).cloned() {
            return Some(Answer {
                media_type: "text/html; charset=utf-8",
                policy,
                body: html.into_bytes(),
            });
        }
        let file = self.file_of(target)?;
        let media_type = media_type(&file);
        let is_page = media_type.starts_with("text/html");
        Some(Answer {
            media_type,
            policy: held(&self.policy).clone().filter(|_| is_page),
            body: std::fs::read(file).ok()?,
        })
    }

    fn name_of<'a>(&self, target: &'a str) -> Option<&'a str> {
        target.split(['?', '#']).next()?.strip_prefix(&self.base)
    }

    /// The file that a request target names, if it lies under the base.
    fn file_of(&self, target: &str) -> Option<PathBuf> {
        let relative = Path::new(self.name_of(target)?);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return None;
        }
        let file = self.folder.join(relative);
        Some(if file.is_dir() {
            file.join("index.html")
        } else {
            file
        })
    }
}

impl Answer {
    fn missing() -> Self {
        Self {
            media_type: "text/plain",
            policy: None,
            body: b"not found\n".to_vec(),
        }
    }
}

fn media_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "txt" | "yaml" | "yml" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_under_the_base_are_served() {
        let site = Site::new(Path::new("site"), "/some/where/");
        let file = |target| site.file_of(target);
        assert_eq!(
            file("/some/where/a.js?x=1"),
            Some(PathBuf::from("site/a.js"))
        );
        assert_eq!(file("/some/where/"), Some(PathBuf::from("site/")));
        assert_eq!(file("/a.js"), None);
        assert_eq!(file("/some/where/../secret"), None);
        assert_eq!(file("/some/where//etc/passwd"), None);
    }
}
