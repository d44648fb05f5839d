//! The answers of graded sittings against what the leaves of the sitting and of its confirmation commit to.

use super::difference::{Difference, next};
use crate::db::Snapshot;
use crate::error::Error;
use serde_json::{Value, json};
use sqlx::Row as _;

pub(super) async fn compare(at: &mut Snapshot, found: &mut Vec<Difference>) -> Result<(), Error> {
    let sql = "select p.kind || ' ' || p.row_id, i.place, m.question_id, i.answer, p.fields from private p
         left join acknowledgment k on p.kind = 'acknowledgment' and k.id = p.row_id
         join attempt_item i on i.attempt_id = coalesce(k.attempt_id, p.row_id) join item m on m.sha256 = i.item_sha256
         where p.purpose = 'answers' order by p.kind, p.row_id, i.place";
    let mut stream = sqlx::query(sql).fetch(&mut *at);
    let mut open: Option<Sitting> = None;
    while let Some(row) = next(&mut stream).await? {
        let record: String = row.try_get(0)?;
        if open.as_ref().is_none_or(|sitting| sitting.record != record) {
            close(open.take(), found);
            let fields: String = row.try_get(4)?;
            let kept: Value = serde_json::from_str(&fields).map_err(Error::internal)?;
            open = Some(Sitting { record, kept, stored: Vec::new() });
        }
        let answer: Option<String> = row.try_get(3)?;
        let answer: Value =
            answer.map_or(Ok(json!([])), |text| serde_json::from_str(&text)).map_err(Error::internal)?;
        let (place, question): (i64, String) = (row.try_get(1)?, row.try_get(2)?);
        if let Some(sitting) = &mut open {
            sitting.stored.push(json!({ "place": place, "question": question, "answer": answer }));
        }
    }
    close(open, found);
    Ok(())
}

struct Sitting {
    /// Table and id of the row whose leaf commits to it.
    record: String,
    kept: Value,
    stored: Vec<Value>,
}

fn close(sitting: Option<Sitting>, found: &mut Vec<Difference>) {
    if let Some(Sitting { record, kept, stored }) = sitting
        && kept.get("answers") != Some(&Value::Array(stored))
    {
        found.push(Difference::new("private", record, "the answers stored are not those it commits to"));
    }
}
