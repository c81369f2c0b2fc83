//! A static file server for `dist/`, on a free loopback port and under any path.
//!
//! As plain as the plainest host: no compression, no fallback page, one request per connection.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Outcome;

/// Serves one folder until dropped.
#[derive(Debug)]
pub struct FileServer {
    address: SocketAddr,
    base: String,
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
        let site = Arc::new(Site {
            folder: folder.to_path_buf(),
            base: base.to_owned(),
        });
        let stop = Arc::clone(&stopping);
        let listener = std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let site = Arc::clone(&site);
                std::thread::spawn(move || site.answer(&connection));
            }
        });
        Ok(Self {
            address,
            base: base.to_owned(),
            stopping,
            listener: Some(listener),
        })
    }

    /// The address of `suffix`, for example `index.html?embed=1`.
    pub fn url(&self, suffix: &str) -> String {
        format!("http://{}{}{suffix}", self.address, self.base)
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

struct Site {
    folder: PathBuf,
    base: String,
}

impl Site {
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
        let asked = request.split_whitespace().nth(1).unwrap_or_default();
        let file = self
            .file_of(asked)
            .and_then(|file| Some((media_type(&file), std::fs::read(file).ok()?)));
        let (status, media_type, body) = match file {
            Some((media_type, body)) => ("200 OK", media_type, body),
            None => ("404 Not Found", "text/plain", b"not found\n".to_vec()),
        };
        write!(
            connection,
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        connection.write_all(&body)
    }

    /// The file that a request target names, if it lies under the base.
    fn file_of(&self, target: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix(&self.base)?;
        let relative = Path::new(path);
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
        let site = Site {
            folder: PathBuf::from("site"),
            base: "/some/where/".to_owned(),
        };
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
