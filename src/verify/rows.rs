//! Rows of a table against their leaves, by a list of checks.

use super::difference::{Difference, next};
use crate::db::Snapshot;
use crate::error::Error;
use crate::time::rfc3339;
use serde_json::Value;
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};
use std::collections::HashMap;

/// Rows that have a leaf each, and what the leaf repeats of them.
pub(super) struct Check {
    /// The row's table, as in `leaf_of`.
    pub(super) table: &'static str,
    /// Types a leaf of such a row can have.
    pub(super) leaves: &'static [&'static str],
    pub(super) which: Which,
    /// Gives `row_id` and columns named by their place in the leaf: `quiz.percent`. A null is not in the leaf, 0 and 1
    /// are also its no and yes. A name that begins with `@` is a moment; one that begins with `=` says which of a row's
    /// leaves is meant; `whom` stands as `about`, else as `actor`.
    pub(super) sql: &'static str,
}

/// How many of a row's leaves repeat it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Exactly one.
    One,
    /// The newest: the row has changed with each.
    Newest,
}

/// How many pairs of row and leaf a check has found.
pub(super) struct Counted {
    pub(super) check: &'static Check,
    pub(super) pairs: usize,
}

/// What is known of a row when its leaves have come: how many, the newest of them, and what that one says otherwise.
#[derive(Default)]
struct Seen {
    leaves: usize,
    n: i64,
    differing: Vec<String>,
}

pub(super) async fn compare(
    at: &mut Snapshot,
    check: &'static Check,
    found: &mut Vec<Difference>,
) -> Result<Counted, Error> {
    let sql = format!(
        "select x.*, l.n as leaf_n, l.data as leaf_data from ({}) x
         left join leaf_of o on o.kind = $1 and o.row_id = x.row_id left join ledger_leaf l on l.n = o.n",
        check.sql
    );
    let mut rows: HashMap<String, Seen> = HashMap::new();
    let mut stream = sqlx::query(AssertSqlSafe(sql)).bind(check.table).fetch(&mut *at);
    while let Some(row) = next(&mut stream).await? {
        let line = Line::of(&row)?;
        let seen = rows.entry(line.key()).or_default();
        let Some(data) = row.try_get::<Option<String>, _>("leaf_data")? else { continue };
        let leaf: Value = serde_json::from_str(&data).map_err(Error::internal)?;
        if check.leaves.contains(&kind(&leaf)) && line.means(&leaf) {
            seen.leaves += 1;
            let n: i64 = row.try_get("leaf_n")?;
            if n >= seen.n {
                (seen.n, seen.differing) = (n, line.differing(&leaf));
            }
        }
    }
    drop(stream);
    let pairs = rows.values().map(|seen| seen.leaves).sum();
    let named = check.leaves.join("/");
    for (id, seen) in rows {
        if seen.leaves == 0 || (seen.leaves > 1 && check.which == Which::One) {
            found.push(Difference::new(check.table, &id, format!("{} leaves {named}", seen.leaves)));
        }
        found.extend(seen.differing.into_iter().map(|what| Difference::new(check.table, &id, what)));
    }
    Ok(Counted { check, pairs })
}

pub(super) fn kind(leaf: &Value) -> &str {
    leaf.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// A row as the check gives it.
struct Line {
    id: String,
    /// Which of its leaves is meant.
    picks: Vec<(String, Value)>,
    cells: Vec<(String, Value)>,
}

impl Line {
    fn of(row: &AnyRow) -> Result<Self, Error> {
        let mut line = Self { id: row.try_get("row_id")?, picks: Vec::new(), cells: Vec::new() };
        for (place, column) in row.columns().iter().enumerate() {
            let name = column.name();
            if matches!(name, "row_id" | "leaf_n" | "leaf_data") {
                continue;
            }
            let cell = cell(row, place)?;
            match (name.strip_prefix('='), name.strip_prefix('@')) {
                (Some(name), _) => line.picks.push((name.to_owned(), cell)),
                (_, Some(name)) => line.cells.push((name.to_owned(), moment(&cell))),
                _ => line.cells.push((name.to_owned(), cell)),
            }
        }
        Ok(line)
    }

    fn key(&self) -> String {
        self.picks.iter().fold(self.id.clone(), |key, (name, value)| format!("{key} {name}={value}"))
    }

    fn means(&self, leaf: &Value) -> bool {
        self.picks.iter().all(|(name, value)| same(value, said(leaf, name)))
    }

    fn differing(&self, leaf: &Value) -> Vec<String> {
        let differ = self.cells.iter().filter(|(name, value)| !same(value, said(leaf, name)));
        let words = |value: &Value| value.to_string();
        let say = |(name, value): &(String, Value)| {
            format!("{name} is {value}, its leaf says {}", said(leaf, name).map_or("nothing".to_owned(), words))
        };
        differ.map(say).collect()
    }
}

fn said<'a>(leaf: &'a Value, name: &str) -> Option<&'a Value> {
    match name {
        "whom" => leaf.get("about").or_else(|| leaf.get("actor")),
        path => path.split('.').try_fold(leaf, |inner, key| inner.get(key)),
    }
}

fn same(stored: &Value, said: Option<&Value>) -> bool {
    match (stored, said) {
        (Value::Null, None) => true,
        (Value::Number(number), Some(Value::Bool(yes))) => number.as_i64() == Some(i64::from(*yes)),
        (stored, Some(said)) => stored == said,
        (_, None) => false,
    }
}

fn moment(cell: &Value) -> Value {
    cell.as_i64().map_or(Value::Null, |at| Value::String(rfc3339(at)))
}

fn cell(row: &AnyRow, place: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().kind() {
        AnyTypeInfoKind::BigInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::SmallInt => {
            Ok(row.try_get::<i64, _>(place)?.into())
        }
        AnyTypeInfoKind::Text => Ok(row.try_get::<String, _>(place)?.into()),
        other => Err(Error::internal(format!("a column of type {other:?}: {}", raw.type_info().name()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_null_is_not_in_a_leaf_and_a_yes_is_one() {
        assert!(same(&Value::Null, None) && !same(&Value::Null, Some(&json!(""))));
        assert!(same(&json!(1), Some(&json!(true))) && !same(&json!(0), Some(&json!(true))));
        assert!(same(&json!("a"), Some(&json!("a"))) && !same(&json!("1"), Some(&json!(1))) && !same(&json!(3), None));
    }

    #[test]
    fn a_line_tells_what_its_leaf_says_otherwise() {
        let cells = vec![("quiz.percent".to_owned(), json!(80)), ("whom".to_owned(), json!("a"))];
        let line = Line { id: "x".into(), picks: vec![("granted".to_owned(), json!(0))], cells };
        assert!(line.means(&json!({ "granted": false })) && !line.means(&json!({ "granted": true })));
        assert_eq!(line.differing(&json!({ "quiz": { "percent": 80 }, "actor": "a" })), Vec::<String>::new());
        assert_eq!(line.differing(&json!({ "quiz": { "percent": 80 }, "actor": "b", "about": "c" })).len(), 1);
        assert_eq!(line.differing(&json!({ "about": "a" })), ["quiz.percent is 80, its leaf says nothing"]);
    }
}
