//! The first page: the four steps, and the one thing to do next.

mod action;

use super::store::{self, More, Wanted};
use crate::accounts::rules::Role;
use crate::admissions::rules::StepKind;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, due_words, html};
use crate::rounds::rules::RoundKind;
use crate::site::Round;
use crate::standing::rules::{Standing, State as Step};
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::Member;
use action::{Action, action};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    page: Page,
    full_name: String,
    round: String,
    due: String,
    action: Option<Action>,
    done: Vec<Done>,
    again: &'static str,
    finished: bool,
    work: Vec<(String, &'static str)>,
    first_steps: Vec<(&'static str, &'static str)>,
}

/// A step that is behind.
struct Done {
    label: &'static str,
    at: String,
    /// The receipt and the Zalo details can be looked at.
    receipt: bool,
}

/// A person's own page.
pub(super) async fn home(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let here = member.standing.as_ref().and_then(|one| Some((one, member.site.round(&one.round_id)?)));
    let wanted = wanted(&member, here);
    let more = if wanted.is_nothing() { More::default() } else { store::more(app.db.read(), &wanted).await? };
    let page = Page::new(&member, say("title.home")).at(here.and(member.step()));
    Ok(html(&HomePage {
        page,
        full_name: member.viewer.full_name.clone(),
        round: here.map(|(_, round)| round.name.clone()).unwrap_or_default(),
        due: here.map(|(one, _)| due(&member, one)).unwrap_or_default(),
        action: here.map(|(one, round)| action(&member, one, round, &more)),
        done: here.map(|(one, _)| done(one)).unwrap_or_default(),
        again: here.map(|(one, round)| again(one, round)).unwrap_or_default(),
        finished: here.is_some_and(|(one, _)| one.state.step() == 5),
        work: work(&member, app.checked.last().found),
        first_steps: first_steps(&member, &wanted, &more),
    }))
}

/// What the page cannot tell without asking.
fn wanted(member: &Member, here: Option<(&Standing, &Round)>) -> Wanted {
    let mut wanted = Wanted::default();
    if let Some((one, round)) = here {
        if matches!(one.state, Step::NotStarted | Step::Reading) {
            wanted.reader = Some((member.viewer.id.clone(), round.asks.counts_from));
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
    if member.viewer.has(Role::Admin) {
        wanted.admin_round = member.site.open_rounds().last().map(|round| round.id.clone());
    }
    wanted
}

fn due(member: &Member, one: &Standing) -> String {
    if one.acknowledged_at.is_some() { String::new() } else { due_words(member.now, one.due_on.as_deref()) }
}

fn done(one: &Standing) -> Vec<Done> {
    let percent = one.best_percent.map(|percent| format!("{percent}%, ")).unwrap_or_default();
    let approved = one.decided_at.filter(|_| one.is_approved());
    let all = [
        ("home.done_read", one.read_at.map(long_moment), false),
        ("home.done_passed", one.passed_at.map(|at| format!("{percent}{}", long_moment(at))), false),
        ("home.done_acknowledged", one.acknowledged_at.map(long_moment), true),
        ("home.done_approved", approved.map(long_moment), false),
        ("home.done_in_group", one.confirmed_at.map(long_moment), false),
    ];
    all.into_iter().filter_map(|(key, at, receipt)| at.map(|at| Done { label: say(key), at, receipt })).collect()
}

/// Why an acknowledgment is asked for again; empty when it is the first.
fn again(one: &Standing, round: &Round) -> &'static str {
    match (one.must_acknowledge_again(), round.kind) {
        (false, _) => "",
        (true, RoundKind::Yearly) => say("home.again_yearly"),
        (true, RoundKind::Newcomer) => say("home.again_version"),
    }
}

/// What waits for the viewer in another role.
fn work(member: &Member, differences: i64) -> Vec<(String, &'static str)> {
    let oversees = member.viewer.has(Role::Admin) || member.viewer.has(Role::Leader);
    let counted = [
        ("home.work_differ", if oversees { differences } else { 0 }, "/verify"),
        ("home.work_decide", member.to_decide, "/admissions"),
        ("home.work_add", member.to_carry_out, "/admissions"),
    ];
    let told = |(key, n, href): (&'static str, i64, &'static str)| {
        (n > 0).then(|| (say_with(key, &[("n", &n.to_string())]), href))
    };
    counted.into_iter().filter_map(told).collect()
}

/// What an admin still has to set up.
fn first_steps(member: &Member, wanted: &Wanted, more: &More) -> Vec<(&'static str, &'static str)> {
    if wanted.admin_round.is_none() {
        return Vec::new();
    }
    let draft = member.site.documents.iter().any(|one| one.current.row.is_draft());
    let steps = [
        (!more.has_leader, "home.first_leader", "/setup-people"),
        (draft, "home.first_issue", "/documents"),
        (!more.has_members, "home.first_people", "/people/new"),
    ];
    steps.into_iter().filter(|step| step.0).map(|(_, key, href)| (say(key), href)).collect()
}
