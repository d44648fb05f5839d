//! Pages of signing in and of one's own account.

use super::{rules, session, store};
use crate::app::App;
use crate::error::Error;
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go, go_saying, html, local_path, refused};
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day};
use crate::visit::{Form, Member, Role, Visit};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

/// Where to go after signing in.
#[derive(Default, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

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
pub async fn sign_in(State(app): State<App>, visit: Visit, Query(next): Query<Next>) -> Result<Response, Error> {
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
    let page = Page::new(visit, "Đăng nhập").await?;
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
pub struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Signs in: the same answer, in the same time, for known and unknown accounts.
pub async fn submit_sign_in(
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
    let token = app.db.write({
        let (visit, login) = (visit.clone(), login.clone());
        move |tx| {
            Box::pin(async move {
                store::forget_tries(tx, &login, &visit.ip).await?;
                session::start(tx, &visit, &account.person_id, "password").await
            })
        }
    });
    let token = token.await?;
    let mut response = go(local_path(&form.next));
    session::set_cookie(&visit, &mut response, &token);
    Ok(response)
}

/// A form with nothing but its token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Ends this session.
pub async fn sign_out(State(app): State<App>, member: Member, Form(_): Form<Nothing>) -> Result<Response, Error> {
    store::end_session(&app.db, &member.viewer.session).await?;
    let mut response = go_saying("/sign-in", "done.signed_out");
    session::clear_cookie(&member, &mut response);
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage {
    page: Page,
    token: String,
    full_name: String,
    login: String,
    reset: bool,
    suggestion: String,
    shortest: usize,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "accounts/link_gone.html")]
struct LinkGonePage {
    page: Page,
    sentence: String,
}

/// Shows what a personal link is for. A GET never uses it up.
pub async fn link(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Error> {
    let Some(link) = store::link(app.db.read(), &token).await? else { return link_gone(&visit, None).await };
    if link.used_at.is_some() || link.revoked_at.is_some() || link.expires_at <= visit.now {
        return link_gone(&visit, Some(&link)).await;
    }
    if let Err(error) = store::note_opened(&app.db, &link.id, visit.now).await {
        tracing::debug!(%error, "link not noted");
    }
    Ok(html(&link_page(&visit, token, &link, None).await?))
}

async fn link_page(
    visit: &Visit,
    token: String,
    link: &store::Link,
    error: Option<&'static str>,
) -> Result<LinkPage, Error> {
    Ok(LinkPage {
        page: Page::new(visit, "Đặt mật khẩu").await?,
        token,
        full_name: link.full_name.clone(),
        login: link.login.clone(),
        reset: link.kind == "reset",
        suggestion: rules::suggest_passphrase(&mut rand::rng()),
        shortest: rules::SHORTEST,
        error,
    })
}

async fn link_gone(visit: &Visit, link: Option<&store::Link>) -> Result<Response, Error> {
    let sentence = match link {
        Some(store::Link { used_at: Some(at), .. }) => say_with("link.used", &[("luc", &long_moment(*at))]),
        Some(store::Link { revoked_at: Some(_), .. }) => say("link.revoked").to_owned(),
        Some(link) => say_with("link.expired", &[("ngay", &short_day(link.expires_at))]),
        None => say("link.unknown").to_owned(),
    };
    let page = Page::new(visit, "Liên kết không dùng được").await?;
    let mut response = html(&LinkGonePage { page, sentence });
    *response.status_mut() = axum::http::StatusCode::GONE;
    Ok(response)
}

/// A new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkForm {
    password: String,
}

/// Uses the link up: sets the password and signs in, in one transaction.
pub async fn submit_link(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(form): Form<LinkForm>,
) -> Result<Response, Error> {
    let Some(link) = store::link(app.db.read(), &token).await? else { return link_gone(&visit, None).await };
    if link.used_at.is_some() || link.revoked_at.is_some() || link.expires_at <= visit.now {
        return link_gone(&visit, Some(&link)).await;
    }
    if let Some(error) = rules::refuse_password(&form.password, &[&link.full_name, &link.login]) {
        return Ok(refused(&link_page(&visit, token, &link, Some(error)).await?));
    }
    let hash = app.hasher.hash(form.password).await?;
    let started = app.db.write({
        let (visit, link) = (visit.clone(), link.clone());
        move |tx| {
            Box::pin(async move {
                if !store::use_link(tx, &link.id, &visit).await? {
                    return Ok(None);
                }
                store::set_password(tx, &link.person_id, &hash, visit.now).await?;
                store::end_sessions(tx, &link.person_id, "").await?;
                let cookie = session::start(tx, &visit, &link.person_id, "link").await?;
                ledger::append(tx, &link_used(&visit, &link)).await?;
                Ok(Some(cookie))
            })
        }
    });
    let Some(cookie) = started.await? else {
        let again = store::link(app.db.read(), &token).await?;
        return link_gone(&visit, again.as_ref()).await;
    };
    let mut response = go_saying("/", "done.welcome");
    session::set_cookie(&visit, &mut response, &cookie);
    Ok(response)
}

fn link_used(visit: &Visit, link: &store::Link) -> Entry {
    Entry {
        kind: "link.used",
        at: visit.now,
        actor: Some(link.actor.clone()),
        about: None,
        person_id: Some(link.person_id.clone()),
        by_id: Some(link.person_id.clone()),
        body: json!({ "link": link.id }),
        private: vec![Private { purpose: "context", fields: json!({ "ip": visit.ip, "agent": visit.agent }) }],
        note: say_with("note.link_used", &[("ip", &visit.ip)]),
    }
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct AccountPage {
    page: Page,
    login: String,
    sessions: Vec<SessionLine>,
    suggestion: String,
    shortest: usize,
    error: Option<&'static str>,
}

struct SessionLine {
    here: bool,
    device: &'static str,
    ip: String,
    started: String,
    seen: String,
}

/// What a user agent is, in words.
fn device_of(agent: &str) -> &'static str {
    let has = |word: &str| agent.contains(word);
    match () {
        () if has("Zalo") && has("iPhone") => "Zalo trên iPhone",
        () if has("Zalo") => "Zalo trên điện thoại",
        () if has("iPhone") || has("iPad") => "iPhone hoặc iPad",
        () if has("Android") => "Điện thoại Android",
        () if has("Windows") => "Máy tính Windows",
        () if has("Mac OS") => "Máy Mac",
        () if has("Linux") => "Máy tính Linux",
        () => "Thiết bị khác",
    }
}

/// One's own account: sign-in name, password, open sessions.
pub async fn account(State(app): State<App>, member: Member) -> Result<Response, Error> {
    Ok(html(&account_page(&app, &member, None).await?))
}

async fn account_page(app: &App, member: &Member, error: Option<&'static str>) -> Result<AccountPage, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let step = crate::journey::store::step_number(app.db.read(), &member.viewer.id).await?;
    let idle = member.now - app.config.session_idle();
    let sessions = store::open_sessions(app.db.read(), &member.viewer.id, member.now, idle).await?;
    let line = |open: store::OpenSession| SessionLine {
        here: open.token_hash == member.viewer.session,
        device: device_of(&open.agent),
        ip: open.ip,
        started: long_moment(open.started_at),
        seen: long_moment(open.seen_at),
    };
    Ok(AccountPage {
        page: Page::new(member, "Tài khoản của tôi").await?.at(step),
        login: account.login,
        sessions: sessions.into_iter().map(line).collect(),
        suggestion: rules::suggest_passphrase(&mut rand::rng()),
        shortest: rules::SHORTEST,
        error,
    })
}

/// The old and the new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordForm {
    old: String,
    password: String,
}

