//! Before a sitting: what it is, what is open, what was; and how a new one is drawn.

use super::result::close;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::rules::ClauseId;
use crate::error::Error;
use crate::form::Form;
use crate::id::{is_id, new_id, sha256};
use crate::page::{Page, go, html};
use crate::quizzes::rules::{Audience, Bank, Drawn, QuestionId, Request, draw};
use crate::quizzes::store::{self, Attempt, NewAttempt};
use crate::rounds::rules::{Next, next_sitting};
use crate::standing::store as standing;
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "quizzes/index.html")]
struct IndexPage {
    page: Page,
    questions: i64,
    pass_percent: i64,
    limit_minutes: i64,
    sittings: i64,
    used: usize,
    open: Option<OpenSitting>,
    refusal: String,
    passed: bool,
    acknowledged: bool,
    form_key: String,
    past: Vec<PastSitting>,
}

struct OpenSitting {
    id: String,
    answered: usize,
    of: usize,
    next: i64,
    due: String,
}

struct PastSitting {
    id: String,
    number: i64,
    percent: i64,
    passed: bool,
    at: String,
}

async fn round_of(app: &App, member: &Member) -> Result<standing::RoundNow, Error> {
    standing::round_of(app.db.read(), &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))
}

/// Before a sitting: what it is, what is open, what was.
pub(crate) async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let now = round_of(&app, &member).await?;
    grade_if_late(&app, &member, &now).await?;
    let facts =
        standing::facts(app.db.read(), &now, Some(&member.viewer.id), None).await?.pop().ok_or(Error::NotFound)?;
    let attempts = store::attempts(app.db.read(), &member.viewer.id, &now.round.id).await?;
    let mut open = None;
    if let Some(attempt) = attempts.iter().find(|attempt| attempt.graded_at.is_none()) {
        let asked = store::asked(app.db.read(), &attempt.id).await?;
        open = Some(OpenSitting {
            id: attempt.id.clone(),
            answered: asked.iter().filter(|one| one.answer.is_some()).count(),
            of: asked.len(),
            next: asked.iter().find(|one| one.answer.is_none()).map_or(1, |one| one.place),
            due: attempt.due_at.map(long_moment).unwrap_or_default(),
        });
    }
    let refusal = if open.is_some() { None } else { refusal(&app, &member, &now, &facts).await? };
    let page = Page::new(&member, "Bài kiểm tra").at_step(facts.step().number());
    let past: Vec<PastSitting> = attempts
        .iter()
        .filter_map(|attempt| {
            let at = attempt.graded_at?;
            let percent = attempt.percent.unwrap_or_default();
            let passed = attempt.passed_at.is_some();
            Some(PastSitting { id: attempt.id.clone(), number: attempt.number, percent, passed, at: long_moment(at) })
        })
        .collect();
    Ok(html(&IndexPage {
        page,
        questions: now.round.questions,
        pass_percent: now.round.pass_percent,
        limit_minutes: now.round.limit_minutes,
        sittings: now.round.sittings,
        used: past.len(),
        open,
        refusal: refusal.unwrap_or_default(),
        passed: facts.passed_at.is_some(),
        acknowledged: facts.acknowledged_at.is_some(),
        form_key: new_id(),
        past,
    }))
}

