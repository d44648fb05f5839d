//! SQL of admissions: each step is one guarded statement, `rows_affected` is the answer.

use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool};

/// An application or membership with its contact.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    pub(crate) id: String,
    pub(crate) person_id: String,
    /// Their ledger id.
    pub(crate) actor: String,
    /// Họ và tên.
    pub(crate) full_name: String,
    /// Phòng.
    pub(crate) department: String,
    /// Chức vụ.
    pub(crate) position: String,
    pub(crate) group_id: String,
    pub(crate) group: String,
    /// The round that led here.
    pub(crate) round_id: String,
    pub(crate) submitted_at: i64,
    /// The contact it is about.
    pub(crate) contact_id: String,
    /// E.164; '' once wiped.
    pub(crate) phone: String,
    /// Display name.
    pub(crate) zalo_name: String,
    /// Verdict on the name.
    pub(crate) name_verdict: String,
    /// Codes.
    pub(crate) name_reasons: String,
    /// Verdict on the number.
    pub(crate) phone_verdict: String,
    /// Another active person declared the same number.
    pub(crate) shared_phone: i64,
    /// 'approved', 'returned' or open.
    pub(crate) outcome: Option<String>,
    pub(crate) decided_at: Option<i64>,
    /// By whom.
    pub(crate) decider: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
    pub(crate) added_at: Option<i64>,
    /// HC-DV's trouble.
    pub(crate) trouble: Option<String>,
    pub(crate) confirmed_at: Option<i64>,
    /// Removal ordered when.
    pub(crate) removal_at: Option<i64>,
    /// Why.
    pub(crate) removal_reason: Option<String>,
}

from_row!(Admission {
    id,
    person_id,
    actor,
    full_name,
    department,
    position,
    group_id,
    group,
    round_id,
    submitted_at,
    contact_id,
    phone,
    zalo_name,
    name_verdict,
    name_reasons,
    phone_verdict,
    shared_phone,
    outcome,
    decided_at,
    decider,
    reason,
    added_at,
    trouble,
    confirmed_at,
    removal_at,
    removal_reason
});

/// One column list for every look-up of an admission.
macro_rules! admission_sql {
    ($rest:literal) => {
        concat!(
            "select m.id, m.person_id, p.actor, p.full_name, d.name as department, p.position, m.group_id,
               g.name as \"group\", m.round_id, m.submitted_at, m.contact_id, c.phone, c.zalo_name, c.name_verdict, c.name_reasons,
               c.phone_verdict,
               (select count(*) from contact o join person q on q.id = o.person_id where o.phone = c.phone and o.phone <> ''
                  and o.replaced_at is null and o.person_id <> m.person_id and q.left_at is null) as shared_phone,
               m.outcome, m.decided_at, b.full_name as decider, m.reason, m.added_at, m.trouble, m.confirmed_at,
               m.removal_at, m.removal_reason
             from admission m join person p on p.id = m.person_id join department d on d.id = p.department_id
             join zalo_group g on g.id = m.group_id join contact c on c.id = m.contact_id
             left join person b on b.id = m.decided_by ",
            $rest
        )
    };
}

/// Applications before the leader, oldest first.
pub(crate) async fn undecided(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!("where m.outcome is null and p.left_at is null order by m.submitted_at, m.id"))
        .fetch_all(db)
        .await?)
}

/// Approved, to be added by HC-DV, in the order of Vietnamese lists.
pub(crate) async fn to_add(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.outcome = 'approved' and m.added_at is null and m.removal_at is null and p.left_at is null
           and c.phone <> '' order by m.decided_at, p.name_key"
    ))
    .fetch_all(db)
    .await?)
}

/// Added, not yet confirmed by the person: HC-DV may still take a slip back.
pub(crate) async fn just_added(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.added_at is not null and m.confirmed_at is null and m.removal_at is null order by m.added_at desc"
    ))
    .fetch_all(db)
    .await?)
}

/// Ordered out of the group by the leader, to be carried out by HC-DV.
pub(crate) async fn to_remove(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!("where m.removal_at is not null and m.removed_at is null order by m.removal_at"))
        .fetch_all(db)
        .await?)
}

