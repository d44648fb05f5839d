//! The table on screen, with its counts and the messages for the group.

use super::{Asked, Table, bound, common, head_only, table};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, html};
use crate::people::store as people;
use crate::standing::rules::{Facts, state_words};
use crate::time::{day_of, due_words_short, short_day};
use crate::tracking::messages;
use crate::tracking::rules::{Counts, by_department, by_state, funnel};
use crate::visit::Tracker;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

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
struct Line {
    /// Person id.
    id: String,
    /// Họ và tên.
    full_name: String,
    /// Phòng.
    department: String,
    /// Chức vụ.
    position: String,
    state: &'static str,
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

/// The table.
pub(crate) async fn index(
    State(app): State<App>,
    tracker: Tracker,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let db = app.db.read();
    let table = table(&app, &tracker, &asked).await?;
    let today = day_of(tracker.now);
    let names: Vec<(String, String)> =
        people::departments(db).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let counts = by_department(&table.everybody, &names, &today);
    let sum = counts.last().cloned().unwrap_or_default();
    let at = asked.page.min(table.chosen.len().saturating_sub(1) / PAGE);
    let from = at * PAGE;
    let lines: Vec<Line> =
        table.chosen.iter().skip(from).take(PAGE).map(|facts| line(facts, &today, tracker.now)).collect();
    let bound = bound(&tracker);
    let messages = group_messages(&app, &tracker, &table, &sum).await?;
    Ok(html(&IndexPage {
        messages,
        page: Page::new(&tracker, "Theo dõi"),
        rounds: table
            .rounds
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
        at,
        office: !head_only(&tracker) && (tracker.viewer.has(Role::Coordinator) || tracker.viewer.has(Role::Leader)),
        head_only: head_only(&tracker),
        round: table.now.round.id.clone(),
    }))
}

fn states(on: &str) -> Vec<Choice> {
    let mut all = vec![("overdue", "Quá hạn"), ("again", "Cần xác nhận lại")];
    all.extend(crate::standing::rules::STATES);
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
