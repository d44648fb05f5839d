//! Cookies of this site: one name, one form, read and given back.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The name as it is sent: `__Host-` wherever HTTPS makes it possible.
pub(crate) fn name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie for this whole site alone, for so many seconds; 0 takes it back.
pub(crate) fn line(https: bool, name: &str, value: &str, seconds: i64) -> String {
    let secure = if https { "; Secure" } else { "" };
    let name = self::name(https, name);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Appends a Set-Cookie header.
pub(crate) fn add(response: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// What was sent under the full name.
pub(crate) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
