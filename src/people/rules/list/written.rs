//! A name as a list writes it: titles, numbers, brackets and capitals taken off, and what was done said.

use super::titles::title;
use super::words::is_shouted;
use super::{Note, Said};
use crate::people::rules::guess::Guess;
use crate::people::rules::name::Name;

/// A name in parts, and what was done to get there.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub(super) name: Name,
    pub(super) notes: Vec<Note>,
}

/// `HHen`, `H’Hen`, `YLong`: a mark and a tên in one word.
pub(super) fn is_glued(word: &str) -> bool {
    let guess = Guess::of(word);
    !guess.middle.is_empty()
}

/// Reads a name of one cell.
pub(super) fn read(cell: &str) -> Written {
    let mut notes = Vec::new();
    let plain = stripped(cell, &mut notes);
    let cased = cased(&plain, &mut notes);
    let guess = Guess::of(&cased);
    let sure = guess.sure;
    finish(guess.into(), sure, notes)
}

/// Reads a name of several cells: họ and chữ lót, or each apart, and the tên.
pub(super) fn joined(front: &str, middle: Option<&str>, given: &str) -> Written {
    let mut notes = Vec::new();
    let front = stripped(front, &mut notes);
    let whole = [front.as_str(), middle.unwrap_or_default(), given].join(" ");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let cased = cased(&whole, &mut notes);
    let guess = Guess::of(&cased);
    if let Some(middle) = middle {
        // Three columns say themselves which part is which.
        let take = |part: &str| {
            let mut left = cased.split(' ');
            let words: Vec<&str> = part.split_whitespace().collect();
            let found: Vec<&str> = left
                .by_ref()
                .filter(|one| words.iter().any(|word| word.to_lowercase() == one.to_lowercase()))
                .collect();
            if found.len() == words.len() { found.join(" ") } else { part.to_owned() }
        };
        let name = Name { family: take(&front), middle: take(middle), given: take(given), ..Name::default() };
        return finish(name, true, notes);
    }
    let sure = guess.sure || guess.given.to_lowercase() == given.to_lowercase();
    finish(guess.into(), sure, notes)
}

fn finish(name: Name, sure: bool, mut notes: Vec<Note>) -> Written {
    if name.family.is_empty() && name.middle.is_empty() && !name.given.is_empty() {
        notes.push(Note::new(Said::OneWord, ""));
    } else if !sure {
        notes.push(Note::new(Said::Parts, ""));
    }
    Written { name, notes }
}

/// Without a number in front of it and a telephone number behind; true where there was one behind.
pub(super) fn bare(cell: &str) -> (&str, bool) {
    let numbered = cell.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = numbered.trim_start_matches(['.', ')', '/', ':', '-', ' ']);
    let rest = if numbered.len() == cell.len() || after.len() < numbered.len() { after } else { cell };
    let rest = rest.trim_start_matches(['•', '+', '*', '–', ' ']);
    let name = rest.trim_end_matches(|c: char| c.is_ascii_digit() || " .-+".contains(c));
    let digits = rest.get(name.len()..).unwrap_or_default().chars().filter(char::is_ascii_digit).count();
    if digits < 8 { (rest.trim(), false) } else { (name.trim(), true) }
}

/// Without its number in front, titles, what stands in brackets, a telephone number behind.
fn stripped(cell: &str, notes: &mut Vec<Note>) -> String {
    let (name, phone) = bare(cell);
    if phone {
        notes.push(Note::new(Said::Phone, ""));
    }
    let mut name = name.to_owned();
    let brackets = name.find('(').filter(|open| *open > 0).zip(name.rfind(')'));
    if let Some((inner, open, close)) = brackets.and_then(|(open, close)| Some((name.get(open..=close)?, open, close)))
    {
        notes.push(Note::new(Said::Brackets, inner));
        let around = [name.get(..open), name.get(close + 1..)].map(|part| part.unwrap_or_default().trim().to_owned());
        name = around.join(" ");
    }
    let behind = name.split_once(',').map(|(front, behind)| (front.to_owned(), behind.trim().to_owned()));
    let degree = |text: &str| !text.is_empty() && title(&format!("{}. x", text.trim_end_matches('.'))) > 0;
    if let Some((front, behind)) = behind.filter(|one| degree(&one.1)) {
        notes.push(Note::new(Said::Title, behind));
        name = front;
    }
    let begun = name.trim().to_owned();
    let mut rest = begun.as_str();
    while let Some(shorter) = rest.get(title(rest)..).filter(|shorter| shorter.len() < rest.len()) {
        rest = shorter;
    }
    if rest.len() < begun.len() {
        notes.push(Note::new(Said::Title, begun.get(..begun.len() - rest.len()).unwrap_or_default().trim()));
    }
    rest.trim().to_owned()
}

