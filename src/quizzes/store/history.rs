//! What somebody was asked before.

use crate::db::Ask;
use crate::error::Error;
use crate::quizzes::rules::{Item, Past, QuestionId};
use sqlx::Row;

/// Every question asked in a round, and the clauses missed in its newest sitting.
pub(crate) async fn past<'c>(db: impl Ask<'c>, person_id: &str, round_id: &str) -> Result<Past, Error> {
    let rows = sqlx::query(
        "select m.question_id, case when i.points < 100 and t.number = (select max(o.number) from attempt o
           where o.person_id = $1 and o.round_id = $2) then m.body end as missed
         from attempt t join attempt_item i on i.attempt_id = t.id join item m on m.sha256 = i.item_sha256
         where t.person_id = $1 and t.round_id = $2",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_all(db)
    .await?;
    let mut past = Past::default();
    for row in rows {
        let id: String = row.try_get("question_id")?;
        past.seen.insert(QuestionId::parse(&id).map_err(Error::internal)?);
        if let Some(body) = row.try_get::<Option<String>, _>("missed")? {
            let item: Item = serde_json::from_str(&body).map_err(Error::internal)?;
            let document = item.document;
            past.missed.extend(item.clauses.into_iter().map(|clause| (document.clone(), clause)));
        }
    }
    Ok(past)
}
