//! Which displayed words stand for which legal words (§7.4 steps 3 and 4).
//!
//! Every displayed word is used for at most one legal word and the other way round, so that "Lê" alone
//! is not both "họ" and "tên" of Lê Thị Lê. The best of all such readings is taken.

use std::collections::HashMap;

use super::affixes::Affix;
use super::legal::{Role, Word};
use super::letters::{Letter, Level, level, spell};
use super::scan::{Atom, Scan};

/// What a run of displayed words is read as.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// Words of the legal name.
    Name { covers: u32, level: Level, glued: bool },
    /// An allowed affix; `address` if it could be a name as well and no sign sets it apart.
    Affix { address: bool },
    /// Neither.
    Extra,
}

/// A reading of `len` displayed words beginning at `start`.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) reading: Reading,
}

/// How much of the "tên" is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Missing,
    /// Some words of a "tên" of several.
    Part,
    Whole,
}

/// What the displayed words show of the legal name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) given: Given,
    /// "Họ", whole or its first word.
    pub(super) family: bool,
    /// Any "chữ lót".
    pub(super) middle: bool,
    pub(super) mark: bool,
}

impl Shown {
    /// Reads a set of covered legal words.
    pub(super) fn of(covered: u32, words: &[Word]) -> Self {
        let shown = |role: fn(Role) -> bool| {
            let own = words.iter().enumerate().filter(move |(_, word)| role(word.role));
            own.map(|(index, _)| covered >> index & 1 == 1)
        };
        let is_given = |role| role == Role::Given;
        let given = match shown(is_given).any(|seen| seen) {
            false => Given::Missing,
            true if shown(is_given).all(|seen| seen) => Given::Whole,
            true => Given::Part,
        };
        Self {
            given,
            family: shown(|role| matches!(role, Role::Family { index: 0, .. })).any(|seen| seen),
            middle: shown(|role| role == Role::Middle).any(|seen| seen),
            mark: shown(|role| role == Role::Mark).any(|seen| seen),
        }
    }

    /// "Họ" or "chữ lót": what §7.3 asks beside the "tên".
    pub(super) fn support(self) -> bool {
        self.family || self.middle
    }

    /// First of all the "tên", then what is asked beside it.
    fn score(self) -> i32 {
        let given = match self.given {
            Given::Whole => 100_000,
            Given::Part => 60_000,
            Given::Missing => 0,
        };
        given + if self.support() { 50_000 } else { 0 } + if self.mark { 5_000 } else { 0 }
    }
}

/// A spelling a run of displayed words may have.
struct Pattern {
    letters: Vec<Letter>,
    gaps: Vec<usize>,
    covers: u32,
    /// Known as another spelling, however well it agrees.
    variant: bool,
}

/// The best reading of a display name, in the order of its words.
pub(super) fn read(scan: &Scan, words: &[Word], affixes: &[Affix]) -> Vec<Segment> {
    let patterns = patterns(words);
    let options: Vec<Vec<Segment>> =
        (0..scan.atoms.len()).map(|start| options_at(start, scan, words, &patterns, affixes)).collect();
    let mut search = Search { options: &options, words, seen: HashMap::new() };
    search.best(0, 0);
    search.path()
}

fn patterns(words: &[Word]) -> Vec<Pattern> {
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut add = |letters: Vec<Letter>, gaps: Vec<usize>, covers: u32, variant: bool| {
        patterns.push(Pattern { letters, gaps, covers, variant });
    };
    let buon = spell("Buôn");
    for (i, word) in words.iter().enumerate() {
        add(word.letters.clone(), word.gaps.clone(), 1 << i, false);
        for (j, other) in words.iter().enumerate() {
            let pair = || [word.letters.as_slice(), other.letters.as_slice()].concat();
            // HHen, YMoan: a mark written onto the "tên" it belongs to.
            if word.role == Role::Mark && other.role == Role::Given {
                add(pair(), vec![word.letters.len()], 1 << i | 1 << j, false);
            }
            // B’Krông for Buôn Krông.
            if follows(word, other) && level(&word.letters, &buon).is_some() {
                let short = word.letters.iter().take(1).chain(&other.letters).cloned();
                add(short.collect(), vec![1], 1 << i | 1 << j, true);
            }
        }
        // Buôn Krông for B’Krông, Buôn Yă for Byă.
        if let (Role::Family { .. }, Some((first, rest))) = (word.role, word.letters.split_first())
            && first.base == 'b'
            && rest.len() > 1
        {
            add([buon.as_slice(), rest].concat(), vec![buon.len()], 1 << i, true);
        }
    }
    patterns
}

/// `other` is the word after `word` in the same family.
fn follows(word: &Word, other: &Word) -> bool {
    match (word.role, other.role) {
        (Role::Family { alternative, index }, Role::Family { alternative: same, index: next }) => {
            alternative == same && index + 1 == next
        }
        _ => false,
    }
}

