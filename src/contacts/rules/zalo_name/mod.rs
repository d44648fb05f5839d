//! Does a Zalo display name show who the person is? Mục 3.4 khoản 3 Điều 4 Quy chế asks for a short,
//! clear name with the real "tên" and "họ" or "chữ lót"; the reading of it is `domain.md` §7.4.

mod affixes;
mod legal;
mod letters;
mod matching;
mod reason;
mod scan;
mod suggest;
#[cfg(test)]
mod tests;

pub(crate) use legal::LegalName;
pub use legal::NameOrder;
pub(crate) use reason::NameReason;
pub use reason::Verdict;

use super::name_rule::Around;
use crate::text::{fold, nfc};
use affixes::Affix;
use letters::{Letter, Level, level};
use matching::{Given, Reading, Segment, Shown, covers};
use scan::{Atom, Scan};

/// What the document asks for, and what it leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameRules {
    /// The longest display name still "ngắn gọn", in letters as people count them.
    pub(crate) max_graphemes: usize,
    /// Words and phrases allowed around the name: agency, departments, positions, forms of address.
    pub(crate) affixes: Vec<String>,
    pub(crate) around: Around,
    /// The person's own, for a document that asks for it; '' where none is known.
    pub(crate) department: String,
}

impl Default for NameRules {
    fn default() -> Self {
        Self {
            max_graphemes: 30,
            affixes: affixes::DEFAULTS.iter().map(|&text| text.to_owned()).collect(),
            around: Around::Unwanted,
            department: String::new(),
        }
    }
}

/// What the rules say about a display name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameJudgement {
    /// The worst verdict any reason leads to.
    pub(crate) verdict: Verdict,
    /// Worst first; empty exactly when the verdict is [`Verdict::Pass`].
    pub(crate) reasons: Vec<NameReason>,
    /// A name that would pass; empty when the verdict is [`Verdict::Pass`].
    pub(crate) suggestion: String,
}

impl NameJudgement {
    /// From everything that was found; the suggestion is only made when there is something to find.
    fn new(mut reasons: Vec<NameReason>, suggestion: impl FnOnce() -> String) -> Self {
        reasons.sort_unstable();
        reasons.dedup();
        let verdict = reasons.iter().map(|reason| reason.verdict()).max().unwrap_or(Verdict::Pass);
        let suggestion = if reasons.is_empty() { String::new() } else { suggestion() };
        Self { verdict, reasons, suggestion }
    }
}

/// Judges a display name against the legal name it should show.
pub(crate) fn judge(legal: &LegalName, display: &str, rules: &NameRules) -> NameJudgement {
    let scan = scan::scan(display, rules.max_graphemes);
    let mut reasons = scan.flags.clone();
    if scan.atoms.is_empty() {
        reasons.push(NameReason::Empty);
        return NameJudgement::new(reasons, || put_forward(legal, None, rules));
    }
    let words = legal.words();
    let affixes: Vec<Affix> = rules.affixes.iter().filter_map(|text| Affix::parse(text)).collect();
    let segments = matching::read(&scan, &words, &affixes);
    let covered = segments.iter().map(covers).fold(0, |all, one| all | one);
    let shown = Shown::of(covered, &words);
    let missing = missing(shown, &words);
    reasons.extend(missing);
    reasons.extend(levels(&segments));
    reasons.extend(around(&segments, &scan, &words, missing));
    reasons.extend(case(&segments, &scan));
    if rules.around != Around::Unwanted {
        reasons.retain(|reason| *reason != NameReason::Affix);
    }
    let lacks = rules.around == Around::Department && !names_department(display, &rules.department);
    reasons.extend(lacks.then_some(NameReason::NoDepartment));
    NameJudgement::new(reasons, || put_forward(legal, Some(shown), rules))
}

/// The name put forward, with the department where the document asks for it: as much of both as is not too long.
fn put_forward(legal: &LegalName, shown: Option<Shown>, rules: &NameRules) -> String {
    let (most, department) = (rules.max_graphemes, &rules.department);
    let best = suggest::suggest(legal, shown, most);
    if rules.around != Around::Department || department.is_empty() {
        return best;
    }
    let tails: Vec<String> = std::iter::once(department.clone()).chain(short_forms(department)).collect();
    let fitting = |name: &str, tail: &str| Some(format!("{name} - {tail}")).filter(|both| suggest::width(both) <= most);
    let whole = tails.iter().find_map(|tail| fitting(&best, tail));
    let short = |tail: &String| {
        let room = most.saturating_sub(suggest::width(tail) + " - ".len());
        fitting(&suggest::suggest(legal, shown, room), tail)
    };
    whole.or_else(|| tails.iter().find_map(short)).unwrap_or_else(|| format!("{best} - {department}"))
}

/// Words for what kind of unit a department is.
const UNITS: [&[&str]; 8] =
    [&["phong"], &["ban"], &["to"], &["khoa"], &["doi"], &["bo", "mon"], &["bo", "phan"], &["trung", "tam"]];

