//! What is known of a paper.

use crate::accounts::store::office;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::papers::rules::PaperStep;
use crate::quizzes::store::Asked;
use crate::rounds::rules::Article;
use crate::stored;
use sqlx::Row as _;
use std::collections::BTreeMap;

stored!(PaperStep);

/// A paper, its person, and its last step. Moments are UTC milliseconds, days `YYYY-MM-DD`.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) person_id: String,
    pub(crate) actor: String,
    pub(crate) full_name: String,
    pub(crate) department_id: String,
    pub(crate) round_id: String,
    pub(crate) versions: String,
    pub(crate) statement_sha256: String,
    /// JSON of the wording.
    pub(crate) template: String,
    pub(crate) quiz_sha256: Option<String>,
    pub(crate) pass_percent: i64,
    /// The person left, or was erased.
    pub(crate) gone_at: Option<i64>,
    pub(crate) drawn_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) passed_at: Option<i64>,
    pub(crate) failed_at: Option<i64>,
    /// Code of the confirmation that came of it.
    pub(crate) receipt: Option<String>,
    pub(crate) step: Option<i64>,
    pub(crate) kind: Option<PaperStep>,
    pub(crate) at: Option<i64>,
    pub(crate) by_id: Option<String>,
    pub(crate) by_name: String,
    /// Why it was given back, while that is kept.
    pub(crate) reason: String,
}

from_row!(Paper {
    id,
    code,
    person_id,
    actor,
    full_name,
    department_id,
    round_id,
    versions,
    statement_sha256,
    template,
    quiz_sha256,
    pass_percent,
    gone_at,
    drawn_at,
    ended_at,
    passed_at,
    failed_at,
    receipt,
    step,
    kind,
    at,
    by_id,
    by_name,
    reason
});

macro_rules! paper_sql {
    ($($rest:expr),+) => {
        concat!(
            "select q.id, q.code, q.person_id, p.actor, f.full_name, f.department_id, q.round_id, q.versions,
               q.statement_sha256, m.body as template, q.quiz_sha256, q.pass_percent,
               coalesce(p.erased_at, (select x.at from presence x where x.person_id = q.person_id and x.until_at is null
                 and x.kind = 'left')) as gone_at, q.drawn_at, q.ended_at, q.passed_at, q.failed_at,
               k.code as receipt, s.number as step, s.kind, s.at, s.by_id, coalesce(b.full_name, '') as by_name,
               coalesce(e.body, '') as reason
             from paper q join person p on p.id = q.person_id
             join profile f on f.person_id = q.person_id and f.until_at is null
             join statement m on m.sha256 = q.statement_sha256
             left join acknowledgment k on k.id = q.acknowledgment_id
             left join paper_step s on s.paper_id = q.id and s.until_at is null
             left join profile b on b.person_id = s.by_id and b.until_at is null
             left join remark e on e.kind = 'paper_step' and e.row_id = q.id || '#' || cast(s.number as text) ",
            $($rest),+
        )
    };
}

pub(crate) async fn find<'c>(db: impl Ask<'c>, id: &str) -> Result<Paper, Error> {
    sqlx::query_as(paper_sql!("where q.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// A person's open one in a round.
pub(crate) async fn open_of<'c>(db: impl Ask<'c>, person_id: &str, round_id: &str) -> Result<Option<Paper>, Error> {
    Ok(sqlx::query_as(paper_sql!("where q.person_id = $1 and q.round_id = $2 and q.ended_at is null"))
        .bind(person_id)
        .bind(round_id)
        .fetch_optional(db)
        .await?)
}

/// What is open of a person, in whatever round.
pub(crate) async fn open_papers<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Paper>, Error> {
    Ok(sqlx::query_as(paper_sql!("where q.person_id = $1 and q.ended_at is null order by q.id"))
        .bind(person_id)
        .fetch_all(db)
        .await?)
}

/// The one a confirmation came of.
pub(crate) async fn of_acknowledgment<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<Paper>, Error> {
    Ok(sqlx::query_as(paper_sql!("where q.acknowledgment_id = $1")).bind(id).fetch_optional(db).await?)
}

/// Those that are open, oldest first: of the groups whose office `viewer` is.
pub(crate) async fn waiting<'c>(db: impl Ask<'c>, viewer: &str) -> Result<Vec<Paper>, Error> {
    Ok(sqlx::query_as(paper_sql!(
        "join round r on r.id = q.round_id
         where q.ended_at is null and ",
        office!("$1", "r.group_id"),
        " order by q.drawn_at, q.id limit 200"
    ))
    .bind(viewer)
    .fetch_all(db)
    .await?)
}

/// The newest that ended with this step, newest first: of the groups whose office `viewer` is.
pub(crate) async fn ended<'c>(db: impl Ask<'c>, viewer: &str, with: PaperStep) -> Result<Vec<Paper>, Error> {
    Ok(sqlx::query_as(paper_sql!(
        "join round r on r.id = q.round_id
         where s.until_at is null and s.kind = $2 and q.ended_at is not null and ",
        office!("$1", "r.group_id"),
        " order by s.at desc limit 50"
    ))
    .bind(viewer)
    .bind(with.as_str())
    .fetch_all(db)
    .await?)
}

