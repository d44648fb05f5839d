//! What HC-DV reports of the work in Zalo: added, not found, removed; and the numbers it needs for that.

use crate::admissions::acts::{self, Founding};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::page::go_saying;
use crate::visit::{Coordinator, Office};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Why full numbers are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumbersForm {
    #[serde(default)]
    reason: String,
}

/// Shows full numbers to this session for half an hour, and records that it does.
pub(crate) async fn numbers(
    State(app): State<App>,
    office: Office,
    Form(form): Form<NumbersForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::show_numbers(&mut tx, &office.act(), &form.reason).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.numbers_shown"))
}

/// The account that was on the screen when something was done in Zalo.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenForm {
    contact: String,
    form_key: String,
}

/// "Đã thêm".
pub(crate) async fn added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<SeenForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::add(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &form.contact).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.added"))
}

/// Takes a slip of "Đã thêm" back.
pub(crate) async fn not_added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::unadd(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id).await;
    let is_reopened = tx.settle(done).await?;
    Ok(go_saying("/admissions", if is_reopened { "done.undone_reopened" } else { "done.undone" }))
}

/// "Không tìm thấy trên Zalo".
pub(crate) async fn trouble(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<SeenForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done =
        acts::not_found(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &form.contact).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.trouble"))
}

/// HC-DV took the person out of the group.
pub(crate) async fn removed(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::remove(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.removed"))
}

/// Number and day of the Decision that names the Trưởng nhóm.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoundForm {
    number: String,
    day: String,
    form_key: String,
}

/// "Thành viên theo Điều 1 Quyết định".
pub(crate) async fn found(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<FoundForm>,
) -> Result<Response, Error> {
    let by = Founding { number: &form.number, day: &form.day };
    let mut tx = app.db.write().await?;
    let done = acts::found(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id, &by).await;
    tx.settle(done).await?;
    Ok(go_saying("/admissions", "done.founded"))
}
