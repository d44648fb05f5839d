//! A later day for those who were ticked: first who they are and what they have, then the password, then each its own act.

use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts;
use crate::rounds::rules::{is_later, new_day, stays};
use crate::rounds::store::{self, Chosen};
use crate::text::say;
use crate::time::show_day;
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Who was ticked, and what was typed for them.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LeewaysForm {
    who: Vec<String>,
    /// Whose day is not earlier than the new one, as the page has told.
    same: Vec<String>,
    /// As typed.
    day: String,
    reason: String,
    form_key: String,
    password: Option<String>,
}

#[derive(Template)]
#[template(path = "rounds/leeways.html")]
struct LeewaysPage {
    page: Page,
    round: String,
    round_name: String,
    /// Whose day can be moved.
    rows: Vec<Row>,
    /// How many of them the new day moves.
    moved: usize,
    /// Name and why, of those whose day stays whatever the new one is.
    stay: Vec<(String, &'static str)>,
    form: LeewaysForm,
    wrong: Wrong,
}

/// Somebody whose day can be moved.
struct Row {
    id: String,
    full_name: String,
    department: String,
    due: String,
    /// The typed day is not later than this.
    same: bool,
}

/// Who is meant, with the day each has: nothing is done yet.
pub(crate) async fn look_leeways(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Looked(form): Looked<LeewaysForm>,
) -> Result<Response, Error> {
    let form = LeewaysForm { who: form.who, ..LeewaysForm::default() };
    let page = leeways_page(&app, &coordinator, &id, form, Wrong::nothing()).await?;
    if page.rows.is_empty() && page.stay.is_empty() {
        return Ok(refused(&LeewaysPage { wrong: Wrong::key("", "leeway.choose"), ..page }));
    }
    Ok(html(&page))
}

async fn leeways_page(
    app: &App,
    member: &Member,
    id: &str,
    form: LeewaysForm,
    wrong: Wrong,
) -> Result<LeewaysPage, Error> {
    let round = member.site.round(id).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    super::guard(member, &round.group_id)?;
    let (mut rows, mut stay) = (Vec::new(), Vec::new());
    let day = new_day(&form.day, member.now).ok();
    for one in store::chosen(app.db.read(), id, &form.who).await? {
        let own = (one.standing.person_id == member.viewer.id).then_some("leeway.stays_own");
        match own.or_else(|| stays(&one.standing)) {
            Some(why) => stay.push((one.full_name, say(why))),
            None => rows.push(row(member, one, day.as_deref())),
        }
    }
    Ok(LeewaysPage {
        page: Page::new(member, say("title.leeway_many")),
        round: id.to_owned(),
        round_name: round.name.clone(),
        moved: rows.iter().filter(|row| !row.same).count(),
        rows,
        stay,
        form: LeewaysForm { form_key: key_of(form.form_key), ..form },
        wrong,
    })
}

fn row(member: &Member, one: Chosen, day: Option<&str>) -> Row {
    let stands = one.standing;
    Row {
        same: day.is_some_and(|day| !is_later(&stands, day)),
        due: stands.due_on.as_deref().map(show_day).unwrap_or_default(),
        department: member.site.department_name(&stands.department_id).to_owned(),
        full_name: one.full_name,
        id: stands.person_id,
    }
}

/// What is wrong with what was typed, before the password is looked at.
fn typed(form: &LeewaysForm, now: i64) -> Wrong {
    match new_day(&form.day, now) {
        Err(key) => Wrong::key("day", key),
        Ok(_) if form.reason.trim().is_empty() => Wrong::key("reason", "leeway.reason_many"),
        Ok(_) => Wrong::nothing(),
    }
}

/// Gives the later day, with the password of just now. Whose day it does not move is named first: then the page comes
/// back once, and nothing is done.
pub(crate) async fn leeways(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<LeewaysForm>,
) -> Result<Response, Error> {
    let again = async |wrong| leeways_page(&app, &coordinator, &id, form.clone(), wrong).await;
    let page = again(typed(&form, coordinator.now)).await?;
    if page.wrong.is_any() {
        return Ok(refused(&page));
    }
    let untold = page.rows.iter().any(|row| row.same && !form.same.contains(&row.id));
    if page.moved > 0 && untold {
        return Ok(html(&page));
    }
    let act = coordinator.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => return Ok(refused(&again(Wrong::at("password", sentence)).await?)),
        Err(error) => return Err(error),
    }
    let given = (form.day.as_str(), form.reason.as_str());
    let mut tx = app.db.write_alone().await?;
    let done = acts::give_many(&mut tx, &act, &coordinator.site, (&form.who, &id), given).await;
    match tx.settle(done).await {
        Ok(moved) if moved < page.moved => Ok(go_saying(&format!("/tracking?round={id}"), "done.leeway_some")),
        Ok(_) => Ok(go_saying(&format!("/tracking?round={id}"), "done.leeway_many")),
        Err(Error::Field(field, sentence)) => Ok(refused(&again(Wrong::at(field, sentence)).await?)),
        Err(error) => Err(error),
    }
}
