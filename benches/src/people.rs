//! Who does what in a run: picked from the database that `nep seed` filled.

use crate::browser::Browser;
use anyhow::ensure;
use nep::db::Db;
use sqlx::Row as _;

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub id: String,
    pub login: String,
}

/// People of an open round for newcomers who stand in one of these states (separated by spaces), the last ones first.
pub async fn who_are(db: &Db, states: &str, limit: usize) -> anyhow::Result<Vec<Somebody>> {
    let rows = sqlx::query(
        "select a.person_id, a.login from standing s join round r on r.id = s.round_id
           join account a on a.person_id = s.person_id
         where r.kind = 'newcomer' and r.closed_at is null and a.password_hash is not null
           and $1 || '' like '%' || s.state || '%' and s.open_attempt is null
           and not exists (select 1 from role_grant g where g.person_id = a.person_id)
         order by a.person_id desc limit $2",
    )
    .bind(states)
    .bind(i64::try_from(limit)?)
    .fetch_all(db.read())
    .await?;
    let found = rows.iter().map(|row| Ok(Somebody { id: row.try_get(0)?, login: row.try_get(1)? }));
    let found = found.collect::<anyhow::Result<Vec<_>>>()?;
    ensure!(found.len() == limit, "{} people are {states}, {limit} are needed: seed more", found.len());
    Ok(found)
}

/// Who holds a role.
pub async fn with_role(db: &Db, role: &str) -> anyhow::Result<Somebody> {
    let row = sqlx::query(
        "select a.person_id, a.login from role_grant g join account a on a.person_id = g.person_id
         where g.role = $1 and g.revoked_at is null and a.password_hash is not null order by g.granted_at limit 1",
    )
    .bind(role)
    .fetch_one(db.read())
    .await?;
    Ok(Somebody { id: row.try_get(0)?, login: row.try_get(1)? })
}

/// One word or number.
pub async fn text(db: &Db, sql: &'static str, bind: &str) -> anyhow::Result<String> {
    Ok(sqlx::query(sql).bind(bind).fetch_one(db.read()).await?.try_get(0)?)
}

pub async fn int(db: &Db, sql: &'static str, bind: &str) -> anyhow::Result<i64> {
    Ok(sqlx::query(sql).bind(bind).fetch_one(db.read()).await?.try_get(0)?)
}

/// All of them signed in, a few at a time.
pub async fn signed_in(base: &str, people: &[Somebody], password: &str) -> anyhow::Result<Vec<Browser>> {
    let mut all = Vec::new();
    for some in people.chunks(8) {
        let mut tasks = Vec::new();
        for one in some {
            let (mut browser, login, password) = (Browser::new(base), one.login.clone(), password.to_owned());
            tasks.push(tokio::spawn(async move { browser.sign_in(&login, &password).await.map(|()| browser) }));
        }
        for task in tasks {
            all.push(task.await??);
        }
    }
    Ok(all)
}
