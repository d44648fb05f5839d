//! Papers: what became of each follows from its steps; what was drawn is what its leaf commits to; what was entered is
//! worth what is stored.

use super::difference::{Difference, Found, What, next};
use super::rows::Piece;
use super::rule::{Rule, rule};
use crate::db::Snapshot;
use crate::error::Error;
use crate::papers::rules::{article_line, digest, item_line};
use crate::quizzes::rules::{Answer, Drawn, Mark, grade, score};
use serde_json::{Value, json};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

pub(super) const RULES: &[Rule] = &[
    rule(
        "paper",
        "ended_at",
        "select q.id as row_id, q.person_id as whose from paper q
         left join paper_step s on s.paper_id = q.id and s.kind in ('confirmed', 'cancelled')
           and s.number = (select max(o.number) from paper_step o where o.paper_id = q.id)
         where q.id >= $1 and q.id <= $2 and coalesce(s.at, -1) <> coalesce(q.ended_at, -1)",
    ),
    rule(
        "paper",
        "passed_at",
        "select q.id as row_id, q.person_id as whose from paper q
         left join paper_step e on e.paper_id = q.id and e.number =
           (select max(o.number) from paper_step o where o.paper_id = q.id and o.kind = 'entered')
         left join paper_step s on s.paper_id = q.id and s.kind = 'confirmed' and coalesce(e.passed, 1) = 1
           and s.number = (select max(o.number) from paper_step o where o.paper_id = q.id)
         where q.id >= $1 and q.id <= $2 and coalesce(s.at, -1) <> coalesce(q.passed_at, -1)",
    ),
    rule(
        "paper",
        "failed_at",
        "select q.id as row_id, q.person_id as whose from paper q
         left join paper_step e on e.paper_id = q.id and e.number =
           (select max(o.number) from paper_step o where o.paper_id = q.id and o.kind = 'entered')
         left join paper_step s on s.paper_id = q.id and s.kind in ('confirmed', 'cancelled') and e.passed = 0
           and s.number = (select max(o.number) from paper_step o where o.paper_id = q.id)
         where q.id >= $1 and q.id <= $2 and coalesce(s.at, -1) <> coalesce(q.failed_at, -1)",
    ),
    rule(
        "paper",
        "acknowledgment_id",
        "select q.id as row_id, q.person_id as whose from paper q
         left join acknowledgment k on k.id = q.acknowledgment_id and k.person_id = q.person_id
           and k.round_id = q.round_id and k.how = 'paper' and k.statement_sha256 = q.statement_sha256
         where q.id >= $1 and q.id <= $2 and (coalesce(k.confirmed_at, -1) <> coalesce(q.passed_at, -1)
           or (k.id is null and q.acknowledgment_id is not null))",
    ),
    rule(
        "acknowledgment",
        "how",
        "select k.id as row_id, k.person_id as whose from acknowledgment k where k.id >= $1 and k.id <= $2
           and case when k.how = 'paper' then 1 else 0 end
             <> (select count(*) from paper q where q.acknowledgment_id = k.id and q.passed_at is not null)",
    ),
    rule(
        "paper",
        "questions",
        "select q.id as row_id, q.person_id as whose from paper q where q.id >= $1 and q.id <= $2
           and (select count(*) from paper_item i join item m on m.sha256 = i.item_sha256 where i.paper_id = q.id)
             <> (select coalesce(max(i.place), 0) from paper_item i where i.paper_id = q.id)",
    ),
    rule(
        "paper",
        "articles",
        "select q.id as row_id, q.person_id as whose from paper q where q.id >= $1 and q.id <= $2
           and exists (select 1 from paper_article x where x.paper_id = q.id and not exists (
             select 1 from round_version r join version_article a on a.version_id = r.version_id
             where r.round_id = q.round_id and r.document_id = x.document_id and a.article = x.article
               and a.sha256 = x.sha256))",
    ),
    rule(
        "paper",
        "answers",
        "select q.id as row_id, q.person_id as whose from paper q where q.id >= $1 and q.id <= $2
           and exists (select 1 from paper_answer a where a.paper_id = q.id and (
             not exists (select 1 from paper_item i where i.paper_id = q.id and i.place = a.place)
             or not exists (select 1 from paper_step s where s.paper_id = q.id and s.number = a.number
               and s.kind = 'entered')))",
    ),
];

/// What was drawn, against its leaf; what was entered, against what is kept of it and what it is worth.
pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    drawn(at, piece, found).await?;
    entries(at, piece, found).await
}

/// Articles and questions, by paper.
type Lines = BTreeMap<String, Vec<String>>;

