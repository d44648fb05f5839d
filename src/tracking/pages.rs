//! The table for coordinator, leader and head; a person's page with their timeline; downloads.

use super::export;
use super::messages;
use super::rules::{Counts, Filter, by_department, by_state, funnel};
use super::store;
use crate::app::App;
use crate::contacts::rules::phone::Phone;
use crate::contacts::store as contacts;
use crate::error::Error;
use crate::journey::rules::{Facts, state_words};
use crate::journey::store::{self as journey, RoundNow};
use crate::ledger::{self, Entry};
use crate::page::{Page, download, html};
use crate::people::store as people;
use crate::text::say_with;
use crate::time::{day_of, due_words_short, long_moment, short_day, show_day};
use crate::visit::{Member, Office, Role, Tracker};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;

/// Rows of one page of the table.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "tracking/index.html")]
struct IndexPage {
    page: Page,
    rounds: Vec<Choice>,
    departments: Vec<Choice>,
    states: Vec<Choice>,
    words: String,
    sort: String,
    lines: Vec<Line>,
    shown: usize,
    total: usize,
    counts: Vec<Counts>,
    funnel: Vec<(&'static str, usize, usize)>,
    by_state: Vec<(&'static str, &'static str, usize)>,
    query: String,
    at: usize,
    more: bool,
    office: bool,
    head_only: bool,
    round: String,
    messages: Vec<messages::Ready>,
}

/// An entry of a select.
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// One person of the table.
pub struct Line {
    /// Person id.
    id: String,
    /// Họ và tên.
    full_name: String,
    /// Phòng.
    department: String,
    /// Chức vụ.
    position: String,
    /// Name of the state.
    state: &'static str,
    /// Its words.
    words: &'static str,
    /// `12/20`.
    read: String,
    /// `95%`.
    percent: String,
    /// Day of acknowledgment.
    acknowledged: String,
    /// Day of joining.
    joined: String,
    /// Day due, with what is left.
    due: String,
    /// Past it.
    overdue: bool,
    /// Has to confirm a newer version.
    again: bool,
}

/// Query of the table.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
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
    #[serde(default)]
    page: usize,
}

/// A head who holds no other role sees the own department only.
fn head_only(member: &Member) -> bool {
    ![Role::Coordinator, Role::Leader, Role::Admin].into_iter().any(|role| member.viewer.has(role))
}

/// The department a viewer is bound to.
fn bound(member: &Member) -> Option<&str> {
    head_only(member).then_some(member.viewer.department_id.as_str())
}

struct Table {
    now: RoundNow,
    everybody: Vec<Facts>,
    chosen: Vec<Facts>,
    filter: Filter,
}

async fn table(app: &App, member: &Member, asked: &Asked) -> Result<Table, Error> {
    let db = app.db.read();
    let rounds = crate::rounds::store::rounds(db).await?;
    let wanted = rounds.iter().find(|round| round.id == asked.round).or(rounds.first());
    let round = wanted.ok_or_else(|| Error::conflict("quiz.no_round"))?;
    let now = journey::round_now(db, &round.id).await?;
    let everybody = journey::facts(db, &now, None, bound(member)).await?;
    let filter = Filter {
        department: asked.department.clone(),
        state: asked.state.clone(),
        words: asked.q.trim().chars().take(80).collect(),
    };
    let today = day_of(member.now);
    let mut chosen: Vec<Facts> = everybody.iter().filter(|facts| filter.takes(facts, &today)).cloned().collect();
    sort(&mut chosen, &asked.sort, &today);
    Ok(Table { now, everybody, chosen, filter })
}

/// People come sorted by tên; other orders keep it inside.
fn sort(people: &mut [Facts], by: &str, today: &str) {
    let place = |facts: &Facts| {
        let state = facts.state(today);
        crate::journey::rules::STATES.iter().position(|one| one.0 == state)
    };
    match by {
        "department" => people.sort_by_cached_key(|facts| crate::people::rules::hex_key(&facts.department)),
        "state" => people.sort_by_key(place),
        "due" => people.sort_by_key(|facts| facts.due_on.clone().unwrap_or_else(|| "9999".to_owned())),
        _ => {}
    }
}