/// A department's own words as they are written, without the word for what kind of unit it is.
fn own_words(department: &str) -> Vec<String> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʼ');
    let words = nfc(department);
    let mut own: Vec<String> =
        words.split(|c| !joins(c)).filter(|word| !fold(word).is_empty()).map(str::to_owned).collect();
    let begins =
        |kind: &&[&str]| own.len() > kind.len() && own.iter().zip(*kind).all(|(word, kind)| fold(word) == *kind);
    let unit = UNITS.into_iter().find(begins).map_or(0, <[_]>::len);
    own.drain(..unit);
    own
}

/// What people write for a department beside its whole name: its own words, and their first letters.
pub(crate) fn short_forms(department: &str) -> Vec<String> {
    let own = own_words(department);
    let first: String = own.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    [own.join(" "), first].into_iter().filter(|form| form.chars().count() > 1).collect()
}

/// Whether a display name holds the department: its own words, or their first letters.
fn names_department(display: &str, department: &str) -> bool {
    let plain: String = fold(display).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let shown: Vec<&str> = plain.split_whitespace().collect();
    let own: Vec<String> = own_words(department).iter().map(|word| fold(word)).collect();
    let first: String = own.iter().filter_map(|word| word.chars().next()).collect();
    let whole = shown.windows(own.len().max(1)).any(|some| some == own.as_slice());
    own.is_empty() || whole || own.len() > 1 && shown.contains(&first.as_str())
}

/// §7.4 step 5: what the name lacks, if anything.
fn missing(shown: Shown, words: &[legal::Word]) -> Option<NameReason> {
    let papers = Shown::of(u32::MAX, words);
    let whole_given = match shown.given {
        Given::Missing => return Some(NameReason::NoGiven),
        Given::Part => Some(NameReason::GivenPart),
        Given::Whole => None,
    };
    if shown.support() {
        return whole_given;
    }
    match (shown.mark, whole_given) {
        // Without "họ" in the papers the mark and the "tên" are the whole name: H’Mai.
        (true, None) => papers.family.then_some(NameReason::MarkOnly),
        (true, part) => part,
        // The papers hold one single name: there is nothing else to show.
        (false, None) if !papers.support() && !papers.mark => None,
        (false, _) => Some(NameReason::GivenOnly),
    }
}

/// How exactly the words of the name are written.
fn levels(segments: &[Segment]) -> Vec<NameReason> {
    segments
        .iter()
        .filter_map(|segment| match segment.reading {
            Reading::Name { glued: true, .. } => Some(NameReason::Glued),
            Reading::Name { level, .. } => match level {
                Level::Variant => Some(NameReason::Spelling),
                Level::OtherMarks => Some(NameReason::OtherMarks),
                Level::Bare => Some(NameReason::NoMarks),
                Level::Same => None,
            },
            Reading::Affix { .. } | Reading::Extra => None,
        })
        .collect()
}

/// The words around the name. Where the name itself is missing they explain nothing, except initials.
fn around(segments: &[Segment], scan: &Scan, words: &[legal::Word], missing: Option<NameReason>) -> Vec<NameReason> {
    let refused = missing.is_some_and(|reason| reason.verdict() == Verdict::Refuse);
    segments
        .iter()
        .filter_map(|segment| match segment.reading {
            Reading::Name { .. } => None,
            Reading::Affix { .. } => Some(NameReason::Affix),
            Reading::Extra => Some(extra(segment.start, scan, words)),
        })
        .filter(|reason| !refused || *reason == NameReason::Abbreviated)
        .collect()
}

/// What a word is that is neither name nor affix.
fn extra(at: usize, scan: &Scan, words: &[legal::Word]) -> NameReason {
    let bases = |letters: &[Letter]| letters.iter().map(|l| l.base).collect::<String>();
    let Some(atom) = scan.atoms.get(at) else {
        return NameReason::ExtraWords;
    };
    // The M of M’nông is no initial.
    let alone = !atom.joined && !scan.atoms.get(at + 1).is_some_and(|next| next.joined);
    let own = bases(&atom.letters);
    let repeats = |word: &legal::Word| level(&atom.letters, &word.letters) >= Some(Level::Bare);
    if words.iter().any(repeats) {
        NameReason::Repeated
    } else if alone && atom.letters.len() <= 2 && words.iter().any(|word| bases(&word.letters).starts_with(&own)) {
        NameReason::Abbreviated
    } else {
        NameReason::ExtraWords
    }
}

/// Capitals and small letters are judged on the name, not on "IOC" beside it.
fn case(segments: &[Segment], scan: &Scan) -> Option<NameReason> {
    let named: Vec<&Atom> = segments
        .iter()
        .filter(|segment| covers(segment) != 0)
        .flat_map(|segment| scan.atoms.iter().skip(segment.start).take(segment.len))
        .collect();
    if named.is_empty() { scan::case_flag(&scan.atoms.iter().collect::<Vec<_>>()) } else { scan::case_flag(&named) }
}
