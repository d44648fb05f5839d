//! A person's page: state, sittings, confirmations, links, timeline.

use super::{bound, common, head_only};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::contacts::rules::phone::Phone;
use crate::contacts::store as contacts;
use crate::error::Error;
use crate::ledger;
use crate::page::{Page, html};
use crate::people::store as people;
use crate::standing::rules::{Facts, state_words};
use crate::standing::store as standing;
use crate::time::{day_of, due_words_short, long_moment, show_day};
use crate::tracking::messages;
use crate::tracking::store;
use crate::visit::Tracker;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "tracking/person.html")]
struct PersonPage {
    page: Page,
    person: people::Person,
    state: &'static str,
    words: &'static str,
    reading: String,
    due: String,
    again: bool,
    phone: String,
    zalo_name: String,
    sittings: Vec<(i64, String, String, String)>,
    confirmations: Vec<(String, String, String, i64, i64)>,
    links: Vec<LinkShown>,
    timeline: Vec<TimelineLine>,
    registrar: bool,
    admin: bool,
    leader: bool,
    proved: bool,
    own: bool,
    roles: Vec<(&'static str, &'static str, bool)>,
    removable: Option<String>,
    left: String,
    messages: Vec<messages::Ready>,
    paused: String,
}

struct LinkShown {
    kind: &'static str,
    issued: String,
    issuer: String,
    opened: String,
    used: String,
    state: &'static str,
}

struct TimelineLine {
    at: String,
    note: String,
    by: String,
    n: String,
}

/// A person's page.
pub(crate) async fn person(
    State(app): State<App>,
    tracker: Tracker,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let db = app.db.read();
    let person = people::person(db, &id).await?;
    if bound(&tracker).is_some_and(|department| department != person.department_id) {
        return Err(Error::NotFound);
    }
    let now = standing::round_of(db, &id).await?;
    let facts = match &now {
        Some(now) => standing::facts(db, now, Some(&id), None).await?.pop(),
        None => None,
    };
    let facts = facts.unwrap_or_default();
    let page = Page::new(&tracker, person.full_name.clone());
    Ok(html(&person_page(&app, &tracker, page, person, &facts).await?))
}

async fn person_page(
    app: &App,
    tracker: &Tracker,
    page: Page,
    person: people::Person,
    facts: &Facts,
) -> Result<PersonPage, Error> {
    let db = app.db.read();
    let today = day_of(tracker.now);
    let state = facts.state(&today);
    let heads = head_only(tracker);
    let contact = if heads { None } else { contacts::contact(db, &person.id).await? };
    let phone = contact.as_ref().and_then(|one| Phone::parse_e164(&one.phone)).map(|phone| phone.masked());
    let held = |role: Role| person.roles.split(' ').any(|held| held == role.as_str());
    let in_group = facts.added_at.is_some() && facts.removal_at.is_none();
    Ok(PersonPage {
        page,
        state,
        words: state_words(state),
        reading: format!("{}/{}", facts.read, facts.articles),
        due: match &facts.due_on {
            Some(day) if facts.acknowledged_at.is_none() => due_words_short(tracker.now, day),
            _ => String::new(),
        },
        again: facts.must_acknowledge_again(),
        phone: phone.unwrap_or_default(),
        zalo_name: contact.as_ref().map(|one| one.zalo_name.clone()).unwrap_or_default(),
        sittings: sittings(app, &person.id).await?,
        confirmations: if heads { Vec::new() } else { confirmations(app, &person.id).await? },
        links: if heads { Vec::new() } else { links(app, &person.id, tracker.now).await? },
        timeline: if heads { Vec::new() } else { timeline(app, &person.id).await? },
        registrar: tracker.viewer.has(Role::Coordinator) || tracker.viewer.has(Role::Admin),
        admin: tracker.viewer.has(Role::Admin),
        leader: tracker.viewer.has(Role::Leader),
        proved: tracker.proved(),
        own: person.id == tracker.viewer.id,
        roles: Role::ALL.into_iter().map(|role| (role.as_str(), role.label(), held(role))).collect(),
        removable: facts.admission_id.clone().filter(|_| in_group && person.id != tracker.viewer.id),
        left: person.left_at.map(long_moment).unwrap_or_default(),
        messages: person_messages(app, tracker, facts, contact.as_ref()).await?,
        paused: person.paused_until.as_deref().map(show_day).unwrap_or_default(),
        person,
    })
}

/// The messages HC-DV pastes into Zalo for this one person.
async fn person_messages(
    app: &App,
    tracker: &Tracker,
    facts: &Facts,
    contact: Option<&contacts::Contact>,
) -> Result<Vec<messages::Ready>, Error> {
    let asked = common(app).await?;
    let state = facts.state(&day_of(tracker.now));
    let odd = contact.filter(|one| one.name_verdict != "pass").map(|one| one.zalo_name.as_str());
    Ok(messages::for_person(facts, state, odd, &asked.at(tracker.now)))
}

async fn sittings(app: &App, person_id: &str) -> Result<Vec<(i64, String, String, String)>, Error> {
    let rows = store::sittings(app.db.read(), person_id).await?;
    let shown = |one: store::Sitting| {
        let at = long_moment(one.graded_at.unwrap_or(one.drawn_at));
        let result = match (one.graded_at, one.percent, one.passed_at) {
            (Some(_), Some(percent), Some(_)) => format!("{percent}%, đạt"),
            (Some(_), Some(percent), None) => format!("{percent}%, chưa đạt"),
            (_, _, _) => "đang làm".to_owned(),
        };
        (one.number, one.round, at, result)
    };
    Ok(rows.into_iter().map(shown).collect())
}

async fn confirmations(app: &App, person_id: &str) -> Result<Vec<(String, String, String, i64, i64)>, Error> {
    let rows = store::confirmations(app.db.read(), person_id).await?;
    let shown = |one: store::Confirmation| {
        (one.code, long_moment(one.confirmed_at), one.versions_key, one.percent, one.ledger_n)
    };
    Ok(rows.into_iter().map(shown).collect())
}

async fn links(app: &App, person_id: &str, now: i64) -> Result<Vec<LinkShown>, Error> {
    let rows = store::links(app.db.read(), person_id).await?;
    let shown = |one: store::LinkLine| LinkShown {
        kind: if one.kind == "reset" { "Đặt lại mật khẩu" } else { "Mời lần đầu" },
        issued: long_moment(one.issued_at),
        issuer: one.issuer.unwrap_or_default(),
        opened: one.opened_at.map(long_moment).unwrap_or_default(),
        used: match (one.used_at, one.used_ip) {
            (Some(at), Some(ip)) => format!("{}, từ địa chỉ {ip}", long_moment(at)),
            (at, _) => at.map(long_moment).unwrap_or_default(),
        },
        state: match (one.used_at, one.revoked_at) {
            (Some(_), _) => "đã dùng",
            (None, Some(_)) => "đã thay",
            (None, None) if one.expires_at <= now => "hết hạn",
            (None, None) => "còn hiệu lực",
        },
    };
    Ok(rows.into_iter().map(shown).collect())
}

async fn timeline(app: &App, person_id: &str) -> Result<Vec<TimelineLine>, Error> {
    let rows = ledger::store::timeline(app.db.read(), person_id).await?;
    let shown = |one: ledger::store::Line| TimelineLine {
        at: long_moment(one.at),
        note: one.note,
        by: one.by_name,
        n: one.ledger_n.map(|n| n.to_string()).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(shown).collect())
}
