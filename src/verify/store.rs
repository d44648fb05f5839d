//! SQL of what was found: kept, so that it is known since when.

use super::difference::What;
use super::ledger::Compared;
use crate::db::{Ask, Tx, Value};
use crate::error::Error;
use crate::from_row;
use sqlx::Row as _;
use std::collections::BTreeSet;

/// The comparison of rows with leaves.
const NAME: &str = "rows";
const COLUMNS: &[&str] = &["thing", "row_id", "what", "field", "n", "person_id", "found_at"];

/// Keeps what a comparison found: what was known stays known since then, what is mended goes.
pub(crate) async fn keep(tx: &mut Tx, compared: &Compared, at: i64) -> Result<(), Error> {
    let mut gone = BTreeSet::new();
    for row in sqlx::query("select thing, row_id, what, field from difference").fetch_all(&mut *tx).await? {
        let key: [String; 4] = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?];
        gone.insert(key);
    }
    let mut rows = Vec::new();
    for one in &compared.found.list {
        let key = [one.table.clone(), one.row.clone(), one.what.as_str().to_owned(), one.field.clone()];
        if !gone.remove(&key) {
            let mut cells: Vec<Value> = key.into_iter().map(Value::Text).collect();
            cells.extend([Value::from(one.n), Value::from(one.person_id.clone()), Value::Int(at)]);
            rows.push(cells);
        }
    }
    for key in &gone {
        let sql = "delete from difference where thing = $1 and row_id = $2 and what = $3 and field = $4";
        key.iter().fold(sqlx::query(sql), sqlx::query::Query::bind).execute(&mut *tx).await?;
    }
    tx.insert_missing("difference", COLUMNS, &rows).await?;
    sqlx::query(
        "insert into comparison (name, leaf, found, at) values ($4, $1, $2, $3)
         on conflict (name) do update set leaf = excluded.leaf, found = excluded.found, at = excluded.at",
    )
    .bind(compared.leaf)
    .bind(i64::try_from(compared.found.count).unwrap_or(i64::MAX))
    .bind(at)
    .bind(NAME)
    .execute(tx)
    .await?;
    Ok(())
}

/// The last whole comparison: up to which leaf, how many differences, when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comparison {
    pub(crate) leaf: i64,
    pub(crate) found: i64,
    pub(crate) at: i64,
}

from_row!(Comparison { leaf, found, at });

pub(crate) async fn last<'c>(db: impl Ask<'c>) -> Result<Option<Comparison>, Error> {
    let sql = "select leaf, found, at from comparison where name = $1";
    Ok(sqlx::query_as(sql).bind(NAME).fetch_optional(db).await?)
}

/// A difference as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) thing: String,
    pub(crate) row_id: String,
    pub(crate) what: What,
    pub(crate) n: Option<i64>,
    pub(crate) person_id: Option<String>,
    /// Empty for whoever may not see the person.
    pub(crate) full_name: String,
    pub(crate) found_at: i64,
}

from_row!(Known { thing, row_id, what, n, person_id, full_name, found_at });

/// What is known, newest first, at most 200; names only of people whom the viewer sees.
pub(crate) async fn known<'c>(db: impl Ask<'c>, viewer_id: &str) -> Result<Vec<Known>, Error> {
    let sql = "select distinct d.thing, d.row_id, d.what, d.n, d.person_id, coalesce(f.full_name, '') as full_name,
           d.found_at
         from difference d left join profile f on f.person_id = d.person_id and f.until_at is null and exists (
           select 1 from role_grant v where v.person_id = $1 and v.revoked_at is null
             and (v.scope = 'all' or (v.scope = 'group' and exists (select 1 from enrolment e
                    join round r on r.id = e.round_id
                    where e.person_id = d.person_id and r.group_id = v.scope_id))))
         order by d.found_at desc, d.thing, d.row_id limit 200";
    Ok(sqlx::query_as(sql).bind(viewer_id).fetch_all(db).await?)
}
