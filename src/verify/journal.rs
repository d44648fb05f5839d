//! The journal that people read against the leaves it was made beside: one line for one leaf.

use super::difference::{Difference, Found, What};
use super::pace::pause;
use super::rows::kind;
use crate::db::{Db, Snapshot};
use crate::error::Error;
use crate::ledger::JOTTED;
use crate::time::rfc3339;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};
use std::time::Instant;

/// Lines of a piece.
const PIECE: i64 = 500;

pub(super) async fn compare(db: &Db, rest: u32, found: &mut Found) -> Result<(), Error> {
    let mut at = db.snapshot().await?;
    let counted = "select (select count(*) from ledger_leaf), (select count(n) from journal)";
    let row = sqlx::query(counted).fetch_one(&mut at).await?;
    let (leaves, lines): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    at.end().await;
    if leaves != lines {
        let told = format!("{lines} lines, {leaves} leaves");
        found.push(Difference::new("journal", "", What::Journal).field("count").told(told));
    }
    let mut below = None;
    loop {
        let begun = Instant::now();
        let mut at = db.snapshot().await?;
        below = piece(&mut at, below.as_deref(), found).await?;
        at.end().await;
        if below.is_none() {
            return Ok(());
        }
        pause(begun, rest).await;
    }
}

/// Compares the next lines below an id, newest first; the id of the last of them.
async fn piece(at: &mut Snapshot, below: Option<&str>, found: &mut Found) -> Result<Option<String>, Error> {
    let some = match below {
        None => "order by id desc limit $1",
        Some(_) => "where id < $2 order by id desc limit $1",
    };
    // Two orders of the program, no values.
    let sql = format!(
        "select j.id, j.at, j.kind, j.n, l.data, p.actor as about, b.actor as actor, j.person_id
         from (select * from journal {some}) j
         left join ledger_leaf l on l.n = j.n left join person p on p.id = j.person_id
         left join person b on b.id = j.by_id order by j.id desc"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(PIECE);
    let query = if let Some(below) = below { query.bind(below) } else { query };
    let mut last = None;
    for row in query.fetch_all(&mut *at).await? {
        let id: String = row.try_get(0)?;
        let (moment, word): (i64, String) = (row.try_get(1)?, row.try_get(2)?);
        last = Some(id.clone());
        let (n, data): (Option<i64>, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
        if n.is_none() && JOTTED.contains(&word.as_str()) {
            continue;
        }
        let leaf: Value = data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
        let text = |name: &str| leaf.get(name).and_then(Value::as_str);
        let (about, actor): (Option<String>, Option<String>) = (row.try_get(5)?, row.try_get(6)?);
        let whom = text("about").or_else(|| text("actor"));
        let person: Option<String> = row.try_get(7)?;
        for (field, same) in [
            ("kind", kind(&leaf) == word),
            ("at", text("at") == Some(rfc3339(moment).as_str())),
            ("person", about.is_none() || about.as_deref() == whom),
            ("actor", actor.as_deref() == text("actor")),
        ] {
            if !same {
                let one = Difference::new("journal", &id, What::Journal).field(field).leaf(n);
                found.push(one.of(person.as_deref().unwrap_or_default()));
            }
        }
    }
    Ok(last)
}
