//! Who asks, and where they stand: one question a request.

use super::rules::{SILENCED, Standing};
use crate::accounts::rules::{Role, Roles};
use crate::accounts::store::office;
use crate::db::Ask;
use crate::error::Error;
use crate::standing_columns;
use sqlx::{FromRow, Row};

/// The signed-in person of a request.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub id: String,
    /// Id in the ledger.
    pub actor: String,
    pub full_name: String,
    pub department_id: String,
    pub roles: Roles,
    /// The session's form token.
    pub csrf: String,
    /// SHA-256 of the session's cookie.
    pub session: String,
    /// 'link' or 'password'.
    pub how: String,
    /// Last time the password was given in this session.
    pub proved_at: Option<i64>,
    /// Last request, as stored: the session's own copy in memory may know better.
    pub seen_at: i64,
}

impl Viewer {
    /// True when the role is held now, anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.roles.has(role)
    }
}

/// What one row tells of a request.
#[derive(Clone, Debug)]
pub struct Who {
    pub viewer: Viewer,
    /// Of what is in force.
    pub revision: i64,
    /// In the open round that they chose, of those not acknowledged yet; else in the one due next; the newest one when
    /// all are.
    pub standing: Option<Standing>,
    /// Applications before the leader; 0 for whoever does not decide.
    pub to_decide: i64,
    /// What HC-DV has to carry out; 0 for whoever does not.
    pub to_carry_out: i64,
    /// Doubts of others that wait for an answer; 0 for who is no office.
    pub to_answer: i64,
    /// Papers that somebody else entered, to be compared; 0 for who is no office.
    pub to_compare: i64,
    /// Papers of their own: 0 none, 1 some that ended, 2 one is open.
    pub own_papers: i64,
}

/// The live session of a cookie's hash. `idle` is the moment since which it must have been used, unless its
/// device is remembered; `chosen` the round that they chose to work on, '' for none.
pub async fn who<'c>(
    db: impl Ask<'c>,
    hash: &str,
    (now, idle): (i64, i64),
    chosen: &str,
) -> Result<Option<Who>, Error> {
    let row = sqlx::query(concat!(
        "select p.id as viewer_id, p.actor, f.full_name, f.department_id as viewer_department, i.csrf,
           i.token_hash, i.how, i.proved_at, i.seen_at,
           (select string_agg(g.role || ':' || g.scope || ':' || g.scope_id, ' ') from role_grant g
              where g.person_id = p.id and g.revoked_at is null) as roles,
           (select n from revision where name = 'site') as revision,
           case
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role = 'leader' and g.scope = 'all')
             then (select count(*) from admission_step a
                     where a.until_at is null and a.kind in ('submitted', 'reopened', 'withdrawn'))
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role = 'leader')
             then (select count(*) from admission_step a join admission m on m.id = a.admission_id
                     join role_grant g on g.person_id = p.id and g.revoked_at is null and g.role = 'leader'
                       and g.scope_id = m.group_id
                     where a.until_at is null and a.kind in ('submitted', 'reopened', 'withdrawn'))
             else 0 end as to_decide,
           case
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role = 'coordinator' and g.scope = 'all')
             then (select count(*) from admission_step a where a.until_at is null
                     and a.kind in ('approved', 'recontacted', 'not_found', 'unadded', 'removal_ordered'))
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role = 'coordinator')
             then (select count(*) from admission_step a join admission m on m.id = a.admission_id
                     join role_grant g on g.person_id = p.id and g.revoked_at is null and g.role = 'coordinator'
                       and g.scope_id = m.group_id
                     where a.until_at is null
                       and a.kind in ('approved', 'recontacted', 'not_found', 'unadded', 'removal_ordered'))
             else 0 end as to_carry_out,
           case
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role in ('coordinator', 'leader'))
             then (select count(*) from doubt d join round r on r.id = d.round_id
                     where d.until_at is null and d.person_id <> p.id and ",
        office!("p.id", "r.group_id"),
        ")
             else 0 end as to_answer,
           case
             when exists (select 1 from role_grant g where g.person_id = p.id and g.revoked_at is null
                            and g.role in ('coordinator', 'leader'))
             then (select count(*) from paper_step e join paper q on q.id = e.paper_id join round r on r.id = q.round_id
                     where e.until_at is null and e.kind = 'entered' and e.by_id <> p.id and q.person_id <> p.id
                       and q.ended_at is null and r.closed_at is null and ",
        office!("p.id", "r.group_id"),
        ")
             else 0 end as to_compare,
           coalesce((select max(case when q.ended_at is null then 2 else 1 end) from paper q where q.person_id = p.id), 0)
             as own_papers, ",
        standing_columns!(),
        " from session i
           join person p on p.id = i.person_id
           join profile f on f.person_id = p.id and f.until_at is null
           left join standing s on s.person_id = p.id and s.round_id =
             (select x.round_id from standing x join round r on r.id = x.round_id
              where x.person_id = p.id and r.closed_at is null
              order by case when x.acknowledged_at is not null then 3 when x.round_id = $4 then 0
                  when (x.progress & $5) <> 0 then 2 else 1 end, x.due_on nulls last,
                x.enrolled_at desc, x.round_id desc limit 1)
         where i.token_hash = $1 and i.expires_at > $2 and (i.seen_at > $3 or i.kept_until > $2)
           and not exists (select 1 from presence x
                           where x.person_id = p.id and x.until_at is null and x.kind = 'left')
           and not exists (select 1 from account_switch x
                           where x.person_id = p.id and x.until_at is null and x.kind = 'disabled')"
    ))
    .bind(hash)
    .bind(now)
    .bind(idle)
    .bind(chosen)
    .bind(SILENCED)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let roles: Option<String> = row.try_get("roles")?;
    let roles = Roles::parse(roles.as_deref().unwrap_or_default());
    let in_round: Option<String> = row.try_get("round_id")?;
    Ok(Some(Who {
        viewer: Viewer {
            id: row.try_get("viewer_id")?,
            actor: row.try_get("actor")?,
            full_name: row.try_get("full_name")?,
            department_id: row.try_get("viewer_department")?,
            roles: roles.ok_or_else(|| Error::internal("a row of roles cannot be read"))?,
            csrf: row.try_get("csrf")?,
            session: row.try_get("token_hash")?,
            how: row.try_get("how")?,
            proved_at: row.try_get("proved_at")?,
            seen_at: row.try_get("seen_at")?,
        },
        revision: row.try_get("revision")?,
        standing: in_round.map(|_| Standing::from_row(&row)).transpose()?,
        to_decide: row.try_get("to_decide")?,
        to_carry_out: row.try_get("to_carry_out")?,
        to_answer: row.try_get("to_answer")?,
        to_compare: row.try_get("to_compare")?,
        own_papers: row.try_get("own_papers")?,
    }))
}
