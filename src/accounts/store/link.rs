//! SQL of personal links.

use crate::accounts::rules::LinkKind;
use crate::act::Author;
use crate::db::{Ask, Tx};
use crate::error::Error;
use crate::from_row;
use crate::id::sha256;
use crate::stored;

stored!(LinkKind);

/// A personal link as its page needs it.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: String,
    pub person_id: String,
    pub actor: String,
    pub kind: LinkKind,
    pub expires_at: i64,
    /// When its page was first shown.
    pub opened_at: Option<i64>,
    pub used_at: Option<i64>,
    /// When a newer one replaced it.
    pub revoked_at: Option<i64>,
    pub full_name: String,
    pub login: String,
}

from_row!(Link { id, person_id, actor, kind, expires_at, opened_at, used_at, revoked_at, full_name, login });

impl Link {
    pub fn works(&self, now: i64) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && self.expires_at > now
    }

    pub fn whom(&self) -> Author {
        Author { person_id: self.person_id.clone(), actor: self.actor.clone() }
    }
}

/// The link of a token.
pub async fn link<'c>(db: impl Ask<'c>, token: &str) -> Result<Option<Link>, Error> {
    Ok(sqlx::query_as(
        "select l.id, l.person_id, p.actor, l.kind, l.expires_at, l.opened_at, l.used_at, l.revoked_at,
           f.full_name, a.login
         from link l join person p on p.id = l.person_id join account a on a.person_id = p.id
           join profile f on f.person_id = p.id and f.until_at is null
         where l.token_hash = $1
           and not exists (select 1 from presence x where x.person_id = p.id and x.until_at is null and x.kind = 'left')
           and not exists (select 1 from account_switch x
                           where x.person_id = p.id and x.until_at is null and x.kind = 'disabled')",
    )
    .bind(sha256(token))
    .fetch_optional(db)
    .await?)
}

/// A link that can still be shown to whoever issued it.
#[derive(Clone, Debug)]
pub struct UsableLink {
    pub id: String,
    pub person_id: String,
    pub expires_at: i64,
    pub full_name: String,
    pub login: String,
    /// As `Roles::parse` reads them.
    pub roles: String,
}

from_row!(UsableLink { id, person_id, expires_at, full_name, login, roles });

/// The links opened to a session that nobody has used, of one person or (`None`) of everybody, oldest first.
pub async fn shown_links<'c>(
    db: impl Ask<'c>,
    session: &str,
    person_id: Option<&str>,
    now: i64,
) -> Result<Vec<UsableLink>, Error> {
    Ok(sqlx::query_as(
        "select l.id, l.person_id, l.expires_at, f.full_name, a.login,
           coalesce((select string_agg(g.role || ':' || g.scope || ':' || g.scope_id, ' ') from role_grant g
                     where g.person_id = l.person_id and g.revoked_at is null), '') as roles
         from disclosure d join link l on l.id = d.subject
           join account a on a.person_id = l.person_id
           join profile f on f.person_id = l.person_id and f.until_at is null
         where d.session = $1 and d.what = 'link' and d.expires_at > $3
           and l.used_at is null and l.revoked_at is null and l.expires_at > $3
           and ($2 is null or l.person_id = $2) order by l.id",
    )
    .bind(session)
    .bind(person_id)
    .bind(now)
    .fetch_all(db)
    .await?)
}

/// Notes the first time a link's page was shown. Zalo may fetch a link for its preview: this uses nothing up.
pub async fn note_opened(tx: &mut Tx, link_id: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update link set opened_at = $2 where id = $1 and opened_at is null")
        .bind(link_id)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Uses a link up: true for exactly one caller.
pub async fn use_link(tx: &mut Tx, link_id: &str, ip: &str, now: i64) -> Result<bool, Error> {
    let done = sqlx::query(
        "update link set used_at = $2, used_ip = $3, opened_at = coalesce(opened_at, $2)
         where id = $1 and used_at is null and revoked_at is null and expires_at > $2
           and not exists (select 1 from presence x
                           where x.person_id = link.person_id and x.until_at is null and x.kind = 'left')
           and not exists (select 1 from account_switch x
                           where x.person_id = link.person_id and x.until_at is null and x.kind = 'disabled')",
    )
    .bind(link_id)
    .bind(now)
    .bind(ip)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A link to insert.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub id: &'a str,
    pub person_id: &'a str,
    pub kind: LinkKind,
    pub token: &'a str,
    pub issued_at: i64,
    pub issued_by: Option<&'a str>,
    pub expires_at: i64,
}

pub async fn insert_link(tx: &mut Tx, new: &NewLink<'_>) -> Result<(), Error> {
    sqlx::query(
        "insert into link (id, person_id, kind, token_hash, issued_at, issued_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id)
    .bind(new.person_id)
    .bind(new.kind)
    .bind(sha256(new.token))
    .bind(new.issued_at)
    .bind(new.issued_by)
    .bind(new.expires_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes back every link of a person that nobody has used.
pub async fn revoke_links(tx: &mut Tx, person_id: &str, now: i64) -> Result<(), Error> {
    sqlx::query("update link set revoked_at = $2 where person_id = $1 and used_at is null and revoked_at is null")
        .bind(person_id)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets from where the links of a person were used.
pub async fn forget_addresses(tx: &mut Tx, person_id: &str) -> Result<(), Error> {
    sqlx::query("update link set used_ip = null where person_id = $1").bind(person_id).execute(tx).await?;
    Ok(())
}
