//! `nep restore`: a backup into an empty database; what comes of it is seen as a copy.

use super::backup::{self, Head};
use super::serve;
use crate::config::Config;
use crate::db::Filling;
use crate::time::{Clock, exact_moment};
use crate::verify;
use anyhow::ensure;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Which backup, and where to.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file that `nep backup` wrote
    file: PathBuf,

    /// An empty database: sqlite:PATH (a new file) or postgres://…
    #[arg(long, env = "NEP_DATABASE", value_name = "URL", hide_env_values = true)]
    database: String,

    /// Key of personal links [default: beside the SQLite file, else data/nep.key]; a new one is made where there is none
    #[arg(long, env = "NEP_KEY", value_name = "FILE")]
    key: Option<PathBuf>,
}

/// Exit code when the restored database does not agree with itself.
const DIFFERS: u8 = 3;

/// Restores, then compares rows with leaves and copies with facts.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let head = fill(&arguments.file, &arguments.database, Clock::System.now()).await?;
    let config = Config { database: Some(arguments.database), key: arguments.key, ..Config::default() };
    let app = serve::open(config, Clock::System).await?;
    let mut found: Vec<String> = verify::ledger(&app.db).await?.iter().map(ToString::to_string).collect();
    found.extend(verify::standing(&app).await?);
    app.db.close().await;
    println!("Đã khôi phục bản sao lưu lúc {}, đến dòng thứ {} của nhật ký.", exact_moment(head.made_at), head.leaf);
    println!(
        "Mọi phiên đăng nhập đã kết thúc, mọi liên kết chưa dùng đã hết hiệu lực. Việc làm sau thời điểm trên, kể cả việc xóa dữ liệu cá nhân, phải làm lại."
    );
    for line in found.iter().take(50) {
        println!("{line}");
    }
    println!("{} chỗ khác nhau", found.len());
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERS) })
}

/// Puts a backup into an empty database, all of it or nothing.
///
/// # Errors
/// One sentence: the file is no whole backup, or the database is not empty.
#[expect(clippy::disallowed_methods, reason = "one file, read by a command that does nothing else")]
pub async fn fill(file: &std::path::Path, url: &str, now: i64) -> anyhow::Result<Head> {
    // Once through the whole file before anything is touched.
    let (head, counts) = backup::read(file, |_| Ok(()))?;
    if let Some(path) = url.strip_prefix("sqlite:") {
        let empty = std::fs::metadata(path).map_or(true, |there| there.len() == 0);
        ensure!(empty, "cơ sở dữ liệu {path} không trống; chỉ khôi phục vào nơi trống");
    }
    let filling = Filling::begin(url, head.schema).await?;
    let (send, mut lines) = tokio::sync::mpsc::channel::<Value>(256);
    let path = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        backup::read(&path, |line| send.blocking_send(line).map_err(anyhow::Error::from))
    });
    let mut filling = filling;
    while let Some(line) = lines.recv().await {
        filling.line(line).await?;
    }
    reading.await??;
    let mark = json!({ "made_at": head.made_at, "leaf": head.leaf }).to_string();
    filling.end(&counts, &mark, now).await?;
    Ok(head)
}
