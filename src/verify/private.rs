//! What leaves commit to against what is kept of it. What was erased is no difference: nothing is kept of it.

use super::difference::{Difference, next};
use crate::db::Snapshot;
use crate::error::Error;
use crate::ledger::rules::{commitment, place};
use serde_json::Value;
use sqlx::Row as _;

pub(super) async fn compare(at: &mut Snapshot, found: &mut Vec<Difference>) -> Result<(), Error> {
    let sql = "select p.kind, p.row_id, p.purpose, p.salt, p.fields, l.data from private p
         left join leaf_of o on o.kind = p.kind and o.row_id = p.row_id left join ledger_leaf l on l.n = o.n
         order by p.kind, p.row_id, p.purpose";
    let mut stream = sqlx::query(sql).fetch(&mut *at);
    let mut open: Option<((String, String, String), bool)> = None;
    while let Some(row) = next(&mut stream).await? {
        let key: (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (salt, fields): (String, String) = (row.try_get(3)?, row.try_get(4)?);
        let data: Option<String> = row.try_get(5)?;
        let wanted = commitment(&key.2, &salt, &fields);
        let said = data.is_some_and(|data| says(&data, &key.2, &wanted));
        match &mut open {
            Some((last, committed)) if *last == key => *committed |= said,
            _ => {
                close(open.take(), found);
                open = Some((key, said));
            }
        }
    }
    close(open, found);
    Ok(())
}

fn says(data: &str, purpose: &str, wanted: &str) -> bool {
    let Ok(leaf) = serde_json::from_str::<Value>(data) else { return false };
    let (outer, key) = place(purpose);
    // `leaf()` puts it at the top where the body has no such object.
    let inner = outer.and_then(|outer| leaf.get(outer)).filter(|inner| inner.is_object()).unwrap_or(&leaf);
    inner.get(key).and_then(Value::as_str) == Some(wanted)
}

fn close(open: Option<((String, String, String), bool)>, found: &mut Vec<Difference>) {
    if let Some(((table, row, purpose), false)) = open {
        found.push(Difference::new(&table, row, format!("no leaf commits to its {purpose}")));
    }
}
