//! Opening a round: the form, for whom it would be, and the act.

use super::form::RoundForm;
use super::{ShowPage, runs};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts;
use crate::rounds::rules::{NewRound, RoundKind, Settings};
use crate::rounds::store::{self, Meant, Unfinished};
use crate::site::Group;
use crate::text::{say, say_with};
use crate::time::{day_after, show_day};
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// Minutes that a question takes, for the words beside a number: 20 questions, about a quarter of an hour.
const MINUTES_OF_FOUR: i64 = 3;

/// The form of a new round: the yearly one, or what was typed before somebody went back.
pub(crate) async fn new(coordinator: Coordinator, Looked(typed): Looked<RoundForm>) -> Result<Response, Error> {
    let (_, _, year) = crate::time::paper_day(coordinator.now);
    let name = say_with("round.yearly_name", &[("nam", &year)]);
    let fresh = || RoundForm::of(&name, &Settings { due_days: 10, ..Settings::default() });
    let form = if typed.is_empty() { fresh() } else { typed };
    Ok(html(&new_page(&coordinator, form, Wrong::nothing())))
}

fn new_page(member: &Member, form: RoundForm, wrong: Wrong) -> ShowPage {
    ShowPage {
        page: Page::new(member, say("title.round_new")),
        id: "new".to_owned(),
        form,
        people: 0,
        closed: String::new(),
        withdrawn: false,
        missing: Vec::new(),
        unfinished: Unfinished::default(),
        revocable: false,
        texts: Vec::new(),
        fresh: true,
        stays: false,
        coordinator: true,
        wrong,
    }
}

/// Before a round is opened: for whom, until when.
#[derive(Template)]
#[template(path = "rounds/confirm.html")]
struct ConfirmPage {
    page: Page,
    form: RoundForm,
    group: String,
    meant: Meant,
    /// Empty: no day.
    due: String,
    minutes: i64,
    wrong: Wrong,
}

/// For whom the round would be: nothing is done yet.
pub(crate) async fn confirm(
    State(app): State<App>,
    coordinator: Coordinator,
    Looked(form): Looked<RoundForm>,
) -> Result<Response, Error> {
    match form.settings() {
        Ok(settings) => Ok(html(&confirm_page(&app, &coordinator, form, &settings, Wrong::nothing()).await?)),
        Err(wrong) => Ok(refused(&new_page(&coordinator, form, wrong))),
    }
}

async fn confirm_page(
    app: &App,
    member: &Member,
    mut form: RoundForm,
    settings: &Settings,
    wrong: Wrong,
) -> Result<ConfirmPage, Error> {
    let group = group(member)?;
    form.form_key = key_of(form.form_key);
    Ok(ConfirmPage {
        page: Page::new(member, say("title.round_confirm")),
        form,
        group: group.name.clone(),
        meant: store::meant(app.db.read(), &group.id).await?,
        due: if settings.due_days > 0 { show_day(&day_after(member.now, settings.due_days)) } else { String::new() },
        minutes: settings.questions * MINUTES_OF_FOUR / 4,
        wrong,
    })
}

/// The group of the round to be opened.
fn group(member: &Member) -> Result<&Group, Error> {
    member.site.groups.iter().find(|group| runs(member, &group.id)).ok_or(Error::Forbidden)
}

/// Opens a round and enrols everybody: with the password of just now.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let settings = match form.settings() {
        Ok(settings) => settings,
        Err(wrong) => return Ok(refused(&new_page(&coordinator, form, wrong))),
    };
    let act = coordinator.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&confirm_page(&app, &coordinator, form, &settings, wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let group_id = group(&coordinator)?.id.clone();
    let new = NewRound { id: None, name: form.name, kind: RoundKind::Yearly, group_id, settings };
    let mut tx = app.db.write().await?;
    let done = acts::create(&mut tx, &act, &app.library, &new).await;
    let id = tx.settle(done).await?;
    let done = if acts::catch_up(&app).await { "done.round_opened" } else { "done.round_filling" };
    Ok(go_saying(&format!("/rounds/{id}"), done))
}
