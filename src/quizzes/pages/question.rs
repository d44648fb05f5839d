//! The questions of an open sitting, one a page or all on one, and their answers.

use super::{closed, over};
use crate::address::query_pairs;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, go_saying, html, refused};
use crate::quizzes::acts;
use crate::quizzes::rules::{Answer, AnswerError, View, view};
use crate::quizzes::store::{self, Asked, Attempt, Spot};
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "quizzes/question.html")]
struct QuestionPage {
    page: Page,
    attempt: String,
    question: View,
    of: usize,
    places: Vec<Mark>,
    /// How many of them have an answer.
    saved: usize,
    /// Nothing comes after it but handing in.
    last: bool,
    /// Chosen before the session ended, not saved.
    filled: bool,
    due: String,
    previous: Option<i64>,
    wrong: Wrong,
}

struct Mark {
    place: i64,
    answered: bool,
    here: bool,
}

pub(crate) async fn question(
    State(app): State<App>,
    member: Member,
    Path((id, place)): Path<(String, i64)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let carried = Carried(query_pairs(query.as_deref()));
    let spot = store::spot(app.db.read(), &member.viewer.id, &id, place).await;
    let Some(mut spot) = carried.or_dropped(spot)? else { return Ok(go_saying("/", "done.answers_dropped")) };
    if let Some(response) = over(&spot.attempt, member.now) {
        return Ok(carried.after(&spot.attempt, response));
    }
    let mut asked = spot.asked.take().ok_or(Error::NotFound)?;
    let chosen = carried.of_name("answer", &asked);
    let filled = chosen.is_some();
    asked.answer = chosen.or(asked.answer);
    Ok(html(&QuestionPage { filled, ..question_page(&member, &spot, &asked, Wrong::nothing()) }))
}

/// What was chosen before the session ended, from the address: shown as chosen, not saved.
struct Carried(Vec<(String, String)>);

impl Carried {
    /// The sitting; `None` where choices came for one that is not this person's.
    fn or_dropped<T>(&self, sitting: Result<T, Error>) -> Result<Option<T>, Error> {
        match sitting {
            Err(Error::NotFound) if !self.0.is_empty() => Ok(None),
            other => other.map(Some),
        }
    }

    /// The answer of a sitting that is over: where choices came, that they were dropped.
    fn after(&self, attempt: &Attempt, response: Response) -> Response {
        let end = if attempt.graded_at.is_some() { "result" } else { "finish" };
        if self.0.is_empty() {
            return response;
        }
        go_saying(&format!("/quiz/{}/{end}", attempt.id), "done.answers_late")
    }

    /// The choice for a question, where it is one.
    fn of_name(&self, name: &str, asked: &Asked) -> Option<Answer> {
        let values = self.0.iter().filter(|one| one.0 == name).map(|one| one.1.clone());
        Answer::parse(&asked.drawn, &values.collect::<Vec<_>>()).ok().flatten()
    }
}

fn question_page(member: &Member, spot: &Spot, asked: &Asked, wrong: Wrong) -> QuestionPage {
    let (here, of) = (asked.place, spot.places.len());
    let mark = |(place, answered): &(i64, bool)| Mark { place: *place, answered: *answered, here: *place == here };
    let title = say_with("title.question", &[("cau", &here.to_string()), ("tong", &of.to_string())]);
    QuestionPage {
        page: Page::new(member, title).quiet(),
        attempt: spot.attempt.id.clone(),
        question: view(asked.place, &asked.drawn, asked.answer.as_ref()),
        of,
        places: spot.places.iter().map(mark).collect(),
        saved: spot.places.iter().filter(|one| one.1).count(),
        due: spot.attempt.due_at.map(long_moment).unwrap_or_default(),
        last: spot.places.last().is_none_or(|one| one.0 <= here),
        filled: false,
        previous: (here > 1).then_some(here - 1),
        wrong,
    }
}

/// Why what came is no answer: no form of ours sends it.
fn not_an_answer(error: AnswerError) -> Error {
    Error::invalid(match error {
        AnswerError::NotOffered => "quiz.not_offered",
        AnswerError::TooMany => "quiz.too_many",
    })
}

