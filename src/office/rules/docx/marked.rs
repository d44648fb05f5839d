//! A paragraph in marked text: bold in `**`, notes as `[^1]`, and a backslash before what would else be a mark.

use super::model::{Paragraph, Piece};
use crate::text::{is_invisible, is_mark, nfc};

/// Where a text will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A block of its own.
    Block,
    /// A cell of a table.
    Cell,
    /// A cell of a heading row: bold is its own way of saying so.
    Heading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Letter(char, bool),
    Note(usize),
}

impl Unit {
    fn letter(self) -> Option<char> {
        match self {
            Self::Letter(letter, _) => Some(letter),
            Self::Note(_) => None,
        }
    }

    fn is_bold(self) -> bool {
        matches!(self, Self::Letter(_, true))
    }

    fn is_word(self) -> bool {
        self.letter().is_some_and(|letter| letter.is_alphanumeric() || is_mark(letter))
    }
}

/// The lines of a paragraph with marks; none when it shows nothing.
pub(super) fn lines(paragraph: &Paragraph, place: Place) -> Vec<String> {
    let units = units(paragraph);
    let lines = units.split(|unit| unit.letter() == Some('\n')).map(tidy).filter(|line| !line.is_empty());
    lines.map(|line| written(&line, place)).collect()
}

/// The letters alone, for what is told about a place and for what a cell says.
pub(super) fn plain(paragraph: &Paragraph) -> String {
    let units = units(paragraph);
    let lines = units.split(|unit| unit.letter() == Some('\n')).map(tidy).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(|line| line.into_iter().filter_map(Unit::letter).collect()).collect();
    lines.join(" ")
}

/// The letters in their one form (NFC), spaces of all kinds as spaces, nothing that takes no ink.
fn units(paragraph: &Paragraph) -> Vec<Unit> {
    let mut pieces: Vec<Piece> = Vec::new();
    for piece in &paragraph.pieces {
        // A mark may stand in the run after its letter.
        if let (Piece::Text { text, bold, .. }, Some(Piece::Text { text: last, .. })) = (piece, pieces.last_mut()) {
            let rest = text.trim_start_matches(is_mark);
            last.push_str(text.strip_suffix(rest).unwrap_or_default());
            pieces.push(Piece::Text { text: rest.to_owned(), bold: *bold, old: None });
        } else {
            pieces.push(piece.clone());
        }
    }
    let mut all = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Note(place) => all.push(Unit::Note(place)),
            Piece::Text { text, bold, .. } => {
                all.extend(nfc(&text).chars().filter_map(shown).map(|letter| Unit::Letter(letter, bold)));
            }
        }
    }
    all
}

fn shown(letter: char) -> Option<char> {
    match letter {
        '\u{2011}' => Some('-'),
        '\n' | '\u{2028}' | '\u{2029}' | '\u{B}' | '\u{C}' | '\r' => Some('\n'),
        letter if letter.is_whitespace() => Some(' '),
        letter if is_invisible(letter) || letter.is_control() => None,
        letter => Some(letter),
    }
}

/// One space between words, none at the ends; bold only for whole words.
fn tidy(line: &[Unit]) -> Vec<Unit> {
    let mut all: Vec<Unit> = Vec::new();
    for unit in line {
        let space = unit.letter() == Some(' ');
        let after_space = all.last().is_none_or(|last| last.letter() == Some(' '));
        if !(space && after_space) {
            all.push(*unit);
        }
    }
    while all.last().is_some_and(|last| last.letter() == Some(' ')) {
        all.pop();
    }
    even_out(&mut all);
    all
}

/// Words that are bold in part are not bold; spaces are as both their sides.
fn even_out(line: &mut [Unit]) {
    for word in line.split_mut(|unit| !unit.is_word()) {
        let bold = word.iter().all(|unit| unit.is_bold());
        set(word, bold);
    }
    let mut before = false;
    let whole: Vec<bool> = line.iter().map(|unit| unit.is_bold()).collect();
    for (place, unit) in line.iter_mut().enumerate() {
        if unit.letter() == Some(' ') {
            let after = whole.get(place + 1).copied().unwrap_or(false);
            set(std::slice::from_mut(unit), before && after);
        }
        before = unit.is_bold();
    }
}

fn set(units: &mut [Unit], to: bool) {
    for unit in units {
        if let Unit::Letter(_, bold) = unit {
            *bold = to;
        }
    }
}

fn written(line: &[Unit], place: Place) -> String {
    let mut out = String::new();
    let mut bold = false;
    for (here, unit) in line.iter().enumerate() {
        let wants = unit.is_bold() && place != Place::Heading;
        if wants != bold {
            out.push_str("**");
            bold = wants;
        }
        match unit {
            Unit::Note(note) => {
                out.push_str("[^");
                out.push_str(&(note + 1).to_string());
                out.push(']');
            }
            Unit::Letter(letter, _) => {
                if is_mark_here(line, here, *letter, place) {
                    out.push('\\');
                }
                out.push(*letter);
            }
        }
    }
    if bold {
        out.push_str("**");
    }
    out
}

