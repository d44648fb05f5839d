//! A round rests, and goes on; one person comes into it later.

use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::go_saying;
use crate::rounds::acts;
use crate::visit::{Coordinator, Member};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Lets a round rest: twice is once.
pub(crate) async fn rest_now(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    turn(&app, &coordinator, (&id, &form.form_key), true).await?;
    Ok(go_saying(&format!("/rounds/{id}"), "done.round_paused"))
}

/// Lets it go on: twice is once.
pub(crate) async fn resume(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    turn(&app, &coordinator, (&id, &form.form_key), false).await?;
    Ok(go_saying(&format!("/rounds/{id}"), "done.round_resumed"))
}

/// The round somebody is put into.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntoForm {
    #[serde(default)]
    round: String,
    #[serde(default, rename = "form_key")]
    key: String,
}

/// Puts one person into an open round: twice is once.
pub(crate) async fn put_person(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<IntoForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let act = coordinator.act_by(&form.key);
    let done = acts::put_person(&mut tx, &act, &coordinator.site, (&form.round, &id)).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.round_put_in"))
}

async fn turn(app: &App, member: &Member, (id, key): (&str, &str), rests: bool) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let done = acts::rest(&mut tx, &member.act_by(key), id, rests).await;
    tx.settle(done).await?;
    acts::catch_up(app).await;
    Ok(())
}
