//! SQL of accounts: sign-in names and passwords.

use crate::accounts::rules::{self, Roles};
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::id::new_actor;
use sqlx::Row;

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    pub person_id: String,
    /// Id in the ledger.
    pub actor: String,
    pub login: String,
    /// PHC string; `None` until set.
    pub password_hash: Option<String>,
    pub full_name: String,
}

from_row!(Account { person_id, actor, login, password_hash, full_name });

/// An account that can be signed in with: nobody left, nothing switched off.
macro_rules! account_sql {
    ($which:literal) => {
        concat!(
            "select a.person_id, p.actor, a.login, a.password_hash, f.full_name
             from account a join person p on p.id = a.person_id join profile f on f.person_id = a.person_id and f.until_at is null
             where ",
            $which,
            " and not exists (select 1 from presence x
                              where x.person_id = a.person_id and x.until_at is null and x.kind = 'left')
              and not exists (select 1 from account_switch x
                              where x.person_id = a.person_id and x.until_at is null and x.kind = 'disabled')"
        )
    };
}

/// The active account of a sign-in name.
pub async fn by_login<'c>(db: impl Ask<'c>, login: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(account_sql!("a.login = $1")).bind(login).fetch_optional(db).await?)
}

/// The active account of a person.
pub async fn of_person<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(account_sql!("a.person_id = $1")).bind(person_id).fetch_optional(db).await?)
}

/// Opens an account under a sign-in name nobody has yet; the answer is that name.
pub async fn open(tx: &mut Tx, person_id: &str, full_name: &str, email: &str, at: i64) -> Result<String, Error> {
    let mut nth = first_free(&mut *tx, full_name).await?;
    loop {
        let login = match nth {
            ..10_000 => rules::login_of(full_name, nth),
            _ => format!("{}-{}", rules::login_of(full_name, 1), new_actor()),
        };
        let done = sqlx::query(
            "insert into account (person_id, login, email, created_at) values ($1, $2, $3, $4)
             on conflict (login) do nothing",
        )
        .bind(person_id)
        .bind(&login)
        .bind(email)
        .bind(at)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(login);
        }
        nth += 1;
    }
}

/// The first number after which a sign-in name of this name is free.
async fn first_free(tx: &mut Tx, full_name: &str) -> Result<usize, Error> {
    for nth in 1..10_000 {
        let login = rules::login_of(full_name, nth);
        let taken = sqlx::query("select 1 from account where login = $1").bind(&login).fetch_optional(&mut *tx).await?;
        if taken.is_none() {
            return Ok(nth);
        }
    }
    Ok(10_000)
}

pub async fn set_password(tx: &mut Tx, person_id: &str, hash: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update account set password_hash = $2, password_set_at = $3 where person_id = $1")
        .bind(person_id)
        .bind(hash)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Closes the account of an erased person: nothing in it tells who it was, nobody signs in with it again.
pub async fn close(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    sqlx::query(
        "update account set login = $2, email = '', password_hash = null, password_set_at = null where person_id = $1",
    )
    .bind(person_id)
    .bind(new_actor())
    .execute(tx)
    .await?;
    Ok(())
}

/// One person a role can be tried with, in the trial.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    pub id: String,
    pub full_name: String,
    pub roles: Roles,
}

/// People of the trial's sign-in page: those with a role, and a few members.
pub async fn demo_people<'c>(db: impl Ask<'c>) -> Result<Vec<DemoPerson>, Error> {
    let rows = sqlx::query(
        "select p.id, f.full_name,
           coalesce((select string_agg(g.role || ':' || g.scope || ':' || g.scope_id, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from person p join profile f on f.person_id = p.id and f.until_at is null
         where not exists (select 1 from presence x where x.person_id = p.id and x.until_at is null and x.kind = 'left')
         order by p.created_at, p.id limit 400",
    )
    .fetch_all(db)
    .await?;
    let person = |row: &sqlx::any::AnyRow| {
        let roles: String = row.try_get("roles")?;
        let roles = Roles::parse(&roles).ok_or_else(|| Error::internal("a row of roles cannot be read"))?;
        Ok(DemoPerson { id: row.try_get("id")?, full_name: row.try_get("full_name")?, roles })
    };
    rows.iter().map(person).collect()
}

/// Sets the e-mail address; true when it is another one.
pub async fn set_email(tx: &mut Tx, id: &str, email: &str) -> Result<bool, Error> {
    let done = sqlx::query("update account set email = $2 where person_id = $1 and email <> $2")
        .bind(id)
        .bind(email)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the account of somebody who never used it.
pub async fn delete(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    for sql in ["delete from account_switch where person_id = $1", "delete from account where person_id = $1"] {
        sqlx::query(sql).bind(person_id).execute(&mut *tx).await?;
    }
    Ok(())
}
