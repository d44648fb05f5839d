//! The table as a file takes it: a thousand rows at a time, each question beginning where the last one ended.

use super::Line;
use super::query::{Look, Query, worded};
use crate::db::{Ask, Value};
use crate::error::Error;
use crate::standing::rules::State;
use crate::standing_columns;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

/// Rows of one chunk.
pub(crate) const CHUNK: usize = 1000;

/// A stretch of the order; within it people stand by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    All,
    Department(String),
    State(State),
    /// By the day due.
    Due,
    WithoutDue,
}

/// Where a chunk ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    due_on: String,
    name_key: String,
    person_id: String,
}

/// One person with what HC-DV sees of their Zalo account; empty where there is none or it was wiped.
#[derive(Clone, Debug)]
pub(crate) struct Exported {
    pub(crate) line: Line,
    /// E.164.
    pub(crate) phone: String,
    pub(crate) zalo_name: String,
}

impl Exported {
    pub(crate) fn key(&self) -> Key {
        Key {
            due_on: self.line.standing.due_on.clone().unwrap_or_default(),
            name_key: self.line.standing.name_key.clone(),
            person_id: self.line.standing.person_id.clone(),
        }
    }
}

impl<'r> FromRow<'r, AnyRow> for Exported {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self { line: Line::from_row(row)?, phone: row.try_get("phone")?, zalo_name: row.try_get("zalo_name")? })
    }
}

/// The next rows of a segment behind `key`; fewer than [`CHUNK`] when it ends. Words typed with marks, and all words in
/// a closed round, are still to be looked at.
pub(crate) async fn chunk<'c>(
    db: impl Ask<'c>,
    look: &Look,
    segment: &Segment,
    key: &Key,
) -> Result<Vec<Exported>, Error> {
    let mut query = Query::new(concat!(
        "select ",
        standing_columns!(),
        ", f.full_name, f.code, f.position, coalesce(c.phone, '') as phone, coalesce(c.zalo_name, '') as zalo_name
         from standing s"
    ));
    look.named(&mut query);
    query.add(" left join contact c on c.id = s.contact_id where ", []);
    look.seen(&mut query);
    look.narrowed(&mut query, true);
    if look.closed_at.is_none() {
        worded(&mut query, "s.person_id", look.filter.words.folded());
    }
    let text = |text: &str| Value::from(text);
    match segment {
        Segment::All => {}
        Segment::Department(id) => query.add(" and s.department_id = #", [text(id)]),
        Segment::State(state) => query.add(" and s.place = #", [state.place().into()]),
        Segment::Due => query.add(" and s.due_on is not null", []),
        Segment::WithoutDue => query.add(" and s.due_on is null", []),
    }
    if *segment == Segment::Due {
        query.add(
            " and (s.due_on, s.name_key, s.person_id) > (#, #, #) order by s.due_on, s.name_key, s.person_id",
            [text(&key.due_on), text(&key.name_key), text(&key.person_id)],
        );
    } else {
        query.add(
            " and (s.name_key, s.person_id) > (#, #) order by s.name_key, s.person_id",
            [text(&key.name_key), text(&key.person_id)],
        );
    }
    query.add(" limit #", [i64::try_from(CHUNK).unwrap_or(1000).into()]);
    let rows = query.built().fetch_all(db).await?;
    Ok(rows.iter().map(Exported::from_row).collect::<Result<_, _>>()?)
}
