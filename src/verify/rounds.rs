//! What a round asks about its texts, against the leaf each came with; a later text is asked as the one before it.

use super::difference::{Difference, Found, What};
use super::rows::{Piece, kind};
use crate::db::Snapshot;
use crate::error::Error;
use serde_json::Value;
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};

/// Round, document, number → version, weight, and what is asked of whom.
type Asked = BTreeMap<(String, String, i64), (String, i64, BTreeSet<(String, String)>)>;

pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    days(at, piece, found).await?;
    let asked = asked(at, piece).await?;
    let told_by = leaves(at, piece).await?;
    for ((round, document, number), (version, weight, asks)) in &asked {
        let told = |field| {
            Difference::new("round_version", format!("{round}/{document}#{number}"), What::Differs).field(field)
        };
        let before = asked.get(&(round.clone(), document.clone(), number - 1));
        if before.is_some_and(|before| before.1 != *weight || before.2 != *asks) {
            found.push(told("asks"));
        }
        if *number > 1 {
            continue;
        }
        let leaf = told_by.get(&format!("{round}/{document}#{number}"));
        let mut said = leaf.and_then(|leaf| leaf.get("versions")).and_then(Value::as_array).into_iter().flatten();
        let said = said.find(|one| one.get("id").and_then(Value::as_str) == Some(version));
        let same =
            said.is_some_and(|said| said.get("weight").and_then(Value::as_i64) == Some(*weight) && says(said) == *asks);
        if !same {
            found.push(told("asks"));
        }
    }
    Ok(())
}

/// `{"id": …, "weight": 4, "participant": ["read", …]}` as pairs.
fn says(said: &Value) -> BTreeSet<(String, String)> {
    let lists = said.as_object().into_iter().flatten().filter_map(|(who, asks)| Some((who, asks.as_array()?)));
    let words = |(who, asks): (&String, &Vec<Value>)| -> Vec<(String, String)> {
        asks.iter().filter_map(Value::as_str).map(|ask| (who.clone(), ask.to_owned())).collect()
    };
    lists.flat_map(words).collect()
}

async fn asked(at: &mut Snapshot, piece: &Piece) -> Result<Asked, Error> {
    let sql = "select x.round_id, x.document_id, x.number, x.version_id, x.weight, a.capacity, a.ask
         from round_version x left join round_ask a on a.round_id = x.round_id and a.document_id = x.document_id
           and a.number = x.number
         where x.round_id >= $1 and x.round_id <= $2";
    let mut all = Asked::new();
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let new = (row.try_get(3)?, row.try_get(4)?, BTreeSet::new());
        let one = all.entry(key).or_insert(new);
        let (who, ask): (Option<String>, Option<String>) = (row.try_get(5)?, row.try_get(6)?);
        one.2.extend(who.zip(ask));
    }
    Ok(all)
}

/// The day that a later text of a round gave to those who had confirmed the one before, against the leaf it came with.
async fn days(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let sql = "select x.round_id, x.row_id, x.due_on, l.data from (
           select v.*, v.round_id || '/' || v.document_id || '#' || cast(v.number as text) as row_id
           from round_version v where v.round_id >= $1 and v.round_id <= $2) x
         left join leaf_of o on o.kind = 'round_version' and o.row_id = x.row_id
         left join ledger_leaf l on l.n = o.n";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (round, id, due): (String, String, Option<String>) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let leaf = row.try_get::<Option<String>, _>(3)?.and_then(|data| serde_json::from_str::<Value>(&data).ok());
        let said = leaf.as_ref().and_then(|leaf| leaf.get("rounds")).and_then(Value::as_array).into_iter().flatten();
        let mut said = said.filter(|one| one.get("id").and_then(Value::as_str) == Some(round.as_str()));
        let said = said.next().and_then(|one| one.get("due")).and_then(Value::as_str);
        if said != due.as_deref() {
            found.push(Difference::new("round_version", id, What::Differs).field("due_on"));
        }
    }
    Ok(())
}

/// The leaf that the first text of each chain came with, by the name of its row.
async fn leaves(at: &mut Snapshot, piece: &Piece) -> Result<BTreeMap<String, Value>, Error> {
    let sql = "select x.row_id, l.data from (
           select v.round_id || '/' || v.document_id || '#1' as row_id
           from round_version v where v.number = 1 and v.round_id >= $1 and v.round_id <= $2) x
         join leaf_of o on o.kind = 'round_version' and o.row_id = x.row_id join ledger_leaf l on l.n = o.n";
    let mut all = BTreeMap::new();
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let leaf: Value = serde_json::from_str(&row.try_get::<String, _>(1)?).unwrap_or_default();
        if matches!(kind(&leaf), "round.opened" | "round.changed") {
            all.insert(row.try_get(0)?, leaf);
        }
    }
    Ok(all)
}
