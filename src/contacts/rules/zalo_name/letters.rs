//! Letters with their marks apart, and how closely two words agree (`domain.md` §7.4 step 3).

use crate::text::{is_mark, is_tone, nfc, nfd, unstroked};

/// One letter: its bare base, its own marks (ê, ơ, đ), and the tone that happens to sit on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) base: char,
    marks: String,
    tones: String,
}

impl Letter {
    fn is_bare(&self) -> bool {
        self.marks.is_empty() && self.tones.is_empty()
    }
}

/// How closely a displayed word agrees with a legal one; larger is closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Another spelling of what may be the same name (i/y, Buôn/B’).
    Variant,
    /// Level 1: same letters, different marks.
    OtherMarks,
    /// Level 2: the display has no marks, the letters agree.
    Bare,
    /// Level 3: equal after case and tone position.
    Same,
}

/// The letters of a word, lower case; anything that is not a letter is left out.
pub(super) fn spell(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in nfd(&nfc(word).to_lowercase()).chars() {
        if is_mark(c) {
            if let Some(last) = letters.last_mut() {
                if is_tone(c) { &mut last.tones } else { &mut last.marks }.push(c);
            }
        } else if c.is_alphabetic() {
            let base = unstroked(c);
            let marks = if base == c { String::new() } else { "-".to_owned() };
            letters.push(Letter { base, marks, tones: String::new() });
        }
    }
    letters
}

/// Compares a displayed word with a legal one; `None` when the letters differ.
pub(super) fn level(shown: &[Letter], legal: &[Letter]) -> Option<Level> {
    if shown.is_empty() || shown.len() != legal.len() {
        return None;
    }
    let pairs = || shown.iter().zip(legal);
    if pairs().any(|(a, b)| a.base != b.base) {
        return is_i_for_y(shown, legal).then_some(Level::Variant);
    }
    let tones = |word: &[Letter]| -> String { word.iter().map(|l| l.tones.as_str()).collect() };
    if pairs().all(|(a, b)| a.marks == b.marks) && tones(shown) == tones(legal) {
        Some(Level::Same)
    } else if is_bare(shown) {
        Some(Level::Bare)
    } else {
        Some(Level::OtherMarks)
    }
}

/// Written without any mark.
pub(super) fn is_bare(word: &[Letter]) -> bool {
    word.iter().all(Letter::is_bare)
}

/// `Mĩ` for `Mỹ`, `Quí` for `Quý`: different spellings, so never merged, but a human should see them
/// rather than read that the name is missing. `Thúi` is no spelling of `Thúy`.
fn is_i_for_y(shown: &[Letter], legal: &[Letter]) -> bool {
    let (Some((a, shown_head)), Some((b, legal_head))) = (shown.split_last(), legal.split_last()) else {
        return false;
    };
    let other = matches!((a.base, b.base), ('i', 'y') | ('y', 'i'));
    let mut before = legal_head.iter().rev().map(|l| l.base);
    let after_consonant = match before.next() {
        Some('u') => before.next() == Some('q'),
        Some(c) => !matches!(c, 'a' | 'e' | 'i' | 'o' | 'y'),
        None => false,
    };
    let same_tone = a.tones == b.tones || a.is_bare();
    let same_head = level(shown_head, legal_head).is_some_and(|l| l >= Level::Bare);
    other && after_consonant && same_tone && same_head
}

/// Two consonants that begin a word only in the languages of the Central Highlands (Kd, Hm, Bl, Ks),
/// or their `Ê` before a consonant: places where registers disagree on space and apostrophe.
pub(super) fn is_highland_start(word: &[Letter]) -> bool {
    let [first, second, ..] = word else {
        return false;
    };
    let consonant = |l: &Letter| !matches!(l.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let kinh = matches!((first.base, second.base), ('c' | 'g' | 'k' | 'n' | 'p' | 't', 'h') | ('n', 'g') | ('t', 'r'));
    let is_circumflex_e = first.base == 'e' && first.marks.starts_with('\u{302}');
    consonant(second) && ((consonant(first) && !kinh) || is_circumflex_e)
        // Ê before a final consonant is a plain syllable (`Ên`), not a prefix.
        && (consonant(first) || word.len() > 2)
}
