//! What an uploaded file is and what it says: bytes in, values out.

pub mod book;
pub mod docx;
mod fonts;
pub mod kind;
pub(crate) mod package;
mod pdf;
pub mod refused;
mod sniff;
pub mod wanted;
mod xml;

pub use book::Book;
pub use docx::{Counts, DocxText, Notice};
pub use kind::Kind;
pub use refused::Refused;
pub use wanted::Wanted;

use package::Package;
use serde::{Deserialize, Serialize};

/// The longest file that is looked at, in bytes.
pub const LARGEST: usize = 32 << 20;

/// What was read, by what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Read {
    Docx(DocxText),
    Book(Book),
}

/// Reads a file by its content; its name is not asked.
///
/// # Errors
/// [`Refused`] with what the file is instead, or why it cannot be read.
pub fn read(bytes: &[u8], wanted: Wanted) -> Result<Read, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    let found = sniff::find(bytes)?;
    match (wanted, found) {
        (Wanted::Docx, Kind::Docx) => docx::read(&mut Package::open(bytes)?).map(Read::Docx),
        (Wanted::Docx, found) => Err(Refused::Kind(found)),
        (Wanted::List, found) => book::read(bytes, found).map(Read::Book),
    }
}
