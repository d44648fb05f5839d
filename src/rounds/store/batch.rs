//! SQL of what is done for everybody, some people at a time.

use crate::db::{Ask, Reader, Tx, count};
use crate::error::Error;
use crate::from_row;
use crate::rounds::store::whom::{is_excused, is_here, is_meant, round_terms};
use sqlx::Row as _;

/// An open round with something left to do.
pub(crate) struct Batch {
    pub(crate) id: String,
    /// 1 while people are to be enrolled.
    pub(crate) filling: i64,
}

from_row!(Batch { id, filling });

/// What makes the copy of an open round unfinished: people to enrol, rows of an older revision, or fewer rows than
/// people (counted first: two indexes, no look-up).
macro_rules! unfinished {
    ($which:literal) => {
        concat!(
            "select r.id, case when r.filled_at is null then 1 else 0 end as filling from round r
             where r.closed_at is null and ",
            $which,
            " and (r.filled_at is null
               or exists (select 1 from standing s where s.round_id = r.id and s.round_revision < r.revision)
               or ((select count(*) from enrolment e where e.round_id = r.id)
                     <> (select count(*) from standing s where s.round_id = r.id)
                   and exists (select 1 from enrolment e
                     join profile f on f.person_id = e.person_id and f.until_at is null
                     where e.round_id = r.id and not exists
                       (select 1 from standing s where s.round_id = e.round_id and s.person_id = e.person_id))))
             order by r.opened_at, r.id limit 1"
        )
    };
}

/// The first open round with people to enrol: no count, so that a batch does not pass by everybody again.
pub(crate) async fn to_fill<'c>(db: impl Ask<'c>) -> Result<Option<Batch>, Error> {
    Ok(sqlx::query_as(
        "select r.id, 1 as filling from round r where r.closed_at is null and r.filled_at is null
         order by r.opened_at, r.id limit 1",
    )
    .fetch_optional(db)
    .await?)
}

/// The first open round with anything left to do.
pub(crate) async fn to_finish<'c>(db: impl Ask<'c>) -> Result<Option<Batch>, Error> {
    Ok(sqlx::query_as(unfinished!("r.id <> ''")).fetch_optional(db).await?)
}

/// Whether any open round has people to enrol, or copies to derive.
pub async fn unfinished_round(db: &Reader) -> Result<bool, Error> {
    Ok(to_fill(db).await?.is_some() || to_finish(db).await?.is_some())
}

/// The same of one round.
pub(crate) async fn is_unfinished<'c>(db: impl Ask<'c>, round_id: &str) -> Result<bool, Error> {
    Ok(sqlx::query(unfinished!("r.id = $1")).bind(round_id).fetch_optional(db).await?.is_some())
}

/// The last person, by id, who is in the round.
pub(crate) async fn last_enrolled<'c>(db: impl Ask<'c>, round_id: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select person_id from enrolment where round_id = $1 order by person_id desc limit 1")
        .bind(round_id)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// The first person, by id, after `after` whom the round is for and who is not in it.
pub(crate) async fn to_enrol<'c>(db: impl Ask<'c>, round_id: &str, after: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query(concat!(
        "with ",
        round_terms!(),
        " select p.id from person p where p.id > $2 and ",
        is_here!(),
        " and not exists (select 1 from enrolment e where e.round_id = $1 and e.person_id = p.id)
           and ",
        is_meant!(),
        " and not ",
        is_excused!(),
        " order by p.id limit 1"
    ))
    .bind(round_id)
    .bind(after)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Enrols the next people from `from` on, at most `most`.
pub(crate) async fn enrol_some(
    tx: &mut Tx,
    round_id: &str,
    from: &str,
    most: i64,
    due_on: Option<&str>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query(concat!(
        "insert into enrolment (round_id, person_id, enrolled_at, enrolled_by, due_on) with ",
        round_terms!(),
        " select r.id, p.id, $4, r.opened_by, $5 from round r join person p on p.id >= $2
         where r.id = $1 and r.closed_at is null and ",
        is_here!(),
        " and not exists (select 1 from enrolment e where e.round_id = r.id and e.person_id = p.id)
           and ",
        is_meant!(),
        " and not ",
        is_excused!(),
        " order by p.id limit $3
         on conflict (round_id, person_id) do nothing",
    ))
    .bind(round_id)
    .bind(from)
    .bind(most)
    .bind(at)
    .bind(due_on)
    .execute(tx)
    .await?;
    Ok(())
}

/// Everybody is enrolled.
pub(crate) async fn filled(tx: &mut Tx, round_id: &str, at: i64) -> Result<(), Error> {
    sqlx::query("update round set filled_at = $2 where id = $1 and filled_at is null and closed_at is null")
        .bind(round_id)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// People whose copy is of an older revision, or who have none and whose id is at least `from`; at most `most`, in the
/// order of ids.
pub(crate) async fn not_derived(
    tx: &mut Tx,
    round_id: &str,
    revision: i64,
    from: &str,
    most: i64,
) -> Result<Vec<String>, Error> {
    let mut rows = sqlx::query("select person_id from standing where round_id = $1 and round_revision < $2 limit $3")
        .bind(round_id)
        .bind(revision)
        .bind(most)
        .fetch_all(&mut *tx)
        .await?;
    if rows.is_empty() {
        rows = sqlx::query(
            "select e.person_id from enrolment e join profile f on f.person_id = e.person_id and f.until_at is null
             where e.round_id = $1 and e.person_id >= $3 and not exists
               (select 1 from standing s where s.round_id = e.round_id and s.person_id = e.person_id)
             order by e.person_id limit $2",
        )
        .bind(round_id)
        .bind(most)
        .bind(from)
        .fetch_all(&mut *tx)
        .await?;
    }
    let mut ids = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// How many people of a round stand between two ids, both included.
pub(crate) async fn between<'c>(db: impl Ask<'c>, round_id: &str, from: &str, to: &str) -> Result<i64, Error> {
    let row = sqlx::query("select count(*) from enrolment where round_id = $1 and person_id >= $2 and person_id <= $3")
        .bind(round_id)
        .bind(from)
        .bind(to)
        .fetch_optional(db)
        .await?;
    Ok(count(row))
}
