//! One's own account: the password, the open sessions, and proving who it is.

use super::Next;
use crate::accounts::acts::{self, check_password};
use crate::accounts::rules::Refused;
use crate::accounts::{rules, session, store};
use crate::address::local_path;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::{Page, go, go_saying, html, refused};
use crate::text::say;
use crate::time::long_moment;
use crate::visit::Member;
use crate::wrong::Wrong;
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
    wrong: Wrong,
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
        () if has("Zalo") && has("iPhone") => say("device.zalo_iphone"),
        () if has("Zalo") => say("device.zalo"),
        () if has("iPhone") || has("iPad") => say("device.iphone"),
        () if has("Android") => say("device.android"),
        () if has("Windows") => say("device.windows"),
        () if has("Mac OS") => say("device.mac"),
        () if has("Linux") => say("device.linux"),
        () => say("device.other"),
    }
}

/// One's own account: sign-in name, password, open sessions.
pub(crate) async fn account(State(app): State<App>, member: Member) -> Result<Response, Error> {
    Ok(html(&account_page(&app, &member, "", Wrong::nothing()).await?))
}

async fn account_page(app: &App, member: &Member, suggestion: &str, wrong: Wrong) -> Result<AccountPage, Error> {
    let idle = member.now - app.config.session_idle();
    let sessions = store::open_sessions(app.db.read(), &member.viewer.id, member.now, idle).await?;
    let line = |open: &store::OpenSession| SessionLine {
        here: open.token_hash == member.viewer.session,
        device: device_of(&open.agent),
        ip: open.ip.clone(),
        started: long_moment(open.started_at),
        // What was noted since the last beat is not written yet.
        seen: long_moment(app.notes.seen(&open.token_hash).unwrap_or(open.seen_at).max(open.seen_at)),
    };
    Ok(AccountPage {
        page: Page::new(member, say("title.account")).at(member.step()),
        login: sessions.first().map(|open| open.login.clone()).unwrap_or_default(),
        sessions: sessions.iter().map(line).collect(),
        suggestion: rules::same_suggestion(suggestion, &mut rand::rng()),
        shortest: rules::SHORTEST,
        wrong,
    })
}

/// The old and the new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordForm {
    old: String,
    password: String,
    /// What was suggested, to be suggested again.
    #[serde(default)]
    suggestion: String,
}

/// Changes the password and ends every other session.
pub(crate) async fn submit_password(
    State(app): State<App>,
    member: Member,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Error> {
    let account = store::of_person(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if let Err(why) = check_password(&app, &member.act(), form.old).await? {
        // Sent again because its answer was lost: the new one is the password already. Only a counted try may ask this,
        // or the field of the new password would tell the old one to whoever guesses.
        let counted = matches!(why, Refused::Wrong(_));
        if counted && app.hasher.verify(form.password, account.password_hash).await? {
            return Ok(go_saying("/account", "done.password_changed"));
        }
        return Ok(refused(&account_page(&app, &member, &form.suggestion, Wrong::at("old", why.sentence())).await?));
    }
    let own = [account.full_name.as_str(), &account.login];
    if let Some(key) = acts::judge_password(&app, &form.password, &own).await? {
        return Ok(refused(&account_page(&app, &member, &form.suggestion, Wrong::key("password", key)).await?));
    }
    let hash = app.hasher.hash(form.password).await?;
    let mut tx = app.db.write().await?;
    let done = acts::change_password(&mut tx, &member.act(), &hash).await;
    tx.settle(done).await?;
    Ok(go_saying("/account", "done.password_changed"))
}

/// Ends every session of the person, this one too.
pub(crate) async fn sign_out_everywhere(
    State(app): State<App>,
    member: Member,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::sign_out_everywhere(&mut tx, &member.act()).await;
    tx.settle(done).await?;
    let mut response = go_saying("/sign-in", "done.signed_out_everywhere");
    session::clear_cookie(&app.config, &mut response);
    Ok(response)
}

#[derive(Template)]
#[template(path = "accounts/prove.html")]
struct ProvePage {
    page: Page,
    next: String,
    wrong: Wrong,
}

fn prove_page(member: &Member, next: &str, wrong: Wrong) -> ProvePage {
    ProvePage { page: Page::new(member, say("title.prove")), next: local_path(next).to_owned(), wrong }
}

/// Asks for the password again before a download.
pub(crate) async fn prove(member: Member, Query(next): Query<Next>) -> Result<Response, Error> {
    Ok(html(&prove_page(&member, &next.next, Wrong::nothing())))
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
    match check_password(&app, &member.act(), form.password).await? {
        Ok(()) => Ok(go(local_path(&form.next))),
        Err(why) => Ok(refused(&prove_page(&member, &form.next, Wrong::at("password", why.sentence())))),
    }
}
