//! The page of a personal link, where a password is set.

use crate::accounts::{rules, session, store};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go_saying, html, refused};
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

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
pub(crate) async fn link(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Error> {
    let Some(link) = store::link(app.db.read(), &token).await? else { return link_gone(&visit, None).await };
    if link.used_at.is_some() || link.revoked_at.is_some() || link.expires_at <= visit.now {
        return link_gone(&visit, Some(&link)).await;
    }
    let (db, id, at) = (app.db.clone(), link.id.clone(), visit.now);
    crate::db::beside("link", async move { store::note_opened(&db, &id, at).await }).await;
    Ok(html(&link_page(&visit, token, &link, None).await?))
}

async fn link_page(
    visit: &Visit,
    token: String,
    link: &store::Link,
    error: Option<&'static str>,
) -> Result<LinkPage, Error> {
    Ok(LinkPage {
        page: Page::new(visit, "Đặt mật khẩu"),
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
    let page = Page::new(visit, "Liên kết không dùng được");
    let mut response = html(&LinkGonePage { page, sentence });
    *response.status_mut() = axum::http::StatusCode::GONE;
    Ok(response)
}

/// A new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkForm {
    password: String,
}

/// Uses the link up: sets the password and signs in, in one transaction.
pub(crate) async fn submit_link(
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
    let life = app.config.session_life();
    let started = app.db.write({
        let (visit, link) = (visit.clone(), link.clone());
        move |tx| {
            Box::pin(async move {
                if !store::use_link(tx, &link.id, &visit).await? {
                    return Ok(None);
                }
                store::set_password(tx, &link.person_id, &hash, visit.now).await?;
                store::end_sessions(tx, &link.person_id, "").await?;
                let cookie = session::start(tx, &visit, life, &link.person_id, "link").await?;
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
    session::set_cookie(&app.config, &mut response, &cookie);
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
