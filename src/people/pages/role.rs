//! Granting roles and taking them back.

use super::by;
use crate::accounts::acts::require_proof;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::go_saying;
use crate::people::store;
use crate::visit::Admin;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Grants or takes back a role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleForm {
    role: String,
    act: String,
    #[serde(default)]
    password: Option<String>,
}

/// Changes a role; the last admin stays.
pub(crate) async fn change_role(
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Error> {
    require_proof(&app.db, &app.hasher, &admin.asker(), form.password).await?;
    let role = Role::parse(&form.role).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let person = store::person(app.db.read(), &id).await?;
    let granting = match form.act.as_str() {
        "grant" => true,
        "revoke" => false,
        _ => return Err(Error::invalid("form.unknown_field")),
    };
    let (by, now) = (by(&admin), admin.now);
    let own = person.id == admin.viewer.id;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if granting {
                    return store::grant(tx, &person.id, &person.actor, role, &by, now).await;
                }
                crate::db::lock_ledger(tx).await?; // two admins who revoke each other come one after the other
                if role == Role::Admin && store::holders(tx, role).await? < 2 {
                    return Err(Error::conflict("role.last_admin"));
                }
                store::revoke(tx, &person.id, &person.actor, role, &by, now).await
            })
        })
        .await?;
    if own {
        return Ok(go_saying("/sign-in", "done.own_role_changed"));
    }
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.role_changed"))
}
