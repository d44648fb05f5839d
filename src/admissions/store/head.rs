//! The heads of chains: where an admission stands now, and what it rests on.

use crate::act::Author;
use crate::admissions::rules::StepKind;
use crate::contacts::rules::zalo_name::Verdict;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use sqlx::Row as _;

/// An admission with its last step.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) person_id: String,
    /// Their id in the ledger.
    pub(crate) actor: String,
    pub(crate) full_name: String,
    pub(crate) group_id: String,
    /// The round that led here.
    pub(crate) round_id: String,
    pub(crate) number: i64,
    pub(crate) kind: StepKind,
    pub(crate) contact_id: String,
    pub(crate) acknowledgment_id: String,
    pub(crate) name_verdict: Verdict,
}

from_row!(Head {
    id,
    person_id,
    actor,
    full_name,
    group_id,
    round_id,
    number,
    kind,
    contact_id,
    acknowledgment_id,
    name_verdict
});

impl Head {
    pub(crate) fn author(&self) -> Author {
        Author { person_id: self.person_id.clone(), actor: self.actor.clone() }
    }
}

/// One column list for every look-up of a head.
macro_rules! heads {
    ($rest:literal) => {
        concat!(
            "select m.id, m.person_id, p.actor, f.full_name, m.group_id, m.round_id, a.number, a.kind, a.contact_id,
               a.acknowledgment_id, c.name_verdict
             from admission m join admission_step a on a.admission_id = m.id and a.until_at is null
             join person p on p.id = m.person_id join profile f on f.person_id = m.person_id and f.until_at is null
             join contact c on c.id = a.contact_id where ",
            $rest
        )
    };
}

pub(crate) async fn head<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<Head>, Error> {
    Ok(sqlx::query_as(heads!("m.id = $1")).bind(id).fetch_optional(db).await?)
}

/// A person's newest admission to a group.
pub(crate) async fn newest<'c>(db: impl Ask<'c>, person_id: &str, group_id: &str) -> Result<Option<Head>, Error> {
    Ok(sqlx::query_as(heads!("m.person_id = $1 and m.group_id = $2 order by m.opened_at desc, m.id desc limit 1"))
        .bind(person_id)
        .bind(group_id)
        .fetch_optional(db)
        .await?)
}

/// A person's admissions that are not closed, one a group.
pub(crate) async fn open_ones<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Head>, Error> {
    Ok(sqlx::query_as(heads!("m.person_id = $1 and m.closed_at is null order by m.id"))
        .bind(person_id)
        .fetch_all(db)
        .await?)
}

/// A person's newest admissions, where they have lapsed.
pub(crate) async fn lapsed<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Head>, Error> {
    Ok(sqlx::query_as(heads!(
        "m.person_id = $1 and a.kind = 'lapsed' and m.id = (select o.id from admission o
           where o.person_id = m.person_id and o.group_id = m.group_id order by o.opened_at desc, o.id desc limit 1)
         order by m.id"
    ))
    .bind(person_id)
    .fetch_all(db)
    .await?)
}

/// Whose admission it is: known before the person can be held.
pub(crate) async fn person_of<'c>(db: impl Ask<'c>, id: &str) -> Result<String, Error> {
    let row = sqlx::query("select person_id from admission where id = $1").bind(id).fetch_optional(db).await?;
    Ok(row.ok_or(Error::NotFound)?.try_get(0)?)
}

/// The newest acknowledgment of a person in a round.
pub(crate) async fn acknowledgment<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    round_id: &str,
) -> Result<Option<String>, Error> {
    let row = sqlx::query(
        "select id from acknowledgment where person_id = $1 and round_id = $2 order by number desc limit 1",
    )
    .bind(person_id)
    .bind(round_id)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// The contact of a person that is in force.
pub(crate) async fn contact<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select id from contact where person_id = $1 and until_at is null and phone <> ''")
        .bind(person_id)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Whether two contacts are of one account: its phone number, which tells who is in the group.
pub(crate) async fn is_same_number<'c>(db: impl Ask<'c>, one: &str, other: &str) -> Result<bool, Error> {
    let sql = "select 1 from contact a join contact b on b.phone = a.phone where a.id = $1 and b.id = $2";
    Ok(sqlx::query(sql).bind(one).bind(other).fetch_optional(db).await?.is_some())
}

/// Whether the contact an admission stands on is the account that its leader approved last.
pub(crate) async fn is_as_approved<'c>(db: impl Ask<'c>, head: &Head) -> Result<bool, Error> {
    let row = sqlx::query(
        "select 1 from admission_step s join contact a on a.id = s.contact_id join contact b on b.phone = a.phone
         where s.admission_id = $1 and b.id = $2 and s.number = (select max(x.number) from admission_step x
             where x.admission_id = s.admission_id and x.kind = 'approved')",
    )
    .bind(&head.id)
    .bind(&head.contact_id)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// When the newest approval of an admission was given.
pub(crate) async fn approved_at<'c>(db: impl Ask<'c>, id: &str) -> Result<Option<i64>, Error> {
    let row = sqlx::query("select max(at) from admission_step where admission_id = $1 and kind = 'approved'")
        .bind(id)
        .fetch_one(db)
        .await?;
    Ok(row.try_get(0)?)
}

/// The person's own page: last step of the newest admission to a group, and when somebody was added.
pub(crate) async fn own<'c>(
    db: impl Ask<'c>,
    person_id: &str,
    group_id: &str,
) -> Result<Option<(StepKind, Option<i64>)>, Error> {
    let row = sqlx::query(
        "select a.kind, (select max(x.at) from admission_step x
             where x.admission_id = m.id and x.kind in ('added', 'founded')) as added_at
         from admission m join admission_step a on a.admission_id = m.id and a.until_at is null
         where m.person_id = $1 and m.group_id = $2 order by m.opened_at desc, m.id desc limit 1",
    )
    .bind(person_id)
    .bind(group_id)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}
