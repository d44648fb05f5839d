//! Forgetting a person.

use super::saved;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::people::acts;
use crate::people::rules::Basis;
use crate::visit::Admin;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// On what ground.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseForm {
    basis: String,
    #[serde(default)]
    password: Option<String>,
}

/// Erases the personal data of somebody who left.
pub(crate) async fn erase(
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<EraseForm>,
) -> Result<Response, Error> {
    let act = admin.act();
    require_proof(&app, &act, admin.proved(), form.password).await?;
    let basis = Basis::parse(&form.basis).ok_or_else(|| Error::invalid("erasure.basis"))?;
    let mut tx = app.db.write().await?;
    let done = acts::erase(&mut tx, &act, &admin.site, &id, basis).await;
    tx.settle(done).await?;
    Ok(saved(&id, "done.erased"))
}
