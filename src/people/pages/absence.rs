//! Who is out of the count: paused, gone, and back again.

use super::changed;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::ledger;
use crate::page::{go, go_saying};
use crate::people::store;
use crate::text::{say, say_with};
use crate::time::parse_day;
use crate::visit::Registrar;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Tạm hoãn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PauseForm {
    until: String,
    reason: String,
}

/// Puts a person out of the count until a day; an empty day ends it.
pub(crate) async fn pause(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(form): Form<PauseForm>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let until = if form.until.is_empty() {
        None
    } else {
        Some(parse_day(&form.until).ok_or_else(|| Error::invalid("form.day"))?.to_string())
    };
    let note = match &until {
        Some(day) => say_with("note.paused", &[("ngay", &crate::time::show_day(day)), ("ly_do", &form.reason)]),
        None => say("note.pause_ended").to_owned(),
    };
    let entry = changed(&registrar, &person, "account.paused", note);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::pause(tx, &person.id, until.as_deref(), &form.reason).await?;
                ledger::append(tx, &entry).await?;
                Ok(())
            })
        })
        .await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.saved"))
}

/// Marks a person as having left the Centre.
pub(crate) async fn leave(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if person.id == registrar.viewer.id {
        return Err(Error::conflict("person.not_oneself"));
    }
    if !person.roles.is_empty() && !registrar.viewer.has(Role::Admin) {
        return Err(Error::Forbidden);
    }
    let entry = changed(&registrar, &person, "account.disabled", say("note.left").to_owned());
    let (by, now) = (registrar.viewer.id.clone(), registrar.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                crate::db::lock_ledger(tx).await?;
                if person.roles.contains("admin") && store::holders(tx, Role::Admin).await? < 2 {
                    return Err(Error::conflict("role.last_admin"));
                }
                if store::leave(tx, &person.id, &by, now).await? {
                    ledger::append(tx, &entry).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(go(&format!("/tracking/people/{id}")))
}

/// Undoes a departure entered by mistake.
pub(crate) async fn come_back(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    let entry = changed(&registrar, &person, "account.enabled", say("note.came_back").to_owned());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if store::come_back(tx, &person.id).await? {
                    ledger::append(tx, &entry).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.saved"))
}
