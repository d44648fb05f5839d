//! Cookies of this site: one name, one form, read and given back.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The name as it is sent: `__Host-` wherever HTTPS makes it possible.
fn name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// Gives the browser a cookie for this whole site alone, for so many seconds; 0 takes it back.
pub(crate) fn set(response: &mut Response, https: bool, name: &str, value: &str, seconds: i64) {
    let secure = if https { "; Secure" } else { "" };
    let name = self::name(https, name);
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// What the browser sent of it.
pub(crate) fn value<'h>(headers: &'h HeaderMap, https: bool, name: &str) -> Option<&'h str> {
    let name = self::name(https, name);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
