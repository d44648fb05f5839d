//! The page of a personal link, where a password is set.

use crate::accounts::{acts, device, rules, session, store};
use crate::app::App;
use crate::cookie;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_id};
use crate::page::{Page, go_saying, html, refused};
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day};
use crate::visit::Visit;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde::Deserialize;

/// The cookie that tells one browser from another before anybody has signed in.
const PICK: &str = "pick";

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
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "accounts/link_gone.html")]
struct LinkGonePage {
    page: Page,
    sentence: String,
}

/// Shows what a personal link is for. A GET never uses it up.
pub(crate) async fn link(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let token = rules::token_of(&token).to_owned();
    let found = store::link(app.db.read(), &token).await?;
    let Some(link) = found.as_ref().filter(|link| link.works(visit.now)) else {
        return Ok(link_gone(&visit, found.as_ref()));
    };
    acts::open_link(&app, &visit.act(), link).await;
    let https = app.config.https();
    let (browser, fresh) = match cookie::value(&headers, https, PICK).filter(|one| is_id(one)) {
        Some(browser) => (browser.to_owned(), false),
        None => (new_id(), true),
    };
    let suggestion = suggestion(&app, link, &browser);
    let mut response = html(&link_page(&visit, token, link, &suggestion, Wrong::nothing()));
    if fresh {
        cookie::set(&mut response, https, PICK, &browser, 86_400);
    }
    Ok(response)
}

/// The same at every look from one browser, and another one in another: whoever issued a link and opens it does not
/// see what is suggested to whose it is.
fn suggestion(app: &App, link: &store::Link, browser: &str) -> String {
    let mut seed = [0; 32];
    let signed = app.secret.sign(&format!("suggestion {} {browser}", link.id));
    seed.iter_mut().zip(signed.bytes()).for_each(|(to, from)| *to = from);
    rules::suggest_passphrase(&mut StdRng::from_seed(seed))
}

fn link_page(visit: &Visit, token: String, link: &store::Link, suggestion: &str, wrong: Wrong) -> LinkPage {
    LinkPage {
        page: Page::new(visit, say("title.link")),
        token,
        full_name: link.full_name.clone(),
        login: link.login.clone(),
        reset: link.kind == rules::LinkKind::Reset,
        suggestion: rules::same_suggestion(suggestion, &mut rand::rng()),
        shortest: rules::SHORTEST,
        wrong,
    }
}

fn link_gone(visit: &Visit, link: Option<&store::Link>) -> Response {
    let sentence = match link {
        Some(store::Link { used_at: Some(at), .. }) => say_with("link.used", &[("luc", &long_moment(*at))]),
        Some(store::Link { revoked_at: Some(_), .. }) => say("link.revoked").to_owned(),
        Some(link) => say_with("link.expired", &[("ngay", &short_day(link.expires_at))]),
        None => say("link.unknown").to_owned(),
    };
    let page = Page::new(visit, say("title.link_gone"));
    let mut response = html(&LinkGonePage { page, sentence });
    *response.status_mut() = axum::http::StatusCode::GONE;
    response
}

/// A new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkForm {
    password: String,
    /// What was suggested, to be suggested again.
    #[serde(default)]
    suggestion: String,
    #[serde(default)]
    remember: Option<String>,
}

/// Uses the link up: sets the password and signs in.
pub(crate) async fn submit_link(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<LinkForm>,
) -> Result<Response, Error> {
    let token = rules::token_of(&token).to_owned();
    let found = store::link(app.db.read(), &token).await?;
    let Some(link) = found.as_ref().filter(|link| link.works(visit.now)) else {
        return Ok(link_gone(&visit, found.as_ref()));
    };
    if let Some(error) = acts::judge_password(&app, &form.password, &[&link.full_name, &link.login]).await? {
        return Ok(refused(&link_page(&visit, token, link, &form.suggestion, Wrong::key("password", error))));
    }
    let hash = app.hasher.hash(form.password).await?;
    let mut tx = app.db.write().await?;
    let (act, life) = (visit.act(), session::Life::new(&app.config, form.remember.is_some()));
    let used = acts::use_link(&mut tx, &act, life, link, (&hash, visit.session())).await;
    let Some(cookie) = tx.settle(used).await? else {
        let again = store::link(app.db.read(), &token).await?;
        return Ok(link_gone(&visit, again.as_ref()));
    };
    let mut response = go_saying("/", "done.welcome");
    session::set_cookie(&app.config, &mut response, &cookie);
    device::remember(&app.config, &app.secret, &headers, &mut response, &link.login);
    Ok(response)
}
