//! One database a test, on the engine that `NEP_TEST_DATABASE` names: `sqlite` (also when it is not set) or `postgres`.

use nep::id::new_id;
use sqlx::{AnyConnection, Connection, Row};
use std::env;
use tempfile::TempDir;

/// A database nobody else uses.
pub(crate) struct Database {
    /// What `--database` takes.
    pub(crate) url: String,
    /// Where the SQLite file lies, until the test ends.
    _folder: Option<TempDir>,
}

/// True when the tests run on PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "the engine of the tests is the environment's")]
pub(crate) fn is_postgres() -> bool {
    match env::var("NEP_TEST_DATABASE").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("NEP_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

/// An empty database.
pub(crate) async fn new_database() -> Database {
    if is_postgres() {
        let url = new_postgres().await;
        return Database { url, _folder: None };
    }
    let folder = tempfile::tempdir().unwrap();
    Database { url: format!("sqlite:{}", folder.path().join("nep.db").display()), _folder: Some(folder) }
}

#[expect(clippy::disallowed_methods, reason = "the engine of the tests is the environment's")]
async fn new_postgres() -> String {
    sqlx::any::install_default_drivers();
    let server = env::var("NEP_TEST_POSTGRES").expect("run the tests through scripts/with-postgres");
    let mut connection = AnyConnection::connect(&server).await.unwrap();
    let row = sqlx::query("select current_setting('data_directory')").fetch_one(&mut connection).await.unwrap();
    let folder: String = row.try_get(0).unwrap();
    assert_eq!(folder, env::var("NEP_TEST_POSTGRES_DATA").unwrap_or_default(), "this is not the cluster of the tests");
    let name = format!("nep_{}", new_id().replace('-', ""));
    let create = format!("create database {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    server.replacen("///postgres?", &format!("///{name}?"), 1)
}
