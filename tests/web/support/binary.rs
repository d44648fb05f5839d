//! The real binary, on a port of its own.

use super::log;
use reqwest::Client;
use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// `nep serve` with its own defaults; killed when dropped.
pub(crate) struct Server {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    _folder: TempDir,
}

impl Server {
    /// Serves this database to `127.0.0.0/8`.
    pub(crate) async fn start(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let key = folder.path().join("key");
        let log = log::file("app-binary.log").map_or_else(Stdio::null, Stdio::from);
        let process = Command::new(env!("CARGO_BIN_EXE_nep"))
            .args(["serve", "--listen", &format!("0.0.0.0:{port}"), "--public-url", &format!("http://{address}")])
            .args(["--database", database, "--key", &key.display().to_string()])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let server = Self { process, address, _folder: folder };
        let client = Client::builder().no_proxy().build().unwrap();
        for _ in 0..200 {
            let answer = client.get(server.at("/healthz")).send().await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not answer at {}", server.address)
    }

    /// The address of a page.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The most memory it has held so far, in kB.
    pub(crate) fn most_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
