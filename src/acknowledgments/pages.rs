//! The statement with its boxes, the receipt, the printed "Bản cam kết".

use super::rules::{Point, Statement, Who, refuse};
use super::store::{self, NewAcknowledgment};
use crate::accounts::acts::check_password;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_code, new_id};
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go, html, refused};
use crate::settings::store as settings;
use crate::standing::rules::Facts;
use crate::standing::store::{self as standing, RoundNow};
use crate::text::{say, say_with};
use crate::time::{exact_moment, paper_day};
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sqlx::AnyConnection;

#[derive(Template)]
#[template(path = "acknowledgments/form.html")]
struct FormPage {
    page: Page,
    statement: Statement,
    points: Vec<Tick>,
    documents: Vec<Named>,
    full_name: String,
    typed: String,
    percent: i64,
    form_key: String,
    versions: String,
    again: bool,
    error: Option<&'static str>,
}

struct Tick {
    point: Point,
    on: bool,
}

struct Named {
    title: String,
    reference: String,
    href: String,
    sha256: String,
}

/// What a confirmation is made of: the round as it stands, the person's facts, the statement shown.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    /// The round with its current texts.
    pub(crate) now: RoundNow,
    /// Where the person stands.
    pub(crate) facts: Facts,
    /// What was shown.
    pub(crate) statement: Statement,
}

async fn ready(app: &App, member: &Member) -> Result<Ready, Error> {
    let db = app.db.read();
    let now = standing::round_of(db, &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let facts = standing::facts(db, &now, Some(&member.viewer.id), None).await?.pop().ok_or(Error::NotFound)?;
    let organisation = settings::value(db, "org.name").await?;
    let statement = statement(&facts, &organisation, &now.round.group);
    Ok(Ready { now, facts, statement })
}

/// The statement for a person.
pub(crate) fn statement(facts: &Facts, organisation: &str, group: &str) -> Statement {
    Statement::of(&Who {
        full_name: &facts.full_name,
        position: &facts.position,
        department: &facts.department,
        organisation,
        group,
    })
}

/// Why a person cannot confirm yet.
fn missing(facts: &Facts) -> Option<&'static str> {
    if !facts.has_read() {
        return Some("ack.read_first");
    }
    facts.passed_at.is_none().then_some("ack.pass_first")
}

/// The statement, once everything is read and passed.
pub(crate) async fn form(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let ready = ready(&app, &member).await?;
    if ready.facts.acknowledged_at.is_some() {
        return Ok(go("/acknowledgment/receipt"));
    }
    if let Some(key) = missing(&ready.facts) {
        return Err(Error::conflict(key));
    }
    Ok(html(&form_page(&member, &ready, &AckForm::default(), None).await?))
}

async fn form_page(
    member: &Member,
    ready: &Ready,
    form: &AckForm,
    error: Option<&'static str>,
) -> Result<FormPage, Error> {
    let documents = ready.now.versions.iter().map(|version| Named {
        title: version.title.clone(),
        reference: version.reference(),
        href: format!("/documents/{}", version.document_id),
        sha256: version.sha256.clone(),
    });
    let points =
        ready.statement.points.iter().map(|point| Tick { on: form.point.contains(&point.id), point: point.clone() });
    Ok(FormPage {
        page: Page::new(member, "Xác nhận cam kết").at_step(3),
        points: points.collect(),
        documents: documents.collect(),
        full_name: ready.facts.full_name.clone(),
        typed: form.typed_name.clone(),
        percent: ready.facts.best_percent.unwrap_or_default(),
        form_key: if form.form_key.is_empty() { new_id() } else { form.form_key.clone() },
        versions: ready.now.versions_key.clone(),
        again: ready.facts.must_acknowledge_again(),
        statement: ready.statement.clone(),
        error,
    })
}

/// The boxes, the name, the password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AckForm {
    /// Ids of the ticked points.
    #[serde(default)]
    pub(crate) point: Vec<String>,
    /// The name as typed.
    pub(crate) typed_name: String,
    /// The password, given again.
    pub(crate) password: String,
    pub(crate) form_key: String,
    /// The versions the form was drawn with.
    pub(crate) versions: String,
    /// Hash of the statement the form was drawn with.
    pub(crate) statement: String,
}

