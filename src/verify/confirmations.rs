//! Confirmations: the versions confirmed, what was read for them, and the answers of the sitting behind them.

use super::difference::{Difference, Found, What};
use super::rows::Piece;
use crate::db::Snapshot;
use crate::error::Error;
use crate::time::rfc3339;
use serde_json::{Value, json};
use sqlx::Row as _;
use std::collections::BTreeMap;

struct Confirmation {
    person: String,
    n: i64,
    leaf: Value,
    reading: Value,
    versions: Vec<Value>,
}

pub(super) async fn compare(at: &mut Snapshot, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    for (id, one) in read(at, piece).await? {
        let told = |field| Difference::new("acknowledgment", &id, What::Differs).field(field).leaf(Some(one.n));
        let mut said: Vec<Value> = one.leaf.get("docs").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut stored = one.versions;
        for list in [&mut said, &mut stored] {
            list.sort_by_key(|doc| doc.get("id").map(ToString::to_string));
        }
        if said != stored {
            found.push(told("docs").of(&one.person));
        }
        let read = one.reading.as_array().map(|list| list.iter().map(reading).collect::<Vec<_>>());
        if one.leaf.get("read").and_then(Value::as_array) != read.as_ref() {
            found.push(told("read").of(&one.person));
        }
    }
    let sql = "select k.id, k.person_id from acknowledgment k
         join private a on a.kind = 'attempt' and a.row_id = k.attempt_id and a.purpose = 'answers'
         join private b on b.kind = 'acknowledgment' and b.row_id = k.id and b.purpose = 'answers'
         where k.id >= $1 and k.id <= $2 and a.fields <> b.fields";
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let (id, person): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        found.push(Difference::new("acknowledgment", id, What::Differs).field("answers").of(&person));
    }
    Ok(())
}

async fn read(at: &mut Snapshot, piece: &Piece) -> Result<BTreeMap<String, Confirmation>, Error> {
    let sql = "select k.id, k.person_id, k.reading, l.n, l.data, v.document_id, v.number, a.sha256, a.draft
         from acknowledgment k join leaf_of o on o.kind = 'acknowledgment' and o.row_id = k.id
         join ledger_leaf l on l.n = o.n
         left join acknowledgment_version a on a.acknowledgment_id = k.id left join version v on v.id = a.version_id
         where k.id >= $1 and k.id <= $2";
    let mut all: BTreeMap<String, Confirmation> = BTreeMap::new();
    for row in sqlx::query(sql).bind(&piece.from).bind(&piece.to).fetch_all(&mut *at).await? {
        let id: String = row.try_get(0)?;
        let parsed = |text: String| serde_json::from_str::<Value>(&text).unwrap_or_default();
        if !all.contains_key(&id) {
            let new = Confirmation {
                person: row.try_get(1)?,
                n: row.try_get(3)?,
                leaf: parsed(row.try_get(4)?),
                reading: parsed(row.try_get(2)?),
                versions: Vec::new(),
            };
            all.insert(id.clone(), new);
        }
        let document: Option<String> = row.try_get(5)?;
        if let (Some(one), Some(document)) = (all.get_mut(&id), document) {
            let (number, sha256, draft): (i64, String, i64) = (row.try_get(6)?, row.try_get(7)?, row.try_get(8)?);
            one.versions.push(json!({ "id": document, "ver": number, "sha256": sha256, "draft": draft == 1 }));
        }
    }
    Ok(all)
}

/// As the leaf says it.
fn reading(one: &Value) -> Value {
    let moment = |name: &str| one.get(name).and_then(Value::as_i64).map(rfc3339);
    json!({ "id": one.get("document_id"), "first": moment("first_at"), "last": moment("last_at"),
            "articles": one.get("articles") })
}
