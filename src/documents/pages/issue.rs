//! A text comes into force: văn thư's number and day, or one that waited.

use super::manage::manage_page;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::documents::acts;
use crate::documents::rules::{Issue, StoredIssue};
use crate::error::Error;
use crate::form::Form;
use crate::page::{go_saying, refused};
use crate::rounds::acts as rounds;
use crate::text::say;
use crate::time::parse_day;
use crate::visit::Coordinator;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Number and day as văn thư gave them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueForm {
    number: String,
    day: String,
    form_key: String,
    /// The version in force when the page was drawn.
    seen: String,
    #[serde(default)]
    password: Option<String>,
}

/// Issues a draft: fills number and day into the blanks, as a new version.
pub(crate) async fn issue(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<IssueForm>,
) -> Result<Response, Error> {
    let seen = &coordinator.site.document(&document)?.current;
    let act = coordinator.act_by(&form.form_key);
    let suffix = seen.regulation.head().text("ref_suffix").unwrap_or_default();
    let stored = match stored_issue(&form, suffix) {
        Ok(stored) => {
            let proof = require_proof(&app, &act, coordinator.proved(), form.password.clone()).await;
            proof.map(|()| stored)
        }
        Err(key) => Err(Error::Invalid(say(key).to_owned())),
    };
    let stored = match stored {
        Ok(stored) => stored,
        Err(Error::Invalid(sentence) | Error::Password(sentence)) => {
            let mut page = manage_page(&app, &coordinator, &document, Some(sentence)).await?;
            (page.number, page.day) = (form.number, form.day);
            return Ok(refused(&page));
        }
        Err(error) => return Err(error),
    };
    let mut tx = app.db.write().await?;
    let done = acts::issue(&mut tx, &act, (seen, &form.seen), &stored).await;
    tx.settle(done).await?;
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.issued"))
}

fn stored_issue(form: &IssueForm, suffix: &str) -> Result<StoredIssue, &'static str> {
    let day = parse_day(&form.day).ok_or("form.day")?;
    let small = |n: i8| u8::try_from(n).map_err(|_| "form.day");
    let number = form.number.trim().strip_suffix(suffix).unwrap_or(form.number.trim()).trim().to_owned();
    let year = u16::try_from(day.year()).map_err(|_| "form.day")?;
    Issue::new(&number, small(day.day())?, small(day.month())?, year).map_err(|_| "document.number")?;
    Ok(StoredIssue { number, day: small(day.day())?, month: small(day.month())?, year })
}

/// Which text is to come into force, and which one was when the page was drawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdoptForm {
    version: i64,
    seen: String,
    #[serde(default)]
    password: Option<String>,
}

/// Puts a text that waits into force.
pub(crate) async fn adopt(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<AdoptForm>,
) -> Result<Response, Error> {
    coordinator.site.document(&document)?;
    let act = coordinator.act();
    match require_proof(&app, &act, coordinator.proved(), form.password).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence) | Error::Password(sentence)) => {
            return Ok(refused(&manage_page(&app, &coordinator, &document, Some(sentence)).await?));
        }
        Err(error) => return Err(error),
    }
    let mut tx = app.db.write().await?;
    let done = acts::adopt(&mut tx, &act, &form.seen, &document, form.version).await;
    tx.settle(done).await?;
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.adopted"))
}
