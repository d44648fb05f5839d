//! Deleting somebody who was added by mistake and of whom nothing was done.

use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::{Page, go_saying, html};
use crate::people::{acts, store};
use crate::text::say;
use crate::visit::Registrar;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/remove.html")]
struct RemovePage {
    page: Page,
    id: String,
    full_name: String,
    department: String,
    /// Why it cannot be; `None`: it can.
    hindrance: Option<String>,
}

/// Says who is to be deleted and what goes with them, or why that cannot be.
pub(crate) async fn remove(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let person = store::person(app.db.read(), &id).await?;
    if !registrar.viewer.roles.registers(&person.department_id) {
        return Err(Error::NotFound);
    }
    let hindrance = match acts::refuse_removal(store::touched(app.db.read(), &id, registrar.now).await?) {
        Err(Error::Conflict(sentence)) => Some(sentence),
        _ => None,
    };
    Ok(html(&RemovePage {
        page: Page::new(&registrar, say("title.people_remove")),
        id,
        full_name: person.full_name,
        department: person.department,
        hindrance,
    }))
}

/// Deletes them.
pub(crate) async fn submit_remove(
    State(app): State<App>,
    registrar: Registrar,
    Path(id): Path<String>,
    Form(Keyed { form_key }): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::remove(&mut tx, &registrar.act_by(&form_key), &registrar.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying("/tracking", "done.person_removed"))
}
