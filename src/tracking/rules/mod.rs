//! What of whom somebody sees, what the table is narrowed to, and how it is counted.

mod counts;
mod filter;
mod sight;
mod words;

pub(crate) use counts::{Counts, Tally, by_department, by_stage, dues, matches, percent, undone};
pub(crate) use filter::{Chosen, Filter, Sort};
pub(crate) use sight::Sight;
pub(crate) use words::Words;
