//! Sittings on screen: one question a page or all on one; every answer is saved when given.

mod question;
mod result;
mod start;

pub(crate) use question::{all, answer, question, submit_all};
pub(crate) use result::{close_in, finish, grade, result};
pub(crate) use start::{index, start};

use crate::app::App;
use crate::error::Error;
use crate::page::{go, go_saying};
use crate::quizzes::store::{self, Asked, Attempt};
use crate::visit::Member;
use axum::response::Response;
use result::close;

/// An own sitting that is still open; a graded one sends to its result.
async fn open(app: &App, member: &Member, id: &str) -> Result<Result<(Attempt, Vec<Asked>), Response>, Error> {
    let attempt = store::attempt(app.db.read(), &member.viewer.id, id).await?;
    if attempt.graded_at.is_some() {
        return Ok(Err(go(&format!("/quiz/{id}/result"))));
    }
    if attempt.due_at.is_some_and(|due| due <= member.now) {
        close(app, member, id).await?;
        return Ok(Err(go_saying(&format!("/quiz/{id}/result"), "done.time_over")));
    }
    let asked = store::asked(app.db.read(), id).await?;
    Ok(Ok((attempt, asked)))
}
