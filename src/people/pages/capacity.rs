//! What somebody is under a regulation.

use super::saved;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::people::acts;
use crate::people::rules::Capacity;
use crate::visit::Registrar;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Gives or ends a capacity under a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapacityForm {
    document: String,
    capacity: String,
    act: String,
    form_key: String,
}

/// Changes a capacity.
pub(crate) async fn change_capacity(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<CapacityForm>,
) -> Result<Response, Error> {
    let capacity = Capacity::parse(&form.capacity).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let (act, what) = (registrar.act_by(&form.form_key), (form.document.as_str(), capacity));
    let mut tx = app.db.write().await?;
    let done = match form.act.as_str() {
        "grant" => acts::grant_capacity(&mut tx, &act, &registrar.site, &id, what).await,
        "end" => acts::end_capacity(&mut tx, &act, &registrar.site, &id, what).await,
        _ => Err(Error::invalid("form.unknown_field")),
    };
    tx.settle(done).await?;
    Ok(saved(&id, "done.saved"))
}
