//! The chain of a consent, given and withdrawn, and the texts that were shown with it.

use crate::act::Act;
use crate::contacts::rules::ConsentKind;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use crate::stored;
use sqlx::Row as _;

stored!(ConsentKind);

/// A row of the chain.
#[derive(Clone, Debug)]
pub(crate) struct ConsentRow {
    pub(crate) person_id: String,
    pub(crate) purpose: String,
    pub(crate) number: i64,
    pub(crate) kind: ConsentKind,
    pub(crate) consent_id: String,
    pub(crate) text_sha256: String,
    pub(crate) notice_sha256: String,
    pub(crate) at: i64,
    pub(crate) until_at: Option<i64>,
}

from_row!(ConsentRow { person_id, purpose, number, kind, consent_id, text_sha256, notice_sha256, at, until_at });

pub(crate) const CONSENT_COLUMNS: &[&str] =
    &["person_id", "purpose", "number", "kind", "consent_id", "text_sha256", "notice_sha256", "at", "until_at"];

impl ConsentRow {
    /// Its id in leaves.
    pub(crate) fn row_id(&self) -> String {
        format!("{}/{}#{}", self.person_id, self.purpose, self.number)
    }

    pub(crate) fn cells(&self) -> Vec<Value> {
        vec![
            self.person_id.as_str().into(),
            self.purpose.as_str().into(),
            self.number.into(),
            self.kind.as_str().into(),
            self.consent_id.as_str().into(),
            self.text_sha256.as_str().into(),
            self.notice_sha256.as_str().into(),
            self.at.into(),
            self.until_at.into(),
        ]
    }
}

/// 1 when the person of an id in a question has taken back the consent to the use of their number, and not given it
/// again: [`crate::contacts::rules::ZALO`].
macro_rules! refuses {
    ($person:literal) => {
        concat!(
            "(select count(*) from consent k where k.person_id = ",
            $person,
            " and k.purpose = 'M1' and k.until_at is null and k.kind = 'withdrawn')"
        )
    };
}

pub(crate) use refuses;

/// The same of one person.
pub(crate) async fn is_refusing<'c>(db: impl Ask<'c>, person_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(concat!("select ", refuses!("$1"))).bind(person_id).fetch_one(db).await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// The last row of a consent's chain.
pub(crate) async fn consent<'c>(db: impl Ask<'c>, person_id: &str, purpose: &str) -> Result<Option<ConsentRow>, Error> {
    Ok(sqlx::query_as(
        "select person_id, purpose, number, kind, consent_id, text_sha256, notice_sha256, at, until_at
         from consent where person_id = $1 and purpose = $2 and until_at is null",
    )
    .bind(person_id)
    .bind(purpose)
    .fetch_optional(db)
    .await?)
}

/// The next row of a chain, after the one before it; the person is held.
pub(crate) async fn next_consent(tx: &mut Tx, act: &Act, row: &ConsentRow) -> Result<(), Error> {
    sqlx::query(
        "update consent set until_at = $4 where person_id = $1 and purpose = $2 and until_at is null and number = $3",
    )
    .bind(&row.person_id)
    .bind(&row.purpose)
    .bind(row.number - 1)
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    tx.insert_many("consent", CONSENT_COLUMNS, &[row.cells()]).await
}

/// Keeps a text as it was shown; the answer is its hash.
pub(crate) async fn show_text(tx: &mut Tx, body: &str) -> Result<String, Error> {
    let hash = sha256(body);
    sqlx::query("insert into shown_text (sha256, body) values ($1, $2) on conflict (sha256) do nothing")
        .bind(&hash)
        .bind(body)
        .execute(&mut *tx)
        .await?;
    Ok(hash)
}
