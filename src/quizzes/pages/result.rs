//! The end of a sitting: handing in, and what to read again.

use super::{close, over};
use crate::app::App;
use crate::error::Error;
use crate::form::Form;
use crate::page::{Page, go, html};
use crate::quizzes::rules::{Body, ChoiceLine, PairLine, ReviewBody, hint, reading_time, review};
use crate::quizzes::store::{self, Asked, Whole};
use crate::site::{Round, Site};
use crate::text::{say, say_with};
use crate::time::duration_words;
use crate::visit::Member;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "quizzes/finish.html")]
struct FinishPage {
    page: Page,
    attempt: String,
    of: usize,
    open: Vec<i64>,
    /// Its time ran out.
    late: bool,
}

/// Before handing in: what is still open. After the time limit: what is left is to see the result.
pub(crate) async fn finish(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let spot = store::spot(app.db.read(), &member.viewer.id, &id, 1).await?;
    let late = spot.attempt.is_late(member.now);
    if late && !member.site.round(&spot.attempt.round_id).is_some_and(Round::is_open) {
        return Err(Error::conflict("quiz.round_closed"));
    }
    if let Some(response) = over(&spot.attempt, member.now).filter(|_| !late) {
        return Ok(response);
    }
    let page = Page::new(&member, say(if late { "title.time_over" } else { "title.finish" })).quiet();
    let open = spot.places.iter().filter(|one| !one.1).map(|one| one.0).collect();
    Ok(html(&FinishPage { page, attempt: spot.attempt.id, of: spot.places.len(), open, late }))
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

#[derive(Template)]
#[template(path = "quizzes/result.html")]
struct ResultPage {
    page: Page,
    passed: bool,
    percent: i64,
    pass_percent: i64,
    critical: bool,
    of: usize,
    /// How long it took, where that is too short to have read it.
    hasty: String,
    /// All sittings are used: whom to ask for another one; empty while one may be begun.
    ask: String,
    /// Keys and explanations may be seen: every question with them, those that were wrong first. What was guessed
    /// rightly is explained too.
    open_book: bool,
    wrong: Vec<Explained>,
    right: Vec<Explained>,
    /// Else every question, with the clause to read again.
    again: Vec<ReadAgain>,
    /// The clauses of them, each once: name and address.
    to_read: Vec<(String, String)>,
}

/// A question with its clause beside it, and nothing that names the right answer.
struct ReadAgain {
    place: i64,
    stem: String,
    answered: bool,
    mistake: Option<(String, String)>,
    clauses: Vec<ClauseBeside>,
}

/// A question after a passed sitting, with its clause beside it.
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

/// The result. Keys and explanations, of every question, come with the first passed sitting; before that each question
/// has the clause to read again, and why what was chosen is wrong.
pub(crate) async fn result(State(app): State<App>, member: Member, Path(id): Path<String>) -> Result<Response, Error> {
    let whole = store::sitting(app.db.read(), &member.viewer.id, &id).await?;
    let (Some(percent), Some(graded_at)) = (whole.attempt.percent, whole.attempt.graded_at) else {
        return Ok(go(&format!("/quiz/{id}/questions/1")));
    };
    let round = member.site.round(&whole.attempt.round_id);
    let open = whole.asked.iter().filter(|_| whole.open_book).map(|one| explained(&member.site, round, one));
    let (wrong, right) = open.partition(|one| one.points < 100);
    let again = whole.asked.iter().filter(|_| !whole.open_book).map(|one| read_again(&member.site, round, one));
    let again: Vec<ReadAgain> = again.collect();
    let passed = whole.attempt.passed_at.is_some();
    let title = say(if passed { "title.passed" } else { "title.not_passed" });
    Ok(html(&ResultPage {
        page: Page::new(&member, title).at(member.step()),
        passed,
        percent,
        pass_percent: whole.attempt.pass_percent,
        critical: whole.attempt.critical_missed.unwrap_or_default() > 0,
        of: whole.asked.len(),
        hasty: hasty(&whole, graded_at),
        ask: ask(&member, &whole.attempt.round_id),
        open_book: whole.open_book,
        wrong,
        right,
        to_read: clauses_once(&again),
        again,
    }))
}

fn clauses_once(again: &[ReadAgain]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for one in again.iter().flat_map(|question| &question.clauses) {
        if !found.iter().any(|(_, href)| *href == one.href) {
            found.push((one.label.clone(), one.href.clone()));
        }
    }
    found
}

/// Whom to ask where no sitting is left in a round that is still open.
fn ask(member: &Member, round_id: &str) -> String {
    let stands = member.standing.as_ref().filter(|one| one.round_id == round_id && !one.has_passed());
    let Some((one, round)) = stands.zip(member.site.round(round_id)) else { return String::new() };
    if round.settings.has_no_more(&one.sat()) {
        say_with("quiz.no_more", &[("nguoi_lien_he", member.site.setting("org.contact"))])
    } else {
        String::new()
    }
}

/// How long a sitting took that nobody can have read in that time; empty for every other.
fn hasty(whole: &Whole, graded_at: i64) -> String {
    let took = graded_at - whole.drawn_at;
    let least = reading_time(whole.asked.iter().map(|one| &one.drawn));
    if took < least { duration_words(took) } else { String::new() }
}

fn read_again(site: &Site, round: Option<&Round>, one: &Asked) -> ReadAgain {
    let hint = hint(&one.drawn, one.answer.as_ref());
    ReadAgain {
        place: one.place,
        stem: one.drawn.item.stem.clone(),
        answered: hint.answered,
        mistake: hint.wrong.map(|(option, why)| (option.to_owned(), why.to_owned())),
        clauses: clauses_beside(site, round, one),
    }
}

fn explained(site: &Site, round: Option<&Round>, one: &Asked) -> Explained {
    let review = review(&one.drawn, one.answer.as_ref());
    let (choices, pairs) = match review.body {
        ReviewBody::Choices(choices) => (choices, Vec::new()),
        ReviewBody::Pairs(pairs) => (Vec::new(), pairs),
    };
    let choices = if matches!(one.drawn.body, Body::Match { .. }) { Vec::new() } else { choices };
    Explained {
        place: one.place,
        stem: one.drawn.item.stem.clone(),
        critical: one.drawn.item.critical.is_some(),
        answered: review.answered,
        points: one.points.unwrap_or(review.points),
        explanation: review.explanation,
        choices,
        pairs,
        clauses: clauses_beside(site, round, one),
    }
}

/// The clauses of a question as the round has them, else as they are in force; what is in neither is left out.
fn clauses_beside(site: &Site, round: Option<&Round>, one: &Asked) -> Vec<ClauseBeside> {
    let asked = site.version_for(&one.drawn.item.document, round).ok();
    let current = site.document(&one.drawn.item.document).ok().map(|document| &document.current);
    let beside = |clause| {
        asked.into_iter().chain(current).find_map(|version| {
            let label = version.regulation.get(clause)?.label.clone();
            let html = version.regulation.render_excerpt_html(clause)?;
            Some(ClauseBeside { label, href: format!("/documents/{}/clauses/{clause}", one.drawn.item.document), html })
        })
    };
    one.drawn.item.clauses.iter().filter_map(beside).collect()
}
