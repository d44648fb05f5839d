//! The table as a file takes it: a thousand rows at a time, each question beginning where the last one ended.

use super::query::{Look, Query, worded};
use crate::db::{Ask, Value};
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::{APPROVED, BEST_ON_PAPER, ON_PAPER, State, covers};
use sqlx::FromRow as _;

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

/// One person as the file shows them, no column more: fifty thousand are read. Empty where there is none or it was
/// wiped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exported {
    pub(crate) person_id: String,
    pub(crate) name_key: String,
    pub(crate) full_name: String,
    pub(crate) code: Option<String>,
    pub(crate) position: String,
    pub(crate) department_id: String,
    pub(crate) state: State,
    pub(crate) progress: i64,
    pub(crate) due_on: Option<String>,
    pub(crate) valid_until: Option<String>,
    pub(crate) paused_from: Option<String>,
    pub(crate) paused_until: Option<String>,
    pub(crate) articles: i64,
    pub(crate) read: i64,
    pub(crate) read_at: Option<i64>,
    pub(crate) best_percent: Option<i64>,
    pub(crate) acknowledged_at: Option<i64>,
    pub(crate) acknowledgment_code: Option<String>,
    pub(crate) decided_at: Option<i64>,
    pub(crate) confirmed_at: Option<i64>,
    /// E.164.
    pub(crate) phone: Option<String>,
    pub(crate) zalo_name: Option<String>,
}

from_row!(Exported {
    person_id,
    name_key,
    full_name,
    code,
    position,
    department_id,
    state,
    progress,
    due_on,
    valid_until,
    paused_from,
    paused_until,
    articles,
    read,
    read_at,
    best_percent,
    acknowledged_at,
    acknowledgment_code,
    decided_at,
    confirmed_at,
    phone,
    zalo_name
});

impl Exported {
    pub(crate) fn key(&self) -> Key {
        Key {
            due_on: self.due_on.clone().unwrap_or_default(),
            name_key: self.name_key.clone(),
            person_id: self.person_id.clone(),
        }
    }

    /// Its state on a day, `YYYY-MM-DD`.
    pub(crate) fn state_on(&self, day: &str) -> State {
        let paused = covers(self.paused_from.as_deref(), self.paused_until.as_deref(), day);
        self.state.with_pause(paused)
    }

    pub(crate) fn is_on_paper(&self) -> bool {
        self.progress & ON_PAPER != 0
    }

    pub(crate) fn is_best_on_paper(&self) -> bool {
        self.progress & BEST_ON_PAPER != 0
    }

    pub(crate) fn is_approved(&self) -> bool {
        self.progress & APPROVED != 0
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
    let mut query = Query::new(
        "select s.person_id, s.name_key, f.full_name, f.code, f.position, s.department_id, s.state, s.progress,
           s.due_on, s.valid_until, s.paused_from, s.paused_until, s.articles, s.read, s.read_at, s.best_percent, s.acknowledged_at,
           s.acknowledgment_code, s.decided_at, s.confirmed_at, c.phone, c.zalo_name from standing s",
    );
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
