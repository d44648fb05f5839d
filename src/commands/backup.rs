//! `nep backup`: the whole database into one file, while the server runs.

use crate::db::{self, Db, newest_schema};
use crate::id::hex;
use crate::time::{Clock, day_of, exact_moment};
use anyhow::{Context as _, ensure};
use clap::Args;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to save, and where.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A folder that is there: the name is made of the moment; or a file to write, ending in .nep.gz
    #[arg(long, value_name = "DIR|FILE")]
    to: PathBuf,

    /// In a folder: how many backups stay, the newest ones [default: all]
    #[arg(long, value_name = "N")]
    keep: Option<usize>,

    /// Database: sqlite:PATH or postgres://…
    #[arg(
        long,
        env = "NEP_DATABASE",
        default_value = "sqlite:data/nep.db",
        value_name = "URL",
        hide_env_values = true
    )]
    database: String,
}

/// Ending of a backup's name.
const ENDING: &str = ".nep.gz";

/// What stands in the first line of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The migration its rows are of.
    pub schema: i64,
    /// UTC milliseconds.
    pub made_at: i64,
    /// Its newest leaf; -1 when there is none.
    pub leaf: i64,
}

/// Saves, and reads again what was saved.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    ensure!(arguments.keep != Some(0), "--keep 0 giữ không bản nào");
    if let Some(path) = arguments.database.strip_prefix("sqlite:") {
        ensure!(Path::new(path).exists(), "không có cơ sở dữ liệu tại {path}");
    }
    let folder = arguments.to.is_dir();
    let named = arguments.to.to_string_lossy().ends_with(ENDING);
    ensure!(folder || named, "không có thư mục {}; tên tệp phải kết thúc bằng {ENDING}", arguments.to.display());
    ensure!(folder || arguments.keep.is_none(), "--keep chỉ dùng khi --to là thư mục");
    let db = Db::open(&arguments.database).await.context("không mở được cơ sở dữ liệu")?;
    let made = make(&db, &arguments.to, Clock::System.now()).await;
    db.close().await;
    let (path, head, rows) = made?;
    println!(
        "Đã sao lưu {rows} dòng, đến dòng thứ {} của nhật ký, lúc {}: {}",
        head.leaf,
        exact_moment(head.made_at),
        path.display()
    );
    println!(
        "Khóa của liên kết cá nhân (tệp --key) không nằm trong bản sao lưu; khi khôi phục ở nơi khác, cấp lại liên kết."
    );
    if let Some(keep) = arguments.keep {
        forget(&arguments.to, keep)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes one snapshot of a database; where, of which moment, and how many rows. Nothing is left of what fails.
///
/// # Errors
/// When it cannot be read, written, or read again.
pub async fn make(db: &Db, to: &Path, now: i64) -> anyhow::Result<(PathBuf, Head, i64)> {
    let (folder, path) = place(to, now);
    let file = tempfile::Builder::new()
        .prefix(".nep-backup")
        .tempfile_in(&folder)
        .with_context(|| folder.display().to_string())?;
    let (head, counts) = write(db, file.as_file(), now).await?;
    file.as_file().sync_all()?;
    let (read, again) = read(file.path(), |_| Ok(()))?;
    ensure!(read == head && again == counts, "the backup cannot be read again");
    file.persist(&path).with_context(|| path.display().to_string())?;
    File::open(&folder)?.sync_all()?;
    Ok((path, head, counts.values().sum()))
}

/// Writes one snapshot into a file.
async fn write(db: &Db, file: &File, now: i64) -> anyhow::Result<(Head, BTreeMap<String, i64>)> {
    let mut at = db.snapshot().await?;
    let row = sqlx::query("select coalesce(max(n), -1) from ledger_leaf").fetch_one(&mut at).await?;
    let head = Head { schema: newest_schema(), made_at: now, leaf: row.try_get(0)? };
    let mut out = Lines { out: GzEncoder::new(BufWriter::new(file), Compression::fast()), hash: Sha256::new() };
    out.put(&json!({ "nep": 1, "schema": head.schema, "made_at": head.made_at, "leaf": head.leaf }))?;
    let counts = db::dump(&mut at, |line| out.put(line)).await?;
    at.end().await;
    let sum = hex(&out.hash.clone().finalize());
    out.put(&json!({ "counts": counts, "sha256": sum }))?;
    let Lines { out, .. } = out;
    out.finish()?.flush()?;
    Ok((head, counts))
}

struct Lines<W: Write> {
    out: GzEncoder<W>,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &Value) -> std::io::Result<()> {
        let text = format!("{line}\n");
        self.hash.update(&text);
        self.out.write_all(text.as_bytes())
    }
}

/// The folder, and the name in it.
fn place(to: &Path, now: i64) -> (PathBuf, PathBuf) {
    if to.is_dir() {
        let clock: String = exact_moment(now).chars().take(8).filter(char::is_ascii_digit).collect();
        let name = format!("nep-{}-{clock}{ENDING}", day_of(now));
        return (to.to_owned(), to.join(name));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder.to_owned(), to.to_owned())
}

/// Deletes all but the newest; their names sort by their moments.
fn forget(folder: &Path, keep: usize) -> anyhow::Result<()> {
    let mut names: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("nep-") && name.ends_with(ENDING) {
            names.push(path);
        }
    }
    names.sort();
    for old in names.iter().rev().skip(keep) {
        std::fs::remove_file(old).with_context(|| old.display().to_string())?;
    }
    Ok(())
}

/// Reads a backup, handing each line of a table to `keep`; its head and its counts, when it is whole.
///
/// # Errors
/// One sentence for what is no backup, is cut, or was changed.
pub fn read(
    path: &Path,
    mut keep: impl FnMut(Value) -> anyhow::Result<()>,
) -> anyhow::Result<(Head, BTreeMap<String, i64>)> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let other = || format!("{} không phải bản sao lưu của Nếp", path.display());
    let cut = || format!("{} bị cắt hoặc bị sửa, không dùng được", path.display());
    let mut lines = BufReader::new(GzDecoder::new(BufReader::new(file)));
    let (mut hash, mut head, mut text) = (Sha256::new(), None, String::new());
    loop {
        text.clear();
        let told = || if head.is_none() { other() } else { cut() };
        // Why a file cannot be unpacked or read is of no use to whoever holds a wrong one.
        let read = lines.read_line(&mut text).map_err(|_| anyhow::anyhow!(told()))?;
        ensure!(read > 0, "{}", told());
        let line: Value = serde_json::from_str(&text).map_err(|_| anyhow::anyhow!(told()))?;
        let number = |name: &str| line.get(name).and_then(Value::as_i64);
        match &head {
            None => {
                ensure!(number("nep") == Some(1), "{}", other());
                let parts = (number("schema"), number("made_at"), number("leaf"));
                let (Some(schema), Some(made_at), Some(leaf)) = parts else { anyhow::bail!(other()) };
                ensure!(schema <= newest_schema(), "bản sao lưu thuộc phiên bản phần mềm mới hơn");
                head = Some(Head { schema, made_at, leaf });
            }
            Some(head) if line.get("counts").is_some() => {
                let sum = hex(&hash.finalize());
                ensure!(line.get("sha256").and_then(Value::as_str) == Some(sum.as_str()), "{}", cut());
                let counts = serde_json::from_value(line.get("counts").cloned().unwrap_or_default())?;
                return Ok((head.clone(), counts));
            }
            Some(_) => keep(line)?,
        }
        hash.update(&text);
    }
}
