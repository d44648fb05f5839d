//! The first page: the four steps, and the one thing to do next.

mod action;
mod help;
mod journey;
mod news;
mod rounds;
mod work;

pub(crate) use help::help;
pub(crate) use rounds::choose;

use super::rules::{numbers, way};
use super::store::{self, More, Wanted};
use crate::accounts::rules::Role;
use crate::admissions::rules::{Stage, StepKind};
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, due_of, html};
use crate::qr;
use crate::quizzes::rules::yields;
use crate::rounds::rules::RoundKind;
use crate::site::Round;
use crate::standing::rules::{Standing, State as Step};
use crate::text::{say, say_with};
use crate::time::{long_moment, short_day};
use crate::visit::Member;
use action::{Action, action};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::atomic::Ordering::Relaxed;
use work::work;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    page: Page,
    full_name: String,
    round: String,
    /// The day due, and whether it is near ("soon") or over ("over").
    due: (String, &'static str),
    action: Option<Action>,
    journey: Vec<journey::Row>,
    /// How much of the way is behind, in percent.
    way: i64,
    drawing: &'static str,
    again: &'static str,
    finish: Option<Finish>,
    /// In the group already: said in green.
    inside: String,
    /// An application that goes on while something is asked again.
    pending: String,
    /// What became of a doubt about the commitment; empty: there is none.
    doubt: String,
    /// That there is a paper of one's own; empty: there is none.
    paper: &'static str,
    work: Vec<(String, String)>,
    /// Where the step at hand goes on; empty: nothing is to be done.
    go: String,
    /// Every open round of theirs, where there are several.
    own: Vec<rounds::Own>,
    /// Until when what they confirmed is valid, and whether it has ended.
    valid: (String, bool),
    /// What has come since the last look.
    news: Vec<String>,
    first_steps: Vec<FirstStep>,
}

/// A line of the list that ticks itself.
struct FirstStep {
    done: bool,
    text: &'static str,
    href: String,
}

/// What stands at the end of the way.
struct Finish {
    /// Day of the confirmation that one is in the group.
    day: String,
    code: String,
    /// The receipt's address as a QR code.
    qr: String,
    /// The group's own link; empty: none is set.
    group: String,
}

/// A person's own page.
pub(super) async fn home(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, Error> {
    let here = member.standing.as_ref().and_then(|one| Some((one, member.site.round(&one.round_id)?)));
    let begun = app.begun.load(Relaxed);
    let wanted = wanted(&app, &member, here, begun);
    let mut more = if wanted.is_nothing() { More::default() } else { store::more(app.db.read(), &wanted).await? };
    if begun {
        (more.has_leader, more.has_members, more.has_links, more.has_decided) = (true, true, true, true);
    } else if more.has_leader && more.has_members && more.has_links && more.has_decided {
        app.begun.store(true, Relaxed);
    }
    let page = Page::new(&member, say("title.home"));
    let (news, looks) = news::news(&app, &member, &headers).await?;
    let questions = here.map(|(_, round)| questions(&app, round, &more)).unwrap_or_default();
    let next = here.map(|(one, round)| action(&member, one, round, (&more, questions)));
    let mut response = html(&HomePage {
        own: rounds::own(&app, &member).await?,
        valid: rounds::validity(&member),
        news,
        page,
        full_name: member.viewer.full_name.clone(),
        round: here.map(|(_, round)| round.name.clone()).unwrap_or_default(),
        due: here.map(|(one, _)| due(&member, one)).unwrap_or_default(),
        go: next.as_ref().map(|next| next.href.clone()).unwrap_or_default(),
        action: next,
        journey: here
            .map(|(one, round)| journey::rows(one, (round, &member.site.general), (&more, questions)))
            .unwrap_or_default(),
        way: here.map(|(one, _)| way(one)).unwrap_or_default(),
        drawing: here.map(|(one, _)| drawing(one)).unwrap_or_default(),
        again: here.map(|(one, round)| again(one, round)).unwrap_or_default(),
        finish: here.and_then(|(one, _)| finish(&member, one, &app.config.public_url())),
        inside: here.map(|(one, round)| inside(&member, one, round)).unwrap_or_default(),
        pending: here.map(|(one, round)| pending(&member, one, round)).unwrap_or_default(),
        doubt: here.map(|(one, _)| doubt(one)).unwrap_or_default(),
        paper: paper(&member),
        work: work(&app, &member).await?,
        first_steps: first_steps(&member, &more),
    });
    news::keep(&app, looks, &mut response);
    Ok(response)
}

/// What the page cannot tell without asking.
fn wanted(app: &App, member: &Member, here: Option<(&Standing, &Round)>, begun: bool) -> Wanted {
    let mut wanted = Wanted::default();
    if let Some((one, round)) = here {
        // Whoever has sat for nothing yet gets what the round sets, unless its banks have less.
        let few = || questions(app, round, &More::default()) < round.settings.questions;
        if one.state.step() < 3 && (one.state != Step::ReadyForQuiz || one.best_percent.is_some() || few()) {
            wanted.examinee = Some((member.viewer.id.clone(), round.id.clone(), one.counts_from));
        }
        if matches!(one.state, Step::NotStarted | Step::Reading) {
            wanted.reader = Some((member.viewer.id.clone(), one.counts_from));
        }
        if one.state == Step::NotPassed && one.open_attempt.is_none() {
            wanted.sitter = Some((member.viewer.id.clone(), round.id.clone()));
        }
        if one.state == Step::Returned {
            wanted.admission_id.clone_from(&one.admission_id);
        }
        if one.state == Step::Approved && one.admission_kind == Some(StepKind::Recontacted) {
            wanted.renamed = Some(member.viewer.id.clone());
        }
    }
    if !begun && runs_the_house(member) {
        wanted.office_round = member.site.open_rounds().last().map(|round| round.id.clone());
    }
    wanted
}

/// How many questions the next sitting of the viewer has; 0: nothing is to be passed.
fn questions(app: &App, round: &Round, more: &More) -> i64 {
    yields(&round.asks, &round.settings, app.library.banks(), (&more.capacities, &more.passed))
}

fn runs_the_house(member: &Member) -> bool {
    [Role::Admin, Role::Coordinator, Role::Leader].into_iter().any(|role| member.viewer.has(role))
}

fn due(member: &Member, one: &Standing) -> (String, &'static str) {
    if one.acknowledged_at.is_some() { Default::default() } else { due_of(member, one) }
}

fn drawing(one: &Standing) -> &'static str {
    match one.state.step() {
        1 | 2 => "begin",
        3 => "passed",
        4 => "committed",
        _ => "in-group",
    }
}

