//! Departments as lists write them, against those that are there: a dash for a hyphen, marks left out, abbreviations.

use super::words::{is_department, is_shouted, name_key as key};
use crate::text::nfd;

/// The departments there are, as names are compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    all: Vec<One>,
}

#[derive(Clone, Debug)]
struct One {
    name: String,
    key: String,
    like: Like,
}

/// What a name is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Like {
    /// Its words, without a `Phòng` in front.
    words: String,
    /// First letters, with and without that word.
    letters: [String; 2],
}

impl Like {
    fn of(name: &str) -> Self {
        let plain: String = key(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let words: Vec<&str> = plain.split_whitespace().filter(|word| *word != "va").collect();
        let bare = match words.split_first() {
            Some((first, rest)) if matches!(*first, "phong" | "p") && !rest.is_empty() => rest,
            _ => words.as_slice(),
        };
        let letters = |words: &[&str]| words.iter().filter_map(|word| word.chars().next()).collect::<String>();
        Self { words: bare.concat(), letters: [letters(bare), letters(&words)] }
    }

    /// Whether one may be short for the other, or is it.
    fn is(&self, other: &Self) -> bool {
        let short = |a: &Self, b: &Self| a.words.len() > 1 && b.letters.contains(&a.words);
        self.words == other.words || short(self, other) || short(other, self)
    }
}

impl Known {
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        names.into_iter().for_each(|name| all.add(name));
        all
    }

    pub(crate) fn add(&mut self, name: &str) {
        self.all.push(One { name: name.to_owned(), key: key(name), like: Like::of(name) });
    }

    /// The one of this name, whatever its marks, dashes and capitals.
    pub(crate) fn same(&self, name: &str) -> Option<&str> {
        let key = key(name);
        self.all.iter().find(|one| one.key == key).map(|one| one.name.as_str())
    }

    /// Those a name may mean.
    pub(crate) fn like(&self, name: &str) -> Vec<String> {
        let like = Like::of(name);
        self.all.iter().filter(|one| one.like.is(&like)).map(|one| one.name.clone()).collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let like = Like::of(name);
        self.all.iter().any(|one| one.key == key(name) || one.like.is(&like))
    }
}

/// A department of a title or a heading row: without its numeral, number of people and colon; not in capitals.
pub(super) fn named(text: &str) -> String {
    let bare = text.split('(').next().unwrap_or(text).trim().trim_end_matches([':', '.', ',', ';', ' ']);
    let bare = match bare.split_once(['.', ')', '/', '-', ' ', ':']) {
        Some((first, rest)) if is_numeral(first) && rest.trim().chars().count() > 2 => {
            rest.trim_start_matches(['.', ')', '-', ' ', ':'])
        }
        _ => bare,
    };
    if !is_shouted(bare) {
        return bare.to_owned();
    }
    // `Phòng Kỹ thuật`, but `Lãnh đạo`.
    let mut capital = if is_department(bare) { 2 } else { 1 };
    let mut out: Vec<String> = Vec::new();
    for word in bare.split(' ') {
        // CNTT, HC-DV, IT stay as they are.
        let spoken = nfd(&word.to_lowercase()).contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let short = word.is_ascii() && word.len() < 3;
        let lower = if spoken && !short { word.to_lowercase() } else { word.to_owned() };
        let plain = word.chars().next().is_some_and(char::is_alphabetic);
        out.push(if capital > 0 && plain { crate::people::rules::guess::capital(&lower) } else { lower });
        capital = if plain { (capital - 1).max(0) } else { 1 };
    }
    out.join(" ")
}

/// `I`, `IV`, `2`, `A`.
pub(super) fn is_numeral(text: &str) -> bool {
    let text = text.trim_matches(['.', ')', ' ', '/']);
    let roman = !text.is_empty() && text.chars().all(|c| "IVX".contains(c));
    roman || is_letter(text) || (!text.is_empty() && text.len() < 3 && text.chars().all(|c| c.is_ascii_digit()))
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_known_by_dash_marks_and_abbreviation() {
        let known = Known::of(["Phòng Hành chính – Dịch vụ", "Phòng Kỹ thuật", "Ban Giám đốc", "Tổ chức - Hành chính"]);
        for (typed, meant) in [
            ("Phòng Hành chính - Dịch vụ", "Phòng Hành chính – Dịch vụ"),
            ("Phong Hanh chinh Dich vu", "Phòng Hành chính – Dịch vụ"),
            ("Phòng Hành chính và Dịch vụ", "Phòng Hành chính – Dịch vụ"),
            ("HC-DV", "Phòng Hành chính – Dịch vụ"),
            ("Phòng HCDV", "Phòng Hành chính – Dịch vụ"),
            ("P. Kỹ thuật", "Phòng Kỹ thuật"),
            ("P.KT", "Phòng Kỹ thuật"),
            ("Kỹ thuật", "Phòng Kỹ thuật"),
            ("BGĐ", "Ban Giám đốc"),
            ("TCHC", "Tổ chức - Hành chính"),
        ] {
            assert_eq!(known.like(typed), [meant], "{typed}");
        }
        for other in ["Phòng Kế toán", "Đội 1", "Phòng Kỹ thuật số", "K"] {
            assert!(known.like(other).is_empty(), "{other}");
        }
        assert_eq!(known.same("phong ky thuat"), Some("Phòng Kỹ thuật"));
    }

    #[test]
    fn a_heading_row_names_its_department() {
        for (text, name) in [
            ("I. PHÒNG KỸ THUẬT", "Phòng Kỹ thuật"),
            ("II Phòng Hành chính:", "Phòng Hành chính"),
            ("PHÒNG HÀNH CHÍNH – DỊCH VỤ (4 người)", "Phòng Hành chính – Dịch vụ"),
            ("Đội 1", "Đội 1"),
            ("BAN GIÁM ĐỐC", "Ban Giám đốc"),
            ("HC-DV", "HC-DV"),
            ("ĐỘI 3", "Đội 3"),
            ("PHÒNG CNTT", "Phòng CNTT"),
            ("BGĐ", "BGĐ"),
        ] {
            assert_eq!(named(text), name);
        }
    }
}
