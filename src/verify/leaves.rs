//! Leaves in their order: without gaps, canonical, each about rows that are there.

use super::checks::ROWS;
use super::difference::{Difference, next};
use super::rows::{Counted, kind};
use crate::db::Snapshot;
use crate::error::Error;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};

pub(super) async fn compare(at: &mut Snapshot, counts: &[Counted], found: &mut Vec<Difference>) -> Result<(), Error> {
    let pairs = read(at, counts, found).await?;
    for (count, pairs) in counts.iter().zip(pairs) {
        if count.pairs != pairs {
            rowless(at, count, found).await?;
        }
    }
    tables(at, found).await?;
    for (table, sql) in ROWS {
        // Names of the program, no values.
        let sql = AssertSqlSafe(format!("select row_id from leaf_of where kind = $1 and row_id not in ({sql})"));
        for row in sqlx::query(sql).bind(*table).fetch_all(&mut *at).await? {
            found.push(Difference::new(table, row.try_get::<String, _>(0)?, "a leaf is about it, and it is not there"));
        }
    }
    Ok(())
}

/// Reads every leaf once; how many pairs of row and leaf each check should have found.
async fn read(at: &mut Snapshot, counts: &[Counted], found: &mut Vec<Difference>) -> Result<Vec<usize>, Error> {
    let mut pairs = vec![0_usize; counts.len()];
    let sql = "select l.n, l.data, o.kind from ledger_leaf l left join leaf_of o on o.n = l.n order by l.n";
    let mut stream = sqlx::query(sql).fetch(&mut *at);
    let (mut expected, mut last) = (0, None);
    while let Some(row) = next(&mut stream).await? {
        let (n, data): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        let table: Option<String> = row.try_get(2)?;
        let leaf: Value = serde_json::from_str(&data).map_err(Error::internal)?;
        if last != Some(n) {
            let line = |what: &str| Difference::new("ledger_leaf", n.to_string(), what);
            if n != expected {
                found.push(line(&format!("{expected} should come here")));
            }
            if serde_jcs::to_string(&leaf).map_err(Error::internal)? != data {
                found.push(line("not canonical"));
            }
            (expected, last) = (n + 1, Some(n));
        }
        for (count, pairs) in counts.iter().zip(&mut pairs) {
            if table.as_deref() == Some(count.check.table) && count.check.leaves.contains(&kind(&leaf)) {
                *pairs += 1;
            }
        }
    }
    Ok(pairs)
}

/// The leaves of a check that are about no row of it.
async fn rowless(at: &mut Snapshot, count: &Counted, found: &mut Vec<Difference>) -> Result<(), Error> {
    let check = count.check;
    let sql = format!(
        "select o.row_id, l.data from leaf_of o join ledger_leaf l on l.n = o.n
         where o.kind = $1 and o.row_id not in (select x.row_id from ({}) x)",
        check.sql
    );
    let mut stream = sqlx::query(AssertSqlSafe(sql)).bind(check.table).fetch(&mut *at);
    while let Some(row) = next(&mut stream).await? {
        let (id, data): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let leaf: Value = serde_json::from_str(&data).map_err(Error::internal)?;
        if check.leaves.contains(&kind(&leaf)) {
            found.push(Difference::new(check.table, id, format!("a leaf {} that no row has", kind(&leaf))));
        }
    }
    Ok(())
}

/// A table that is not in the list above would be compared with nothing.
async fn tables(at: &mut Snapshot, found: &mut Vec<Difference>) -> Result<(), Error> {
    for row in sqlx::query("select distinct kind from leaf_of").fetch_all(&mut *at).await? {
        let table: String = row.try_get(0)?;
        if !ROWS.iter().any(|one| one.0 == table) {
            found.push(Difference::new("leaf_of", table, "nothing is known of this table"));
        }
    }
    Ok(())
}
