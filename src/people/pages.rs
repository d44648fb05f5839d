//! Adding people, their personal links, roles, pauses and departures.

use super::rules::{Name, Order};
use super::store::{self, NewPerson};
use crate::accounts::pages::{Nothing, require_proof};
use crate::accounts::store::{Issue, issue_link as issue};
use crate::app::App;
use crate::error::Error;
use crate::id::{is_id, new_id};
use crate::ledger::{self, Entry};
use crate::page::{Page, go, go_saying, html, qr_svg, refused};
use crate::text::{say, say_with};
use crate::time::{DAY, parse_day, short_day};
use crate::visit::{Admin, Form, Member, Registrar, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

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

/// A person as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonForm {
    #[serde(default)]
    full: String,
    #[serde(default)]
    family: String,
    #[serde(default)]
    middle: String,
    #[serde(default)]
    given: String,
    #[serde(default)]
    name_order: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    role: Vec<String>,
    #[serde(default)]
    form_key: String,
}

impl PersonForm {
    /// The parts as typed; a full name alone is split by the first guess.
    fn name(&self) -> Result<Name, &'static str> {
        let order = Order::parse(&self.name_order).unwrap_or_default();
        if self.given.is_empty() && self.family.is_empty() && !self.full.is_empty() {
            let guess = Name::guess(&self.full);
            return Name::parse(&guess.family, &guess.middle, &guess.given, guess.order);
        }
        Name::parse(&self.family, &self.middle, &self.given, order)
    }

    fn code(&self) -> Option<String> {
        Some(self.code.clone()).filter(|code| !code.is_empty())
    }
}

/// The signed-in person as the author of an act.
pub fn by(member: &Member) -> store::By {
    Some((member.viewer.id.clone(), member.viewer.actor.clone()))
}

/// The form for one person, and the box for a pasted list.
pub async fn new(State(app): State<App>, registrar: Registrar) -> Result<Response, Error> {
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
        page: Page::new(member, "Thêm người").await?,
        departments: store::departments(app.db.read()).await?,
        roles: boxes.collect(),
        form,
        error,
        pasted: String::new(),
        paste_errors: Vec::new(),
    })
}

