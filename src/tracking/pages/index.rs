//! The table on screen, with its counts and the messages for the group.

use super::{Asked, LONGEST, Table, common, seen, table};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::id::new_id;
use crate::page::{Page, html};
use crate::standing::rules::State;
use crate::text::{say, say_with};
use crate::time::{due_words_short, short_day};
use crate::tracking::messages;
use crate::tracking::rules::{Counts, Sight, Sort, by_department, by_state, funnel, last_due, matches};
use crate::tracking::store::{self, Driver, Found, Line as Row, Window};
use crate::visit::{Member, Tracker};
use askama::Template;
use axum::extract::{Query, State as Held};
use axum::response::Response;

/// Rows of one page of the table.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "tracking/index.html")]
pub(super) struct IndexPage {
    page: Page,
    rounds: Vec<Choice>,
    departments: Vec<Choice>,
    states: Vec<Choice>,
    sorts: Vec<Choice>,
    words: String,
    lines: Vec<Line>,
    /// How many match, in a sentence.
    told: String,
    counts: Vec<Counts>,
    funnel: Vec<(&'static str, i64, i64)>,
    by_state: Vec<(&'static str, &'static str, i64)>,
    query: String,
    at: usize,
    more: bool,
    office: bool,
    /// Sees states only.
    heads: bool,
    closed: String,
    renewing: bool,
    round: String,
    filter: Vec<(&'static str, String)>,
    why: String,
    error: Option<&'static str>,
    form_key: String,
    messages: Vec<messages::Ready>,
}

/// An entry of a select.
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// One person of the table.
struct Line {
    id: String,
    full_name: String,
    department: String,
    position: String,
    state: State,
    words: &'static str,
    /// `12/20`.
    read: String,
    percent: String,
    acknowledged: String,
    joined: String,
    due: String,
    overdue: bool,
    again: bool,
}

/// The table.
pub(crate) async fn index(
    Held(app): Held<App>,
    tracker: Tracker,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    Ok(html(&show(&app, &tracker, &asked, ("", None)).await?))
}

/// The table, with what was typed into the form of the export and what was wrong with it.
pub(super) async fn show(
    app: &App,
    member: &Member,
    asked: &Asked,
    (why, error): (&str, Option<&'static str>),
) -> Result<IndexPage, Error> {
    let table = table(app, member, asked).await?;
    let found = rows(app, &table, asked.page).await?;
    let counts = by_department(&table.tallies, &table.departments, say("tracking.sum"));
    let sum = counts.last().cloned().unwrap_or_default();
    let heads = !table.look.sight.is_full();
    let labels = say("tracking.funnel").split('|');
    let round = table.round;
    let oldest = table.tallies.iter().filter_map(|one| one.oldest).min();
    Ok(IndexPage {
        page: Page::new(member, say("title.tracking")),
        rounds: seen(member).map(|(one, _)| choice(&one.id, &one.name, one.id == round.id)).collect(),
        departments: table.departments.iter().map(|(id, name)| choice(id, name, *id == asked.department)).collect(),
        states: states(asked),
        sorts: sorts(table.look.filter.sort),
        words: asked.q.chars().take(LONGEST).collect(),
        told: told(&table, &found),
        lines: found.lines.iter().map(|row| line(row, &table, member.now)).collect(),
        funnel: labels.zip(funnel(&sum)).map(|(label, (n, share))| (label, n, share)).collect(),
        by_state: by_state(&table.tallies).into_iter().map(|(one, n)| (one.as_str(), one.words(), n)).collect(),
        messages: group_messages(app, member, &table, &sum),
        counts,
        query: asked.query(),
        at: found.page,
        more: found.more,
        office: !heads && (member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Leader)),
        heads,
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        renewing: round.is_open() && (oldest.is_some_and(|one| one < round.revision) || round.filled_at.is_none()),
        round: round.id.clone(),
        filter: vec![
            ("round", round.id.clone()),
            ("department", asked.department.clone()),
            ("state", asked.state.clone()),
            ("q", asked.q.clone()),
            ("sort", asked.sort.clone()),
        ],
        why: why.to_owned(),
        error,
        form_key: new_id(),
    })
}

fn choice(value: &str, label: &str, on: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), on }
}

fn states(asked: &Asked) -> Vec<Choice> {
    let beside = [("overdue", say("tracking.overdue")), ("again", say("tracking.again"))];
    let states = State::ALL.iter().map(|state| (state.as_str(), state.words()));
    beside.into_iter().chain(states).map(|(value, label)| choice(value, label, value == asked.state)).collect()
}