/// Capitals where every letter of a word is one, or none of the name is.
fn cased(name: &str, notes: &mut Vec<Note>) -> String {
    let lower = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_uppercase);
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let shouted = name.split(' ').filter(long).any(is_shouted);
    if !lower && !shouted {
        return name.to_owned();
    }
    let word = |word: &str| if lower || (is_shouted(word) && long(&word)) { titled(word) } else { word.to_owned() };
    let cased = name.split(' ').map(word).collect::<Vec<_>>().join(" ");
    if cased != name {
        notes.push(Note::new(Said::Capitals, name));
    }
    cased
}

/// A capital at the start of a word, and behind an apostrophe or a hyphen.
fn titled(word: &str) -> String {
    let mut start = true;
    let mut out = String::new();
    for c in word.chars() {
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic() && !crate::text::is_mark(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cell: &str) -> (String, Vec<Said>) {
        let written = read(cell);
        (written.name.full(), written.notes.iter().map(|note| note.kind).collect())
    }

    #[test]
    fn what_is_no_name_is_taken_off_and_said() {
        for (cell, name, said) in [
            ("ThS. Nguyễn Văn Rạng", "Nguyễn Văn Rạng", vec![Said::Title]),
            ("BS. CKII. Nguyễn Văn Rạng", "Nguyễn Văn Rạng", vec![Said::Title]),
            ("Nguyễn Văn Rạng, ThS", "Nguyễn Văn Rạng", vec![Said::Title]),
            ("1. Anh Nguyễn Văn Anh", "Nguyễn Văn Anh", vec![Said::Title]),
            ("2.Chị Bé (KT) 0912 345 602", "Bé", vec![Said::Phone, Said::Brackets, Said::Title, Said::OneWord]),
            ("NGUYỄN VĂN ANH", "Nguyễn Văn Anh", vec![Said::Capitals]),
            ("NGUYỄN Văn Anh", "Nguyễn Văn Anh", vec![Said::Capitals]),
            ("nguyễn thị hồng", "Nguyễn Thị Hồng", vec![Said::Capitals]),
            ("H'HEN NIÊ KDĂM", "H’Hen Niê Kdăm", vec![Said::Capitals]),
            ("HHEN NIÊ", "H’Hen Niê", vec![Said::Capitals, Said::Parts]),
            ("Y WĂN NIÊ", "Y Wăn Niê", vec![Said::Capitals]),
            ("Hà A", "Hà A", vec![]),
            ("Sisavath Keo", "Sisavath Keo", vec![]),
            ("王小明", "王小明", vec![Said::OneWord]),
            ("- Trần Thị Bé", "Trần Thị Bé", vec![]),
        ] {
            assert_eq!(told(cell), (name.to_owned(), said), "{cell}");
        }
    }

    #[test]
    fn a_name_of_several_columns_is_joined_in_its_order() {
        let full = |written: Written| (written.name.full(), written.name.given, written.name.middle);
        let own = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(full(joined("Nguyễn Thị", None, "Bé")), own("Nguyễn Thị Bé", "Bé", "Thị"));
        assert_eq!(full(joined("Trần", None, "Văn Cao")), own("Trần Văn Cao", "Cao", "Văn"));
        assert_eq!(full(joined("Lê", Some("Thị Ngọc"), "Hà")), own("Lê Thị Ngọc Hà", "Hà", "Thị Ngọc"));
        assert_eq!(full(joined("LÊ", Some("THỊ"), "HÀ")), own("Lê Thị Hà", "Hà", "Thị"));
        assert_eq!(full(joined("H'", None, "Hen Niê")), own("H’Hen Niê", "Hen", "H’"));
    }
}
