//! The legal name in its three stored parts, and the words a display name can show of it.

use super::letters::{Letter, is_highland_start, spell};
use crate::text::{fold, is_apostrophe, nfc};

/// Where the "họ" stands. A fact about the name's structure; a person's ethnicity is never stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NameOrder {
    /// Nguyễn Văn An, Nay Phin.
    #[default]
    FamilyFirst,
    /// Y Moan Ênuôl, H’Hen Niê.
    FamilyLast,
}

impl NameOrder {
    /// `family_first` or `family_last`, as stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::FamilyFirst => "family_first",
            Self::FamilyLast => "family_last",
        }
    }

    /// Reads `family_first`, `first`, `ho-truoc`, `họ trước`, … ; empty means "họ" first.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let key: String = fold(text).chars().filter(char::is_ascii_alphabetic).collect();
        match key.as_str() {
            "" | "first" | "familyfirst" | "hotruoc" | "truoc" => Some(Self::FamilyFirst),
            "last" | "familylast" | "hosau" | "sau" => Some(Self::FamilyLast),
            _ => None,
        }
    }
}

/// A legal name: "họ", "chữ lót" and "tên" as they stand in the papers.
///
/// * `family` may be empty, may have several words (`Niê Kdăm`), and may name alternatives that each
///   count as "họ", separated by ` / `: `Đỗ / Buôn Krông` for Đỗ Thị Hằng Buôn Krông.
/// * `middle` holds "chữ lót" and gender marks: `Văn`, `Thị Ngọc`, `Y`, `H’`, `K’`, `Ka`.
/// * `given` is the "tên" alone: `An`, `Moan`, `Hen`. `H’Hen` with an empty `middle` is understood.
///
/// Stored in NFC, single spaces, apostrophes as U+2019.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LegalName {
    family: String,
    middle: String,
    given: String,
    order: NameOrder,
}

impl LegalName {
    /// Reads the three parts; `None` when there is no letter in the "tên".
    pub(crate) fn parse(family: &str, middle: &str, given: &str, order: NameOrder) -> Option<Self> {
        let given = tidy(given);
        given.chars().any(char::is_alphabetic).then(|| Self {
            family: tidy(family),
            middle: tidy(middle),
            given,
            order,
        })
    }

    /// "Chữ lót" and gender marks, possibly empty.
    pub(crate) fn middle(&self) -> &str {
        &self.middle
    }

    /// "Tên", never empty.
    pub(crate) fn given(&self) -> &str {
        &self.given
    }

    /// Where the "họ" stands.
    pub(crate) fn order(&self) -> NameOrder {
        self.order
    }

    /// The whole name as it is written: `Nguyễn Văn An`, `H’Hen Niê`, `Đỗ Thị Hằng Buôn Krông`.
    ///
    /// A second "họ" stands at the other end, unless it is only another spelling of the first (`Byă / Buôn Yă`).
    pub(crate) fn full(&self) -> String {
        let mut families = self.alternatives();
        let first = families.next().unwrap_or_default();
        let second = families.find(|family| family_key(family) != family_key(first)).unwrap_or_default();
        let own = self.own();
        match self.order {
            NameOrder::FamilyFirst => joined(&[first, &own, second]),
            NameOrder::FamilyLast => joined(&[second, &own, first]),
        }
    }

    /// "Chữ lót" and "tên": `Văn An`, `Y Moan`, `H’Hen`.
    pub(super) fn own(&self) -> String {
        joined(&[&self.middle, &self.given])
    }

    /// The families, the one in the papers first.
    pub(super) fn alternatives(&self) -> impl Iterator<Item = &str> {
        self.family.split('/').map(str::trim).filter(|family| !family.is_empty())
    }

