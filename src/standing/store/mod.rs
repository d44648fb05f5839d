//! SQL of standings: the facts they are derived from, and the copy for looking.

mod answer;
mod chains;
mod copy;
mod facts;
mod row;

pub use copy::{kept, renew, renew_person, rows_of};
pub use facts::{facts, fresh, nothing_valid, of, stood};
pub(crate) use row::{COLUMNS, values};
