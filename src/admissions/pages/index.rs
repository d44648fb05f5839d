//! What waits: the leader's applications and HC-DV's work list.

use super::lines::{Changed, Line, ToAdd, Tried, changed, line, to_add};
use super::paging::{Places, Turn};
use crate::accounts::rules::Role;
use crate::admissions::rules::StepKind;
use crate::admissions::store::{self, Change, Work};
use crate::app::App;
use crate::disclosures::rules::What;
use crate::disclosures::store as disclosures;
use crate::error::Error;
use crate::page::{Page, html};
use crate::text::say;
use crate::time::DAY;
use crate::visit::{Member, Office};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

/// How long the leader's screen offers to take an approval back.
const REVOCABLE: i64 = 30 * DAY;

#[derive(Template)]
#[template(path = "admissions/index.html")]
pub(super) struct IndexPage {
    page: Page,
    leader: bool,
    coordinator: bool,
    proved: bool,
    /// Full numbers are shown to this session.
    shown: bool,
    exceptions: Vec<Line>,
    plain: Vec<Line>,
    /// How many of both may be ticked.
    ticks: usize,
    /// Before the leader of a group that whoever looks does not lead: who waits, without the contact.
    waiting: Vec<Line>,
    turn_decide: Turn,
    /// Another number than that which was added to the group, not yet seen.
    changed: Vec<Changed>,
    turn_changed: Turn,
    approved: Vec<Line>,
    /// Those of them that were approved last, together, and when: two or more.
    batch: Vec<Line>,
    batch_at: i64,
    founders: Vec<Line>,
    to_add: Vec<ToAdd>,
    turn_carry: Turn,
    added: Vec<Line>,
    turn_added: Turn,
    to_remove: Vec<Line>,
    turn_removal: Turn,
    departed: Vec<Line>,
    turn_departed: Turn,
    /// Doubts that wait for an answer.
    doubts: i64,
    /// Papers to be compared with their scans.
    papers: i64,
    wrong: Wrong,
}

/// What waits: exceptions first, then everything that can be approved at once; then HC-DV's list.
pub(crate) async fn index(
    State(app): State<App>,
    office: Office,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    Ok(html(&page(&app, &office, &Places::parse(&query), Wrong::nothing()).await?))
}

/// The first page of each list again: an act on it was refused.
pub(super) async fn index_page(app: &App, member: &Member, wrong: Wrong) -> Result<IndexPage, Error> {
    page(app, member, &Places::default(), wrong).await
}

/// The same, where a decision was refused: said at its application, or above the lists when that is not on the page.
pub(super) async fn tried_page(app: &App, member: &Member, tried: Tried) -> Result<IndexPage, Error> {
    let mut page = page(app, member, &Places::default(), Wrong::nothing()).await?;
    match page.exceptions.iter_mut().chain(&mut page.plain).find(|line| line.id == tried.id) {
        Some(line) => line.tried = Some(tried),
        None => page.wrong = tried.wrong.shown(false),
    }
    Ok(page)
}

/// The rows of the lists.
struct Rows {
    undecided: Vec<Work>,
    changed: Vec<Change>,
    carried: Vec<Work>,
    added: Vec<Work>,
    removal: Vec<Work>,
    departed: Vec<Work>,
}

async fn rows(app: &App, member: &Member, at: &Places) -> Result<Rows, Error> {
    let (db, viewer) = (app.db.read(), member.viewer.id.as_str());
    let leads = member.viewer.roles.has(Role::Leader);
    let from = [at.from("added"), at.from("removal"), at.from("departed"), at.from("carry")];
    let mut rows = Rows {
        undecided: store::undecided(db, viewer, at.from("decide")).await?,
        changed: if leads { store::changes(db, viewer, at.from("changed")).await? } else { Vec::new() },
        carried: Vec::new(),
        added: Vec::new(),
        removal: Vec::new(),
        departed: Vec::new(),
    };
    for one in store::to_carry_out(db, viewer, from).await? {
        match one.kind {
            StepKind::Added => rows.added.push(one),
            StepKind::RemovalOrdered => rows.removal.push(one),
            StepKind::Departed => rows.departed.push(one),
            _ => rows.carried.push(one),
        }
    }
    Ok(rows)
}

async fn page(app: &App, member: &Member, at: &Places, wrong: Wrong) -> Result<IndexPage, Error> {
    let mut rows = rows(app, member, at).await?;
    let open = disclosures::live(app.db.read(), &member.viewer.session, What::Numbers, member.now).await?;
    let shown = open.iter().any(|one| one.subject.is_empty());
    let roles = &member.viewer.roles;
    let leads = |one: &&Work| roles.has_for_group(Role::Leader, &one.group_id);
    let carries = |one: &&Work| roles.has_for_group(Role::Coordinator, &one.group_id);
    let turn_decide = at.turn("decide", &mut rows.undecided);
    let turn_changed = at.turn("changed", &mut rows.changed);
    let turn_carry = at.turn("carry", &mut rows.carried);
    let turn_added = at.turn("added", &mut rows.added);
    let turn_removal = at.turn("removal", &mut rows.removal);
    let turn_departed = at.turn("departed", &mut rows.departed);
    let (own, others): (Vec<&Work>, Vec<&Work>) = rows.undecided.iter().partition(leads);
    let (plain, exceptions): (Vec<Line>, Vec<Line>) =
        own.into_iter().map(|one| line(member, one, shown)).partition(|line| line.plain);
    let founds =
        |one: &&Work| carries(one) && one.leads > 0 && one.ground().is_decidable() && one.person_id != member.viewer.id;
    let lately = |one: &&Work| leads(one) && one.decided_at.is_some_and(|decided| decided > member.now - REVOCABLE);
    let short = |one: &Work| line(member, one, false);
    let last = rows.carried.iter().filter(lately).filter_map(|one| one.decided_at).max();
    let together: Vec<&Work> = rows.carried.iter().filter(lately).filter(|one| one.decided_at == last).collect();
    Ok(IndexPage {
        page: Page::new(member, say("title.admissions")),
        leader: roles.has(Role::Leader),
        coordinator: roles.has(Role::Coordinator),
        proved: member.proved(),
        shown,
        ticks: plain.iter().chain(&exceptions).filter(|line| line.ticks).count(),
        exceptions,
        plain,
        waiting: others.into_iter().map(short).collect(),
        turn_decide,
        changed: rows.changed.iter().map(|one| changed(member, one, shown)).collect(),
        turn_changed,
        batch: if together.len() > 1 { together.into_iter().map(short).collect() } else { Vec::new() },
        batch_at: last.unwrap_or_default(),
        approved: rows.carried.iter().rev().filter(lately).map(short).collect(),
        founders: rows.undecided.iter().filter(founds).map(short).collect(),
        to_add: rows
            .carried
            .iter()
            .filter(carries)
            .filter(|one| one.as_approved == 1)
            .map(|one| to_add(member, one, shown))
            .collect(),
        turn_carry,
        added: rows.added.iter().filter(carries).map(short).collect(),
        turn_added,
        to_remove: rows.removal.iter().filter(carries).map(short).collect(),
        turn_removal,
        departed: rows.departed.iter().map(short).collect(),
        turn_departed,
        doubts: member.to_answer,
        papers: member.to_compare,
        wrong,
    })
}
