//! The questions of an open sitting, one a page or all on one, and their answers.

use super::open;
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html, refused};
use crate::quizzes::rules::{self, Answer, AnswerError, PublicBody};
use crate::quizzes::store::{self, Asked, Attempt};
use crate::text::say;
use crate::time::long_moment;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    let option = |one: rules::Shown| ShownOption { on: on(&one.key), key: one.key, text: one.text };
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
            let left = |one: rules::Shown| {
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

pub(crate) async fn question(
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
    let page = Page::new(member, format!("Câu {place}/{}", asked.len())).at_step(2);
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
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let one = asked.iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
    let given = Answer::parse(&one.drawn, &form.answer).map_err(not_an_answer)?;
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
pub(crate) async fn all(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let (attempt, asked) = match open(&app, &member, &id).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let page = Page::new(&member, "Bài kiểm tra").at_step(2);
    let due = attempt.due_at.map(long_moment).unwrap_or_default();
    Ok(html(&AllPage { page, attempt: attempt.id, questions: asked.iter().map(shown).collect(), due }))
}

/// Saves what was chosen on the page with all questions: fields `q1`, `q2`, …
pub(crate) async fn submit_all(
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
        let answer = Answer::parse(&one.drawn, &values).map_err(not_an_answer)?;
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
