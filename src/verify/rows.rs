//! Rows of a table against their leaves, by a list of checks, some rows at a time.

use super::check::{Check, Which};
use super::checks;
use super::difference::{Difference, Found, What, next};
use super::tables::Table;
use crate::db::Snapshot;
use crate::error::Error;
use crate::time::rfc3339;
use serde_json::Value;
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// Keys of a piece.
const KEYS: i64 = 200;
/// Parameters of a statement.
const MOST: usize = 400;

/// A stretch of a table, by its key, both ends included.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) from: String,
    pub(super) to: String,
}

/// The next piece below a key, newest first; `None` at the end. The first piece is below nothing.
pub(super) async fn piece(at: &mut Snapshot, table: &Table, below: Option<&str>) -> Result<Option<Piece>, Error> {
    let Table { name, key, .. } = table;
    // Names of the program, no values.
    let top = match below {
        None => format!("select max({key}) from {name}"),
        Some(_) => format!("select max({key}) from {name} where {key} < $1"),
    };
    let query = sqlx::query(AssertSqlSafe(top));
    let query = if let Some(below) = below { query.bind(below) } else { query };
    let Some(to) = query.fetch_one(&mut *at).await?.try_get::<Option<String>, _>(0)? else { return Ok(None) };
    let bottom = format!(
        "select min(x.k) from (select {key} as k from {name} where {key} <= $1 order by {key} desc limit {KEYS}) x"
    );
    let from = sqlx::query(AssertSqlSafe(bottom)).bind(&to).fetch_one(&mut *at).await?.try_get(0)?;
    Ok(Some(Piece { from, to }))
}

/// The rows of a piece, whose they are, and their leaves.
struct Leaves {
    whose: HashMap<String, String>,
    of: HashMap<String, Vec<i64>>,
    by_n: HashMap<i64, Value>,
    claimed: HashSet<(String, i64)>,
}

impl Leaves {
    async fn read(at: &mut Snapshot, table: &Table, piece: &Piece) -> Result<Self, Error> {
        let sql = format!(
            "select x.row_id, x.whose, o.n from ({}) x left join leaf_of o on o.kind = $1 and o.row_id = x.row_id
             where x.row_key >= $2 and x.row_key <= $3",
            table.rows()
        );
        let mut all = Self { whose: HashMap::new(), of: HashMap::new(), by_n: HashMap::new(), claimed: HashSet::new() };
        let query = sqlx::query(AssertSqlSafe(sql)).bind(table.name).bind(&piece.from).bind(&piece.to);
        let mut wanted = BTreeSet::new();
        for row in query.fetch_all(&mut *at).await? {
            let (id, whose): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            if let Some(n) = row.try_get::<Option<i64>, _>(2)? {
                all.of.entry(id.clone()).or_default().push(n);
                wanted.insert(n);
            }
            all.whose.insert(id, whose);
        }
        all.by_n = leaves(at, &wanted.into_iter().collect::<Vec<_>>()).await?;
        Ok(all)
    }

    fn whose(&self, row: &str) -> &str {
        self.whose.get(row).map_or("", String::as_str)
    }
}

/// Leaves by their numbers; what is no JSON is told by the walk over the ledger.
async fn leaves(at: &mut Snapshot, wanted: &[i64]) -> Result<HashMap<i64, Value>, Error> {
    let mut found = HashMap::new();
    for some in wanted.chunks(MOST) {
        let sql = format!("select n, data from ledger_leaf where n in ({})", places(some.len(), 0));
        let query = some.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, n| query.bind(*n));
        for row in query.fetch_all(&mut *at).await? {
            let (n, data): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
            found.insert(n, serde_json::from_str(&data).unwrap_or_default());
        }
    }
    Ok(found)
}

/// `$3, $4, $5`: as many, after those that stand before.
pub(super) fn places(many: usize, before: usize) -> String {
    (1..=many).fold(String::new(), |mut text, place| {
        let _ = write!(text, "{}${}", if place == 1 { "" } else { ", " }, place + before);
        text
    })
}

/// Compares a piece of a table with every check of it; what no check claims of a row's leaves is told too.
pub(super) async fn compare(at: &mut Snapshot, table: &Table, piece: &Piece, found: &mut Found) -> Result<(), Error> {
    let mut leaves = Leaves::read(at, table, piece).await?;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for check in checks::all().filter(|check| check.table == table.name) {
        known.extend(check.leaves);
        one(at, check, piece, &mut leaves, found).await?;
    }
    for (row, numbers) in &leaves.of {
        for n in numbers.iter().filter(|n| !leaves.claimed.contains(&(row.clone(), **n))) {
            let kind = leaves.by_n.get(n).map(kind).unwrap_or_default();
            if known.contains(kind) {
                let one = Difference::new(table.name, row, What::Undone).field(kind).leaf(Some(*n));
                found.push(one.of(leaves.whose(row)));
            }
        }
    }
    Ok(())
}

async fn one(
    at: &mut Snapshot,
    check: &Check,
    piece: &Piece,
    leaves: &mut Leaves,
    found: &mut Found,
) -> Result<(), Error> {
    let key = if check.sql.contains("row_key") { "row_key" } else { "row_id" };
    let sql = format!("select x.* from ({}) x where x.{key} >= $1 and x.{key} <= $2", check.sql);
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut stream = sqlx::query(AssertSqlSafe(sql)).bind(&piece.from).bind(&piece.to).fetch(&mut *at);
    while let Some(row) = next(&mut stream).await? {
        let line = Line::of(&row)?;
        lines.insert(line.key(), line);
    }
    drop(stream);
    let named = check.leaves.join("/");
    for line in lines.values() {
        let mine =
            |n: &&i64| leaves.by_n.get(*n).is_some_and(|leaf| check.leaves.contains(&kind(leaf)) && line.means(leaf));
        let own: Vec<i64> = leaves.of.get(&line.id).into_iter().flatten().filter(mine).copied().collect();
        let newest = own.iter().max().copied();
        let told = |what| Difference::new(check.table, &line.id, what).of(leaves.whose(&line.id));
        if newest.is_none() {
            found.push(told(What::NoLeaf).field(named.as_str()));
        }
        if own.len() > 1 && check.which == Which::One {
            found.push(told(What::Leaves).field(named.as_str()).leaf(newest));
        }
        let leaf = newest.and_then(|n| leaves.by_n.get(&n));
        for (field, detail) in leaf.map(|leaf| line.differing(leaf)).unwrap_or_default() {
            found.push(told(What::Differs).field(field).leaf(newest).told(detail));
        }
        leaves.claimed.extend(own.into_iter().map(|n| (line.id.clone(), n)));
    }
    Ok(())
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
            if matches!(name, "row_id" | "row_key") {
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

    /// Which fields the leaf says otherwise, each with what is there and what the leaf says.
    fn differing(&self, leaf: &Value) -> Vec<(String, String)> {
        let differ = self.cells.iter().filter(|(name, value)| !same(value, said(leaf, name)));
        let words = |value: &Value| value.to_string();
        let say = |(name, value): &(String, Value)| {
            let said = said(leaf, name).map_or("nothing".to_owned(), words);
            (name.clone(), format!("{value}, its leaf says {said}"))
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
        assert_eq!(line.differing(&json!({ "quiz": { "percent": 80 }, "actor": "a" })), []);
        assert_eq!(line.differing(&json!({ "quiz": { "percent": 80 }, "actor": "b", "about": "c" })).len(), 1);
        let nothing = ("quiz.percent".to_owned(), "80, its leaf says nothing".to_owned());
        assert_eq!(line.differing(&json!({ "about": "a" })), [nothing]);
    }
}
