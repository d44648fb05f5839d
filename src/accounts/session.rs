//! Sessions: a random cookie, stored hashed, one join a request.

use super::store;
use crate::app::App;
use crate::config::Config;
use crate::error::Error;
use crate::id::{new_token, sha256};
use crate::page::add_cookie;
use crate::time::MINUTE;
use crate::visit::{Viewer, Visit, cookie};
use axum::http::HeaderMap;
use axum::response::Response;
use sqlx::AnyConnection;

/// Name of the session's cookie: `__Host-` wherever HTTPS makes it possible.
pub(crate) fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-sid" } else { "sid" }
}

/// Who the request's cookie belongs to; `None` for a stranger.
pub(crate) async fn load(app: &App, headers: &HeaderMap, now: i64) -> Result<Option<Viewer>, Error> {
    let Some(token) = cookie(headers, cookie_name(app.config.https())) else { return Ok(None) };
    if token.len() != 43 {
        return Ok(None);
    }
    let idle = now - app.config.session_idle();
    let viewer = store::viewer(app.db.read(), &sha256(token), now, idle).await?;
    if let Some(viewer) = &viewer {
        touch(app, viewer, now);
    }
    Ok(viewer)
}

/// Notes the visit, at most once a minute, beside the request: reading works while writing does not.
fn touch(app: &App, viewer: &Viewer, now: i64) {
    if viewer.seen_at + MINUTE > now {
        return;
    }
    let (db, hash) = (app.db.clone(), viewer.session.clone());
    tokio::spawn(async move {
        if let Err(error) = store::touch(&db, &hash, now).await {
            tracing::debug!(%error, "session not touched");
        }
    });
}

/// Starts a session of `life` milliseconds inside the transaction that proved who it is; the answer is the cookie's value.
pub(crate) async fn start(
    tx: &mut AnyConnection,
    visit: &Visit,
    life: i64,
    person_id: &str,
    how: &str,
) -> Result<String, Error> {
    let token = new_token();
    store::insert_session(
        tx,
        &store::NewSession {
            token_hash: sha256(&token),
            person_id: person_id.to_owned(),
            csrf: new_token(),
            how: how.to_owned(),
            started_at: visit.now,
            expires_at: visit.now + life,
            ip: visit.ip.clone(),
            agent: visit.agent.clone(),
        },
    )
    .await?;
    Ok(token)
}

/// Gives the browser its cookie.
pub(crate) fn set_cookie(config: &Config, response: &mut Response, token: &str) {
    let https = config.https();
    let secure = if https { "; Secure" } else { "" };
    let seconds = config.session_life() / 1000;
    let name = cookie_name(https);
    add_cookie(response, &format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"));
}

/// Takes the cookie back.
pub(crate) fn clear_cookie(config: &Config, response: &mut Response) {
    let https = config.https();
    let secure = if https { "; Secure" } else { "" };
    add_cookie(response, &format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", cookie_name(https)));
}
