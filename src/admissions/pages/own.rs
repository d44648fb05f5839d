//! The person's own page: the way into the group, and "Tôi đã vào nhóm".

use crate::admissions::acts;
use crate::admissions::rules::Stage;
use crate::admissions::store;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, go, go_saying, html};
use crate::qr;
use crate::site::Round;
use crate::text::say;
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "admissions/own.html")]
struct OwnPage {
    page: Page,
    group: String,
    invite_link: String,
    qr: String,
    added: bool,
    added_at: String,
    confirmed: bool,
}

fn round(member: &Member) -> Option<&Round> {
    member.standing.as_ref().and_then(|standing| member.site.round(&standing.round_id))
}

/// The approved person's page: the group's link if there is one, and "Tôi đã vào nhóm".
pub(crate) async fn own(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let round = round(&member).ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let last = store::own(app.db.read(), &member.viewer.id, &round.group_id).await?;
    let stage = last.map(|(kind, _)| kind.stage());
    if !matches!(stage, Some(Stage::Approved | Stage::Added | Stage::InGroup)) {
        return Ok(go("/"));
    }
    let link = member.site.group(&round.group_id).and_then(|group| group.invite_link.clone()).unwrap_or_default();
    let confirmed = stage == Some(Stage::InGroup);
    let added_at = last.and_then(|(_, added_at)| added_at);
    Ok(html(&OwnPage {
        page: Page::new(&member, say("title.admission")).at_step(if confirmed { 5 } else { 4 }),
        group: member.site.group_name(&round.group_id).to_owned(),
        qr: if link.is_empty() { String::new() } else { qr::svg(&link) },
        invite_link: link,
        added: stage != Some(Stage::Approved),
        added_at: added_at.map(long_moment).unwrap_or_default(),
        confirmed,
    }))
}

/// "Tôi đã vào nhóm".
pub(crate) async fn confirm(State(app): State<App>, member: Member, Form(_): Form<Nothing>) -> Result<Response, Error> {
    let round = round(&member).ok_or(Error::NotFound)?;
    let mut tx = app.db.write().await?;
    let done = acts::confirm(&mut tx, &member.act(), &member.site, &round.group_id).await;
    let first = tx.settle(done).await?;
    Ok(if first { go_saying("/", "done.in_group") } else { go("/") })
}
