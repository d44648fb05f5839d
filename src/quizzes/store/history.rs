//! What somebody was asked before.

use super::Asked;
use crate::db::Ask;
use crate::error::Error;
use crate::quizzes::rules::{Item, Past, Place, QuestionId, grade};
use sqlx::Row;
use std::collections::BTreeMap;

/// Fewer answers tell nothing of a clause.
const FEWEST: i64 = 10;

/// Every question asked in a round, on a screen or on paper, and the clauses missed in its newest sitting and in the
/// newest paper that was not passed; where there is none, the same of earlier rounds. Beside them the articles passed in
/// any round; not what the organisation misses.
pub(crate) async fn past<'c>(db: impl Ask<'c> + Copy, person_id: &str, round_id: &str) -> Result<Past, Error> {
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
    on_paper(db, (person_id, round_id), &mut past).await?;
    if past.seen.is_empty() {
        earlier(db, (person_id, round_id), &mut past).await?;
    }
    for (document, sha256) in passed(db, person_id).await? {
        past.documents.insert(document);
        past.passed.insert(sha256);
    }
    Ok(past)
}

/// The same of earlier rounds, for whoever begins another: a clause is missed as long as no later question about it was
/// answered rightly.
async fn earlier<'c>(db: impl Ask<'c>, (person_id, round_id): (&str, &str), past: &mut Past) -> Result<(), Error> {
    let rows = sqlx::query(
        "select m.question_id, m.body, i.points
         from attempt t join attempt_item i on i.attempt_id = t.id join item m on m.sha256 = i.item_sha256
         where t.person_id = $1 and t.round_id <> $2 and t.graded_at is not null order by t.graded_at, i.place",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_all(db)
    .await?;
    for row in rows {
        let (id, body): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        past.seen.insert(QuestionId::parse(&id).map_err(Error::internal)?);
        let item: Item = serde_json::from_str(&body).map_err(Error::internal)?;
        let missed = row.try_get::<Option<i64>, _>(2)?.is_some_and(|points| points < 100);
        for clause in item.clauses {
            let place = (item.document.clone(), clause);
            if missed {
                past.missed.insert(place);
            } else {
                past.missed.remove(&place);
            }
        }
    }
    Ok(())
}

/// Articles that somebody has passed, in any round: their documents and hashes.
async fn passed<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select a.document_id, a.sha256 from attempt t join attempt_article a on a.attempt_id = t.id
         where t.person_id = $1 and t.passed_at is not null
         union
         select a.document_id, a.sha256 from paper q join paper_article a on a.paper_id = q.id and a.ask = 'quiz'
         where q.person_id = $1 and q.passed_at is not null",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Clauses that the organisation misses: of the first sittings on a screen that were handed in since `since` (UTC
/// milliseconds), those with at least [`FEWEST`] answers of which at least a quarter were not fully right; in percent.
pub(crate) async fn often<'c>(db: impl Ask<'c>, since: i64) -> Result<BTreeMap<Place, u8>, Error> {
    let rows = sqlx::query(
        "select m.body, count(*) as n, count(*) filter (where i.points < 100) as missed
         from attempt t join attempt_item i on i.attempt_id = t.id join item m on m.sha256 = i.item_sha256
         where t.number = 1 and t.graded_at >= $1 group by m.sha256, m.body",
    )
    .bind(since)
    .fetch_all(db)
    .await?;
    let mut counts: BTreeMap<Place, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let item: Item = serde_json::from_str(&row.try_get::<String, _>("body")?).map_err(Error::internal)?;
        let Some(main) = item.clauses.into_iter().next() else { continue };
        let (n, missed) = counts.entry((item.document, main)).or_default();
        *n += row.try_get::<i64, _>("n")?;
        *missed += row.try_get::<i64, _>("missed")?;
    }
    let often = counts.into_iter().filter(|(_, (n, missed))| *n >= FEWEST && missed * 4 >= *n);
    Ok(often.filter_map(|(place, (n, missed))| Some((place, u8::try_from(missed * 100 / n).ok()?))).collect())
}

async fn on_paper<'c>(db: impl Ask<'c>, (person_id, round_id): (&str, &str), past: &mut Past) -> Result<(), Error> {
    let rows = sqlx::query(
        "select i.place, i.shown, m.body, a.answer, cast(null as bigint) as points,
           case when q.number = (select max(o.number) from paper o where o.person_id = $1 and o.round_id = $2
             and o.failed_at is not null) then 1 else 0 end as last
         from paper q join paper_item i on i.paper_id = q.id join item m on m.sha256 = i.item_sha256
         left join paper_answer a on a.paper_id = q.id and a.place = i.place and a.number =
           (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
         where q.person_id = $1 and q.round_id = $2",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_all(db)
    .await?;
    for row in rows {
        let one = Asked::read(&row)?;
        let item = &one.drawn.item;
        past.seen.insert(item.id.clone());
        let full = grade(&one.drawn, one.answer.as_ref()).is_full();
        if row.try_get::<i64, _>("last")? == 1 && !full {
            past.missed.extend(item.clauses.iter().map(|clause| (item.document.clone(), clause.clone())));
        }
    }
    Ok(())
}
