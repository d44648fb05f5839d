//! What a report of a round says, and to whom.

mod clauses;
mod facts;
mod lists;
mod office;
mod paper;
mod past;
mod report;

pub(crate) use clauses::{Answered, Content, FirstSittings};
pub(crate) use facts::{Away, Doubts, Note};
pub(crate) use lists::{Listed, annex, signing};
pub(crate) use office::Office;
pub(crate) use paper::{Column, Letterhead, List, Piece, Report, Table};
pub(crate) use past::{away, tallies};
pub(crate) use report::Known;
