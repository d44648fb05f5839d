//! Opening a round.

use super::form::RoundForm;
use super::{ShowPage, runs};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts;
use crate::rounds::rules::{NewRound, RoundKind, Settings};
use crate::text::{say, say_with};
use crate::visit::{Coordinator, Member};
use axum::extract::State;
use axum::response::Response;

/// The form of a new round: the yearly one.
pub(crate) async fn new(coordinator: Coordinator) -> Result<Response, Error> {
    let (_, _, year) = crate::time::paper_day(coordinator.now);
    let name = say_with("round.yearly_name", &[("nam", &year)]);
    let form = RoundForm::of(&name, &Settings { due_days: 10, ..Settings::default() });
    Ok(html(&new_page(&coordinator, form, None)))
}

fn new_page(member: &Member, form: RoundForm, error: Option<&'static str>) -> ShowPage {
    ShowPage {
        page: Page::new(member, say("title.round_new")),
        id: "new".to_owned(),
        form,
        people: 0,
        closed: String::new(),
        texts: Vec::new(),
        fresh: true,
        stays: false,
        coordinator: true,
        error,
    }
}

/// Opens a round and enrols everybody.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let settings = match form.settings() {
        Ok(settings) => settings,
        Err(key) => return Ok(refused(&new_page(&coordinator, form, Some(key)))),
    };
    let group = coordinator.site.groups.iter().find(|group| runs(&coordinator, &group.id)).ok_or(Error::Forbidden)?;
    let (name, group_id) = (form.name.clone(), group.id.clone());
    let new = NewRound { id: None, name, kind: RoundKind::Yearly, group_id, settings };
    let mut tx = app.db.write().await?;
    let done = acts::create(&mut tx, &coordinator.act_by(&form.form_key), &app.library, &new).await;
    let id = tx.settle(done).await?;
    let done = if acts::catch_up(&app).await { "done.round_opened" } else { "done.round_filling" };
    Ok(go_saying(&format!("/rounds/{id}"), done))
}
