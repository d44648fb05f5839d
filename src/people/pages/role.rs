//! Granting roles and taking them back.

use super::saved;
use crate::accounts::acts::require_proof;
use crate::accounts::rules::{Role, Scope};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::go_saying;
use crate::people::acts;
use crate::visit::Admin;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Grants or takes back a role, in a scope: `all`, `group:<id>`, `department:<id>`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleForm {
    role: String,
    act: String,
    #[serde(default)]
    scope: String,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

impl RoleForm {
    /// `None` where the form names none.
    fn scope(&self) -> Result<Option<Scope>, Error> {
        if self.scope.is_empty() {
            return Ok(None);
        }
        let (kind, id) = self.scope.split_once(':').unwrap_or((&self.scope, ""));
        Scope::parse(kind, id).map(Some).ok_or_else(|| Error::invalid("form.unknown_field"))
    }
}

/// Changes a role; the last admin stays.
pub(crate) async fn change_role(
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Error> {
    let act = admin.act_by(&form.form_key);
    require_proof(&app, &act, admin.proved(), form.password.clone()).await?;
    let role = Role::parse(&form.role).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let scope = form.scope()?;
    let mut tx = app.db.write().await?;
    let done = match form.act.as_str() {
        "grant" => {
            let wanted = scope.unwrap_or(Scope::All);
            acts::grant_role(&mut tx, &act, &admin.site, &id, (role, &wanted)).await
        }
        "revoke" => acts::revoke_role(&mut tx, &act, &admin.site, &id, (role, scope.as_ref())).await,
        _ => Err(Error::invalid("form.unknown_field")),
    };
    tx.settle(done).await?;
    if id == admin.viewer.id {
        return Ok(go_saying("/sign-in", "done.own_role_changed"));
    }
    Ok(saved(&id, "done.role_changed"))
}
