//! Letters of fonts from before Unicode (TCVN3, VNI) in cells: told by the text alone, column by column, and made Unicode.

use super::super::fonts::OldFont;
use super::model::Book;
use std::collections::BTreeSet;

/// Different signs that only an old font explains; a foreign name has one or two.
const SIGNS: usize = 3;

/// What speaks for an old font, and for Unicode.
#[derive(Debug, Default)]
struct Proof {
    signs: BTreeSet<char>,
    old: usize,
    unicode: usize,
}

impl Proof {
    fn of<'a>(font: OldFont, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut proof = Self::default();
        for cell in cells {
            // A Đ of another language is no sign of anything.
            let plain = cell.replace('\u{d0}', "");
            let found = font.evidence(&plain);
            proof.unicode += found.unicode;
            if found.old > 0 {
                proof.old += found.old;
                proof.signs.extend(plain.chars().filter(|c| font.evidence(c.encode_utf8(&mut [0; 4])).old > 0));
            }
            if font == OldFont::Vni {
                let pairs: Vec<char> = pairs(&plain).collect();
                proof.old += pairs.len();
                proof.signs.extend(pairs);
            }
        }
        proof
    }

    fn is_old(&self) -> bool {
        self.old > self.unicode
    }
}

/// Signs of VNI behind a vowel where no Vietnamese word has them: `aê`, `oâ`, `uù`.
fn pairs(text: &str) -> impl Iterator<Item = char> {
    let small: Vec<char> = text.to_lowercase().chars().collect();
    let found: Vec<char> = small
        .windows(2)
        .filter_map(|two| {
            let [base, sign] = two else { return None };
            let of = match base {
                'a' | 'e' => "àáâãäåèéêëùúûüøõï",
                'o' => "âäåêùûøïõ",
                'u' | 'y' => "øùûõï",
                _ => "",
            };
            of.contains(*sign).then_some(*sign)
        })
        .collect();
    found.into_iter()
}

/// The font that these cells were typed for, all of them together; `None`: Unicode, or nothing tells.
fn font<'a>(cells: &(impl IntoIterator<Item = &'a str> + Clone)) -> Option<OldFont> {
    let proof = |font| Proof::of(font, cells.clone());
    let (tcvn3, vni) = (proof(OldFont::Tcvn3), proof(OldFont::Vni));
    let (font, proof) = if vni.old > tcvn3.old { (OldFont::Vni, vni) } else { (OldFont::Tcvn3, tcvn3) };
    // Names of Europe have many of its letters, but none of its signs of money and of measure.
    let only_here = |c: &char| !c.is_alphabetic() || matches!(c, 'µ' | 'ª' | 'º');
    let told = font == OldFont::Vni || proof.signs.iter().any(only_here);
    (told && proof.signs.len() >= SIGNS).then_some(font)
}

/// Whether a whole text is of an old font.
pub(super) fn are_old(text: &str) -> bool {
    let font = font(&[text]);
    font.is_some_and(|font| Proof::of(font, [text]).is_old())
}

/// Makes Unicode of what was typed for old fonts; a heading or a column that is Unicode already stays.
pub(super) fn settle(book: &mut Book) {
    for sheet in &mut book.sheets {
        let all: Vec<&str> = sheet.rows.iter().flat_map(|row| row.cells.iter().map(String::as_str)).collect();
        let Some(font) = font(&all) else { continue };
        let whole = Proof::of(font, all);
        let of_row = |cells: &[String]| Proof::of(font, cells.iter().map(String::as_str));
        let unicode: Vec<bool> =
            sheet.rows.iter().map(|row| of_row(&row.cells)).map(|row| row.unicode > row.old).collect();
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        for place in 0..width {
            let cells = sheet.rows.iter().filter_map(|row| row.cells.get(place)).map(String::as_str);
            let proof = Proof::of(font, cells);
            let silent = proof.old == proof.unicode;
            if proof.is_old() || (silent && whole.is_old()) {
                let rows = sheet.rows.iter_mut().zip(&unicode);
                for (cell, unicode) in rows.filter_map(|(row, unicode)| Some((row.cells.get_mut(place)?, *unicode))) {
                    // A heading may have a cell whose letters are those of both.
                    if !unicode || Proof::of(font, [cell.as_str()]).old > 0 {
                        *cell = read(font, cell);
                    }
                }
                book.old_letters = true;
            }
        }
    }
    let Some(text) = book.text.as_mut().filter(|text| are_old(text)) else { return };
    let Some(font) = font(&[text.as_str()]) else { return };
    let pieces = text.split_inclusive(['\n', ';', '\t', '|', ',']);
    *text = pieces.map(|piece| read(font, piece)).collect();
    book.old_letters = true;
}

/// A cell as it was drawn; one that is Unicode stays.
fn read(font: OldFont, cell: &str) -> String {
    let proof = Proof::of(font, [cell]);
    if proof.unicode > proof.old {
        return cell.to_owned();
    }
    let word = |word: &str| {
        let shown = font.read(word);
        // The old set has no capitals with tones: they were small letters drawn large.
        let capitals = word.chars().filter(char::is_ascii_uppercase).count() > 1;
        if capitals && !word.chars().any(|c| c.is_ascii_lowercase()) { shown.to_uppercase() } else { shown }
    };
    cell.split_inclusive(' ').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::{Row, Sheet};
    use super::*;

    fn settled(rows: &[&[&str]]) -> (Vec<Vec<String>>, bool) {
        let row =
            |cells: &&[&str]| Row { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), ..Row::default() };
        let rows = rows.iter().map(row).collect();
        let mut book = Book { sheets: vec![Sheet { rows, ..Sheet::default() }], ..Book::default() };
        settle(&mut book);
        (book.sheets.remove(0).rows.into_iter().map(|row| row.cells).collect(), book.old_letters)
    }

    #[test]
    fn cells_of_old_fonts_are_made_unicode_and_headings_in_unicode_stay() {
        let heading: &[&str] = &["Họ và tên", "Phòng", "Mã"];
        for rows in [
            [heading, &["TrÇn ThÞ BÐ", "Phßng Kü thuËt", "A1"], &["NGUYÔN V¡N ANH", "§éi 1", "A2"]],
            [heading, &["Traàn Thò Beù", "Phoøng Kyõ thuaät", "A1"], &["NGUYEÃN VAÊN ANH", "Ñoäi 1", "A2"]],
        ] {
            let (cells, old) = settled(&rows);
            assert!(old);
            assert_eq!(cells[0], heading);
            assert_eq!(cells[1], ["Trần Thị Bé", "Phòng Kỹ thuật", "A1"]);
            assert_eq!(cells[2], ["NGUYỄN VĂN ANH", "Đội 1", "A2"]);
        }
    }

    #[test]
    fn names_of_other_languages_and_an_old_letter_are_no_old_font() {
        let rows: [&[&str]; 4] = [
            &["Họ và tên", "Phòng"],
            &["Jürgen Müller", "Phòng Kỹ thuật"],
            &["Peña Núñez", "Hà"],
            &["\u{d0}oàn Hà", "Hoà"],
        ];
        let (cells, old) = settled(&rows);
        assert!(!old && cells[1][0] == "Jürgen Müller" && cells[2][0] == "Peña Núñez");
        let rows: [&[&str]; 4] = [&["Họ và tên"], &["Jürgen Müller"], &["Jörg Schröder"], &["Hans Jäger Ðặng"]];
        let (cells, old) = settled(&rows);
        assert!(!old && cells[2][0] == "Jörg Schröder" && cells[3][0].starts_with("Hans Jäger"));
    }
}
