//! One's own account: the password, the open sessions, and proving who it is.

use super::Next;
use crate::accounts::acts::check_password;
use crate::accounts::{rules, session, store};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, go, go_saying, html, local_path, refused};
use crate::time::long_moment;
use crate::visit::Member;
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
pub(crate) async fn account(State(app): State<App>, member: Member) -> Result<Response, Error> {
    Ok(html(&account_page(&app, &member, None).await?))
}

async fn account_page(app: &App, member: &Member, error: Option<&'static str>) -> Result<AccountPage, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let step = crate::standing::store::step_number(app.db.read(), &member.viewer.id).await?;
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
        page: Page::new(member, "Tài khoản của tôi").at(step),
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
pub(crate) struct PasswordForm {
    old: String,
    password: String,
}

/// Changes the password and ends every other session.
pub(crate) async fn submit_password(
    State(app): State<App>,
    member: Member,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if let Err(key) = check_password(&app.db, &app.hasher, &member.asker(), form.old).await? {
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
pub(crate) async fn sign_out_everywhere(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = member.viewer.id.clone();
    app.db.write(move |tx| Box::pin(async move { store::end_sessions(tx, &person, "").await })).await?;
    let mut response = go_saying("/sign-in", "done.signed_out_everywhere");
    session::clear_cookie(&app.config, &mut response);
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/prove.html")]
struct ProvePage {
    page: Page,
    next: String,
    error: Option<&'static str>,
}

/// Asks for the password again before a download.
pub(crate) async fn prove(member: Member, Query(next): Query<Next>) -> Result<Response, Error> {
    let page = Page::new(&member, "Nhập lại mật khẩu");
    Ok(html(&ProvePage { page, next: local_path(&next.next).to_owned(), error: None }))
}

/// The password again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProveForm {
    password: String,
    #[serde(default)]
    next: String,
}

/// Takes the password and goes on.
pub(crate) async fn submit_prove(
    State(app): State<App>,
    member: Member,
    Form(form): Form<ProveForm>,
) -> Result<Response, Error> {
    match check_password(&app.db, &app.hasher, &member.asker(), form.password).await? {
        Ok(()) => Ok(go(local_path(&form.next))),
        Err(key) => {
            let page = Page::new(&member, "Nhập lại mật khẩu");
            Ok(refused(&ProvePage { page, next: local_path(&form.next).to_owned(), error: Some(key) }))
        }
    }
}
