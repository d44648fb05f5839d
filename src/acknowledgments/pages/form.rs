//! The statement, once everything is read and passed.

use crate::accounts::acts::check_password;
use crate::acknowledgments::acts::{self, Ready, Signing};
use crate::acknowledgments::rules::{Point, Statement, refuse};
use crate::act::Act;
use crate::address::{query_pairs, query_value};
use crate::app::App;
use crate::doubts::store as doubts;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_id};
use crate::page::{Page, go, go_saying, html, refused};
use crate::standing::rules::Standing;
use crate::standing::store as standing;
use crate::text::say;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

const RECEIPT: &str = "/acknowledgment/receipt";

#[derive(Template)]
#[template(path = "acknowledgments/form.html")]
struct FormPage {
    page: Page,
    statement: Statement,
    points: Vec<Tick>,
    documents: Vec<Named>,
    full_name: String,
    typed: String,
    percent: Option<i64>,
    form_key: String,
    whose: String,
    round: String,
    versions: String,
    again: bool,
    /// The password was given lately: it is not asked for again.
    proved: bool,
    /// Numbers and ids of the points not ticked, in a form that comes back.
    missing: Vec<(usize, String)>,
    wrong: Wrong,
}

struct Tick {
    point: Point,
    on: bool,
    /// A doubt about it waits for an answer.
    waits: bool,
    /// What was answered to the newest one.
    answer: String,
}

struct Named {
    title: String,
    reference: String,
    href: String,
    sha256: String,
}

pub(crate) async fn form(State(app): State<App>, member: Member, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let (stands, round) = member.due_next()?;
    if stands.has_acknowledged() {
        let ticked = query_pairs(query.as_deref()).iter().any(|one| one.0 == "point");
        return Ok(if ticked { go_saying(RECEIPT, "done.ticks_late") } else { go(RECEIPT) });
    }
    if let Some(key) = acts::missing(stands) {
        return Ok(early(&member, stands, key));
    }
    let ready = acts::ready(app.db.read(), &member.site, round, &member.viewer.id).await?;
    let (form, others) = AckForm::ticked(query.as_deref(), &acts::whose(&app.secret, &member.viewer.id));
    if others {
        return Ok(go_saying("/acknowledgment", "done.ticks_dropped"));
    }
    Ok(html(&form_page(&app, &member, (stands, &ready), &form, Wrong::nothing()).await?))
}

#[derive(Template)]
#[template(path = "acknowledgments/early.html")]
struct EarlyPage {
    page: Page,
    sentence: &'static str,
    /// The step at hand.
    href: &'static str,
    label: &'static str,
}

/// Something comes before the commitment: what, and the way there.
fn early(member: &Member, stands: &Standing, key: &'static str) -> Response {
    let (href, label) = if stands.has_read() { ("/quiz", "ack.to_quiz") } else { ("/documents", "ack.to_read") };
    let page = Page::new(member, say("title.early")).at(member.step());
    let mut response = html(&EarlyPage { page, sentence: say(key), href, label: say(label) });
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

async fn form_page(
    app: &App,
    member: &Member,
    (stands, ready): (&Standing, &Ready),
    form: &AckForm,
    wrong: Wrong,
) -> Result<FormPage, Error> {
    let doubts = doubts(app, member, stands).await?;
    let statement = ready.statement();
    let documents = ready.versions.iter().map(|version| Named {
        title: version.row.title.clone(),
        reference: version.row.reference(),
        href: format!("/documents/{}", version.row.document_id),
        sha256: version.row.sha256.clone(),
    });
    let open = |(_, point): &(usize, &Point)| !form.form_key.is_empty() && !form.point.contains(&point.id);
    let missing = (1..).zip(&statement.points).filter(open).map(|(n, point)| (n, point.id.clone()));
    let tick = |point: &Point| {
        let (waits, answer) = doubts.get(&point.id).cloned().unwrap_or_default();
        Tick { on: form.point.contains(&point.id), point: point.clone(), waits, answer }
    };
    Ok(FormPage {
        page: Page::new(member, say("title.acknowledgment")).at_step(3),
        points: statement.points.iter().map(tick).collect(),
        documents: documents.collect(),
        full_name: ready.fields.name.clone(),
        typed: form.typed_name.clone(),
        percent: ready.passed.as_ref().map(|passed| passed.percent),
        form_key: if form.form_key.is_empty() { new_id() } else { form.form_key.clone() },
        whose: acts::whose(&app.secret, &member.viewer.id),
        round: stands.round_id.clone(),
        versions: ready.versions_key(),
        again: stands.must_acknowledge_again(),
        proved: member.proved() && !wrong.is_at("password"),
        missing: missing.collect(),
        statement,
        wrong,
    })
}

/// By point: whether a doubt waits, and what was answered to the newest that was. Nothing is asked where there is none.
async fn doubts(app: &App, member: &Member, stands: &Standing) -> Result<BTreeMap<String, (bool, String)>, Error> {
    let mut all = BTreeMap::new();
    if stands.doubt_at.is_none() && stands.answered_at.is_none() {
        return Ok(all);
    }
    let rows = doubts::of_person(app.db.read(), &member.viewer.id).await?;
    let rows: Vec<_> = rows.into_iter().filter(|one| one.round_id == stands.round_id).collect();
    let mut answers = doubts::answers(app.db.read(), &rows).await?;
    for one in rows {
        let (waits, answer): &mut (bool, String) = all.entry(one.point).or_default();
        *waits |= one.until_at.is_none();
        if let Some(told) = answers.remove(&one.id).filter(|_| answer.is_empty()) {
            *answer = told.into_iter().map(|one| one.words).collect::<Vec<_>>().join("\n");
        }
    }
    Ok(all)
}

/// The boxes, the name, the password.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AckForm {
    /// Ids of the ticked points.
    #[serde(default)]
    point: Vec<String>,
    typed_name: String,
    /// Empty where it was not asked for.
    #[serde(default)]
    password: String,
    form_key: String,
    /// The round, and the versions the form was drawn with.
    round: String,
    versions: String,
    /// Hash of the statement the form was drawn with.
    statement: String,
    /// Whose ticks these are, for the address they may travel in.
    #[serde(default, rename = "whose")]
    _whose: String,
    /// Id of a point they are in doubt about: nothing is confirmed by that button.
    #[serde(default)]
    doubt: String,
}

