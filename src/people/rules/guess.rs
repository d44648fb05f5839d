//! The parts of a full name as it is written: a first guess, which people look at.

use crate::contacts::rules::zalo_name::NameOrder as Order;
use crate::text::{fold, is_apostrophe, nfd};

/// A name in parts, and whether its parts can hardly be others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    pub(crate) family: String,
    pub(crate) middle: String,
    pub(crate) given: String,
    pub(crate) order: Order,
    pub(crate) sure: bool,
}

/// Họ of Tây Nguyên that end a name, folded (`domain.md` §7.2: a list of hints).
const HIGHLAND: [&str; 38] = [
    "nie kdam",
    "buon krong",
    "buon ya",
    "buon dap",
    "buon to",
    "buon rit",
    "mlo duon du",
    "duon du",
    "nie",
    "mlo",
    "eban",
    "enuol",
    "kbuor",
    "bya",
    "ayun",
    "kdoh",
    "ksor",
    "ecam",
    "adrong",
    "knul",
    "ktul",
    "krong",
    "bkrong",
    "bdap",
    "kman",
    "hdok",
    "hmok",
    "hwing",
    "kpor",
    "ktla",
    "krieng",
    "mjao",
    "kdam",
    "rcam",
    "hra",
    "byot",
    "uong",
    "kebuor",
];
/// Họ of two words that begin a name.
const DOUBLE: [&str; 7] = ["ro cham", "ro mah", "ro lan", "ro o", "rah lan", "ra lan", "ro mam"];
/// Họ of one word that begin a name, before a mark.
const JRAI: [&str; 7] = ["nay", "siu", "kpa", "ksor", "rcom", "rmah", "puih"];

fn is_highland(words: &[String]) -> bool {
    let key = fold(&words.join(" ")).replace([' ', '’'], "");
    let among = |list: &[&str]| list.iter().any(|one| one.replace(' ', "") == key);
    among(&HIGHLAND) || among(&DOUBLE) || among(&JRAI)
}

impl Guess {
    /// From a full name as typed.
    pub(crate) fn of(full: &str) -> Self {
        let words = words(full);
        marked_first(&words)
            .or_else(|| marked_later(&words))
            .or_else(|| family_at_the_end(&words))
            .unwrap_or_else(|| plain(&words))
    }
}

/// The words of a name, apostrophes as U+2019 at the letter before them.
fn words(full: &str) -> Vec<String> {
    let one: String = full.chars().map(|c| if is_apostrophe(c) { '’' } else { c }).collect();
    let mut words: Vec<String> = Vec::new();
    for word in one.split_whitespace() {
        let joins = word.starts_with('’') || words.last().is_some_and(|last| last.ends_with('’') && !is_mark(word));
        match words.last_mut().filter(|_| joins) {
            Some(last) if last.ends_with('’') => last.push_str(word.trim_start_matches('’')),
            Some(last) => last.push_str(word),
            None => words.push(word.to_owned()),
        }
    }
    words
}

fn is_mark(word: &str) -> bool {
    matches!(word, "Y" | "y" | "H" | "h" | "H’" | "h’" | "K’" | "k’")
}

/// A mark as it is kept: `Y`, `H’`, `K’`.
fn kept(mark: char) -> String {
    if mark == 'Y' { mark.to_string() } else { format!("{mark}’") }
}

/// The mark of a word that stands for one alone.
fn alone(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    is_mark(word).then(|| kept(first.to_ascii_uppercase()))
}

/// `H’Hen`, `H-Hen`, `HHen`, `Hhen`, `YLong` → the mark and the rest; the last, whether it is written as it should be.
fn glued(word: &str) -> Option<(String, String, bool)> {
    let mut letters = word.chars();
    let first = letters.next()?.to_ascii_uppercase();
    let second = letters.next()?;
    let behind: String = letters.clone().collect();
    if matches!(first, 'H' | 'Y' | 'K') && second == '’' && !behind.is_empty() {
        return Some((kept(first), capital(&behind), first != 'Y'));
    }
    if matches!(first, 'H' | 'Y') && second == '-' && !behind.is_empty() {
        return Some((kept(first), capital(&behind), false));
    }
    if !matches!(first, 'H' | 'Y') || is_highland(&[word.to_owned()]) {
        return None;
    }
    let vowel = nfd(&second.to_lowercase().to_string()).starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'ư', 'ơ']);
    // No Vietnamese word begins with H or Y and a consonant; with a capital inside, it was glued too.
    let inside = second.is_uppercase() && behind.chars().next().is_some_and(char::is_lowercase);
    let long = behind.chars().next().is_some();
    (second.is_alphabetic() && long && (!vowel || inside))
        .then(|| (kept(first), capital(&format!("{second}{behind}")), false))
}

/// With a capital in front.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Y Moan Ênuôl, H’Hen Niê Kdăm: the mark, the tên, the họ.
fn marked_first(words: &[String]) -> Option<Guess> {
    let first = words.first()?;
    let (mark, given, family, sure) = if let Some((mark, given, sure)) = glued(first) {
        (mark, given, words.get(1..)?, sure)
    } else {
        let given = words.get(1)?;
        let mark = if first == "Điểu" { first.clone() } else { alone(first)? };
        (mark, capital(given), words.get(2..)?, first != "H" && first != "h")
    };
    Some(Guess { family: family.join(" "), middle: mark, given, order: Order::FamilyLast, sure })
}

