//! A spreadsheet as what stands in its cells: sheets, rows with the numbers a person sees, merged cells, what is hidden.
//! Nothing is laid out as a rectangle: a cell in the last row of the last column is one cell.

mod biff;
mod letters;
mod model;
mod ods;
mod shape;
mod text;
mod xls;
mod xlsx;

use super::kind::Kind;
use super::package::Package;
use super::refused::Refused;
pub use model::{Book, Merge, Row, Sheet};

/// What the directory of a spreadsheet may promise for all its parts together.
const MOST_PROMISED: u128 = 64 << 20;
/// Reads what was found to be a spreadsheet or a text.
///
/// # Errors
/// [`Refused`]: it is something else, wants too much or is damaged.
pub(super) fn read(bytes: &[u8], found: Kind) -> Result<Book, Refused> {
    let package = |bytes| {
        let package = Package::open(bytes)?;
        if package.promised() > MOST_PROMISED { Err(Refused::Bomb) } else { Ok(package) }
    };
    let mut book = match found {
        Kind::Xlsx => xlsx::read(bytes, &mut package(bytes)?),
        Kind::Ods => ods::read(&mut package(bytes)?),
        Kind::OldExcel => xls::read(bytes),
        Kind::Text => text::read(bytes),
        other => Err(Refused::Kind(other)),
    }?;
    letters::settle(&mut book);
    let nothing = book.sheets.is_empty() && book.text.is_none();
    if nothing { Err(Refused::Kind(Kind::Empty)) } else { Ok(book) }
}
