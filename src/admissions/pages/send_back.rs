//! Returning many for one reason: first who they are, then reason and password, then each its own decision.

use super::approve::{AllForm, ChosenForm, decide_each};
use super::index::index_page;
use super::lines::{Line, line};
use crate::accounts::acts::require_proof;
use crate::admissions::rules::{Outcome, Ready};
use crate::admissions::store::{self, PAGE};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::id::is_id;
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
    let ids = form.id.get(..PAGE).unwrap_or(&form.id);
    let returned = decide_each(&app, &leader, (ids, &form), (Outcome::Return, &reason)).await?;
    Ok(go_saying("/admissions", if returned > 0 { "done.returned_all" } else { "done.nothing_to_return" }))
}
