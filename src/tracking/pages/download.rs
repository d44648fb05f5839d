//! An export that was recorded: the page that tells of it and its file, to that session for half an hour.

use super::export::{Kind, exported};
use super::{Asked, Table, stream};
use crate::app::App;
use crate::disclosures::rules::What;
use crate::disclosures::store::{self as disclosures, Disclosure};
use crate::error::Error;
use crate::page::{Page, html};
use crate::text::{say, say_with};
use crate::time::{day_of, long_moment, near_moment, paper_day};
use crate::tracking::export::{Cover, Rows};
use crate::tracking::rules::by_department;
use crate::visit::{Member, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// What an export is of, as it was recorded.
#[derive(Deserialize)]
struct Subject {
    #[serde(flatten)]
    asked: Asked,
    form: String,
    rows: String,
    /// With phone numbers and Zalo names.
    #[serde(default)]
    contacts: String,
}

#[derive(Template)]
#[template(path = "tracking/ready.html")]
struct ReadyPage {
    page: Page,
    file: String,
    kind: &'static str,
    people: String,
    contacts: bool,
    why: String,
    at: String,
    until: String,
    /// Back to the list, and where to ask again from a browser.
    list: String,
    address: String,
}

/// That the file is ready, and what was recorded.
pub(crate) async fn ready(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let (given, subject, kind) = given(&app, &office, &id).await?;
    let list = format!("/tracking?{}", subject.asked.query());
    Ok(html(&ReadyPage {
        page: Page::new(&office, say("title.export_ready")),
        file: format!("/tracking/exports/{}/file", given.id),
        kind: kind.words(),
        people: subject.rows,
        contacts: !subject.contacts.is_empty(),
        why: given.why,
        at: long_moment(given.at),
        until: near_moment(office.now, given.expires_at),
        address: format!("{}{list}", app.config.public_url()),
        list,
    }))
}

/// The file, to the session that asked for it.
pub(crate) async fn file(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let (given, subject, kind) = given(&app, &office, &id).await?;
    let contacts = !subject.contacts.is_empty();
    let table = exported(&app, &office, &subject.asked).await?;
    let cover = cover(&office, &table, given.at);
    let rows = Rows::new(app.db.read().clone(), table.look, table.departments, contacts);
    let name = format!("theo-doi-{}.{kind}", day_of(given.at));
    match kind {
        Kind::Csv => stream::csv(&name, rows).await,
        Kind::Xlsx => stream::xlsx(&name, cover, rows).await,
    }
}

async fn given(app: &App, office: &Office, id: &str) -> Result<(Disclosure, Subject, Kind), Error> {
    let given = disclosures::one(app.db.read(), &office.viewer.session, id, office.now).await?;
    if given.what != What::Export {
        return Err(Error::NotFound);
    }
    let subject: Subject = serde_html_form::from_str(&given.subject).map_err(Error::internal)?;
    let kind = Kind::parse(&subject.form).ok_or(Error::NotFound)?;
    Ok((given, subject, kind))
}

/// What stands around the rows; `at` is when they were asked for.
fn cover(member: &Member, table: &Table<'_>, at: i64) -> Cover {
    let (key, made_at) = match table.round.closed_at {
        Some(closed) => ("tracking.export_closed", closed),
        None => ("tracking.export_open", at),
    };
    let setting = |name| member.site.setting(name);
    let (day, month, year) = paper_day(at);
    let day = [("noi", setting("org.place")), ("ngay", &day), ("thang", &month), ("nam", &year)];
    Cover {
        parent: setting("org.parent").to_owned(),
        agency: setting("org.name").to_owned(),
        day: say_with("sheet.day", &day),
        title: say_with(key, &[("dot", &table.round.name), ("luc", &long_moment(made_at))]),
        signs: say_with("sheet.signs", &[("phong", &setting("org.office").to_uppercase())]),
        counts: by_department(&table.tallies, &table.departments, say("tracking.sum")),
        made_at,
    }
}
