//! The table on screen, with its counts and the messages for the group.

use super::days::{Days, days};
use super::export::{Offer, will_have};
use super::line::{Line, line};
use super::narrow::{Chip, Choice, Room, chips, choice, rooms, sorts, states};
use super::{Asked, Table, common, counted, table};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::rules::TextKind;
use crate::error::Error;
use crate::page::{Page, html};
use crate::rounds::rules::RoundKind;
use crate::site::Round;
use crate::text::{lower_first, say, say_with};
use crate::time::short_day;
use crate::tracking::messages;
use crate::tracking::rules::{Counts, Sight, Sort, Tally, Words, by_department, by_stage, dues, matches};
use crate::tracking::store::{self, Driver, Found, Window};
use crate::visit::{Member, Tracker};
use askama::Template;
use axum::extract::{Query, State as Held};
use axum::response::Response;

/// Rows of one page of the table.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "tracking/index.html")]
struct IndexPage {
    page: Page,
    /// The round shown, for its report.
    round: String,
    rounds: Vec<Choice>,
    departments: Vec<Choice>,
    states: Vec<Choice>,
    sorts: Vec<Choice>,
    words: String,
    lines: Vec<Line>,
    /// How many match, in a sentence.
    told: String,
    counts: Vec<Counts>,
    /// Everybody counted, the last of the counts.
    sum: Counts,
    stack: Vec<Share>,
    /// Heads of the counts, from read to in the group.
    columns: Vec<&'static str>,
    chips: Vec<Chip>,
    by_department: Vec<Room>,
    /// Confirmations of the last fourteen days; not for heads.
    days: Option<Days>,
    query: String,
    at: usize,
    more: bool,
    /// Sees states only.
    heads: bool,
    /// The round whose people can be ticked; empty: not by this viewer, or not any more.
    ticks: String,
    /// Which round the counts speak of.
    about: String,
    closed: String,
    renewing: bool,
    /// How many are done, in a sentence.
    done: String,
    /// Narrowed by something that the chips do not show.
    narrowed: bool,
    /// The form of an export; for whoever may take the table away.
    export: Option<Offer>,
    messages: Vec<messages::Ready>,
}

/// A part of the stacked bar.
struct Share {
    class: &'static str,
    label: &'static str,
    n: i64,
    /// Where it begins and how wide it is, in thousandths of the bar.
    from: i64,
    wide: i64,
}

/// The table.
pub(crate) async fn index(
    Held(app): Held<App>,
    tracker: Tracker,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    Ok(html(&show(&app, &tracker, &asked).await?))
}

async fn show(app: &App, member: &Member, asked: &Asked) -> Result<IndexPage, Error> {
    let table = table(app, member, asked).await?;
    let found = rows(app, &table, asked.page).await?;
    let counts = by_department(&table.tallies, &table.departments, say("tracking.sum"));
    let sum = counts.last().cloned().unwrap_or_default();
    let heads = !table.look.sight.is_full();
    let round = table.round;
    let yearly = round.kind == RoundKind::Yearly;
    let oldest = table.tallies.iter().filter_map(|one| one.oldest).min();
    let days = if heads || !table.look.filter.words.is_empty() { None } else { days(app, round, member.now).await? };
    Ok(IndexPage {
        page: Page::new(member, say("title.tracking")),
        days,
        round: round.id.clone(),
        rounds: counted(member).map(|(one, _)| choice(&one.id, &one.name, one.id == round.id)).collect(),
        departments: table.departments.iter().map(|(id, name)| choice(id, name, *id == asked.department)).collect(),
        states: states(asked),
        sorts: sorts(table.look.filter.sort),
        words: asked.q.chars().take(Words::LONGEST).collect(),
        told: told(&table, &found),
        lines: found.lines.iter().map(|row| line(row, &table, member)).collect(),
        stack: shares(&table.tallies, yearly),
        columns: say(if yearly { "tracking.heads_yearly" } else { "tracking.heads" }).split('|').collect(),
        chips: chips(&table, asked),
        by_department: rooms(&table, &counts, asked),
        messages: group_messages(app, member, &table, &sum),
        done: done(&sum, yearly),
        sum,
        counts,
        query: asked.query(),
        at: found.page,
        more: found.more,
        export: (!heads && (member.viewer.has(Role::Coordinator) || member.viewer.has(Role::Leader)))
            .then(|| Offer { people: offered(&table, &found), ..Offer::new(member, &table, asked) }),
        heads,
        ticks: if runs(member, round) { round.id.clone() } else { String::new() },
        about: say_with(if yearly { "tracking.about_yearly" } else { "tracking.about" }, &[("dot", &round.name)]),
        closed: round.closed_at.map(short_day).unwrap_or_default(),
        renewing: round.is_open() && (oldest.is_some_and(|one| one < round.revision) || round.filled_at.is_none()),
        narrowed: !asked.department.is_empty() || !asked.sort.is_empty(),
    })
}

fn done(sum: &Counts, yearly: bool) -> String {
    let (key, n) = if yearly { ("tracking.done_yearly", sum.acknowledged) } else { ("tracking.done", sum.in_group) };
    let fields = [("n", n), ("tong", sum.total), ("trong_nhom", sum.in_group)].map(|(name, n)| (name, n.to_string()));
    say_with(key, &fields.each_ref().map(|(name, n)| (*name, n.as_str())))
}

/// The stacked bar: the whole way in four parts, the farthest first.
fn shares(tallies: &[Tally], yearly: bool) -> Vec<Share> {
    let parts = by_stage(tallies);
    let all = parts.iter().sum::<i64>().max(1);
    let (mut from, mut sum) = (0, 0);
    let mut part = |((class, label), n): ((&'static str, &'static str), i64)| {
        sum += n;
        let wide = sum * 1000 / all - from;
        let share = Share { class, label, n, from, wide };
        from += wide;
        share
    };
    let labels = say(if yearly { "tracking.stages_yearly" } else { "tracking.stages" }).split('|');
    ["s1", "s2", "s3", "s4"].into_iter().zip(labels).zip(parts).map(&mut part).collect()
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

/// How many people a file of this table would have.
fn offered(table: &Table<'_>, found: &Found) -> String {
    let filter = &table.look.filter;
    match (filter.words.is_empty(), found.more) {
        (true, _) => will_have(matches(&table.tallies, &filter.department, filter.chosen).values().sum::<i64>()),
        (false, false) => will_have(found.seen),
        (false, true) => say("tracking.export_found").to_owned(),
    }
}

/// Acts on the people of the round, while it is open.
fn runs(member: &Member, round: &Round) -> bool {
    round.is_open() && member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id)
}

/// The messages for the group; only HC-DV may send them (Điều 4 khoản 1 mục 1.2), and only while the round is open.
fn group_messages(app: &App, member: &Member, table: &Table<'_>, sum: &Counts) -> Vec<messages::Ready> {
    let round = table.round;
    if !runs(member, round) {
        return Vec::new();
    }
    let issued = round.versions.first().filter(|one| one.row.kind == TextKind::Text && !one.row.is_draft());
    let issued = issued.map(|one| (one.row.short_title.as_str(), lower_first(&one.row.reference())));
    let issued = issued.as_ref().map(|(title, reference)| (*title, reference.as_str()));
    messages::for_group(sum, dues(&table.tallies), issued, &common(app, member, round))
}