/// How many a person has had in a round.
pub(crate) async fn numbers<'c>(db: impl Ask<'c>, person_id: &str, round_id: &str) -> Result<i64, Error> {
    let row = sqlx::query("select coalesce(max(number), 0) from paper where person_id = $1 and round_id = $2")
        .bind(person_id)
        .bind(round_id)
        .fetch_one(db)
        .await?;
    Ok(row.try_get(0)?)
}

/// The questions, with the answers of the step `number` entered.
pub(crate) async fn asked<'c>(db: impl Ask<'c>, id: &str, number: i64) -> Result<Vec<Asked>, Error> {
    let rows = sqlx::query(
        "select i.place, i.shown, m.body, a.answer, cast(null as bigint) as points from paper_item i join item m on m.sha256 = i.item_sha256
         left join paper_answer a on a.paper_id = i.paper_id and a.number = $2 and a.place = i.place
         where i.paper_id = $1 order by i.place",
    )
    .bind(id)
    .bind(number)
    .fetch_all(db)
    .await?;
    rows.iter().map(Asked::read).collect()
}

/// What was entered last.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) paper_id: String,
    pub(crate) number: i64,
    pub(crate) at: i64,
    pub(crate) by_id: Option<String>,
    pub(crate) by_name: String,
    pub(crate) signed_on: String,
    /// `None` where nothing is asked.
    pub(crate) percent: Option<i64>,
    pub(crate) passed: i64,
    /// Câu điểm liệt missed.
    pub(crate) critical_missed: i64,
    pub(crate) scan_sha256: String,
    /// 1: the scan is kept.
    pub(crate) scans: i64,
}

from_row!(Entry {
    paper_id,
    number,
    at,
    by_id,
    by_name,
    signed_on,
    percent,
    passed,
    critical_missed,
    scan_sha256,
    scans
});

macro_rules! entry_sql {
    ($rest:literal) => {
        concat!(
            "select s.paper_id, s.number, s.at, s.by_id, coalesce(b.full_name, '') as by_name, s.signed_on, s.percent,
               coalesce(s.passed, 1) as passed, coalesce(s.critical_missed, 0) as critical_missed,
               coalesce(c.sha256, '') as scan_sha256,
               (select count(*) from paper_scan_part x
                  where x.paper_id = s.paper_id and x.number = s.number and x.part = 1) as scans
             from paper_step s left join profile b on b.person_id = s.by_id and b.until_at is null
             left join paper_scan c on c.paper_id = s.paper_id and c.number = s.number ",
            $rest
        )
    };
}

pub(crate) async fn last_entry<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<Entry>, Error> {
    let sql = entry_sql!("where s.paper_id = $1 and s.kind = 'entered' order by s.number desc limit 1");
    Ok(sqlx::query_as(sql).bind(id).fetch_optional(db).await?)
}

/// A person's papers, newest first.
pub(crate) async fn own<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Paper>, Error> {
    let sql = paper_sql!("where q.person_id = $1 order by q.drawn_at desc, q.id desc limit 50");
    Ok(sqlx::query_as(sql).bind(person_id).fetch_all(db).await?)
}

/// What was entered of a person's papers, in the order of entering.
pub(crate) async fn own_entries<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Entry>, Error> {
    let sql = entry_sql!(
        "join paper q on q.id = s.paper_id where q.person_id = $1 and s.kind = 'entered' order by s.paper_id, s.number"
    );
    Ok(sqlx::query_as(sql).bind(person_id).fetch_all(db).await?)
}

/// The articles a paper stands for, by what is asked about them.
pub(crate) async fn articles<'c>(db: impl Ask<'c>, id: &str) -> Result<BTreeMap<String, Vec<Article>>, Error> {
    let rows = sqlx::query("select ask, document_id, article, sha256 from paper_article where paper_id = $1")
        .bind(id)
        .fetch_all(db)
        .await?;
    let mut all: BTreeMap<String, Vec<Article>> = BTreeMap::new();
    for row in rows {
        let one = Article { document_id: row.try_get(1)?, article: row.try_get(2)?, sha256: row.try_get(3)? };
        all.entry(row.try_get(0)?).or_default().push(one);
    }
    Ok(all)
}
