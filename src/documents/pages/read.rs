//! "Đã đọc".

use super::{asked, readings, round};
use crate::app::App;
use crate::documents::acts;
use crate::documents::store::Readings;
use crate::error::Error;
use crate::form::Form;
use crate::page::{go, go_saying};
use crate::people::rules::Capacities;
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
        None => Ok(match next_document(&member, &document, &readings) {
            Some(address) => go_saying(&address, "done.document_read_on"),
            None => go_saying("/", "done.document_read"),
        }),
    }
}

/// The first article not read yet of another document that the round asks everybody to read.
fn next_document(member: &Member, this: &str, readings: &Readings) -> Option<String> {
    let everybody = Capacities::default();
    let mut waiting = round(member)?.asks.to_read(&everybody).filter(|one| !readings.has(&one.sha256));
    let next = waiting.find(|one| one.document_id != this)?;
    Some(format!("/documents/{}/clauses/{}", next.document_id, next.article))
}
