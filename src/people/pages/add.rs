//! Adding people: one by the form, many by a pasted list.

use super::form::PersonForm;
use super::saved;
use crate::accounts::rules::{Role, Scope};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::new_id;
use crate::page::{Page, go_saying, html, refused};
use crate::people::acts;
use crate::people::rules::Name;
use crate::people::store::NewPerson;
use crate::site::Department;
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
    departments: Vec<Department>,
    form: PersonForm,
    roles: Vec<RoleBox>,
    error: Option<String>,
    pasted: String,
    paste_errors: Vec<String>,
}

struct RoleBox {
    value: &'static str,
    label: &'static str,
    on: bool,
}

/// The form for one person, and the box for a pasted list.
pub(crate) async fn new(registrar: Registrar) -> Response {
    html(&new_page(&registrar, PersonForm::default(), None))
}

fn new_page(member: &Member, mut form: PersonForm, error: Option<String>) -> NewPage {
    if form.form_key.is_empty() {
        form.form_key = new_id();
    }
    let admin = member.viewer.has(Role::Admin);
    let boxes = Role::ALL.iter().filter(|_| admin).map(|role| RoleBox {
        value: role.as_str(),
        label: role.label(),
        on: form.role.iter().any(|on| on == role.as_str()),
    });
    NewPage {
        page: Page::new(member, say("title.people_new")),
        departments: departments(member),
        roles: boxes.collect(),
        form,
        error,
        pasted: String::new(),
        paste_errors: Vec::new(),
    }
}

/// The departments whose people this member registers.
pub(super) fn departments(member: &Member) -> Vec<Department> {
    member.site.departments.iter().filter(|one| member.viewer.roles.registers(&one.id)).cloned().collect()
}

/// Adds one person, then shows them.
pub(crate) async fn create(
    State(app): State<App>,
    registrar: Registrar,
    Form(form): Form<PersonForm>,
) -> Result<Response, Error> {
    let mut new = match form.person() {
        Ok(new) => new,
        Err(key) => return Ok(refused(&new_page(&registrar, form, Some(say(key).to_owned())))),
    };
    let admin = registrar.viewer.has(Role::Admin);
    let wanted = Role::ALL.iter().filter(|role| admin && form.role.iter().any(|on| on == role.as_str()));
    new.roles = wanted.map(|role| (*role, Scope::All)).collect();
    let mut tx = app.db.write().await?;
    let made = acts::add(&mut tx, &registrar.act_by(&form.form_key), &registrar.site, &new).await;
    match tx.settle(made).await {
        Ok(author) => Ok(saved(&author.person_id, "done.person_created")),
        Err(Error::Conflict(sentence)) => Ok(refused(&new_page(&registrar, form, Some(sentence)))),
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
fn pasted_line(line: &str) -> Result<NewPerson, &'static str> {
    let separator = if line.contains('\t') { '\t' } else { ';' };
    let cells: Vec<&str> = line.split(separator).map(str::trim).collect();
    let cell = |n: usize| cells.get(n).copied().unwrap_or_default().to_owned();
    let guess = Name::guess(&cell(0));
    let name = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order)?;
    if cell(1).is_empty() {
        return Err("person.department_missing");
    }
    let code = Some(cell(3)).filter(|code| !code.is_empty());
    Ok(NewPerson { name, department: cell(1), position: cell(2), code, ..NewPerson::default() })
}

/// Everybody of a list, or what is wrong with each bad line.
fn pasted(list: &str) -> Result<Vec<NewPerson>, Vec<String>> {
    let (mut people, mut errors) = (Vec::new(), Vec::new());
    for (line, place) in list.lines().filter(|line| !line.trim().is_empty()).zip(1..) {
        match pasted_line(line) {
            Ok(new) => people.push(new),
            Err(key) => {
                let place: i64 = place;
                errors.push(say_with("people.paste_line", &[("dong", &place.to_string()), ("ly_do", say(key))]));
            }
        }
    }
    if people.is_empty() && errors.is_empty() {
        errors.push(say("people.paste_empty").to_owned());
    }
    if errors.is_empty() { Ok(people) } else { Err(errors) }
}

/// Adds everybody of a pasted list, or nobody when a line is wrong.
pub(crate) async fn paste(
    State(app): State<App>,
    registrar: Registrar,
    Form(form): Form<PasteForm>,
) -> Result<Response, Error> {
    let errors = match pasted(&form.people) {
        Err(errors) => errors,
        Ok(people) => {
            let mut tx = app.db.write_alone().await?;
            let made = acts::add_many(&mut tx, &registrar.act_by(&form.form_key), &registrar.site, &people).await;
            match tx.settle(made).await {
                Ok(_) => return Ok(go_saying("/tracking", "done.people_created")),
                Err(Error::Conflict(sentence)) => vec![sentence],
                Err(error) => return Err(error),
            }
        }
    };
    let mut page = new_page(&registrar, PersonForm::default(), None);
    page.pasted = form.people;
    page.paste_errors = errors;
    Ok(refused(&page))
}
