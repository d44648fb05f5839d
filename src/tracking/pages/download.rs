//! The table as a file: asked for by a POST that is recorded, given to that session for half an hour.

use super::index::show;
use super::{Asked, Table, stream, table};
use crate::address::query_value;
use crate::app::App;
use crate::disclosures::rules::What;
use crate::disclosures::store as disclosures;
use crate::error::Error;
use crate::form::Form;
use crate::page::{go, refused};
use crate::text::say_with;
use crate::time::{day_of, long_moment};
use crate::tracking::acts;
use crate::tracking::export::Rows;
use crate::tracking::rules::matches;
use crate::visit::{Member, Office};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Longest reason, in characters.
const LONGEST: usize = 300;

text_enum! {
    enum Kind {
        Csv = "csv",
        Xlsx = "xlsx",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportForm {
    #[serde(default)]
    round: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    form: String,
    #[serde(default)]
    why: String,
    form_key: String,
}

/// What an export is of, as it was recorded.
#[derive(Deserialize)]
struct Subject {
    #[serde(flatten)]
    asked: Asked,
    form: String,
}

/// Records an export and leads to it.
pub(crate) async fn export(
    State(app): State<App>,
    office: Office,
    Form(form): Form<ExportForm>,
) -> Result<Response, Error> {
    let kind = Kind::parse(&form.form).ok_or_else(|| Error::invalid("form.unknown_field"))?;
    let asked = Asked {
        round: form.round,
        department: form.department,
        state: form.state,
        q: form.q,
        sort: form.sort,
        page: 0,
    };
    if !office.proved() {
        return Ok(go(&format!("/prove?next={}", query_value(&format!("/tracking?{}", asked.query())))));
    }
    let error = match form.why.chars().count() {
        0 => Some("tracking.why_missing"),
        n if n > LONGEST => Some("form.too_long"),
        _ => None,
    };
    if error.is_some() {
        return Ok(refused(&show(&app, &office, &asked, (&form.why, error)).await?));
    }
    let table = exported(&app, &office, &asked).await?;
    // What the record keeps is what was understood, not what was typed.
    let known = asked.department.is_empty() || table.departments.iter().any(|one| one.0 == asked.department);
    if !known {
        return Err(Error::invalid("tracking.no_such_filter"));
    }
    let sort = table.look.filter.sort.as_str().to_owned();
    let asked = Asked { round: table.round.id.clone(), sort, ..asked };
    let rows = count(&app, table).await?;
    let act = office.act_by(&form.form_key);
    let mut tx = app.db.write().await?;
    let done = acts::export(&mut tx, &act, &asked.query(), &form.why, (rows, kind.as_str())).await;
    let id = tx.settle(done).await?;
    Ok(go(&format!("/tracking/exports/{id}")))
}

/// The file, to the session that asked for it.
pub(crate) async fn file(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let given = disclosures::one(app.db.read(), &office.viewer.session, &id, office.now).await?;
    if given.what != What::Export {
        return Err(Error::NotFound);
    }
    let subject: Subject = serde_html_form::from_str(&given.subject).map_err(Error::internal)?;
    let kind = Kind::parse(&subject.form).ok_or_else(|| Error::internal("an export of no form"))?;
    let table = exported(&app, &office, &subject.asked).await?;
    let (key, at) = match table.round.closed_at {
        Some(at) => ("tracking.export_closed", at),
        None => ("tracking.export_open", given.at),
    };
    let title = say_with(key, &[("dot", &table.round.name), ("luc", &long_moment(at))]);
    let rows = Rows::new(app.db.read().clone(), table.look, table.departments);
    let name = format!("theo-doi-{}.{kind}", day_of(given.at));
    match kind {
        Kind::Csv => stream::csv(&name, rows).await,
        Kind::Xlsx => stream::xlsx(&name, title, at, rows).await,
    }
}

/// The table, if the viewer may take it away.
async fn exported<'a>(app: &App, member: &'a Member, asked: &Asked) -> Result<Table<'a>, Error> {
    let table = table(app, member, asked).await?;
    match () {
        () if !table.look.sight.is_full() => Err(Error::Forbidden),
        () if !table.known => Err(Error::invalid("tracking.no_such_filter")),
        () => Ok(table),
    }
}

/// How many people it has: from the counts, or where words are searched for by looking at all of them.
async fn count(app: &App, table: Table<'_>) -> Result<i64, Error> {
    let filter = &table.look.filter;
    if filter.words.is_empty() {
        return Ok(matches(&table.tallies, &filter.department, filter.chosen).values().sum());
    }
    let mut rows = Rows::new(app.db.read().clone(), table.look, table.departments);
    let mut n = 0;
    while let Some(chunk) = rows.next().await? {
        n += chunk.len();
    }
    Ok(i64::try_from(n).unwrap_or_default())
}