/// The table.
pub async fn index(State(app): State<App>, tracker: Tracker, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let db = app.db.read();
    let table = table(&app, &tracker, &asked).await?;
    let today = day_of(tracker.now);
    let names: Vec<(String, String)> =
        people::departments(db).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let counts = by_department(&table.everybody, &names, &today);
    let sum = counts.last().cloned().unwrap_or_default();
    let from = asked.page.saturating_mul(PAGE);
    let lines: Vec<Line> =
        table.chosen.iter().skip(from).take(PAGE).map(|facts| line(facts, &today, tracker.now)).collect();
    let rounds = crate::rounds::store::rounds(db).await?;
    let bound = bound(&tracker);
    let messages = group_messages(&app, &tracker, &table, &sum).await?;
    Ok(html(&IndexPage {
        messages,
        page: Page::new(&tracker, "Theo dõi").await?,
        rounds: rounds
            .into_iter()
            .map(|round| Choice { on: round.id == table.now.round.id, value: round.id, label: round.name })
            .collect(),
        departments: names
            .iter()
            .filter(|(id, _)| bound.is_none_or(|bound| bound == id))
            .map(|(id, name)| Choice { value: id.clone(), label: name.clone(), on: *id == table.filter.department })
            .collect(),
        states: states(&table.filter.state),
        words: table.filter.words.clone(),
        sort: asked.sort.clone(),
        shown: lines.len(),
        more: from + lines.len() < table.chosen.len(),
        lines,
        total: table.chosen.len(),
        funnel: funnel(&sum),
        by_state: by_state(&table.everybody, &today),
        counts,
        query: query(&asked),
        at: asked.page,
        office: !head_only(&tracker) && (tracker.viewer.has(Role::Coordinator) || tracker.viewer.has(Role::Leader)),
        head_only: head_only(&tracker),
        round: table.now.round.id.clone(),
    }))
}

fn states(on: &str) -> Vec<Choice> {
    let mut all = vec![("overdue", "Quá hạn"), ("again", "Cần xác nhận lại")];
    all.extend(crate::journey::rules::STATES);
    all.into_iter()
        .map(|(value, label)| Choice { value: value.to_owned(), label: label.to_owned(), on: value == on })
        .collect()
}

/// The query of this table again, without the page.
fn query(asked: &Asked) -> String {
    let value = crate::page::query_value;
    format!(
        "round={}&department={}&state={}&q={}&sort={}",
        value(&asked.round),
        value(&asked.department),
        value(&asked.state),
        value(&asked.q),
        value(&asked.sort)
    )
}

fn line(facts: &Facts, today: &str, now: i64) -> Line {
    let state = facts.state(today);
    Line {
        id: facts.person_id.clone(),
        full_name: facts.full_name.clone(),
        department: facts.department.clone(),
        position: facts.position.clone(),
        state,
        words: state_words(state),
        read: format!("{}/{}", facts.read, facts.articles),
        percent: facts.best_percent.map(|percent| format!("{percent}%")).unwrap_or_default(),
        acknowledged: facts.acknowledged_at.map(short_day).unwrap_or_default(),
        joined: facts.confirmed_at.or(facts.added_at).map(short_day).unwrap_or_default(),
        due: match &facts.due_on {
            Some(day) if facts.acknowledged_at.is_none() => due_words_short(now, day),
            _ => String::new(),
        },
        overdue: facts.is_overdue(today),
        again: facts.must_acknowledge_again(),
    }
}

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
pub async fn person(State(app): State<App>, tracker: Tracker, Path(id): Path<String>) -> Result<Response, Error> {
    let db = app.db.read();
    let person = people::person(db, &id).await?;
    if bound(&tracker).is_some_and(|department| department != person.department_id) {
        return Err(Error::NotFound);
    }
    let now = journey::round_of(db, &id).await?;
    let facts = match &now {
        Some(now) => journey::facts(db, now, Some(&id), None).await?.pop(),
        None => None,
    };
    let facts = facts.unwrap_or_default();
    let page = Page::new(&tracker, person.full_name.clone()).await?;
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

/// The group, the address, whom to ask.
struct CommonWords {
    group: String,
    address: String,
    contact: String,
}

impl CommonWords {
    fn at(&self, now: i64) -> messages::Common<'_> {
        messages::Common { group: &self.group, address: &self.address, contact: &self.contact, now }
    }
}

