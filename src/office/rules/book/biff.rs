//! What an XLS says of its rows and columns beside their cells ([MS-XLS] 2.4.221 Row, 2.4.53 ColInfo): which are hidden.
//! Calamine reads past it; the container is read by the crate `cfb`.

use super::model::{COLUMNS, LAST_ROW, MOST_SHEETS};
use cfb::CompoundFile;
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const ROW: u16 = 0x0208;
const COLUMN: u16 = 0x007D;

/// The longest workbook that is looked through, in bytes; no file that is read is longer.
const LONGEST: u64 = 32 << 20;

/// What is hidden in one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unseen {
    /// From 1.
    pub(super) rows: BTreeSet<usize>,
    /// From 0.
    pub(super) columns: Vec<usize>,
}

/// What is hidden, sheet by sheet as they stand in the workbook; `None` when that cannot be told.
pub(super) fn of(bytes: &[u8]) -> Option<Vec<Unseen>> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name))?;
    let mut book = Vec::new();
    file.open_stream(name).ok()?.take(LONGEST).read_to_end(&mut book).ok()?;
    sheets(&book)
}

fn sheets(book: &[u8]) -> Option<Vec<Unseen>> {
    let mut places = Vec::new();
    for (kind, body) in Records::of(book, 0) {
        match kind {
            SHEET if places.len() < MOST_SHEETS => places.push(usize::try_from(long(body)?).ok()?),
            END => break,
            _ => {}
        }
    }
    (!places.is_empty()).then_some(())?;
    places.into_iter().map(|place| sheet(book, place)).collect()
}

/// A sheet without its end is not known wholly: `None`.
fn sheet(book: &[u8], place: usize) -> Option<Unseen> {
    let mut unseen = Unseen::default();
    // A chart in a sheet has rows of its own.
    let mut depth = 0_usize;
    for (kind, body) in Records::of(book, place) {
        match kind {
            BEGIN => depth += 1,
            END => depth = depth.checked_sub(1)?,
            ROW if depth == 1 && short(body, 12)? & 0x20 != 0 => {
                unseen.rows.extend(Some(usize::from(short(body, 0)?) + 1).filter(|row| *row <= LAST_ROW));
            }
            COLUMN if depth == 1 && short(body, 8)? & 1 != 0 => {
                let (from, to) = (usize::from(short(body, 0)?), usize::from(short(body, 2)?));
                unseen.columns.extend((from..=to).take_while(|place| *place < COLUMNS));
            }
            _ => {}
        }
        if kind == END && depth == 0 {
            return Some(unseen);
        }
        // What does not begin is no sheet.
        (depth > 0).then_some(())?;
    }
    None
}

/// Records from a place on, each with its kind; they end where the bytes do.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn of(book: &'a [u8], place: usize) -> Self {
        Self { rest: book.get(place..).unwrap_or_default() }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, len) = (short(self.rest, 0)?, usize::from(short(self.rest, 2)?));
        let body = self.rest.get(4..4 + len)?;
        self.rest = self.rest.get(4 + len..)?;
        Some((kind, body))
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STAFF: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lists/danh-sach.xls"));

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let len = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes(), &len.to_le_bytes(), body].concat()
    }

    /// A workbook of one sheet: row 3 and columns 1 to 2 are hidden, and row 2 of a chart in it.
    fn workbook() -> Vec<u8> {
        let row = |number: u16, flags: u16| {
            let body = [number, 0, 9, 0, 0, 0, flags, 0].map(u16::to_le_bytes).concat();
            record(ROW, &body)
        };
        let columns = [1_u16, 2, 0, 0, 1, 0].map(u16::to_le_bytes).concat();
        let globals = 4 + 4 + 8 + 4;
        let head = [record(BEGIN, &[]), record(SHEET, &[globals, 0, 0, 0, 0, 0, 0, 0]), record(END, &[])].concat();
        let sheet = [
            record(BEGIN, &[]),
            record(COLUMN, &columns),
            row(0, 0x0100),
            row(2, 0x0120),
            record(BEGIN, &[]),
            row(1, 0x20),
            record(END, &[]),
            record(END, &[]),
        ];
        [head, sheet.concat()].concat()
    }

    #[test]
    fn hidden_rows_and_columns_of_a_sheet_are_told_and_not_those_of_a_chart() {
        assert_eq!(sheets(&workbook()), Some(vec![Unseen { rows: [3].into(), columns: vec![1, 2] }]));
        let staff = of(STAFF).unwrap();
        assert_eq!(staff.iter().filter(|sheet| sheet.rows.contains(&10)).count(), 1);
    }

    #[test]
    fn a_workbook_that_is_cut_short_is_not_told() {
        let whole = workbook();
        for len in 0..whole.len() {
            assert_eq!(sheets(&whole[..len]), None, "{len}");
        }
        for len in (0..STAFF.len()).step_by(97) {
            of(&STAFF[..len]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            changed in prop::collection::vec((0..STAFF.len(), any::<u8>()), 1..40),
        ) {
            sheets(&bytes);
            let begun: Vec<u8> = workbook().into_iter().zip(bytes.iter().chain(&[0; 200])).map(|(a, b)| a ^ (b & 3)).collect();
            sheets(&begun);
            let mut staff = STAFF.to_vec();
            for (place, byte) in changed {
                staff[place] = byte;
            }
            of(&staff);
        }
    }
}
