//! Words as they are looked for: one folding of what is typed and of what is stored.
//!
//! Whatever a text was typed with (composed or not, either place of a tone, any apostrophe, hyphen or dash, Đ or its
//! look-alikes, full width, capitals, spaces that break or not), its words are the same.

use crate::text::{is_apostrophe, is_invisible, is_mark, is_tone, nfd, nfkc, true_letters, unstroked};
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::LazyLock;

/// Counted up when [`forms`] or [`key`] answers otherwise: what is stored of them is then made anew.
pub(crate) const VERSION: i64 = 1;

/// Hyphens and dashes: between words they are a gap, inside a word they part it.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58a}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// One sign for all apostrophes, dashes and spaces; `None` for what takes no ink.
fn plain(c: char) -> Option<char> {
    match c {
        c if is_apostrophe(c) => Some('\''),
        // A place to break a line at, not a hyphen.
        '\u{ad}' => None,
        c if is_dash(c) => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

/// Small plain letters, each mark behind its letter; `'`, `-` and space for whatever looks like them.
fn lower(text: &str) -> String {
    let told = |text: &str| text.chars().filter_map(plain).collect::<String>();
    // An apostrophe may be a space with a mark, and a full-width one becomes one: before and after.
    let text = if text.is_ascii() { told(text) } else { told(&nfkc(&told(&nfd(text)))) };
    if text.is_ascii() { text.to_ascii_lowercase() } else { nfd(&true_letters(&text.to_lowercase())) }
}

/// Letters without their marks, their strokes and apostrophes.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_mark(*c) && *c != '\'').map(unstroked).collect();
    // Marks of other scripts stay; without what stood between them, their order is no longer the canonical one.
    if text.is_ascii() { text } else { nfd(&text) }
}

/// Words between spaces.
fn tokens(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(' ').filter(|token| !token.is_empty())
}

/// The same, an initial before an apostrophe together with the word behind it: `H’ Blum` is `H’Blum`.
fn joined(lower: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for token in tokens(lower) {
        match all.last_mut().filter(|last| is_initial(last)) {
            Some(last) => last.push_str(token),
            None => all.push(token.to_owned()),
        }
    }
    all
}

/// One letter before an apostrophe.
fn is_initial(token: &str) -> bool {
    let name = token.strip_suffix('\'').unwrap_or_default();
    bare(name).chars().count() == 1 && name.chars().all(|c| c.is_alphabetic() || is_mark(c))
}

/// The words of a text, whichever way they are parted.
fn parted(lower: &str) -> Vec<String> {
    let joined = joined(lower).into_iter().filter(|token| token.contains('\''));
    tokens(lower).map(str::to_owned).chain(joined).collect()
}

/// Without the marks of a sentence around it.
fn trimmed(word: &str) -> &str {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() || is_mark(c));
    word.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c))
}

/// A word as it is found.
fn form(word: &str) -> String {
    trimmed(&bare(word)).to_owned()
}