/// Changes the password and ends every other session.
pub async fn submit_password(
    State(app): State<App>,
    member: Member,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if let Err(key) = check_password(&app, &member, form.old).await? {
        return Ok(refused(&account_page(&app, &member, Some(key)).await?));
    }
    if let Some(key) = rules::refuse_password(&form.password, &[&account.full_name, &account.login]) {
        return Ok(refused(&account_page(&app, &member, Some(key)).await?));
    }
    let hash = app.hasher.hash(form.password).await?;
    app.db
        .write({
            let member = member.clone();
            move |tx| {
                Box::pin(async move {
                    store::set_password(tx, &member.viewer.id, &hash, member.now).await?;
                    store::end_sessions(tx, &member.viewer.id, &member.viewer.session).await?;
                    Ok(())
                })
            }
        })
        .await?;
    Ok(go_saying("/account", "done.password_changed"))
}

/// Ends every session of the person, this one too.
pub async fn sign_out_everywhere(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = member.viewer.id.clone();
    app.db.write(move |tx| Box::pin(async move { store::end_sessions(tx, &person, "").await })).await?;
    let mut response = go_saying("/sign-in", "done.signed_out_everywhere");
    session::clear_cookie(&member, &mut response);
    Ok(response)
}

/// Checks the signed-in person's password, with the same delays as signing in; `Err(key)` tells why not.
///
/// # Errors
/// When the database refuses.
pub async fn check_password(app: &App, member: &Member, password: String) -> Result<Result<(), &'static str>, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    match store::take_try(&app.db, &account.login, &member.ip, member.now).await {
        Ok(()) => {}
        Err(Error::Conflict(_)) => return Ok(Err("sign_in.wait")),
        Err(error) => return Err(error),
    }
    if !app.hasher.verify(password, account.password_hash).await? {
        return Ok(Err("password.wrong"));
    }
    let (session, login, ip, now) = (member.viewer.session.clone(), account.login, member.ip.clone(), member.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::forget_tries(tx, &login, &ip).await?;
                store::mark_proved(tx, &session, now).await
            })
        })
        .await?;
    Ok(Ok(()))
}

