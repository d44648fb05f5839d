//! What is known of a request before its handler runs: who asks, from where, what is in force.

use crate::accounts;
use crate::address::local_path;
use crate::app::App;
use crate::cookie;
use crate::error::Error;
use crate::id::{new_id, sha256};
use crate::page;
use crate::site::Site;
use crate::standing::{self, Who};
use crate::time::MINUTE;
use crate::visit::Visit;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use url::{Position, Url};

const STRANGERS: Duration = Duration::from_secs(1);

/// Who asks and where they stand, in one question; and what is in force, from memory while its revision holds.
pub(super) async fn asked(app: &App, request: &Parts) -> Result<Visit, Error> {
    let headers = &request.headers;
    let (now, https) = (app.clock.now(), app.config.https());
    let found = session(app, headers, now).await;
    let (who, fault) = match found {
        Ok(who) => (who, None),
        Err(error) => (None, Some(error)),
    };
    let site = match &who {
        Some(who) => app.sites.at(&app.db, &app.library, who.revision).await,
        None => for_strangers(app).await,
    };
    let site = match (site, fault) {
        (Ok(site), None) => site,
        (Err(error), _) | (Ok(_), Some(error)) => return Err(error),
    };
    let mut standing = who.as_ref().and_then(|who| who.standing.clone());
    if let Some(copy) = &standing
        && let Some(round) = site.round(&copy.round_id).filter(|round| round.revision != copy.round_revision)
    {
        standing = standing::store::of(app.db.read(), &round.asks, &copy.person_id).await?;
    }
    let own_papers = who.as_ref().map_or(0, |who| who.own_papers);
    let counted = |who: &Who| (who.to_decide, who.to_carry_out, who.to_answer, who.to_compare);
    let (to_decide, to_carry_out, to_answer, to_compare) = who.as_ref().map(counted).unwrap_or_default();
    let notice = cookie::value(headers, https, "notice").and_then(|key| site.terms.speak(|| page::notice_of(key)));
    Ok(Visit {
        now,
        number: new_id().chars().rev().take(10).collect(),
        ip: address(app, request),
        agent: headers.get(header::USER_AGENT).map(agent_of).unwrap_or_default(),
        path: request.uri.path().to_owned(),
        uri: page_address(request),
        viewer: who.map(|who| Arc::new(who.viewer)),
        standing,
        to_decide,
        to_carry_out,
        to_answer,
        to_compare,
        own_papers,
        site,
        size: page::size_of(cookie::value(headers, https, "size")),
        notice,
        proof_life: app.config.proof_life(),
        demo: app.config.demo,
    })
}

/// What is in force as the database has it now; where it does not answer soon, what was known before serves a visitor
/// whom nobody knows.
async fn for_strangers(app: &App) -> Result<Arc<Site>, Error> {
    match timeout(STRANGERS, app.site()).await {
        Ok(Ok(site)) => Ok(site),
        _ => app.sites.any(&app.db, &app.library).await,
    }
}

/// The live session of the request's cookie; noted as seen at most once a minute, in memory.
async fn session(app: &App, headers: &HeaderMap, now: i64) -> Result<Option<Who>, Error> {
    let Some(token) = cookie::value(headers, app.config.https(), accounts::session::COOKIE) else {
        return Ok(None);
    };
    if token.len() != 43 {
        return Ok(None);
    }
    let idle = now - app.config.session_idle();
    let chosen = cookie::value(headers, app.config.https(), page::CHOSEN_ROUND).unwrap_or_default();
    let who = standing::who(app.db.read(), &sha256(token), (now, idle), chosen).await?;
    if let Some(viewer) = who.as_ref().map(|who| &who.viewer) {
        let seen = app.notes.seen(&viewer.session).unwrap_or(viewer.seen_at);
        if seen + MINUTE <= now {
            app.notes.saw(&viewer.session, now);
        }
    }
    Ok(who)
}

/// The address of the page a person looks at: of the request itself, or of the form that was posted.
fn page_address(request: &Parts) -> String {
    if matches!(request.method, Method::GET | Method::HEAD) {
        return request.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    let text = |name| request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let from = Url::parse(text(header::REFERER)).ok().filter(|from| from.authority() == text(header::HOST));
    from.map_or_else(|| "/".to_owned(), |from| local_path(&from[Position::BeforePath..Position::AfterQuery]).to_owned())
}

fn agent_of(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).chars().filter(|c| !c.is_control()).take(300).collect()
}

/// The visitor's address: the peer, or what a trusted proxy says stood before it.
fn address(app: &App, request: &Parts) -> String {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let Some(peer) = peer else { return "0.0.0.0".to_owned() };
    let trusted = app.config.proxies.as_deref().unwrap_or_default();
    if !trusted.contains(&peer) {
        return peer.to_string();
    }
    let forwarded: Vec<IpAddr> = request
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    forwarded.into_iter().rev().find(|ip| !trusted.contains(ip)).unwrap_or(peer).to_string()
}