fn sorts(on: Sort) -> Vec<Choice> {
    let words = say("tracking.sorts").split('|');
    Sort::ALL.iter().zip(words).map(|(sort, label)| choice(sort.as_str(), label, *sort == on)).collect()
}

/// The page's rows; `more` tells whether a page comes after it.
async fn rows(app: &App, table: &Table<'_>, page: usize) -> Result<Found, Error> {
    let db = app.db.read();
    let words = &table.look.filter.words;
    if !table.known {
        return Ok(Found::default());
    }
    if words.is_empty() {
        return listed(app, table, page).await;
    }
    let driver = match table.round.closed_at {
        Some(_) => Driver::Names,
        None => store::driver(db, words.folded()).await?,
    };
    let order: Vec<String> = table.departments.iter().map(|one| one.0.clone()).collect();
    let found = store::search(db, &table.look, &driver, &order, (page, PAGE)).await?;
    let more = found.more || found.seen > (found.page + 1) * PAGE;
    Ok(Found { more, ..found })
}

/// Without words: how many match is known from the counts.
async fn listed(app: &App, table: &Table<'_>, page: usize) -> Result<Found, Error> {
    let filter = &table.look.filter;
    let matched = matches(&table.tallies, &filter.department, filter.chosen);
    let total: i64 = matched.values().sum();
    let everybody: i64 = table.tallies.iter().map(|one| one.n).sum();
    let seen = usize::try_from(total).unwrap_or_default();
    let page = page.min(seen.saturating_sub(1) / PAGE);
    let mut window = Window {
        from: i64::try_from(page * PAGE).unwrap_or_default(),
        rows: i64::try_from(PAGE).unwrap_or_default(),
        departments: Vec::new(),
        // A head's departments may be a handful of people in fifty thousand.
        dense: table.look.sight != Sight::Heads && total.saturating_mul(20) >= everybody,
    };
    if filter.sort == Sort::Department {
        let order = table.departments.iter().filter_map(|(id, _)| Some((id.as_str(), *matched.get(id.as_str())?)));
        window.reach(order);
    }
    let lines = if total == 0 { Vec::new() } else { store::page(app.db.read(), &table.look, &window).await? };
    Ok(Found { lines, page, seen, more: seen > (page + 1) * PAGE })
}

fn told(table: &Table<'_>, found: &Found) -> String {
    let (n, shown) = (found.seen.to_string(), found.lines.len().to_string());
    let fields = [("n", n.as_str()), ("hien", shown.as_str())];
    let all_counted = table.look.filter.words.is_empty() || found.seen > (found.page + 1) * PAGE || !found.more;
    match () {
        () if !table.known => say("tracking.no_such_filter").to_owned(),
        () if found.lines.is_empty() => say("tracking.nobody").to_owned(),
        () if !all_counted => say_with("tracking.people_at_least", &fields),
        () if found.lines.len() == found.seen => say_with("tracking.people", &fields),
        () => say_with("tracking.people_shown", &fields),
    }
}

fn line(row: &Row, table: &Table<'_>, now: i64) -> Line {
    let (one, today) = (&row.standing, table.look.today.as_str());
    let full = table.look.sight.is_full();
    let state = one.state_on(today);
    let department = table.departments.iter().find(|(id, _)| *id == one.department_id);
    Line {
        id: one.person_id.clone(),
        full_name: row.full_name.clone(),
        department: department.map(|(_, name)| name.clone()).unwrap_or_default(),
        position: row.position.clone(),
        state,
        words: state.words(),
        read: format!("{}/{}", one.read, one.articles),
        percent: one.best_percent.filter(|_| full).map(|percent| format!("{percent}%")).unwrap_or_default(),
        acknowledged: one.acknowledged_at.map(short_day).unwrap_or_default(),
        joined: one.confirmed_at.or(one.added_at).map(short_day).unwrap_or_default(),
        due: match &one.due_on {
            Some(day) if one.acknowledged_at.is_none() => due_words_short(table.round.closed_at.unwrap_or(now), day),
            _ => String::new(),
        },
        overdue: one.is_overdue(today),
        again: one.must_acknowledge_again(),
    }
}

/// The messages for the group; only HC-DV may send them (Điều 4 khoản 1 mục 1.2), and only while the round is open.
fn group_messages(app: &App, member: &Member, table: &Table<'_>, sum: &Counts) -> Vec<messages::Ready> {
    let round = table.round;
    if !round.is_open() || !member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id) {
        return Vec::new();
    }
    let version = round.versions.first().map(|one| one.row.reference().to_lowercase()).unwrap_or_default();
    messages::for_group(sum, last_due(&table.tallies), &version, &common(app, member, round))
}