    /// The words of the name with the part each plays.
    pub(super) fn words(&self) -> Vec<Word> {
        let last = self.order == NameOrder::FamilyLast;
        let mut words = Vec::new();
        // In some registers the mark of a name without "họ" (Y Nhok, K’Wẻ) stands in the first field.
        let mark_as_family = is_mark_word(&self.family);
        if mark_as_family {
            words.extend(Word::read(&self.family, Role::Mark));
        } else {
            for (index, family) in self.alternatives().enumerate() {
                words.extend(family_words(family, index));
            }
        }
        let loose = last || mark_as_family || self.family.is_empty();
        for (index, token) in tokens(&self.middle).enumerate() {
            // Kpă Y Tuấn: a Y that begins "chữ lót" is a mark wherever "họ" stands. The rare Kinh
            // "Nguyễn Y Vân" shown as "Y Vân" then goes to a human, which is the safe side.
            let leads = index == 0 && is_mark_word(token) && fold(token) == "y";
            words.extend(marked(token, Role::Middle, loose || leads));
        }
        let given: Vec<&str> = tokens(&self.given).collect();
        let before = words.len();
        for (index, token) in given.iter().enumerate() {
            // `Y Moan` typed into one field: the mark stands before a "tên".
            let leads = index == 0 && given.len() > 1 && loose && is_mark_word(token);
            if leads {
                words.extend(Word::read(token, Role::Mark));
            } else {
                words.extend(marked(token, Role::Given, false));
            }
        }
        // A "tên" made of nothing but a mark is a "tên".
        if !words.iter().any(|word| word.role == Role::Given) {
            for word in words.iter_mut().skip(before) {
                word.role = Role::Given;
            }
        }
        words.truncate(MOST_WORDS);
        words
    }
}

/// Words are bits of a `u32` when matching; no name has more.
const MOST_WORDS: usize = 16;

/// The part a word plays in the legal name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A word of "họ": which alternative, which word of it.
    Family { alternative: usize, index: usize },
    /// "Chữ lót".
    Middle,
    /// The gender mark: H’, K’, Y, A, Ka.
    Mark,
    /// "Tên".
    Given,
}

/// One word of the legal name.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) letters: Vec<Letter>,
    pub(super) role: Role,
    /// Where a space may stand inside it: `B Krông`, `K dăm`, `Ê ban`.
    pub(super) gaps: Vec<usize>,
}

impl Word {
    /// Reads one word, apostrophes joined: `B’Krông` is `BKrông`.
    fn read(text: &str, role: Role) -> Option<Self> {
        let letters = spell(text);
        let mut gaps = Vec::new();
        let mut count = 0;
        for piece in text.split(|c: char| is_apostrophe(c) || c.is_whitespace()) {
            count += spell(piece).len();
            gaps.push(count);
        }
        if is_highland_start(&letters) {
            gaps.push(1);
        }
        gaps.retain(|&gap| gap > 0 && gap < letters.len());
        (!letters.is_empty()).then_some(Self { letters, role, gaps })
    }
}

fn tidy(part: &str) -> String {
    let unified: String = nfc(part)
        .chars()
        .filter(|&c| !crate::text::is_invisible(c))
        .map(|c| if is_apostrophe(c) { '’' } else { c })
        .collect();
    let spaced = unified.split_whitespace().collect::<Vec<_>>().join(" ");
    // `H’ Hen` is `H’Hen`.
    spaced.replace(" ’", "’").replace("’ ", "’")
}

fn tokens(part: &str) -> impl Iterator<Item = &str> {
    part.split([' ', '-']).filter(|token| !token.is_empty())
}

