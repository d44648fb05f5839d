//! The end of a sitting: handing in, grading, and what was wrong with its clause beside it.

use super::open;
use crate::app::App;
use crate::documents::store as documents;
use crate::error::Error;
use crate::form::Form;
use crate::ledger::{self, Entry, Private};
use crate::page::{Page, go, html};
use crate::quizzes::rules::{Answer, Body, ChoiceLine, PairLine, ReviewBody, grade as mark, review, score};
use crate::quizzes::store::{self, Asked, Attempt, Outcome};
use crate::standing::store as standing;
use crate::text::say_with;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;
use sqlx::AnyConnection;

#[derive(Template)]
#[template(path = "quizzes/finish.html")]
struct FinishPage {
    page: Page,
    attempt: String,
    of: usize,
    open: Vec<i64>,
}

/// Before handing in: what is still open.
pub(crate) async fn finish(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let page = Page::new(&member, "Nộp bài").at_step(2);
    let open = asked.iter().filter(|one| one.answer.is_none()).map(|one| one.place).collect();
    Ok(html(&FinishPage { page, attempt: attempt.id, of: asked.len(), open }))
}

/// Grades the sitting, once.
pub(crate) async fn grade(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(_): Form<crate::form::Nothing>,
) -> Result<Response, Error> {
    store::attempt(app.db.read(), &member.viewer.id, &id).await?;
    close(&app, &member, &id).await?;
    Ok(go(&format!("/quiz/{id}/result")))
}

/// Grades and records; whoever comes second changes nothing.
pub(super) async fn close(app: &App, member: &Member, id: &str) -> Result<(), Error> {
    let attempt = store::attempt(app.db.read(), &member.viewer.id, id).await?;
    let member = member.clone();
    app.db.write(move |tx| Box::pin(async move { close_in(tx, &member, &attempt).await })).await
}

/// Grades and records inside a transaction.
pub(crate) async fn close_in(tx: &mut AnyConnection, member: &Member, attempt: &Attempt) -> Result<(), Error> {
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
    choices: Vec<ChoiceLine>,
    pairs: Vec<PairLine>,
    clauses: Vec<ClauseBeside>,
}

struct ClauseBeside {
    label: String,
    href: String,
    html: String,
}

/// What was wrong, why, and the clause itself open beside it.
pub(crate) async fn result(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
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
    let page = Page::new(&member, if passed { "Đạt bài kiểm tra" } else { "Chưa đạt bài kiểm tra" });
    let page = page.at(standing::step_number(app.db.read(), &member.viewer.id).await?);
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
