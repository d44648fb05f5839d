//! SQL of contacts and consents.

use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use sqlx::{AnyConnection, AnyPool, Row};

/// A declared Zalo account.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    /// E.164.
    pub(crate) phone: String,
    /// Display name on Zalo.
    pub(crate) zalo_name: String,
    /// pass, tidy, review or refuse.
    pub(crate) name_verdict: String,
}

from_row!(Contact { phone, zalo_name, name_verdict });

/// A person's current contact.
pub(crate) async fn contact(db: &AnyPool, person_id: &str) -> Result<Option<Contact>, Error> {
    Ok(sqlx::query_as(
        "select phone, zalo_name, name_verdict
         from contact where person_id = $1 and replaced_at is null and phone <> ''",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?)
}

/// The name parts a verdict is about.
#[derive(Clone, Debug)]
pub(crate) struct NameParts {
    /// Họ.
    pub(crate) family: String,
    /// Chữ đệm.
    pub(crate) middle: String,
    /// Tên.
    pub(crate) given: String,
    /// Stored order.
    pub(crate) name_order: String,
}

from_row!(NameParts { family, middle, given, name_order });

/// A person's name in its parts.
pub(crate) async fn name_parts(db: &AnyPool, person_id: &str) -> Result<NameParts, Error> {
    sqlx::query_as("select family, middle, given, name_order from person where id = $1")
        .bind(person_id)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
}

/// A contact to declare.
#[derive(Clone, Debug)]
pub(crate) struct NewContact {
    pub(crate) person_id: String,
    /// E.164.
    pub(crate) phone: String,
    /// Display name.
    pub(crate) zalo_name: String,
    /// Verdict on the name.
    pub(crate) name_verdict: &'static str,
    /// Codes.
    pub(crate) name_reasons: String,
    /// Verdict on the number.
    pub(crate) phone_verdict: &'static str,
    pub(crate) now: i64,
    pub(crate) form_key: String,
}

/// Declares a contact in the place of the older one; `None` when this form was sent before.
pub(crate) async fn declare(tx: &mut AnyConnection, new: &NewContact) -> Result<Option<String>, Error> {
    let seen =
        sqlx::query("select 1 from contact where form_key = $1").bind(&new.form_key).fetch_optional(&mut *tx).await?;
    if seen.is_some() {
        return Ok(None);
    }
    sqlx::query("update contact set replaced_at = $2 where person_id = $1 and replaced_at is null")
        .bind(&new.person_id)
        .bind(new.now)
        .execute(&mut *tx)
        .await?;
    let id = new_id();
    let done = sqlx::query(
        "insert into contact (id, person_id, phone, zalo_name, name_verdict, name_reasons, phone_verdict, declared_at, form_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
    )
    .bind(&id)
    .bind(&new.person_id)
    .bind(&new.phone)
    .bind(&new.zalo_name)
    .bind(new.name_verdict)
    .bind(&new.name_reasons)
    .bind(new.phone_verdict)
    .bind(new.now)
    .bind(&new.form_key)
    .execute(tx)
    .await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

/// Puts the person's way into the group before the leader, or gives an open one the new contact.
/// True when a row was opened.
pub(crate) async fn submit_admission(
    tx: &mut AnyConnection,
    person_id: &str,
    group_id: &str,
    round_id: &str,
    contact_id: &str,
    now: i64,
) -> Result<bool, Error> {
    let updated = sqlx::query(
        "update admission set contact_id = $3, trouble = null, trouble_at = null
         where person_id = $1 and group_id = $2 and removed_at is null
           and (outcome is null or (outcome = 'approved' and added_at is null))",
    )
    .bind(person_id)
    .bind(group_id)
    .bind(contact_id)
    .execute(&mut *tx)
    .await?;
    if updated.rows_affected() > 0 {
        reopen_doubtful(tx, contact_id).await?;
        return Ok(false);
    }
    let opened = sqlx::query(
        "insert into admission (id, person_id, group_id, round_id, contact_id, acknowledgment_id, submitted_at)
         select $1, $2, $3, $4, $5, k.id, $6 from acknowledgment k
         where k.person_id = $2 order by k.confirmed_at desc limit 1
         on conflict do nothing",
    )
    .bind(new_id())
    .bind(person_id)
    .bind(group_id)
    .bind(round_id)
    .bind(contact_id)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(opened.rows_affected() == 1)
}

/// A doubtful name given after the approval goes back before the leader: the approval was of another name.
async fn reopen_doubtful(tx: &mut AnyConnection, contact_id: &str) -> Result<(), Error> {
    sqlx::query(
        "update admission set outcome = null, decided_at = null, decided_by = null, reason = null
         where contact_id = $1 and outcome = 'approved' and added_at is null
           and exists (select 1 from contact c where c.id = $1 and c.name_verdict in ('review', 'refuse'))",
    )
    .bind(contact_id)
    .execute(tx)
    .await?;
    Ok(())
}

/// A consent to record.
#[derive(Clone, Debug)]
pub(crate) struct NewConsent {
    pub(crate) person_id: String,
    /// M1 …
    pub(crate) purpose: String,
    /// Which text.
    pub(crate) consent_id: String,
    /// Its hash.
    pub(crate) text_sha256: String,
    /// The text as shown.
    pub(crate) text: String,
    /// Hash of the notice shown beside it.
    pub(crate) notice_sha256: String,
    pub(crate) now: i64,
    pub(crate) ip: String,
    /// User agent.
    pub(crate) agent: String,
}

/// Records a consent; a consent in force stays: false then.
pub(crate) async fn give_consent(tx: &mut AnyConnection, new: &NewConsent) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into consent (id, person_id, purpose, consent_id, text_sha256, text, notice_sha256, given_at, ip, agent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (person_id, purpose) where withdrawn_at is null do nothing",
    )
    .bind(new_id())
    .bind(&new.person_id)
    .bind(&new.purpose)
    .bind(&new.consent_id)
    .bind(&new.text_sha256)
    .bind(&new.text)
    .bind(&new.notice_sha256)
    .bind(new.now)
    .bind(&new.ip)
    .bind(&new.agent)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// When the consent in force was given.
pub(crate) async fn consent(db: &AnyPool, person_id: &str, purpose: &str) -> Result<Option<i64>, Error> {
    let row =
        sqlx::query("select given_at from consent where person_id = $1 and purpose = $2 and withdrawn_at is null")
            .bind(person_id)
            .bind(purpose)
            .fetch_optional(db)
            .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Withdraws a consent and forgets the contact; true for the first caller.
pub(crate) async fn withdraw(tx: &mut AnyConnection, person_id: &str, purpose: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update consent set withdrawn_at = $3 where person_id = $1 and purpose = $2 and withdrawn_at is null",
    )
    .bind(person_id)
    .bind(purpose)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    forget(tx, person_id, now).await?;
    Ok(done.rows_affected() == 1)
}

/// Wipes a person's phone numbers and Zalo names; the rows stay for the decisions that refer to them.
pub(crate) async fn forget(tx: &mut AnyConnection, person_id: &str, now: i64) -> Result<(), Error> {
    sqlx::query(
        "update contact set phone = '', zalo_name = '', replaced_at = coalesce(replaced_at, $2) where person_id = $1",
    )
    .bind(person_id)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "update admission set outcome = 'returned', decided_at = $2, reason = '' where person_id = $1 and outcome is null",
    )
    .bind(person_id)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// People who left before a moment and whose contact is still kept: person id and ledger id.
pub(crate) async fn to_forget(db: &AnyPool, left_before: i64) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select p.id, p.actor from person p where p.left_at < $1
           and exists (select 1 from contact c where c.person_id = p.id and c.phone <> '')",
    )
    .bind(left_before)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
