//! `nep serve` as a process: started, killed, started again at the same address.

use crate::summary::Rig;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where a server will be found, whether it runs or not.
pub(crate) struct Place {
    pub(crate) url: String,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    port: u16,
    folder: TempDir,
}

impl Place {
    pub(crate) fn new(url: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://127.0.0.1:{port}");
        Self { url: url.to_owned(), base, port, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.folder.path().join("key")
    }
}

/// Killed when dropped.
pub(crate) struct Server {
    process: Child,
}

impl Server {
    /// Runs it until it answers that it can serve and write.
    pub(crate) async fn start(rig: &Rig, place: &Place) -> Self {
        Self::start_under(rig, place, &[], &[]).await
    }

    /// The same under another program that becomes it, and with more in its environment.
    pub(crate) async fn start_under(
        rig: &Rig,
        place: &Place,
        under: &[String],
        environment: &[(&str, String)],
    ) -> Self {
        let own = env!("CARGO_BIN_EXE_nep").to_owned();
        let mut words = under.iter().chain([&own]);
        let mut command = Command::new(words.next().unwrap());
        let (listen, key) = (format!("127.0.0.1:{}", place.port), place.key().display().to_string());
        command
            .args(words)
            .args(["serve", "--listen", &listen, "--public-url", &place.base, "--log", "json"])
            .args(["--database", &place.url, "--key", &key, "--proof-minutes", "1440"])
            .current_dir(place.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(rig.log());
        for (name, value) in environment {
            command.env(name, value);
        }
        let server = Self { process: command.spawn().unwrap() };
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(30) {
            let answer = client.get(format!("{}/healthz", place.base)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the server does not answer at {}", place.base)
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Its anonymous memory, in kB.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
