//! The form of a doubt, one's own doubts, and the office's list of those that wait.

use super::acts;
use super::store::{self, Answer, Doubt};
use crate::acknowledgments::acts::{missing, ready, whose};
use crate::acknowledgments::rules::{Fields, Template as Wording};
use crate::address::{query_pairs, query_value};
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed, key_of};
use crate::id::new_id;
use crate::page::{Page, go_saying, html, refused};
use crate::text::{say, say_with};
use crate::time::long_moment;
use crate::visit::{Member, Office};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The form, with the points already ticked: they are carried on.
#[derive(Template)]
#[template(path = "doubts/new.html")]
struct NewPage {
    page: Page,
    number: usize,
    point: String,
    form: DoubtForm,
    back: String,
    wrong: Wrong,
}

/// What is written about a point.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DoubtForm {
    round: String,
    point: String,
    words: String,
    form_key: String,
    /// Ids of the points ticked before, space separated.
    ticks: String,
}

impl DoubtForm {
    fn of(query: Option<&str>) -> Self {
        let mut form = Self::default();
        let mut ticks = Vec::new();
        for (name, value) in query_pairs(query) {
            match name.as_str() {
                "point" => form.point = value,
                "tick" => ticks.push(value),
                _ => {}
            }
        }
        Self { ticks: ticks.join(" "), ..form }
    }

    /// The statement again, with the ticks of this person.
    fn back(&self, app: &App, member: &Member) -> String {
        let whose = format!("whose={}", whose(&app.secret, &member.viewer.id));
        let ticks = self.ticks.split_whitespace().map(|one| format!("point={}", query_value(one)));
        let pairs: Vec<String> = std::iter::once(whose).chain(ticks).collect();
        format!("/acknowledgment?{}", pairs.join("&"))
    }
}

/// The form of a point of what the member is asked to confirm now.
pub(crate) async fn new(State(app): State<App>, member: Member, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let form = DoubtForm::of(query.as_deref());
    Ok(html(&new_page(&app, &member, form, Wrong::nothing()).await?))
}

async fn new_page(app: &App, member: &Member, form: DoubtForm, wrong: Wrong) -> Result<NewPage, Error> {
    let (stands, round) = member.due_next()?;
    if stands.has_acknowledged() {
        return Err(Error::conflict("doubt.acknowledged"));
    }
    if let Some(key) = missing(stands) {
        return Err(Error::conflict(key));
    }
    let statement = ready(app.db.read(), &member.site, round, &member.viewer.id).await?.statement();
    let found = (1..).zip(&statement.points).find(|(_, one)| one.id == form.point);
    let (number, point) = found.ok_or(Error::NotFound)?;
    Ok(NewPage {
        page: Page::new(member, say("title.doubt")).at_step(3),
        number,
        point: point.text.clone(),
        back: format!("{}#diem-{number}", form.back(app, member)),
        form: DoubtForm { round: round.id.clone(), form_key: key_of(form.form_key.clone()), ..form },
        wrong,
    })
}

/// Tells HC-DV: twice is once.
pub(crate) async fn ask(
    State(app): State<App>,
    member: Member,
    Form(form): Form<DoubtForm>,
) -> Result<Response, Error> {
    let act = member.act_by(&form.form_key);
    let mut tx = app.db.write().await?;
    let done = acts::ask(&mut tx, &act, &member.site, (&form.round, &form.point), &form.words).await;
    match tx.settle(done).await {
        Ok(_) => Ok(go_saying(&form.back(&app, &member), "done.doubt_sent")),
        Err(Error::Field(_, sentence)) => {
            Ok(refused(&new_page(&app, &member, form, Wrong::at("words", sentence)).await?))
        }
        Err(error) => Err(error),
    }
}

/// A doubt as it is shown, with its answers.
pub(crate) struct Shown {
    id: String,
    person_id: String,
    full_name: String,
    department: String,
    round: String,
    /// `Điểm 3`.
    point: String,
    text: String,
    at: String,
    words: String,
    waits: bool,
    taken_back: bool,
    own: bool,
    answers: Vec<Answered>,
    form_key: String,
}

struct Answered {
    at: String,
    by: String,
    words: String,
}

