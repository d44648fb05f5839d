//! Quotations over several paragraphs: the new wording that an amending text gives, with numbers of its own.

use super::marks;
use super::rows::{Row, Shape};

/// How far a quotation is followed: longer ones are no quotations.
const FAR: usize = 600;

/// Where a quotation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// The last row of it.
    Until(usize),
    /// It never closes; the last row before the outer text goes on, where that is known.
    Open(Option<usize>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Curly,
    Angle,
    Straight,
    Single,
}

/// Every sign of a quotation.
const SIGNS: [char; 7] = ['“', '”', '«', '»', '"', '‘', '’'];

/// What each row opens and closes, counted once.
pub(super) struct Balance {
    /// For each row by how much it opens more than it closes; `None` where no quotation goes on.
    rows: Vec<Option<[i32; 4]>>,
    /// For each row the sign that it begins with.
    begins: Vec<Option<Sign>>,
    /// For each row whether nothing stands on it.
    blank: Vec<bool>,
    /// For each row the number with which an amending text may go on.
    resumes: Vec<Option<Resume>>,
}

/// A row with which the outer text may go on after a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// A khoản that amends something.
    Khoan(u32),
    Article(u32),
}

impl Balance {
    pub(super) fn new(rows: &[Row<'_>], resumes: Vec<Option<Resume>>) -> Self {
        let one = |row: &Row<'_>| {
            let text = row.plain();
            if !text.contains(SIGNS) && row.shape != Shape::Heading(1) && !text.starts_with(['N', 'C']) {
                return Some([0; 4]);
            }
            let outside = row.shape == Shape::Heading(1) || marks::opens_closing(text) || marks::is_letterhead(text);
            (!outside).then(|| [Sign::Curly, Sign::Angle, Sign::Straight, Sign::Single].map(|sign| change(text, sign)))
        };
        let begins = rows.iter().map(|row| begins(row.plain())).collect();
        let blank = rows.iter().map(Row::is_blank).collect();
        Self { rows: rows.iter().map(one).collect(), begins, blank, resumes }
    }

    /// The quotation that a row opens and does not close; `outer` are the numbers with which the outer text goes on.
    pub(super) fn quotation(&self, row: &Row<'_>, at: usize, outer: [Option<Resume>; 2]) -> Option<Quote> {
        let sign = opening(row.plain())?;
        if change(row.plain(), sign) <= 0 {
            return None;
        }
        let closed = self.closing(at, sign, false).or_else(|| self.closing(at, sign, true));
        let far = closed.unwrap_or(usize::MAX);
        let resumed = || {
            let mut next = self.resumes.iter().enumerate().take(far).skip(at + 1).take(FAR);
            next.find(|(_, row)| row.is_some() && outer.contains(row)).map(|(found, _)| found - 1)
        };
        // A mark that opens and closes alike closes at the next quotation, too.
        let after = if sign == Sign::Straight || closed.is_none() { resumed() } else { None };
        Some(match (closed, after) {
            (Some(end), None) => Quote::Until(end),
            (_, before) => Quote::Open(before.filter(|before| *before > at)),
        })
    }

    /// The row on which every quotation that was opened is closed again. `anew`: each of its paragraphs begins with the
    /// sign, and only the last one closes it.
    fn closing(&self, at: usize, sign: Sign, anew: bool) -> Option<usize> {
        let mut open = 0;
        for (place, row) in self.rows.iter().enumerate().skip(at).take(FAR) {
            let change = row.as_ref().and_then(|signs| signs.get(sign as usize));
            if place > at && change.is_none() {
                return None;
            }
            let mut change = change.copied().unwrap_or(1);
            if anew && place > at {
                let blank = |place: usize| self.blank.get(place).copied().unwrap_or(true);
                let begins = self.begins.get(place).copied().flatten() == Some(sign) && sign != Sign::Straight;
                change -= i32::from(begins);
                // A paragraph that begins otherwise is none of such a quotation.
                if !begins && !blank(place) && blank(place - 1) {
                    return None;
                }
            }
            open = if sign == Sign::Straight { (open + change) % 2 } else { open + change };
            if open <= 0 {
                return Some(place);
            }
        }
        None
    }
}

/// A quotation begins a paragraph, or follows "như sau:".
fn opening(text: &str) -> Option<Sign> {
    let said = text.rfind("như sau:").and_then(|place| text.get(place + "như sau:".len()..));
    [Some(text), said].into_iter().flatten().find_map(begins)
}

fn begins(text: &str) -> Option<Sign> {
    match text.trim_start().chars().next()? {
        '“' => Some(Sign::Curly),
        '«' => Some(Sign::Angle),
        '"' => Some(Sign::Straight),
        '‘' => Some(Sign::Single),
        _ => None,
    }
}

/// Whether a text begins with the sign of a quotation.
pub(super) fn quotes(text: &str) -> bool {
    begins(text).is_some()
}

/// How many quotations a line opens more than it closes.
fn change(text: &str, sign: Sign) -> i32 {
    if !text.contains(SIGNS) {
        return 0;
    }
    let count = |sign: char| i32::try_from(text.matches(sign).count()).unwrap_or(i32::MAX / 4);
    let bare = text.trim_end().trim_end_matches(['.', ';', ',']);
    match sign {
        Sign::Angle => count('«') - count('»'),
        Sign::Straight => count('"') % 2,
        Sign::Single => single(text),
        Sign::Curly => {
            // The mark at the end of a line closes, whichever was typed.
            let end = if bare.chars().count() > 1 && bare.ends_with('“') { 2 } else { 0 };
            let straight = i32::from(bare.ends_with('"') && count('"') % 2 == 1);
            count('“') - count('”') - end - straight
        }
    }
}

/// The same of ‘…’ and ‘‘…’’: a sign inside a word is an apostrophe.
fn single(text: &str) -> i32 {
    let mut open = 0;
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let outside = |other: Option<char>| !other.is_some_and(char::is_alphanumeric);
        match sign {
            '‘' if outside(before) => open += 1,
            '’' if outside(signs.peek().copied()) => open -= 1,
            _ => {}
        }
        before = Some(sign);
    }
    open
}
