//! What waits: the leader's applications and HC-DV's work list.

use super::facts_of;
use crate::accounts::rules::Role;
use crate::admissions::rules::{exceptions, is_plain, needs_reason};
use crate::admissions::store::{self, Admission};
use crate::app::App;
use crate::contacts::rules::phone::Phone;
use crate::error::Error;
use crate::page::{Page, html, qr_svg};
use crate::settings::rules::message;
use crate::settings::store as settings;
use crate::standing::rules::Facts;
use crate::text::find;
use crate::time::{DAY, long_moment};
use crate::visit::{Member, Office};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "admissions/index.html")]
pub(super) struct IndexPage {
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
    contact_id: String,
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
    shared_phone: bool,
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
        contact_id: one.contact_id,
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

/// What waits: exceptions first, then everything that can be approved at once; then HC-DV's list.
pub(crate) async fn index(State(app): State<App>, office: Office) -> Result<Response, Error> {
    Ok(html(&index_page(&app, &office, None).await?))
}

pub(super) async fn index_page(app: &App, member: &Member, error: Option<String>) -> Result<IndexPage, Error> {
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
        page: Page::new(member, "Việc cần làm"),
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
        shared_phone: one.shared_phone > 0,
    }
}
