//! A person's page: state, sittings, confirmations, links, timeline, and the forms of what can be done.

use super::held::{CapacityLine, Held, capacities, held, scopes};
use super::past::{Confirmation, LinkShown, Sitting, TimelineLine, Waits, reminded_at, told, waiting};
use super::{common, seen};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::contacts::rules::phone::Phone;
use crate::contacts::rules::zalo_name::Verdict;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger::store::timeline;
use crate::page::{Page, due_told, html};
use crate::people::rules::{Basis, Reason};
use crate::reminders::rules::{MESSAGES, told as told_reminder};
use crate::rounds::rules::RoundKind;
use crate::standing::rules::Standing;
use crate::standing::store as standing;
use crate::text::say;
use crate::time::{day_of, long_moment, show_day};
use crate::tracking::messages;
use crate::tracking::rules::Sight;
use crate::tracking::store::{self, Person};
use crate::visit::{Member, Tracker};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "tracking/person.html")]
struct PersonPage {
    page: Page,
    person: Person,
    department: String,
    place: Option<Place>,
    others: Vec<(String, &'static str)>,
    phone: String,
    sittings: Vec<Sitting>,
    /// Until when the person waits for another sitting, and in which round; for who can end it.
    waits: Option<Waits>,
    /// What HC-DV may give this person in their round.
    leeway: Option<Leeway>,
    /// Open rounds that the viewer runs and the person is not in: id and name.
    into: Vec<(String, String)>,
    confirmations: Vec<Confirmation>,
    links: Vec<LinkShown>,
    timeline: Vec<TimelineLine>,
    registrar: bool,
    admin: bool,
    proved: bool,
    own: bool,
    /// May be given a personal link by this viewer.
    linkable: bool,
    held: Vec<Held>,
    roles: Vec<(&'static str, &'static str)>,
    scopes: Vec<(String, String)>,
    capacities: Vec<CapacityLine>,
    reasons: Vec<(&'static str, &'static str)>,
    bases: Vec<(&'static str, &'static str)>,
    removable: Option<String>,
    left: String,
    disabled: String,
    /// Their data is this viewer's to change.
    editable: bool,
    paused: Option<(String, String, &'static str)>,
    messages: Vec<messages::Ready>,
    /// When HC-DV reminded them last in their round, in words.
    reminded: String,
    /// The round in which the viewer may note another reminder.
    notes: Option<String>,
    form_key: String,
}

/// What can be given to one person: each where it changes something.
struct Leeway {
    round: String,
    round_name: String,
    /// All sittings are used.
    sitting: bool,
    /// The day they have; empty: none.
    due: String,
    /// Something was read or sat.
    fresh: bool,
}

/// Where the person stands in the round due next.
struct Place {
    state: &'static str,
    words: &'static str,
    round: String,
    reading: String,
    due: String,
    /// The day due is near ("soon") or over ("over").
    near: &'static str,
    again: bool,
    /// Last day of validity of what they confirmed; empty: it does not end.
    valid: String,
    lapsed: bool,
    /// Since when a doubt waits for an answer; empty: none, or not for this viewer.
    doubt: String,
}

/// A person's page.
pub(crate) async fn person(
    State(app): State<App>,
    tracker: Tracker,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let db = app.db.read();
    let person = store::person(db, &id, &tracker.viewer.id).await?;
    let rows = standing::rows_of(db, &person.id).await?;
    let full = is_full(&tracker, &rows);
    let (past, lines) = if full {
        (store::past(db, &person.id).await?, timeline(db, &person.id).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let now = now(&app, &tracker, &rows).await?;
    let mut page = person_page(&app, &tracker, person, &rows, (now.as_ref(), full));
    page.waits = now.as_ref().and_then(|one| {
        let round = tracker.site.round(&one.round_id)?;
        let runs = tracker.viewer.roles.has_for_group(Role::Coordinator, &round.group_id);
        waiting(&past, one, round, tracker.now).filter(|_| runs)
    });
    page.leeway = now.as_ref().filter(|_| !page.own).and_then(|one| leeway(&tracker, one));
    if let Some(one) = &now {
        page.reminded = reminded_at(&past, &one.round_id).map(|at| told_reminder(tracker.now, at)).unwrap_or_default();
        page.notes = notes(&tracker, &page, one);
    }
    (page.sittings, page.confirmations, page.links) = told(past, tracker.now, &tracker.site);
    if !(tracker.viewer.has(Role::Coordinator) || tracker.viewer.has(Role::Leader)) {
        page.sittings.iter_mut().for_each(|one| one.href.clear());
    }
    page.timeline = lines.iter().map(|line| TimelineLine::of(line, &tracker.site)).collect();
    Ok(html(&page))
}

/// More than states: for an office that has the person's group, or all of them.
fn is_full(member: &Member, rows: &[Standing]) -> bool {
    let roles = &member.viewer.roles;
    let everywhere = [Role::Coordinator, Role::Leader, Role::Admin].into_iter().any(|role| roles.has_everywhere(role));
    let here = |(round, sight): (&crate::site::Round, Sight)| {
        sight.is_full() && rows.iter().any(|one| one.round_id == round.id)
    };
    everywhere || seen(member).any(here)
}

/// The person's row in the open round due next, of those the viewer sees; derived anew where the copy is older than
/// what the round asks.
async fn now(app: &App, member: &Member, rows: &[Standing]) -> Result<Option<Standing>, Error> {
    let open = |one: &&Standing| seen(member).any(|(round, _)| round.id == one.round_id && round.is_open());
    let order = |one: &&Standing| {
        let due = one.due_on.clone().unwrap_or_else(|| "9999".to_owned());
        (one.acknowledged_at.is_some(), due, std::cmp::Reverse(one.enrolled_at))
    };
    let Some(row) = rows.iter().filter(open).min_by_key(order) else { return Ok(None) };
    match member.site.round(&row.round_id).filter(|round| round.revision != row.round_revision) {
        Some(round) => standing::of(app.db.read(), &round.asks, &row.person_id).await,
        None => Ok(Some(row.clone())),
    }
}

fn person_page(
    app: &App,
    member: &Member,
    person: Person,
    rows: &[Standing],
    (now, full): (Option<&Standing>, bool),
) -> PersonPage {
    let own = person.id == member.viewer.id;
    let admin = member.viewer.has(Role::Admin);
    let registrar = member.viewer.roles.registers(&person.department_id);
    let reason = person.paused_reason.filter(|_| full).map(Reason::words).unwrap_or_default();
    let dates = person.paused_from.as_deref().zip(person.paused_until.as_deref());
    PersonPage {
        page: Page::new(member, person.full_name.clone()),
        department: member.site.department_name(&person.department_id).to_owned(),
        place: now.map(|one| place(member, one)),
        others: others(member, rows, now),
        phone: Phone::parse_e164(&person.phone).filter(|_| full).map(|phone| phone.masked()).unwrap_or_default(),
        sittings: Vec::new(),
        waits: None,
        leeway: None,
        into: if own || person.left_at.is_some() { Vec::new() } else { into(member, rows) },
        confirmations: Vec::new(),
        links: Vec::new(),
        timeline: Vec::new(),
        registrar,
        admin,
        proved: member.proved(),
        own,
        linkable: registrar && person.left_at.is_none() && (person.roles.is_empty() || admin || own),
        editable: person.roles.is_empty() || admin,
        held: held(member, &person),
        roles: Role::ALL.iter().map(|role| (role.as_str(), role.label())).collect(),
        scopes: scopes(member),
        capacities: if registrar && person.erased_at.is_none() { capacities(member, &person) } else { Vec::new() },
        reasons: Reason::ALL.iter().map(|one| (one.as_str(), one.words())).collect(),
        bases: Basis::ALL.iter().map(|one| (one.as_str(), one.words())).collect(),
        removable: now.filter(|_| !own).and_then(|one| removable(member, one)),
        left: person.left_at.map(long_moment).unwrap_or_default(),
        disabled: person.disabled_at.map(long_moment).unwrap_or_default(),
        paused: dates.map(|(from, until)| (show_day(from), show_day(until), reason)),
        reminded: String::new(),
        notes: None,
        messages: if full { person_messages(app, member, &person, now) } else { Vec::new() },
        form_key: new_id(),
        person: if full { person } else { Person { zalo_name: String::new(), email: String::new(), ..person } },
    }
}

/// The round in which the viewer notes that they sent the reminder of this page.
fn notes(member: &Member, page: &PersonPage, one: &Standing) -> Option<String> {
    let round = member.site.round(&one.round_id).filter(|_| !page.own)?;
    let runs = member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id);
    let reminds = page.messages.iter().any(|one| MESSAGES.contains(&one.id));
    (runs && reminds).then(|| round.id.clone())
}

fn leeway(member: &Member, one: &Standing) -> Option<Leeway> {
    let round = member.site.round(&one.round_id)?;
    let runs = member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id);
    if !runs || one.has_acknowledged() || one.left_at.is_some() {
        return None;
    }
    Some(Leeway {
        round: round.id.clone(),
        round_name: round.name.clone(),
        sitting: !one.has_passed() && round.settings.has_no_more(&one.sat()),
        due: one.due_on.as_deref().map(show_day).unwrap_or_default(),
        fresh: one.read > 0 || one.best_percent.is_some(),
    })
}

fn place(member: &Member, one: &Standing) -> Place {
    let state = one.state_on(&member.today());
    let office = member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Leader);
    Place {
        state: state.as_str(),
        words: state.words(),
        round: member.site.round(&one.round_id).map(|round| round.name.clone()).unwrap_or_default(),
        reading: format!("{}/{}", one.read, one.articles),
        due: match &one.due_on {
            Some(_) if one.acknowledged_at.is_none() => due_told(&member.site.calendar, one, member.now).0,
            _ => String::new(),
        },
        near: if one.acknowledged_at.is_none() { due_told(&member.site.calendar, one, member.now).1 } else { "" },
        valid: one.valid_until.as_deref().map(show_day).unwrap_or_default(),
        lapsed: one.has_lapsed(&member.today()),
        again: one.must_acknowledge_again(),
        doubt: one.doubt_at.filter(|_| office).map(long_moment).unwrap_or_default(),
    }
}

/// The other rounds of the person that the viewer sees, with where they stand or stood in them.
fn others(member: &Member, rows: &[Standing], now: Option<&Standing>) -> Vec<(String, &'static str)> {
    let other = |one: &&Standing| now.is_none_or(|now| now.round_id != one.round_id);
    let told = |one: &Standing| {
        let (round, _) = seen(member).find(|(round, _)| round.id == one.round_id)?;
        if round.withdrawn_at.is_some() {
            return Some((round.name.clone(), say("tracking.round_withdrawn")));
        }
        Some((round.name.clone(), one.state_on(&day_of(round.closed_at.unwrap_or(member.now))).words()))
    };
    rows.iter().filter(other).filter_map(told).collect()
}

fn into(member: &Member, rows: &[Standing]) -> Vec<(String, String)> {
    let runs = |group: &str| member.viewer.roles.has_for_group(Role::Coordinator, group);
    let open = member.site.open_rounds().filter(|round| round.kind != RoundKind::Rolling && runs(&round.group_id));
    let out = open.filter(|round| !rows.iter().any(|one| one.round_id == round.id));
    out.map(|round| (round.id.clone(), round.name.clone())).collect()
}

/// The admission that the viewer, as leader of its group, may have undone.
fn removable(member: &Member, one: &Standing) -> Option<String> {
    let round = member.site.round(&one.round_id)?;
    let leads = member.viewer.roles.has_for_group(Role::Leader, &round.group_id);
    let inside = one.added_at.is_some() && one.removal_at.is_none();
    one.admission_id.clone().filter(|_| leads && inside)
}

/// The messages HC-DV pastes into Zalo for this one person.
fn person_messages(app: &App, member: &Member, person: &Person, now: Option<&Standing>) -> Vec<messages::Ready> {
    let round = now.and_then(|one| member.site.round(&one.round_id));
    let (Some(one), Some(round)) = (now, round) else { return Vec::new() };
    let odd = (person.name_verdict != Some(Verdict::Pass)).then_some(person.zalo_name.as_str());
    let odd = odd.filter(|name| !name.is_empty());
    let state = one.state_on(&member.today());
    let who = messages::Who { name: &person.full_name, zalo_name: odd, refuses: person.refuses };
    messages::for_person(&who, one, state, &common(app, member, round))
}
