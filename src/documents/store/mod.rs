//! SQL of documents, versions, files and readings.

mod affected;
mod again;
mod attachment;
mod issue;
mod reading;
mod version;

pub(crate) use affected::{Affected, affected};
pub(crate) use again::{Entered, entered, insert_again, take_back};
pub use attachment::{StoredFile, attachment, part};
pub(crate) use issue::{New, add_document, come_into_force, insert, known, loaded, places, supersede, version};
pub use reading::{READING_COLUMNS, Reading, Readings, mark_read, note_place, read_by};
pub use version::{VersionLine, canonical, versions};
pub(crate) use version::{set_banner, source};
