//! The rounds and their settings.

use super::rules::Settings;
use super::store::{self, NewRound, Round};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::id::{is_id, new_id};
use crate::page::{Page, go_saying, html, refused};
use crate::people::pages::by;
use crate::settings::store::groups;
use crate::time::short_day;
use crate::visit::{Coordinator, Member, Registrar};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rounds/index.html")]
struct IndexPage {
    page: Page,
    rounds: Vec<Line>,
    coordinator: bool,
}

struct Line {
    id: String,
    name: String,
    people: i64,
    opened: String,
    closed: String,
    yearly: bool,
}

/// The rounds.
pub(crate) async fn index(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
    let rounds = store::rounds(app.db.read()).await?.into_iter().map(|round| Line {
        yearly: round.kind == "yearly",
        opened: short_day(round.opened_at),
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        id: round.id,
        name: round.name,
        people: round.people,
    });
    let page = Page::new(&registrar, "Đợt phổ biến");
    Ok(html(&IndexPage { page, rounds: rounds.collect(), coordinator: registrar.viewer.has(Role::Coordinator) }))
}

#[derive(Template)]
#[template(path = "rounds/show.html")]
struct ShowPage {
    page: Page,
    id: String,
    form: RoundForm,
    people: i64,
    closed: String,
    fresh: bool,
    coordinator: bool,
    error: Option<&'static str>,
}

/// A round as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoundForm {
    name: String,
    #[serde(default)]
    kind: String,
    pass_percent: String,
    questions: String,
    sittings: String,
    wait_minutes: String,
    limit_minutes: String,
    due_days: String,
    #[serde(default)]
    form_key: String,
}

impl RoundForm {
    fn of(name: &str, kind: &str, settings: &Settings) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            pass_percent: settings.pass_percent.to_string(),
            questions: settings.questions.to_string(),
            sittings: settings.sittings.to_string(),
            wait_minutes: settings.wait_minutes.to_string(),
            limit_minutes: settings.limit_minutes.to_string(),
            due_days: settings.due_days.to_string(),
            form_key: new_id(),
        }
    }

    fn settings(&self) -> Result<Settings, &'static str> {
        if self.name.is_empty() || self.name.chars().count() > 150 {
            return Err("round.name");
        }
        let number = |text: &str, key: &'static str| text.trim().parse::<i64>().map_err(|_| key);
        let settings = Settings {
            pass_percent: number(&self.pass_percent, "round.pass")?,
            questions: number(&self.questions, "round.questions")?,
            sittings: number(&self.sittings, "round.sittings")?,
            wait_minutes: number(&self.wait_minutes, "round.wait")?,
            limit_minutes: number(&self.limit_minutes, "round.limit")?,
            due_days: number(&self.due_days, "round.due")?,
        };
        settings.check()?;
        Ok(settings)
    }
}

/// One round with its settings.
pub(crate) async fn show(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let round = store::round(app.db.read(), &id).await?;
    let form = RoundForm::of(&round.name, &round.kind, &round.settings());
    Ok(html(&show_page(&registrar, &round, form, None).await?))
}

async fn show_page(
    member: &Member,
    round: &Round,
    form: RoundForm,
    error: Option<&'static str>,
) -> Result<ShowPage, Error> {
    Ok(ShowPage {
        page: Page::new(member, round.name.clone()),
        id: round.id.clone(),
        form,
        people: round.people,
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        fresh: false,
        coordinator: member.viewer.has(Role::Coordinator),
        error,
    })
}

/// Saves a round's settings; sittings already drawn keep theirs.
pub(crate) async fn save(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let round = store::round(app.db.read(), &id).await?;
    let settings = match form.settings() {
        Ok(settings) => settings,
        Err(key) => return Ok(refused(&show_page(&coordinator, &round, form, Some(key)).await?)),
    };
    let to = id.clone();
    let saved =
        app.db.write(move |tx| Box::pin(async move { store::save(tx, &to, &form.name, &settings).await })).await?;
    if !saved {
        return Err(Error::conflict("round.closed"));
    }
    Ok(go_saying(&format!("/rounds/{id}"), "done.saved"))
}

/// The form of a new round: the yearly one.
pub(crate) async fn new(coordinator: Coordinator) -> Result<Response, Error> {
    let (_, _, year) = crate::time::paper_day(coordinator.now);
    let form = RoundForm::of(
        &format!("Ôn lại, xác nhận lại định kỳ năm {year}"),
        "yearly",
        &Settings { due_days: 10, ..Settings::default() },
    );
    Ok(html(&new_page(&coordinator, form, None).await?))
}

async fn new_page(member: &Member, form: RoundForm, error: Option<&'static str>) -> Result<ShowPage, Error> {
    Ok(ShowPage {
        page: Page::new(member, "Mở đợt mới"),
        id: "new".to_owned(),
        form,
        people: 0,
        closed: String::new(),
        fresh: true,
        coordinator: true,
        error,
    })
}

/// Opens a round and enrols everybody.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let settings = match form.settings() {
        Ok(settings) => settings,
        Err(key) => return Ok(refused(&new_page(&coordinator, form, Some(key)).await?)),
    };
    let group = groups(app.db.read()).await?.into_iter().next().ok_or(Error::NotFound)?;
    let new = NewRound { name: form.name.clone(), kind: "yearly", group_id: group.id, settings };
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let (id, by, now) = (form.form_key.clone(), by(&coordinator), coordinator.now);
    let to = id.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::create(tx, &id, &new, by.as_ref().map(|by| by.0.as_str()), now).await?;
                store::enrol_everybody(tx, &id, settings.due_days, &by, now).await
            })
        })
        .await?;
    Ok(go_saying(&format!("/rounds/{to}"), "done.round_opened"))
}

/// Closes a round.
pub(crate) async fn close(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let round = store::round(app.db.read(), &id).await?;
    if round.kind == "newcomer" {
        return Err(Error::conflict("round.newcomer_stays"));
    }
    let now = coordinator.now;
    app.db.write(move |tx| Box::pin(async move { store::close(tx, &round.id, now).await })).await?;
    Ok(go_saying(&format!("/rounds/{id}"), "done.round_closed"))
}

/// Enrols everybody who is not in the round yet.
pub(crate) async fn enrol(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let round = store::round(app.db.read(), &id).await?;
    if round.closed_at.is_some() {
        return Err(Error::conflict("round.closed"));
    }
    let (by, now) = (by(&coordinator), coordinator.now);
    app.db
        .write(move |tx| Box::pin(async move { store::enrol_everybody(tx, &round.id, round.due_days, &by, now).await }))
        .await?;
    Ok(go_saying(&format!("/rounds/{id}"), "done.enrolled"))
}
