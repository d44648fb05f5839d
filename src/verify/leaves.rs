//! The ledger, newest first: without gaps, each leaf in its one form, about rows that are there, and committing to what
//! is kept.

use super::difference::{Difference, Found, What};
use super::rows::{kind, places};
use super::tables::{Table, table};
use crate::db::Snapshot;
use crate::error::Error;
use crate::ledger::rules::{commitment, place};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Leaves of a piece.
pub(super) const PIECE: i64 = 300;
/// A disclosure is forgotten after its half hour.
const FORGOTTEN: &str = "disclosure";
/// What goes with somebody who is deleted.
const GONE: [&str; 8] =
    ["profile", "account", "enrolment", "presence", "absence", "account_switch", "role_grant", "capacity"];
const PURPOSES: [&str; 3] = ["subject", "context", "answers"];

/// The number of the newest leaf; -1 when there is none.
pub(super) async fn newest(at: &mut Snapshot) -> Result<i64, Error> {
    let row = sqlx::query("select coalesce(max(n), -1) from ledger_leaf").fetch_one(&mut *at).await?;
    Ok(row.try_get(0)?)
}

/// A leaf with the rows it is about.
struct Leaf {
    data: String,
    rows: Vec<(String, String)>,
}

/// Compares the leaves from `from` to `to`, both included.
pub(super) async fn compare(at: &mut Snapshot, (from, to): (i64, i64), found: &mut Found) -> Result<(), Error> {
    let all = read(at, from, to).await?;
    for n in from..=to {
        let line = |field| Difference::new("ledger_leaf", n.to_string(), What::Leaf).field(field).leaf(Some(n));
        match all.get(&n).map(|leaf| (leaf, serde_json::from_str::<Value>(&leaf.data))) {
            None => found.push(line("gap")),
            Some((_, Err(_))) => found.push(line("form")),
            Some((leaf, Ok(value))) => {
                if serde_jcs::to_string(&value).map_err(Error::internal)? != leaf.data {
                    found.push(line("form"));
                }
            }
        }
    }
    rows(at, &all, found).await?;
    commitments(at, (from, to), &all, found).await
}

async fn read(at: &mut Snapshot, from: i64, to: i64) -> Result<BTreeMap<i64, Leaf>, Error> {
    let sql = "select l.n, l.data, o.kind, o.row_id from ledger_leaf l left join leaf_of o on o.n = l.n
               where l.n >= $1 and l.n <= $2";
    let mut all: BTreeMap<i64, Leaf> = BTreeMap::new();
    for row in sqlx::query(sql).bind(from).bind(to).fetch_all(&mut *at).await? {
        let (n, table, id): (i64, Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(2)?, row.try_get(3)?);
        let data = row.try_get(1)?;
        all.entry(n).or_insert(Leaf { data, rows: Vec::new() }).rows.extend(table.zip(id));
    }
    Ok(all)
}

/// Each row that a leaf is about is there.
async fn rows(at: &mut Snapshot, all: &BTreeMap<i64, Leaf>, found: &mut Found) -> Result<(), Error> {
    let mut named: BTreeMap<&str, BTreeMap<&str, i64>> = BTreeMap::new();
    for (n, leaf) in all {
        for (table, row) in leaf.rows.iter().filter(|pair| pair.0 != FORGOTTEN) {
            named.entry(table).or_default().insert(row, *n);
        }
    }
    for (name, mut rows) in named {
        let Some(table) = table(name) else {
            found.push(Difference::new("leaf_of", name, What::NoRow).told("nothing is known of this table"));
            continue;
        };
        for there in present(at, table, rows.keys().copied()).await? {
            rows.remove(there.as_str());
        }
        for (row, n) in rows {
            let whose = whose(at, all.get(&n)).await?;
            if GONE.contains(&name) && is_removed(at, &whose).await? {
                continue;
            }
            found.push(Difference::new(name, row, What::NoRow).leaf(Some(n)).of(&whose));
        }
    }
    Ok(())
}

async fn present(
    at: &mut Snapshot,
    table: &Table,
    rows: impl Iterator<Item = &str>,
) -> Result<BTreeSet<String>, Error> {
    let keys: Vec<&str> = rows.map(|row| table.key_of(row)).collect::<BTreeSet<_>>().into_iter().collect();
    let mut there = BTreeSet::new();
    for some in keys.chunks(400) {
        let sql = format!("select x.row_id from ({}) x where x.row_key in ({})", table.rows(), places(some.len(), 0));
        let query = some.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, key| query.bind(*key));
        for row in query.fetch_all(&mut *at).await? {
            there.insert(row.try_get(0)?);
        }
    }
    Ok(there)
}

