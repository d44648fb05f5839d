//! A scan, shown to the session that has recorded that it looks, for half an hour.

use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::go;
use crate::papers::acts;
use crate::papers::store;
use crate::pieces;
use crate::secret::Secret;
use crate::visit::Member;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

/// Which scan, until when, and what tells that it was opened in this session.
#[derive(Deserialize)]
pub(crate) struct Opened {
    step: i64,
    until: i64,
    seal: String,
}

fn seal(secret: &Secret, session: &str, id: &str, (step, until): (i64, i64)) -> String {
    secret.sign(&format!("scan {session} {id} {step} {until}"))
}

/// Records the look, then shows it: twice is once.
pub(crate) async fn see(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::see(&mut tx, &member.act_by(&form.form_key), &member.site, &id).await;
    let (step, until) = tx.settle(done).await?;
    let seal = seal(&app.secret, &member.viewer.session, &id, (step, until));
    Ok(go(&format!("/papers/{id}/scan?step={step}&until={until}&seal={seal}")))
}

/// The scan, inline.
pub(crate) async fn scan(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Query(opened): Query<Opened>,
) -> Result<Response, Error> {
    let wanted = seal(&app.secret, &member.viewer.session, &id, (opened.step, opened.until));
    if !bool::from(wanted.as_bytes().ct_eq(opened.seal.as_bytes())) || opened.until <= member.now {
        return Err(Error::NotFound);
    }
    let scan = store::scan(app.db.read(), &id, opened.step).await?.ok_or(Error::NotFound)?;
    let size = scan.size.to_string();
    let headers = [(header::CONTENT_TYPE, scan.media_type.clone()), (header::CONTENT_LENGTH, size)];
    let body = pieces::of_parts(move |number| {
        let (app, scan) = (app.clone(), scan.clone());
        async move { store::scan_part(app.db.read(), &scan, number).await }
    });
    let mut response = (headers, body).into_response();
    let csp = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    Ok(response)
}
