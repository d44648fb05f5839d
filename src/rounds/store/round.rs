//! SQL of rounds themselves, and of who may run them.

use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::rounds::rules::{NewRound, RoundKind, Settings};

/// A round as acts check it.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) kind: RoundKind,
    pub(crate) group_id: String,
    pub(crate) settings: Settings,
    /// The same day for everybody.
    pub(crate) due_on: Option<String>,
    pub(crate) closed_at: Option<i64>,
    pub(crate) withdrawn_at: Option<i64>,
}

from_row!(Settings {
    pass_percent,
    questions,
    sittings,
    wait_minutes,
    limit_minutes,
    due_days,
    critical_fails,
    working,
    least_days,
    validity_months,
    ask_before,
    excuse_days,
    remind_before,
    remind_late
});

from_row!(Row { name, kind, group_id, due_on, closed_at, withdrawn_at; settings });

/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn find<'c>(db: impl Ask<'c>, id: &str) -> Result<Row, Error> {
    sqlx::query_as(
        "select name, coalesce(manner, kind) as kind, group_id, pass_percent, questions, sittings, wait_minutes,
           limit_minutes, due_days, critical_fails, working, least_days, validity_months, ask_before, excuse_days,
           remind_before, remind_late, due_on, closed_at, withdrawn_at from round where id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// Opens a round; who it is for is enrolled by batches, and into a rolling one by itself when their time comes.
pub(crate) async fn insert(tx: &mut Tx, id: &str, new: &NewRound, by: Option<&str>, at: i64) -> Result<(), Error> {
    let s = &new.settings;
    sqlx::query(
        "insert into round (id, name, kind, group_id, pass_percent, questions, sittings, wait_minutes, limit_minutes,
                            due_days, counts_from, opened_at, opened_by, revision, critical_fails, working,
                            least_days, validity_months, ask_before, excuse_days, due_on, manner, follows, filled_at,
                            remind_before, remind_late, audience_group)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, 1, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
           $23, $24, $25)",
    )
    .bind(id)
    .bind(&new.name)
    .bind(new.kind.coarse().as_str())
    .bind(&new.group_id)
    .bind(s.pass_percent)
    .bind(s.questions)
    .bind(s.sittings)
    .bind(s.wait_minutes)
    .bind(s.limit_minutes)
    .bind(s.due_days)
    .bind(at)
    .bind(by)
    .bind(s.critical_fails)
    .bind(s.working)
    .bind(s.least_days)
    .bind(s.validity_months)
    .bind(s.ask_before)
    .bind(s.excuse_days)
    .bind(&new.due_on)
    .bind(new.kind.as_str())
    .bind(&new.follows)
    .bind((new.kind == RoundKind::Rolling).then_some(at))
    .bind(s.remind_before)
    .bind(s.remind_late)
    .bind(&new.audience.in_group)
    .execute(&mut *tx)
    .await?;
    // The group is a column of the round.
    for (kind, thing) in new.audience.rows().into_iter().filter(|row| row.0 != "group") {
        sqlx::query("insert into round_audience (round_id, kind, thing) values ($1, $2, $3)")
            .bind(id)
            .bind(kind)
            .bind(thing)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Saves an open round's name, settings and day.
pub(crate) async fn save(
    tx: &mut Tx,
    id: &str,
    (name, due_on): (&str, Option<&str>),
    s: &Settings,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update round set name = $2, pass_percent = $3, questions = $4, sittings = $5, wait_minutes = $6,
           limit_minutes = $7, due_days = $8, critical_fails = $9, working = $10, least_days = $11,
           validity_months = $12, ask_before = $13, excuse_days = $14, due_on = $15, remind_before = $16,
           remind_late = $17
         where id = $1 and closed_at is null",
    )
    .bind(id)
    .bind(name)
    .bind(s.pass_percent)
    .bind(s.questions)
    .bind(s.sittings)
    .bind(s.wait_minutes)
    .bind(s.limit_minutes)
    .bind(s.due_days)
    .bind(s.critical_fails)
    .bind(s.working)
    .bind(s.least_days)
    .bind(s.validity_months)
    .bind(s.ask_before)
    .bind(s.excuse_days)
    .bind(due_on)
    .bind(s.remind_before)
    .bind(s.remind_late)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn close(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query("update round set closed_at = $2, closed_by = $3 where id = $1 and closed_at is null")
        .bind(id)
        .bind(at)
        .bind(by)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an open round back: closed in the same moment.
pub(crate) async fn withdraw(tx: &mut Tx, id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update round set closed_at = $2, closed_by = $3, withdrawn_at = $2, withdrawn_by = $3
         where id = $1 and closed_at is null",
    )
    .bind(id)
    .bind(at)
    .bind(by)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether anybody of a round has read, sat, confirmed or applied in it, or was given anything in it.
pub(crate) async fn acted<'c>(db: impl Ask<'c>, id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from enrolment e where e.round_id = $1 and (
           exists (select 1 from reading r where r.person_id = e.person_id and r.round_id = e.round_id)
           or exists (select 1 from attempt t where t.person_id = e.person_id and t.round_id = e.round_id)
           or exists (select 1 from acknowledgment k where k.person_id = e.person_id and k.round_id = e.round_id)
           or exists (select 1 from paper q where q.person_id = e.person_id and q.round_id = e.round_id)
           or exists (select 1 from leeway l where l.person_id = e.person_id and l.round_id = e.round_id)
           or exists (select 1 from admission m where m.person_id = e.person_id and m.round_id = e.round_id)) limit 1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Counts up the revision of an open round: what it asks has changed.
pub(crate) async fn raise(tx: &mut Tx, id: &str) -> Result<(), Error> {
    sqlx::query("update round set revision = revision + 1 where id = $1 and closed_at is null")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// The same of every open round: their days are counted anew.
pub(crate) async fn raise_all(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query("update round set revision = revision + 1 where closed_at is null").execute(tx).await?;
    Ok(())
}

/// Says that people are to be enrolled again: the one mark that is taken back, because it only tells the batches
/// where they are.
pub(crate) async fn fill_again(tx: &mut Tx, id: &str) -> Result<(), Error> {
    sqlx::query("update round set filled_at = null where id = $1 and closed_at is null").bind(id).execute(tx).await?;
    Ok(())
}

/// Whether a person is a coordinator of this group, or of everything.
pub(crate) async fn may_run<'c>(db: impl Ask<'c>, person_id: &str, group_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from role_grant where person_id = $1 and role = 'coordinator' and revoked_at is null
           and (scope = 'all' or (scope = 'group' and scope_id = $2)) limit 1",
    )
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Whether somebody is office of a group: coordinator or leader.
pub(crate) async fn is_office<'c>(db: impl Ask<'c>, person_id: &str, group_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from role_grant where person_id = $1 and role in ('coordinator', 'leader') and revoked_at is null
           and (scope = 'all' or (scope = 'group' and scope_id = $2)) limit 1",
    )
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Whether a person is a coordinator of everything.
pub async fn runs_everywhere<'c>(db: impl Ask<'c>, person_id: &str) -> Result<bool, Error> {
    may_run(db, person_id, "").await
}
