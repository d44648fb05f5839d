//! Adding people: one by the form, many by a pasted list.

use super::{PersonForm, by};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_id};
use crate::page::{Page, go_saying, html, refused};
use crate::people::rules::Name;
use crate::people::store::{self, NewPerson};
use crate::text::{say, say_with};
use crate::visit::{Member, Registrar};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    page: Page,
    departments: Vec<store::Department>,
    form: PersonForm,
    roles: Vec<RoleBox>,
    error: Option<&'static str>,
    pasted: String,
    paste_errors: Vec<String>,
}

struct RoleBox {
    value: &'static str,
    label: &'static str,
    on: bool,
}

/// The form for one person, and the box for a pasted list.
pub(crate) async fn new(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
    Ok(html(&new_page(&app, &registrar, PersonForm::default(), None).await?))
}

async fn new_page(
    app: &App,
    member: &Member,
    mut form: PersonForm,
    error: Option<&'static str>,
) -> Result<NewPage, Error> {
    if form.form_key.is_empty() {
        form.form_key = new_id();
    }
    let admin = member.viewer.has(Role::Admin);
    let boxes = Role::ALL.into_iter().filter(|_| admin).map(|role| RoleBox {
        value: role.as_str(),
        label: role.label(),
        on: form.role.iter().any(|on| on == role.as_str()),
    });
    Ok(NewPage {
        page: Page::new(member, "Thêm người"),
        departments: store::departments(app.db.read()).await?,
        roles: boxes.collect(),
        form,
        error,
        pasted: String::new(),
        paste_errors: Vec::new(),
    })
}

/// Adds one person, then shows their link.
pub(crate) async fn create(
    State(app): State<App>,
    registrar: Registrar,
    Form(form): Form<PersonForm>,
) -> Result<Response, Error> {
    let name = match form.name() {
        Ok(name) if !form.department.is_empty() => name,
        Ok(_) => return Ok(refused(&new_page(&app, &registrar, form, Some("person.department_missing")).await?)),
        Err(key) => return Ok(refused(&new_page(&app, &registrar, form, Some(key)).await?)),
    };
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let admin = registrar.viewer.has(Role::Admin);
    let roles = Role::ALL.into_iter().filter(|role| admin && form.role.iter().any(|on| on == role.as_str()));
    let roles = roles.map(Role::as_str).collect();
    let (by, now, code, key) = (by(&registrar), registrar.now, form.code(), form.form_key.clone());
    let (department, position) = (form.department.clone(), form.position.clone());
    let made = app.db.write(move |tx| {
        Box::pin(async move {
            let department_id = store::department_named(tx, &department, now).await?;
            let new = NewPerson { id: Some(key), name, code, department_id, position, roles };
            store::create(tx, &new, &by, now).await
        })
    });
    match made.await {
        Ok((id, _)) => Ok(go_saying(&format!("/tracking/people/{id}"), "done.person_created")),
        Err(Error::Conflict(_)) if store::person(app.db.read(), &form.form_key).await.is_ok() => {
            Ok(go_saying(&format!("/tracking/people/{}", form.form_key), "done.person_created"))
        }
        Err(Error::Conflict(_)) => Ok(refused(&new_page(&app, &registrar, form, Some("person.code_taken")).await?)),
        Err(error) => Err(error),
    }
}

/// A list pasted from a spreadsheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasteForm {
    people: String,
    form_key: String,
}

/// Columns of a pasted line: họ và tên, phòng, chức vụ, mã nhân sự.
fn pasted_line(line: &str) -> Result<(Name, String, String, Option<String>), &'static str> {
    let separator = if line.contains('\t') { '\t' } else { ';' };
    let cells: Vec<&str> = line.split(separator).map(str::trim).collect();
    let cell = |n: usize| cells.get(n).copied().unwrap_or_default().to_owned();
    let guess = Name::guess(&cell(0));
    let name = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order)?;
    if cell(1).is_empty() {
        return Err("person.department_missing");
    }
    Ok((name, cell(1), cell(2), Some(cell(3)).filter(|code| !code.is_empty())))
}

/// Adds everybody of a pasted list, or nobody when a line is wrong.
pub(crate) async fn paste(
    State(app): State<App>,
    registrar: Registrar,
    Form(form): Form<PasteForm>,
) -> Result<Response, Error> {
    let lines: Vec<&str> = form.people.lines().filter(|line| !line.trim().is_empty()).collect();
    let parsed: Vec<_> = lines.iter().map(|line| pasted_line(line)).collect();
    let mut errors: Vec<String> = Vec::new();
    for (place, one) in parsed.iter().enumerate() {
        if let Err(key) = one {
            errors.push(say_with("people.paste_line", &[("dong", &(place + 1).to_string()), ("ly_do", say(key))]));
        }
    }
    if parsed.is_empty() {
        errors.push(say("people.paste_empty").to_owned());
    }
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let (by, now, mut key) = (by(&registrar), registrar.now, Some(form.form_key.clone()));
    if errors.is_empty() {
        let people: Vec<_> = parsed.into_iter().flatten().collect();
        let made = app.db.write(move |tx| {
            Box::pin(async move {
                for (name, department, position, code) in people {
                    let department_id = store::department_named(tx, &department, now).await?;
                    let new = NewPerson { id: key.take(), name, code, department_id, position, roles: Vec::new() };
                    store::create(tx, &new, &by, now).await?;
                }
                Ok(())
            })
        });
        match made.await {
            Ok(()) => return Ok(go_saying("/tracking", "done.people_created")),
            Err(Error::Conflict(_)) if store::person(app.db.read(), &form.form_key).await.is_ok() => {
                return Ok(go_saying("/tracking", "done.people_created"));
            }
            Err(Error::Conflict(sentence)) => errors.push(sentence),
            Err(error) => return Err(error),
        }
    }
    let mut page = new_page(&app, &registrar, PersonForm::default(), None).await?;
    page.pasted = form.people;
    page.paste_errors = errors;
    Ok(refused(&page))
}