async fn drawn(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select paper_id, ask, document_id, article, sha256 from paper_article
         where paper_id >= $1 and paper_id <= $2";
    let articles = lines(at, sql, piece, |row| {
        let cell = |place| row.try_get::<String, _>(place);
        Ok(article_line(&cell(1)?, &cell(2)?, &cell(3)?, &cell(4)?))
    });
    let articles = articles.await?;
    let sql = "select paper_id, place, item_sha256, shown from paper_item where paper_id >= $1 and paper_id <= $2";
    let items = lines(at, sql, piece, |row| {
        Ok(item_line(row.try_get(1)?, &row.try_get::<String, _>(2)?, &row.try_get::<String, _>(3)?))
    });
    let items = items.await?;
    let sql = "select q.id, q.person_id, l.data from paper q join leaf_of o on o.kind = 'paper' and o.row_id = q.id
         join ledger_leaf l on l.n = o.n where q.id >= $1 and q.id <= $2";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (id, person): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let leaf: Value = serde_json::from_str(&row.try_get::<String, _>(2)?).unwrap_or_default();
        for (field, lines) in [("articles", &articles), ("items", &items)] {
            // Leaves of before this was committed to do not say it.
            let Some(said) = leaf.get(field).and_then(Value::as_str) else { continue };
            if said != digest(lines.get(&id).map(Vec::as_slice).unwrap_or_default()) {
                found.push(Difference::new("paper", &id, What::Differs).field(field).of(&person));
            }
        }
    }
    Ok(())
}

async fn lines(
    at: &mut Snapshot,
    sql: &'static str,
    piece: &Piece,
    line: impl Fn(&AnyRow) -> Result<String, sqlx::Error>,
) -> Result<Lines, Error> {
    let mut all = Lines::new();
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        all.entry(row.try_get(0)?).or_default().push(line(&row)?);
    }
    Ok(all)
}

/// Points, of how many, percent, critical ones missed, passed: nothing where nothing is asked.
type Worth = Option<(i64, i64, i64, i64, i64)>;

#[derive(Default)]
struct Entry {
    paper: String,
    number: i64,
    person: String,
    kept: Option<String>,
    pass_percent: i64,
    stored: Worth,
    given: Vec<Value>,
    marks: Vec<Mark>,
    unreadable: bool,
}

async fn entries(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select s.paper_id, s.number, q.person_id, v.fields, q.pass_percent, s.points, s.max_points, s.percent,
           s.critical_missed, s.passed, i.place, m.question_id, a.answer, i.shown, m.body
         from paper_step s join paper q on q.id = s.paper_id left join paper_item i on i.paper_id = s.paper_id
         left join item m on m.sha256 = i.item_sha256
         left join paper_answer a on a.paper_id = s.paper_id and a.number = s.number and a.place = i.place
         left join private v on v.kind = 'paper_step' and v.purpose = 'answers'
           and v.row_id = s.paper_id || '#' || cast(s.number as text)
         where s.paper_id >= $1 and s.paper_id <= $2 and s.kind = 'entered' order by s.paper_id, s.number, i.place";
    let mut stream = sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch(&mut *at);
    let mut open: Option<Entry> = None;
    while let Some(row) = next(&mut stream).await? {
        let (paper, number): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        if open.as_ref().is_none_or(|entry| entry.paper != paper || entry.number != number) {
            close(open.take(), found);
            open = Some(begun(&row, paper, number)?);
        }
        let Some(entry) = &mut open else { continue };
        let Some(place) = row.try_get::<Option<i64>, _>(10)? else { continue };
        let answer: Option<String> = row.try_get(12)?;
        let values: Vec<String> = answer.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        entry
            .given
            .push(json!({ "place": place, "question": row.try_get::<Option<String>, _>(11)?, "answer": values }));
        let (shown, body): (String, Option<String>) = (row.try_get(13)?, row.try_get(14)?);
        match worth(&body.unwrap_or_default(), &shown, &values) {
            Some(mark) => entry.marks.push(mark),
            None => entry.unreadable = true,
        }
    }
    close(open, found);
    Ok(())
}

fn begun(row: &AnyRow, paper: String, number: i64) -> Result<Entry, Error> {
    let cell = |place| row.try_get::<Option<i64>, _>(place);
    let stored = match (cell(5)?, cell(6)?, cell(7)?, cell(8)?, cell(9)?) {
        (None, None, None, None, None) => None,
        (points, of, percent, missed, passed) => {
            let known = |one: Option<i64>| one.unwrap_or(-1);
            Some((known(points), known(of), known(percent), known(missed), known(passed)))
        }
    };
    let (person, kept, pass_percent) = (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
    Ok(Entry { paper, number, person, kept, pass_percent, stored, ..Entry::default() })
}

fn worth(body: &str, shown: &str, values: &[String]) -> Option<Mark> {
    let drawn = Drawn::rebuild(body, shown)?;
    let answer = Answer::parse(&drawn, values).ok()?;
    Some(grade(&drawn, answer.as_ref()))
}

fn close(entry: Option<Entry>, found: &mut Found) {
    let Some(entry) = entry else { return };
    let row = format!("{}#{}", entry.paper, entry.number);
    let mut told =
        |field| found.push(Difference::new("paper_step", &row, What::Differs).field(field).of(&entry.person));
    let real: Worth = (!entry.marks.is_empty()).then(|| {
        let score = score(&entry.marks);
        let missed = i64::try_from(score.critical_missed.len()).unwrap_or(i64::MAX);
        (score.points, score.max, score.percent, missed, i64::from(score.passed(entry.pass_percent)))
    });
    if entry.unreadable || real != entry.stored {
        told("points");
    }
    // Of an erased person nothing is kept to compare with; that nothing is kept is told by the leaf.
    let kept: Option<Value> = entry.kept.and_then(|text| serde_json::from_str(&text).ok());
    if kept.is_some_and(|kept| kept.get("answers") != Some(&Value::Array(entry.given))) {
        told("answers");
    }
}