/// Left the Centre and still in the group: the leader has to order the removal.
pub(crate) async fn departed(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where p.left_at is not null and m.added_at is not null and m.removal_at is null order by p.left_at"
    ))
    .fetch_all(db)
    .await?)
}

/// Decided lately and not yet carried out: the leader may take it back.
pub(crate) async fn revocable(db: &AnyPool, since: i64) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.outcome = 'approved' and m.added_at is null and m.decided_at > $1 and p.left_at is null
         order by m.decided_at desc"
    ))
    .bind(since)
    .fetch_all(db)
    .await?)
}

/// One admission.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn admission(db: &AnyPool, id: &str) -> Result<Admission, Error> {
    sqlx::query_as(admission_sql!("where m.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// The person's own newest admission.
pub(crate) async fn own(db: &AnyPool, person_id: &str, group_id: &str) -> Result<Option<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.person_id = $1 and m.group_id = $2 order by m.submitted_at desc, m.id desc limit 1"
    ))
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(db)
    .await?)
}

/// The same inside a transaction.
pub(crate) async fn own_in(
    tx: &mut AnyConnection,
    person_id: &str,
    group_id: &str,
) -> Result<Option<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.person_id = $1 and m.group_id = $2 order by m.submitted_at desc, m.id desc limit 1"
    ))
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(tx)
    .await?)
}

/// Decides an open application with the contact that was judged; true for exactly one caller, never about oneself.
pub(crate) async fn decide(
    tx: &mut AnyConnection,
    one: &Admission,
    approved: bool,
    reason: &str,
    by: &str,
    now: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set outcome = $2, decided_at = $3, decided_by = $4, reason = $5
         where id = $1 and outcome is null and person_id <> $4 and contact_id = $6",
    )
    .bind(&one.id)
    .bind(if approved { "approved" } else { "returned" })
    .bind(now)
    .bind(by)
    .bind(reason)
    .bind(&one.contact_id)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an approval back while nobody was added: the application is open again.
pub(crate) async fn undo(tx: &mut AnyConnection, id: &str, by: &str) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set outcome = null, decided_at = null, decided_by = null, reason = null
         where id = $1 and outcome = 'approved' and added_at is null and person_id <> $2",
    )
    .bind(id)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// "Đã thêm": only what was approved, once.
pub(crate) async fn add(tx: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set added_at = $2, added_by = $3, trouble = null, trouble_at = null
         where id = $1 and outcome = 'approved' and added_at is null and removal_at is null
           and exists (select 1 from person p where p.id = admission.person_id and p.left_at is null)",
    )
    .bind(id)
    .bind(now)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes "Đã thêm" back while the person has not confirmed.
pub(crate) async fn unadd(tx: &mut AnyConnection, id: &str) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set added_at = null, added_by = null
         where id = $1 and added_at is not null and confirmed_at is null and removal_at is null",
    )
    .bind(id)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// HC-DV could not find the person on Zalo.
pub(crate) async fn trouble(tx: &mut AnyConnection, id: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set trouble = 'not_found', trouble_at = $2
         where id = $1 and outcome = 'approved' and added_at is null and trouble is null",
    )
    .bind(id)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// "Tôi đã vào nhóm": the person's own, once. Works from "Đã thêm", and from "Đã duyệt" where the group's link let them in.
pub(crate) async fn confirm(tx: &mut AnyConnection, person_id: &str, group_id: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set confirmed_at = $3
         where person_id = $1 and group_id = $2 and added_at is not null and confirmed_at is null and removal_at is null",
    )
    .bind(person_id)
    .bind(group_id)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The leader orders somebody out (Điều 3 khoản 3): once, never oneself.
pub(crate) async fn order_removal(
    tx: &mut AnyConnection,
    id: &str,
    reason: &str,
    by: &str,
    now: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set removal_at = $2, removal_by = $3, removal_reason = $4
         where id = $1 and added_at is not null and removal_at is null and person_id <> $3",
    )
    .bind(id)
    .bind(now)
    .bind(by)
    .bind(reason)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// HC-DV took the person out, on the leader's order, once.
pub(crate) async fn remove(tx: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update admission set removed_at = $2, removed_by = $3
         where id = $1 and removal_at is not null and removed_at is null",
    )
    .bind(id)
    .bind(now)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
