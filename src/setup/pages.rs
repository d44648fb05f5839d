//! Pages of the first start.

use super::store;
use crate::accounts::{rules as passwords, session, store as accounts};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_id};
use crate::page::{Page, go, html, qr_svg, refused};
use crate::people::rules::Name;
use crate::people::store::{self as people, NewPerson};
use crate::settings::{rules as settings_rules, store as settings};
use crate::time::{DAY, short_day};
use crate::visit::{Admin, Visit};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "setup/show.html")]
struct SetupPage {
    page: Page,
    token: String,
    form: SetupForm,
    suggestion: String,
    shortest: usize,
    error: Option<&'static str>,
}

/// Organisation and first admin.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupForm {
    org_name: String,
    org_short: String,
    group: String,
    office: String,
    department: String,
    full_name: String,
    position: String,
    #[serde(default)]
    password: String,
}

fn filled() -> SetupForm {
    let default = |name| settings_rules::named(name).map(|one| one.default).unwrap_or_default().to_owned();
    SetupForm {
        org_name: default("org.name"),
        org_short: default("org.short"),
        group: "DAK LAK IOC".to_owned(),
        office: default("org.office"),
        department: default("org.office"),
        full_name: String::new(),
        position: String::new(),
        password: String::new(),
    }
}

/// The set-up form, while nobody has used its address.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Error> {
    if !store::is_open(app.db.read(), &token, visit.now).await? {
        return Err(Error::conflict("setup.gone"));
    }
    Ok(html(&setup_page(&visit, token, filled(), None)))
}

fn setup_page(visit: &Visit, token: String, form: SetupForm, error: Option<&'static str>) -> SetupPage {
    SetupPage {
        page: Page::new(visit, "Thiết lập lần đầu"),
        token,
        form,
        suggestion: passwords::suggest_passphrase(&mut rand::rng()),
        shortest: passwords::SHORTEST,
        error,
    }
}

fn refuse(form: &SetupForm) -> Option<&'static str> {
    let needed = [&form.org_name, &form.org_short, &form.group, &form.office, &form.department];
    if needed.iter().any(|text| text.is_empty() || text.chars().count() > 200) {
        return Some("setup.missing");
    }
    let guess = Name::guess(&form.full_name);
    if let Err(key) = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order) {
        return Some(key);
    }
    passwords::refuse_password(&form.password, &[&form.full_name, &form.org_short])
}

/// Makes the organisation and the first admin, once.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(form): Form<SetupForm>,
) -> Result<Response, Error> {
    if !store::is_open(app.db.read(), &token, visit.now).await? {
        return Err(Error::conflict("setup.gone"));
    }
    if let Some(key) = refuse(&form) {
        return Ok(refused(&setup_page(&visit, token, form, Some(key))));
    }
    let hash = app.hasher.hash(form.password.clone()).await?;
    let life = app.config.session_life();
    let cookie = app.db.write({
        let visit = visit.clone();
        move |tx| Box::pin(async move { make(tx, &visit, life, &token, &form, &hash).await })
    });
    let cookie = cookie.await?;
    let mut response = go("/setup-people");
    session::set_cookie(&app.config, &mut response, &cookie);
    Ok(response)
}

async fn make(
    tx: &mut sqlx::AnyConnection,
    visit: &Visit,
    life: i64,
    token: &str,
    form: &SetupForm,
    hash: &str,
) -> Result<String, Error> {
    if !store::take(tx, token, visit).await? {
        return Err(Error::conflict("setup.gone"));
    }
    let now = visit.now;
    let values = [("org.name", &form.org_name), ("org.short", &form.org_short), ("org.office", &form.office)];
    for (name, value) in values {
        settings::set(tx, name, value, None, now).await?;
    }
    store::group_and_round(tx, &form.group, now).await?;
    let department_id = people::department_named(tx, &form.department, now).await?;
    let new = NewPerson {
        id: None,
        name: Name::guess(&form.full_name),
        code: None,
        department_id,
        position: form.position.clone(),
        roles: vec!["admin"],
    };
    let (id, _) = people::create(tx, &new, &None, now).await?;
    accounts::set_password(tx, &id, hash, now).await?;
    session::start(tx, visit, life, &id, "password").await
}

#[derive(Template)]
#[template(path = "setup/people.html")]
struct PeoplePage {
    page: Page,
    form: PeopleForm,
    made: Vec<Made>,
    error: Option<&'static str>,
}

struct Made {
    role: &'static str,
    full_name: String,
    address: String,
    qr: String,
    expires: String,
}

/// The leader and the coordinator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleForm {
    #[serde(default)]
    form_key: String,
    leader: String,
    leader_position: String,
    coordinator: String,
    coordinator_position: String,
}

/// Asks for the leader and the coordinator.
pub(crate) async fn people(admin: Admin) -> Result<Response, Error> {
    let form = PeopleForm {
        form_key: new_id(),
        leader_position: "Giám đốc".to_owned(),
        coordinator_position: "Trưởng phòng Hành chính – Dịch vụ".to_owned(),
        ..PeopleForm::default()
    };
    let page = Page::new(&admin, "Mời Trưởng nhóm và HC-DV");
    Ok(html(&PeoplePage { page, form, made: Vec::new(), error: None }))
}

/// Adds them and shows their links.
pub(crate) async fn submit_people(
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<PeopleForm>,
) -> Result<Response, Error> {
    let page = Page::new(&admin, "Mời Trưởng nhóm và HC-DV");
    let office = settings::value(app.db.read(), "org.office").await?;
    let wanted = [
        ("leader", "Trưởng nhóm", &form.leader, &form.leader_position, "Ban Giám đốc".to_owned()),
        ("coordinator", "Phòng HC-DV", &form.coordinator, &form.coordinator_position, office),
    ];
    let mut made = Vec::new();
    let filled: Vec<_> = wanted.into_iter().filter(|one| !one.2.is_empty()).collect();
    let wrong = filled.iter().find_map(|one| {
        let guess = Name::guess(one.2);
        Name::parse(&guess.family, &guess.middle, &guess.given, guess.order).err()
    });
    let error = if filled.is_empty() { Some("setup.nobody") } else { wrong };
    if error.is_some() {
        return Ok(refused(&PeoplePage { page, form, made, error }));
    }
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let mut key = Some(form.form_key.clone());
    for (role, label, name, position, department) in filled {
        let (name, position) = (name.clone(), position.clone());
        let expires_at = admin.now + app.config.link_days() * DAY;
        let (full_name, token) =
            invite(&app, &admin, key.take(), (role, &name), position, department, expires_at).await?;
        let address = format!("{}/link/{token}", app.config.public_url());
        made.push(Made { role: label, full_name, qr: qr_svg(&address), address, expires: short_day(expires_at) });
    }
    Ok(html(&PeoplePage { page, form, made, error: None }))
}

async fn invite(
    app: &App,
    admin: &Admin,
    id: Option<String>,
    (role, name): (&'static str, &str),
    position: String,
    department: String,
    expires_at: i64,
) -> Result<(String, String), Error> {
    let name = Name::guess(name);
    let full = name.full();
    let (by, now) = (crate::people::pages::by(admin), admin.now);
    let token = app.db.write(move |tx| {
        Box::pin(async move {
            let department_id = people::department_named(tx, &department, now).await?;
            let new = NewPerson { id, name, code: None, department_id, position, roles: vec![role] };
            let (person_id, actor) = people::create(tx, &new, &by, now).await?;
            let order = accounts::Issue { person_id, actor, kind: "invite", by, now, expires_at };
            accounts::issue_link(tx, &order).await
        })
    });
    Ok((full, token.await?))
}
