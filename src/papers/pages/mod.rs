//! The office's list of papers, one paper with what can be done, its entry form, and the sheet that is printed.

mod enter;
mod own;
mod scan;
mod sheet;
mod show;

pub(crate) use enter::{enter, form};
pub(crate) use own::own;
pub(crate) use scan::{scan, see};
pub(crate) use sheet::print;
pub(crate) use show::{cancel, confirm, give_back, show};

use super::acts::{self, Drawn};
use super::rules::PaperStep;
use super::store::{self, Paper};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html};
use crate::quizzes::acts as quizzes;
use crate::text::say;
use crate::time::long_moment;
use crate::visit::{Coordinator, Member, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "papers/index.html")]
struct IndexPage {
    page: Page,
    open: Vec<Listed>,
    ended: Vec<Listed>,
}

struct Listed {
    id: String,
    full_name: String,
    about: String,
    state: &'static str,
    at: String,
    /// Waits for this viewer.
    mine: bool,
}

/// Those that are open, and the newest that ended.
pub(crate) async fn index(State(app): State<App>, office: Office) -> Result<Response, Error> {
    let (db, viewer) = (app.db.read(), office.viewer.id.as_str());
    let open = store::waiting(db, viewer).await?;
    let mut ended = store::ended(db, viewer, PaperStep::Confirmed).await?;
    ended.extend(store::ended(db, viewer, PaperStep::Cancelled).await?);
    ended.sort_by_key(|one| std::cmp::Reverse(one.ended_at));
    let listed = |one: Paper| Listed {
        about: format!("{} · {}", one.code, office.site.department_name(&one.department_id)),
        state: say(PaperStep::state(one.kind)),
        at: long_moment(one.at.unwrap_or(one.drawn_at)),
        mine: waits_for(&office, &one),
        id: one.id,
        full_name: one.full_name,
    };
    let page = Page::new(&office, say("title.papers"));
    let (open, ended) = (open.into_iter().map(listed).collect(), ended.into_iter().map(listed).collect());
    Ok(html(&IndexPage { page, open, ended }))
}

/// Whether the next step of a paper may be this viewer's.
fn waits_for(member: &Member, paper: &Paper) -> bool {
    let group = member.site.round(&paper.round_id).map(|round| round.group_id.as_str()).unwrap_or_default();
    let roles = &member.viewer.roles;
    let own = paper.person_id == member.viewer.id;
    match paper.kind {
        Some(PaperStep::Entered) => {
            let office = [Role::Coordinator, Role::Leader].into_iter().any(|role| roles.has_for_group(role, group));
            !own && office && paper.by_id.as_deref() != Some(member.viewer.id.as_str())
        }
        kind => !own && PaperStep::awaits_entry(kind) && roles.has_for_group(Role::Coordinator, group),
    }
}

/// A paper whose group's office the viewer is.
async fn seen(app: &App, member: &Member, id: &str) -> Result<Paper, Error> {
    let paper = store::find(app.db.read(), id).await?;
    let round = member.site.round(&paper.round_id).ok_or(Error::NotFound)?;
    let holds = |role| member.viewer.roles.has_for_group(role, &round.group_id);
    if [Role::Coordinator, Role::Leader].into_iter().any(holds) { Ok(paper) } else { Err(Error::NotFound) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawForm {
    round: String,
    form_key: String,
}

/// Draws one for a person, or opens the one there is.
pub(crate) async fn draw(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<DrawForm>,
) -> Result<Response, Error> {
    let round = coordinator.site.round(&form.round).filter(|round| round.is_open()).ok_or(Error::NotFound)?;
    let (facts, past) = quizzes::before(&app, round, &id).await?.ok_or(Error::NotFound)?;
    let drawing = quizzes::draw(round, &app.library, &facts, &past, &mut rand::rng());
    let new = Drawn { person_id: &id, drawing: &drawing };
    let mut tx = app.db.write().await?;
    let done = acts::draw(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &new).await;
    let paper = tx.settle(done).await?;
    Ok(go(&format!("/papers/{paper}")))
}
