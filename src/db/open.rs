//! Opening: settings of each connection, and what the record depends on.

use super::call::Call;
use super::door::{Db, Door};
use super::engine::Engine;
use super::pool::{connect, readers, writers};
use super::reader::Reader;
use super::record::Recorder;
use super::writer::Writer;
use super::{file, schema};
use crate::error::passing;
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::MigrateError;
use sqlx::{AnyConnection, Connection, Row};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::Instant;

const QUEUE: usize = 256;
/// How long it is tried to open and to migrate: one try meets the lock of another server, or its migrations, and may fail at
/// once whatever `busy_timeout` says.
const OPENING: Duration = Duration::from_secs(20);

impl Db {
    /// Opens `url` (`sqlite:PATH` or `postgres://…`), checks the settings the record depends on
    /// and applies the migrations.
    ///
    /// # Errors
    /// When the database cannot be opened, lives on a network file system, or does not
    /// keep what it confirms (`synchronous`, `fsync`).
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        open(url).await
    }
}

/// Makes a database as the release with this migration left it, for the tests of later ones.
///
/// # Errors
/// When it cannot be made.
pub async fn make_at(url: &str, last: i64) -> anyhow::Result<()> {
    sqlx::any::install_default_drivers();
    let engine = Engine::of(url);
    let address = if engine == Engine::Sqlite { format!("{url}?mode=rwc") } else { url.to_owned() };
    let mut connection = connect(&AnyConnectOptions::from_str(&address)?, engine).await?;
    schema::migrate_to(&mut connection, engine, last).await?;
    connection.close().await?;
    Ok(())
}

async fn open(url: &str) -> anyhow::Result<Db> {
    sqlx::any::install_default_drivers();
    let engine = Engine::of(url);
    if let Some(path) = url.strip_prefix("sqlite:") {
        file::prepare_file(Path::new(path))?;
    }
    let address = match engine {
        // `rw`: a file that vanishes under a running server is a fault, not a new empty database.
        Engine::Sqlite => format!("{url}?mode=rw"),
        Engine::Postgres => url.to_owned(),
    };
    let options = AnyConnectOptions::from_str(&address)?;
    let mut first = migrated(&options, engine).await?;
    assert_durable(&mut first, engine).await?;
    let recorder = Arc::new(Recorder::default());
    let commits = Arc::new(AtomicU64::new(0));
    let reader = Reader { pool: readers(&options, engine).await?, recorder: Arc::clone(&recorder) };
    let door = match engine {
        Engine::Sqlite => start(first, options, Arc::clone(&recorder), Arc::clone(&commits)),
        Engine::Postgres => {
            drop(first.close().await);
            Door::Postgres(writers(options).await?)
        }
    };
    Ok(Db { reader, door, recorder, commits, engine })
}

/// A connection to a database that has every migration. Another server may be opening the same one at this moment, or the
/// database itself be starting: what passes is waited for.
async fn migrated(options: &AnyConnectOptions, engine: Engine) -> anyhow::Result<AnyConnection> {
    let started = Instant::now();
    loop {
        let (error, passes) = match connect(options, engine).await {
            Ok(mut connection) => match schema::migrate(&mut connection, engine).await {
                Ok(()) => return Ok(connection),
                Err(error) => {
                    drop(connection.close().await);
                    let passes = meets_another(&error);
                    (error, passes)
                }
            },
            Err(error) => {
                let passes = passing(&error);
                (error.into(), passes)
            }
        };
        if started.elapsed() >= OPENING || !passes {
            return Err(error);
        }
        tracing::warn!(%error, "opening again");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Whatever a statement of a migration meets may be another server's doing; not a database of another release.
fn meets_another(error: &anyhow::Error) -> bool {
    match error.downcast_ref::<MigrateError>() {
        Some(error) => matches!(error, MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)),
        None => true,
    }
}

/// Starts the writer, and starts it anew if the driver panics under it: that must not end all writing.
fn start(first: AnyConnection, options: AnyConnectOptions, recorder: Arc<Recorder>, commits: Arc<AtomicU64>) -> Door {
    let (door, calls) = mpsc::channel::<Call>(QUEUE);
    let calls = Arc::new(Mutex::new(calls));
    tokio::spawn(async move {
        let mut connection = Some(first);
        loop {
            let writer = Writer {
                calls: Arc::clone(&calls).lock_owned().await,
                ahead: None,
                connection: connection.take(),
                options: options.clone(),
                recorder: Arc::clone(&recorder),
                commits: Arc::clone(&commits),
            };
            match tokio::spawn(writer.run()).await {
                Err(error) if error.is_panic() => tracing::error!(%error, "the writer starts anew"),
                _ => return,
            }
        }
    });
    Door::Sqlite(door)
}

async fn assert_durable(connection: &mut AnyConnection, engine: Engine) -> anyhow::Result<()> {
    let checks: &[(&'static str, &'static str, &'static str)] = match engine {
        Engine::Sqlite => &[
            ("select cast(synchronous as text) from pragma_synchronous()", "2", "synchronous=FULL"),
            ("select journal_mode from pragma_journal_mode()", "wal", "journal_mode=WAL"),
            ("select cast(foreign_keys as text) from pragma_foreign_keys()", "1", "foreign_keys=ON"),
            ("select cast(secure_delete as text) from pragma_secure_delete()", "1", "secure_delete=ON"),
        ],
        Engine::Postgres => &[
            ("select current_setting('synchronous_commit')", "on", "synchronous_commit=on"),
            ("select current_setting('fsync')", "on", "fsync=on"),
        ],
    };
    for (sql, wanted, name) in checks {
        let found: String = sqlx::query(*sql).fetch_one(&mut *connection).await?.try_get(0)?;
        anyhow::ensure!(found == *wanted, "the database must run with {name}, it says {found}");
    }
    Ok(())
}
