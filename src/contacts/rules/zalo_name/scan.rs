//! A display name taken apart: its words, and what else was found in it (§7.4 steps 1 and 2).

use unicode_segmentation::UnicodeSegmentation;

use super::letters::{Letter, is_bare, spell};
use super::reason::NameReason;
use crate::text::{is_apostrophe, is_invisible, is_mark, is_tone, nfc, nfkc};

/// A run of letters without space, sign or apostrophe: `H’Hen` is two of them.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) text: String,
    pub(super) letters: Vec<Letter>,
    /// An apostrophe stands between the one before and this one.
    pub(super) joined: bool,
    /// A sign (bracket, dash, comma) stands before this one.
    pub(super) apart: bool,
}

/// What a display name consists of.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    pub(super) atoms: Vec<Atom>,
    /// What was found besides letters, in no order.
    pub(super) flags: Vec<NameReason>,
    /// Not one mark in the whole name: it was typed on a keyboard without Vietnamese.
    pub(super) unmarked: bool,
}

/// No name has more words; a longer text is judged by its beginning and flagged as too long.
const MOST_ATOMS: usize = 40;

const APOSTROPHE: char = '\'';
const SIGN: char = ',';

/// Takes a display name apart. Never fails.
pub(super) fn scan(display: &str, max_graphemes: usize) -> Scan {
    let text = nfc(display);
    let text = text.trim();
    let mut flags = Vec::new();
    if text.graphemes(true).count() > max_graphemes {
        flags.push(NameReason::TooLong);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let (kept, flag) = sift(c);
        plain.push_str(&kept);
        flags.extend(flag);
    }
    // Fancy letters may have left bases and marks apart.
    let plain = nfc(&plain);
    if plain.chars().any(char::is_numeric) {
        flags.push(NameReason::Digits);
    }
    if plain.chars().any(|c| c.is_alphabetic() && !is_latin(c)) {
        flags.push(NameReason::ForeignLetters);
    }
    // The joiners and selectors of an emoji are part of the emoji.
    if flags.contains(&NameReason::Emoji) {
        flags.retain(|flag| *flag != NameReason::Invisible);
    }
    let atoms = split(&plain);
    let unmarked = atoms.iter().all(|atom| is_bare(&atom.letters));
    Scan { atoms, flags, unmarked }
}

/// What one character becomes, and what it gives away.
fn sift(c: char) -> (String, Option<NameReason>) {
    // Before NFKC, which would turn ´ into a space and an accent.
    if is_apostrophe(c) {
        return (APOSTROPHE.to_string(), None);
    }
    if matches!(c, ' ' | '\t' | '\r' | '\n') {
        return (" ".to_owned(), None);
    }
    // What turns a sign or digit into an emoji (❤️, 2️⃣) belongs to the emoji.
    if matches!(c, '\u{fe0f}' | '\u{20e3}') {
        return (String::new(), Some(NameReason::Emoji));
    }
    if is_invisible(c) {
        return (String::new(), Some(NameReason::Invisible));
    }
    if is_mark(c) {
        return if is_name_mark(c) {
            (c.to_string(), None)
        } else {
            // Struck-through, encircled and stacked ornaments.
            (String::new(), Some(NameReason::StrangeLetters))
        };
    }
    let plain = nfkc(c.encode_utf8(&mut [0; 4]));
    let changed = !plain.chars().eq([c]);
    let ordinary = c.is_alphanumeric() || c.is_whitespace() || is_sign(c) || (changed && plain.chars().all(is_sign));
    if !ordinary || (!changed && is_pictogram(c)) {
        return (SIGN.to_string(), Some(NameReason::Emoji));
    }
    let kept = plain.chars().map(|p| if is_sign(p) { SIGN } else { p }).collect();
    // Ð (eth) is what old fonts printed for Đ: read as Đ, but not left standing.
    let strange = changed || matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'ɖ' | 'Ɓ' | 'ɓ');
    (kept, strange.then_some(NameReason::StrangeLetters))
}

/// Marks of Vietnamese and of the Latin scripts of the Central Highlands (ĕ, č, ñ, ö).
fn is_name_mark(c: char) -> bool {
    is_tone(c) || matches!(c, '\u{302}' | '\u{304}' | '\u{306}' | '\u{308}' | '\u{30c}' | '\u{31b}')
}

/// Ordinary punctuation that may stand around a name without being an ornament.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '-' | '.'
            | ','
            | '('
            | ')'
            | '['
            | ']'
            | '/'
            | '\\'
            | '&'
            | ':'
            | ';'
            | '_'
            | '"'
            | '“'
            | '”'
            | '·'
            | '•'
            | '|'
            | '\u{2010}'..='\u{2015}'
    )
}

/// Squared and circled letters of the emoji planes count as letters in Unicode, not in a name.
fn is_pictogram(c: char) -> bool {
    matches!(c, '\u{24b6}'..='\u{24ff}' | '\u{1f000}'..='\u{1ffff}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{2af}'
        | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}')
        || is_mark(c)
}

fn split(plain: &str) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let (mut text, mut joined, mut apart) = (String::new(), false, false);
    // A closing sign ends the last word.
    for c in plain.chars().chain([SIGN]) {
        if c.is_alphabetic() || is_mark(c) {
            text.push(c);
            continue;
        }
        let letters = spell(&text);
        if !letters.is_empty() {
            atoms.push(Atom { text: std::mem::take(&mut text), letters, joined: joined && !atoms.is_empty(), apart });
            (joined, apart) = (false, false);
        }
        text.clear();
        joined |= c == APOSTROPHE;
        apart |= c != APOSTROPHE && !c.is_whitespace();
    }
    atoms.truncate(MOST_ATOMS);
    atoms
}

/// Capitals and small letters of the words that belong to the name.
pub(super) fn case_flag(atoms: &[&Atom]) -> Option<NameReason> {
    let cased = || atoms.iter().flat_map(|atom| atom.text.chars());
    let words = atoms.iter().filter(|atom| !atom.joined).count();
    let real_word = atoms.iter().any(|atom| atom.letters.len() > 1);
    if !cased().any(char::is_lowercase) && words >= 2 && real_word {
        Some(NameReason::AllCaps)
    } else if cased().any(char::is_lowercase) && !cased().any(char::is_uppercase) {
        Some(NameReason::AllLower)
    } else {
        None
    }
}
