//! Members whose number in force is not the one that was added to the group, until their leader has seen it.

use crate::contacts::rules::phone::Phone;
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;

/// A line of the leader's list: the account in the group, and the one declared since.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) id: String,
    pub(crate) person_id: String,
    pub(crate) full_name: String,
    pub(crate) department_id: String,
    /// `None` once wiped.
    pub(crate) old_phone: Option<Phone>,
    pub(crate) old_name: String,
    /// In force.
    pub(crate) contact_id: String,
    pub(crate) phone: Option<Phone>,
    pub(crate) zalo_name: String,
    pub(crate) at: i64,
}

from_row!(Change { id, person_id, full_name, department_id, old_phone, old_name, contact_id, phone, zalo_name, at });

/// What is seen is a number: another display name of it asks for nothing. Asked from the few who gave a second account
/// (`contact_again`), in this order on SQLite too (`cross join`), not from everybody in the group.
macro_rules! changes {
    ($rest:literal) => {
        concat!(
            "select h.admission_id as id, h.person_id, f.full_name, f.department_id, nullif(k.phone, '') as old_phone,
               k.zalo_name as old_name, c.id as contact_id, c.phone, c.zalo_name, c.declared_at as at
             from contact c cross join admission n cross join admission_step h
             join contact k on k.id = h.contact_id and k.phone <> c.phone
             join profile f on f.person_id = h.person_id and f.until_at is null
             where c.until_at is null and c.number > 1 and c.declared_at > 0 and c.phone <> ''
               and n.person_id = c.person_id and n.closed_at is null
               and h.admission_id = n.id and h.until_at is null
               and h.kind in ('added', 'confirmed', 'founded', 'stayed')
               and exists (select 1 from role_grant g where g.person_id = $1 and g.revoked_at is null
                 and g.role = 'leader' and (g.scope = 'all' or (g.scope = 'group' and g.scope_id = n.group_id)))
               and not exists (select 1 from contact x
                 join leaf_of o on o.kind = 'contact' and o.row_id = x.id join ledger_leaf l on l.n = o.n
                 where x.person_id = h.person_id and x.phone = c.phone
                   and l.data like '%\"type\":\"group.number_seen\"%'
                   and l.data like '%\"admission\":\"' || h.admission_id || '\"%') ",
            $rest
        )
    };
}

/// Those in the groups that the viewer leads, oldest first, from the `from`th on.
pub(crate) async fn changes<'c>(db: impl Ask<'c>, viewer: &str, from: i64) -> Result<Vec<Change>, Error> {
    Ok(sqlx::query_as(changes!("order by c.declared_at, h.admission_id limit 51 offset $2"))
        .bind(viewer)
        .bind(from)
        .fetch_all(db)
        .await?)
}

/// The same of one admission.
pub(crate) async fn change<'c>(db: impl Ask<'c>, viewer: &str, id: &str) -> Result<Option<Change>, Error> {
    Ok(sqlx::query_as(changes!("and h.admission_id = $2")).bind(viewer).bind(id).fetch_optional(db).await?)
}
