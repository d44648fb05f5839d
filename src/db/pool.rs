//! Connections, and the settings of each.

use super::engine::Engine;
use super::pooled::Pooled;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::sync::Arc;
use std::time::Duration;

/// Who waits longer to read or write is told that the database is busy.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
const POSTGRES_WRITERS: u32 = 8;
/// KiB of page cache for all readers together: with the writer's 6,000, under 24 MB.
const READERS_CACHE: u32 = 18_000;

const SQLITE: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
                      pragma busy_timeout = 5000; pragma secure_delete = on; pragma cache_size = -6000;
                      pragma temp_store = memory; pragma wal_autocheckpoint = 4000";
const POSTGRES: &str = "set lock_timeout = '5s'";

/// A fresh writing connection of SQLite.
pub(super) async fn writer(options: &AnyConnectOptions) -> Result<AnyConnection, sqlx::Error> {
    connect(options, Engine::Sqlite).await
}

pub(super) async fn connect(options: &AnyConnectOptions, engine: Engine) -> Result<AnyConnection, sqlx::Error> {
    let mut connection = AnyConnection::connect_with(options).await?;
    connection.execute(if engine == Engine::Sqlite { SQLITE } else { POSTGRES }).await?;
    Ok(connection)
}

pub(super) async fn readers(options: &AnyConnectOptions, engine: Engine) -> Result<AnyPool, sqlx::Error> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let size = u32::try_from(cores).unwrap_or(2).max(2);
    let cache = (READERS_CACHE / size).min(9000);
    // A write past the door would escape its batch and its locks: the engine refuses it.
    let settings = match engine {
        Engine::Sqlite => format!(
            "pragma foreign_keys = on; pragma busy_timeout = 5000; pragma cache_size = -{cache}; pragma query_only = on"
        ),
        Engine::Postgres => format!("{POSTGRES}; set default_transaction_read_only = on"),
    };
    pool(size, engine, settings).connect_with(options.clone()).await
}

fn pool(size: u32, engine: Engine, settings: String) -> AnyPoolOptions {
    let settings: Arc<str> = settings.into();
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |connection, _| {
            let settings = Arc::clone(&settings);
            Box::pin(async move { connection.execute(sqlx::AssertSqlSafe(settings)).await.map(|_| ()) })
        })
}

/// A write connection of PostgreSQL in a transaction.
pub(super) async fn begin(pool: &AnyPool) -> Result<Pooled, sqlx::Error> {
    let mut connection = Pooled::new(pool.acquire().await?);
    connection.order("begin").await?;
    Ok(connection)
}

/// The writers of PostgreSQL.
pub(super) async fn writers(options: AnyConnectOptions) -> Result<AnyPool, sqlx::Error> {
    pool(POSTGRES_WRITERS, Engine::Postgres, POSTGRES.to_owned()).connect_with(options).await
}