fn options_at(start: usize, scan: &Scan, words: &[Word], patterns: &[Pattern], affixes: &[Affix]) -> Vec<Segment> {
    let rest = scan.atoms.get(start..).unwrap_or_default();
    let mut options = vec![Segment { start, len: 1, reading: Reading::Extra }];
    let mut add = |len, reading| {
        options.push(Segment { start, len, reading });
    };
    for len in 1..=rest.len().min(3) {
        let Some(run) = rest.get(..len) else { break };
        let letters: Vec<Letter> = run.iter().flat_map(|atom| atom.letters.clone()).collect();
        let spaces = spaces_in(run);
        for pattern in patterns {
            let fits = spaces.iter().all(|space| pattern.gaps.contains(space));
            if let Some(found) = level(&letters, &pattern.letters).filter(|_| fits) {
                let level = if pattern.variant { Level::Variant } else { found };
                add(len, Reading::Name { covers: pattern.covers, level, glued: false });
            }
        }
    }
    if let Some(atom) = rest.first() {
        for covers in glued(atom, words) {
            add(1, Reading::Name { covers, level: Level::Same, glued: true });
        }
    }
    let apart = rest.first().is_some_and(|atom| atom.apart);
    for affix in affixes {
        if let Some(len) = affix.length_at(rest, scan.unmarked) {
            add(len, Reading::Affix { address: affix.address && !apart });
        }
    }
    options
}

/// Where a run of displayed words is parted by more than an apostrophe, in letters.
fn spaces_in(run: &[Atom]) -> Vec<usize> {
    let mut count = 0;
    let mut spaces = Vec::new();
    for atom in run {
        if count > 0 && !atom.joined {
            spaces.push(count);
        }
        count += atom.letters.len();
    }
    spaces
}

/// `NguyenVanAn`, `VănAn`: the sets of two or more legal words that one displayed word is made of.
fn glued(atom: &Atom, words: &[Word]) -> Vec<u32> {
    // A capital inside shows that words were put together; without it other marks mean another word
    // (`Hoàn` is not Hồ + An).
    let mut chars = atom.text.chars().skip_while(|c| !c.is_lowercase());
    let least = if chars.any(char::is_uppercase) { Level::OtherMarks } else { Level::Bare };
    let mut found = Vec::new();
    unglue(&atom.letters, words, 0, least, &mut found);
    found
}

fn unglue(rest: &[Letter], words: &[Word], used: u32, least: Level, found: &mut Vec<u32>) {
    if found.len() >= 8 {
        return;
    }
    if rest.is_empty() {
        if used.count_ones() > 1 && !found.contains(&used) {
            found.push(used);
        }
        return;
    }
    for (i, word) in words.iter().enumerate() {
        let bit = 1 << i;
        if used & bit == 0
            && let Some((head, tail)) = rest.split_at_checked(word.letters.len())
            && level(head, &word.letters).is_some_and(|l| l >= least)
        {
            unglue(tail, words, used | bit, least, found);
        }
    }
}

/// Dynamic programming over (position, legal words used).
struct Search<'a> {
    options: &'a [Vec<Segment>],
    words: &'a [Word],
    seen: HashMap<(usize, u32), (i32, Option<&'a Segment>)>,
}

impl Search<'_> {
    fn best(&mut self, at: usize, used: u32) -> i32 {
        if let Some((score, _)) = self.seen.get(&(at, used)) {
            return *score;
        }
        let mut best = (i32::MIN, None);
        let options = self.options;
        for segment in options.get(at).map(Vec::as_slice).unwrap_or_default() {
            let Some(gain) = gain(segment, used) else {
                continue;
            };
            let score = gain + self.best(at + segment.len, used | covers(segment));
            if score > best.0 {
                best = (score, Some(segment));
            }
        }
        if best.1.is_none() {
            best.0 = Shown::of(used, self.words).score();
        }
        self.seen.insert((at, used), best);
        best.0
    }

    fn path(&self) -> Vec<Segment> {
        let (mut at, mut used) = (0, 0);
        let mut path = Vec::new();
        while let Some((_, Some(segment))) = self.seen.get(&(at, used)) {
            path.push((*segment).clone());
            at += segment.len;
            used |= covers(segment);
        }
        path
    }
}

/// The legal words a reading stands for.
pub(super) fn covers(segment: &Segment) -> u32 {
    match segment.reading {
        Reading::Name { covers, .. } => covers,
        Reading::Affix { .. } | Reading::Extra => 0,
    }
}

/// What a reading is worth; `None` if its legal words are already used.
fn gain(segment: &Segment, used: u32) -> Option<i32> {
    match &segment.reading {
        Reading::Extra => Some(-120),
        // "Nguyễn Anh An" is another person than "anh Nguyễn An".
        Reading::Affix { address: true } if used != 0 => None,
        Reading::Affix { .. } => Some(0),
        Reading::Name { covers, .. } if covers & used != 0 => None,
        Reading::Name { glued: true, .. } => Some(20),
        // Less than one word without its marks, more than one word beside a stray one.
        Reading::Name { level: Level::Variant, .. } => Some(190),
        Reading::Name { level, covers, .. } => {
            let each = match level {
                Level::Same => 300,
                Level::Bare => 200,
                Level::OtherMarks | Level::Variant => 100,
            };
            Some(each * i32::try_from(covers.count_ones()).unwrap_or(1))
        }
    }
}
