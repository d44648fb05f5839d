//! One person's page.

use super::seen;
use crate::accounts::rules::Roles;
use crate::contacts::rules::zalo_name::Verdict;
use crate::contacts::store::refuses;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::people::rules::{Capacities, Reason};
use crate::stored;
use sqlx::Row as _;

/// A person with account, roles, capacities, absence, presence and contact, all as they are now.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) full_name: String,
    pub(crate) code: Option<String>,
    pub(crate) department_id: String,
    pub(crate) position: String,
    pub(crate) login: String,
    pub(crate) email: String,
    pub(crate) password_set_at: Option<i64>,
    pub(crate) left_at: Option<i64>,
    /// When the account was switched off.
    pub(crate) disabled_at: Option<i64>,
    pub(crate) erased_at: Option<i64>,
    pub(crate) paused_from: Option<String>,
    pub(crate) paused_until: Option<String>,
    pub(crate) paused_reason: Option<Reason>,
    pub(crate) roles: Roles,
    pub(crate) capacities: Capacities,
    /// E.164, or empty.
    pub(crate) phone: String,
    pub(crate) zalo_name: String,
    pub(crate) name_verdict: Option<Verdict>,
    /// They have taken back the consent to the use of their number.
    pub(crate) refuses: bool,
}

impl Person {
    /// Whether the pause is for this reason, by its stored word.
    pub(crate) fn is_paused_for(&self, reason: &str) -> bool {
        self.paused_reason.is_some_and(|one| one.as_str() == reason)
    }
}

/// A person whom the viewer sees: an office by the group, a head by the department.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or none for the viewer.
pub(crate) async fn person<'c>(db: impl Ask<'c>, id: &str, viewer_id: &str) -> Result<Person, Error> {
    let row = sqlx::query(concat!(
        "select p.id, p.erased_at, f.full_name, f.code, f.department_id, f.position, coalesce(a.login, '') as login,
           coalesce(a.email, '') as email, a.password_set_at, w.at as left_at, h.at as disabled_at, o.from_on, o.until_on, o.reason,
           coalesce(c.phone, '') as phone, coalesce(c.zalo_name, '') as zalo_name,
           c.name_verdict,
           ",
        refuses!("p.id"),
        " as refuses,
           (select string_agg(g.role || ':' || g.scope || ':' || g.scope_id, ' ') from role_grant g
              where g.person_id = p.id and g.revoked_at is null) as roles,
           (select string_agg(k.document_id || ':' || k.capacity, ' ') from capacity k
              where k.person_id = p.id and k.until_at is null) as capacities
         from person p
         join profile f on f.person_id = p.id and f.until_at is null
         left join account a on a.person_id = p.id
         left join presence w on w.person_id = p.id and w.until_at is null and w.kind = 'left'
         left join account_switch h on h.person_id = p.id and h.until_at is null and h.kind = 'disabled'
         left join absence o on o.person_id = p.id and o.until_at is null and o.kind = 'away'
         left join contact c on c.person_id = p.id and c.until_at is null and c.phone <> ''
         where p.id = $1 and ",
        seen!("$2"),
    ))
    .bind(id)
    .bind(viewer_id)
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let words = |name: &str| row.try_get::<Option<String>, _>(name).map(Option::unwrap_or_default);
    let broken = || Error::internal("a row of a person cannot be read");
    Ok(Person {
        id: row.try_get("id")?,
        refuses: row.try_get::<i64, _>("refuses")? > 0,
        full_name: row.try_get("full_name")?,
        code: row.try_get("code")?,
        department_id: row.try_get("department_id")?,
        position: row.try_get("position")?,
        login: row.try_get("login")?,
        email: row.try_get("email")?,
        password_set_at: row.try_get("password_set_at")?,
        left_at: row.try_get("left_at")?,
        disabled_at: row.try_get("disabled_at")?,
        erased_at: row.try_get("erased_at")?,
        paused_from: row.try_get("from_on")?,
        paused_until: row.try_get("until_on")?,
        paused_reason: row.try_get("reason")?,
        roles: Roles::parse(&words("roles")?).ok_or_else(broken)?,
        capacities: Capacities::parse(&words("capacities")?).ok_or_else(broken)?,
        phone: row.try_get("phone")?,
        zalo_name: row.try_get("zalo_name")?,
        name_verdict: row.try_get("name_verdict")?,
    })
}