/// The person a leaf is about, by their id in the ledger; empty when it is about nobody.
async fn whose(at: &mut Snapshot, leaf: Option<&Leaf>) -> Result<String, Error> {
    let value: Value = leaf.and_then(|leaf| serde_json::from_str(&leaf.data).ok()).unwrap_or_default();
    let Some(actor) = value.get("about").or_else(|| value.get("actor")).and_then(Value::as_str) else {
        return Ok(String::new());
    };
    let row = sqlx::query("select id from person where actor = $1").bind(actor).fetch_optional(&mut *at).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
}

/// Whether somebody is deleted, with the leaf that says so.
async fn is_removed(at: &mut Snapshot, person_id: &str) -> Result<bool, Error> {
    let row = sqlx::query(
        "select count(*) from removal r join leaf_of o on o.kind = 'removal' and o.row_id = r.person_id
           join ledger_leaf l on l.n = o.n
         where r.person_id = $1 and l.data like '%\"type\":\"person.removed\"%'",
    )
    .bind(person_id)
    .fetch_one(&mut *at)
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// What a leaf commits to is kept as it was, with its salt. Of an erased person nothing is kept.
async fn commitments(
    at: &mut Snapshot,
    (from, to): (i64, i64),
    all: &BTreeMap<i64, Leaf>,
    found: &mut Found,
) -> Result<(), Error> {
    let sql = "select o.n, p.purpose, p.salt, p.fields from leaf_of o
               join private p on p.kind = o.kind and p.row_id = o.row_id where o.n >= $1 and o.n <= $2";
    let mut kept: HashMap<i64, BTreeSet<String>> = HashMap::new();
    for row in sqlx::query(sql).bind(from).bind(to).fetch_all(&mut *at).await? {
        let (purpose, salt, fields): (String, String, String) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        kept.entry(row.try_get(0)?).or_default().insert(commitment(&purpose, &salt, &fields));
    }
    for (n, leaf) in all {
        let Ok(value) = serde_json::from_str::<Value>(&leaf.data) else { continue };
        for purpose in PURPOSES {
            let Some(wanted) = committed(&value, purpose) else { continue };
            let is_kept = kept.get(n).is_some_and(|kept| kept.contains(wanted));
            if !is_kept && !is_erased(at, leaf, &value).await? {
                let (table, row) = leaf.rows.first().cloned().unwrap_or_default();
                let one = Difference::new(&table, row, What::Commitment).field(purpose).leaf(Some(*n));
                found.push(one.of(&whose(at, Some(leaf)).await?).told(kind(&value)));
            }
        }
    }
    Ok(())
}

fn committed<'a>(leaf: &'a Value, purpose: &str) -> Option<&'a str> {
    let (outer, key) = place(purpose);
    // `leaf()` puts it at the top where the body has no such object. A disclosure says of what it is in a word.
    let inner = outer.and_then(|outer| leaf.get(outer)).filter(|inner| inner.is_object()).unwrap_or(leaf);
    let hash = inner.get(key).and_then(Value::as_str);
    hash.filter(|text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the person of a leaf is erased, with the leaf that says so; then nothing is kept of them.
async fn is_erased(at: &mut Snapshot, leaf: &Leaf, value: &Value) -> Result<bool, Error> {
    let actor = value.get("about").or_else(|| value.get("actor")).and_then(Value::as_str).unwrap_or_default();
    let kept = leaf.rows.first().map(|(table, row)| (table.as_str(), row.as_str())).unwrap_or_default();
    let person = whose(at, Some(leaf)).await?;
    if !person.is_empty() && is_removed(at, &person).await? {
        return Ok(true);
    }
    let row = sqlx::query(
        "select count(*) from person p join leaf_of o on o.kind = 'person' and o.row_id = p.id
           join ledger_leaf l on l.n = o.n
         where p.actor = $1 and p.erased_at is not null and l.data like '%\"type\":\"erasure.done\"%'
           and not exists (select 1 from private v where v.kind = $2 and v.row_id = $3)",
    )
    .bind(actor)
    .bind(kept.0)
    .bind(kept.1)
    .fetch_one(&mut *at)
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}