/// Adds one person, then shows their link.
pub async fn create(
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
pub struct PasteForm {
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
pub async fn paste(
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

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkPage {
    page: Page,
    full_name: String,
    person_id: String,
    login: String,
    address: String,
    qr: String,
    message: String,
    expires: String,
}

/// Issues a personal link and shows it, once: with its QR code and the message to paste into Zalo.
pub async fn issue_link(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if person.left_at.is_some() {
        return Err(Error::conflict("person.left"));
    }
    let roles: Vec<&str> = person.roles.split_whitespace().collect();
    if !roles.is_empty() && !registrar.viewer.has(Role::Admin) && person.id != registrar.viewer.id {
        return Err(Error::Forbidden);
    }
    let order = Issue {
        person_id: person.id.clone(),
        actor: person.actor.clone(),
        kind: if person.password_set_at.is_some() { "reset" } else { "invite" },
        by: by(&registrar),
        now: registrar.now,
        expires_at: registrar.now + app.config.link_days() * DAY,
    };
    let expires = short_day(order.expires_at);
    let token = app.db.write(move |tx| Box::pin(async move { issue(tx, &order).await })).await?;
    let address = format!("{}/link/{token}", app.config.public_url());
    let contact = crate::settings::store::value(app.db.read(), "org.contact").await?;
    let groups = crate::settings::store::groups(app.db.read()).await?;
    let group = groups.first().map(|group| group.name.as_str()).unwrap_or_default();
    let message = crate::settings::rules::message(
        "moi-ca-nhan",
        &[
            ("nhom", group),
            ("ten", &person.full_name),
            ("lien_ket", &address),
            ("han", &expires),
            ("nguoi_lien_he", &contact),
        ],
    );
    let page = Page::new(&registrar, "Liên kết cá nhân").await?;
    let qr = qr_svg(&address);
    Ok(html(&LinkPage {
        page,
        full_name: person.full_name,
        person_id: person.id,
        login: person.login,
        address,
        qr,
        message,
        expires,
    }))
}

/// Grants or takes back a role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleForm {
    role: String,
    act: String,
    #[serde(default)]
    password: Option<String>,
}

/// Changes a role; the last admin stays.
pub async fn change_role(
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Error> {
    require_proof(&app, &admin, form.password).await?;
    let role = Role::parse(&form.role).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let person = store::person(app.db.read(), &id).await?;
    let granting = match form.act.as_str() {
        "grant" => true,
        "revoke" => false,
        _ => return Err(Error::invalid("form.unknown_field")),
    };
    let (by, now) = (by(&admin), admin.now);
    let own = person.id == admin.viewer.id;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if granting {
                    return store::grant(tx, &person.id, &person.actor, role, &by, now).await;
                }
                crate::db::lock_ledger(tx).await?; // two admins who revoke each other come one after the other
                if role == Role::Admin && store::holders(tx, role).await? < 2 {
                    return Err(Error::conflict("role.last_admin"));
                }
                store::revoke(tx, &person.id, &person.actor, role, &by, now).await
            })
        })
        .await?;
    if own {
        return Ok(go_saying("/sign-in", "done.own_role_changed"));
    }
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.role_changed"))
}

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
pub async fn edit(State(app): State<App>, registrar: Registrar, Path(id): Path<String>) -> Result<Response, Error> {
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
    let page = Page::new(member, "Sửa thông tin").await?;
    let departments = store::departments(app.db.read()).await?;
    Ok(EditPage { page, id, departments, form, error })
}

/// Saves a person's name, department and position; records kept so far are not touched.
pub async fn submit_edit(
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

fn changed(member: &Member, person: &store::Person, kind: &'static str, note: String) -> Entry {
    Entry {
        kind,
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: Some(person.actor.clone()),
        person_id: Some(person.id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body: json!({}),
        private: Vec::new(),
        note,
    }
}

/// Tạm hoãn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseForm {
    until: String,
    reason: String,
}

/// Puts a person out of the count until a day; an empty day ends it.
pub async fn pause(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PauseForm>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let until = if form.until.is_empty() {
        None
    } else {
        Some(parse_day(&form.until).ok_or_else(|| Error::invalid("form.day"))?.to_string())
    };
    let note = match &until {
        Some(day) => say_with("note.paused", &[("ngay", &crate::time::show_day(day)), ("ly_do", &form.reason)]),
        None => say("note.pause_ended").to_owned(),
    };
    let entry = changed(&registrar, &person, "account.paused", note);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::pause(tx, &person.id, until.as_deref(), &form.reason).await?;
                ledger::append(tx, &entry).await?;
                Ok(())
            })
        })
        .await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.saved"))
}

/// Marks a person as having left the Centre.
pub async fn leave(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if person.id == registrar.viewer.id {
        return Err(Error::conflict("person.not_oneself"));
    }
    let entry = changed(&registrar, &person, "account.disabled", say("note.left").to_owned());
    let (by, now) = (registrar.viewer.id.clone(), registrar.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                crate::db::lock_ledger(tx).await?;
                if person.roles.contains("admin") && store::holders(tx, Role::Admin).await? < 2 {
                    return Err(Error::conflict("role.last_admin"));
                }
                if store::leave(tx, &person.id, &by, now).await? {
                    ledger::append(tx, &entry).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(go(&format!("/tracking/people/{id}")))
}

/// Undoes a departure entered by mistake.
pub async fn come_back(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let entry = changed(&registrar, &person, "account.enabled", say("note.came_back").to_owned());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if store::come_back(tx, &person.id).await? {
                    ledger::append(tx, &entry).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.saved"))
}
