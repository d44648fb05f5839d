//! Sessions: a random cookie, stored hashed.

use super::rules::How;
use super::store;
use crate::act::Act;
use crate::config::Config;
use crate::cookie;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{new_token, sha256};
use axum::response::Response;

/// Name of the session's cookie.
pub(crate) const COOKIE: &str = "sid";

/// How long a session lives at most, milliseconds, and whether it does so unused.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    pub of: i64,
    /// The device is remembered: the session does not end for want of use.
    pub remembered: bool,
}

impl Life {
    pub(crate) fn new(config: &Config, remembered: bool) -> Self {
        Self { of: config.session_life(), remembered }
    }
}

/// Starts a session in the act that proved who it is; the answer is the cookie's value.
pub(crate) async fn start(tx: &mut Tx, act: &Act, life: Life, person_id: &str, how: How) -> Result<String, Error> {
    let token = new_token();
    let session = store::NewSession {
        token_hash: sha256(&token),
        person_id: person_id.to_owned(),
        csrf: new_token(),
        how: how.as_str().to_owned(),
        started_at: act.at,
        expires_at: act.at + life.of,
        kept_until: life.remembered.then_some(act.at + life.of),
        ip: act.ip.clone(),
        agent: act.agent.clone(),
    };
    store::insert_session(tx, &session).await?;
    Ok(token)
}

/// Gives the browser its cookie.
pub(crate) fn set_cookie(config: &Config, response: &mut Response, token: &str) {
    cookie::set(response, config.https(), COOKIE, token, config.session_life() / 1000);
}

/// Takes the cookie back.
pub(crate) fn clear_cookie(config: &Config, response: &mut Response) {
    cookie::set(response, config.https(), COOKIE, "", 0);
}
