//! Sittings on screen: one question a page or all on one; every answer is saved when given.

mod question;
mod result;
mod shown;
mod start;

pub(crate) use question::{all, answer, question, submit_all};
pub(crate) use result::{finish, grade, result};
pub(crate) use start::{index, start};

use crate::app::App;
use crate::error::Error;
use crate::page::{go, go_saying};
use crate::quizzes::acts;
use crate::quizzes::store::Attempt;
use crate::site::Round;
use crate::standing::rules::Standing;
use crate::visit::Member;
use axum::response::Response;

/// The open round due next, and where the person stands in it.
fn round_of(member: &Member) -> Result<(&Standing, &Round), Error> {
    let stands = member.standing.as_ref();
    let found = stands.and_then(|stands| Some((stands, member.site.round(&stands.round_id)?)));
    found.ok_or_else(|| Error::conflict("quiz.no_round"))
}

/// Where a sitting that is not open sends: to its result, graded first when its time ran out.
async fn closed(app: &App, member: &Member, attempt: &Attempt) -> Result<Option<Response>, Error> {
    let result = format!("/quiz/{}/result", attempt.id);
    if attempt.graded_at.is_some() {
        return Ok(Some(go(&result)));
    }
    if attempt.is_late(member.now) {
        close(app, member, &attempt.id).await?;
        return Ok(Some(go_saying(&result, "done.time_over")));
    }
    Ok(None)
}

/// Grades an own sitting; whoever comes second changes nothing.
async fn close(app: &App, member: &Member, id: &str) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let done = acts::grade(&mut tx, &member.act(), &member.site, &member.author(), id).await;
    tx.settle(done).await.map(|_| ())
}
