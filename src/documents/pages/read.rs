//! "Đã đọc".

use super::{asked, readings, round};
use crate::app::App;
use crate::documents::acts;
use crate::error::Error;
use crate::form::Form;
use crate::page::{go, go_saying};
use crate::visit::Member;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Which article, in which words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadForm {
    article: String,
    sha256: String,
}

/// Notes that an article was read, and goes to the next one.
pub(crate) async fn read(
    State(app): State<App>,
    member: Member,
    Path(document): Path<String>,
    Form(form): Form<ReadForm>,
) -> Result<Response, Error> {
    let (act, asks) = (member.act(), round(&member).map(|round| round.id.as_str()));
    let mut tx = app.db.write().await?;
    let done = acts::read(&mut tx, &act, &member.site, asks, &document, &form.article, &form.sha256).await;
    tx.settle(done).await?;
    let version = asked(&member, &document)?;
    let readings = readings(&app, &member).await?;
    let place = version.articles.iter().position(|one| one.article == form.article).unwrap_or_default();
    let mut from_here = version.articles.iter().skip(place).chain(&version.articles);
    match from_here.find(|one| !readings.has(&one.sha256)) {
        Some(next) => Ok(go(&format!("/documents/{document}/clauses/{}", next.article))),
        None => Ok(go_saying("/", "done.document_read")),
    }
}