fn shown(member: &Member, doubts: Vec<Doubt>, mut answers: BTreeMap<String, Vec<Answer>>) -> Vec<Shown> {
    let told = |one: Answer| Answered { at: long_moment(one.at), by: one.by_name, words: kept(one.words) };
    let mut one = |doubt: Doubt| {
        let (point, text) = point(&doubt, member);
        Shown {
            answers: answers.remove(&doubt.id).unwrap_or_default().into_iter().map(told).collect(),
            point,
            text,
            person_id: doubt.person_id.clone(),
            full_name: doubt.full_name,
            department: member.site.department_name(&doubt.department_id).to_owned(),
            round: member.site.round(&doubt.round_id).map(|round| round.name.clone()).unwrap_or_default(),
            at: long_moment(doubt.at),
            words: kept(doubt.words),
            waits: doubt.until_at.is_none(),
            taken_back: doubt.withdrawn_at.is_some(),
            own: doubt.person_id == member.viewer.id,
            id: doubt.id,
            form_key: new_id(),
        }
    };
    doubts.into_iter().map(&mut one).collect()
}

/// Words while they are kept.
fn kept(words: String) -> String {
    if words.is_empty() { say("ack.erased").to_owned() } else { words }
}

/// `Điểm 3`, and what it says in that wording.
fn point(doubt: &Doubt, member: &Member) -> (String, String) {
    let wording: Wording = serde_json::from_str(&doubt.template).unwrap_or_default();
    let group = member.site.round(&doubt.round_id).map(|one| member.site.group_name(&one.group_id));
    let fields = Fields {
        organisation: member.site.setting("org.name").to_owned(),
        group: group.unwrap_or_default().to_owned(),
        ..Fields::default()
    };
    let points = wording.filled(&fields).points;
    let found = (1_usize..).zip(points).find(|(_, one)| one.id == doubt.point);
    found.map(|(n, one)| (say_with("doubt.point", &[("n", &n.to_string())]), one.text)).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "doubts/own.html")]
struct OwnPage {
    page: Page,
    doubts: Vec<Shown>,
    /// A confirmation is still to come.
    onward: bool,
}

/// One's own doubts and what was answered.
pub(crate) async fn own(State(app): State<App>, member: Member) -> Result<Response, Error> {
    let doubts = store::of_person(app.db.read(), &member.viewer.id).await?;
    let answers = store::answers(app.db.read(), &doubts).await?;
    let onward = member.standing.as_ref().is_some_and(|one| one.has_passed() && !one.has_acknowledged());
    let page = Page::new(&member, say("title.doubts_own"));
    Ok(html(&OwnPage { page, doubts: shown(&member, doubts, answers), onward }))
}

/// Takes one's own back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &member.act_by(&form.form_key), &member.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying("/doubts/own", "done.doubt_withdrawn"))
}

#[derive(Template)]
#[template(path = "doubts/index.html")]
struct IndexPage {
    page: Page,
    waiting: Vec<Shown>,
    answered: Vec<Shown>,
    /// What was typed for one of them, refused.
    tried: (String, String),
    wrong: Wrong,
}

/// What waits for an answer, oldest first, and what was answered.
pub(crate) async fn index(State(app): State<App>, office: Office) -> Result<Response, Error> {
    Ok(html(&index_page(&app, &office, Default::default(), Wrong::nothing()).await?))
}

async fn index_page(app: &App, member: &Member, tried: (String, String), wrong: Wrong) -> Result<IndexPage, Error> {
    let db = app.db.read();
    let waiting = store::waiting(db, &member.viewer.id).await?;
    let answered = store::answered(db, &member.viewer.id).await?;
    let all: Vec<Doubt> = waiting.iter().chain(&answered).cloned().collect();
    let answers = store::answers(db, &all).await?;
    let there = all.iter().any(|one| wrong.is_at(&one.id));
    Ok(IndexPage {
        page: Page::new(member, say("title.doubts")),
        waiting: shown(member, waiting, BTreeMap::new()),
        answered: shown(member, answered, answers),
        tried,
        wrong: wrong.shown(there),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerForm {
    words: String,
    form_key: String,
}

/// Answers: twice is once.
pub(crate) async fn answer(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::answer(&mut tx, &office.act_by(&form.form_key), &office.site, &id, &form.words).await;
    match tx.settle(done).await {
        Ok(()) => Ok(go_saying("/doubts", "done.doubt_answered")),
        Err(Error::Field(_, sentence)) => {
            let wrong = Wrong::at(id.clone(), sentence);
            Ok(refused(&index_page(&app, &office, (id, form.words), wrong).await?))
        }
        Err(error) => Err(error),
    }
}
