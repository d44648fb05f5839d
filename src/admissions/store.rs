//! SQL of admissions: each step is one guarded statement, `rows_affected` is the answer.

use crate::error::Error;
use crate::from_row;
use sqlx::{AnyConnection, AnyPool};

/// An application or membership with its contact.
#[derive(Clone, Debug)]
pub struct Admission {
    pub id: String,
    pub person_id: String,
    /// Their ledger id.
    pub actor: String,
    /// Họ và tên.
    pub full_name: String,
    /// Phòng.
    pub department: String,
    /// Chức vụ.
    pub position: String,
    pub group_id: String,
    pub group: String,
    /// The round that led here.
    pub round_id: String,
    pub submitted_at: i64,
    /// The contact it is about.
    pub contact_id: String,
    /// E.164; '' once wiped.
    pub phone: String,
    /// Display name.
    pub zalo_name: String,
    /// Verdict on the name.
    pub name_verdict: String,
    /// Codes.
    pub name_reasons: String,
    /// Verdict on the number.
    pub phone_verdict: String,
    /// Another active person declared the same number.
    pub shared_phone: i64,
    /// 'approved', 'returned' or open.
    pub outcome: Option<String>,
    pub decided_at: Option<i64>,
    /// By whom.
    pub decider: Option<String>,
    /// Why.
    pub reason: Option<String>,
    pub added_at: Option<i64>,
    /// HC-DV's trouble.
    pub trouble: Option<String>,
    pub confirmed_at: Option<i64>,
    /// Removal ordered when.
    pub removal_at: Option<i64>,
    /// Why.
    pub removal_reason: Option<String>,
    /// Left the Centre when.
    pub left_at: Option<i64>,
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
    removal_reason,
    left_at
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
               m.removal_at, m.removal_reason, p.left_at
             from admission m join person p on p.id = m.person_id join department d on d.id = p.department_id
             join zalo_group g on g.id = m.group_id join contact c on c.id = m.contact_id
             left join person b on b.id = m.decided_by ",
            $rest
        )
    };
}

/// Applications before the leader, oldest first.
pub async fn undecided(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!("where m.outcome is null and p.left_at is null order by m.submitted_at, m.id"))
        .fetch_all(db)
        .await?)
}

/// Approved, to be added by HC-DV, in the order of Vietnamese lists.
pub async fn to_add(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.outcome = 'approved' and m.added_at is null and m.removal_at is null and p.left_at is null
           and c.phone <> '' order by m.decided_at, p.name_key"
    ))
    .fetch_all(db)
    .await?)
}

/// Added, not yet confirmed by the person: HC-DV may still take a slip back.
pub async fn just_added(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.added_at is not null and m.confirmed_at is null and m.removal_at is null order by m.added_at desc"
    ))
    .fetch_all(db)
    .await?)
}

/// Ordered out of the group by the leader, to be carried out by HC-DV.
pub async fn to_remove(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!("where m.removal_at is not null and m.removed_at is null order by m.removal_at"))
        .fetch_all(db)
        .await?)
}

/// Left the Centre and still in the group: the leader has to order the removal.
pub async fn departed(db: &AnyPool) -> Result<Vec<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where p.left_at is not null and m.added_at is not null and m.removal_at is null order by p.left_at"
    ))
    .fetch_all(db)
    .await?)
}

/// Decided lately and not yet carried out: the leader may take it back.
pub async fn revocable(db: &AnyPool, since: i64) -> Result<Vec<Admission>, Error> {
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
pub async fn admission(db: &AnyPool, id: &str) -> Result<Admission, Error> {
    sqlx::query_as(admission_sql!("where m.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// The person's own newest admission.
pub async fn own(db: &AnyPool, person_id: &str, group_id: &str) -> Result<Option<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.person_id = $1 and m.group_id = $2 order by m.submitted_at desc, m.id desc limit 1"
    ))
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(db)
    .await?)
}

/// The same inside a transaction.
pub async fn own_in(tx: &mut AnyConnection, person_id: &str, group_id: &str) -> Result<Option<Admission>, Error> {
    Ok(sqlx::query_as(admission_sql!(
        "where m.person_id = $1 and m.group_id = $2 order by m.submitted_at desc, m.id desc limit 1"
    ))
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(tx)
    .await?)
}

/// Decides an open application with the contact that was judged; true for exactly one caller, never about oneself.
pub async fn decide(
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
pub async fn undo(tx: &mut AnyConnection, id: &str, by: &str) -> Result<bool, Error> {
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
pub async fn add(tx: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Error> {
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
pub async fn unadd(tx: &mut AnyConnection, id: &str) -> Result<bool, Error> {
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
pub async fn trouble(tx: &mut AnyConnection, id: &str, now: i64) -> Result<bool, Error> {
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
pub async fn confirm(tx: &mut AnyConnection, person_id: &str, group_id: &str, now: i64) -> Result<bool, Error> {
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
pub async fn order_removal(tx: &mut AnyConnection, id: &str, reason: &str, by: &str, now: i64) -> Result<bool, Error> {
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
pub async fn remove(tx: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Error> {
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
