//! The office's logo: sent, taken away, served.

use super::as_they_are;
use crate::app::App;
use crate::error::Error;
use crate::form::{Expected, Form, Nothing};
use crate::page::{go_saying, refused};
use crate::settings::acts;
use crate::settings::rules::{LARGEST_LOGO, Logo};
use crate::visit::Admin;
use crate::wrong::Wrong;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The form's token and its file, of which no more is held than tells that it is too large.
async fn read_upload(mut multipart: Multipart) -> Result<(String, Vec<u8>), Error> {
    let bad = |_| Error::invalid("form.unreadable");
    let (mut csrf, mut content) = (String::new(), Vec::new());
    while let Some(mut field) = multipart.next_field().await.map_err(bad)? {
        match field.name().unwrap_or_default() {
            "csrf" => csrf = field.text().await.map_err(bad)?,
            "logo" => {
                while let Some(piece) = field.chunk().await.map_err(bad)? {
                    if content.len() <= LARGEST_LOGO {
                        content.extend_from_slice(&piece);
                    }
                }
            }
            _ => return Err(Error::invalid("form.unknown_field")),
        }
    }
    Ok((csrf, content))
}

/// Puts the logo that was sent in the place of the one before.
pub(crate) async fn set_logo(
    State(app): State<App>,
    admin: Admin,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let (csrf, content) = read_upload(multipart).await?;
    expected.check(&csrf)?;
    // Off the async threads: the largest picture takes most of a second.
    let logo = match app.hasher.run(move || Logo::of(&content)).await? {
        Ok(logo) => logo,
        Err(key) => return Ok(refused(&as_they_are(&admin, Wrong::key("logo", key))?)),
    };
    let mut tx = app.db.write().await?;
    let done = acts::set_logo(&mut tx, &admin.act(), &admin.site, &logo).await;
    tx.settle(done).await?;
    Ok(go_saying("/settings", "done.logo_set"))
}

/// Takes the logo away.
pub(crate) async fn remove_logo(
    State(app): State<App>,
    admin: Admin,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::remove_logo(&mut tx, &admin.act(), &admin.site).await;
    tx.settle(done).await?;
    Ok(go_saying("/settings", "done.logo_removed"))
}

/// The logo, cached for ever: its address changes with its bytes.
pub(crate) async fn serve_logo(State(app): State<App>, Path(file): Path<String>) -> Result<Response, StatusCode> {
    let asked = format!("/logo/{file}");
    let is_asked = |logo: &Logo| logo.address() == asked;
    let fault = |_| StatusCode::SERVICE_UNAVAILABLE;
    let mut site = app.sites.any(&app.db, &app.library).await.map_err(fault)?;
    // Another server may have changed it.
    if !site.logo.as_deref().is_some_and(is_asked) {
        site = app.site().await.map_err(fault)?;
    }
    let logo = site.logo.as_deref().filter(|logo| is_asked(logo)).ok_or(StatusCode::NOT_FOUND)?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    Ok((headers, logo.bytes.clone()).into_response())
}
