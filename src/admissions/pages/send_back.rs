//! Returning many for one reason: first who they are, then reason and password, then each its own decision.

use super::approve::{AllForm, ChosenForm};
use super::index::index_page;
use super::lines::{Line, line};
use crate::accounts::acts::require_proof;
use crate::admissions::acts::{self, Decision};
use crate::admissions::rules::{Outcome, Ready};
use crate::admissions::store::{self, PAGE};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::id::{is_id, part_key};
use crate::page::{Page, go_saying, html, refused};
use crate::text::say;
use crate::visit::{Leader, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "admissions/send_back.html")]
struct SendBackPage {
    page: Page,
    lines: Vec<Line>,
    ready: String,
    reason: String,
    form_key: String,
    wrong: Wrong,
}

/// Who would get the application back: nothing is done yet.
pub(crate) async fn look_back(
    State(app): State<App>,
    leader: Leader,
    Looked(form): Looked<ChosenForm>,
) -> Result<Response, Error> {
    let form = AllForm { id: form.id, ..AllForm::default() };
    let page = page(&app, &leader, form, Wrong::nothing()).await?;
    if page.lines.is_empty() {
        let wrong = Wrong::key("", "admission.choose");
        return Ok(refused(&index_page(&app, &leader, wrong).await?));
    }
    Ok(html(&page))
}

async fn page(app: &App, member: &Member, form: AllForm, wrong: Wrong) -> Result<SendBackPage, Error> {
    let ids: Vec<&str> = form.id.iter().map(String::as_str).filter(|id| is_id(id)).take(PAGE).collect();
    let rows = store::chosen(app.db.read(), &member.viewer.id, &ids.join(" ")).await?;
    let lines = rows.iter().map(|one| line(member, one, false)).filter(|line| line.decides);
    Ok(SendBackPage {
        page: Page::new(member, say("title.send_back")),
        lines: lines.collect(),
        ready: form.ready,
        reason: form.reason,
        form_key: key_of(form.form_key),
        wrong,
    })
}

/// Returns what was on the screen and still stands so, with one reason; each is its own decision in the record.
pub(crate) async fn return_all(
    State(app): State<App>,
    leader: Leader,
    Form(form): Form<AllForm>,
) -> Result<Response, Error> {
    let reason = Ready::parse(&form.ready).map(|ready| ready.reason(&form.reason)).unwrap_or_default();
    if reason.is_empty() {
        let wrong = Wrong::key("reason", "admission.reason_all");
        return Ok(refused(&page(&app, &leader, form, wrong).await?));
    }
    match require_proof(&app, &leader.act(), false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&page(&app, &leader, form, wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let mut returned = 0_usize;
    for id in form.id.iter().take(PAGE) {
        match send_back(&app, &leader, id, (&form, &reason)).await {
            Ok(done) => returned += usize::from(done),
            Err(Error::Conflict(_) | Error::NotFound) => {}
            // Some are saved: neither "saved" nor "not saved" is true of the whole, and the form can be sent again.
            Err(error) if returned > 0 => return Err(Error::Unknown(error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(go_saying("/admissions", if returned > 0 { "done.returned_all" } else { "done.nothing_to_return" }))
}

async fn send_back(app: &App, leader: &Leader, id: &str, (form, reason): (&AllForm, &str)) -> Result<bool, Error> {
    let key = part_key(&form.form_key, id).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    if !is_id(id) {
        return Ok(false);
    }
    let Some(one) = store::chosen(app.db.read(), &leader.viewer.id, id).await?.pop() else { return Ok(false) };
    if !form.contact.contains(&one.contact_id) {
        return Ok(false);
    }
    let decision = Decision { outcome: Outcome::Return, contact_id: &one.contact_id, reason };
    let mut tx = app.db.write().await?;
    let done = acts::decide(&mut tx, &leader.act_by(&key), &leader.site, id, &decision).await;
    tx.settle(done).await.map(|()| true)
}
