//! Taking back a round that was just opened.

use super::form::RoundForm;
use super::guard;
use super::show::show_page;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Proven};
use crate::page::{go_saying, refused};
use crate::rounds::acts;
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use axum::extract::{Path, State};
use axum::response::Response;

/// Takes the round back, with the password of just now.
pub(crate) async fn withdraw(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Proven>,
) -> Result<Response, Error> {
    let round = coordinator.site.round(&id).ok_or(Error::NotFound)?;
    guard(&coordinator, &round.group_id)?;
    let act = coordinator.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let form = RoundForm::of(&round.name, &round.settings);
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&show_page(&app, &coordinator, round, form, wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &act, &id).await;
    tx.settle(done).await?;
    Ok(go_saying("/rounds", "done.round_withdrawn"))
}
