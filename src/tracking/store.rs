//! SQL of the tables: questions only.

use crate::error::Error;
use crate::from_row;
use sqlx::AnyPool;

/// What HC-DV sees of a person's Zalo account.
#[derive(Clone, Debug)]
pub(crate) struct ContactLine {
    pub(crate) person_id: String,
    /// E.164.
    pub(crate) phone: String,
    /// Display name.
    pub(crate) zalo_name: String,
}

from_row!(ContactLine { person_id, phone, zalo_name });

/// Everybody's current contact.
pub(crate) async fn contacts(db: &AnyPool) -> Result<Vec<ContactLine>, Error> {
    Ok(sqlx::query_as("select person_id, phone, zalo_name from contact where replaced_at is null and phone <> ''")
        .fetch_all(db)
        .await?)
}

/// One sitting of a person.
#[derive(Clone, Debug)]
pub(crate) struct Sitting {
    /// 1, 2, …
    pub(crate) number: i64,
    pub(crate) round: String,
    pub(crate) drawn_at: i64,
    pub(crate) graded_at: Option<i64>,
    pub(crate) percent: Option<i64>,
    pub(crate) passed_at: Option<i64>,
}

from_row!(Sitting { number, round, drawn_at, graded_at, percent, passed_at });

/// A person's sittings, newest first.
pub(crate) async fn sittings(db: &AnyPool, person_id: &str) -> Result<Vec<Sitting>, Error> {
    Ok(sqlx::query_as(
        "select t.number, r.name as round, t.drawn_at, t.graded_at, t.percent, t.passed_at
         from attempt t join round r on r.id = t.round_id where t.person_id = $1 order by t.drawn_at desc",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}

/// One acknowledgment of a person.
#[derive(Clone, Debug)]
pub(crate) struct Confirmation {
    /// Mã xác nhận.
    pub(crate) code: String,
    /// To which versions.
    pub(crate) versions_key: String,
    pub(crate) confirmed_at: i64,
    /// Percentage of the sitting.
    pub(crate) percent: i64,
    /// Leaf number.
    pub(crate) ledger_n: i64,
}

from_row!(Confirmation { code, versions_key, confirmed_at, percent, ledger_n });

/// A person's acknowledgments, newest first.
pub(crate) async fn confirmations(db: &AnyPool, person_id: &str) -> Result<Vec<Confirmation>, Error> {
    Ok(sqlx::query_as(
        "select code, versions_key, confirmed_at, percent, ledger_n from acknowledgment
         where person_id = $1 order by confirmed_at desc",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}

/// One personal link of a person: HC-DV can tell when somebody else opened it.
#[derive(Clone, Debug)]
pub(crate) struct LinkLine {
    /// 'invite' or 'reset'.
    pub(crate) kind: String,
    pub(crate) issued_at: i64,
    /// By whom.
    pub(crate) issuer: Option<String>,
    /// First shown when.
    pub(crate) opened_at: Option<i64>,
    pub(crate) used_at: Option<i64>,
    /// From where.
    pub(crate) used_ip: Option<String>,
    /// Replaced when.
    pub(crate) revoked_at: Option<i64>,
    /// End of its life.
    pub(crate) expires_at: i64,
}

from_row!(LinkLine { kind, issued_at, issuer, opened_at, used_at, used_ip, revoked_at, expires_at });

/// A person's links, newest first.
pub(crate) async fn links(db: &AnyPool, person_id: &str) -> Result<Vec<LinkLine>, Error> {
    Ok(sqlx::query_as(
        "select l.kind, l.issued_at, b.full_name as issuer, l.opened_at, l.used_at, l.used_ip,
           l.revoked_at, l.expires_at
         from link l left join person b on b.id = l.issued_by where l.person_id = $1 order by l.issued_at desc limit 20",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}
