//! HC-DV ends a wait.

use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::go_saying;
use crate::quizzes::acts;
use crate::visit::Coordinator;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Which round's wait.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitForm {
    #[serde(default)]
    round: String,
    form_key: String,
}

/// Lets somebody sit again at once: twice is once.
pub(crate) async fn lift_wait(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<WaitForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::lift_wait(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &form.round).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/tracking/people/{id}"), "done.wait_lifted"))
}
