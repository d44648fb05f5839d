//! SQL of the tables: questions only.

use crate::error::Error;
use crate::from_row;
use sqlx::AnyPool;

/// What HC-DV sees of a person's Zalo account.
#[derive(Clone, Debug)]
pub struct ContactLine {
    pub person_id: String,
    /// E.164.
    pub phone: String,
    /// Display name.
    pub zalo_name: String,
}

from_row!(ContactLine { person_id, phone, zalo_name });

/// Everybody's current contact.
pub async fn contacts(db: &AnyPool) -> Result<Vec<ContactLine>, Error> {
    Ok(sqlx::query_as("select person_id, phone, zalo_name from contact where replaced_at is null and phone <> ''")
        .fetch_all(db)
        .await?)
}

/// One sitting of a person.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// 1, 2, …
    pub number: i64,
    pub round: String,
    pub drawn_at: i64,
    pub graded_at: Option<i64>,
    pub percent: Option<i64>,
    pub passed_at: Option<i64>,
}

from_row!(Sitting { number, round, drawn_at, graded_at, percent, passed_at });

/// A person's sittings, newest first.
pub async fn sittings(db: &AnyPool, person_id: &str) -> Result<Vec<Sitting>, Error> {
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
pub struct Confirmation {
    /// Mã xác nhận.
    pub code: String,
    /// To which versions.
    pub versions_key: String,
    pub confirmed_at: i64,
    /// Percentage of the sitting.
    pub percent: i64,
    /// Leaf number.
    pub ledger_n: i64,
}

from_row!(Confirmation { code, versions_key, confirmed_at, percent, ledger_n });

/// A person's acknowledgments, newest first.
pub async fn confirmations(db: &AnyPool, person_id: &str) -> Result<Vec<Confirmation>, Error> {
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
pub struct LinkLine {
    /// 'invite' or 'reset'.
    pub kind: String,
    pub issued_at: i64,
    /// By whom.
    pub issuer: Option<String>,
    /// First shown when.
    pub opened_at: Option<i64>,
    pub used_at: Option<i64>,
    /// From where.
    pub used_ip: Option<String>,
    /// With what.
    pub used_agent: Option<String>,
    /// Replaced when.
    pub revoked_at: Option<i64>,
    /// End of its life.
    pub expires_at: i64,
}

from_row!(LinkLine { kind, issued_at, issuer, opened_at, used_at, used_ip, used_agent, revoked_at, expires_at });

/// A person's links, newest first.
pub async fn links(db: &AnyPool, person_id: &str) -> Result<Vec<LinkLine>, Error> {
    Ok(sqlx::query_as(
        "select l.kind, l.issued_at, b.full_name as issuer, l.opened_at, l.used_at, l.used_ip, l.used_agent,
           l.revoked_at, l.expires_at
         from link l left join person b on b.id = l.issued_by where l.person_id = $1 order by l.issued_at desc limit 20",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}
