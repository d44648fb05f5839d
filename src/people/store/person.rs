//! SQL of people: who they are.

use super::insert::Profile;
use crate::accounts::rules::Roles;
use crate::act::Author;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::{Order, Reason};
use crate::stored;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

stored!(Order);
stored!(Reason);

/// A person as their forms and the acts about them need them.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    /// Id in the ledger.
    pub actor: String,
    /// Mã nhân sự.
    pub code: Option<String>,
    pub family: String,
    pub middle: String,
    pub given: String,
    pub name_order: Order,
    pub full_name: String,
    pub department_id: String,
    pub department: String,
    /// Chức vụ.
    pub position: String,
    /// First day at work, where it is given.
    pub joined_on: Option<String>,
    /// Sign-in name.
    pub login: String,
    /// May be empty.
    pub email: String,
    /// `None` = never signed in.
    pub password_set_at: Option<i64>,
    /// Days between which they are out of the count, and why.
    pub paused_from: Option<String>,
    pub paused_until: Option<String>,
    pub paused_reason: Option<Reason>,
    pub left_at: Option<i64>,
    /// When the account was switched off.
    pub disabled_at: Option<i64>,
    pub erased_at: Option<i64>,
    pub roles: Roles,
}

impl<'r> FromRow<'r, AnyRow> for Person {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let roles: String = row.try_get("roles")?;
        Ok(Self {
            id: row.try_get("id")?,
            actor: row.try_get("actor")?,
            code: row.try_get("code")?,
            family: row.try_get("family")?,
            middle: row.try_get("middle")?,
            given: row.try_get("given")?,
            name_order: row.try_get("name_order")?,
            full_name: row.try_get("full_name")?,
            department_id: row.try_get("department_id")?,
            department: row.try_get("department")?,
            position: row.try_get("position")?,
            joined_on: row.try_get("joined_on")?,
            login: row.try_get("login")?,
            email: row.try_get("email")?,
            password_set_at: row.try_get("password_set_at")?,
            paused_from: row.try_get("paused_from")?,
            paused_until: row.try_get("paused_until")?,
            paused_reason: row.try_get("paused_reason")?,
            left_at: row.try_get("left_at")?,
            disabled_at: row.try_get("disabled_at")?,
            erased_at: row.try_get("erased_at")?,
            roles: Roles::parse(&roles).ok_or_else(|| sqlx::Error::Decode(format!("roles {roles:?}").into()))?,
        })
    }
}

impl Person {
    pub fn author(&self) -> Author {
        Author { person_id: self.id.clone(), actor: self.actor.clone() }
    }
}

/// One person; not there = not found.
pub async fn person<'c>(db: impl Ask<'c>, id: &str) -> Result<Person, Error> {
    sqlx::query_as(
        "select p.id, p.actor, f.code, f.family, f.middle, f.given, f.name_order, f.full_name, f.department_id,
           d.body as department, f.position, f.joined_on, a.login, a.email, a.password_set_at, b.from_on as paused_from,
           b.until_on as paused_until, b.reason as paused_reason, p.erased_at,
           (select x.at from presence x where x.person_id = p.id and x.until_at is null and x.kind = 'left') as left_at,
           (select x.at from account_switch x
              where x.person_id = p.id and x.until_at is null and x.kind = 'disabled') as disabled_at,
           coalesce((select string_agg(g.role || ':' || g.scope || ':' || g.scope_id, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from person p
           join profile f on f.person_id = p.id and f.until_at is null
           join label d on d.kind = 'department' and d.thing = f.department_id and d.until_at is null
           join account a on a.person_id = p.id
           left join absence b on b.person_id = p.id and b.until_at is null and b.kind = 'away'
         where p.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

/// A person as whom an act is about or by.
pub async fn author<'c>(db: impl Ask<'c>, id: &str) -> Result<Author, Error> {
    let row = sqlx::query("select actor from person where id = $1").bind(id).fetch_optional(db).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Author { person_id: id.to_owned(), actor: row.try_get(0)? })
}

/// True when the database has nobody yet.
pub async fn nobody<'c>(db: impl Ask<'c>) -> Result<bool, Error> {
    Ok(sqlx::query("select 1 from person limit 1").fetch_optional(db).await?.is_none())
}

from_row!(Profile {
    number,
    code,
    family,
    middle,
    given,
    name_order,
    full_name,
    name_key,
    department_id,
    position,
    joined_on
});

/// A person's name, department and position as they are, with the number of that row.
pub(crate) async fn present_profile<'c>(db: impl Ask<'c>, id: &str) -> Result<Profile, Error> {
    sqlx::query_as(
        "select number, code, family, middle, given, name_order, full_name, name_key, department_id, position,
           joined_on from profile where person_id = $1 and until_at is null",
    )
    .bind(id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
