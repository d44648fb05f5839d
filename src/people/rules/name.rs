//! Names as papers write them, and how lists are sorted.

use super::guess::Guess;
use crate::contacts::rules::zalo_name::LegalName;
pub use crate::contacts::rules::zalo_name::NameOrder as Order;
use crate::text::true_letters;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use std::sync::LazyLock;

static VIETNAMESE: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(icu_locale_core::locale!("vi").into(), CollatorOptions::default()).ok());

/// A legal name in its parts (BLDS 2015 Điều 26: họ, chữ đệm và tên).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Họ; may be empty (M’nông).
    pub family: String,
    /// Chữ đệm; the mark Y or H’ stands here.
    pub middle: String,
    /// Tên.
    pub given: String,
    /// Order of the parts.
    pub order: Order,
}

impl From<Guess> for Name {
    fn from(guess: Guess) -> Self {
        Self { family: guess.family, middle: guess.middle, given: guess.given, order: guess.order }
    }
}

impl Name {
    /// Keeps the parts tidy; a name needs a tên.
    ///
    /// # Errors
    /// A key of `texts/errors.toml`.
    pub fn parse(family: &str, middle: &str, given: &str, order: Order) -> Result<Self, &'static str> {
        let tidy = |text: &str| true_letters(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let name = Self { family: tidy(family), middle: tidy(middle), given: tidy(given), order };
        if name.given.is_empty() {
            return Err("person.given_missing");
        }
        let all = format!("{}{}{}", name.family, name.middle, name.given);
        if all.chars().count() > 80 {
            return Err("person.name_long");
        }
        let allowed = |c: char| c.is_alphabetic() || " .'’‘ʼ´`-/".contains(c) || ('\u{300}'..='\u{36f}').contains(&c);
        if all.chars().all(allowed) { Ok(name) } else { Err("person.name_letters") }
    }

    /// A first guess from a full name as typed: people correct it in the form.
    pub fn guess(full: &str) -> Self {
        Guess::of(full).into()
    }

    /// As written in papers.
    pub fn full(&self) -> String {
        self.legal().map(|legal| legal.full()).unwrap_or_default()
    }

    /// The form that Zalo names are judged against; None without a tên.
    pub(crate) fn legal(&self) -> Option<LegalName> {
        LegalName::parse(&self.family, &self.middle, &self.given, self.order)
    }

    /// Hex sort key: tên, then họ, then chữ đệm, in Vietnamese order (ICU `vi`).
    pub fn sort_key(&self) -> String {
        [&self.given, &self.family, &self.middle].map(|part| hex_key(part)).join("00")
    }
}

/// Hex of the ICU "vi" sort key: plain text order equals Vietnamese order on both engines.
pub fn hex_key(text: &str) -> String {
    use std::fmt::Write as _;
    let mut bytes: Vec<u8> = Vec::new();
    if let Some(collator) = VIETNAMESE.as_ref() {
        let Ok(()) = collator.write_sort_key_to(text, &mut bytes);
    }
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_guessed_as_people_write_them() {
        let parts = |full: &str| {
            let name = Name::guess(full);
            (name.family.clone(), name.middle.clone(), name.given.clone(), name.full())
        };
        let own = |a: &str, b: &str, c: &str, d: &str| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned());
        assert_eq!(parts("Nguyễn Thị Ngọc  Hà"), own("Nguyễn", "Thị Ngọc", "Hà", "Nguyễn Thị Ngọc Hà"));
        assert_eq!(parts("Y Moan Ênuôl"), own("Ênuôl", "Y", "Moan", "Y Moan Ênuôl"));
        assert_eq!(parts("H'Hen Niê Kdăm"), own("Niê Kdăm", "H’", "Hen", "H’Hen Niê Kdăm"));
        assert_eq!(parts("H’Mai"), own("", "H’", "Mai", "H’Mai"));
        assert_eq!(parts("An"), own("", "", "An", "An"));
    }

    #[test]
    fn lists_are_sorted_by_given_name_in_vietnamese_order() {
        let mut names: Vec<Name> =
            ["Trần Văn Đức", "Lê Văn Dũng", "Nguyễn Thị Ân", "Bùi An", "Y Moan Ênuôl", "Nguyễn Văn An"]
                .map(Name::guess)
                .to_vec();
        names.sort_by_key(Name::sort_key);
        let sorted: Vec<String> = names.iter().map(Name::full).collect();
        assert_eq!(sorted, ["Bùi An", "Nguyễn Văn An", "Nguyễn Thị Ân", "Lê Văn Dũng", "Trần Văn Đức", "Y Moan Ênuôl"]);
    }

    #[test]
    fn a_name_from_an_old_font_is_kept_with_its_true_letters() {
        let name = Name::parse("\u{d0}ặng", "Văn", "\u{d0}ông", Order::FamilyFirst).unwrap();
        assert_eq!(name.full(), "Đặng Văn Đông");
    }

    #[test]
    fn a_name_without_ten_or_with_digits_is_refused() {
        assert_eq!(Name::parse("Nguyễn", "", " ", Order::FamilyFirst), Err("person.given_missing"));
        assert_eq!(Name::parse("Nguyễn", "", "An1", Order::FamilyFirst), Err("person.name_letters"));
        assert!(Name::parse("Êban", "H’", "Bŭih", Order::FamilyLast).is_ok());
    }
}
