//! Answers: each is kept when it is given.

use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::quizzes::rules::Answer;
use crate::quizzes::store;

/// Saves one answer of the author's own open sitting; `None` takes an earlier one back.
///
/// # Errors
/// [`Error::Conflict`] when the sitting is handed in, out of time, or its round is closed.
pub async fn answer(tx: &mut Tx, act: &Act, attempt_id: &str, place: i64, answer: Option<Answer>) -> Result<(), Error> {
    answer_many(tx, act, attempt_id, &[(place, answer)]).await
}

/// Saves several.
///
/// # Errors
/// As [`answer`]; nothing is saved then.
pub async fn answer_many(
    tx: &mut Tx,
    act: &Act,
    attempt_id: &str,
    answers: &[(i64, Option<Answer>)],
) -> Result<(), Error> {
    let person = act.by_id().ok_or(Error::SignIn)?;
    if store::save(tx, person, attempt_id, answers, act.at).await? {
        Ok(())
    } else {
        Err(Error::conflict("quiz.closed"))
    }
}
