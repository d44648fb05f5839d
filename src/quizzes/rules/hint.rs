//! What is shown of a question while the sitting is not passed: nothing that names the right answer.

use super::answer::Answer;
use super::drawn::{Body, Drawn, DrawnOption};

/// With fewer options, to say that one is wrong is to name the right one.
const FEWEST: usize = 3;

/// What may be known of a question after a sitting that was not passed; the clause to read again stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint<'a> {
    /// Whether the person answered at all.
    pub answered: bool,
    /// An option that the person chose wrongly, and why it is wrong.
    pub wrong: Option<(&'a str, &'a str)>,
}

/// Says why the chosen option is wrong where that leaves at least two others to think about.
///
/// Of several wrong options chosen only the first in the order of the bank is told, in every sitting the same: whoever
/// ticks everything learns of one option, not which are left. True/false and pairs tell nothing: a wrong "Đúng" is a
/// right "Sai", and the reason of a pair is its key.
pub fn hint<'a>(question: &'a Drawn, answer: Option<&Answer>) -> Hint<'a> {
    let wrong = match &question.body {
        Body::One { options } | Body::Many { options } if options.len() >= FEWEST => {
            let chosen = |option: &&DrawnOption| !option.right && answer.is_some_and(|answer| answer.has(&option.key));
            let first = options.iter().filter(chosen).min_by_key(|option| question.item.place_of(&option.text));
            first.and_then(|option| Some((option.text.as_str(), option.why.as_deref()?)))
        }
        _ => None,
    };
    Hint { answered: answer.is_some(), wrong }
}
