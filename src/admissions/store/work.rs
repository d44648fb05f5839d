//! The work lists: heads of chains by index, a page of each, with what is to be shown beside them.

use crate::accounts::store::office;
use crate::admissions::rules::{Ground, StepKind};
use crate::contacts::rules::phone::{Phone, PhoneCheck};
use crate::contacts::rules::zalo_name::Verdict;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::{ACKNOWLEDGED, PASSED, READ};

/// Rows of a page; one more is asked for, to know whether there is a next one.
pub(crate) const PAGE: usize = 50;

/// One line of a work list.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) group_id: String,
    /// The round that led here.
    pub(crate) round_id: String,
    pub(crate) kind: StepKind,
    /// When its last step was taken.
    pub(crate) at: i64,
    pub(crate) contact_id: String,
    pub(crate) full_name: String,
    pub(crate) department_id: String,
    pub(crate) position: String,
    /// `None` once wiped.
    pub(crate) phone: Option<Phone>,
    pub(crate) zalo_name: String,
    pub(crate) name_verdict: Verdict,
    pub(crate) name_reasons: String,
    pub(crate) phone_verdict: PhoneCheck,
    /// How many other people here declared the same number.
    pub(crate) shared_phone: i64,
    /// Above 0: holds the leader's role for the group.
    pub(crate) leads: i64,
    /// Bits of the standing in the round that led here.
    pub(crate) progress: i64,
    pub(crate) contact_at: Option<i64>,
    pub(crate) percent: i64,
    /// The confirmation it rests on, and 1 where that was of a draft.
    pub(crate) confirmed_at: i64,
    pub(crate) of_draft: i64,
    /// 1: it stands on a paper.
    pub(crate) on_paper: i64,
    pub(crate) submitted_at: i64,
    pub(crate) added_at: Option<i64>,
    /// The newest approval or order to leave: when, by whom, why.
    pub(crate) decided_at: Option<i64>,
    pub(crate) decider: String,
    pub(crate) reason: String,
    /// The display name that was approved.
    pub(crate) approved_name: String,
    /// 1 while the number is the one that was approved.
    pub(crate) as_approved: i64,
}

from_row!(Work {
    id,
    person_id,
    group_id,
    round_id,
    kind,
    at,
    contact_id,
    full_name,
    department_id,
    position,
    phone,
    zalo_name,
    name_verdict,
    name_reasons,
    phone_verdict,
    shared_phone,
    leads,
    progress,
    contact_at,
    percent,
    confirmed_at,
    of_draft,
    on_paper,
    submitted_at,
    added_at,
    decided_at,
    decider,
    reason,
    approved_name,
    as_approved
});

impl Work {
    /// By the copy of the standing: for looking.
    pub(crate) fn ground(&self) -> Ground {
        let has = |bit: i64| self.progress & bit != 0;
        Ground::of(has(READ) && has(PASSED), has(ACKNOWLEDGED), self.contact_at.is_some())
    }
}