/// Rơ Chăm H’Linh, Nay Y Blung: the họ, the mark, the tên.
fn marked_later(words: &[String]) -> Option<Guess> {
    for (place, word) in words.iter().enumerate().skip(1) {
        let before = words.get(..place)?;
        let found = match (glued(word), alone(word)) {
            (Some((mark, given, _)), _) => Some((mark, given, place + 1)),
            (None, Some(mark)) => words.get(place + 1).map(|given| (mark, capital(given), place + 2)),
            (None, None) => None,
        };
        let Some((mark, given, rest)) = found else { continue };
        let rest = words.get(rest..)?.join(" ");
        let (family, middle) = if is_highland(before) {
            (before.join(" "), mark)
        } else {
            let (family, middle) = before.split_first()?;
            (family.clone(), [middle.join(" "), mark].join(" ").trim().to_owned())
        };
        let family = if rest.is_empty() { family } else { format!("{family} / {rest}") };
        return Some(Guess { family, middle, given, ..Guess::default() });
    }
    None
}

/// Đỗ Thị Hằng Buôn Krông: a họ at each end.
fn family_at_the_end(words: &[String]) -> Option<Guess> {
    for many in [3, 2, 1] {
        let start = words.len().checked_sub(many)?;
        let end = words.get(start..)?;
        let joined = fold(&end.join(" ")).replace('’', "");
        let long_enough = start >= if many == 1 { 3 } else { 2 };
        if !long_enough || !HIGHLAND.contains(&joined.as_str()) || is_highland(words.get(..1)?) {
            continue;
        }
        let (given, front) = words.get(..start)?.split_last()?;
        let (first, middle) = front.split_first()?;
        let family = format!("{first} / {}", end.join(" "));
        return Some(Guess { family, middle: middle.join(" "), given: given.clone(), ..Guess::default() });
    }
    None
}

fn plain(words: &[String]) -> Guess {
    let double = words.get(..2).filter(|two| words.len() > 2 && DOUBLE.contains(&fold(&two.join(" ")).as_str()));
    let family = double.map_or(1, <[String]>::len);
    let Some((given, front)) = words.split_last() else { return Guess::default() };
    let family = family.min(front.len());
    Guess {
        family: front.get(..family).unwrap_or_default().join(" "),
        middle: front.get(family..).unwrap_or_default().join(" "),
        given: given.clone(),
        order: Order::FamilyFirst,
        sure: double.is_none() && (2..=5).contains(&words.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(full: &str) -> (String, String, String, String, bool) {
        let guess = Guess::of(full);
        let name = crate::people::rules::Name::from(guess.clone());
        (guess.family, guess.middle, guess.given, name.full(), guess.sure)
    }

    #[test]
    fn names_of_tay_nguyen_are_told_however_their_marks_are_written() {
        for (full, family, middle, given, written) in [
            ("YLong Niê Kdăm", "Niê Kdăm", "Y", "Long", "Y Long Niê Kdăm"),
            ("Y-Long Niê", "Niê", "Y", "Long", "Y Long Niê"),
            ("H Hen Niê", "Niê", "H’", "Hen", "H’Hen Niê"),
            ("HHen Niê", "Niê", "H’", "Hen", "H’Hen Niê"),
            ("Hhen Niê", "Niê", "H’", "Hen", "H’Hen Niê"),
            ("H-Hen Niê", "Niê", "H’", "Hen", "H’Hen Niê"),
            ("H' Hen Niê", "Niê", "H’", "Hen", "H’Hen Niê"),
            ("H `Bia Êban", "Êban", "H’", "Bia", "H’Bia Êban"),
            ("Rơ Chăm H'Linh", "Rơ Chăm", "H’", "Linh", "Rơ Chăm H’Linh"),
            ("Rơ Chăm Y Phương", "Rơ Chăm", "Y", "Phương", "Rơ Chăm Y Phương"),
            ("Rơ Mah Thanh", "Rơ Mah", "", "Thanh", "Rơ Mah Thanh"),
            ("Siu HBlung", "Siu", "H’", "Blung", "Siu H’Blung"),
            ("Đỗ Thị Hằng Buôn Krông", "Đỗ / Buôn Krông", "Thị", "Hằng", "Đỗ Thị Hằng Buôn Krông"),
            ("Lê Hằng Niê Kdăm", "Lê / Niê Kdăm", "", "Hằng", "Lê Hằng Niê Kdăm"),
            ("K'Brơi", "", "K’", "Brơi", "K’Brơi"),
        ] {
            let found = parts(full);
            let wanted = (family.to_owned(), middle.to_owned(), given.to_owned(), written.to_owned());
            assert_eq!((found.0, found.1, found.2, found.3), wanted, "{full}");
        }
        assert!(!parts("HHen Niê").4 && !parts("YLong Niê").4 && parts("H’Hen Niê").4 && parts("Y Moan Ênuôl").4);
    }

    #[test]
    fn other_names_keep_their_first_word_as_ho_and_their_last_as_ten() {
        for (full, family, middle, given) in [
            ("Nguyễn Thị Y", "Nguyễn", "Thị", "Y"),
            ("Nguyễn Y Vân", "Nguyễn", "Y", "Vân"),
            ("Hà Yên", "Hà", "", "Yên"),
            ("Hoàng Hải", "Hoàng", "", "Hải"),
            ("Yên Thị Hoa", "Yên", "Thị", "Hoa"),
            ("Huỳnh Ý", "Huỳnh", "", "Ý"),
            ("Hđơk Hoa", "Hđơk", "", "Hoa"),
            ("Ksor Phước", "Ksor", "", "Phước"),
            ("Hà A", "Hà", "", "A"),
            ("Linh", "", "", "Linh"),
        ] {
            let found = parts(full);
            assert_eq!((found.0.as_str(), found.1.as_str(), found.2.as_str()), (family, middle, given), "{full}");
        }
    }
}
