//! SQL of documents, versions and readings.

mod attachment;
mod issue;
mod reading;
mod version;

pub use attachment::{Attachment, StoredFile, attachment};
pub use issue::{Issued, NewVersion, add_version, load_one, publish};
pub use reading::{ArticleRead, WHOLE_TEXT, mark_read, note_place, place, readings};
pub use version::{VersionRow, canonical, current, current_of, set_banner, version, versions};
