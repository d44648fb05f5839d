//! The organisation and the first admin.

use crate::accounts::acts::judge_password;
use crate::accounts::{rules as passwords, session};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html, refused};
use crate::people::rules::Name;
use crate::people::store::NewPerson;
use crate::rounds::acts::finish;
use crate::settings::rules as settings;
use crate::setup::acts::{self, House};
use crate::setup::store;
use crate::text::say;
use crate::visit::Visit;
use crate::wrong::Wrong;
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
    wrong: Wrong,
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
    /// What was suggested, to be suggested again.
    #[serde(default)]
    suggestion: String,
}

fn filled() -> SetupForm {
    let default = |name| settings::named(name).map(settings::Setting::default).unwrap_or_default().to_owned();
    SetupForm {
        org_name: default("org.name"),
        org_short: default("org.short"),
        group: say("setup.group").to_owned(),
        office: default("org.office"),
        department: default("org.office"),
        full_name: String::new(),
        position: String::new(),
        password: String::new(),
        suggestion: String::new(),
    }
}

/// The set-up form, while nobody has used its address.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Error> {
    if !store::is_open(app.db.read(), &token, visit.now).await? {
        return Err(Error::conflict("setup.gone"));
    }
    Ok(html(&setup_page(&visit, token, filled(), Wrong::nothing())))
}

fn setup_page(visit: &Visit, token: String, form: SetupForm, wrong: Wrong) -> SetupPage {
    SetupPage {
        page: Page::new(visit, say("title.setup")),
        token,
        suggestion: passwords::same_suggestion(&form.suggestion, &mut rand::rng()),
        form,
        shortest: passwords::SHORTEST,
        wrong,
    }
}

/// The admin meant, or what is wrong with the form.
fn admin(form: &SetupForm) -> Result<NewPerson, Wrong> {
    let needed = [
        ("org_name", &form.org_name),
        ("org_short", &form.org_short),
        ("group", &form.group),
        ("office", &form.office),
        ("department", &form.department),
    ];
    if let Some((field, _)) = needed.iter().find(|(_, text)| text.is_empty() || text.chars().count() > 200) {
        return Err(Wrong::key(*field, "setup.missing"));
    }
    let guess = Name::guess(&form.full_name);
    let name = Name::parse(&guess.family, &guess.middle, &guess.given, guess.order);
    let name = name.map_err(|key| Wrong::key("full_name", key))?;
    Ok(NewPerson { name, department: form.department.clone(), position: form.position.clone(), ..NewPerson::default() })
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
    let admin = match admin(&form) {
        Ok(admin) => admin,
        Err(wrong) => return Ok(refused(&setup_page(&visit, token, form, wrong))),
    };
    let own = [form.full_name.as_str(), &form.org_short];
    if let Some(key) = judge_password(&app, &form.password, &own).await? {
        return Ok(refused(&setup_page(&visit, token, form, Wrong::key("password", key))));
    }
    let password_hash = app.hasher.hash(form.password.clone()).await?;
    let words = [("org.name", &*form.org_name), ("org.short", &*form.org_short), ("org.office", &*form.office)];
    let house = House { words: &words, group: &form.group, admin, password_hash: &password_hash };
    // A visitor nobody knows brings no revision: what is in force is asked anew.
    let site = app.site().await?;
    let mut tx = app.db.write_alone().await?;
    let made = acts::set_up(&mut tx, &visit.act(), &app, &site, &token, &house).await;
    let cookie = tx.settle(made).await?;
    finish(&app).await?;
    let mut response = go("/setup-people");
    session::set_cookie(&app.config, &mut response, &cookie);
    Ok(response)
}
