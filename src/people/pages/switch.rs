//! An account switched off and on.

use super::saved;
use crate::accounts::acts::require_proof;
use crate::accounts::rules::Switch;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::people::acts;
use crate::visit::Admin;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Off or on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchForm {
    to: String,
    #[serde(default)]
    password: Option<String>,
}

/// Switches a person's account off or on.
pub(crate) async fn switch_account(
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<SwitchForm>,
) -> Result<Response, Error> {
    let act = admin.act();
    require_proof(&app, &act, admin.proved(), form.password).await?;
    let to = Switch::parse(&form.to).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let mut tx = app.db.write().await?;
    let done = acts::switch_account(&mut tx, &act, &admin.site, &id, to).await;
    tx.settle(done).await?;
    Ok(saved(
        &id,
        match to {
            Switch::Disabled => "done.account_disabled",
            Switch::Enabled => "done.account_enabled",
        },
    ))
}
