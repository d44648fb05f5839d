//! Lines that begin like a number or a heading, in whatever way it is written: what is not taken is told.

use super::numeral::{figures, roman, small_roman};
use super::{Style, first_word, number};
use crate::text::{fold, is_invisible, nfkc};

/// What a number in words is made of, folded.
const WORDS: [&str; 12] = ["nhat", "mot", "hai", "ba", "tu", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"];

/// How much of a line is looked at, in signs.
const LOOK: usize = 80;

/// Whether a line begins like a number in a form that is none here ("1-", "2 .", "IV/", "B."), or like the heading of an
/// article, a group, a khoản or a điểm. `inside`: it goes on with a sentence, where a reference may begin a line.
pub(in crate::documents::rules) fn resembles(text: &str, inside: bool) -> bool {
    let seen: String = text.chars().take(LOOK).filter(|c| !is_invisible(*c)).collect();
    let bare = nfkc(&seen);
    let styled = bare.starts_with(['*', '_', '~', '`', '>', '#']);
    let bare = if styled { bare.replace(['*', '_', '~', '`', '>', '#'], "") } else { bare };
    let bare = bare.trim();
    let written = bare != seen.trim() && number(bare).is_some_and(|found| found.style != Style::OpenSub);
    written || like_number(bare) || like_heading(bare, inside)
}

fn like_number(text: &str) -> bool {
    let (first, rest) = first_word(text);
    let (second, _) = first_word(rest);
    let apart = second.starts_with(['.', ')', '/', ':', ';']) || dashed(second);
    let core = first.trim_start_matches(['(', '[']).trim_end_matches(['.', ')', ']', '/', '-', '–', ':']);
    let closed = first.starts_with('(') && first.ends_with(')') || first.starts_with('[') && first.ends_with(']');
    let signed = core.len() < first.len() && first.starts_with(core) || closed;
    let signs: Vec<char> = core.chars().collect();
    // "aa)" is a number of a long list, "ha)" is not.
    let doubled = first.ends_with(')') && signs.len() == 2 && signs.first() == signs.last();
    let letter = (signs.len() == 1 || doubled) && signs.iter().all(|sign| sign.is_alphabetic());
    let dotted = !core.is_empty() && core.split('.').all(|part| figures(part).is_some_and(|one| one.rest.is_empty()));
    let numeral = roman(core).is_some_and(|one| one.rest.is_empty()) || small_roman(core).is_some();
    let bracket = apart && second.starts_with(')');
    // "1, 2 và 3" is a list of numbers.
    let capital = rest.starts_with(char::is_uppercase);
    let comma = first.ends_with(',') && capital || first.ends_with(';') && rest.starts_with(char::is_alphabetic);
    let core = if comma { first.trim_end_matches([',', ';']) } else { core };
    let dotted = dotted || comma && figures(core).is_some_and(|one| one.rest.is_empty());
    let signed = signed || comma;
    // "a.Một": a letter to whose sign the words stick.
    let mut near = first.chars();
    let stuck = near.next().is_some_and(char::is_alphabetic)
        && near.next().is_some_and(|sign| matches!(sign, '.' | ')' | '/'))
        && near.next().is_some_and(char::is_uppercase)
        && near.next().is_some_and(char::is_lowercase);
    stuck || !rest.is_empty() && (signed || apart && !letter || bracket) && (letter || dotted || numeral)
}

/// A dash, and not the second half of "2 -3".
fn dashed(word: &str) -> bool {
    word.strip_prefix(['-', '–', '—']).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}

/// The words of a heading and a number, in any spelling.
fn like_heading(text: &str, inside: bool) -> bool {
    // "(Khoản 2 được bãi bỏ)" is a remark.
    if text.starts_with('(') {
        return false;
    }
    let listed = text.starts_with(['-', '–', '+', '•']);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let capital = text.starts_with(char::is_uppercase);
    let Some((word, after)) = noun(text) else { return false };
    let Some((letters, rest)) = figure(after) else {
        let short = text.split_whitespace().count() < 5 && super::cut(text);
        return word == "phu luc" && capital && !inside && short && !after.starts_with(char::is_lowercase)
            || word == "phu luc" && capital && !inside && fold(after).trim().starts_with("kem theo") && short;
    };
    let rest = rest.trim_start();
    let signed = rest.starts_with(['.', ':', '/', ')', '-', '–', '—', '…', '(', '[', ';', ',']);
    let clear = signed || rest.is_empty() || rest.starts_with(char::is_uppercase);
    if listed {
        let title = rest.trim_start_matches(['.', ':', ')', '/', '-', '–', '—']);
        let small = title.trim_start().starts_with(char::is_lowercase);
        return title.len() < rest.len() && !small && text.starts_with(char::is_uppercase);
    }
    let (next, _) = first_word(rest);
    let next = fold(next);
    let refers = matches!(next.as_str(), "cua" | "nay") || matches!(word, "khoan" | "diem") && next.starts_with("dieu");
    let refers = refers || word == "diem" && next.starts_with("khoan");
    match (inside, letters) {
        (true, _) => capital && clear && !refers,
        (false, true) => signed || rest.is_empty() || rest.starts_with(char::is_uppercase) && word != "diem",
        (false, false) => (clear || !matches!(word, "mau" | "bieu")) && !refers,
    }
}

/// The noun that a line begins with and what follows it.
fn noun(text: &str) -> Option<(&'static str, &str)> {
    const NOUNS: [&str; 10] =
        ["dieu", "chuong", "tieu muc", "muc", "phan", "phu luc", "khoan", "diem", "bieu mau", "mau"];
    let end = |text: &str| text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (first, after) = text.split_at_checked(end(text))?;
    let second = after.trim_start();
    let (second, behind) = second.split_at_checked(end(second))?;
    let (one, two) = (fold(first), format!("{} {}", fold(first), fold(second)));
    let found = NOUNS.into_iter().find(|noun| *noun == two).map(|noun| (noun, behind));
    let found = found.or_else(|| NOUNS.into_iter().find(|noun| *noun == one).map(|noun| (noun, after)));
    found.or_else(|| (two == "bieu so").then_some(("bieu", after)))
}

/// The number that follows a noun, whether it is only a letter or a word, and what follows it.
fn figure(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '*' | '-'));
    let (word, after) = first_word(text);
    let text = if matches!(fold(word).trim_end_matches(':'), "so" | "thu") { after } else { text };
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end)?;
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((false, after));
    }
    let upper = !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    if upper || small_roman(word).is_some() && word.len() > 1 {
        return Some((false, after));
    }
    let end = |text: &str| text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let mut rest = text;
    while rest.get(..end(rest)).is_some_and(|word| WORDS.contains(&fold(word).as_str())) {
        rest = rest.get(end(rest)..)?.trim_start();
    }
    if rest.len() < text.len() {
        return Some((true, rest));
    }
    (word.chars().count() == 1).then_some((true, after))
}
