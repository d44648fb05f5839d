//! A lost disk loses no more than the time since the last backup: taken while people work, put into another place.

use crate::support::Site;
use crate::support::engine::{self, is_postgres};
use nep::act::Act;
use nep::app::App;
use nep::commands::{backup, restore, serve};
use nep::config::Config;
use nep::db::{COPIED, LEFT_OUT, dump};
use nep::ledger::append;
use nep::time::Clock;
use serde_json::{Value, json};
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

async fn made(site: &Site, folder: &Path) -> (PathBuf, backup::Head) {
    let (path, head, rows) = backup::make(&site.app.db, folder, site.now()).await.unwrap();
    assert!(rows > 100, "{rows}");
    (path, head)
}

/// Every row of every copied table, by table, in any order; but for the forms, of which one is the mark.
async fn rows(app: &App) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut table = String::new();
    let mut at = app.db.snapshot().await.unwrap();
    let keep = |line: &Value| {
        match line.get("table").and_then(Value::as_str) {
            Some(name) => name.clone_into(&mut table),
            None => drop(all.entry(table.clone()).or_default().insert(line.to_string())),
        }
        Ok(())
    };
    dump(&mut at, keep).await.unwrap();
    at.end().await;
    all
}

async fn opened(database: &engine::Database, folder: &Path) -> App {
    let config =
        Config { database: Some(database.url.clone()), key: Some(folder.join("other.key")), ..Config::default() };
    serve::open(config, Clock::System).await.unwrap()
}

