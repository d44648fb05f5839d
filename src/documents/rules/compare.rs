//! Whether a text lost or changed a word on its way from the source: two readers, compared.

use super::head::Slot;
use super::parse::{canonical, inked, split_head};
use super::regulation::Regulation;
use super::{level, rows, table};
use crate::text::say_with;

/// Where two texts differ first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// How many words are the same before it.
    pub at: usize,
    /// The words there in the source; empty where it has ended.
    pub source: String,
    /// The words there in what was read.
    pub read: String,
}

impl Loss {
    /// In words, for whoever brought the text.
    pub fn sentence(&self) -> String {
        say_with("parse.lost", &[("goc", &self.source), ("doc", &self.read)])
    }
}

/// The words of a marked source without its head and its marks, read by other code than the regulation's own: lines stay
/// where they are, only footnotes that are referred to come last, in the order of their labels.
pub fn unmarked(source: &str) -> String {
    let source = canonical(source);
    let body = split_head(&source).map_or(source.as_str(), |(_, body, _)| body);
    let labels = rows::notes(body);
    let mut out = String::with_capacity(body.len());
    let mut notes: Vec<(String, String)> = Vec::new();
    let mut row = 0;
    for line in body.lines().map(str::trim) {
        row = if rows::is_table(line) { row + 1 } else { 0 };
        if row > 0 {
            let cells = table::cells(line);
            if !(row == 2 && table::is_rule(&cells)) {
                let cells = cells.iter().filter(|cell| !matches!(cell.as_str(), "<" | "^"));
                let words = cells.flat_map(|cell| table::lines(cell)).map(|cell| bare(&cell, &labels));
                out.push_str(&words.collect::<Vec<_>>().join(" "));
            }
        } else {
            let (line, _) = level::split(line);
            match rows::definition(line).filter(|(label, _)| labels.iter().any(|one| one == label)) {
                Some((label, words)) if notes.iter().all(|(one, _)| one != label) => {
                    notes.push((label.to_owned(), bare(words, &labels)));
                }
                Some((label, words)) => out.extend(["[^", label, "]: ", &bare(words, &labels)]),
                None => out.push_str(&bare(rows::without_signs(line).0, &labels)),
            }
        }
        out.push('\n');
    }
    notes.sort();
    for (label, words) in notes {
        out.extend(["[", &label, "] ", &words, "\n"]);
    }
    out
}

/// The first difference between the words of a text and those that people read of a regulation; `None`: no word was lost,
/// added, changed or moved. Spaces and line breaks do not count.
pub fn lost_words(plain: &str, regulation: &Regulation) -> Option<Loss> {
    difference(&crate::text::nfc(&inked(plain)), &regulation.words())
}

/// [`lost_words`] of a marked source.
pub fn lost_in(source: &str, regulation: &Regulation) -> Option<Loss> {
    difference(&unmarked(source), &regulation.words())
}

/// The first difference between the words that are hashed and those that a page shows.
pub fn lost_on_page(regulation: &Regulation) -> Option<Loss> {
    let html: String = regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    difference(&squeezed(&regulation.canonical_text()), &squeezed(&shown(&html)))
}

fn difference(source: &str, read: &str) -> Option<Loss> {
    let mut left = source.trim_start_matches('\u{feff}').split_whitespace();
    let mut right = read.split_whitespace();
    let mut at = 0;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (a, b) if a == b => at += 1,
            (a, b) => {
                return Some(Loss { at, source: some(a, left), read: some(b, right) });
            }
        }
    }
}

fn some<'a>(first: Option<&'a str>, rest: std::str::SplitWhitespace<'a>) -> String {
    first.into_iter().chain(rest.take(5)).collect::<Vec<_>>().join(" ")
}

impl Regulation {
    /// Every word that people read, in order; footnotes last, in the order of their labels.
    fn words(&self) -> String {
        let own = self.preamble.iter().filter(|one| one.note.is_none()).map(super::Paragraph::plain);
        let lines: Vec<String> = own.chain(self.lines_of(0, self.clauses.len(), false)).collect();
        let tails = self.clauses.iter().flat_map(|clause| clause.tail.iter().map(|tail| &tail.paragraph));
        let all = self.preamble.iter().chain(self.clauses.iter().flat_map(|clause| &clause.paragraphs)).chain(tails);
        let mut notes: Vec<(&str, String)> = all.filter_map(|one| Some((one.note.as_deref()?, one.plain()))).collect();
        notes.sort();
        let notes: Vec<String> = notes.into_iter().map(|(_, words)| words).collect();
        format!("{}\n{}\n", lines.join("\n"), notes.join("\n"))
    }
}

/// A line without the marks inside it.
fn bare(line: &str, notes: &[String]) -> String {
    let mut signs: Vec<(char, bool)> = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(sign) = rest.next() {
        match rest.next_if(|next| sign == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => signs.push((escaped, true)),
            None => signs.push((sign, false)),
        }
    }
    signs = replaced(&signs, "{{", "}}", |name| {
        let (name, default) = name.split_once(':').unwrap_or((name, ""));
        Slot::parse(name.trim())
            .map(|_| if default.trim().is_empty() { " ".to_owned() } else { default.trim().to_owned() })
    });
    signs = replaced(&signs, "[^", "]", |label| notes.iter().any(|one| one == label).then(|| format!("[{label}]")));
    without_bold(&signs).into_iter().collect()
}

/// What stands between two marks, the marks included, changed where there is something to change it to.
fn replaced(signs: &[(char, bool)], open: &str, close: &str, by: impl Fn(&str) -> Option<String>) -> Vec<(char, bool)> {
    let is = |at: usize, mark: &str| {
        mark.chars().enumerate().all(|(more, sign)| signs.get(at + more) == Some(&(sign, false)))
    };
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    let mut last = signs.len();
    while last > 0 && !is(last, close) {
        last -= 1;
    }
    while let Some(sign) = signs.get(at) {
        if at < last && is(at, open) {
            let from = at + open.len();
            let end = (from..=last).find(|end| is(*end, close)).unwrap_or(from);
            let inner: String = signs.get(from..end).unwrap_or_default().iter().map(|(sign, _)| *sign).collect();
            let ordinary = |(sign, escaped): &(char, bool)| !escaped && !matches!(sign, '\\' | '{' | '}');
            let plain = signs.get(from..end).unwrap_or_default().iter().all(ordinary);
            if let Some(text) = by(&inner).filter(|_| plain) {
                out.extend(text.chars().map(|sign| (sign, true)));
                at = end + close.len();
                continue;
            }
        }
        out.push(*sign);
        at += 1;
    }
    out
}

fn without_bold(signs: &[(char, bool)]) -> Vec<char> {
    let mut places = Vec::new();
    let mut at = 0;
    while at + 1 < signs.len() {
        let both = signs.get(at) == Some(&('*', false)) && signs.get(at + 1) == Some(&('*', false));
        if both {
            places.push(at);
        }
        at += if both { 2 } else { 1 };
    }
    let pairs = places.chunks_exact(2).filter_map(|pair| match pair {
        [from, to] if to - from > 2 => Some([*from, *to]),
        _ => None,
    });
    let marks: std::collections::BTreeSet<usize> = pairs.flatten().flat_map(|at| [at, at + 1]).collect();
    signs.iter().enumerate().filter(|(at, _)| !marks.contains(at)).map(|(_, (sign, _))| *sign).collect()
}

/// What a browser shows of our HTML.
fn shown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' if inside => inside = false,
            sign if !inside => out.push(sign),
            _ => {}
        }
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(out, |text, (written, sign)| text.replace(written, sign))
}
