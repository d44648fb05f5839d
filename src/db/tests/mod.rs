//! The door on a real SQLite file; `engines` runs the same acts on PostgreSQL too.

mod batches;
mod engines;
mod faults;
mod opening;

use super::{Ask, Db, Tx};
use crate::error::Error;
use tempfile::TempDir;

async fn open() -> (Db, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("nep.db").display())).await.unwrap();
    prepare(&db).await;
    (db, folder)
}

/// A table whose second column can break a COMMIT: its foreign key is looked at only there.
async fn prepare(db: &Db) {
    let mut tx = db.write_alone().await.unwrap();
    let sql = "create table apple (id text primary key, n bigint, mother text references apple (id)
               deferrable initially deferred, check (n < 1000))";
    sqlx::query(sql).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn insert<'c>(db: impl Ask<'c>, id: &str) -> Result<(), Error> {
    sqlx::query("insert into apple (id, n) values ($1, $2)").bind(id).bind(1_i64).execute(db).await?;
    Ok(())
}

async fn orphan<'c>(db: impl Ask<'c>, id: &str) -> Result<(), Error> {
    sqlx::query("insert into apple (id, mother) values ($1, 'nobody')").bind(id).execute(db).await?;
    Ok(())
}

async fn apples<'c>(db: impl Ask<'c>) -> i64 {
    super::count(sqlx::query("select count(*) from apple").fetch_optional(db).await.unwrap())
}

async fn is_there<'c>(db: impl Ask<'c>, id: &str) -> bool {
    sqlx::query("select 1 from apple where id = $1").bind(id).fetch_optional(db).await.unwrap().is_some()
}

async fn save(db: &Db, id: &str) -> Result<(), Error> {
    let mut tx = db.write().await?;
    let done = insert(&mut tx, id).await;
    tx.settle(done).await
}

/// Lets `first` into the writer, queues `then` behind it, and so makes one batch of both.
async fn hold(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    insert(&mut tx, "held").await.unwrap();
    tx
}

/// Until what was spawned stands in the queue, also on a busy machine; a batch of the tests takes acts for a second.
async fn settle_down() {
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
}
