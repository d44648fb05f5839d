//! Migrations, and the triggers on what nobody may change.

use super::engine::Engine;
use sqlx::AnyConnection;
use sqlx::Executor;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A landed migration is never edited again.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "nep", include_str!("../../migrations/0001_nep.sql"))];

/// Tables nobody may change or delete from, by trigger: against bugs, not against a DBA.
const APPEND_ONLY: [&str; 9] = [
    "ledger_leaf",
    "leaf_of",
    "journal",
    "acknowledgment",
    "acknowledgment_version",
    "statement",
    "item",
    "version_text",
    "version_article",
];

pub(super) async fn migrate(connection: &mut AnyConnection, engine: Engine) -> anyhow::Result<()> {
    migrate_to(connection, engine, i64::MAX).await
}

/// Applies the migrations up to a number: how tests make the database of an earlier release.
pub(super) async fn migrate_to(connection: &mut AnyConnection, engine: Engine, last: i64) -> anyhow::Result<()> {
    let migrations = MIGRATIONS.iter().filter(|one| one.0 <= last).map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sqlx::SqlStr::from_static(sql), false)
    });
    Migrator::with_migrations(migrations.collect()).run_direct(None, connection, false).await?;
    for statement in guards(engine) {
        connection.execute(sqlx::AssertSqlSafe(statement)).await?;
    }
    Ok(())
}

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
