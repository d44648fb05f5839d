//! Approving many: first who they are and what is doubtful, then the password, then each its own decision.

use super::index::index_page;
use super::lines::{Line, line};
use crate::accounts::acts::require_proof;
use crate::admissions::acts::{self, Decision};
use crate::admissions::rules::Outcome;
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
use serde::Deserialize;

/// The ticked applications, or all that nothing is to be said about.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChosenForm {
    pub(super) id: Vec<String>,
    all: String,
}

#[derive(Template)]
#[template(path = "admissions/approve.html")]
struct ApprovePage {
    page: Page,
    lines: Vec<Line>,
    /// Chosen, and not to be approved together: each with why.
    left_out: Vec<Line>,
    /// More wait than one page shows.
    more: bool,
    form_key: String,
    wrong: Wrong,
}

/// Who would be approved: nothing is done yet.
pub(crate) async fn look(
    State(app): State<App>,
    leader: Leader,
    Looked(form): Looked<ChosenForm>,
) -> Result<Response, Error> {
    let page = if form.all.is_empty() {
        chosen_page(&app, &leader, &form.id, String::new(), Wrong::nothing()).await?
    } else {
        let mut rows = store::undecided(app.db.read(), &leader.viewer.id, 0).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let lines = rows.iter().map(|one| line(&leader, one, false)).filter(|line| line.plain && line.decides);
        approve_page(&leader, lines.collect(), more, (String::new(), Wrong::nothing()))
    };
    if page.lines.is_empty() && page.left_out.is_empty() {
        let sentence = say(if form.all.is_empty() { "admission.choose" } else { "done.nothing_to_approve" });
        return Ok(refused(&index_page(&app, &leader, Wrong::at("", sentence)).await?));
    }
    Ok(html(&page))
}

/// The page of these applications, as they stand now.
async fn chosen_page(
    app: &App,
    member: &Member,
    ids: &[String],
    form_key: String,
    wrong: Wrong,
) -> Result<ApprovePage, Error> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).filter(|id| is_id(id)).take(PAGE).collect();
    let rows = store::chosen(app.db.read(), &member.viewer.id, &ids.join(" ")).await?;
    let lines = rows.iter().map(|one| line(member, one, false)).collect();
    Ok(approve_page(member, lines, false, (form_key, wrong)))
}

fn approve_page(member: &Member, lines: Vec<Line>, more: bool, (form_key, wrong): (String, Wrong)) -> ApprovePage {
    let (lines, left_out) = lines.into_iter().partition(|line| line.ticks);
    let page = Page::new(member, say("title.approve"));
    ApprovePage { page, lines, left_out, more, form_key: key_of(form_key), wrong }
}

/// The applications that the leader saw, with the contacts that were on the screen.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllForm {
    #[serde(default)]
    pub(super) id: Vec<String>,
    #[serde(default)]
    pub(super) contact: Vec<String>,
    pub(super) form_key: String,
    #[serde(default)]
    pub(super) password: Option<String>,
    /// Of a return: a ready reason, and words of one's own.
    #[serde(default)]
    pub(super) ready: String,
    #[serde(default)]
    pub(super) reason: String,
}

/// Approves what was on the screen and still stands so; each is its own decision in the record, and the same form
/// decides about each once. The password is of just now, however lately it was given before.
pub(crate) async fn approve_all(
    State(app): State<App>,
    leader: Leader,
    Form(form): Form<AllForm>,
) -> Result<Response, Error> {
    match require_proof(&app, &leader.act(), false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            let page = chosen_page(&app, &leader, &form.id, form.form_key, wrong).await?;
            return Ok(refused(&page));
        }
        Err(error) => return Err(error),
    }
    let approved = decide_each(&app, &leader, (&form.id, &form), (Outcome::Approve, "")).await?;
    Ok(go_saying("/admissions", if approved > 0 { "done.approved_all" } else { "done.nothing_to_approve" }))
}

/// Takes one decision about each of these, as its own act; answers about how many it was taken. Who has changed since, or
/// was decided before, is passed over.
pub(super) async fn decide_each(
    app: &App,
    leader: &Leader,
    (ids, form): (&[String], &AllForm),
    (outcome, reason): (Outcome, &str),
) -> Result<usize, Error> {
    let mut decided = 0;
    for id in ids {
        match decide_one(app, leader, (id, form), (outcome, reason)).await {
            Ok(done) => decided += usize::from(done),
            Err(Error::Conflict(_) | Error::NotFound) => {}
            // Some are saved: neither "saved" nor "not saved" is true of the whole, and the form can be sent again.
            Err(error) if decided > 0 => return Err(Error::Unknown(error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(decided)
}

/// One of many; an approval is not given where it needs words of its own.
async fn decide_one(
    app: &App,
    leader: &Leader,
    (id, form): (&str, &AllForm),
    (outcome, reason): (Outcome, &str),
) -> Result<bool, Error> {
    let key = part_key(&form.form_key, id).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    if !is_id(id) {
        return Ok(false);
    }
    let Some(one) = store::chosen(app.db.read(), &leader.viewer.id, id).await?.pop() else { return Ok(false) };
    let alone = outcome == Outcome::Approve && !line(leader, &one, false).ticks;
    if alone || !form.contact.contains(&one.contact_id) {
        return Ok(false);
    }
    let decision = Decision { outcome, contact_id: &one.contact_id, reason };
    let mut tx = app.db.write().await?;
    let done = acts::decide(&mut tx, &leader.act_by(&key), &leader.site, id, &decision).await;
    tx.settle(done).await.map(|()| true)
}

/// The approvals that were given together, as they were on the screen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndoForm {
    #[serde(default)]
    id: Vec<String>,
    /// The moment of their decision.
    decided: i64,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Takes approvals that were given together back, each by the next row of its chain; whom HC-DV has added meanwhile stays.
pub(crate) async fn undo_all(
    State(app): State<App>,
    leader: Leader,
    Form(form): Form<UndoForm>,
) -> Result<Response, Error> {
    match require_proof(&app, &leader.act(), false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            return Ok(refused(&index_page(&app, &leader, Wrong::at("password", sentence)).await?));
        }
        Err(error) => return Err(error),
    }
    let (mut undone, mut kept) = (0_usize, 0_usize);
    for id in form.id.iter().take(PAGE) {
        match take_back(&app, &leader, id, &form).await {
            Ok(()) => undone += 1,
            Err(Error::Conflict(_) | Error::NotFound) => kept += 1,
            Err(error) if undone > 0 => return Err(Error::Unknown(error.to_string())),
            Err(error) => return Err(error),
        }
    }
    let key = match (undone, kept) {
        (0, _) => "done.nothing_to_undo",
        (_, 0) => "done.undone_all",
        _ => "done.undone_some",
    };
    Ok(go_saying("/admissions", key))
}

async fn take_back(app: &App, leader: &Leader, id: &str, form: &UndoForm) -> Result<(), Error> {
    let key = part_key(&form.form_key, id).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &leader.act_by(&key), &leader.site, id, Some(form.decided)).await;
    tx.settle(done).await
}
