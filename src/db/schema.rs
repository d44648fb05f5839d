//! Migrations, and the triggers on what nobody may change.

use super::engine::Engine;
use sqlx::AnyConnection;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Executor, Row as _};

/// A landed migration is never edited again.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "nep", include_str!("../../migrations/0001_nep.sql")),
    (2, "lean", include_str!("../../migrations/0002_lean.sql")),
    (3, "proof", include_str!("../../migrations/0003_proof.sql")),
    (4, "again", include_str!("../../migrations/0004_again.sql")),
    (5, "lists", include_str!("../../migrations/0005_lists.sql")),
    (6, "second_acts", include_str!("../../migrations/0006_second_acts.sql")),
    (7, "remembered", include_str!("../../migrations/0007_remembered.sql")),
    (8, "logo", include_str!("../../migrations/0008_logo.sql")),
    (9, "doubts", include_str!("../../migrations/0009_doubts.sql")),
    (10, "papers", include_str!("../../migrations/0010_papers.sql")),
    (11, "paper_scores", include_str!("../../migrations/0011_paper_scores.sql")),
    (12, "reminders", include_str!("../../migrations/0012_reminders.sql")),
    (13, "critical", include_str!("../../migrations/0013_critical.sql")),
    (14, "year", include_str!("../../migrations/0014_year.sql")),
    (15, "report_notes", include_str!("../../migrations/0015_report_notes.sql")),
    (16, "imports", include_str!("../../migrations/0016_imports.sql")),
    (17, "rounds", include_str!("../../migrations/0017_rounds.sql")),
];

/// Tables nobody may change or delete from, by trigger, and the migration that made each: against bugs, not against a
/// DBA.
const APPEND_ONLY: [(&str, i64); 19] = [
    ("ledger_leaf", 1),
    ("leaf_of", 1),
    ("journal", 1),
    ("acknowledgment", 1),
    ("acknowledgment_version", 1),
    ("statement", 1),
    ("item", 1),
    ("version_text", 1),
    ("version_article", 1),
    ("wait_lift", 3),
    ("removal", 5),
    ("leeway", 6),
    ("doubt_answer", 9),
    ("paper_article", 10),
    ("paper_item", 10),
    ("paper_answer", 10),
    ("reminder", 12),
    ("outage", 14),
    ("round_audience", 14),
];

/// The number of the newest migration.
pub(super) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |one| one.0)
}

pub(super) async fn migrate(connection: &mut AnyConnection, engine: Engine) -> anyhow::Result<()> {
    migrate_to(connection, engine, i64::MAX).await
}

/// Applies the migrations up to a number: how tests make the database of an earlier release.
pub(super) async fn migrate_to(connection: &mut AnyConnection, engine: Engine, last: i64) -> anyhow::Result<()> {
    let migrations = MIGRATIONS.iter().filter(|one| one.0 <= last).map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sqlx::SqlStr::from_static(sql), false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    if engine == Engine::Postgres && is_done(connection, &migrator).await {
        return Ok(());
    }
    migrator.run_direct(None, connection, false).await?;
    for statement in guards(engine, last) {
        connection.execute(sqlx::AssertSqlSafe(statement)).await?;
    }
    Ok(())
}

/// Whether everything stands already: the application's own role may not create what is there.
async fn is_done(connection: &mut AnyConnection, migrator: &Migrator) -> bool {
    let Ok(rows) =
        sqlx::query("select version, checksum from _sqlx_migrations where success").fetch_all(&mut *connection).await
    else {
        return false;
    };
    let applied: Vec<(i64, Vec<u8>)> =
        rows.iter().filter_map(|row| Some((row.try_get(0).ok()?, row.try_get(1).ok()?))).collect();
    let guards = "select count(*) from pg_trigger where not tgisinternal and tgname like '%_no_%'";
    let guards = sqlx::query(guards).fetch_one(connection).await.ok().and_then(|row| row.try_get::<i64, _>(0).ok());
    let all = |one: &Migration| applied.iter().any(|(version, sum)| *version == one.version && *sum == *one.checksum);
    migrator.iter().count() == applied.len()
        && migrator.iter().all(all)
        && guards == i64::try_from(APPEND_ONLY.len() * 2).ok()
}

fn guards(engine: Engine, last: i64) -> Vec<String> {
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
    let there = APPEND_ONLY.iter().filter(|(_, since)| *since <= last);
    let triggers = there.flat_map(|(table, _)| acts.map(|act| one(table, act)));
    first.into_iter().chain(triggers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_applied_in_its_order() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let files = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.collect();
        files.sort();
        let applied: Vec<String> = MIGRATIONS.iter().map(|(n, name, _)| format!("{n:04}_{name}.sql")).collect();
        assert_eq!(applied, files);
    }
}
