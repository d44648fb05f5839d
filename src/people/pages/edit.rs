//! A person's name, department and position.

use super::add::departments;
use super::form::PersonForm;
use super::saved;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, html, refused};
use crate::people::{acts, store};
use crate::site::Department;
use crate::text::say;
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    page: Page,
    id: String,
    departments: Vec<Department>,
    form: PersonForm,
    /// Heads the department: it is said what moves with them.
    heads: bool,
    wrong: Wrong,
}

/// The form of a person's name, department and position.
pub(crate) async fn edit(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if !registrar.viewer.roles.registers(&person.department_id) {
        return Err(Error::NotFound);
    }
    if !person.roles.is_empty() && !registrar.viewer.has(Role::Admin) {
        return Err(Error::Forbidden);
    }
    let heads = person.roles.has_for_department(Role::Head, &person.department_id);
    let form = PersonForm {
        family: person.family,
        middle: person.middle,
        given: person.given,
        name_order: person.name_order.as_str().to_owned(),
        code: person.code.unwrap_or_default(),
        department: person.department,
        position: person.position,
        joined_on: person.joined_on.unwrap_or_default(),
        email: person.email,
        ..PersonForm::default()
    };
    Ok(html(&EditPage { heads, ..edit_page(&registrar, id, form, Wrong::nothing()) }))
}

fn edit_page(member: &Member, id: String, form: PersonForm, wrong: Wrong) -> EditPage {
    EditPage {
        page: Page::new(member, say("title.people_edit")),
        id,
        departments: departments(member),
        form,
        heads: false,
        wrong,
    }
}

/// Saves a person's name, department and position; records kept so far are not touched.
pub(crate) async fn submit_edit(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PersonForm>,
) -> Result<Response, Error> {
    let new = match form.person("given") {
        Ok(new) => new,
        Err(wrong) => return Ok(refused(&edit_page(&registrar, id, form, wrong))),
    };
    let mut tx = app.db.write().await?;
    let done = acts::change(&mut tx, &registrar.act(), &registrar.site, &id, &new).await;
    match tx.settle(done).await {
        Ok(head_moved) => Ok(saved(&id, if head_moved { "done.saved_head_moved" } else { "done.saved" })),
        Err(Error::Conflict(sentence)) => Ok(refused(&edit_page(&registrar, id, form, Wrong::at("code", sentence)))),
        Err(error) => Err(error),
    }
}
