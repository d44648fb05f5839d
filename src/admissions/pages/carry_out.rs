//! What HC-DV reports of the work in Zalo: added, not found, removed.

use super::{act, step};
use crate::admissions::store;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Nothing};
use crate::page::go_saying;
use crate::text::say;
use crate::visit::Coordinator;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

/// "Đã thêm".
pub(crate) async fn added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step(
        &app,
        &coordinator,
        &id,
        "admission.not_to_add",
        |tx, who, one| Box::pin(store::add(tx, &one.id, &who.viewer.id, who.now)),
        |who, one| {
            act(
                who,
                one,
                "group.added",
                json!({ "admission": one.id, "group": one.group_id }),
                say("note.added").to_owned(),
            )
        },
    )
    .await?;
    Ok(go_saying("/admissions", "done.added"))
}

/// Takes a slip of "Đã thêm" back.
pub(crate) async fn not_added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step(
        &app,
        &coordinator,
        &id,
        "admission.confirmed_already",
        |tx, _, one| Box::pin(store::unadd(tx, &one.id)),
        |who, one| {
            act(who, one, "group.add_withdrawn", json!({ "admission": one.id }), say("note.add_withdrawn").to_owned())
        },
    )
    .await?;
    Ok(go_saying("/admissions", "done.undone"))
}

/// "Không tìm thấy trên Zalo".
pub(crate) async fn trouble(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step(
        &app,
        &coordinator,
        &id,
        "admission.not_to_add",
        |tx, who, one| Box::pin(store::trouble(tx, &one.id, who.now)),
        |who, one| act(who, one, "group.not_found", json!({ "admission": one.id }), say("note.not_found").to_owned()),
    )
    .await?;
    Ok(go_saying("/admissions", "done.trouble"))
}

/// HC-DV took the person out of the group.
pub(crate) async fn removed(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step(
        &app,
        &coordinator,
        &id,
        "admission.removed_already",
        |tx, who, one| Box::pin(store::remove(tx, &one.id, &who.viewer.id, who.now)),
        |who, one| {
            act(
                who,
                one,
                "group.removed",
                json!({ "admission": one.id, "group": one.group_id }),
                say("note.removed").to_owned(),
            )
        },
    )
    .await?;
    Ok(go_saying("/admissions", "done.removed"))
}