fn finish(member: &Member, one: &Standing, url: &str) -> Option<Finish> {
    let at = one.confirmed_at.filter(|_| one.state == Step::InGroup)?;
    let code = one.acknowledgment_code.clone().unwrap_or_default();
    let qr = if code.is_empty() { String::new() } else { qr::svg(&format!("{url}/acknowledgment/receipt/{code}")) };
    let group = member.site.round(&one.round_id).map(|round| round.group_id.as_str()).unwrap_or_default();
    let group = member.site.groups.iter().find(|held| held.id == group).and_then(|held| held.invite_link.clone());
    Some(Finish { day: short_day(at), code, qr, group: group.unwrap_or_default() })
}

/// That somebody who is asked again is in the group all the while; empty for everybody else.
fn inside(member: &Member, one: &Standing, round: &Round) -> String {
    if !one.is_in_group() || one.state.step() > 3 {
        return String::new();
    }
    say_with("home.inside", &[("nhom", member.site.group_name(&round.group_id))])
}

/// Where an application stands that goes on while its person is asked again; empty where the step at hand says it.
fn pending(member: &Member, one: &Standing, round: &Round) -> String {
    let at = |moment: Option<i64>| moment.map(long_moment).unwrap_or_default();
    let group = member.site.group_name(&round.group_id);
    match one.admission_kind.map(StepKind::stage).filter(|_| one.state.step() < 4) {
        Some(Stage::Open) => say_with("home.waiting", &[("luc", &at(one.submitted_at))]),
        Some(Stage::Approved) => say_with("home.approved", &[("luc", &at(one.decided_at)), ("nhom", group)]),
        Some(Stage::Added) => say_with("home.added", &[("nhom", group)]),
        _ => String::new(),
    }
}

/// A doubt that waits, or its answer, until the confirmation.
fn doubt(one: &Standing) -> String {
    match (one.doubt_at, one.answered_at) {
        (Some(at), _) => say_with("home.doubt_waits", &[("luc", &long_moment(at))]),
        (None, Some(_)) => say("home.doubt_answered").to_owned(),
        (None, None) => String::new(),
    }
}

fn paper(member: &Member) -> &'static str {
    match member.own_papers {
        0 => "",
        1 => say("home.paper_past"),
        _ => say("home.paper_open"),
    }
}

/// Why an acknowledgment is asked for again; empty when it is the first.
fn again(one: &Standing, round: &Round) -> &'static str {
    match (one.must_acknowledge_again(), round.kind) {
        (false, _) => "",
        (true, RoundKind::Yearly | RoundKind::Rolling) => say("home.again_yearly"),
        (true, RoundKind::Newcomer | RoundKind::Changed) => say("home.again_version"),
    }
}

/// What is to be done before the first person can come, in its order; nothing once all of it is done.
fn first_steps(member: &Member, more: &More) -> Vec<FirstStep> {
    if !runs_the_house(member) || member.site.open_rounds().next().is_none() {
        return Vec::new();
    }
    let [admin, office, leader] = [Role::Admin, Role::Coordinator, Role::Leader].map(|role| member.viewer.has(role));
    let runs = admin || office;
    let draft = member.site.documents.iter().find(|one| one.current.row.is_draft());
    let manage = draft.map_or_else(|| "/documents".to_owned(), |one| format!("/documents/{}/manage", one.id));
    let linked = member.site.groups.iter().any(|group| group.invite_link.is_some());
    let committed = member.standing.as_ref().is_none_or(|one| one.has_acknowledged() || one.is_in_group());
    let reachable = !numbers(member.site.setting("org.contact")).is_empty();
    let steps = [
        (admin, more.has_leader, "home.first_leader", "/setup-people".to_owned()),
        (office, draft.is_none(), "home.first_issue", manage),
        (runs, more.has_members, "home.first_people", "/people/new".to_owned()),
        (runs, more.has_links, "home.first_links", "/people/links".to_owned()),
        (admin, linked, "home.first_group", "/settings".to_owned()),
        (admin, reachable, "home.first_contact", "/settings".to_owned()),
        (leader, committed, "home.first_own", "/".to_owned()),
        (leader, more.has_decided, "home.first_decide", "/admissions".to_owned()),
    ];
    let mine = steps.into_iter().filter(|step| step.0);
    let steps: Vec<_> = mine.map(|(_, done, key, href)| FirstStep { done, text: say(key), href }).collect();
    if steps.iter().all(|step| step.done) { Vec::new() } else { steps }
}
