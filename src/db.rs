//! The database: the only module that knows which engine is below.
//!
//! Reads use a pool; writes go through one door, [`Db::write`], which begins
//! (`begin immediate` on SQLite's one writer), runs the statements and commits
//! before anybody is answered.

use crate::error::Error;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, Row};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::str::FromStr;
use std::time::Duration;

/// A boxed future that borrows the open transaction.
pub type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>;

/// Which engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// Where an organisation outgrows one machine.
    Postgres,
}

/// Readers and the writer.
#[derive(Clone, Debug)]
pub struct Db {
    read: AnyPool,
    write: AnyPool,
    engine: Engine,
}

/// Tables nobody may change or delete from, by trigger: against bugs, not against a DBA.
const APPEND_ONLY: [&str; 4] = ["ledger_leaf", "acknowledgment", "acknowledgment_document", "activity"];

const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "journey", include_str!("../migrations/0001_journey.sql"))];

impl Db {
    /// Opens `url` (`sqlite:PATH` or `postgres://…`), checks the settings the record depends on
    /// and applies the migrations.
    ///
    /// # Errors
    /// When the database cannot be opened, lives on a network file system, or does not
    /// keep what it confirms (`synchronous`, `fsync`).
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = if url.starts_with("postgres") { Engine::Postgres } else { Engine::Sqlite };
        if let Some(path) = url.strip_prefix("sqlite:") {
            prepare_file(Path::new(path))?;
        }
        let address = match engine {
            Engine::Sqlite => format!("{url}?mode=rwc"),
            Engine::Postgres => url.to_owned(),
        };
        let options = AnyConnectOptions::from_str(&address)?;
        let writers = if engine == Engine::Sqlite { 1 } else { 8 };
        let write = pool(writers, engine).connect_with(options.clone()).await?;
        if let Err(error) = migrate(&write, engine).await {
            // Another server may be opening the same empty database: what it did is there now.
            tracing::warn!(%error, "migrating again");
            tokio::time::sleep(Duration::from_millis(500)).await;
            migrate(&write, engine).await?;
        }
        let read = pool(8, engine).connect_with(options).await?;
        let db = Self { read, write, engine };
        db.assert_durable().await?;
        Ok(db)
    }

    /// The pool for questions.
    pub fn read(&self) -> &AnyPool {
        &self.read
    }

    /// Which engine is below; only for the health page and the tests.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Runs `work` in one transaction and commits it. An error rolls everything back.
    ///
    /// # Errors
    /// What `work` returned, or [`Error::Busy`] when the database cannot write now.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send,
        F: for<'c> FnOnce(&'c mut AnyConnection) -> Work<'c, T> + Send,
    {
        let begin = match self.engine {
            Engine::Sqlite => "begin immediate",
            Engine::Postgres => "begin",
        };
        let mut connection = self.write.acquire().await?;
        let mut tx = connection.begin_with(begin).await?;
        let done = work(&mut tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// True when a row can be written and is durable: what `/healthz` tells.
    ///
    /// # Errors
    /// [`Error::Busy`] and the like when it cannot.
    pub async fn probe(&self, at: i64) -> Result<(), Error> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "insert into setting (name, value, set_at) values ('probe', '', $1)
                     on conflict (name) do update set set_at = excluded.set_at",
                )
                .bind(at)
                .execute(&mut *tx)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    async fn assert_durable(&self) -> anyhow::Result<()> {
        let checks: &[(&'static str, &'static str, &'static str)] = match self.engine {
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
            let found: String = sqlx::query(*sql).fetch_one(&self.write).await?.try_get(0)?;
            anyhow::ensure!(found == *wanted, "the database must run with {name}, it says {found}");
        }
        Ok(())
    }
}

fn pool(size: u32, engine: Engine) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(8))
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                let settings = match engine {
                    Engine::Sqlite => {
                        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
                         pragma busy_timeout = 5000; pragma secure_delete = on;"
                    }
                    Engine::Postgres => "set lock_timeout = '5s'",
                };
                connection.execute(settings).await?;
                Ok(())
            })
        })
}

async fn migrate(db: &AnyPool, engine: Engine) -> anyhow::Result<()> {
    migrator().run(db).await?;
    for statement in guards(engine) {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(db).await?;
    }
    Ok(())
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sqlx::SqlStr::from_static(sql), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// Triggers that refuse `update` and `delete` on the append-only tables.
fn guards(engine: Engine) -> Vec<String> {
    let acts = ["update", "delete"];
    let one = |table: &str, act: &str| match engine {
        Engine::Sqlite => format!(
            "create trigger if not exists {table}_no_{act} before {act} on {table}
             begin select raise(abort, 'append-only'); end"
        ),
        Engine::Postgres => format!(
            "create or replace trigger {table}_no_{act} before {act} on {table}
             for each row execute function nep_append_only()"
        ),
    };
    let function = "create or replace function nep_append_only() returns trigger language plpgsql as
                    $$ begin raise exception 'append-only'; end $$";
    let first = (engine == Engine::Postgres).then(|| function.to_owned());
    let triggers = APPEND_ONLY.iter().flat_map(|table| acts.map(|act| one(table, act)));
    first.into_iter().chain(triggers).collect()
}

/// Makes the folder and the file (0600), and refuses a file system that cannot lock.
fn prepare_file(path: &Path) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
        refuse_network(folder)?;
    }
    if !path.exists() {
        std::fs::File::create_new(path)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// SQLite's WAL needs shared memory: a network file system would lose confirmed rows.
fn refuse_network(folder: &Path) -> anyhow::Result<()> {
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return Ok(()) };
    let folder = folder.canonicalize()?;
    let mount = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| folder.starts_with(place))
        .max_by_key(|(place, _)| place.len());
    let network = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"];
    match mount {
        Some((_, kind)) if network.contains(&kind) => {
            anyhow::bail!("{} is on a network file system ({kind}); use a local disk or PostgreSQL", folder.display())
        }
        _ => Ok(()),
    }
}

/// Reads a row into a struct: `from_row!(Person { id, full_name });` names each column once.
#[macro_export]
macro_rules! from_row {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> for $name {
            fn from_row(row: &'r sqlx::any::AnyRow) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self { $($field: row.try_get(stringify!($field))?),+ })
            }
        }
    };
}

/// The first column of the first row as a number; 0 when there is none.
pub fn count(row: Option<AnyRow>) -> i64 {
    row.and_then(|row| row.try_get(0).ok()).unwrap_or_default()
}

/// A comfort write beside a page (where one was, that a link was opened): waited for a moment, never in the page's way.
pub async fn beside(what: &'static str, work: impl Future<Output = Result<(), Error>> + Send + 'static) {
    let task = tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::debug!(%error, what, "not noted");
        }
    });
    if tokio::time::timeout(Duration::from_millis(300), task).await.is_err() {
        tracing::debug!(what, "not noted yet");
    }
}

/// Serialises appends to the ledger until the transaction ends. SQLite has one writer anyway.
pub async fn lock_ledger(tx: &mut AnyConnection) -> Result<(), Error> {
    if tx.backend_name() == "PostgreSQL" {
        sqlx::query("select cast(pg_advisory_xact_lock(7239125) as text)").execute(tx).await?;
    }
    Ok(())
}
