//! One's own account: the password, the open sessions, and proving who it is.

use super::{Next, Nothing};
use crate::accounts::{rules, session, store};
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, go, go_saying, html, local_path, refused};
use crate::time::long_moment;
use crate::visit::{Form, Member};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

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
