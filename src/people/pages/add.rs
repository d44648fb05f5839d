//! Adding people: one by the form; the box for a list beside it.

use super::form::PersonForm;
use super::saved;
use crate::accounts::rules::{Role, Scope};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::new_id;
use crate::page::{Page, html, refused};
use crate::people::rules::list::MOST_OF_FILE;
use crate::people::{acts, store};
use crate::site::Department;
use crate::text::say;
use crate::visit::{Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/new.html")]
pub(super) struct NewPage {
    page: Page,
    departments: Vec<Department>,
    form: PersonForm,
    roles: Vec<RoleBox>,
    wrong: Wrong,
    /// One's own lists of the last two days: address and moment.
    recent: Vec<(String, String)>,
    pub(super) pasted: String,
    /// People of a file.
    most: usize,
}

struct RoleBox {
    value: &'static str,
    label: &'static str,
    on: bool,
}

/// The form for one person, and the box for a pasted list.
pub(crate) async fn new(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
    let since = registrar.now - 2 * crate::time::DAY;
    let recent = store::recent_lists(app.db.read(), &registrar.viewer.id, since).await?;
    let recent = recent.into_iter().map(|(id, at)| (format!("/people/lists/{id}"), crate::time::long_moment(at)));
    let page = new_page(&registrar, PersonForm::default(), Wrong::nothing());
    Ok(html(&NewPage { recent: recent.collect(), ..page }))
}

pub(super) fn new_page(member: &Member, mut form: PersonForm, wrong: Wrong) -> NewPage {
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
        wrong,
        recent: Vec::new(),
        pasted: String::new(),
        most: MOST_OF_FILE,
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
    let mut new = match form.person("full") {
        Ok(new) => new,
        Err(wrong) => return Ok(refused(&new_page(&registrar, form, wrong))),
    };
    let admin = registrar.viewer.has(Role::Admin);
    let wanted = Role::ALL.iter().filter(|role| admin && form.role.iter().any(|on| on == role.as_str()));
    new.roles = wanted.map(|role| (*role, Scope::All)).collect();
    let mut tx = app.db.write().await?;
    let made = acts::add(&mut tx, &registrar.act_by(&form.form_key), &registrar.site, &new).await;
    match tx.settle(made).await {
        Ok(author) => Ok(saved(&author.person_id, "done.person_created")),
        Err(Error::Conflict(sentence)) => {
            let field = if sentence == say("person.code_taken") { "code" } else { "full" };
            Ok(refused(&new_page(&registrar, form, Wrong::at(field, sentence))))
        }
        Err(error) => Err(error),
    }
}
