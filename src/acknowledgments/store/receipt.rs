//! Records as receipts and prints show them.

use crate::accounts::rules::How;
use crate::db::Ask;
use crate::error::Error;
use crate::{from_row, stored};

stored!(How);

/// A record with what was filled in, while that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledgment {
    pub(crate) id: String,
    /// Mã xác nhận.
    pub(crate) code: String,
    pub(crate) person_id: String,
    pub(crate) group_id: String,
    /// The person's department now.
    pub(crate) department_id: String,
    /// JSON of the template.
    pub(crate) template: String,
    /// Of the template.
    pub(crate) statement_sha256: String,
    /// Percentage and number of the sitting; `None` where the round asked no quiz.
    pub(crate) percent: Option<i64>,
    pub(crate) attempt_number: Option<i64>,
    pub(crate) how: How,
    pub(crate) confirmed_at: i64,
    /// Leaf number.
    pub(crate) n: Option<i64>,
    /// JSON of the fields; `None` once erased.
    pub(crate) fields: Option<String>,
    /// Where the person stands in its round, bits of `standing`; `None` when in it no more.
    pub(crate) progress: Option<i64>,
    pub(crate) number: i64,
    /// Number of the person's newest one in its round.
    pub(crate) newest: i64,
}

from_row!(Acknowledgment {
    id,
    code,
    person_id,
    group_id,
    department_id,
    template,
    statement_sha256,
    percent,
    attempt_number,
    how,
    confirmed_at,
    n,
    fields,
    progress,
    number,
    newest
});

impl Acknowledgment {
    /// Whether it is to what its round asks now.
    pub(crate) fn is_current(&self) -> bool {
        let stands = self.progress.is_some_and(|bits| bits & crate::standing::rules::ACKNOWLEDGED != 0);
        stands && self.number == self.newest
    }
}

/// One column list for every look-up of a record.
macro_rules! ack_sql {
    ($rest:literal) => {
        concat!(
            "select k.id, k.code, k.person_id, r.group_id, f.department_id, k.statement_sha256, k.percent,
               t.number as attempt_number, k.how, k.confirmed_at, k.number, s.progress, p.fields, m.body as template,
               (select min(o.n) from leaf_of o where o.kind = 'acknowledgment' and o.row_id = k.id) as n,
               (select max(o.number) from acknowledgment o
                  where o.person_id = k.person_id and o.round_id = k.round_id) as newest
             from acknowledgment k
             join statement m on m.sha256 = k.statement_sha256
             join round r on r.id = k.round_id
             join profile f on f.person_id = k.person_id and f.until_at is null
             left join attempt t on t.id = k.attempt_id
             left join standing s on s.round_id = k.round_id and s.person_id = k.person_id
             left join private p on p.kind = 'acknowledgment' and p.row_id = k.id and p.purpose = 'subject' ",
            $rest
        )
    };
}

/// A person's newest record.
pub(crate) async fn newest<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Option<Acknowledgment>, Error> {
    Ok(sqlx::query_as(ack_sql!("where k.person_id = $1 order by k.confirmed_at desc, k.id desc limit 1"))
        .bind(person_id)
        .fetch_optional(db)
        .await?)
}

pub(crate) async fn by_code<'c>(db: impl Ask<'c>, code: &str) -> Result<Acknowledgment, Error> {
    sqlx::query_as(ack_sql!("where k.code = $1")).bind(code).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// A version a record is to.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// `quy-che-nhom-zalo@2`.
    pub(crate) version_id: String,
    /// Title with number and day, as they were.
    pub(crate) title: String,
    pub(crate) sha256: String,
}

from_row!(Document { version_id, title, sha256 });

impl Document {
    /// Number of the version, as people say it: "2".
    pub(crate) fn number(&self) -> &str {
        self.version_id.rsplit_once('@').map_or(self.version_id.as_str(), |(_, number)| number)
    }
}

pub(crate) async fn documents<'c>(db: impl Ask<'c>, id: &str) -> Result<Vec<Document>, Error> {
    Ok(sqlx::query_as(
        "select version_id, title, sha256 from acknowledgment_version where acknowledgment_id = $1 order by version_id",
    )
    .bind(id)
    .fetch_all(db)
    .await?)
}
