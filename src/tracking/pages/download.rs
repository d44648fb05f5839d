//! The table as a file; every download is recorded.

use super::{Asked, table};
use crate::app::App;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::page::download;
use crate::text::say_with;
use crate::time::{day_of, long_moment};
use crate::tracking::export;
use crate::tracking::store;
use crate::visit::Office;
use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::json;
use std::collections::HashMap;

/// The table as CSV.
pub(crate) async fn csv(State(app): State<App>, office: Office, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let sheet = exported(&app, &office, &asked, "csv").await?;
    let bytes = export::csv(&sheet)?;
    Ok(download(&format!("theo-doi-{}.csv", day_of(office.now)), "text/csv; charset=utf-8", bytes))
}

/// The table as a workbook.
pub(crate) async fn xlsx(
    State(app): State<App>,
    office: Office,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let sheet = exported(&app, &office, &asked, "xlsx").await?;
    let bytes = tokio::task::spawn_blocking(move || export::xlsx(&sheet)).await.map_err(Error::internal)??;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&format!("theo-doi-{}.xlsx", day_of(office.now)), kind, bytes))
}

/// The rows of an export, after the export was recorded: who, when, how many, in which form.
async fn exported(app: &App, office: &Office, asked: &Asked, form: &'static str) -> Result<export::Sheet, Error> {
    if !office.proved() {
        return Err(Error::Prove);
    }
    let table = table(app, office, asked).await?;
    let by_person: HashMap<String, store::ContactLine> =
        store::contacts(app.db.read()).await?.into_iter().map(|one| (one.person_id.clone(), one)).collect();
    let today = day_of(office.now);
    let rows: Vec<export::Row> =
        table.chosen.iter().map(|facts| export::row(facts, by_person.get(&facts.person_id), &today)).collect();
    let entry = Entry {
        kind: "export.made",
        at: office.now,
        actor: Some(office.viewer.actor.clone()),
        about: None,
        person_id: None,
        by_id: Some(office.viewer.id.clone()),
        body: json!({ "what": "tracking", "form": form, "rows": rows.len(), "round": table.now.round.id }),
        private: Vec::new(),
        note: say_with("note.export", &[("n", &rows.len().to_string()), ("dang", form)]),
    };
    app.db.write(move |tx| Box::pin(async move { ledger::append(tx, &entry).await.map(|_| ()) })).await?;
    let title = format!("{} – xuất lúc {}", table.now.round.name, long_moment(office.now));
    Ok(export::Sheet { title, rows })
}