/// What is wrong with the form: the first point not ticked, or the name.
fn wrong(statement: &Statement, form: &AckForm, full_name: &str) -> Option<Wrong> {
    let key = refuse(statement, &form.point, &form.typed_name, full_name)?;
    let open = statement.points.iter().find(|point| !form.point.contains(&point.id));
    Some(Wrong::key(open.map_or("typed_name", |point| &point.id), key))
}

impl AckForm {
    /// With the points this person ticked before, from the address; and whether it holds somebody else's: nobody finds a
    /// box ticked that they have not ticked.
    fn ticked(query: Option<&str>, whose: &str) -> (Self, bool) {
        let pairs = query_pairs(query);
        let own = pairs.iter().any(|one| one.0 == "whose" && one.1 == whose);
        let point: Vec<String> = pairs.into_iter().filter(|one| one.0 == "point").map(|one| one.1).collect();
        let others = !own && !point.is_empty();
        (Self { point: if own { point } else { Vec::new() }, ..Self::default() }, others)
    }
}

/// Records the confirmation, once, if everything still holds.
pub(crate) async fn submit(
    State(app): State<App>,
    member: Member,
    Form(form): Form<AckForm>,
) -> Result<Response, Error> {
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    if !form.doubt.is_empty() {
        let ticks = form.point.iter().map(|one| format!("&tick={}", query_value(one))).collect::<Vec<_>>().concat();
        return Ok(go(&format!("/doubts/new?point={}{ticks}", query_value(&form.doubt))));
    }
    if acts::recorded(app.db.read(), &member.act_by(&form.form_key)).await? {
        return Ok(go(RECEIPT));
    }
    let round = member.site.round(&form.round).ok_or_else(|| Error::conflict("ack.stale"))?;
    if !round.is_open() {
        return Err(Error::conflict("ack.round_closed"));
    }
    // Sent twice, the round due next may be another one by now.
    let stands = standing::of(app.db.read(), &round.asks, &member.viewer.id).await?.ok_or(Error::NotFound)?;
    if stands.has_acknowledged() {
        return Ok(go(RECEIPT));
    }
    if let Some(key) = acts::missing(&stands) {
        return Err(Error::conflict(key));
    }
    let ready = acts::ready(app.db.read(), &member.site, round, &member.viewer.id).await?;
    let statement = ready.statement();
    if form.versions != ready.versions_key() || form.statement != statement.sha256() {
        return Err(Error::conflict("ack.stale"));
    }
    if let Some(wrong) = wrong(&statement, &form, &ready.fields.name) {
        return Ok(refused(&form_page(&app, &member, (&stands, &ready), &form, wrong).await?));
    }
    let lately = member.viewer.proved_at.filter(|_| form.password.is_empty() && member.proved());
    if lately.is_none()
        && let Err(why) = check_password(&app, &member.act(), form.password.clone()).await?
    {
        let wrong = Wrong::at("password", why.sentence());
        return Ok(refused(&form_page(&app, &member, (&stands, &ready), &form, wrong).await?));
    }
    let act = Act { proved_at: lately.or(Some(member.now)), ..member.act_by(&form.form_key) };
    let signing = Signing { versions: form.versions, statement: form.statement, typed_name: form.typed_name };
    let mut tx = app.db.write().await?;
    let done = acts::record(&mut tx, &act, &member.site, &round.id, &signing).await;
    tx.settle(done).await?;
    Ok(go(RECEIPT))
}
