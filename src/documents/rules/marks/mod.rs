//! How a line is recognised by the words it begins with. Marks of the source only support what the words say.

mod around;
mod heading;
mod like;
mod number;
mod numeral;

pub(super) use around::{
    amends, begins_signature, connects, cut, expects, is_capitals, is_contents, is_day, is_day_line, is_issued,
    is_letterhead, is_name, is_number, is_paged, is_type, names_office, opens_closing, passed, refers, unsigned,
};
pub(super) use heading::{Heading, Separator, article, heading, section};
pub(super) use like::resembles;
pub(super) use number::{Number, Style, number};
pub(super) use numeral::{in_words, number_slug, small_roman, small_roman_of};

use crate::text::true_letters;

/// The first word and what follows the space after it.
pub(super) fn first_word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// Whether a printed word is `word` (in small letters): case and look-alikes of Đ do not matter.
fn same(printed: &str, word: &str) -> bool {
    printed.chars().count() == word.chars().count() && true_letters(printed).to_lowercase() == word
}

/// Whether a text begins with whole words, in small letters; what follows them.
fn after_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text;
    for word in words.split(' ') {
        let (first, after) = first_word(rest);
        if !same(first, word) {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// Whether a marker writes Đ with a letter that only looks like it.
pub(super) fn look_alike(marker: &str) -> bool {
    true_letters(marker) != marker
}
