//! SQL of deleting somebody of whom nothing was done.

use crate::accounts::store as accounts;
use crate::contacts::store as contacts;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::rounds::store as rounds;
use sqlx::Row as _;

/// What stands against deleting somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// They have signed in, read, answered, confirmed, declared, or a paper of theirs was entered.
    pub(crate) acted: bool,
    /// A link was issued to them that can still be used.
    pub(crate) linked: bool,
    /// They hold a role, or stand in a round that is closed.
    pub(crate) bound: bool,
}

const COLUMNS: &str = "
    case when exists (select 1 from session x where x.person_id = p.id)
      or exists (select 1 from account x where x.person_id = p.id and x.password_set_at is not null)
      or exists (select 1 from link x where x.person_id = p.id and x.used_at is not null)
      or exists (select 1 from reading x where x.person_id = p.id)
      or exists (select 1 from reading_place x where x.person_id = p.id)
      or exists (select 1 from attempt x where x.person_id = p.id)
      or exists (select 1 from doubt x where x.person_id = p.id)
      or exists (select 1 from paper x join paper_step s on s.paper_id = x.id where x.person_id = p.id
                 and s.kind = 'entered')
      or exists (select 1 from acknowledgment x where x.person_id = p.id)
      or exists (select 1 from consent x where x.person_id = p.id)
      or exists (select 1 from contact x where x.person_id = p.id)
      or exists (select 1 from admission x where x.person_id = p.id)
      or p.erased_at is not null then 1 else 0 end as acted,
    case when exists (select 1 from link x where x.person_id = p.id and x.used_at is null and x.revoked_at is null
             and x.expires_at > $2)
      then 1 else 0 end as linked,
    case when exists (select 1 from role_grant x where x.person_id = p.id and x.revoked_at is null)
      or exists (select 1 from enrolment x join round r on r.id = x.round_id
                 where x.person_id = p.id and r.closed_at is not null) then 1 else 0 end as bound";

/// Of one person, at a moment.
pub(crate) async fn touched<'c>(db: impl Ask<'c>, person_id: &str, now: i64) -> Result<Touched, Error> {
    let sql = format!("select {COLUMNS} from person p where p.id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(person_id)
        .bind(now)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)?;
    read(&row)
}

/// Of everybody of a list who is still there.
pub(crate) async fn touched_of_list<'c>(db: impl Ask<'c>, list_id: &str, now: i64) -> Result<Vec<Touched>, Error> {
    let sql = format!(
        "select {COLUMNS} from staff_list_person s join person p on p.id = s.person_id
         where s.list_id = $1 and not exists (select 1 from removal r where r.person_id = p.id)"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(list_id).bind(now).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &sqlx::any::AnyRow) -> Result<Touched, Error> {
    let is = |name: &str| Ok::<bool, sqlx::Error>(row.try_get::<i64, _>(name)? == 1);
    Ok(Touched { acted: is("acted")?, linked: is("linked")?, bound: is("bound")? })
}

/// Deletes what there is of somebody, but for their id in the ledger and the links that were issued; the row that says
/// so comes in its place. False: they are deleted already.
pub(crate) async fn remove(tx: &mut Tx, person_id: &str, by: Option<&str>, at: i64) -> Result<bool, Error> {
    let done = sqlx::query("insert into removal (person_id, at, by_id) values ($1, $2, $3) on conflict do nothing")
        .bind(person_id)
        .bind(at)
        .bind(by)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for sql in [
        "delete from standing where person_id = $1",
        "delete from person_word where person_id = $1",
        "delete from profile where person_id = $1",
        "delete from presence where person_id = $1",
        "delete from absence where person_id = $1",
        "delete from role_grant where person_id = $1",
        "delete from capacity where person_id = $1",
        "delete from private where person_id = $1",
        "delete from remark where person_id = $1",
    ] {
        sqlx::query(sql).bind(person_id).execute(&mut *tx).await?;
    }
    contacts::forget_suggestion(tx, person_id).await?;
    accounts::delete(tx, person_id).await?;
    rounds::leave_out(tx, person_id).await?;
    Ok(true)
}

/// Whether somebody was deleted.
pub(crate) async fn is_removed<'c>(db: impl Ask<'c>, person_id: &str) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from removal where person_id = $1").bind(person_id).fetch_optional(db).await?;
    Ok(row.is_some())
}
