//! Sittings on screen: one question a page or all on one; every answer is saved when given.

use super::rules::{
    Answer, Audience, Body, PublicBody, QuestionId, Request, ReviewBody, draw, grade as mark, review, score,
};
use super::store::{self, Asked, Attempt, NewAttempt, Outcome};
use crate::app::App;
use crate::documents::rules::ClauseId;
use crate::documents::store as documents;
use crate::error::Error;
use crate::id::{is_id, new_id, sha256};
use crate::journey::store as journey;
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go, go_saying, html, refused};
use crate::rounds::rules::{Next, next_sitting};
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::{Form, Member, Role};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

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

async fn round_of(app: &App, member: &Member) -> Result<journey::RoundNow, Error> {
    journey::round_of(app.db.read(), &member.viewer.id).await?.ok_or_else(|| Error::conflict("quiz.no_round"))
}

/// Before a sitting: what it is, what is open, what was.
pub async fn index(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let now = round_of(&app, &member).await?;
    grade_if_late(&app, &member, &now).await?;
    let facts =
        journey::facts(app.db.read(), &now, Some(&member.viewer.id), None).await?.pop().ok_or(Error::NotFound)?;
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
    let page = Page::new(&member, "Bài kiểm tra").await?.at_step(facts.step().number());
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
        form_key: new_id(),
        past,
    }))
}