/// Keys of the chosen options.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerForm {
    #[serde(default)]
    answer: Vec<String>,
    #[serde(default)]
    to: String,
}

/// Saves one answer and goes on.
pub(crate) async fn answer(
    State(app): State<App>,
    member: Member,
    Path((id, place)): Path<(String, i64)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Error> {
    let spot = store::spot(app.db.read(), &member.viewer.id, &id, place).await?;
    if let Some(response) = closed(&app, &member, &spot.attempt).await? {
        return Ok(response);
    }
    let one = spot.asked.as_ref().ok_or(Error::NotFound)?;
    let given = Answer::parse(&one.drawn, &form.answer).map_err(not_an_answer)?;
    let leaving = matches!(form.to.as_str(), "back" | "finish");
    let nothing = given.is_none() && one.answer.is_none();
    if nothing && !leaving {
        return Ok(refused(&question_page(&member, &spot, one, Wrong::key("answer", "quiz.choose"))));
    }
    if !nothing {
        let mut tx = app.db.write().await?;
        let done = acts::answer(&mut tx, &member.act(), &id, place, given).await;
        tx.settle(done).await?;
    }
    let last = spot.places.last().map_or(1, |one| one.0);
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
    /// Each with whether what is shown as chosen is saved.
    questions: Vec<(View, bool)>,
    /// Something was chosen before the session ended and is not saved.
    filled: bool,
    due: String,
}

/// Every question on one page.
pub(crate) async fn all(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let carried = Carried(query_pairs(query.as_deref()));
    let sitting = store::sitting(app.db.read(), &member.viewer.id, &id).await;
    let Some(sitting) = carried.or_dropped(sitting)? else { return Ok(go_saying("/", "done.answers_dropped")) };
    let store::Whole { attempt, asked, .. } = sitting;
    if let Some(response) = over(&attempt, member.now) {
        return Ok(carried.after(&attempt, response));
    }
    let page = Page::new(&member, say("title.quiz")).quiet();
    let due = attempt.due_at.map(long_moment).unwrap_or_default();
    let mut filled = false;
    let questions = asked.into_iter().map(|mut one| {
        let chosen = carried.of_name(&format!("q{}", one.place), &one).filter(|new| Some(new) != one.answer.as_ref());
        let saved = one.answer.is_some() && chosen.is_none();
        filled |= chosen.is_some();
        one.answer = chosen.or(one.answer);
        (view(one.place, &one.drawn, one.answer.as_ref()), saved)
    });
    let questions = questions.collect();
    Ok(html(&AllPage { page, attempt: attempt.id, questions, filled, due }))
}

/// Saves what was chosen on the page with all questions: fields `q1`, `q2`, …
pub(crate) async fn submit_all(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let store::Whole { attempt, asked, .. } = store::sitting(app.db.read(), &member.viewer.id, &id).await?;
    if let Some(response) = closed(&app, &member, &attempt).await? {
        return Ok(response);
    }
    let answers = answers(fields, &asked)?;
    if !answers.is_empty() {
        let mut tx = app.db.write().await?;
        let done = acts::answer_many(&mut tx, &member.act(), &id, &answers).await;
        tx.settle(done).await?;
    }
    Ok(go(&format!("/quiz/{id}/finish")))
}

/// What was chosen; a question without a choice keeps the answer it has.
fn answers(fields: Vec<(String, String)>, asked: &[Asked]) -> Result<Vec<(i64, Option<Answer>)>, Error> {
    let mut given: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        let place = name.strip_prefix('q').and_then(|n| n.parse().ok());
        given.entry(place.ok_or_else(|| Error::invalid("form.unknown_field"))?).or_default().push(value);
    }
    let mut answers = Vec::new();
    for (place, values) in given {
        let one = asked.iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
        let answer = Answer::parse(&one.drawn, &values).map_err(not_an_answer)?;
        if answer.is_some() {
            answers.push((place, answer));
        }
    }
    Ok(answers)
}
