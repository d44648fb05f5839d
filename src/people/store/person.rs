//! SQL of people: who they are, adding them, changing them.

use super::role::grant;
use crate::accounts::rules::Role;
use crate::accounts::store::free_login;
use crate::act::By;
use crate::error::Error;
use crate::from_row;
use crate::id::{new_actor, new_id};
use crate::ledger::{self, Entry, Private};
use crate::people::rules::Name;
use crate::text::say;
use crate::time::day_after;
use serde_json::json;
use sqlx::{AnyConnection, AnyPool, Row};

/// A person to add.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// Row id: the key of the form that adds them, so that twice is once; None makes one.
    pub id: Option<String>,
    /// Legal name.
    pub name: Name,
    /// Mã nhân sự.
    pub code: Option<String>,
    pub department_id: String,
    /// Chức vụ.
    pub position: String,
    /// Roles to grant.
    pub roles: Vec<&'static str>,
}

/// A person as their forms need them.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    /// Ledger id.
    pub actor: String,
    /// Mã nhân sự.
    pub code: Option<String>,
    /// Họ.
    pub family: String,
    /// Chữ đệm.
    pub middle: String,
    /// Tên.
    pub given: String,
    /// Stored order.
    pub name_order: String,
    /// Họ và tên.
    pub full_name: String,
    pub department_id: String,
    pub department: String,
    /// Chức vụ.
    pub position: String,
    /// Sign-in name.
    pub login: String,
    /// Password set when; `None` = never signed in.
    pub password_set_at: Option<i64>,
    /// Day until which they are out of the count.
    pub paused_until: Option<String>,
    /// Why.
    pub paused_reason: Option<String>,
    pub left_at: Option<i64>,
    /// Stored roles, separated by spaces.
    pub roles: String,
}

from_row!(Person {
    id,
    actor,
    code,
    family,
    middle,
    given,
    name_order,
    full_name,
    department_id,
    department,
    position,
    login,
    password_set_at,
    paused_until,
    paused_reason,
    left_at,
    roles
});

/// One person; not there = not found.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn person(db: &AnyPool, id: &str) -> Result<Person, Error> {
    sqlx::query_as(
        "select p.id, p.actor, p.code, p.family, p.middle, p.given, p.name_order, p.full_name, p.department_id,
           d.name as department, p.position, a.login, a.password_set_at, p.paused_until, p.paused_reason, p.left_at,
           coalesce((select string_agg(g.role, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from person p join department d on d.id = p.department_id join account a on a.person_id = p.id
         where p.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// True when the database has nobody yet.
pub async fn nobody(db: &AnyPool) -> Result<bool, Error> {
    Ok(sqlx::query("select 1 from person limit 1").fetch_optional(db).await?.is_none())
}

/// Adds a person with account and roles, and enrols them in the open newcomer rounds.
///
/// # Errors
/// [`Error::Conflict`] when the staff code is taken, or the form was sent before.
pub async fn create(tx: &mut AnyConnection, new: &NewPerson, by: &By, now: i64) -> Result<(String, String), Error> {
    crate::db::lock_ledger(tx).await?; // of two people of one name, the second sees the first's sign-in name
    let id = new.id.clone().unwrap_or_else(new_id);
    let (actor, full_name) = (new_actor(), new.name.full());
    let inserted = sqlx::query(
        "insert into person (id, actor, code, family, middle, given, name_order, full_name, name_fold, name_key,
                             department_id, position, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing",
    )
    .bind(&id)
    .bind(&actor)
    .bind(&new.code)
    .bind(&new.name.family)
    .bind(&new.name.middle)
    .bind(&new.name.given)
    .bind(new.name.order.as_str())
    .bind(&full_name)
    .bind(new.name.search_text())
    .bind(new.name.sort_key())
    .bind(&new.department_id)
    .bind(&new.position)
    .bind(now)
    .bind(by.as_ref().map(|by| by.0.clone()))
    .execute(&mut *tx)
    .await?;
    if inserted.rows_affected() == 0 {
        let before = sqlx::query("select 1 from person where id = $1").bind(&id).fetch_optional(&mut *tx).await?;
        let key = if before.is_some() { "person.created_already" } else { "person.code_taken" };
        return Err(Error::conflict(key));
    }
    let login = free_login(tx, &full_name).await?;
    sqlx::query("insert into account (person_id, login, created_at) values ($1, $2, $3)")
        .bind(&id)
        .bind(&login)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    enrol_newcomer(tx, &id, by, now).await?;
    ledger::append(tx, &created(new, &id, &actor, by, now)).await?;
    for role in &new.roles {
        if let Some(role) = Role::parse(role) {
            grant(tx, &id, &actor, role, by, now).await?;
        }
    }
    Ok((id, actor))
}

fn created(new: &NewPerson, id: &str, actor: &str, by: &By, now: i64) -> Entry {
    let subject = json!({
        "name": new.name.full(), "code": new.code.clone().unwrap_or_default(),
        "department": new.department_id, "position": new.position,
    });
    Entry {
        kind: "account.created",
        at: now,
        actor: by.as_ref().map(|by| by.1.clone()),
        about: Some(actor.to_owned()),
        person_id: Some(id.to_owned()),
        by_id: by.as_ref().map(|by| by.0.clone()),
        body: json!({}),
        private: vec![Private { purpose: "subject", fields: subject }],
        note: say("note.person_created").to_owned(),
    }
}

async fn enrol_newcomer(tx: &mut AnyConnection, person_id: &str, by: &By, now: i64) -> Result<(), Error> {
    let rounds = sqlx::query("select id, due_days from round where kind = 'newcomer' and closed_at is null")
        .fetch_all(&mut *tx)
        .await?;
    for row in rounds {
        let (round, due_days): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let due = (due_days > 0).then(|| day_after(now, due_days));
        sqlx::query(
            "insert into enrolment (id, round_id, person_id, enrolled_at, enrolled_by, due_on)
             values ($1, $2, $3, $4, $5, $6) on conflict (round_id, person_id) do nothing",
        )
        .bind(new_id())
        .bind(round)
        .bind(person_id)
        .bind(now)
        .bind(by.as_ref().map(|by| by.0.clone()))
        .bind(due)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Saves a person's name, code, department and position.
///
/// # Errors
/// [`Error::Conflict`] when the staff code is taken.
pub async fn update(tx: &mut AnyConnection, id: &str, new: &NewPerson) -> Result<(), Error> {
    let done = sqlx::query(
        "update person set code = $2, family = $3, middle = $4, given = $5, name_order = $6, full_name = $7,
           name_fold = $8, name_key = $9, department_id = $10, position = $11 where id = $1",
    )
    .bind(id)
    .bind(&new.code)
    .bind(&new.name.family)
    .bind(&new.name.middle)
    .bind(&new.name.given)
    .bind(new.name.order.as_str())
    .bind(new.name.full())
    .bind(new.name.search_text())
    .bind(new.name.sort_key())
    .bind(&new.department_id)
    .bind(&new.position)
    .execute(tx)
    .await;
    match done {
        Err(error) if crate::error::already_there(&error) => Err(Error::conflict("person.code_taken")),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}