/// Before deciding or exporting: passes when the password was given lately, or is right now in the form.
///
/// # Errors
/// [`Error::Invalid`] with the sentence to show when it is missing or wrong.
pub async fn require_proof(app: &App, member: &Member, password: Option<String>) -> Result<(), Error> {
    if member.proved() {
        return Ok(());
    }
    let Some(password) = password.filter(|text| !text.is_empty()) else { return Err(Error::invalid("password.again")) };
    check_password(app, member, password).await?.map_err(Error::invalid)
}

#[derive(Template)]
#[template(path = "accounts/prove.html")]
struct ProvePage {
    page: Page,
    next: String,
    error: Option<&'static str>,
}

/// Asks for the password again before a download.
pub async fn prove(member: Member, Query(next): Query<Next>) -> Result<Response, Error> {
    let page = Page::new(&member, "Nhập lại mật khẩu").await?;
    Ok(html(&ProvePage { page, next: local_path(&next.next).to_owned(), error: None }))
}

/// The password again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProveForm {
    password: String,
    #[serde(default)]
    next: String,
}

/// Takes the password and goes on.
pub async fn submit_prove(
    State(app): State<App>,
    member: Member,
    Form(form): Form<ProveForm>,
) -> Result<Response, Error> {
    match check_password(&app, &member, form.password).await? {
        Ok(()) => Ok(go(local_path(&form.next))),
        Err(key) => {
            let page = Page::new(&member, "Nhập lại mật khẩu").await?;
            Ok(refused(&ProvePage { page, next: local_path(&form.next).to_owned(), error: Some(key) }))
        }
    }
}

/// Whom to try the trial as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoForm {
    person_id: String,
}

/// In the trial only: signs in with one tap.
pub async fn demo_sign_in(State(app): State<App>, visit: Visit, Form(form): Form<DemoForm>) -> Result<Response, Error> {
    if !app.config.demo {
        return Err(Error::NotFound);
    }
    let person = store::of_person(app.db.read(), &form.person_id).await?.ok_or(Error::NotFound)?;
    let token = app.db.write({
        let visit = visit.clone();
        move |tx| Box::pin(async move { session::start(tx, &visit, &person.person_id, "password").await })
    });
    let token = token.await?;
    let mut response = go("/");
    session::set_cookie(&visit, &mut response, &token);
    Ok(response)
}
