//! `nep check contacts FILE.csv`: judges a whole list of names and numbers.

use std::io::{Read, Write};

use csv::{ByteRecord, ReaderBuilder, StringRecord, WriterBuilder};

use super::phone::{self, PhoneVerdict};
use super::zalo_name::{self, LegalName, NameJudgement, NameOrder, NameReason, NameRules, Verdict};
use crate::text::fold;

/// The columns a list is read from, in any order; other columns are passed through.
const INPUT: [&str; 6] = ["family", "middle", "given", "order", "zalo_name", "phone"];

/// The columns that are added; they replace columns of the same name, so that a checked list can be
/// checked again.
const OUTPUT: [&str; 5] = ["name_verdict", "name_reason", "suggestion", "phone_verdict", "phone_e164"];

/// How many rows got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Rows judged, without the heading.
    pub(crate) rows: usize,
    /// Names that are good.
    pub(crate) pass: usize,
    /// Names to tidy.
    pub(crate) tidy: usize,
    /// Names a human must see.
    pub(crate) review: usize,
    /// Names refused, unreadable rows among them.
    pub(crate) refuse: usize,
    /// Numbers that are good.
    pub(crate) ok: usize,
    /// Numbers with an unknown prefix.
    pub(crate) warn: usize,
    /// Numbers from before 2018.
    pub(crate) offer: usize,
    /// Numbers that cannot be used.
    pub(crate) error: usize,
}

impl Summary {
    fn count(&mut self, name: Verdict, phone: &str) {
        self.rows += 1;
        *match name {
            Verdict::Pass => &mut self.pass,
            Verdict::Tidy => &mut self.tidy,
            Verdict::Review => &mut self.review,
            Verdict::Refuse => &mut self.refuse,
        } += 1;
        *match phone {
            "ok" => &mut self.ok,
            "warn" => &mut self.warn,
            "offer" => &mut self.offer,
            _ => &mut self.error,
        } += 1;
    }
}

/// Judges every row of a CSV (comma, semicolon or tab; UTF-8, with or without BOM) and writes it again
/// with the verdicts behind. A row that makes no sense is refused, not an end.
///
/// # Errors
/// When the list cannot be read or the answer cannot be written.
pub(crate) fn check_csv(mut reader: impl Read, writer: impl Write, rules: &NameRules) -> Result<Summary, csv::Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let delimiter = delimiter(bytes);
    let mut input = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(bytes);
    let mut output = WriterBuilder::new().delimiter(delimiter).from_writer(writer);
    let columns = Columns::read(input.byte_headers()?);
    output.write_record(&columns.heading())?;
    let mut summary = Summary::default();
    let mut record = ByteRecord::new();
    while input.read_byte_record(&mut record)? {
        let (name, phone) = columns.judge(&record, rules);
        summary.count(name.verdict, phone.as_ref().map_or("error", PhoneVerdict::as_str));
        output.write_record(&columns.row(&record, &name, phone.as_ref()))?;
    }
    output.flush()?;
    Ok(summary)
}

/// Vietnamese Excel saves "CSV" with semicolons; the heading shows which it was.
fn delimiter(bytes: &[u8]) -> u8 {
    let heading = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| heading.split(|&b| b == wanted).count();
    // The comma comes last: of equal counts, `max_by_key` takes the last.
    [b'\t', b';', b','].into_iter().max_by_key(|&wanted| count(wanted)).unwrap_or(b',')
}

/// Where the columns of one list are.
struct Columns {
    names: Vec<String>,
    /// The columns of [`INPUT`].
    places: [Option<usize>; 6],
}

impl Columns {
    fn read(heading: &ByteRecord) -> Self {
        let names: Vec<String> = heading.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let places = INPUT.map(|wanted| names.iter().position(|name| fold(name) == wanted));
        Self { names, places }
    }

    /// The columns that go through as they are.
    fn kept(&self) -> impl Iterator<Item = (usize, &String)> {
        let ours = |name: &str| OUTPUT.contains(&fold(name).as_str());
        self.names.iter().enumerate().filter(move |(_, name)| !ours(name))
    }

    fn heading(&self) -> StringRecord {
        self.kept().map(|(_, name)| name.as_str()).chain(OUTPUT).collect()
    }

    /// `None` for the phone of a row that cannot be read.
    fn judge(&self, record: &ByteRecord, rules: &NameRules) -> (NameJudgement, Option<PhoneVerdict>) {
        // A stray or missing delimiter shifts the columns: better to say so than to judge the wrong cell.
        // Empty cells behind the last column are only Excel's.
        let whole = record.len() >= self.names.len() && record.iter().skip(self.names.len()).all(<[u8]>::is_empty);
        let record = whole.then(|| StringRecord::from_byte_record(record.clone()).ok()).flatten();
        let Some(record) = record else {
            return (refused(NameReason::BadRow), None);
        };
        let [family, middle, given, order, zalo_name, phone] =
            self.places.map(|place| place.and_then(|at| record.get(at)).unwrap_or_default());
        let name = match NameOrder::parse(order) {
            None => refused(NameReason::BadRow),
            Some(order) => match LegalName::parse(family, middle, given, order) {
                None => refused(NameReason::NoLegalName),
                Some(legal) => zalo_name::judge(&legal, zalo_name, rules),
            },
        };
        (name, Some(phone::judge(phone)))
    }

    fn row(&self, record: &ByteRecord, name: &NameJudgement, phone: Option<&PhoneVerdict>) -> StringRecord {
        let reasons: Vec<&str> = name.reasons.iter().map(|reason| reason.code().trim_start_matches("name.")).collect();
        // What is written is always UTF-8, even where the list was not.
        let mut row: StringRecord = self
            .kept()
            .map(|(at, _)| String::from_utf8_lossy(record.get(at).unwrap_or_default()))
            .collect::<Vec<_>>()
            .into();
        let number = phone.and_then(PhoneVerdict::phone).map_or("", phone::Phone::e164);
        for field in [
            name.verdict.as_str(),
            &reasons.join(";"),
            &name.suggestion,
            phone.map_or("error", PhoneVerdict::as_str),
            number,
        ] {
            row.push_field(field);
        }
        row
    }
}

fn refused(reason: NameReason) -> NameJudgement {
    NameJudgement { verdict: reason.verdict(), reasons: vec![reason], suggestion: String::new() }
}

#[cfg(test)]
mod tests;