/// Joins parts with single spaces; a gender mark (`H’`) sits on its "tên".
pub(super) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !(text.is_empty() || text.ends_with('’')) {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// The same for the spellings of one "họ": `Buôn Krông` and `B’Krông`, `Ê Ban` and `Êban`.
fn family_key(family: &str) -> String {
    let key: String = spell(family).iter().map(|letter| letter.base).collect();
    match key.strip_prefix("buon") {
        Some(rest) if !rest.is_empty() => format!("b{rest}"),
        _ => key,
    }
}

fn family_words(family: &str, alternative: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut prefix = String::new();
    for token in tokens(family) {
        // `Ê Ban`, `B Krông`, `K Dăm` are one word written in two.
        let text = format!("{prefix}{token}");
        if spell(&text).len() == 1 {
            prefix = format!("{text} ");
            continue;
        }
        prefix.clear();
        let index = words.len();
        words.extend(Word::read(&text, Role::Family { alternative, index }));
    }
    if !prefix.is_empty() {
        let index = words.len();
        words.extend(Word::read(&prefix, Role::Family { alternative, index }));
    }
    words
}

/// A word of "chữ lót" or "tên", its gender mark split off: `H’Hen`, `HHen`, `K’`, with `loose` also `Y`.
fn marked(token: &str, role: Role, loose: bool) -> Vec<Word> {
    if role == Role::Middle && (is_consonant_mark(token) || (loose && is_mark_word(token))) {
        return Word::read(token, Role::Mark).into_iter().collect();
    }
    let mut chars = token.chars();
    let (first, second) = (chars.next(), chars.next());
    let split = match (first, second) {
        (Some('H' | 'h' | 'K' | 'k'), Some('’')) => true,
        // HHen, HBlum: a capital behind the H, unless the whole word is in capitals.
        (Some('H'), Some(c)) => c.is_uppercase() && chars.any(char::is_lowercase),
        _ => false,
    };
    let mut rest = token.chars();
    let mark: String = rest.by_ref().take(1).collect();
    if split && !spell(rest.as_str()).is_empty() {
        return Word::read(&mark, Role::Mark).into_iter().chain(Word::read(rest.as_str(), role)).collect();
    }
    Word::read(token, role).into_iter().collect()
}

fn is_consonant_mark(token: &str) -> bool {
    matches!(fold(token).as_str(), "h" | "k")
}

fn is_mark_word(token: &str) -> bool {
    // Ý is a name, Y is a mark.
    let plain = spell(token);
    let key: String = plain.iter().map(|letter| letter.base).collect();
    super::letters::is_bare(&plain) && matches!(key.as_str(), "h" | "k" | "y" | "a" | "ka")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_name_is_written_as_people_write_it() {
        use NameOrder::{FamilyFirst, FamilyLast};
        for (family, middle, given, order, full) in [
            ("Nguyễn", "Văn", "An", FamilyFirst, "Nguyễn Văn An"),
            ("Ênuôl", "Y", "Moan", FamilyLast, "Y Moan Ênuôl"),
            ("Niê", "H'", "Hen", FamilyLast, "H’Hen Niê"),
            ("Niê", "", "H'Hen", FamilyLast, "H’Hen Niê"),
            ("Niê", "", "H’ Hen", FamilyLast, "H’Hen Niê"),
            ("", "H’", "Mai", FamilyFirst, "H’Mai"),
            ("Nay", "H`", "Wil", FamilyFirst, "Nay H’Wil"),
            ("Byă / Buôn Yă", "Y", "Đức", FamilyLast, "Y Đức Byă"),
            ("Buôn Krông / Đỗ", "Thị", "Hằng", FamilyLast, "Đỗ Thị Hằng Buôn Krông"),
            ("K’", "", "Brơi", FamilyFirst, "K’Brơi"),
            ("Đỗ / Buôn Krông", "Thị", "Hằng", FamilyFirst, "Đỗ Thị Hằng Buôn Krông"),
            (" Lê\u{a0}", "", " Lợi ", FamilyFirst, "Lê Lợi"),
            ("", "Ka", "Mai", FamilyFirst, "Ka Mai"),
            ("", "", "Mai", FamilyFirst, "Mai"),
        ] {
            let name = LegalName::parse(family, middle, given, order).unwrap();
            assert_eq!(name.full(), full);
        }
        assert_eq!(LegalName::parse("Nguyễn", "Văn", " 1 ", FamilyFirst), None);
    }

    #[test]
    fn the_order_is_read_in_every_agreed_spelling() {
        for text in ["family_first", "first", "ho-truoc", "", " Họ trước ", "FAMILY_FIRST"] {
            assert_eq!(NameOrder::parse(text), Some(NameOrder::FamilyFirst), "{text}");
        }
        for text in ["family_last", "last", "ho-sau", "Họ sau"] {
            assert_eq!(NameOrder::parse(text), Some(NameOrder::FamilyLast), "{text}");
        }
        assert_eq!(NameOrder::parse("giữa"), None);
        for order in [NameOrder::FamilyFirst, NameOrder::FamilyLast] {
            assert_eq!(NameOrder::parse(order.as_str()), Some(order));
        }
    }
}
