//! Names, codes and positions against what their leaves commit to. The parts a Zalo name is
//! judged by, and the sort key, follow from the name. Of an erased person there is nothing.

use super::difference::{Difference, Found, What};
use super::rows::Piece;
use crate::db::Snapshot;
use crate::error::Error;
use crate::people::rules::Name;
use serde_json::Value;
use sqlx::Row as _;

pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select f.person_id, f.number, f.full_name, coalesce(f.code, ''), f.department_id, f.position, v.fields,
           f.family, f.middle, f.given, f.name_order, f.name_key
         from profile f join person p on p.id = f.person_id
         left join private v on v.purpose = 'subject' and v.kind = case f.number when 1 then 'person' else 'profile' end
           and v.row_id = case f.number when 1 then f.person_id else f.person_id || '#' || cast(f.number as text) end
         where f.person_id >= $1 and f.person_id <= $2 and p.erased_at is null";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (person, number): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let told = |field| Difference::new("profile", format!("{person}#{number}"), What::Differs).field(field);
        let parts =
            Name { family: row.try_get(7)?, middle: row.try_get(8)?, given: row.try_get(9)?, order: row.try_get(10)? };
        if parts.full() != row.try_get::<String, _>(2)? {
            found.push(told("parts").of(&person));
        }
        if parts.sort_key() != row.try_get::<String, _>(11)? {
            found.push(told("name_key").of(&person));
        }
        // That nothing is kept is told by the leaf.
        let Some(fields) = row.try_get::<Option<String>, _>(6)? else { continue };
        let fields: Value = serde_json::from_str(&fields).unwrap_or_default();
        for (place, name) in (2..).zip(["name", "code", "department", "position"]) {
            let stored: String = row.try_get(place)?;
            if fields.get(name).and_then(Value::as_str) != Some(stored.as_str()) {
                found.push(told(name).of(&person));
            }
        }
    }
    Ok(())
}
