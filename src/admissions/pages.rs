//! The leader's screen, HC-DV's work list, the person's own confirmation.

use super::rules::{exceptions, is_plain, needs_reason};
use super::store::{self, Admission};
use crate::accounts::pages::{Nothing, require_proof};
use crate::app::App;
use crate::contacts::rules::phone::Phone;
use crate::error::Error;
use crate::journey::rules::Facts;
use crate::journey::store::{self as journey, RoundNow};
use crate::ledger::{self, Entry};
use crate::page::{Page, go, go_saying, html, qr_svg, refused};
use crate::settings::rules::message;
use crate::settings::store as settings;
use crate::text::{find, say, say_with};
use crate::time::{DAY, long_moment};
use crate::visit::{Coordinator, Form, Leader, Member, Office, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "admissions/index.html")]
struct IndexPage {
    page: Page,
    leader: bool,
    coordinator: bool,
    proved: bool,
    exceptions: Vec<Application>,
    plain: Vec<Application>,
    approved: Vec<Application>,
    to_add: Vec<ToAdd>,
    added: Vec<Application>,
    to_remove: Vec<Application>,
    departed: Vec<Application>,
    error: Option<String>,
}

/// An application as the leader sees it.
struct Application {
    id: String,
    person_id: String,
    full_name: String,
    department: String,
    position: String,
    zalo_name: String,
    phone: String,
    percent: i64,
    acknowledged: String,
    since: String,
    says: Vec<String>,
    needs_reason: bool,
    eligible: bool,
    own: bool,
    reason: String,
    decider: String,
    at: String,
}

/// A person HC-DV has to add.
struct ToAdd {
    id: String,
    person_id: String,
    full_name: String,
    department: String,
    zalo_name: String,
    phone: String,
    zalo_link: String,
    qr: String,
    decider: String,
    at: String,
    reason: String,
    trouble: bool,
    message: String,
}

struct Known<'f> {
    all: &'f HashMap<String, Facts>,
}

fn application(member: &Member, one: Admission, facts: &Known<'_>) -> Application {
    let own = one.person_id == member.viewer.id;
    let facts = facts.all.get(&one.person_id).cloned().unwrap_or_default();
    let found = exceptions(&facts, &one.name_verdict, &one.phone_verdict, one.shared_phone > 0);
    let mut says: Vec<String> = found.iter().filter_map(|key| find(key)).map(str::to_owned).collect();
    let legal = [("goi_y", one.full_name.as_str()), ("so_moi", "")];
    let codes = one.name_reasons.split_whitespace().filter(|_| one.name_verdict != "pass");
    says.extend(codes.filter_map(find).map(|text| crate::text::fill(text, &legal)));
    let phone = Phone::parse_e164(&one.phone).map(|phone| phone.masked()).unwrap_or_default();
    let at = one.removal_at.or(one.added_at).or(one.decided_at);
    Application {
        id: one.id,
        person_id: one.person_id,
        full_name: one.full_name,
        department: one.department,
        position: one.position,
        zalo_name: one.zalo_name,
        phone,
        percent: facts.acknowledged_percent.or(facts.best_percent).unwrap_or_default(),
        acknowledged: facts.acknowledged_at.map(long_moment).unwrap_or_default(),
        since: long_moment(one.submitted_at),
        needs_reason: needs_reason(&one.name_verdict),
        eligible: facts.is_eligible(),
        says,
        own,
        reason: one.removal_reason.or(one.reason).unwrap_or_default(),
        decider: one.decider.unwrap_or_default(),
        at: at.map(long_moment).unwrap_or_default(),
    }
}

/// The facts of the people of these admissions, each in the round that led there.
async fn facts_of(app: &App, admissions: &[Admission]) -> Result<HashMap<String, Facts>, Error> {
    let mut rounds: Vec<&str> = admissions.iter().map(|one| one.round_id.as_str()).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let mut all = HashMap::new();
    for round in rounds {
        let now = journey::round_now(app.db.read(), round).await?;
        let person = match admissions {
            [one] => Some(one.person_id.as_str()),
            _ => None,
        };
        for facts in journey::facts(app.db.read(), &now, person, None).await? {
            let wanted = admissions.iter().any(|one| one.person_id == facts.person_id && one.round_id == round);
            if wanted {
                all.insert(facts.person_id.clone(), facts);
            }
        }
    }
    Ok(all)
}