/// Why no sitting may start now.
async fn refusal(
    app: &App,
    member: &Member,
    now: &journey::RoundNow,
    facts: &crate::journey::rules::Facts,
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
pub struct StartForm {
    form_key: String,
    #[serde(default)]
    view: String,
}

/// Draws a sitting, or goes on with the open one: twice is once.
pub async fn start(State(app): State<App>, member: Member, Form(form): Form<StartForm>) -> Result<Response, Error> {
    if !is_id(&form.form_key) {
        return Err(Error::invalid("form.unknown_field"));
    }
    let now = round_of(&app, &member).await?;
    let open = open_attempt(&app, &member, &now).await?;
    let id = if let Some(attempt) = open {
        attempt.id
    } else {
        let facts = journey::facts(app.db.read(), &now, Some(&member.viewer.id), None).await?.pop();
        let facts = facts.ok_or(Error::NotFound)?;
        if let Some(sentence) = refusal(&app, &member, &now, &facts).await? {
            return Err(Error::Conflict(sentence));
        }
        begin(&app, &member, &now, &form).await?
    };
    let first = if form.view == "all" { format!("/quiz/{id}") } else { format!("/quiz/{id}/questions/1") };
    Ok(go(&first))
}

async fn open_attempt(app: &App, member: &Member, now: &journey::RoundNow) -> Result<Option<Attempt>, Error> {
    let attempts = store::attempts(app.db.read(), &member.viewer.id, &now.round.id).await?;
    Ok(attempts.into_iter().find(|attempt| attempt.graded_at.is_none()))
}

async fn begin(app: &App, member: &Member, now: &journey::RoundNow, form: &StartForm) -> Result<String, Error> {
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

async fn drawn(
    app: &App,
    member: &Member,
    now: &journey::RoundNow,
) -> Result<(Vec<super::rules::Drawn>, String), Error> {
    let weights = crate::rounds::store::round_documents(app.db.read(), &now.round.id).await?;
    let banks: Vec<(&super::rules::Bank, u16)> = weights
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

/// One question ready to show: nothing about the right answer is in it.
struct Shown {
    place: i64,
    stem: String,
    help: &'static str,
    many: bool,
    options: Vec<ShownOption>,
    lefts: Vec<ShownLeft>,
}

struct ShownOption {
    key: String,
    text: String,
    on: bool,
}

struct ShownLeft {
    key: String,
    text: String,
    choices: Vec<ShownOption>,
}

fn shown(asked: &Asked) -> Shown {
    let public = asked.drawn.public();
    let on = |key: &str| asked.answer.as_ref().is_some_and(|answer| answer.has(key));
    let option = |one: super::rules::Shown| ShownOption { on: on(&one.key), key: one.key, text: one.text };
    let (many, help) = match &public.body {
        PublicBody::One { .. } => (false, "Chọn một phương án."),
        PublicBody::Many { .. } => {
            (true, "Có thể chọn nhiều phương án; mỗi phương án chọn sai bị trừ điểm của câu này.")
        }
        PublicBody::Truth { .. } => (false, "Nhận định này đúng hay sai?"),
        PublicBody::Match { .. } => (false, "Chọn cho mỗi dòng một nội dung phù hợp."),
    };
    let (options, lefts) = match public.body {
        PublicBody::One { options } | PublicBody::Many { options } | PublicBody::Truth { options } => {
            (options.into_iter().map(option).collect(), Vec::new())
        }
        PublicBody::Match { lefts, choices } => {
            let left = |one: super::rules::Shown| {
                let given = asked.answer.as_ref().and_then(|answer| answer.choice_for(&one.key));
                let choices = choices.iter().map(|choice| ShownOption {
                    key: format!("{}:{}", one.key, choice.key),
                    text: choice.text.clone(),
                    on: given == Some(choice.key.as_str()),
                });
                ShownLeft { choices: choices.collect(), key: one.key, text: one.text }
            };
            (Vec::new(), lefts.into_iter().map(left).collect())
        }
    };
    Shown { place: asked.place, stem: public.stem, help, many, options, lefts }
}

#[derive(Template)]
#[template(path = "quizzes/question.html")]
struct QuestionPage {
    page: Page,
    attempt: String,
    question: Shown,
    of: usize,
    places: Vec<Spot>,
    due: String,
    previous: Option<i64>,
    error: Option<String>,
}

struct Spot {
    place: i64,
    answered: bool,
    here: bool,
}

/// An own sitting that is still open; a graded one sends to its result.
async fn open(app: &App, member: &Member, id: &str) -> Result<Result<(Attempt, Vec<Asked>), Response>, Error> {
    let attempt = store::attempt(app.db.read(), &member.viewer.id, id).await?;
    if attempt.graded_at.is_some() {
        return Ok(Err(go(&format!("/quiz/{id}/result"))));
    }
    if attempt.due_at.is_some_and(|due| due <= member.now) {
        close(app, member, id).await?;
        return Ok(Err(go_saying(&format!("/quiz/{id}/result"), "done.time_over")));
    }
    let asked = store::asked(app.db.read(), id).await?;
    Ok(Ok((attempt, asked)))
}

/// One question.
pub async fn question(
    State(app): State<App>,
    member: Member,
    Path((id, place)): Path<(String, i64)>,
) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    Ok(html(&question_page(&member, &attempt, &asked, place, None).await?))
}

async fn question_page(
    member: &Member,
    attempt: &Attempt,
    asked: &[Asked],
    place: i64,
    error: Option<String>,
) -> Result<QuestionPage, Error> {
    let one = asked.iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
    let places =
        asked.iter().map(|one| Spot { place: one.place, answered: one.answer.is_some(), here: one.place == place });
    let page = Page::new(member, format!("Câu {place}/{}", asked.len())).await?.at_step(2);
    Ok(QuestionPage {
        page,
        attempt: attempt.id.clone(),
        question: shown(one),
        of: asked.len(),
        places: places.collect(),
        due: attempt.due_at.map(long_moment).unwrap_or_default(),
        previous: (place > 1).then_some(place - 1),
        error,
    })
}

/// Keys of the chosen options.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    #[serde(default)]
    answer: Vec<String>,
    #[serde(default)]
    to: String,
}

/// Saves one answer and goes on.
pub async fn answer(
    State(app): State<App>,
    member: Member,
    Path((id, place)): Path<(String, i64)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let one = asked.iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
    let given = Answer::parse(&one.drawn, &form.answer).map_err(|e| Error::Invalid(e.to_string()))?;
    let leaving = matches!(form.to.as_str(), "back" | "finish");
    if given.is_none() && one.answer.is_none() && !leaving {
        let error = Some(say("quiz.choose").to_owned());
        return Ok(refused(&question_page(&member, &attempt, &asked, place, error).await?));
    }
    if given.is_some() || one.answer.is_some() {
        let (person, attempt_id, now) = (member.viewer.id.clone(), id.clone(), member.now);
        let saved = app.db.write(move |tx| {
            Box::pin(async move { store::save(tx, &person, &attempt_id, place, given.as_ref(), now).await })
        });
        if !saved.await? {
            return Err(Error::conflict("quiz.closed"));
        }
    }
    let last = asked.iter().map(|one| one.place).max().unwrap_or(1);
    Ok(go(&match form.to.as_str() {
        "back" if place > 1 => format!("/quiz/{id}/questions/{}", place - 1),
        "finish" => format!("/quiz/{id}/finish"),
        _ if place < last => format!("/quiz/{id}/questions/{}", place + 1),
        _ => format!("/quiz/{id}/finish"),
    }))
}

#[derive(Template)]
#[template(path = "quizzes/all.html")]
struct AllPage {
    page: Page,
    attempt: String,
    questions: Vec<Shown>,
    due: String,
}

/// Every question on one page.
pub async fn all(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let page = Page::new(&member, "Bài kiểm tra").await?.at_step(2);
    let due = attempt.due_at.map(long_moment).unwrap_or_default();
    Ok(html(&AllPage { page, attempt: attempt.id, questions: asked.iter().map(shown).collect(), due }))
}

/// Saves what was chosen on the page with all questions: fields `q1`, `q2`, …
pub async fn submit_all(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let (_, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let mut given: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        let place =
            name.strip_prefix('q').and_then(|n| n.parse().ok()).ok_or_else(|| Error::invalid("form.unknown_field"))?;
        given.entry(place).or_default().push(value);
    }
    let mut answers = Vec::new();
    for (place, values) in given {
        let one = asked.iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
        let answer = Answer::parse(&one.drawn, &values).map_err(|e| Error::Invalid(e.to_string()))?;
        if answer.is_some() {
            answers.push((place, answer));
        }
    }
    let (person, attempt_id, now) = (member.viewer.id.clone(), id.clone(), member.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                for (place, answer) in answers {
                    if !store::save(tx, &person, &attempt_id, place, answer.as_ref(), now).await? {
                        return Err(Error::conflict("quiz.closed"));
                    }
                }
                Ok(())
            })
        })
        .await?;
    Ok(go(&format!("/quiz/{id}/finish")))
}

