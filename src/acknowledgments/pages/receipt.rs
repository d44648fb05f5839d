//! The receipt of a confirmation, on screen and on paper. It stands when what was filled in has been erased.

use crate::accounts::rules::{How, Role};
use crate::acknowledgments::rules::{self, Fields, Statement};
use crate::acknowledgments::store::{self, Acknowledgment, Document};
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::papers::store as papers;
use crate::qr;
use crate::standing::rules::State;
use crate::text::say;
use crate::time::{exact_moment, long_moment, paper_day, show_day};
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, Query, State as Held};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "acknowledgments/receipt.html")]
struct ReceiptPage {
    page: Page,
    record: Record,
    documents: Vec<Document>,
    current: bool,
    own: bool,
    office: bool,
    /// Where the way into the group goes on; empty: nothing comes next, or nobody's own receipt.
    onward: &'static str,
}

/// A record ready to show.
struct Record {
    code: String,
    at: String,
    n: i64,
    fields: Fields,
    statement: Statement,
    statement_sha256: String,
    /// Percentage and number of the sitting; number 0 on paper.
    quiz: Option<(i64, i64)>,
    /// The paper it stands on.
    paper: Option<OnPaper>,
}

/// Who entered a paper and who compared it.
struct OnPaper {
    id: String,
    code: String,
    day: String,
    entered_by: String,
    compared_by: String,
}

/// The paper behind a record, where it stands on one.
async fn paper(app: &App, ack: &Acknowledgment) -> Result<Option<OnPaper>, Error> {
    if ack.how != How::Paper {
        return Ok(None);
    }
    let db = app.db.read();
    let Some(paper) = papers::of_acknowledgment(db, &ack.id).await? else { return Ok(None) };
    let entry = papers::last_entry(db, &paper.id).await?;
    Ok(Some(OnPaper {
        day: entry.as_ref().map(|one| show_day(&one.signed_on)).unwrap_or_default(),
        entered_by: entry.map(|one| one.by_name).unwrap_or_default(),
        compared_by: paper.by_name,
        id: paper.id,
        code: paper.code,
    }))
}

fn record(ack: &Acknowledgment) -> Result<Record, Error> {
    let template: rules::Template = serde_json::from_str(&ack.template).map_err(Error::internal)?;
    let fields = match &ack.fields {
        Some(fields) => serde_json::from_str(fields).map_err(Error::internal)?,
        None => Fields::erased(),
    };
    Ok(Record {
        code: ack.code.clone(),
        at: exact_moment(ack.confirmed_at),
        n: ack.n.unwrap_or_default(),
        statement: template.filled(&fields),
        fields,
        statement_sha256: ack.statement_sha256.clone(),
        quiz: ack.percent.map(|percent| (percent, ack.attempt_number.unwrap_or_default())),
        paper: None,
    })
}

/// The person's own newest receipt.
pub(crate) async fn receipt(Held(app): Held<App>, member: Member) -> Result<Response, Error> {
    let ack = store::newest(app.db.read(), &member.viewer.id).await?;
    show(&app, &member, ack.ok_or_else(|| Error::conflict("ack.none"))?).await
}

/// A receipt by its code: one's own, or for whoever keeps the records.
pub(crate) async fn receipt_of(
    Held(app): Held<App>,
    member: Member,
    Path(code): Path<String>,
) -> Result<Response, Error> {
    let ack = readable(&app, &member, &code).await?;
    show(&app, &member, ack).await
}

/// Somebody else's record is not found, but for HC-DV, the leader and the admin, each where their role holds.
async fn readable(app: &App, member: &Member, code: &str) -> Result<Acknowledgment, Error> {
    let ack = store::by_code(app.db.read(), code).await?;
    let roles = &member.viewer.roles;
    let holds = |role| roles.has_for_group(role, &ack.group_id) || roles.has_for_department(role, &ack.department_id);
    let keeps = [Role::Coordinator, Role::Leader, Role::Admin].into_iter().any(holds);
    if ack.person_id == member.viewer.id || keeps { Ok(ack) } else { Err(Error::NotFound) }
}

async fn show(app: &App, member: &Member, ack: Acknowledgment) -> Result<Response, Error> {
    let documents = store::documents(app.db.read(), &ack.id).await?;
    let own = ack.person_id == member.viewer.id;
    let onward = match member.standing.as_ref().map(|one| one.state) {
        _ if !own || !ack.is_current() => "",
        Some(State::NeedsContact | State::Returned) => "/contact",
        Some(state) if state.step() == 4 => "/",
        _ => "",
    };
    let page = Page::new(member, say("title.receipt")).at(member.step().filter(|_| own));
    let record = Record { paper: paper(app, &ack).await?, ..record(&ack)? };
    let office = member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Leader);
    Ok(html(&ReceiptPage { page, record, office, documents, current: ack.is_current(), own, onward }))
}

#[derive(Template)]
#[template(path = "acknowledgments/print.html")]
struct PrintPage {
    page: Page,
    record: Record,
    documents: Vec<Document>,
    head: String,
    place: String,
    day: (String, String, String),
    kind_note: &'static str,
    /// When it was confirmed, to the minute.
    moment: String,
    /// Room for a hand instead of the electronic confirmation.
    ink: bool,
    /// Where the record is compared with what is printed: its receipt.
    address: String,
    qr: String,
}

/// Which of the two papers.
#[derive(Default, Deserialize)]
pub(crate) struct Printed {
    #[serde(default)]
    ink: String,
}

/// The "Bản cam kết" on A4 (NĐ 30/2020 layout of personal forms: no agency block, no number).
pub(crate) async fn print(
    Held(app): Held<App>,
    member: Member,
    Path(code): Path<String>,
    Query(printed): Query<Printed>,
) -> Result<Response, Error> {
    let ack = readable(&app, &member, &code).await?;
    let address = format!("{}/acknowledgment/receipt/{}", app.config.public_url(), ack.code);
    Ok(html(&PrintPage {
        page: Page::new(&member, say("title.print")),
        record: Record { paper: paper(&app, &ack).await?, ..record(&ack)? },
        documents: store::documents(app.db.read(), &ack.id).await?,
        head: member.site.setting("org.head").to_owned(),
        place: member.site.setting("org.place").to_owned(),
        day: paper_day(ack.confirmed_at),
        kind_note: say("ack.kind"),
        moment: long_moment(ack.confirmed_at),
        ink: printed.ink == "1",
        qr: qr::svg(&address),
        address,
    }))
}
