//! A report that was taken: the page that tells of it, its lists on paper, its files; to that session for half an hour.

use super::day::Of;
use super::known::report;
use super::people::people;
use super::round;
use crate::address::query_value;
use crate::app::App;
use crate::disclosures::rules::What;
use crate::disclosures::store::{self as disclosures, Disclosure};
use crate::error::Error;
use crate::page::{Page, html};
use crate::reports::docx;
use crate::reports::rules::{List, Office as Settings, annex, signing};
use crate::rounds::store::texts;
use crate::site::Round;
use crate::text::say;
use crate::time::{day_of, long_moment, near_moment, paper_date};
use crate::visit::Office;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Files asked for at once: one is written, the others wait; who comes then is told to come back.
static QUEUE: Semaphore = Semaphore::const_new(4);
static TURN: Semaphore = Semaphore::const_new(1);

text_enum! {
    /// Which paper.
    enum Which {
        Report = "report",
        List = "list",
        Signing = "signing",
    }
}

impl Which {
    fn title(self) -> &'static str {
        match self {
            Self::Report => say("title.report"),
            Self::List => say("title.report_list"),
            Self::Signing => say("title.report_signing"),
        }
    }

    /// What its file is called.
    fn name(self) -> &'static str {
        match self {
            Self::Report => "bao-cao",
            Self::List => "phu-luc-danh-sach",
            Self::Signing => "danh-sach-ky-nhan",
        }
    }
}

/// What was taken, as it was recorded.
#[derive(Deserialize)]
struct Subject {
    report: String,
    /// Empty: taken before a day was recorded.
    #[serde(default)]
    day: String,
    rows: String,
}

impl Subject {
    /// The day it was taken for: also when the clock has passed midnight since.
    fn of(&self, office: &Office, round: &Round) -> Of {
        Of::typed(office, round, &self.day).unwrap_or_else(|_| Of::newest(office, round))
    }
}

#[derive(Template)]
#[template(path = "reports/ready.html")]
struct ReadyPage {
    page: Page,
    id: String,
    round: String,
    /// The day at whose end it was so.
    day: String,
    people: String,
    why: String,
    at: String,
    until: String,
    /// The report's page, and where to ask again from a browser.
    back: String,
    address: String,
}

/// That the files are ready, and what was recorded.
pub(crate) async fn ready(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    let (given, subject) = given(&app, &office, &id).await?;
    let round = round(&office, &subject.report)?;
    let of = subject.of(&office, round);
    let back = format!("/rounds/{}/report{}", round.id, of.query());
    Ok(html(&ReadyPage {
        page: Page::new(&office, say("title.report_ready")),
        id: given.id,
        round: round.name.clone(),
        day: paper_date(&of.day),
        people: subject.rows,
        why: given.why,
        at: long_moment(given.at),
        until: near_moment(office.now, given.expires_at),
        address: format!("{}{back}", app.config.public_url()),
        back,
    }))
}

#[derive(Template)]
#[template(path = "reports/list.html")]
struct ListPage {
    page: Page,
    id: String,
    which: &'static str,
    list: List,
}

/// A list as it looks on paper.
pub(crate) async fn list(
    State(app): State<App>,
    office: Office,
    Path((id, which)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (given, subject) = given(&app, &office, &id).await?;
    let which = Which::parse(&which).filter(|one| *one != Which::Report).ok_or(Error::NotFound)?;
    let round = round(&office, &subject.report)?;
    let list = listed(&app, &office, (round, &subject.of(&office, round)), which).await?;
    Ok(html(&ListPage { page: Page::new(&office, which.title()), id: given.id, which: which.as_str(), list }))
}

/// A file, to the session that asked for it.
pub(crate) async fn file(
    State(app): State<App>,
    office: Office,
    Path((id, which)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (given, subject) = given(&app, &office, &id).await?;
    let which = Which::parse(&which).ok_or(Error::NotFound)?;
    let round = round(&office, &subject.report)?;
    let of = subject.of(&office, round);
    let _place = QUEUE.try_acquire().map_err(|_| Error::Busy("other reports are being written".to_owned()))?;
    let _turn = TURN.acquire().await.map_err(Error::internal)?;
    let bytes = match which {
        Which::Report => docx::report(&report(&app, &office, round, &of).await?, given.at)?,
        Which::List | Which::Signing => written(listed(&app, &office, (round, &of), which).await?, given.at).await?,
    };
    let name = format!("{}-{}.docx", which.name(), day_of(given.at));
    let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{}", query_value(&name));
    let headers = [(header::CONTENT_TYPE, docx::TYPE.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

#[expect(clippy::disallowed_methods, reason = "bounded by QUEUE and TURN: one file is written at a time")]
async fn written(list: List, made_at: i64) -> Result<Vec<u8>, Error> {
    spawn_blocking(move || docx::list(&list, made_at)).await.map_err(Error::internal)?
}

async fn listed(app: &App, office: &Office, (round, of): (&Round, &Of), which: Which) -> Result<List, Error> {
    let people = people(app, office, round, of).await?;
    let settings = Settings(&office.site.settings);
    let then = of.then.map(|_| of.day.as_str());
    if which == Which::List {
        return Ok(annex(settings, &people, (office.now, then)));
    }
    let titles: Vec<String> = texts(app.db.read(), &round.id).await?.into_iter().map(|one| one.title).collect();
    Ok(signing(settings, (&round.name, &titles.join("; ")), &people, (office.now, then)))
}

async fn given(app: &App, office: &Office, id: &str) -> Result<(Disclosure, Subject), Error> {
    let given = disclosures::one(app.db.read(), &office.viewer.session, id, office.now).await?;
    if given.what != What::Export {
        return Err(Error::NotFound);
    }
    let subject = serde_html_form::from_str(&given.subject).map_err(|_| Error::NotFound)?;
    Ok((given, subject))
}
