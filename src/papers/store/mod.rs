//! SQL of papers.

mod read;
mod scan;
mod write;

pub(crate) use read::{
    Entry, Paper, articles, asked, ended, find, last_entry, numbers, of_acknowledgment, open_of, open_papers, own,
    own_entries, waiting,
};
pub(crate) use scan::{insert_scan, scan, scan_part, wipe};
pub(crate) use write::{NewEntry, NewPaper, NewStep, add_step, end, insert};
