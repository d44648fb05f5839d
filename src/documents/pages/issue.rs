//! Issuing a draft: văn thư's number and day.

use super::manage::{has_blanks, manage_page};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::documents::rules::{Issue, StoredIssue};
use crate::documents::store::{self, Issued, NewVersion};
use crate::error::Error;
use crate::form::Form;
use crate::page::{go_saying, refused};
use crate::people::pages::by;
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
    #[serde(default)]
    password: Option<String>,
}

/// Issues a draft: fills number and day into the blanks, as a new version. The articles stay as they were,
/// so readings and passed sittings count; acknowledgments are asked for again.
pub(crate) async fn issue(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<IssueForm>,
) -> Result<Response, Error> {
    let row = store::current_of(app.db.read(), &document).await?;
    let version = app.library.version(&row)?;
    let suffix = version.regulation.head().text("ref_suffix").unwrap_or_default().to_owned();
    let stored = match stored_issue(&form, &suffix) {
        Ok(stored) => stored,
        Err(key) => {
            let mut page = manage_page(&app, &coordinator, &document, Some(say(key).to_owned())).await?;
            (page.number, page.day) = (form.number, form.day);
            return Ok(refused(&page));
        }
    };
    match require_proof(&app.db, &app.hasher, &coordinator.asker(), form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => {
            let mut page = manage_page(&app, &coordinator, &document, Some(sentence)).await?;
            (page.number, page.day) = (form.number, form.day);
            return Ok(refused(&page));
        }
        Err(error) => return Err(error),
    }
    if !has_blanks(&row) {
        return Err(Error::conflict("document.no_blanks"));
    }
    let day = format!("{:04}-{:02}-{:02}", stored.year, stored.month, stored.day);
    let new = NewVersion {
        document_id: document.clone(),
        kind: "text",
        file: None,
        source: row.source.clone(),
        issue: Some(Issued {
            blanks: serde_json::to_string(&stored).map_err(Error::internal)?,
            ref_number: format!("{}{suffix}", stored.number),
            day,
        }),
        attachment: None,
        published: true,
    };
    publish(&app, &coordinator, row.id, new).await?;
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

pub(super) async fn publish(app: &App, coordinator: &Coordinator, old: String, new: NewVersion) -> Result<(), Error> {
    let (by, now) = (by(coordinator), coordinator.now);
    app.db.write(move |tx| Box::pin(async move { store::publish(tx, &old, &new, &by, now).await })).await?;
    Ok(())
}
