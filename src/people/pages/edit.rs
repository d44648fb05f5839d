//! A person's name, department and position.

use super::{PersonForm, changed};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::ledger;
use crate::page::{Page, go_saying, html, refused};
use crate::people::store::{self, NewPerson};
use crate::text::say;
use crate::visit::{Member, Registrar};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    page: Page,
    id: String,
    departments: Vec<store::Department>,
    form: PersonForm,
    error: Option<&'static str>,
}

/// The form of a person's name, department and position.
pub(crate) async fn edit(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let form = PersonForm {
        full: String::new(),
        family: person.family,
        middle: person.middle,
        given: person.given,
        name_order: person.name_order,
        code: person.code.unwrap_or_default(),
        department: person.department,
        position: person.position,
        role: Vec::new(),
        form_key: String::new(),
    };
    Ok(html(&edit_page(&app, &registrar, id, form, None).await?))
}

async fn edit_page(
    app: &App,
    member: &Member,
    id: String,
    form: PersonForm,
    error: Option<&'static str>,
) -> Result<EditPage, Error> {
    let page = Page::new(member, "Sửa thông tin");
    let departments = store::departments(app.db.read()).await?;
    Ok(EditPage { page, id, departments, form, error })
}

/// Saves a person's name, department and position; records kept so far are not touched.
pub(crate) async fn submit_edit(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PersonForm>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let name = match form.name() {
        Ok(name) if !form.department.is_empty() => name,
        Ok(_) => {
            return Ok(refused(&edit_page(&app, &registrar, id, form, Some("person.department_missing")).await?));
        }
        Err(key) => return Ok(refused(&edit_page(&app, &registrar, id, form, Some(key)).await?)),
    };
    let entry = changed(&registrar, &person, "account.changed", say("note.person_changed").to_owned());
    let (now, code, to) = (registrar.now, form.code(), person.id.clone());
    let (department, position) = (form.department.clone(), form.position.clone());
    let saved = app.db.write(move |tx| {
        Box::pin(async move {
            let department_id = store::department_named(tx, &department, now).await?;
            let new = NewPerson { id: None, name, code, department_id, position, roles: Vec::new() };
            store::update(tx, &to, &new).await?;
            ledger::append(tx, &entry).await?;
            Ok(())
        })
    });
    match saved.await {
        Ok(()) => Ok(go_saying(&format!("/tracking/people/{id}"), "done.saved")),
        Err(Error::Conflict(_)) => {
            Ok(refused(&edit_page(&app, &registrar, id, form, Some("person.code_taken")).await?))
        }
        Err(error) => Err(error),
    }
}