/// What waits: exceptions first, then everything that can be approved at once; then HC-DV's list.
pub async fn index(State(app): State<App>, office: Office) -> Result<Response, Error> {
    Ok(html(&index_page(&app, &office, None).await?))
}

async fn index_page(app: &App, member: &Member, error: Option<String>) -> Result<IndexPage, Error> {
    let db = app.db.read();
    let leader = member.viewer.has(Role::Leader);
    let coordinator = member.viewer.has(Role::Coordinator);
    let undecided = store::undecided(db).await?;
    let all = facts_of(app, &undecided).await?;
    let facts = Known { all: &all };
    let (mut exceptional, mut plain) = (Vec::new(), Vec::new());
    for one in undecided {
        let found = exceptions(
            &all.get(&one.person_id).cloned().unwrap_or_default(),
            &one.name_verdict,
            &one.phone_verdict,
            one.shared_phone > 0,
        );
        let own = one.person_id == member.viewer.id;
        let shown = application(member, one, &facts);
        if is_plain(&found) && !own { plain.push(shown) } else { exceptional.push(shown) }
    }
    let list =
        |admissions: Vec<Admission>| admissions.into_iter().map(|one| application(member, one, &facts)).collect();
    let contact = settings::value(db, "org.contact").await?;
    let to_add = store::to_add(db).await?.into_iter().map(|one| to_add(one, &contact)).collect();
    Ok(IndexPage {
        page: Page::new(member, "Việc cần làm").await?,
        leader,
        coordinator,
        proved: member.proved(),
        exceptions: exceptional,
        plain,
        approved: list(store::revocable(db, member.now - 30 * DAY).await?),
        to_add,
        added: list(store::just_added(db).await?),
        to_remove: list(store::to_remove(db).await?),
        departed: list(store::departed(db).await?),
        error,
    })
}

fn to_add(one: Admission, contact: &str) -> ToAdd {
    let phone = Phone::parse_e164(&one.phone);
    let link = phone.as_ref().map(Phone::zalo_link).unwrap_or_default();
    let masked = phone.as_ref().map(Phone::masked).unwrap_or_default();
    let fields = [("so_che", masked.as_str()), ("nguoi_lien_he", contact), ("ten", one.full_name.as_str())];
    ToAdd {
        id: one.id,
        person_id: one.person_id,
        message: message("khong-tim-thay-so", &fields),
        full_name: one.full_name,
        department: one.department,
        zalo_name: one.zalo_name,
        phone: phone.as_ref().map(Phone::display).unwrap_or_default(),
        qr: if link.is_empty() { String::new() } else { qr_svg(&link) },
        zalo_link: link,
        decider: one.decider.unwrap_or_default(),
        at: one.decided_at.map(long_moment).unwrap_or_default(),
        reason: one.reason.unwrap_or_default(),
        trouble: one.trouble.is_some(),
    }
}

/// Records an act on an admission in ledger and timeline.
pub fn act(member: &Member, one: &Admission, kind: &'static str, body: serde_json::Value, note: String) -> Entry {
    Entry {
        kind,
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: Some(one.actor.clone()),
        person_id: Some(one.person_id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body,
        private: Vec::new(),
        note,
    }
}

/// Approves, or returns with a reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideForm {
    decision: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: Option<String>,
}

/// Decides one application.
pub async fn decide(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Error> {
    let one = store::admission(app.db.read(), &id).await?;
    if one.person_id == leader.viewer.id {
        return Err(Error::conflict("admission.oneself"));
    }
    let approved = match form.decision.as_str() {
        "approve" => true,
        "return" => false,
        _ => return Err(Error::invalid("form.unknown_field")),
    };
    let missing = form.reason.is_empty() && (!approved || needs_reason(&one.name_verdict));
    if missing {
        let sentence = say_with("admission.reason", &[("ten", &one.full_name)]);
        return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?));
    }
    match require_proof(&app, &leader, form.password).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?)),
        Err(error) => return Err(error),
    }
    let now = journey::round_now(app.db.read(), &one.round_id).await?;
    let who = leader.0.clone();
    app.db
        .write(move |tx| Box::pin(async move { decide_in(tx, &who, &now, &one, approved, &form.reason).await }))
        .await?;
    Ok(go_saying("/admissions", if approved { "done.approved" } else { "done.returned" }))
}

