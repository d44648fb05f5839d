//! Departments: renamed, placed, merged, closed.

use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::{Page, go_saying, html, refused};
use crate::people::acts;
use crate::people::store::{self, Staffed};
use crate::text::say;
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

const HERE: &str = "/people/departments";

#[derive(Template)]
#[template(path = "people/departments.html")]
struct DepartmentsPage {
    page: Page,
    departments: Vec<Staffed>,
    /// Of a refused name: whose it was, what was typed.
    refused: Option<(String, String)>,
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "people/merge.html")]
struct MergePage {
    page: Page,
    id: String,
    name: String,
    into: String,
    into_name: String,
    people: Vec<String>,
    gone: i64,
    form_key: String,
}

/// Every department, with how many are in it.
pub(crate) async fn departments(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
    Ok(html(&list(&app, &registrar, None, Wrong::nothing()).await?))
}

async fn list(
    app: &App,
    member: &Member,
    refused: Option<(String, String)>,
    wrong: Wrong,
) -> Result<DepartmentsPage, Error> {
    let mut departments = store::staffed(app.db.read()).await?;
    departments.retain(|one| member.viewer.roles.registers(&one.id));
    Ok(DepartmentsPage { page: Page::new(member, say("title.departments")), departments, refused, wrong })
}

/// A department's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameForm {
    name: String,
}

/// Gives a department another name.
pub(crate) async fn rename(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<NameForm>,
) -> Result<Response, Error> {
    let wrong = form.name.is_empty() || form.name.chars().count() > 150;
    let done = if wrong {
        Err(Error::conflict("department.name"))
    } else {
        let mut tx = app.db.write().await?;
        let done = acts::rename_department(&mut tx, &registrar.act(), &registrar.site, &id, &form.name).await;
        tx.settle(done).await
    };
    match done {
        Ok(()) => Ok(go_saying(HERE, "done.department_renamed")),
        Err(Error::Conflict(sentence)) => {
            let wrong = Wrong::at("name", sentence);
            Ok(refused(&list(&app, &registrar, Some((id, form.name)), wrong).await?))
        }
        Err(error) => Err(error),
    }
}

/// Which way it goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceForm {
    to: String,
    /// Its place when the page was drawn: the same tap twice moves it once.
    from: usize,
}

/// Moves a department one place.
pub(crate) async fn place(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PlaceForm>,
) -> Result<Response, Error> {
    if !matches!(form.to.as_str(), "up" | "down") {
        return Err(Error::invalid("form.unknown_field"));
    }
    let seen = registrar.site.departments.iter().position(|one| one.id == id).ok_or(Error::NotFound)?;
    if seen == form.from {
        let mut tx = app.db.write().await?;
        let done = acts::place_department(&mut tx, &registrar.act(), &registrar.site, &id, form.to == "up").await;
        tx.settle(done).await?;
    }
    Ok(go_saying(HERE, "done.department_placed"))
}

/// Closes a department that has nobody.
pub(crate) async fn close(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(Keyed { form_key }): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::close_department(&mut tx, &registrar.act_by(&form_key), &registrar.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying(HERE, "done.department_closed"))
}

/// Into which one.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct MergeQuery {
    into: String,
}

/// Says who moves where before anything does.
pub(crate) async fn merge(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Query(query): Query<MergeQuery>,
) -> Result<Response, Error> {
    let all = store::staffed(app.db.read()).await?;
    let find = |id: &str| all.iter().find(|one| one.id == id && registrar.viewer.roles.registers(&one.id));
    let (Some(from), Some(into)) = (find(&id), find(&query.into)) else { return Err(Error::NotFound) };
    if from.id == into.id {
        return Err(Error::NotFound);
    }
    Ok(html(&MergePage {
        page: Page::new(&registrar, say("title.department_merge")),
        people: store::names_of_department(app.db.read(), &id).await?,
        id,
        name: from.name.clone(),
        into: into.id.clone(),
        into_name: into.name.clone(),
        gone: from.gone,
        form_key: crate::id::new_id(),
    }))
}

/// The merging, with the password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeForm {
    into: String,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Moves everybody and closes the department.
pub(crate) async fn submit_merge(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<MergeForm>,
) -> Result<Response, Error> {
    let act = registrar.act_by(&form.form_key);
    require_proof(&app, &act, false, form.password).await?;
    let mut tx = app.db.write_alone().await?;
    let done = acts::merge_department(&mut tx, &act, &registrar.site, &id, &form.into).await;
    tx.settle(done).await?;
    Ok(go_saying(HERE, "done.department_merged"))
}