#[derive(Template)]
#[template(path = "quizzes/finish.html")]
struct FinishPage {
    page: Page,
    attempt: String,
    of: usize,
    open: Vec<i64>,
}

/// Before handing in: what is still open.
pub async fn finish(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let page = Page::new(&member, "Nộp bài").await?.at_step(2);
    let open = asked.iter().filter(|one| one.answer.is_none()).map(|one| one.place).collect();
    Ok(html(&FinishPage { page, attempt: attempt.id, of: asked.len(), open }))
}

/// Grades the sitting, once.
pub async fn grade(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(_): Form<crate::accounts::pages::Nothing>,
) -> Result<Response, Error> {
    store::attempt(app.db.read(), &member.viewer.id, &id).await?;
    close(&app, &member, &id).await?;
    Ok(go(&format!("/quiz/{id}/result")))
}

/// A sitting whose time ran out is graded with what was saved.
async fn grade_if_late(app: &App, member: &Member, now: &journey::RoundNow) -> Result<(), Error> {
    match open_attempt(app, member, now).await? {
        Some(attempt) if attempt.due_at.is_some_and(|due| due <= member.now) => close(app, member, &attempt.id).await,
        _ => Ok(()),
    }
}

/// Grades and records; whoever comes second changes nothing.
async fn close(app: &App, member: &Member, id: &str) -> Result<(), Error> {
    let attempt = store::attempt(app.db.read(), &member.viewer.id, id).await?;
    let member = member.clone();
    app.db.write(move |tx| Box::pin(async move { close_in(tx, &member, &attempt).await })).await
}

/// Grades and records inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn close_in(tx: &mut AnyConnection, member: &Member, attempt: &Attempt) -> Result<(), Error> {
    if !store::hold(tx, &member.viewer.id, &attempt.id).await? {
        return Ok(());
    }
    let asked = store::asked_in(tx, &attempt.id).await?;
    let marks: Vec<_> = asked.iter().map(|one| mark(&one.drawn, one.answer.as_ref())).collect();
    let score = score(&marks);
    let passed = score.passed(attempt.pass_percent);
    let critical = i64::try_from(score.critical_missed.len()).map_err(Error::internal)?;
    let outcome =
        Outcome { points: score.points, max: score.max, percent: score.percent, critical_missed: critical, passed };
    if !store::close(tx, &member.viewer.id, &attempt.id, &outcome, member.now).await? {
        return Ok(());
    }
    for (one, mark) in asked.iter().zip(&marks) {
        store::set_points(tx, &attempt.id, one.place, mark.points).await?;
    }
    ledger::append(tx, &graded(member, attempt, &asked, &outcome)).await?;
    Ok(())
}