/// The heads of these kinds in the groups of whoever asks ($1), oldest first.
macro_rules! heads {
    ($kinds:literal, $rest:literal) => {
        concat!(
            "select h.admission_id, h.kind, h.at, h.person_id, h.contact_id, h.acknowledgment_id, n.group_id, n.round_id
             from admission_step h join admission n on n.id = h.admission_id
             where h.until_at is null and h.kind in (",
            $kinds,
            ") and ",
            office!("$1", "n.group_id"),
            " ",
            $rest
        )
    };
}

/// What is shown beside each head of `$heads`.
macro_rules! work {
    ($($heads:expr),+) => {
        concat!(
            "select a.admission_id as id, a.person_id, a.group_id, a.round_id, a.kind, a.at, a.contact_id, f.full_name,
               f.department_id, f.position, nullif(c.phone, '') as phone, c.zalo_name, c.name_verdict, c.name_reasons,
               c.phone_verdict,
               (select count(*) from contact o where o.phone = c.phone and o.phone <> '' and o.until_at is null
                  and o.person_id <> a.person_id and not exists (select 1 from presence z
                    where z.person_id = o.person_id and z.until_at is null and z.kind = 'left')) as shared_phone,
               (select count(*) from role_grant g where g.person_id = a.person_id and g.revoked_at is null
                  and g.role = 'leader' and (g.scope = 'all' or (g.scope = 'group' and g.scope_id = a.group_id))) as leads,
               coalesce(s.progress, 0) as progress, s.contact_at,
               coalesce(s.acknowledged_percent, s.best_percent, q.percent, 0) as percent, q.confirmed_at,
               (select coalesce(max(v.draft), 0) from acknowledgment_version v
                  where v.acknowledgment_id = a.acknowledgment_id) as of_draft,
               case when q.how = 'paper' then 1 else 0 end as on_paper,
               (select min(x.at) from admission_step x
                  where x.admission_id = a.admission_id and x.kind = 'submitted') as submitted_at,
               (select max(x.at) from admission_step x
                  where x.admission_id = a.admission_id and x.kind in ('added', 'founded')) as added_at,
               d.at as decided_at, coalesce(b.full_name, '') as decider, coalesce(r.body, '') as reason,
               coalesce(k.zalo_name, '') as approved_name,
               case when k.phone = c.phone then 1 else 0 end as as_approved
             from (",
            $($heads,)+
            ") a join profile f on f.person_id = a.person_id and f.until_at is null
             join contact c on c.id = a.contact_id join acknowledgment q on q.id = a.acknowledgment_id
             left join standing s on s.round_id = a.round_id and s.person_id = a.person_id
             left join admission_step d on d.admission_id = a.admission_id and d.number = (select max(x.number)
               from admission_step x where x.admission_id = a.admission_id and x.kind in ('approved', 'removal_ordered'))
             left join contact k on k.id = d.contact_id and d.kind = 'approved'
             left join profile b on b.person_id = d.by_id and b.until_at is null
             left join remark r on r.kind = 'admission_step' and r.row_id = d.admission_id || '#' || cast(d.number as text)
             order by a.at, a.admission_id"
        )
    };
}

/// Before the leader, from the `from`th on.
pub(crate) async fn undecided<'c>(db: impl Ask<'c>, viewer: &str, from: i64) -> Result<Vec<Work>, Error> {
    Ok(sqlx::query_as(work!(heads!(
        "'submitted', 'reopened', 'withdrawn'",
        "order by h.at, h.admission_id limit 51 offset $2"
    )))
    .bind(viewer)
    .bind(from)
    .fetch_all(db)
    .await?)
}

/// Four lists in one question, each from its own place on: just added, ordered out, left and still in the group; and
/// approved and not yet added, which is HC-DV's list and what the leader may still take back.
pub(crate) async fn to_carry_out<'c>(db: impl Ask<'c>, viewer: &str, from: [i64; 4]) -> Result<Vec<Work>, Error> {
    let [added, removal, departed, carry] = from;
    Ok(sqlx::query_as(work!(
        "select * from (",
        heads!("'added'", "order by h.at, h.admission_id limit 51 offset $2"),
        ") a1 union all select * from (",
        heads!("'removal_ordered'", "order by h.at, h.admission_id limit 51 offset $3"),
        ") a2 union all select * from (",
        heads!("'departed'", "order by h.at, h.admission_id limit 51 offset $4"),
        ") a3 union all select * from (",
        heads!("'approved', 'recontacted', 'not_found', 'unadded'", "order by h.at, h.admission_id limit 51 offset $5"),
        ") a4"
    ))
    .bind(viewer)
    .bind(added)
    .bind(removal)
    .bind(departed)
    .bind(carry)
    .fetch_all(db)
    .await?)
}

/// Those of these applications (ids, space separated) that are before the leader, for whoever may decide or carry out in
/// their group, oldest first.
pub(crate) async fn chosen<'c>(db: impl Ask<'c>, viewer: &str, ids: &str) -> Result<Vec<Work>, Error> {
    Ok(sqlx::query_as(work!(heads!(
        "'submitted', 'reopened', 'withdrawn'",
        "and ' ' || $2 || ' ' like '% ' || h.admission_id || ' %' order by h.at, h.admission_id limit 51"
    )))
    .bind(viewer)
    .bind(ids)
    .fetch_all(db)
    .await?)
}
