//! Appending leaves, and reading the journal made beside them.

use super::rules::{Entry, leaf};
use crate::db::{Ask, Tx, Value, count};
use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use sqlx::Row;

/// Appends the leaf of `entry`, the rows it is about, what it commits to, and its line in the journal; the answer is
/// the leaf's number. Call it last in an act: on PostgreSQL it holds the ledger until the commit.
///
/// # Errors
/// [`Error::SignIn`] when the author's session has ended since the request came: whoever left, was switched off or lost
/// a role meanwhile does nothing any more. When the leaf is not canonical: a fault of ours.
pub async fn append(tx: &mut Tx, entry: &Entry) -> Result<i64, Error> {
    let leaf = leaf(entry)?;
    tx.hold_ledger().await?;
    if !entry.session.is_empty() && !lives(&mut *tx, &entry.session).await? {
        return Err(Error::SignIn);
    }
    let row = sqlx::query(
        "insert into ledger_leaf (n, data) select coalesce(max(n) + 1, 0), $1 from ledger_leaf returning n",
    )
    .bind(&leaf.data)
    .fetch_one(&mut *tx)
    .await?;
    let n: i64 = row.try_get(0)?;
    for (kind, row) in &entry.rows {
        sqlx::query("insert into leaf_of (kind, row_id, n) values ($1, $2, $3)")
            .bind(*kind)
            .bind(row)
            .bind(n)
            .execute(&mut *tx)
            .await?;
    }
    let about = entry.about.as_ref().or(entry.by.as_ref()).map(|one| one.person_id.clone());
    if let Some((kind, row)) = entry.rows.first() {
        for (purpose, salt, fields) in &leaf.private {
            sqlx::query(
                "insert into private (kind, row_id, purpose, person_id, salt, fields) values ($1, $2, $3, $4, $5, $6)",
            )
            .bind(*kind)
            .bind(row)
            .bind(*purpose)
            .bind(&about)
            .bind(salt)
            .bind(fields)
            .execute(&mut *tx)
            .await?;
        }
    }
    write_line(tx, entry, about.filter(|_| entry.about.is_some() || entry.personal()), Some(n)).await?;
    Ok(n)
}

/// Types of lines that have no leaf.
pub(crate) const JOTTED: &[&str] = &["session.started"];

/// A line of the journal without a leaf: what happens every day and proves nothing, such as signing in. Takes no lock.
pub async fn jot(tx: &mut Tx, entry: &Entry) -> Result<(), Error> {
    if !JOTTED.contains(&entry.kind) {
        return Err(Error::internal(format!("{} needs a leaf", entry.kind)));
    }
    let about = entry.about.as_ref().or(entry.by.as_ref()).map(|one| one.person_id.clone());
    write_line(tx, entry, about, None).await
}

async fn write_line(tx: &mut Tx, entry: &Entry, about: Option<String>, n: Option<i64>) -> Result<(), Error> {
    sqlx::query(
        "insert into journal (id, at, kind, note, person_id, by_id, n, fields) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(entry.at)
    .bind(entry.kind)
    .bind(entry.note)
    .bind(about)
    .bind(entry.by.as_ref().map(|by| by.person_id.clone()))
    .bind(n)
    .bind(entry.fields.to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether a session is there. What takes a right away (a role, an account, a departure, a password) ends the session
/// and appends a leaf, and so stands before or behind under the ledger's lock: the answer is right at the moment of the
/// leaf.
async fn lives<'c>(db: impl Ask<'c>, session: &str) -> Result<bool, Error> {
    let row = sqlx::query("select 1 from session where token_hash = $1").bind(session).fetch_optional(db).await?;
    Ok(row.is_some())
}

/// Appends the leaves of many acts at once, in their order: what a bulk load does instead of [`append`].
///
/// # Errors
/// As [`append`].
pub async fn append_many(tx: &mut Tx, entries: &[Entry]) -> Result<(), Error> {
    if entries.iter().any(|entry| !entry.session.is_empty()) {
        return Err(Error::internal("a bulk load has no session"));
    }
    tx.hold_ledger().await?;
    let next = sqlx::query("select coalesce(max(n) + 1, 0) from ledger_leaf").fetch_optional(&mut *tx).await?;
    let mut bulk = Bulk::default();
    for (n, entry) in (count(next)..).zip(entries) {
        bulk.add(n, entry)?;
    }
    tx.insert_many("ledger_leaf", &["n", "data"], &bulk.leaves).await?;
    tx.insert_many("leaf_of", &["kind", "row_id", "n"], &bulk.rows).await?;
    let private = ["kind", "row_id", "purpose", "person_id", "salt", "fields"];
    tx.insert_many("private", &private, &bulk.private).await?;
    let journal = ["id", "at", "kind", "note", "person_id", "by_id", "n", "fields"];
    tx.insert_many("journal", &journal, &bulk.journal).await
}

#[derive(Default)]
struct Bulk {
    leaves: Vec<Vec<Value>>,
    rows: Vec<Vec<Value>>,
    private: Vec<Vec<Value>>,
    journal: Vec<Vec<Value>>,
}

impl Bulk {
    fn add(&mut self, n: i64, entry: &Entry) -> Result<(), Error> {
        let leaf = leaf(entry)?;
        self.leaves.push(vec![n.into(), leaf.data.into()]);
        self.rows.extend(entry.rows.iter().map(|(kind, row)| vec![(*kind).into(), row.as_str().into(), n.into()]));
        let person = entry.about.as_ref().or(entry.by.as_ref()).map(|one| one.person_id.clone());
        for ((kind, row), (purpose, salt, fields)) in entry.rows.iter().take(1).cycle().zip(leaf.private) {
            self.private.push(vec![
                (*kind).into(),
                row.as_str().into(),
                purpose.into(),
                person.clone().into(),
                salt.into(),
                fields.into(),
            ]);
        }
        let shown = entry.about.is_some() || entry.personal();
        self.journal.push(vec![
            new_id().into(),
            entry.at.into(),
            entry.kind.into(),
            entry.note.into(),
            person.filter(|_| shown).into(),
            entry.by.as_ref().map(|by| by.person_id.clone()).into(),
            n.into(),
            entry.fields.to_string().into(),
        ]);
        Ok(())
    }
}

/// One line of a person's timeline; the sentence is `note` filled with `fields`.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: i64,
    pub kind: String,
    pub note: String,
    pub fields: String,
    /// Who did it; empty: the system.
    pub by_name: String,
    pub n: Option<i64>,
    /// Free text that stands beside it, while it is kept.
    pub remark: String,
}

from_row!(Line { at, kind, note, fields, by_name, n, remark });

/// A person's timeline, newest first, at most 500 lines; sign-ins are not in it.
pub async fn timeline<'c>(db: impl Ask<'c>, person_id: &str) -> Result<Vec<Line>, Error> {
    Ok(sqlx::query_as(
        "select j.at, j.kind, j.note, j.fields, coalesce(b.full_name, '') as by_name, j.n,
           coalesce((select r.body from leaf_of o join remark r on r.kind = o.kind and r.row_id = o.row_id
                     where o.n = j.n and j.kind not like 'doubt.%' limit 1), '') as remark
         from journal j left join profile b on b.person_id = j.by_id and b.until_at is null
         where j.person_id = $1 and j.kind <> 'session.started' order by j.at desc, j.id desc limit 500",
    )
    .bind(person_id)
    .fetch_all(db)
    .await?)
}
