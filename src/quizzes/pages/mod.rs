//! Sittings on screen: one question a page or all on one; every answer is saved when given.

mod question;
mod result;
mod start;
mod wait;

pub(crate) use question::{all, answer, question, submit_all};
pub(crate) use result::{finish, grade, result};
pub(crate) use start::{index, start};
pub(crate) use wait::lift_wait;

use crate::app::App;
use crate::error::Error;
use crate::page::{go, go_saying};
use crate::quizzes::acts;
use crate::quizzes::store::Attempt;
use crate::visit::Member;
use axum::response::Response;

/// Where a sitting that is not open sends a page: to its result, or to the end of its time.
fn over(attempt: &Attempt, now: i64) -> Option<Response> {
    let result = format!("/quiz/{}/result", attempt.id);
    match attempt.graded_at {
        Some(at) if attempt.due_at.is_some_and(|due| due <= at) => Some(go_saying(&result, "done.time_over")),
        Some(_) => Some(go(&result)),
        None => attempt.is_late(now).then(|| go(&format!("/quiz/{}/finish", attempt.id))),
    }
}

/// Where a sitting that is not open sends an answer: to its result, graded first when its time ran out.
async fn closed(app: &App, member: &Member, attempt: &Attempt) -> Result<Option<Response>, Error> {
    if attempt.is_late(member.now) {
        close(app, member, &attempt.id).await?;
        return Ok(Some(go_saying(&format!("/quiz/{}/result", attempt.id), "done.time_over")));
    }
    Ok(over(attempt, member.now))
}

/// Grades an own sitting; whoever comes second changes nothing.
async fn close(app: &App, member: &Member, id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let done = acts::grade(&mut tx, &member.act(), &member.site, &member.author(), id).await;
    tx.settle(done).await.map(|_| ())
}
