//! SQL of the tables: questions only. Whose rows somebody sees is in the `where` of every one of them.

mod counts;
mod days;
mod export;
mod labels;
mod list;
mod person;
mod query;
mod search;
mod seen;

pub(crate) use counts::tallies;
pub(crate) use days::days;
pub(crate) use export::{CHUNK, Exported, Key, Segment, chunk};
pub(crate) use labels::departments_at;
pub(crate) use list::{Window, page};
pub(crate) use person::{Kept, PastKind, Person, past, person};
pub(crate) use query::{Look, after};
pub(crate) use search::{Driver, Found, driver, search};
pub(crate) use seen::seen;

use crate::from_row;
use crate::standing::rules::Standing;

/// One person of a table.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) standing: Standing,
    pub(crate) full_name: String,
    pub(crate) code: Option<String>,
    pub(crate) position: String,
    /// When HC-DV reminded them last; of a closed round nothing.
    pub(crate) reminded_at: Option<i64>,
}

from_row!(Line { full_name, code, position, reminded_at; standing });
