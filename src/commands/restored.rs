//! The first start on a restored database.

use crate::act::Act;
use crate::app::App;
use crate::db::Db;
use crate::error::Error;
use crate::ledger;
use crate::time::rfc3339;
use serde_json::{Value, json};
use sqlx::Row as _;

/// The first start on a restored database: its open links end, and a leaf says what it is. Sessions are not in a backup.
///
/// # Errors
/// When it cannot be written.
pub(super) async fn settle(app: &App) -> Result<(), Error> {
    let Some(mark) = mark(&app.db).await? else { return Ok(()) };
    let mark: Value = serde_json::from_str(&mark).unwrap_or_default();
    let now = app.clock.now();
    let mut tx = app.db.write_alone().await?;
    let done = async {
        let gone = sqlx::query("delete from form where person_id = '' and key = 'restored'").execute(&mut tx).await?;
        if gone.rows_affected() == 0 {
            return Ok(());
        }
        sqlx::query("update link set revoked_at = $1 where used_at is null and revoked_at is null")
            .bind(now)
            .execute(&mut tx)
            .await?;
        let made = mark.get("made_at").and_then(Value::as_i64).map(rfc3339).unwrap_or_default();
        let leaf = mark.get("leaf").and_then(Value::as_i64).unwrap_or(-1);
        let entry = Act::system(now).leaf("backup.restored").body(json!({ "made_at": made, "leaf": leaf }));
        ledger::append(&mut tx, &entry.note("note.restored", json!({ "so": leaf.to_string() }))).await?;
        Ok(())
    }
    .await;
    tx.settle(done).await
}

async fn mark(db: &Db) -> Result<Option<String>, Error> {
    let sql = "select result from form where person_id = '' and key = 'restored'";
    let row = sqlx::query(sql).fetch_optional(db.read()).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
