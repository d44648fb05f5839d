//! The person's own page: the way into the group, and "Tôi đã vào nhóm".

use super::act;
use crate::admissions::store;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::ledger;
use crate::page::{Page, go, go_saying, html, qr_svg};
use crate::standing::store as standing;
use crate::text::say;
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

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

/// The approved person's page: the group's link if there is one, and "Tôi đã vào nhóm".
pub(crate) async fn own(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let db = app.db.read();
    let now = standing::round_of(db, &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let one = store::own(db, &member.viewer.id, &now.round.group_id).await?;
    let approved = one.filter(|one| one.outcome.as_deref() == Some("approved") && one.removal_at.is_none());
    let Some(one) = approved else { return Ok(go("/")) };
    let link = now.round.invite_link.clone().unwrap_or_default();
    let confirmed = one.confirmed_at.is_some();
    let page = Page::new(&member, "Vào nhóm").at_step(if confirmed { 5 } else { 4 });
    Ok(html(&OwnPage {
        page,
        group: one.group,
        qr: if link.is_empty() { String::new() } else { qr_svg(&link) },
        invite_link: link,
        added: one.added_at.is_some(),
        added_at: one.added_at.map(long_moment).unwrap_or_default(),
        confirmed,
    }))
}

/// "Tôi đã vào nhóm".
pub(crate) async fn confirm(State(app): State<App>, member: Member, Form(_): Form<Nothing>) -> Result<Response, Error> {
    let now = standing::round_of(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let one = store::own(app.db.read(), &member.viewer.id, &now.round.group_id).await?.ok_or(Error::NotFound)?;
    if one.confirmed_at.is_some() {
        return Ok(go("/"));
    }
    let who = member.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !store::confirm(tx, &who.viewer.id, &one.group_id, who.now).await? {
                    return Err(Error::conflict("admission.not_added_yet"));
                }
                let body = json!({ "admission": one.id, "group": one.group_id });
                ledger::append(tx, &act(&who, &one, "group.confirmed", body, say("note.confirmed").to_owned())).await?;
                Ok(())
            })
        })
        .await?;
    Ok(go_saying("/", "done.in_group"))
}
