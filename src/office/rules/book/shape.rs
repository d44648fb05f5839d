//! What an XLSX says of its rows and columns beside their cells: which are hidden, which cells are merged.

use super::super::package::Package;
use super::super::refused::Refused;
use super::super::xml::letters;
use super::model::{COLUMNS, Merge};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeSet, HashMap};

/// The shape of one sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Hidden rows, from 1.
    pub(super) rows: BTreeSet<usize>,
    /// Hidden columns, from 0.
    pub(super) columns: Vec<usize>,
    pub(super) merges: Vec<Merge>,
}

/// The shapes of all sheets, by name; a sheet whose part is not where it should be has none.
pub(super) fn of(package: &mut Package<'_>) -> Result<HashMap<String, Shape>, Refused> {
    let mut targets: HashMap<String, String> = HashMap::new();
    each(package, "xl/_rels/workbook.xml.rels", |start| {
        if let ("Relationship", Some(id), Some(target)) =
            (name(start), attribute(start, "Id"), attribute(start, "Target"))
        {
            targets.insert(id, target);
        }
    })?;
    let mut places: Vec<(String, String)> = Vec::new();
    each(package, "xl/workbook.xml", |start| {
        if let ("sheet", Some(title), Some(id)) = (name(start), attribute(start, "name"), attribute(start, "id")) {
            places.extend(targets.get(&id).map(|target| (title, target.clone())));
        }
    })?;
    let mut shapes = HashMap::new();
    for (title, target) in places {
        let part = if target.starts_with('/') { target } else { format!("xl/{target}") };
        let mut shape = Shape::default();
        each(package, &part, |start| shape.take(start))?;
        shapes.insert(title, shape);
    }
    Ok(shapes)
}

/// Whether the workbook counts days from 1904.
pub(super) fn since_1904(package: &mut Package<'_>) -> Result<bool, Refused> {
    let mut found = false;
    each(package, "xl/workbook.xml", |start| {
        found |= name(start) == "workbookPr" && is_set(start, "date1904");
    })?;
    Ok(found)
}

impl Shape {
    fn take(&mut self, start: &BytesStart<'_>) {
        match name(start) {
            "row" if is_hidden(start) => {
                self.rows.extend(attribute(start, "r").and_then(|number| number.parse::<usize>().ok()));
            }
            "col" if is_hidden(start) => {
                let number = |name| attribute(start, name).and_then(|number| number.parse::<usize>().ok());
                if let (Some(from), Some(to)) = (number("min"), number("max")) {
                    self.columns.extend((from.max(1)..=to.min(COLUMNS)).map(|place| place - 1));
                }
            }
            "mergeCell" => self.merges.extend(attribute(start, "ref").and_then(|text| merge(&text))),
            _ => {}
        }
    }
}

fn each(package: &mut Package<'_>, part: &str, mut take: impl FnMut(&BytesStart<'_>)) -> Result<(), Refused> {
    let Some(bytes) = package.part(part)? else { return Ok(()) };
    let bad = || Refused::BadXml { part: part.to_owned() };
    let xml = letters(bytes).map_err(|_| bad())?;
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().map_err(|_| bad())? {
            Event::Start(start) | Event::Empty(start) => take(&start),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn name<'a>(start: &'a BytesStart<'_>) -> &'a str {
    let whole = start.name().into_inner();
    whole.rsplit(':').next().unwrap_or(whole)
}

pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let is = |one: &quick_xml::events::attributes::Attribute<'_>| {
        one.key.local_name().as_ref() == name && !one.key.as_ref().starts_with("xmlns")
    };
    let one = all.with_checks(false).flatten().find(is)?;
    one.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    is_set(start, "hidden")
}

fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// `B2:C7`
fn merge(text: &str) -> Option<Merge> {
    let (from, to) = text.split_once(':')?;
    let (from, to) = (place(from)?, place(to)?);
    Some(Merge { top: from.0, left: from.1, bottom: to.0, right: to.1 })
}

/// Row from 1 and column from 0 of `AB12`.
fn place(text: &str) -> Option<(usize, usize)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0_usize;
    for letter in text.get(..digits)?.bytes() {
        let letter = letter.to_ascii_uppercase();
        let value = usize::from(letter.is_ascii_uppercase().then(|| letter - b'A')?);
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    Some((text.get(digits..)?.parse().ok()?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_cells_are_read() {
        assert_eq!(place("A1"), Some((1, 0)));
        assert_eq!(place("XFD1048576"), Some((1_048_576, 16_383)));
        assert_eq!(merge("B2:C7"), Some(Merge { top: 2, left: 1, bottom: 7, right: 2 }));
        for bad in ["", "1", "A", "é1:B2", "A99999999999999999999:B1"] {
            assert_eq!(merge(bad), None, "{bad}");
        }
    }
}
