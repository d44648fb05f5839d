//! Signing in with name and password, signing out, and the one tap of the trial.

use super::Next;
use crate::accounts::acts::Credentials;
use crate::accounts::rules::{Role, fold_login};
use crate::accounts::{acts, device, session, store};
use crate::address::local_path;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, go, go_saying, html, refused};
use crate::text::say;
use crate::visit::{Member, Visit};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    page: Page,
    login: String,
    next: String,
    /// A phone is remembered unless its person says no; a computer may be shared.
    remember: bool,
    wrong: Wrong,
    demo: Vec<DemoChoice>,
}

struct DemoChoice {
    person_id: String,
    label: String,
    name: String,
}

/// The sign-in page.
pub(crate) async fn sign_in(State(app): State<App>, visit: Visit, Query(next): Query<Next>) -> Result<Response, Error> {
    if visit.viewer.is_some() {
        return Ok(go(local_path(&next.next)));
    }
    Ok(html(&sign_in_page(&app, &visit, "", &next.next, Wrong::nothing()).await?))
}

async fn sign_in_page(app: &App, visit: &Visit, login: &str, next: &str, wrong: Wrong) -> Result<SignInPage, Error> {
    let demo = if app.config.demo { demo_choices(app).await? } else { Vec::new() };
    let page = Page::new(visit, say("title.sign_in"));
    let remember = visit.agent.contains("Mobile");
    Ok(SignInPage { page, login: login.to_owned(), next: local_path(next).to_owned(), remember, wrong, demo })
}

async fn demo_choices(app: &App) -> Result<Vec<DemoChoice>, Error> {
    let people = store::demo_people(app.db.read()).await?;
    let choice = |person: &store::DemoPerson, label: &str| DemoChoice {
        person_id: person.id.clone(),
        label: label.to_owned(),
        name: person.full_name.clone(),
    };
    let mut choices = Vec::new();
    for role in Role::ALL {
        if let Some(person) = people.iter().find(|person| person.roles.has(*role)) {
            choices.push(choice(person, role.label()));
        }
    }
    let members = people.iter().filter(|person| person.roles.is_empty()).rev().take(3);
    choices.extend(members.map(|person| choice(person, say("role.member"))));
    Ok(choices)
}

/// Sign-in name and password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    remember: Option<String>,
}

/// Signs in: the same answer, in the same time, for known and unknown accounts.
pub(crate) async fn submit_sign_in(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, Error> {
    let login = fold_login(&form.login);
    let given = Credentials {
        device: device::known(&app.config, &app.secret, &headers, &login),
        login: &login,
        password: form.password,
        replaces: visit.session(),
        remember: form.remember.is_some(),
    };
    match acts::sign_in(&app, &visit.act(), given).await? {
        Err(why) => Ok(refused(
            &sign_in_page(&app, &visit, &form.login, &form.next, Wrong::at("password", why.sentence())).await?,
        )),
        Ok(cookie) => {
            let mut response = go(local_path(&form.next));
            session::set_cookie(&app.config, &mut response, &cookie);
            device::remember(&app.config, &app.secret, &headers, &mut response, &login);
            Ok(response)
        }
    }
}

/// Ends this session.
pub(crate) async fn sign_out(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::sign_out(&mut tx, &member.act()).await;
    tx.settle(done).await?;
    let mut response = go_saying("/sign-in", "done.signed_out");
    session::clear_cookie(&app.config, &mut response);
    Ok(response)
}

/// Whom to try the trial as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoForm {
    person_id: String,
}

/// In the trial only: signs in with one tap.
pub(crate) async fn demo_sign_in(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<DemoForm>,
) -> Result<Response, Error> {
    if !app.config.demo {
        return Err(Error::NotFound);
    }
    let mut tx = app.db.write().await?;
    let done = acts::sign_in_as(&mut tx, &visit.act(), session::Life::new(&app.config, false), &form.person_id).await;
    let cookie = tx.settle(done).await?;
    let mut response = go("/");
    session::set_cookie(&app.config, &mut response, &cookie);
    Ok(response)
}
