//! Signing in with name and password, signing out, and the one tap of the trial.

use super::Next;
use crate::accounts::rules::Role;
use crate::accounts::{rules, session, store};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, go, go_saying, html, local_path, refused};
use crate::text::say;
use crate::visit::{Member, Visit};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    page: Page,
    login: String,
    next: String,
    error: Option<String>,
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
    Ok(html(&sign_in_page(&app, &visit, "", &next.next, None).await?))
}

async fn sign_in_page(
    app: &App,
    visit: &Visit,
    login: &str,
    next: &str,
    error: Option<String>,
) -> Result<SignInPage, Error> {
    let demo = if app.config.demo { demo_choices(app).await? } else { Vec::new() };
    let page = Page::new(visit, "Đăng nhập");
    Ok(SignInPage { page, login: login.to_owned(), next: local_path(next).to_owned(), error, demo })
}

async fn demo_choices(app: &App) -> Result<Vec<DemoChoice>, Error> {
    let people = store::demo_people(app.db.read()).await?;
    let mut choices = Vec::new();
    for role in Role::ALL {
        let holder = people.iter().find(|person| person.roles.split(' ').any(|held| held == role.as_str()));
        if let Some(person) = holder {
            choices.push(DemoChoice {
                person_id: person.id.clone(),
                label: role.label().to_owned(),
                name: person.full_name.clone(),
            });
        }
    }
    let members = people.into_iter().filter(|person| person.roles.is_empty()).rev().take(3);
    choices.extend(members.map(|person| DemoChoice {
        person_id: person.id,
        label: "Viên chức, người lao động".to_owned(),
        name: person.full_name,
    }));
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
}

/// Signs in: the same answer, in the same time, for known and unknown accounts.
pub(crate) async fn submit_sign_in(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<SignInForm>,
) -> Result<Response, Error> {
    let login = rules::fold_login(&form.login);
    match store::take_try(&app.db, &login, &visit.ip, visit.now).await {
        Ok(()) => {}
        Err(Error::Conflict(sentence)) => {
            return Ok(refused(&sign_in_page(&app, &visit, &form.login, &form.next, Some(sentence)).await?));
        }
        Err(error) => return Err(error),
    }
    let account = store::by_login(app.db.read(), &login).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.hasher.verify(form.password, stored).await?;
    let Some(account) = account.filter(|_| right) else {
        let sentence = say("sign_in.wrong").to_owned();
        return Ok(refused(&sign_in_page(&app, &visit, &form.login, &form.next, Some(sentence)).await?));
    };
    let life = app.config.session_life();
    let token = app.db.write({
        let (visit, login) = (visit.clone(), login.clone());
        move |tx| {
            Box::pin(async move {
                store::forget_tries(tx, &login, &visit.ip).await?;
                session::start(tx, &visit, life, &account.person_id, "password").await
            })
        }
    });
    let token = token.await?;
    let mut response = go(local_path(&form.next));
    session::set_cookie(&app.config, &mut response, &token);
    Ok(response)
}

/// Ends this session.
pub(crate) async fn sign_out(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    store::end_session(&app.db, &member.viewer.session).await?;
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
    let person = store::of_person(app.db.read(), &form.person_id).await?.ok_or(Error::NotFound)?;
    let life = app.config.session_life();
    let token = app.db.write({
        let visit = visit.clone();
        move |tx| Box::pin(async move { session::start(tx, &visit, life, &person.person_id, "password").await })
    });
    let token = token.await?;
    let mut response = go("/");
    session::set_cookie(&app.config, &mut response, &token);
    Ok(response)
}