/// Records the confirmation, once, if everything still holds.
pub(crate) async fn submit(
    State(app): State<App>,
    member: Member,
    Form(form): Form<AckForm>,
) -> Result<Response, Error> {
    let ready = ready(&app, &member).await?;
    if ready.facts.acknowledged_at.is_some() {
        return Ok(go("/acknowledgment/receipt"));
    }
    if let Some(key) = missing(&ready.facts) {
        return Err(Error::conflict(key));
    }
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    if form.versions != ready.now.versions_key || form.statement != ready.statement.sha256() {
        return Err(Error::conflict("ack.stale"));
    }
    if let Some(key) = refuse(&ready.statement, &form.point, &form.typed_name, &ready.facts.full_name) {
        return Ok(refused(&form_page(&member, &ready, &form, Some(key)).await?));
    }
    if let Err(key) = check_password(&app.db, &app.hasher, &member.asker(), form.password.clone()).await? {
        return Ok(refused(&form_page(&member, &ready, &form, Some(key)).await?));
    }
    let who = member.clone();
    app.db.write(move |tx| Box::pin(async move { record(tx, &who, &ready, &form).await })).await?;
    Ok(go("/acknowledgment/receipt"))
}

/// Writes the record and its leaf, once, if reading, sitting and versions still hold in this transaction.
///
/// # Errors
/// [`Error::Conflict`] when they do not.
pub(crate) async fn record(
    tx: &mut AnyConnection,
    member: &Member,
    ready: &Ready,
    form: &AckForm,
) -> Result<(), Error> {
    let now = &ready.now;
    standing::hold(tx, &now.round.id, &member.viewer.id).await?;
    if store::exists(tx, &member.viewer.id, &now.round.id, &now.versions_key).await? {
        return Ok(());
    }
    if !standing::still_current(tx, now).await? {
        return Err(Error::conflict("ack.stale"));
    }
    let facts = standing::facts_in(tx, now, &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if let Some(key) = missing(&facts) {
        return Err(Error::conflict(key));
    }
    let passed = store::passed(tx, &member.viewer.id, &now.round.id, &now.body_key).await?;
    let passed = passed.ok_or_else(|| Error::conflict("ack.pass_first"))?;
    let reading = store::read_times(tx, &member.viewer.id).await?;
    let (id, code) = (new_id(), new_code());
    let answers = store::answers(tx, &passed.id).await?;
    let mut entry = signed(member, ready, &passed, &reading, &id);
    entry.private.push(Private { purpose: "answers", fields: json!({ "answers": answers }) });
    let ledger_n = ledger::append(tx, &entry).await?;
    let statement = &ready.statement;
    let new = NewAcknowledgment {
        id: id.clone(),
        code,
        person_id: member.viewer.id.clone(),
        round_id: now.round.id.clone(),
        versions_key: now.versions_key.clone(),
        versions: now.versions.clone(),
        statement_id: statement.id.clone(),
        statement_sha256: statement.sha256(),
        statement: serde_json::to_string(statement).map_err(Error::internal)?,
        attempt_id: passed.id,
        percent: passed.percent,
        quiz_sha256: passed.quiz_sha256,
        reading: serde_json::to_string(&reading).map_err(Error::internal)?,
        typed_name: form.typed_name.clone(),
        full_name: facts.full_name,
        department: facts.department,
        position: facts.position,
        how: "password+reauth".to_owned(),
        session_hash: member.viewer.session.clone(),
        ip: member.ip.clone(),
        agent: member.agent.clone(),
        confirmed_at: member.now,
        form_key: form.form_key.clone(),
        ledger_n,
    };
    store::insert(tx, &new).await?;
    store::refresh_admission(tx, &member.viewer.id, &now.round.group_id, &id).await
}

/// The leaf `ack.signed` (`evidence.md` §3).
fn signed(member: &Member, ready: &Ready, passed: &store::Passed, reading: &[store::ReadTimes], id: &str) -> Entry {
    let docs: Vec<_> = ready
        .now
        .versions
        .iter()
        .map(|v| json!({ "id": v.document_id, "ver": v.number, "sha256": v.sha256, "draft": v.is_draft() }))
        .collect();
    let times: Vec<_> = reading
        .iter()
        .map(|r| {
            json!({ "id": r.document_id, "first": crate::time::rfc3339(r.first_at),
                    "last": crate::time::rfc3339(r.last_at), "articles": r.articles })
        })
        .collect();
    let session = crate::id::sha256(format!("nep-session-v1\0{}", member.viewer.session));
    let facts = &ready.facts;
    let subject = json!({
        "name": facts.full_name, "code": facts.code.clone().unwrap_or_default(),
        "department": facts.department, "position": facts.position,
    });
    Entry {
        kind: "ack.signed",
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: None,
        person_id: Some(member.viewer.id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body: json!({
            "ack": id,
            "docs": docs,
            "read": times,
            "stmt": { "id": ready.statement.id, "ver": ready.statement.version, "sha256": ready.statement.sha256() },
            "quiz": { "attempt": passed.id, "quiz_sha256": passed.quiz_sha256, "score": passed.points,
                      "of": passed.max_points, "percent": passed.percent, "pass": true },
            "auth": { "how": "password+reauth", "session": session },
        }),
        private: vec![
            Private { purpose: "subject", fields: subject },
            Private { purpose: "context", fields: json!({ "ip": member.ip, "agent": member.agent }) },
        ],
        note: say_with("note.acknowledged", &[("phien_ban", &ready.now.versions_key)]),
    }
}

#[derive(Template)]
#[template(path = "acknowledgments/receipt.html")]
struct ReceiptPage {
    page: Page,
    ack: store::Acknowledgment,
    at: String,
    documents: Vec<store::Document>,
    statement: Statement,
    current: bool,
    own: bool,
}

/// The person's own newest receipt.
pub(crate) async fn receipt(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let ack = store::newest(app.db.read(), &member.viewer.id).await?;
    let ack = ack.ok_or_else(|| Error::conflict("ack.none"))?;
    show_receipt(&app, &member, ack).await
}

/// A receipt by its code: one's own, or for whoever keeps the records.
pub(crate) async fn receipt_of(
    State(app): State<App>,
    member: Member,
    Path(code): Path<String>,
) -> Result<Response, Error> {
    let ack = readable(&app, &member, &code).await?;
    show_receipt(&app, &member, ack).await
}

/// Somebody else's record is not found, but for HC-DV, the leader and the admin.
async fn readable(app: &App, member: &Member, code: &str) -> Result<store::Acknowledgment, Error> {
    let ack = store::by_code(app.db.read(), code).await?;
    let office = [Role::Coordinator, Role::Leader, Role::Admin].into_iter().any(|role| member.viewer.has(role));
    if ack.person_id == member.viewer.id || office { Ok(ack) } else { Err(Error::NotFound) }
}

async fn show_receipt(app: &App, member: &Member, ack: store::Acknowledgment) -> Result<Response, Error> {
    let documents = store::documents(app.db.read(), &ack.id).await?;
    let statement: Statement = serde_json::from_str(&ack.statement).map_err(Error::internal)?;
    let own = ack.person_id == member.viewer.id;
    let now = standing::round_of(app.db.read(), &ack.person_id).await?;
    let current = now.is_none_or(|now| now.versions_key == ack.versions_key);
    let step = if own { standing::step_number(app.db.read(), &member.viewer.id).await? } else { None };
    let page = Page::new(member, "Biên nhận xác nhận cam kết").at(step);
    let at = exact_moment(ack.confirmed_at);
    Ok(html(&ReceiptPage { page, ack, at, documents, statement, current, own }))
}

#[derive(Template)]
#[template(path = "acknowledgments/print.html")]
struct PrintPage {
    page: Page,
    ack: store::Acknowledgment,
    at: String,
    documents: Vec<store::Document>,
    statement: Statement,
    head: String,
    organisation: String,
    place: String,
    day: (String, String, String),
    kind_note: &'static str,
}

/// The "Bản cam kết" on A4 (NĐ 30/2020 layout of personal forms: no agency block, no number).
pub(crate) async fn print(State(app): State<App>, member: Member, Path(code): Path<String>) -> Result<Response, Error> {
    let ack = readable(&app, &member, &code).await?;
    let db = app.db.read();
    let documents = store::documents(db, &ack.id).await?;
    let statement: Statement = serde_json::from_str(&ack.statement).map_err(Error::internal)?;
    let page = Page::new(&member, "Bản cam kết");
    Ok(html(&PrintPage {
        page,
        at: exact_moment(ack.confirmed_at),
        day: paper_day(ack.confirmed_at),
        documents,
        statement,
        head: settings::value(db, "org.head").await?,
        organisation: settings::value(db, "org.name").await?,
        place: settings::value(db, "org.place").await?,
        kind_note: say("ack.kind"),
        ack,
    }))
}