async fn common(app: &App) -> Result<CommonWords, Error> {
    let groups = crate::settings::store::groups(app.db.read()).await?;
    Ok(CommonWords {
        group: groups.into_iter().next().map(|group| group.name).unwrap_or_default(),
        address: app.config.public_url(),
        contact: crate::settings::store::value(app.db.read(), "org.contact").await?,
    })
}

/// The messages for the group; only HC-DV may send them (Điều 4 khoản 1 mục 1.2).
async fn group_messages(
    app: &App,
    tracker: &Tracker,
    table: &Table,
    sum: &Counts,
) -> Result<Vec<messages::Ready>, Error> {
    if !tracker.viewer.has(Role::Coordinator) {
        return Ok(Vec::new());
    }
    let waiting = table.everybody.iter().filter(|facts| facts.acknowledged_at.is_none());
    let last = waiting.filter_map(|facts| facts.due_on.clone()).max();
    let version = table.now.versions.first().map(|version| version.reference().to_lowercase()).unwrap_or_default();
    let asked = common(app).await?;
    Ok(messages::for_group(sum, last.as_deref(), &version, &asked.at(tracker.now)))
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

/// The table as CSV.
pub async fn csv(State(app): State<App>, office: Office, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let sheet = exported(&app, &office, &asked, "csv").await?;
    let bytes = export::csv(&sheet)?;
    Ok(download(&format!("theo-doi-{}.csv", day_of(office.now)), "text/csv; charset=utf-8", bytes))
}

/// The table as a workbook.
pub async fn xlsx(State(app): State<App>, office: Office, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let sheet = exported(&app, &office, &asked, "xlsx").await?;
    let bytes = tokio::task::spawn_blocking(move || export::xlsx(&sheet)).await.map_err(Error::internal)??;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&format!("theo-doi-{}.xlsx", day_of(office.now)), kind, bytes))
}

/// The rows of an export, after the export was recorded: who, when, how many, in which form.
async fn exported(app: &App, office: &Office, asked: &Asked, form: &'static str) -> Result<export::Sheet, Error> {
    if !office.proved() {
        return Err(Error::Prove);
    }
    let table = table(app, office, asked).await?;
    let by_person: HashMap<String, store::ContactLine> =
        store::contacts(app.db.read()).await?.into_iter().map(|one| (one.person_id.clone(), one)).collect();
    let today = day_of(office.now);
    let rows: Vec<export::Row> =
        table.chosen.iter().map(|facts| export::row(facts, by_person.get(&facts.person_id), &today)).collect();
    let entry = Entry {
        kind: "export.made",
        at: office.now,
        actor: Some(office.viewer.actor.clone()),
        about: None,
        person_id: None,
        by_id: Some(office.viewer.id.clone()),
        body: json!({ "what": "tracking", "form": form, "rows": rows.len(), "round": table.now.round.id }),
        private: Vec::new(),
        note: say_with("note.export", &[("n", &rows.len().to_string()), ("dang", form)]),
    };
    app.db.write(move |tx| Box::pin(async move { ledger::append(tx, &entry).await.map(|_| ()) })).await?;
    let title = format!("{} – xuất lúc {}", table.now.round.name, long_moment(office.now));
    Ok(export::Sheet { title, rows })
}
