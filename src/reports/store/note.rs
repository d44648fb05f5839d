//! What is written into the report of a round.

use crate::db::Tx;
use crate::error::Error;
use crate::reports::rules::Note;

/// Puts a saving behind the one it was typed over (`note.number`; 0: the first); false: another came first.
pub(crate) async fn add_note(
    tx: &mut Tx,
    round_id: &str,
    note: &Note,
    by: Option<&str>,
    at: i64,
) -> Result<bool, Error> {
    sqlx::query("update report_note set until_at = $3 where round_id = $1 and number = $2 and until_at is null")
        .bind(round_id)
        .bind(note.number)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    let done = sqlx::query(
        "insert into report_note (round_id, number, at, by_id, obstacles, proposals, recipients)
         select $1, $2 + 1, $3, $4, $5, $6, $7
         where (select coalesce(max(x.number), 0) from report_note x where x.round_id = $1) = $2 on conflict do nothing",
    )
    .bind(round_id)
    .bind(note.number)
    .bind(at)
    .bind(by)
    .bind(&note.obstacles)
    .bind(&note.proposals)
    .bind(&note.recipients)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
