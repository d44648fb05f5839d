//! The product itself: the real binary, on an empty database, in a folder of its own.

use anyhow::{Context as _, Result, ensure};
use nep::quizzes::rules::Drawn;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// `nep serve`, stopped when dropped.
pub(crate) struct Server {
    process: Child,
    folder: TempDir,
    /// Its file of data, in the folder.
    database: &'static str,
    base: String,
    setup: String,
}

impl Server {
    /// Starts it on an empty database and reads the one-time set-up address from its output.
    pub(crate) async fn start() -> Result<Self> {
        Self::serve(&[]).await
    }

    /// The same with a content folder.
    pub(crate) async fn start_with(content: &str) -> Result<Self> {
        Self::serve(&["--content", content]).await
    }

    async fn serve(more: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = format!("sqlite:{}", folder.path().join("nep.db").display());
        let command = [&["serve", "--database", &database], more].concat();
        let mut server = Self::run((folder, "nep.db"), &command, "/setup/").await?;
        server.setup = server.setup.trim().to_owned();
        Ok(server)
    }

    /// Starts the trial with its invented people.
    pub(crate) async fn demo() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("demo").display().to_string();
        Self::run((folder, "demo/nep-demo.db"), &["demo", "--data", &data], "http://").await
    }

    /// Runs a command of the binary on a free port, until it prints a line with `words`.
    async fn run(kept: (TempDir, &'static str), command: &[&str], words: &str) -> Result<Self> {
        let (folder, database) = kept;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let (listen, base) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}"));
        let log = std::fs::File::create(folder.path().join("log"))?;
        let mut process = Command::new(env!("CARGO_BIN_EXE_nep"))
            .args(command)
            .args(["--listen", &listen, "--public-url", &base])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let output = process.stdout.take().context("no output")?;
        let mut lines = BufReader::new(output).lines();
        let found = lines.by_ref().map_while(Result::ok).find(|line| line.contains(words));
        // Whatever else it prints must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let server = Self { process, folder, database, base, setup: found.unwrap_or_default() };
        server.wait().await?;
        Ok(server)
    }

    async fn wait(&self) -> Result<()> {
        for _ in 0..100 {
            if let Ok(answer) = reqwest::get(format!("{}/healthz", self.base)).await {
                ensure!(answer.status().is_success(), "/healthz: {}", answer.status());
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the server does not answer at {}", self.base)
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The one-time set-up address.
    pub(crate) fn setup(&self) -> &str {
        &self.setup
    }

    /// What a sitting asked, with the key: from the database, for no page tells before grading.
    pub(crate) async fn asked(&self, attempt: &str) -> Result<Vec<Drawn>> {
        let path = self.folder.path().join(self.database);
        let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}?mode=ro", path.display())).await?;
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select m.body, i.shown from attempt_item i join item m on m.sha256 = i.item_sha256
             where i.attempt_id = $1 order by i.place",
        )
        .bind(attempt)
        .fetch_all(&pool)
        .await?;
        pool.close().await;
        rows.iter().map(|(body, shown)| Drawn::rebuild(body, shown).context("a question that cannot be read")).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
