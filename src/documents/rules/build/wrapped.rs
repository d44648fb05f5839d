//! Headings of a text whose lines follow without a space between them, as a page has them.

use super::super::marks::{self, Heading, Separator};
use super::super::rows::{Row, Shape};
use super::Builder;
use super::ahead::{begins_like, group, is_article, number};
use super::headings::TITLE;

impl Builder<'_> {
    /// Whether a group begins right below a line without an end: its number follows, or what comes next shows it.
    pub(super) fn begins_group(&self, at: usize, found: &Heading<'_>) -> bool {
        let last = self.tree.last(found.kind.rank()).map_or(0, |last| last.value);
        let clear = found.rest.is_empty() || found.separator != Separator::None || marks::is_capitals(found.rest);
        let next = self.next(at);
        let goes_on = found.rest.is_empty() && next.is_some_and(|next| next.plain().starts_with(char::is_lowercase));
        let shown = next.is_some_and(|next| marks::is_capitals(next.plain()) || is_article(next).is_some());
        clear && !goes_on && (found.value == last + 1 || shown)
    }

    /// A line below the number of an article that is its title: no sentence, and one begins below it.
    pub(super) fn is_article_title(&self, at: usize, row: &Row<'_>) -> bool {
        let text = row.plain();
        let short = text.split_whitespace().count() <= TITLE && marks::cut(text) && !text.ends_with(',');
        let outside = |text: &str| marks::opens_closing(text) || marks::begins_signature(text);
        let below = self.next(self.ahead.next(at));
        let begins = below.is_some_and(|next| {
            next.shape == Shape::Text && next.plain().starts_with(char::is_uppercase) && !outside(next.plain())
        });
        short
            && begins
            && !begins_like(row)
            && text.starts_with(char::is_uppercase)
            && !outside(text)
            && !marks::connects(text)
    }

    /// A title with the lines right below it that it was cut into, and the last row of them.
    pub(super) fn wrapped(&self, at: usize, row: &Row<'_>, rest: &str) -> (String, usize) {
        let mut whole = rest.to_owned();
        let mut last = at;
        while let Some(next) = self.at(last + 1).filter(|next| next.shape == Shape::Text && last < at + 6) {
            let known = is_article(next).is_some() || group(next, true).is_some() || number(next).is_some();
            let alike = next.level.is_none() && next.words.is_bold() == row.words.is_bold();
            let goes_on = next.plain().starts_with(char::is_lowercase) || marks::connects(&whole);
            if known || !alike || !goes_on || !marks::cut(&whole) {
                break;
            }
            whole.extend([" ", next.plain()]);
            last += 1;
        }
        (whole, last)
    }
}
