//! Opening a round: the form, for whom it would be, and the act.

use super::form::RoundForm;
use super::texts::{self, Sitting, TextLine, first, lines};
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

/// The form of a new round: the yearly one, perhaps about one text alone, or what was typed before somebody went back.
pub(crate) async fn new(
    State(app): State<App>,
    coordinator: Coordinator,
    Looked(typed): Looked<RoundForm>,
) -> Result<Response, Error> {
    let (_, _, year) = crate::time::paper_day(coordinator.now);
    let group = group(&coordinator)?;
    let fresh = || match kind(&coordinator, &group.id) {
        RoundKind::Newcomer => RoundForm::of(&say_with("setup.round", &[("nhom", &group.name)]), &Settings::default()),
        RoundKind::Yearly => {
            let name = say_with("round.yearly_name", &[("nam", &year)]);
            RoundForm::of(&name, &Settings { due_days: 10, ..Settings::default() })
        }
    };
    let form = if typed.is_empty() { fresh().about(typed) } else { typed };
    Ok(html(&new_page(&app, &coordinator, form, Wrong::nothing())))
}

fn new_page(app: &App, member: &Member, form: RoundForm, wrong: Wrong) -> ShowPage {
    let choice = lines(app, &member.site, &form);
    // A box that is not on the page cannot be marked.
    let there = match &wrong {
        wrong if wrong.is_at("quiz") => choice.iter().any(|line| line.questions > 0),
        wrong if wrong.is_at("document") || wrong.is_at("acknowledge") => {
            choice.iter().any(|line| line.refusal.is_empty())
        }
        _ => true,
    };
    ShowPage {
        page: Page::new(member, say("title.round_new")),
        id: "new".to_owned(),
        few: form.settings().map(|set| Sitting::of_form(app, &member.site, &form, &set).few).unwrap_or_default(),
        first: first(&choice),
        choice,
        form,
        people: 0,
        closed: String::new(),
        withdrawn: false,
        missing: Vec::new(),
        unfinished: Unfinished::default(),
        revocable: false,
        texts: Vec::new(),
        fresh: true,
        rolling: group(member).is_ok_and(|group| kind(member, &group.id) == RoundKind::Newcomer),
        stays: false,
        coordinator: true,
        wrong: wrong.shown(there),
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
    texts: Vec<TextLine>,
    sitting: Sitting,
    wrong: Wrong,
}

/// For whom the round would be: nothing is done yet.
pub(crate) async fn confirm(
    State(app): State<App>,
    coordinator: Coordinator,
    Looked(form): Looked<RoundForm>,
) -> Result<Response, Error> {
    match checked(&app, &coordinator, &form) {
        Ok(settings) => Ok(html(&confirm_page(&app, &coordinator, form, &settings, Wrong::nothing()).await?)),
        Err(wrong) => Ok(refused(&new_page(&app, &coordinator, form, wrong))),
    }
}

/// The settings, where nothing is wrong with them or with the texts.
fn checked(app: &App, member: &Member, form: &RoundForm) -> Result<Settings, Wrong> {
    let settings = form.settings()?;
    let wrong = texts::wrong(app, &member.site, form);
    if wrong.is_any() { Err(wrong) } else { Ok(settings) }
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
        texts: lines(app, &member.site, &form).into_iter().filter(|line| line.read).collect(),
        sitting: Sitting::of_form(app, &member.site, &form, settings),
        form,
        group: group.name.clone(),
        meant: store::meant(app.db.read(), &group.id).await?,
        due: if settings.due_days > 0 { show_day(&day_after(member.now, settings.due_days)) } else { String::new() },
        wrong,
    })
}

/// The group of the round to be opened.
fn group(member: &Member) -> Result<&Group, Error> {
    member.site.groups.iter().find(|group| runs(member, &group.id)).ok_or(Error::Forbidden)
}

/// The first round of a group is for whoever comes, too.
fn kind(member: &Member, group_id: &str) -> RoundKind {
    let mut open = member.site.open_rounds().filter(|round| round.group_id == group_id);
    if open.any(|round| round.kind == RoundKind::Newcomer) { RoundKind::Yearly } else { RoundKind::Newcomer }
}

/// Opens a round and enrols everybody: with the password of just now.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<RoundForm>,
) -> Result<Response, Error> {
    let settings = match checked(&app, &coordinator, &form) {
        Ok(settings) => settings,
        Err(wrong) => return Ok(refused(&new_page(&app, &coordinator, form, wrong))),
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
    let kind = kind(&coordinator, &group_id);
    let texts = form.texts(coordinator.site.documents.iter().map(|one| one.id.as_str()));
    let new = NewRound { id: None, name: form.name.clone(), kind, group_id, settings, texts };
    let mut tx = app.db.write().await?;
    let done = acts::create(&mut tx, &act, &app.library, &new).await;
    let id = match tx.settle(done).await {
        Ok(id) => id,
        Err(Error::Field(field, sentence)) => {
            return Ok(refused(&new_page(&app, &coordinator, form, Wrong::at(field, sentence))));
        }
        Err(error) => return Err(error),
    };
    let done = if acts::catch_up(&app).await { "done.round_opened" } else { "done.round_filling" };
    Ok(go_saying(&format!("/rounds/{id}"), done))
}
