//! SQL of reports: what of a round no table of theirs says, and what is written into its report.

mod note;
mod people;
mod sittings;
mod told;

pub(crate) use note::add_note;
pub(crate) use people::{Named, named};
pub(crate) use sittings::first_sittings;
pub(crate) use told::{Told, told, told_then};
