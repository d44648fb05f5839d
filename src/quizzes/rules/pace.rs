//! Whether a sitting can have been read.

use super::drawn::{Drawn, PublicBody, Shown};
use crate::time::SECOND;

/// Words (âm tiết) a second. Quick readers of easy texts come to five (Brysbaert 2019: 238 a minute in English); twice
/// as fast is no reading.
const FASTEST: i64 = 10;

/// The least time in which the questions can have been read, milliseconds.
pub fn reading_time<'a>(asked: impl IntoIterator<Item = &'a Drawn>) -> i64 {
    let words: usize = asked.into_iter().map(words).sum();
    i64::try_from(words).unwrap_or(i64::MAX).saturating_mul(SECOND) / FASTEST
}

fn words(question: &Drawn) -> usize {
    let count = |text: &str| text.split_whitespace().count();
    let all = |shown: &[Shown]| shown.iter().map(|one| count(&one.text)).sum::<usize>();
    let public = question.public();
    let body = match &public.body {
        PublicBody::One { options } | PublicBody::Many { options } => all(options),
        // "Đúng" and "Sai" need no reading.
        PublicBody::Truth { .. } => 0,
        PublicBody::Match { lefts, choices } => all(lefts) + all(choices),
    };
    count(&public.stem) + body
}

/// Minutes for so many questions: about 57 words each to read, and a moment to choose; at least one.
pub(crate) fn quiz_minutes(questions: i64) -> i64 {
    ((questions * 3 + 3) / 4).max(1)
}