/// Why no sitting may start now.
async fn refusal(
    app: &App,
    member: &Member,
    now: &standing::RoundNow,
    facts: &crate::standing::rules::Facts,
) -> Result<Option<String>, Error> {
    if !facts.has_read() {
        return Ok(Some(say("quiz.read_first").to_owned()));
    }
    if facts.passed_at.is_some() {
        return Ok(Some(say("quiz.passed_already").to_owned()));
    }
    let last = store::last_graded(app.db.read(), &member.viewer.id, &now.round.id).await?;
    Ok(match next_sitting(&now.round.settings(), facts.sittings, last, member.now) {
        Next::Now => None,
        Next::From(at) => Some(say_with("quiz.wait", &[("luc", &long_moment(at))])),
        Next::NoMore => Some(say("quiz.no_more").to_owned()),
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
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let now = round_of(&app, &member).await?;
    let open = open_attempt(&app, &member, &now).await?;
    let id = if let Some(attempt) = open {
        attempt.id
    } else {
        let facts = standing::facts(app.db.read(), &now, Some(&member.viewer.id), None).await?.pop();
        let facts = facts.ok_or(Error::NotFound)?;
        if let Some(sentence) = refusal(&app, &member, &now, &facts).await? {
            return Err(Error::Conflict(sentence));
        }
        begin(&app, &member, &now, &form).await?
    };
    let first = if form.view == "all" { format!("/quiz/{id}") } else { format!("/quiz/{id}/questions/1") };
    Ok(go(&first))
}

async fn open_attempt(app: &App, member: &Member, now: &standing::RoundNow) -> Result<Option<Attempt>, Error> {
    let attempts = store::attempts(app.db.read(), &member.viewer.id, &now.round.id).await?;
    Ok(attempts.into_iter().find(|attempt| attempt.graded_at.is_none()))
}

async fn begin(app: &App, member: &Member, now: &standing::RoundNow, form: &StartForm) -> Result<String, Error> {
    let (questions, quiz_sha256) = drawn(app, member, now).await?;
    let limit = now.round.limit_minutes;
    let new = NewAttempt {
        id: new_id(),
        person_id: member.viewer.id.clone(),
        round_id: now.round.id.clone(),
        now: member.now,
        due_at: (limit > 0).then(|| member.now + limit * crate::time::MINUTE),
        pass_percent: now.round.pass_percent,
        quiz_sha256,
        body_key: now.body_key.clone(),
        form_key: form.form_key.clone(),
        questions,
    };
    let id = new.id.clone();
    let started = app.db.write(move |tx| Box::pin(async move { store::start(tx, &new).await })).await?;
    if started {
        return Ok(id);
    }
    match open_attempt(app, member, now).await? {
        Some(attempt) => Ok(attempt.id),
        None => Err(Error::conflict("quiz.started_already")),
    }
}

async fn drawn(app: &App, member: &Member, now: &standing::RoundNow) -> Result<(Vec<Drawn>, String), Error> {
    let weights = crate::rounds::store::round_documents(app.db.read(), &now.round.id).await?;
    let banks: Vec<(&Bank, u16)> = weights
        .iter()
        .filter_map(|one| Some((app.library.bank(&one.document_id)?, u16::try_from(one.weight).ok()?)))
        .collect();
    let (missed, seen): (BTreeSet<(String, ClauseId)>, BTreeSet<QuestionId>) =
        store::history(app.db.read(), &member.viewer.id, &now.round.id).await?;
    let mut audiences = Vec::new();
    if member.viewer.has(Role::Leader) {
        audiences.push(Audience::Leader);
    }
    if member.viewer.has(Role::Coordinator) {
        audiences.push(Audience::Technical);
    }
    let request = Request {
        banks: &banks,
        total: usize::try_from(now.round.questions).unwrap_or(20),
        audiences: &audiences,
        missed: &missed,
        seen: &seen,
        refresher: now.round.kind == "yearly",
    };
    let questions = draw(&request, &mut rand::rng());
    if questions.is_empty() {
        return Err(Error::internal("no questions for this round"));
    }
    let hashes: Vec<String> = banks.iter().map(|(bank, _)| format!("{} {}\n", bank.document, bank.sha256())).collect();
    Ok((questions, sha256(hashes.concat())))
}

/// A sitting whose time ran out is graded with what was saved.
async fn grade_if_late(app: &App, member: &Member, now: &standing::RoundNow) -> Result<(), Error> {
    match open_attempt(app, member, now).await? {
        Some(attempt) if attempt.due_at.is_some_and(|due| due <= member.now) => close(app, member, &attempt.id).await,
        _ => Ok(()),
    }
}
