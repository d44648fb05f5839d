//! Before a sitting: what it is, what is open, what was; and how a new one starts.

use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::id::new_id;
use crate::page::{Page, go, html};
use crate::quizzes::acts;
use crate::quizzes::store::{self, Listed};
use crate::rounds::rules::{RoundKind, Sat};
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "quizzes/index.html")]
struct IndexPage {
    page: Page,
    /// Of the open sitting or the next one; 0: nothing is to be passed.
    questions: i64,
    pass_percent: i64,
    /// A câu điểm liệt that was missed fails the sitting.
    critical: bool,
    limit_minutes: i64,
    sittings: i64,
    used: i64,
    open: Option<OpenSitting>,
    refusal: String,
    read: bool,
    passed: bool,
    acknowledged: bool,
    form_key: String,
    /// A refresher: how a sitting goes is known, and folded.
    again: bool,
    past: Vec<PastSitting>,
}

struct OpenSitting {
    id: String,
    answered: i64,
    of: i64,
    next: i64,
    due: String,
    late: bool,
}

struct PastSitting {
    /// Where its result is seen.
    href: String,
    name: String,
    percent: i64,
    passed: bool,
    at: String,
}

/// Before a sitting: what it is, what is open, what was.
pub(crate) async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let (stands, round) = member.due_next()?;
    let listed = store::attempts(app.db.read(), &member.viewer.id, &round.id).await?;
    let open = listed.iter().find(|one| one.attempt.graded_at.is_none()).map(|one| open_sitting(one, member.now));
    let past: Vec<PastSitting> = listed.iter().filter_map(past_sitting).collect();
    let last = listed.iter().find(|one| one.attempt.graded_at.is_some());
    let sat = Sat {
        last_graded_at: last.and_then(|one| one.attempt.graded_at),
        lifted: last.is_some_and(|one| one.lifted),
        ..stands.sat()
    };
    let refusal = if open.is_some() { None } else { acts::refusal(stands, &member.site, &sat, member.now) };
    let all = i64::try_from(past.len()).map_err(Error::internal)?;
    let questions = match &open {
        Some(open) => open.of,
        None if stands.has_passed() => 0,
        None => acts::promised(&app.db, &app.library, round, stands).await?,
    };
    Ok(html(&IndexPage {
        page: Page::new(&member, say("title.quiz")).at_step(stands.state.step()),
        questions,
        pass_percent: round.settings.pass_percent,
        critical: round.settings.critical_fails > 0,
        limit_minutes: round.settings.limit_minutes,
        sittings: if round.settings.sittings > 0 { round.settings.sittings + stands.extra } else { 0 },
        used: if stands.has_passed() { all } else { stands.sittings },
        open,
        refusal: refusal.unwrap_or_default(),
        read: stands.has_read(),
        passed: stands.has_passed(),
        acknowledged: stands.has_acknowledged(),
        form_key: new_id(),
        again: round.kind != RoundKind::Newcomer,
        past,
    }))
}

fn open_sitting(one: &Listed, now: i64) -> OpenSitting {
    OpenSitting {
        id: one.attempt.id.clone(),
        answered: one.answered,
        of: one.of,
        next: one.next.unwrap_or(1),
        due: one.attempt.due_at.map(long_moment).unwrap_or_default(),
        late: one.attempt.is_late(now),
    }
}

fn past_sitting(one: &Listed) -> Option<PastSitting> {
    let (key, href) = if one.on_paper {
        ("quiz.paper", format!("/paper#p-{}", one.attempt.id))
    } else {
        ("quiz.sitting", format!("/quiz/{}/result", one.attempt.id))
    };
    Some(PastSitting {
        href,
        name: say_with(key, &[("so", &one.attempt.number.to_string())]),
        percent: one.attempt.percent.unwrap_or_default(),
        passed: one.attempt.passed_at.is_some(),
        at: long_moment(one.attempt.graded_at?),
    })
}

/// The key made when the form was drawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartForm {
    form_key: String,
    #[serde(default)]
    view: String,
}

/// Draws a sitting, or goes on with the open one: twice is once.
pub(crate) async fn start(
    State(app): State<App>,
    member: Member,
    Form(form): Form<StartForm>,
) -> Result<Response, Error> {
    let (_, round) = member.due_next()?;
    let (facts, past) = acts::before(&app, round, &member.viewer.id).await?.ok_or(Error::NotFound)?;
    let drawing = acts::draw(round, &app.library, &facts, &past, &mut rand::rng());
    let mut tx = app.db.write().await?;
    let done = acts::start(&mut tx, &member.act_by(&form.form_key), &member.site, &drawing).await;
    let id = tx.settle(done).await?;
    Ok(go(&if form.view == "all" { format!("/quiz/{id}") } else { format!("/quiz/{id}/questions/1") }))
}