/// Decides and records inside a transaction.
///
/// # Errors
/// [`Error::Conflict`] when the person is not eligible or somebody decided before.
pub async fn decide_in(
    tx: &mut AnyConnection,
    member: &Member,
    now: &RoundNow,
    one: &Admission,
    approved: bool,
    reason: &str,
) -> Result<(), Error> {
    let facts = journey::facts_in(tx, now, &one.person_id).await?.ok_or(Error::NotFound)?;
    if approved && !facts.is_eligible() {
        return Err(Error::conflict("admission.not_eligible"));
    }
    if !store::decide(tx, &one.id, approved, reason, &member.viewer.id, member.now).await? {
        return Err(Error::conflict("admission.decided"));
    }
    let outcome = if approved { "approved" } else { "returned" };
    let key = if approved { "note.approved" } else { "note.returned" };
    let note = say_with(key, &[("ly_do", reason)]);
    let body = json!({ "admission": one.id, "outcome": outcome, "group": one.group_id,
                       "name_verdict": one.name_verdict, "reasoned": !reason.is_empty() });
    ledger::append(tx, &act(member, one, "approval.decided", body, note)).await?;
    Ok(())
}

/// The applications the leader saw when approving all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllForm {
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    password: Option<String>,
}

/// Approves everything that was on the screen and is still plain; each is its own decision in the record.
pub async fn approve_all(State(app): State<App>, leader: Leader, Form(form): Form<AllForm>) -> Result<Response, Error> {
    match require_proof(&app, &leader, form.password).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => return Ok(refused(&index_page(&app, &leader, Some(sentence)).await?)),
        Err(error) => return Err(error),
    }
    let undecided = store::undecided(app.db.read()).await?;
    let wanted: Vec<Admission> =
        undecided.into_iter().filter(|one| form.id.contains(&one.id) && one.person_id != leader.viewer.id).collect();
    let facts = facts_of(&app, &wanted).await?;
    let mut approved = 0_usize;
    for one in wanted {
        let own = facts.get(&one.person_id).cloned().unwrap_or_default();
        if !is_plain(&exceptions(&own, &one.name_verdict, &one.phone_verdict, one.shared_phone > 0)) {
            continue;
        }
        let now = journey::round_now(app.db.read(), &one.round_id).await?;
        let who = leader.0.clone();
        let done = app.db.write(move |tx| Box::pin(async move { decide_in(tx, &who, &now, &one, true, "").await }));
        match done.await {
            Ok(()) => approved += 1,
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(go_saying("/admissions", if approved > 0 { "done.approved_all" } else { "done.nothing_to_approve" }))
}

/// Runs one guarded step on an admission and records it; `Conflict(key)` when it was not possible any more.
macro_rules! step {
    ($app:expr, $member:expr, $id:expr, $key:literal, |$tx:ident, $who:ident, $one:ident| $done:expr, $entry:expr) => {{
        let one = store::admission($app.db.read(), &$id).await?;
        let who = $member.0.clone();
        $app.db
            .write(move |$tx| {
                Box::pin(async move {
                    let ($who, $one) = (&who, &one);
                    if !$done.await? {
                        return Err(Error::conflict($key));
                    }
                    ledger::append($tx, &$entry).await?;
                    Ok(())
                })
            })
            .await?;
    }};
}

/// The password, when it was not given lately.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofForm {
    #[serde(default)]
    password: Option<String>,
}

/// Takes an approval back while HC-DV has not added the person.
pub async fn undo(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<ProofForm>,
) -> Result<Response, Error> {
    require_proof(&app, &leader, form.password).await?;
    step!(
        app,
        leader,
        id,
        "admission.too_late",
        |tx, who, one| store::undo(tx, &one.id, &who.viewer.id),
        act(who, one, "approval.withdrawn", json!({ "admission": one.id }), say("note.approval_withdrawn").to_owned())
    );
    Ok(go_saying("/admissions", "done.undone"))
}

/// Why somebody has to leave the group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovalForm {
    reason: String,
    #[serde(default)]
    password: Option<String>,
}

