//! SQL of the texts of a round, and of what it asks about them.

use crate::db::{Ask, Tx};
use crate::documents::rules::reference;
use crate::error::Error;
use crate::from_row;
use crate::rounds::rules::Ask as Wanted;
use crate::text::say;
use sqlx::Row as _;

/// A text of a round, as it asks it.
#[derive(Clone, Debug)]
pub struct Text {
    pub document_id: String,
    pub title: String,
    pub number: i64,
    pub ref_number: String,
    pub issued_on: Option<String>,
    pub sha256: String,
    /// What is asked about it of anybody, space separated, in any order.
    asks: Option<String>,
}

from_row!(Text { document_id, title, number, ref_number, issued_on, sha256, asks });

impl Text {
    /// What is asked about it, in the order of the way: `đọc, kiểm tra`.
    pub fn asks_words(&self) -> String {
        let asked: Vec<&str> = self.asks.as_deref().unwrap_or_default().split_whitespace().collect();
        let words = Wanted::ALL.iter().filter(|ask| asked.contains(&ask.as_str())).map(|ask| ask.words());
        words.collect::<Vec<_>>().join(", ")
    }

    /// Whether this is asked about it of anybody.
    pub(crate) fn is_asked(&self, ask: Wanted) -> bool {
        self.asks.as_deref().unwrap_or_default().split_whitespace().any(|one| one == ask.as_str())
    }

    pub fn reference(&self) -> String {
        reference(&self.ref_number, self.issued_on.as_deref())
    }
}

/// The texts of a round, in order: of a closed one, those of its last day.
pub async fn texts<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Vec<Text>, Error> {
    Ok(sqlx::query_as(
        "select x.document_id, v.title, v.number, v.ref_number, v.issued_on, v.sha256,
           (select string_agg(k.ask, ' ') from round_ask k
              where k.round_id = x.round_id and k.document_id = x.document_id and k.number = x.number) as asks
         from round_version x join version v on v.id = x.version_id
         where x.round_id = $1 and x.until_at is null order by x.place, x.document_id",
    )
    .bind(round_id)
    .fetch_all(db)
    .await?)
}

/// A text in force, as a round takes it in.
#[derive(Clone, Debug)]
pub(crate) struct InForce {
    pub(crate) document_id: String,
    pub(crate) version_id: String,
    pub(crate) short_title: String,
    /// Ids of its articles, space separated; `None`: there is nothing to read.
    articles: Option<String>,
}

from_row!(InForce { document_id, version_id, short_title, articles });

impl InForce {
    /// Its articles, in any order; none: there is nothing to read.
    pub(crate) fn articles(&self) -> impl Iterator<Item = &str> {
        self.articles.as_deref().unwrap_or_default().split_whitespace()
    }
}

/// Every text in force, in order.
pub(crate) async fn in_force<'c>(db: impl Ask<'c>) -> Result<Vec<InForce>, Error> {
    Ok(sqlx::query_as(
        "select d.id as document_id, v.id as version_id, v.short_title,
           (select string_agg(a.article, ' ') from version_article a where a.version_id = v.id) as articles
         from document d join version v on v.document_id = d.id
         where v.in_force_at is not null and v.superseded_at is null order by d.place, d.id",
    )
    .fetch_all(db)
    .await?)
}

/// Whether there is anything to read in a version.
pub(crate) async fn is_readable<'c>(db: impl Ask<'c>, version_id: &str) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from version_article where version_id = $1 limit 1").bind(version_id);
    Ok(row.fetch_optional(db).await?.is_some())
}

/// Whether a round asks about a document, and the place of its last text; 0 where it has none.
pub(crate) async fn place_of<'c>(db: impl Ask<'c>, round_id: &str, document: &str) -> Result<(bool, i64), Error> {
    let row = sqlx::query(
        "select count(case when x.document_id = $2 then 1 end), coalesce(max(x.place), 0)
         from round_version x where x.round_id = $1",
    )
    .bind(round_id)
    .bind(document)
    .fetch_one(db)
    .await?;
    let there: i64 = row.try_get(0)?;
    Ok((there > 0, row.try_get(1)?))
}

/// A text in an open round: its last row of the chain.
pub(crate) struct InRound {
    pub(crate) round_id: String,
    pub(crate) number: i64,
    pub(crate) place: i64,
    pub(crate) weight: i64,
    /// Days the round gives; 0 = none.
    pub(crate) due_days: i64,
    /// 1: working days.
    pub(crate) working: i64,
}

from_row!(InRound { round_id, number, place, weight, due_days, working });

/// The open rounds that ask something about a document, in the order of ids.
pub(crate) async fn in_rounds<'c>(db: impl Ask<'c>, document: &str) -> Result<Vec<InRound>, Error> {
    Ok(sqlx::query_as(
        "select x.round_id, x.number, x.place, x.weight, r.due_days, r.working from round r join round_version x on x.round_id = r.id
         where r.closed_at is null and x.document_id = $1 and x.until_at is null order by x.round_id",
    )
    .bind(document)
    .fetch_all(db)
    .await?)
}

/// Whether who had confirmed the text before waits for a round of its own, as the organisation has set it.
pub(crate) async fn spares<'c>(db: impl Ask<'c>) -> Result<bool, Error> {
    let row = sqlx::query("select value from setting where name = 'round.again'").fetch_optional(db).await?;
    let value: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
    Ok(value.as_deref() == Some(say("again.later")))
}

/// The next row of a round's chain of a document; `one.number` is the row before it, 0 when it is the first. What was
/// asked about that one is asked about this one; `due_on` is the day of those who had confirmed it, '' for none.
///
/// # Errors
/// [`Error::Moved`] when the row before is not the last one any more.
pub(crate) async fn put_version(
    tx: &mut Tx,
    one: &InRound,
    document: &str,
    version_id: &str,
    (due_on, spares): (Option<&str>, bool),
    at: i64,
) -> Result<(), Error> {
    if one.number > 0 {
        let ended = sqlx::query(
            "update round_version set until_at = $4
             where round_id = $1 and document_id = $2 and number = $3 and until_at is null",
        )
        .bind(&one.round_id)
        .bind(document)
        .bind(one.number)
        .bind(at)
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Err(Error::Moved);
        }
    }
    sqlx::query(
        "insert into round_version (round_id, document_id, number, version_id, place, weight, since_at, due_on, spares)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&one.round_id)
    .bind(document)
    .bind(one.number + 1)
    .bind(version_id)
    .bind(one.place)
    .bind(one.weight)
    .bind(at)
    .bind(due_on)
    .bind(i64::from(spares))
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "insert into round_ask (round_id, document_id, number, capacity, ask)
         select round_id, document_id, number + 1, capacity, ask from round_ask
         where round_id = $1 and document_id = $2 and number = $3",
    )
    .bind(&one.round_id)
    .bind(document)
    .bind(one.number)
    .execute(tx)
    .await?;
    Ok(())
}

/// The first row of a round's chain asks this of everybody.
pub(crate) async fn ask(tx: &mut Tx, round_id: &str, document: &str, ask: Wanted) -> Result<(), Error> {
    sqlx::query(
        "insert into round_ask (round_id, document_id, number, capacity, ask) values ($1, $2, 1, 'participant', $3)",
    )
    .bind(round_id)
    .bind(document)
    .bind(ask.as_str())
    .execute(tx)
    .await?;
    Ok(())
}