async fn busy_house() -> Site {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    site.link(&site.moan).await;
    nep::rounds::acts::finish(&site.app).await.unwrap();
    site
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_people_work_is_one_moment_of_the_database_and_comes_back_whole() {
    let site = busy_house().await;
    let folder = tempfile::tempdir().unwrap();
    let db = site.app.db.clone();
    let writer = tokio::spawn(async move {
        for n in 0..200_i64 {
            let mut tx = db.write().await.unwrap();
            let leaf = Act::system(n).leaf("test.act").body(json!({ "n": n }));
            let done = append(&mut tx, &leaf).await;
            tx.settle(done).await.unwrap();
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let (path, head) = made(&site, folder.path()).await;
    writer.await.unwrap();
    assert!(site.int("select max(n) from ledger_leaf").await > head.leaf, "people worked on meanwhile");

    let database = engine::new_database().await;
    assert_eq!(restore::fill(&path, &database.url, site.now()).await.unwrap(), head);
    let app = opened(&database, folder.path()).await;
    assert_eq!(nep::verify::ledger(&app.db).await.unwrap(), []);
    assert_eq!(nep::verify::standing(&app).await.unwrap(), Vec::<String>::new());
    let (here, there) = (rows(&site.app).await, rows(&app).await);
    let missing: Vec<_> = there["ledger_leaf"].difference(&here["ledger_leaf"]).collect();
    assert_eq!(missing.len(), 1, "only the leaf that says what this is: {missing:?}");
    assert_eq!(there["ledger_leaf"].len(), usize::try_from(head.leaf + 2).unwrap());
    app.db.close().await;
}

#[tokio::test]
async fn a_restored_database_is_the_same_row_by_row_is_seen_as_one_and_opens_no_old_door() {
    let site = busy_house().await;
    site.alone();
    let folder = tempfile::tempdir().unwrap();
    let (path, head) = made(&site, folder.path()).await;
    let database = engine::new_database().await;
    restore::fill(&path, &database.url, site.now()).await.unwrap();
    let app = opened(&database, folder.path()).await;
    let (here, there) = (rows(&site.app).await, rows(&app).await);
    let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    for name in names {
        let known: &[&str] = match name.as_str() {
            // The leaf and its line; links that were open.
            "ledger_leaf" | "journal" => &["backup.restored"],
            "link" => continue,
            _ => &[],
        };
        let (here, there) = (here.get(name).cloned().unwrap_or_default(), there.get(name).cloned().unwrap_or_default());
        assert_eq!(here.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}: lost");
        let more: Vec<&String> = there.difference(&here).collect();
        assert!(more.len() == known.len() && known.iter().all(|word| more[0].contains(word)), "{name}: {more:?}");
    }
    let count = async |sql: &'static str| -> i64 {
        sqlx::query(sql).fetch_one(app.db.read()).await.unwrap().try_get(0).unwrap()
    };
    assert!(site.int("select count(*) from session").await > 0);
    assert_eq!(count("select count(*) from session").await, 0, "an old cookie is nobody's");
    assert!(site.int("select count(*) from link where used_at is null and revoked_at is null").await > 0);
    assert_eq!(count("select count(*) from link where used_at is null and revoked_at is null").await, 0);
    assert_eq!(count("select max(n) from ledger_leaf").await, head.leaf + 1);
    app.db.close().await;
    let again = opened(&database, folder.path()).await;
    let leaves = sqlx::query("select count(*) from ledger_leaf").fetch_one(again.db.read()).await.unwrap();
    assert_eq!(leaves.try_get::<i64, _>(0).unwrap(), head.leaf + 2, "said once");
    again.db.close().await;
}

#[tokio::test]
async fn a_backup_is_for_its_owner_alone_holds_no_key_and_knows_every_table() {
    let site = busy_house().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = made(&site, folder.path()).await;
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half-made beside it");
    let mut text = String::new();
    backup::read(&path, |line| {
        text.push_str(&line.to_string());
        Ok(())
    })
    .unwrap();
    let key = std::fs::read_to_string(site.app.config.key()).unwrap();
    assert!(key.len() == 64 && !text.contains(&key) && text.contains(&site.hen.id));
    let catalog = if is_postgres() {
        "select table_name::text from information_schema.tables where table_schema = current_schema()"
    } else {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    };
    let there: BTreeSet<String> =
        site.texts(catalog).await.into_iter().filter(|name| name != "_sqlx_migrations").collect();
    let known: BTreeSet<String> = COPIED.iter().chain(&LEFT_OUT).map(|name| (*name).to_owned()).collect();
    assert_eq!(there, known);
}

async fn refused(file: &Path, url: &str) -> String {
    restore::fill(file, url, 1).await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_is_no_whole_backup_is_refused_in_one_sentence_before_anything_is_touched() {
    let site = busy_house().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = made(&site, folder.path()).await;
    let whole = std::fs::read(&path).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let random: Vec<u8> = (0..5000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let database = engine::new_database().await;
    for (name, bytes, sentence) in [
        ("cut", whole[..whole.len() / 2].to_vec(), "bị cắt hoặc bị sửa"),
        ("cut at the end", whole[..whole.len() - 40].to_vec(), "bị cắt hoặc bị sửa"),
        ("changed", changed, "bị cắt hoặc bị sửa"),
        ("encrypted", random, "không phải bản sao lưu"),
        ("text", b"xin chao\n".to_vec(), "không phải bản sao lưu"),
        ("empty", Vec::new(), "không phải bản sao lưu"),
    ] {
        let file = folder.path().join("wrong");
        std::fs::write(&file, bytes).unwrap();
        let told = refused(&file, &database.url).await;
        assert!(told.contains(sentence) && told.lines().count() == 1, "{name}: {told}");
    }
    let told = refused(&path, &site.database.url).await;
    assert!(told.contains("không trống") || told.contains("not empty"), "{told}");
    // None of it has touched the empty one.
    restore::fill(&path, &database.url, site.now()).await.unwrap();
}

#[tokio::test]
async fn old_backups_go_and_the_newest_stay() {
    let site = busy_house().await;
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        made(&site, folder.path()).await;
        site.advance(60);
    }
    std::fs::write(folder.path().join("thu.txt"), "x").unwrap();
    let nep = env!("CARGO_BIN_EXE_nep");
    let run = std::process::Command::new(nep)
        .args(["backup", "--keep", "2", "--database", &site.database.url, "--to"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("không nằm trong bản sao lưu"));
    let left: BTreeSet<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.contains("thu.txt"));
    // A disk that is not mounted, a folder misspelt: no file of that name is made instead, night after night.
    let missing = folder.path().join("o-dia-khac");
    let file = folder.path().join("mot.nep.gz");
    for (to, more) in [(&missing, &[][..]), (&missing, &["--keep", "2"]), (&file, &["--keep", "2"])] {
        let run = std::process::Command::new(nep)
            .args(["backup", "--database", &site.database.url, "--to"])
            .arg(to)
            .args(more)
            .output()
            .unwrap();
        assert!(!run.status.success() && !to.exists(), "{to:?} {more:?}");
    }
}
