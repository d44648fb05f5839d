//! SQL of accounts: sign-in names, passwords, and the delays after wrong ones.

use crate::accounts::rules;
use crate::db::Db;
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use sqlx::{AnyConnection, AnyPool, Row};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    pub person_id: String,
    /// Sign-in name.
    pub login: String,
    /// PHC string; `None` until set.
    pub password_hash: Option<String>,
    /// Họ và tên.
    pub full_name: String,
}

from_row!(Account { person_id, login, password_hash, full_name });

/// The active account with this sign-in name, or of the person with this staff code.
pub async fn by_login(db: &AnyPool, login: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(
        "select a.person_id, a.login, a.password_hash, p.full_name
         from account a join person p on p.id = a.person_id
         where a.login = $1 and a.disabled_at is null and p.left_at is null",
    )
    .bind(login)
    .fetch_optional(db)
    .await?)
}

/// The account of a person.
pub async fn of_person(db: &AnyPool, person_id: &str) -> Result<Option<Account>, Error> {
    Ok(sqlx::query_as(
        "select a.person_id, a.login, a.password_hash, p.full_name
         from account a join person p on p.id = a.person_id where a.person_id = $1",
    )
    .bind(person_id)
    .fetch_optional(db)
    .await?)
}

/// Takes one try for each key before the password is looked at. `Err(Conflict)` while a delay runs.
///
/// # Errors
/// [`Error::Conflict`] while the delay of one of the keys runs.
pub async fn take_try(db: &Db, login: &str, ip: &str, now: i64) -> Result<(), Error> {
    let keys = [
        (format!("login:{}", sha256(login)), rules::account_delay as fn(i64) -> i64),
        (format!("ip:{ip}"), rules::address_delay as fn(i64) -> i64),
    ];
    db.write(move |tx| {
        Box::pin(async move {
            for (key, delay) in keys {
                let row = sqlx::query(
                    "insert into throttle (key, failures, last_at, until_at) values ($1, 1, $2, 0)
                     on conflict (key) do update set last_at = $2,
                       failures = case when throttle.last_at < $3 then 1 else throttle.failures + 1 end
                     where throttle.until_at <= $2 returning failures",
                )
                .bind(&key)
                .bind(now)
                .bind(now - rules::FORGET)
                .fetch_optional(&mut *tx)
                .await?;
                let Some(row) = row else { return Err(Error::conflict("sign_in.wait")) };
                let failures: i64 = row.try_get(0)?;
                sqlx::query("update throttle set until_at = $2 where key = $1")
                    .bind(&key)
                    .bind(now + delay(failures))
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(())
        })
    })
    .await
}

/// The right password was given: the account's tries are forgotten, the address gets its one back.
pub async fn forget_tries(tx: &mut AnyConnection, login: &str, ip: &str) -> Result<(), Error> {
    sqlx::query("delete from throttle where key = $1")
        .bind(format!("login:{}", sha256(login)))
        .execute(&mut *tx)
        .await?;
    sqlx::query("update throttle set failures = failures - 1, until_at = 0 where key = $1 and failures > 0")
        .bind(format!("ip:{ip}"))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn set_password(tx: &mut AnyConnection, person_id: &str, hash: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update account set password_hash = $2, password_set_at = $3 where person_id = $1")
        .bind(person_id)
        .bind(hash)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// A sign-in name nobody has yet.
pub async fn free_login(tx: &mut AnyConnection, full_name: &str) -> Result<String, Error> {
    for nth in 1..10_000 {
        let login = rules::login_of(full_name, nth);
        let taken = sqlx::query("select 1 from account where login = $1").bind(&login).fetch_optional(&mut *tx).await?;
        if taken.is_none() {
            return Ok(login);
        }
    }
    Ok(format!("{}-{}", rules::login_of(full_name, 1), crate::id::new_actor()))
}

/// One person a role can be tried with, in the trial.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// Person id.
    pub id: String,
    /// Họ và tên.
    pub full_name: String,
    /// Stored roles, separated by spaces.
    pub roles: String,
}

from_row!(DemoPerson { id, full_name, roles });

/// People of the trial's sign-in page: those with a role, and a few members.
pub async fn demo_people(db: &AnyPool) -> Result<Vec<DemoPerson>, Error> {
    Ok(sqlx::query_as(
        "select p.id, p.full_name,
           coalesce((select string_agg(g.role, ' ') from role_grant g
                     where g.person_id = p.id and g.revoked_at is null), '') as roles
         from person p where p.left_at is null order by p.created_at, p.id limit 400",
    )
    .fetch_all(db)
    .await?)
}
