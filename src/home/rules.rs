//! How long a step takes, and telephone numbers in a text.

use crate::standing::rules::Standing;

/// Words of a regulation that a person reads in a minute; silent reading of Vietnamese prose, on the careful side.
const WORDS_A_MINUTE: usize = 190;

/// Minutes to read so many words, at least one.
pub(crate) fn reading_minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}

/// How much of the whole way is behind, in percent: each of the four steps a quarter, reading by what is read.
pub(crate) fn way(one: &Standing) -> i64 {
    let read = if one.has_read() { 25 } else { (one.read * 25).checked_div(one.articles).unwrap_or_default() };
    match one.state.step() {
        1 => read,
        step => i64::from(step - 1) * 25,
    }
}

/// The telephone numbers of a text, as written and as `tel:` takes them; at least seven digits each.
pub(crate) fn numbers(text: &str) -> Vec<(String, String)> {
    let part = |c: char| c.is_ascii_digit() || " .()-+\u{a0}".contains(c);
    let number = |run: &str| {
        let start = run.trim_start_matches(|c: char| !c.is_ascii_digit() && !"+(".contains(c));
        let shown = start.trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        (digits.len() >= 7).then(|| (shown.to_owned(), digits))
    };
    text.split(|c: char| !part(c)).filter_map(number).collect()
}

/// When somebody looked, in UTC milliseconds: what is newer than `since` is news. Looks that follow each other within an
/// hour are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Looks {
    pub(crate) since: i64,
    last: i64,
}

const ONE_LOOK: i64 = 3_600_000;

impl Looks {
    pub(crate) fn first(now: i64) -> Self {
        Self { since: now, last: now }
    }

    /// As [`Looks::to_string`](ToString::to_string) writes it; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (since, last) = text.split_once('-')?;
        let (since, last) = (since.parse().ok()?, last.parse().ok()?);
        (0 <= since && since <= last).then_some(Self { since, last })
    }

    /// One more look: after a pause, news begins where the look before it ended.
    pub(crate) fn again(self, now: i64) -> Self {
        let paused = now - self.last > ONE_LOOK;
        Self { since: if paused { self.last } else { self.since }, last: now.max(self.last) }
    }
}

impl std::fmt::Display for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.since, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_a_text_and_an_extension_is_none() {
        let found = numbers("Chị Hồng, phòng HC-DV: 0262 3 812 345 (máy lẻ 12), di động 0912.345.678");
        let tel: Vec<&str> = found.iter().map(|one| one.1.as_str()).collect();
        assert_eq!(tel, ["02623812345", "0912345678"]);
        assert_eq!(found[0].0, "0262 3 812 345");
        assert!(numbers("Phòng Hành chính – Dịch vụ").is_empty());
    }

    #[test]
    fn minutes_are_never_none() {
        assert_eq!((reading_minutes(0), reading_minutes(190), reading_minutes(191)), (1, 1, 2));
    }

    #[test]
    fn news_begins_where_the_look_before_the_pause_ended() {
        let first = Looks::first(1_000);
        let soon = first.again(1_000 + ONE_LOOK);
        assert_eq!(soon.since, 1_000, "still the same look");
        let later = soon.again(soon.last + ONE_LOOK + 1);
        assert_eq!(later.since, 1_000 + ONE_LOOK);
        assert_eq!(Looks::parse(&later.to_string()), Some(later));
        for bad in ["", "5", "9-5", "-1-5", "a-b", "1-2-3"] {
            assert_eq!(Looks::parse(bad), None, "{bad}");
        }
    }
}