/// Whether a letter would be read as a mark where it stands.
fn is_mark_here(line: &[Unit], here: usize, letter: char, place: Place) -> bool {
    let rest =
        |most: usize| -> String { line.iter().skip(here + 1).map_while(|unit| unit.letter()).take(most).collect() };
    let before = here.checked_sub(1).and_then(|before| line.get(before)?.letter());
    let in_cell = place != Place::Block;
    match letter {
        '\\' => true,
        '#' => here == 0,
        '+' => here == 0 && rest(2) == "++",
        '|' => here == 0 || in_cell,
        '<' => begins_break(&rest(3)) || (line.len() == 1 && in_cell),
        '^' => line.len() == 1 && in_cell,
        '{' => rest(1).starts_with(['{', '#', '.']) || before == Some('{'),
        '[' => rest(1) == "^",
        '*' => stars(line, here),
        _ => false,
    }
}

/// Whether a star would be read as half of a mark: by another star, or where bold begins or ends.
fn stars(line: &[Unit], here: usize) -> bool {
    let bold = line.get(here).is_some_and(|unit| unit.is_bold());
    let beside = [here.checked_sub(1).and_then(|before| line.get(before)), line.get(here + 1)];
    let by = |one: Option<&Unit>| {
        one.is_some_and(|unit| unit.letter() == Some('*')) || one.is_some_and(|unit| unit.is_bold()) != bold
    };
    beside.into_iter().any(by)
}

fn begins_break(rest: &str) -> bool {
    let small = rest.to_lowercase();
    matches!(small.as_str(), "br>" | "br/" | "br ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(pieces: &[(&str, bool)]) -> Paragraph {
        let mut paragraph = Paragraph::default();
        for (text, bold) in pieces {
            paragraph.pieces.push(Piece::Text { text: (*text).to_owned(), bold: *bold, old: None });
        }
        paragraph
    }

    #[test]
    fn bold_marks_stand_around_whole_words() {
        let table: [(&[(&str, bool)], &str); 6] = [
            (&[("Điều 1.", true), (" Phạm vi", false)], "**Điều 1.** Phạm vi"),
            (&[("Đ", true), ("iều ", false), ("1. ", true), ("Phạm vi", true)], "Điều **1. Phạm vi**"),
            (&[("a ", true), ("b", true), (" c", false)], "**a b** c"),
            (&[("xong", true), (".", false)], "**xong**."),
            (&[(" ", true), ("chữ thường", false)], "chữ thường"),
            (&[("một\nhai", true)], "**một**\n**hai**"),
        ];
        for (pieces, marked) in table {
            assert_eq!(lines(&paragraph(pieces), Place::Block).join("\n"), marked);
        }
    }

    #[test]
    fn what_would_be_a_mark_has_a_backslash() {
        let table = [
            ("# không là tên chương", r"\# không là tên chương"),
            ("số # ở giữa", "số # ở giữa"),
            ("{{ten}} và {#id} và {a}", r"\{\{ten}} và \{#id} và {a}"),
            ("2 ** 3 * 4 (*)", r"2 \*\* 3 * 4 (*)"),
            ("| a | b |", r"\| a | b |"),
            ("xem [^1]", r"xem \[^1]"),
            (r"C:\tep", r"C:\\tep"),
            ("a <br> b < c", r"a \<br> b < c"),
            ("+++", r"\+++"),
            ("- gạch đầu dòng", "- gạch đầu dòng"),
        ];
        for (text, marked) in table {
            assert_eq!(lines(&paragraph(&[(text, false)]), Place::Block).join("\n"), marked);
        }
        assert_eq!(lines(&paragraph(&[("a | b", false)]), Place::Cell), [r"a \| b"]);
        assert_eq!(lines(&paragraph(&[("^", false)]), Place::Cell), [r"\^"]);
        assert_eq!(lines(&paragraph(&[("(*)", true)]), Place::Block), ["**(*)**"]);
        assert_eq!(lines(&paragraph(&[("*", true)]), Place::Block), [r"**\***"]);
    }

    #[test]
    fn letters_are_composed_over_runs_and_spaces_are_spaces() {
        assert_eq!(
            lines(&paragraph(&[("Đie", false), ("\u{302}\u{300}u\u{a0}\u{a0}1.", false)]), Place::Block),
            ["Điều 1."]
        );
        assert_eq!(plain(&paragraph(&[("Ha\u{300}\u{AD}  Nội\n \nX", false)])), "Hà Nội X");
        assert_eq!(lines(&paragraph(&[("a\n\n  b ", false)]), Place::Block), ["a", "b"]);
    }
}
