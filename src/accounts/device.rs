//! Devices that signed in before: a cookie by which a person gets in while somebody else tries their name.
//!
//! It opens nothing by itself. It says only that this browser has given the right password of that name once, so that
//! its tries are counted apart (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").

use crate::config::Config;
use crate::cookie;
use crate::id::new_token;
use crate::secret::Secret;
use axum::http::HeaderMap;
use axum::response::Response;
use subtle::ConstantTimeEq;

/// How long a device is known after its last sign-in, seconds.
const LIFE: i64 = 180 * 24 * 60 * 60;
/// Name of the cookie.
const COOKIE: &str = "device";
/// People of one device.
const MOST: usize = 4;

/// `number~mac`, as long as a person has used this browser lately.
fn token(secret: &Secret, login: &str, number: &str) -> String {
    format!("{number}~{}", secret.sign(&format!("device {login} {number}")))
}

fn tokens<'h>(config: &Config, headers: &'h HeaderMap) -> Vec<&'h str> {
    let value = cookie::value(headers, config.https(), COOKIE).unwrap_or_default();
    value.split('.').filter(|token| token.len() == 87).take(MOST).collect()
}

/// The number of this device, if somebody has signed in on it with this (folded) name.
pub(crate) fn known(config: &Config, secret: &Secret, headers: &HeaderMap, login: &str) -> Option<String> {
    let ours = |given: &str| {
        let (number, _) = given.split_once('~')?;
        let right = bool::from(given.as_bytes().ct_eq(token(secret, login, number).as_bytes()));
        right.then(|| number.to_owned())
    };
    tokens(config, headers).into_iter().find_map(ours)
}

/// Makes the browser known for a name, beside the others it is known for; the newest first.
pub(crate) fn remember(config: &Config, secret: &Secret, headers: &HeaderMap, response: &mut Response, login: &str) {
    let number = known(config, secret, headers, login).unwrap_or_else(new_token);
    let new = token(secret, login, &number);
    let others = tokens(config, headers).into_iter().filter(|one| *one != new).take(MOST - 1);
    let value: Vec<&str> = std::iter::once(new.as_str()).chain(others).collect();
    cookie::set(response, config.https(), COOKIE, &value.join("."), LIFE);
}