text_enum! {
    /// What a line of the past is about.
    pub(crate) enum PastKind {
        Sitting = "sitting",
        Paper = "paper",
        Confirmation = "confirmation",
        /// An invitation.
        Invite = "invite",
        /// A link for a new password.
        Reset = "reset",
        Setup = "setup",
        Reminder = "reminder",
    }
}

stored!(PastKind);

/// A sitting, a paper, a confirmation, a personal link or a reminder; what has no meaning for it is empty.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) kind: PastKind,
    /// Drawn, confirmed, issued.
    pub(crate) at: i64,
    /// Of the sitting, of the paper.
    pub(crate) number: i64,
    /// Name of the round; the confirmation's code; who issued the link; the paper's last step.
    pub(crate) word: String,
    /// The address from which the link was used; the versions confirmed; the id of the round of a sitting or a reminder; of a
    /// paper, that and its own id.
    pub(crate) more: String,
    pub(crate) percent: Option<i64>,
    /// Graded; first opened; of a paper: passed or not.
    pub(crate) seen_at: Option<i64>,
    /// Passed; used; of a confirmation: it stands on a paper.
    pub(crate) done_at: Option<i64>,
    /// Replaced; the wait after the sitting lifted; another sitting given since the paper was not passed.
    pub(crate) revoked_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    /// Leaf of the confirmation.
    pub(crate) n: Option<i64>,
}

from_row!(Kept { kind, at, number, word, more, percent, seen_at, done_at, revoked_at, expires_at, n });

/// A person's sittings, papers, confirmations, links and reminders, newest first.
pub(crate) async fn past<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Kept>, Error> {
    Ok(sqlx::query_as(
        "select * from (
           select 'sitting' as kind, t.drawn_at as at, t.number, r.name as word, t.round_id as more, t.percent,
             t.graded_at as seen_at, t.passed_at as done_at,
             (select max(w.at) from wait_lift w where w.attempt_id = t.id) as revoked_at,
             cast(null as bigint) as expires_at, cast(null as bigint) as n
           from attempt t join round r on r.id = t.round_id where t.person_id = $1
           union all
           select 'paper', q.drawn_at, q.number, coalesce(s.kind, ''), q.round_id || ' ' || q.id, e.percent,
             coalesce(q.passed_at, q.failed_at), q.passed_at,
             (select max(l.at) from leeway l where l.person_id = q.person_id and l.round_id = q.round_id
                and l.kind = 'sitting' and l.at >= q.failed_at), null, null
           from paper q left join paper_step s on s.paper_id = q.id and s.until_at is null
             left join paper_step e on e.paper_id = q.id and e.number =
               (select max(n.number) from paper_step n where n.paper_id = q.id and n.kind = 'entered')
           where q.person_id = $1
           union all
           select 'confirmation', k.confirmed_at, k.number, k.code,
             coalesce((select string_agg(v.version_id, ', ') from acknowledgment_version v
                       where v.acknowledgment_id = k.id), ''),
             k.percent, null, case when k.how = 'paper' then k.confirmed_at end, null, null,
             (select min(o.n) from leaf_of o where o.kind = 'acknowledgment' and o.row_id = k.id)
           from acknowledgment k where k.person_id = $1
           union all
           select l.kind, l.issued_at, cast(0 as bigint), coalesce(b.full_name, ''), coalesce(l.used_ip, ''), null,
             l.opened_at, l.used_at, l.revoked_at, l.expires_at, null
           from link l left join profile b on b.person_id = l.issued_by and b.until_at is null where l.person_id = $1
           union all
           select 'reminder', m.at, m.number, '', m.round_id, null, null, null, null, null, null
           from reminder m where m.person_id = $1
         ) x order by at desc, number desc limit 200",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}