/// Orders a member out of the group (Điều 3 khoản 3).
pub async fn order_removal(
    State(app): State<App>,
    leader: Leader,
    Path(id): Path<String>,
    Form(form): Form<RemovalForm>,
) -> Result<Response, Error> {
    if form.reason.is_empty() {
        return Err(Error::invalid("admission.removal_reason"));
    }
    require_proof(&app, &leader, form.password).await?;
    let reason = form.reason;
    step!(
        app,
        leader,
        id,
        "admission.removal_already",
        |tx, who, one| store::order_removal(tx, &one.id, &reason, &who.viewer.id, who.now),
        act(
            who,
            one,
            "removal.ordered",
            json!({ "admission": one.id, "group": one.group_id }),
            say_with("note.removal_ordered", &[("ly_do", &reason)])
        )
    );
    Ok(go_saying("/admissions", "done.removal_ordered"))
}

/// "Đã thêm".
pub async fn added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step!(
        app,
        coordinator,
        id,
        "admission.not_to_add",
        |tx, who, one| store::add(tx, &one.id, &who.viewer.id, who.now),
        act(
            who,
            one,
            "group.added",
            json!({ "admission": one.id, "group": one.group_id }),
            say("note.added").to_owned()
        )
    );
    Ok(go_saying("/admissions", "done.added"))
}

/// Takes a slip of "Đã thêm" back.
pub async fn not_added(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step!(
        app,
        coordinator,
        id,
        "admission.confirmed_already",
        |tx, who, one| store::unadd(tx, &one.id),
        act(who, one, "group.add_withdrawn", json!({ "admission": one.id }), say("note.add_withdrawn").to_owned())
    );
    Ok(go_saying("/admissions", "done.undone"))
}

/// "Không tìm thấy trên Zalo".
pub async fn trouble(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step!(
        app,
        coordinator,
        id,
        "admission.not_to_add",
        |tx, who, one| store::trouble(tx, &one.id, who.now),
        act(who, one, "group.not_found", json!({ "admission": one.id }), say("note.not_found").to_owned())
    );
    Ok(go_saying("/admissions", "done.trouble"))
}

/// HC-DV took the person out of the group.
pub async fn removed(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(_): Form<Nothing>,
) -> Result<Response, Error> {
    step!(
        app,
        coordinator,
        id,
        "admission.removed_already",
        |tx, who, one| store::remove(tx, &one.id, &who.viewer.id, who.now),
        act(
            who,
            one,
            "group.removed",
            json!({ "admission": one.id, "group": one.group_id }),
            say("note.removed").to_owned()
        )
    );
    Ok(go_saying("/admissions", "done.removed"))
}

#[derive(Template)]
#[template(path = "admissions/own.html")]
struct OwnPage {
    page: Page,
    group: String,
    invite_link: String,
    qr: String,
    added: bool,
    added_at: String,
    confirmed: bool,
}

/// The approved person's page: the group's link if there is one, and "Tôi đã vào nhóm".
pub async fn own(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let db = app.db.read();
    let now = journey::round_of(db, &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let one = store::own(db, &member.viewer.id, &now.round.group_id).await?;
    let approved = one.filter(|one| one.outcome.as_deref() == Some("approved") && one.removal_at.is_none());
    let Some(one) = approved else { return Ok(go("/")) };
    let link = now.round.invite_link.clone().unwrap_or_default();
    let confirmed = one.confirmed_at.is_some();
    let page = Page::new(&member, "Vào nhóm").await?.at_step(if confirmed { 5 } else { 4 });
    Ok(html(&OwnPage {
        page,
        group: one.group,
        qr: if link.is_empty() { String::new() } else { qr_svg(&link) },
        invite_link: link,
        added: one.added_at.is_some(),
        added_at: one.added_at.map(long_moment).unwrap_or_default(),
        confirmed,
    }))
}

/// "Tôi đã vào nhóm".
pub async fn confirm(State(app): State<App>, member: Member, Form(_): Form<Nothing>) -> Result<Response, Error> {
    let now = journey::round_of(app.db.read(), &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let one = store::own(app.db.read(), &member.viewer.id, &now.round.group_id).await?.ok_or(Error::NotFound)?;
    if one.confirmed_at.is_some() {
        return Ok(go("/"));
    }
    let who = member.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !store::confirm(tx, &who.viewer.id, &one.group_id, who.now).await? {
                    return Err(Error::conflict("admission.not_added_yet"));
                }
                let body = json!({ "admission": one.id, "group": one.group_id });
                ledger::append(tx, &act(&who, &one, "group.confirmed", body, say("note.confirmed").to_owned())).await?;
                Ok(())
            })
        })
        .await?;
    Ok(go_saying("/", "done.in_group"))
}
