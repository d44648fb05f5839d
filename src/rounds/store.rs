//! SQL of rounds and enrolments.

use super::rules::Settings;
use crate::act::By;
use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use crate::time::day_after;
use sqlx::{AnyConnection, AnyPool, Row};

/// A round with its group.
#[derive(Clone, Debug)]
pub struct Round {
    pub id: String,
    pub name: String,
    /// 'newcomer' or 'yearly'.
    pub kind: String,
    pub group_id: String,
    pub group: String,
    /// The group's invite link.
    pub invite_link: Option<String>,
    /// Mức đạt, percent.
    pub pass_percent: i64,
    /// Questions of a sitting.
    pub questions: i64,
    /// Most sittings; 0 = no limit.
    pub sittings: i64,
    /// Minutes between two sittings.
    pub wait_minutes: i64,
    /// Minutes for a sitting; 0 = none.
    pub limit_minutes: i64,
    /// Days from enrolment; 0 = no day.
    pub due_days: i64,
    pub opened_at: i64,
    pub closed_at: Option<i64>,
    pub people: i64,
}

from_row!(Round {
    id,
    name,
    kind,
    group_id,
    group,
    invite_link,
    pass_percent,
    questions,
    sittings,
    wait_minutes,
    limit_minutes,
    due_days,
    opened_at,
    closed_at,
    people
});

impl Round {
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            pass_percent: self.pass_percent,
            questions: self.questions,
            sittings: self.sittings,
            wait_minutes: self.wait_minutes,
            limit_minutes: self.limit_minutes,
            due_days: self.due_days,
        }
    }
}

/// One column list for every look-up of a round.
macro_rules! round_sql {
    ($rest:literal) => {
        concat!(
            "select r.id, r.name, r.kind, r.group_id, g.name as \"group\", g.invite_link, r.pass_percent, r.questions,
               r.sittings, r.wait_minutes, r.limit_minutes, r.due_days, r.opened_at, r.closed_at,
               (select count(*) from enrolment e join person p on p.id = e.person_id
                where e.round_id = r.id and p.left_at is null) as people
             from round r join zalo_group g on g.id = r.group_id ",
            $rest
        )
    };
}

/// One round.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn round(db: &AnyPool, id: &str) -> Result<Round, Error> {
    sqlx::query_as(round_sql!("where r.id = $1")).bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
}

/// Every round, open ones first, newest first.
pub async fn rounds(db: &AnyPool) -> Result<Vec<Round>, Error> {
    Ok(sqlx::query_as(round_sql!("order by r.closed_at is not null, r.opened_at desc, r.id desc"))
        .fetch_all(db)
        .await?)
}

/// A document of a round.
#[derive(Clone, Debug)]
pub struct RoundDocument {
    pub document_id: String,
    /// Its share of the questions.
    pub weight: i64,
}

from_row!(RoundDocument { document_id, weight });

/// The documents of a round, in order.
pub async fn round_documents(db: &AnyPool, round_id: &str) -> Result<Vec<RoundDocument>, Error> {
    Ok(sqlx::query_as("select document_id, weight from round_document where round_id = $1 order by place")
        .bind(round_id)
        .fetch_all(db)
        .await?)
}

/// A round to open.
#[derive(Clone, Debug)]
pub struct NewRound {
    pub name: String,
    /// 'newcomer' or 'yearly'.
    pub kind: &'static str,
    pub group_id: String,
    pub(crate) settings: Settings,
}

/// Opens a round over every document; the first counts four times as much in the questions.
pub async fn create(tx: &mut AnyConnection, id: &str, new: &NewRound, by: Option<&str>, now: i64) -> Result<(), Error> {
    let s = &new.settings;
    sqlx::query(
        "insert into round (id, name, kind, group_id, pass_percent, questions, sittings, wait_minutes, limit_minutes,
                            due_days, opened_at, opened_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing",
    )
    .bind(id)
    .bind(&new.name)
    .bind(new.kind)
    .bind(&new.group_id)
    .bind(s.pass_percent)
    .bind(s.questions)
    .bind(s.sittings)
    .bind(s.wait_minutes)
    .bind(s.limit_minutes)
    .bind(s.due_days)
    .bind(now)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "insert into round_document (round_id, document_id, place, weight)
         select $1, d.id, d.place, case when d.place = (select min(place) from document) then 4 else 1 end from document d
         where true on conflict (round_id, document_id) do nothing",
    )
    .bind(id)
    .execute(tx)
    .await?;
    Ok(())
}

/// Saves a round's name and settings.
pub(crate) async fn save(tx: &mut AnyConnection, id: &str, name: &str, settings: &Settings) -> Result<bool, Error> {
    let done = sqlx::query(
        "update round set name = $2, pass_percent = $3, questions = $4, sittings = $5, wait_minutes = $6,
           limit_minutes = $7, due_days = $8 where id = $1 and closed_at is null",
    )
    .bind(id)
    .bind(name)
    .bind(settings.pass_percent)
    .bind(settings.questions)
    .bind(settings.sittings)
    .bind(settings.wait_minutes)
    .bind(settings.limit_minutes)
    .bind(settings.due_days)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes a round; twice is once.
pub async fn close(tx: &mut AnyConnection, id: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update round set closed_at = $2 where id = $1 and closed_at is null")
        .bind(id)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Enrols everybody who has not left and is not in the round yet; the answer is how many.
pub async fn enrol_everybody(tx: &mut AnyConnection, id: &str, due_days: i64, by: &By, now: i64) -> Result<u64, Error> {
    let due = (due_days > 0).then(|| day_after(now, due_days));
    let rows = sqlx::query(
        "select p.id from person p where p.left_at is null
           and not exists (select 1 from enrolment e where e.round_id = $1 and e.person_id = p.id)",
    )
    .bind(id)
    .fetch_all(&mut *tx)
    .await?;
    let mut enrolled = 0;
    for row in rows {
        let person: String = row.try_get(0)?;
        let done = sqlx::query(
            "insert into enrolment (id, round_id, person_id, enrolled_at, enrolled_by, due_on)
             values ($1, $2, $3, $4, $5, $6) on conflict (round_id, person_id) do nothing",
        )
        .bind(new_id())
        .bind(id)
        .bind(person)
        .bind(now)
        .bind(by.as_ref().map(|by| by.0.clone()))
        .bind(&due)
        .execute(&mut *tx)
        .await?;
        enrolled += done.rows_affected();
    }
    Ok(enrolled)
}

/// What the set-up still lacks.
#[derive(Clone, Copy, Debug)]
pub struct Unfinished {
    /// Nobody is Trưởng nhóm.
    pub no_leader: bool,
    /// A current version is a draft.
    pub draft: bool,
    /// Nobody without a role was added.
    pub nobody: bool,
}

/// What the set-up still lacks.
pub async fn unfinished(db: &AnyPool) -> Result<Unfinished, Error> {
    let row = sqlx::query(
        "select (select count(*) from role_grant where role = 'leader' and revoked_at is null),
           (select count(*) from version where superseded_at is null and issued_on is null),
           (select count(*) from person p where not exists
             (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null))",
    )
    .fetch_one(db)
    .await?;
    let (leaders, drafts, people): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    Ok(Unfinished { no_leader: leaders == 0, draft: drafts > 0, nobody: people == 0 })
}