fn graded(member: &Member, attempt: &Attempt, asked: &[Asked], outcome: &Outcome) -> Entry {
    let answers: Vec<_> = asked
        .iter()
        .map(|one| {
            let values = one.answer.as_ref().map(Answer::values).unwrap_or_default();
            json!({ "place": one.place, "question": one.drawn.id.as_str(), "answer": values })
        })
        .collect();
    let note = say_with(
        if outcome.passed { "note.passed" } else { "note.not_passed" },
        &[("luot", &attempt.number.to_string()), ("diem", &outcome.percent.to_string())],
    );
    Entry {
        kind: "attempt.graded",
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: None,
        person_id: Some(member.viewer.id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body: json!({ "quiz": {
            "attempt": attempt.id, "quiz_sha256": attempt.quiz_sha256, "score": outcome.points, "of": outcome.max,
            "percent": outcome.percent, "critical_missed": outcome.critical_missed, "pass": outcome.passed,
        }}),
        private: vec![Private { purpose: "answers", fields: json!({ "answers": answers }) }],
        note,
    }
}

#[derive(Template)]
#[template(path = "quizzes/result.html")]
struct ResultPage {
    page: Page,
    passed: bool,
    percent: i64,
    pass_percent: i64,
    critical: bool,
    right: usize,
    of: usize,
    wrong: Vec<Explained>,
    again: bool,
}

/// A question after grading, with its clause beside it.
struct Explained {
    place: i64,
    stem: String,
    critical: bool,
    answered: bool,
    points: i64,
    explanation: String,
    choices: Vec<super::rules::ChoiceLine>,
    pairs: Vec<super::rules::PairLine>,
    clauses: Vec<ClauseBeside>,
}

struct ClauseBeside {
    label: String,
    href: String,
    html: String,
}

/// What was wrong, why, and the clause itself open beside it.
pub async fn result(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let attempt = store::attempt(app.db.read(), &member.viewer.id, &id).await?;
    let (Some(percent), Some(_)) = (attempt.percent, attempt.graded_at) else {
        return Ok(go(&format!("/quiz/{id}/questions/1")));
    };
    let asked = store::asked(app.db.read(), &id).await?;
    let of = asked.len();
    let mut wrong = Vec::new();
    for one in &asked {
        if one.points.unwrap_or_default() < 100 {
            wrong.push(explained(&app, one).await?);
        }
    }
    let passed = attempt.passed_at.is_some();
    let page = Page::new(&member, if passed { "Đạt bài kiểm tra" } else { "Chưa đạt bài kiểm tra" }).await?;
    let page = page.at_step(if passed { 3 } else { 2 });
    Ok(html(&ResultPage {
        page,
        passed,
        percent,
        pass_percent: attempt.pass_percent,
        critical: attempt.critical_missed.unwrap_or_default() > 0,
        right: of - wrong.len(),
        of,
        wrong,
        again: !passed,
    }))
}

async fn explained(app: &App, one: &Asked) -> Result<Explained, Error> {
    let review = review(&one.drawn, one.answer.as_ref());
    let (choices, pairs) = match review.body {
        ReviewBody::Choices(choices) => (choices, Vec::new()),
        ReviewBody::Pairs(pairs) => (Vec::new(), pairs),
    };
    let choices = if matches!(one.drawn.body, Body::Match { .. }) { Vec::new() } else { choices };
    Ok(Explained {
        place: one.place,
        stem: one.drawn.stem.clone(),
        critical: one.drawn.critical.is_some(),
        answered: review.answered,
        points: review.points,
        explanation: review.explanation,
        choices,
        pairs,
        clauses: clauses_beside(app, one).await?,
    })
}

/// The clauses of a question, from the newest version that has them.
async fn clauses_beside(app: &App, one: &Asked) -> Result<Vec<ClauseBeside>, Error> {
    let versions = documents::versions(app.db.read(), &one.drawn.document).await?;
    let mut beside = Vec::new();
    for clause in &one.drawn.clauses {
        for row in &versions {
            let version = app.library.version(row)?;
            let found = version.regulation.get(clause).map(|found| found.label.clone());
            if let (Some(label), Some(html)) = (found, version.regulation.render_excerpt_html(clause)) {
                let href = format!("/documents/{}/clauses/{clause}", one.drawn.document);
                beside.push(ClauseBeside { label, href, html });
                break;
            }
        }
    }
    Ok(beside)
}
