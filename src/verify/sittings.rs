//! Graded sittings: the answers are those that their leaf commits to, and they are worth what is stored.

use super::difference::{Difference, Found, What, next};
use super::rows::Piece;
use crate::db::Snapshot;
use crate::error::Error;
use crate::quizzes::rules::{Answer, Drawn, grade};
use serde_json::{Value, json};
use sqlx::Row as _;

#[derive(Default)]
struct Sitting {
    id: String,
    person: String,
    kept: Option<String>,
    stored: Vec<Value>,
    points: i64,
    total: i64,
    /// Places whose points are not what the answer is worth.
    wrong: Vec<i64>,
}

pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql =
        "select t.id, t.person_id, t.points, i.place, m.question_id, i.answer, i.points, i.shown, m.body, p.fields
         from attempt t join attempt_item i on i.attempt_id = t.id join item m on m.sha256 = i.item_sha256
         left join private p on p.kind = 'attempt' and p.row_id = t.id and p.purpose = 'answers'
         where t.id >= $1 and t.id <= $2 and t.graded_at is not null order by t.id, i.place";
    let mut stream = sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch(&mut *at);
    let mut open: Option<Sitting> = None;
    while let Some(row) = next(&mut stream).await? {
        let id: String = row.try_get(0)?;
        if open.as_ref().is_none_or(|sitting| sitting.id != id) {
            close(open.take(), found);
            let total = row.try_get::<Option<i64>, _>(2)?.unwrap_or_default();
            open = Some(Sitting { id, person: row.try_get(1)?, kept: row.try_get(9)?, total, ..Sitting::default() });
        }
        let Some(sitting) = &mut open else { continue };
        let (place, question): (i64, String) = (row.try_get(3)?, row.try_get(4)?);
        let answer: Option<String> = row.try_get(5)?;
        let values: Vec<String> = answer.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let points = row.try_get::<Option<i64>, _>(6)?.unwrap_or_default();
        let (shown, body): (String, String) = (row.try_get(7)?, row.try_get(8)?);
        if worth(&body, &shown, &values) != Some(points) {
            sitting.wrong.push(place);
        }
        sitting.points += points;
        sitting.stored.push(json!({ "place": place, "question": question, "answer": values }));
    }
    close(open, found);
    Ok(())
}

fn worth(body: &str, shown: &str, values: &[String]) -> Option<i64> {
    let drawn = Drawn::rebuild(body, shown)?;
    let answer = Answer::parse(&drawn, values).ok()?;
    Some(grade(&drawn, answer.as_ref()).points)
}

fn close(sitting: Option<Sitting>, found: &mut Found) {
    let Some(sitting) = sitting else { return };
    let told = |field: String| Difference::new("attempt", &sitting.id, What::Differs).field(field).of(&sitting.person);
    // Of an erased person nothing is kept to compare with; that nothing is kept is told by the leaf.
    let kept: Option<Value> = sitting.kept.and_then(|text| serde_json::from_str(&text).ok());
    if kept.is_some_and(|kept| kept.get("answers") != Some(&Value::Array(sitting.stored))) {
        found.push(told("answers".to_owned()));
    }
    if sitting.points != sitting.total {
        found.push(told("points".to_owned()));
    }
    found.extend(sitting.wrong.iter().map(|place| told(format!("question {place}"))));
}