/// A name as it is compared: `Hành chính – Dịch vụ` is `Hanh chinh-dich vu`. Other signs stay.
pub(crate) fn key(text: &str) -> String {
    let plain = bare(&joined(&lower(text)).join(" "));
    plain.split([' ', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a text is found by: its words, each also by what stands behind an apostrophe or another sign in it, and what a
/// dash parts also in one. `H’Hen` by `hhen` and `hen`, `HC–DV` by `hc`, `dv` and `hcdv`.
pub(crate) fn forms(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in parted(&lower(text)) {
        found.insert(form(&token.replace('-', "")));
        for part in token.split('-') {
            found.insert(form(part));
            found.extend(part.split('\'').map(form));
            found.extend(part.split(|c: char| !c.is_alphanumeric() && !is_mark(c) && c != '\'').map(form));
        }
    }
    found.remove("");
    found
}

/// Whether a word begins one of these forms.
pub(crate) fn begins(forms: &BTreeSet<String>, word: &str) -> bool {
    forms.range::<str, _>((Bound::Included(word), Bound::Unbounded)).next().is_some_and(|form| form.starts_with(word))
}

/// A word that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    /// Folded: the beginning of a form of what is looked for.
    pub(crate) key: String,
    /// Where it was typed with marks: they are meant.
    marked: Option<Spelled>,
}

/// The words of what was typed.
pub(crate) fn typed(text: &str) -> Vec<Typed> {
    let one = |part: &str| {
        let part = trimmed(part);
        let key = form(part);
        let marked = part.chars().filter(|c| *c != '\'').ne(key.chars()).then(|| Spelled::of(part));
        Typed { key, marked }
    };
    let lower = lower(text);
    tokens(&lower).flat_map(|token| token.split('-')).map(one).filter(|word| !word.key.is_empty()).collect()
}

impl Typed {
    pub(crate) fn is_marked(&self) -> bool {
        self.marked.is_some()
    }
}

/// Letters with the marks that make them others, and the tones apart: `Hoà` and `Hòa` are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Spelled {
    letters: Vec<String>,
    /// Each with the place of the letter it was written on.
    tones: Vec<(usize, char)>,
}

impl Spelled {
    fn of(lower: &str) -> Self {
        let mut all = Self::default();
        for c in lower.chars().filter(|c| *c != '\'') {
            match all.letters.last_mut() {
                Some(_) if is_tone(c) => all.tones.push((all.letters.len() - 1, c)),
                Some(last) if is_mark(c) => last.push(c),
                // No keyboard of ours has the stroke of Ƀ.
                _ => all.letters.push(if matches!(c, 'ƀ' | 'ɓ') { "b".to_owned() } else { c.to_string() }),
            }
        }
        all
    }

    /// Whether a word begins with this: a tone that is written further on need not be typed yet.
    fn begins(&self, word: &Self) -> bool {
        let tones = || self.tones.iter().map(|one| one.1);
        let next = word.tones.get(self.tones.len());
        word.letters.starts_with(&self.letters)
            && tones().eq(word.tones.iter().map(|one| one.1).take(self.tones.len()))
            && next.is_none_or(|(place, _)| *place >= self.letters.len())
    }
}

/// Whether every word that was typed with marks begins a word of the text, marks and all.
pub(crate) fn marks_stand_in(typed: &[Typed], text: &str) -> bool {
    if !typed.iter().any(Typed::is_marked) {
        return true;
    }
    let mut words = Vec::new();
    for token in parted(&lower(text)) {
        words.push(Spelled::of(trimmed(&token.replace('-', ""))));
        for part in token.split('-') {
            words.push(Spelled::of(trimmed(part)));
            words.extend(part.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).map(Spelled::of));
        }
    }
    typed.iter().filter_map(|one| one.marked.as_ref()).all(|one| words.iter().any(|word| one.begins(word)))
}

/// The blocks that Vietnamese and Ê Đê are written with: where each begins, and how many letters it has.
const BLOCKS: [(u32, u32); 2] = [(0, 0x250), (0x1e00, 0x100)];

/// Each letter of the blocks, folded.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let letters = BLOCKS.into_iter().flat_map(|(first, many)| first..first + many);
    letters.map(|code| char::from_u32(code).map_or_else(String::new, |c| bare(&lower(&c.to_string())))).collect()
});

/// A letter of the blocks, folded.
fn table(letter: char) -> Option<&'static str> {
    let code = u32::from(letter);
    let mut before = 0;
    for (first, many) in BLOCKS {
        if let Some(at) = code.checked_sub(first).filter(|at| *at < many) {
            return FOLDED.get(usize::try_from(before + at).ok()?).map(String::as_str);
        }
        before += many;
    }
    None
}

/// The folded letters of a text, each with the place of the letter it came from; a run of spaces and dashes is one
/// space, and where `joined` a dash inside a word is nothing.
fn placed(text: &str, joined: bool) -> Vec<(char, usize)> {
    let mut all: Vec<(char, usize)> = Vec::new();
    for (place, letter) in text.chars().enumerate() {
        let add = |c: char| match c {
            '-' if joined => {}
            '-' | ' ' if all.last().is_none_or(|last| last.0 == ' ') => {}
            '-' | ' ' => all.push((' ', place)),
            c => all.push((c, place)),
        };
        match table(letter) {
            Some(folded) => folded.chars().for_each(add),
            None => bare(&lower(&letter.to_string())).chars().for_each(add),
        }
    }
    all
}

/// Where a text has what was typed, word for word in its order: the places of the first and behind the last letter,
/// counted in letters.
pub(crate) fn find(text: &str, typed: &str) -> Option<(usize, usize)> {
    let dashed = text.chars().chain(typed.chars()).any(is_dash);
    [false, true].into_iter().filter(|joined| !joined || dashed).find_map(|joined| {
        let wanted = placed(typed.trim(), joined);
        let wanted: String = wanted.iter().map(|one| one.0).collect();
        let wanted: Vec<char> = wanted.trim().chars().collect();
        let letters = placed(text, joined);
        let same = |window: &[(char, usize)]| window.iter().map(|one| one.0).eq(wanted.iter().copied());
        let at = letters.windows(wanted.len().max(1)).position(same).filter(|_| !wanted.is_empty())?;
        let first = letters.get(at)?.1;
        let last = letters.get(at + wanted.len() - 1)?.1;
        // Marks behind the last letter are its own.
        let marks = text.chars().skip(last + 1).take_while(|c| is_mark(*c)).count();
        Some((first, last + 1 + marks))
    })
}

#[cfg(test)]
mod tests;
