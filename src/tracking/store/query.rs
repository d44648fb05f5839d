//! The parts that the questions of the table are put together from.

use crate::db::Value;
use crate::reminders::store::reminded_at;
use crate::standing::rules::{ACKNOWLEDGED, AGAIN, SILENCED, State};
use crate::standing_columns;
use crate::tracking::rules::{Chosen, Filter, Sight, Sort};
use sqlx::Any;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyArguments;
use sqlx::query::Query as SqlxQuery;
use std::fmt::Write as _;

/// Which rows of which round are looked at, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) round_id: String,
    pub(crate) group_id: String,
    pub(crate) viewer_id: String,
    pub(crate) sight: Sight,
    /// The day that pauses and days due are compared with: today, or the closing day.
    pub(crate) today: String,
    /// The moment whose names and positions are shown: the closing, or none = as they are.
    pub(crate) closed_at: Option<i64>,
    pub(crate) filter: Filter,
}

/// By name, in the order that an index has.
pub(super) const WALKED: &str = "s.name_key, s.person_id";
/// The same by a key that is no column: keeps the database from walking the order to find few people in it.
pub(super) const SORTED: &str = "s.name_key || '', s.person_id";

/// A statement in the making. Its text comes from the program; what comes from outside is bound.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Query {
    pub(super) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    /// More text, each `#` in it the next of the values.
    pub(super) fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        let mut values = values.into_iter();
        for (place, part) in sql.split('#').enumerate() {
            if place > 0 {
                self.values.extend(values.next());
                let _ = write!(self.sql, "${}", self.values.len());
            }
            self.sql.push_str(part);
        }
    }

    /// ` and column in (…)`, of at least one value.
    pub(super) fn among<'a>(&mut self, column: &str, values: impl IntoIterator<Item = &'a String>) {
        for (place, value) in values.into_iter().enumerate() {
            let start = if place == 0 { format!(" and {column} in (#") } else { ", #".to_owned() };
            self.add(&start, [value.as_str().into()]);
        }
        self.add(")", []);
    }

    /// The statement with its values.
    pub(super) fn built(self) -> SqlxQuery<'static, Any, AnyArguments> {
        self.values.into_iter().fold(sqlx::query(AssertSqlSafe(self.sql)), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Int(number) => query.bind(number),
            Value::NoText => query.bind(None::<String>),
            Value::NoInt => query.bind(None::<i64>),
        })
    }
}

impl Look {
    /// The round, and of its people those whom the viewer sees.
    pub(super) fn seen(&self, query: &mut Query) {
        query.add("s.round_id = #", [self.round_id.as_str().into()]);
        let (viewer, group) = (Value::from(self.viewer_id.as_str()), Value::from(self.group_id.as_str()));
        match self.sight {
            Sight::All => query.add(
                " and exists (select 1 from role_grant g where g.person_id = # and g.revoked_at is null
                    and g.role in ('coordinator', 'leader', 'admin') and (g.scope = 'all' or g.scope_id = #))",
                [viewer, group],
            ),
            Sight::HeadsAll => query.add(
                " and exists (select 1 from role_grant g where g.person_id = # and g.revoked_at is null
                    and g.role = 'head' and (g.scope = 'all' or g.scope_id = #))",
                [viewer, group],
            ),
            Sight::Heads => query.add(
                " and s.department_id in (select g.scope_id from role_grant g where g.person_id = #
                    and g.revoked_at is null and g.scope = 'department')",
                [viewer],
            ),
        }
    }

    /// What the filter asks, but for the words. `walks`: the order is walked, and no other index is to be taken.
    pub(super) fn narrowed(&self, query: &mut Query, walks: bool) {
        let place = |state: State| Value::Int(state.place());
        let by_place = if walks { " and +s.place" } else { " and s.place" };
        if !self.filter.department.is_empty() {
            query.add(" and s.department_id = #", [self.filter.department.as_str().into()]);
        }
        match self.filter.chosen {
            Chosen::Here => query.add(" and s.state <> #", [State::Left.as_str().into()]),
            Chosen::State(State::Paused) => {
                query.add(
                    " and s.paused_until is not null and s.paused_from <= # and s.paused_until >= # and +s.place < #",
                    [self.day(), self.day(), place(State::InGroup)],
                );
            }
            Chosen::State(state) => {
                query.add(&format!("{by_place} = #"), [place(state)]);
                if state != State::Left && state.step() < 5 {
                    self.not_paused(query);
                }
            }
            Chosen::Overdue => {
                query.add(&format!("{by_place} <= #"), [place(State::ReadyToAcknowledge)]);
                let by_due = walks && self.filter.sort == Sort::Due;
                query.add(" and (s.progress & #) = 0", [(ACKNOWLEDGED | SILENCED).into()]);
                query.add(if by_due { " and s.due_on < #" } else { " and s.due_on || '' < #" }, [self.day()]);
                self.not_paused(query);
            }
            Chosen::Again => {
                query.add(&format!("{by_place} <= #"), [place(State::ReadyToAcknowledge)]);
                query.add(" and (s.progress & #) <> 0", [AGAIN.into()]);
            }
        }
    }

    fn not_paused(&self, query: &mut Query) {
        query.add(" and (s.paused_from is null or s.paused_from > # or s.paused_until < #)", [self.day(), self.day()]);
    }

    fn day(&self) -> Value {
        self.today.as_str().into()
    }

    /// The columns of a row of the table.
    pub(super) fn columns(&self) -> &'static str {
        match self.closed_at {
            None => {
                concat!("select ", standing_columns!(), ", f.full_name, f.code, f.position, ", reminded_at!(), " from ")
            }
            Some(_) => concat!(
                "select ",
                standing_columns!(),
                ", f.full_name, f.code, f.position, cast(null as bigint) as reminded_at from "
            ),
        }
    }

    /// Names and positions as they are, or as they were when the round was closed.
    pub(super) fn named(&self, query: &mut Query) {
        let at = self.closed_at.unwrap_or(i64::MAX);
        query.add(
            " join profile f on f.person_id = s.person_id and f.since_at <= # and (f.until_at is null or f.until_at > #)",
            [at.into(), at.into()],
        );
    }
}

/// Folded words, each the beginning of a word of the person in this column.
pub(super) fn worded<'a>(query: &mut Query, column: &str, words: impl IntoIterator<Item = &'a String>) {
    for word in words {
        query.add(
            &format!(
                " and exists (select 1 from person_word x where x.person_id = {column} and x.word >= # and x.word < #)"
            ),
            [word.as_str().into(), after(word).into()],
        );
    }
}

/// What sorts behind everything that begins with `word`.
pub(crate) fn after(word: &str) -> String {
    format!("{word}\u{10FFFF}")
}
