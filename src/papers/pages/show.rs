//! One paper: where it stands, what was entered beside its scan, and the next step.

use super::{seen, waits_for};
use crate::accounts::acts::require_proof;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed};
use crate::id::new_id;
use crate::page::{Page, go_saying, html, refused};
use crate::papers::acts;
use crate::papers::rules::PaperStep;
use crate::papers::store::{self, Paper};
use crate::quizzes::rules::{Answer, View, grade, view};
use crate::quizzes::store::Asked;
use crate::text::{say, say_with};
use crate::time::{long_moment, show_day};
use crate::visit::{Coordinator, Member, Office};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "papers/show.html")]
struct ShowPage {
    page: Page,
    paper: Paper,
    about: String,
    state: &'static str,
    state_at: String,
    entry: Option<Shown>,
    /// The next step may be this viewer's.
    mine: bool,
    awaits_entry: bool,
    entered: bool,
    cancels: bool,
    gives_back: bool,
    /// The reason typed for giving it back.
    reason: String,
    form_key: String,
    /// Of the form that opens the scan.
    scan_key: String,
    wrong: Wrong,
}

/// What was entered, ready to be compared.
struct Shown {
    number: i64,
    by: String,
    at: String,
    day: String,
    /// Empty where nothing is asked.
    result: String,
    passed: bool,
    scanned: bool,
    /// Place and question of each câu điểm liệt that was missed.
    missed: Vec<(i64, String)>,
    questions: Vec<(i64, String, Vec<String>)>,
}

pub(crate) async fn show(State(app): State<App>, office: Office, Path(id): Path<String>) -> Result<Response, Error> {
    Ok(html(&show_page(&app, &office, &id, String::new(), Wrong::nothing()).await?))
}

async fn show_page(app: &App, member: &Member, id: &str, reason: String, wrong: Wrong) -> Result<ShowPage, Error> {
    let paper = seen(app, member, id).await?;
    let entry = match store::last_entry(app.db.read(), id).await? {
        Some(entry) => {
            let asked = store::asked(app.db.read(), id, entry.number).await?;
            let result = entry.percent.map(|percent| {
                let fields = [("diem", percent.to_string()), ("can", paper.pass_percent.to_string())];
                say_with("paper.result", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
            });
            Some(Shown {
                number: entry.number,
                by: entry.by_name,
                at: long_moment(entry.at),
                day: show_day(&entry.signed_on),
                result: result.unwrap_or_default(),
                passed: entry.passed == 1,
                scanned: entry.scans == 1,
                missed: asked.iter().filter(|one| is_critical_missed(one)).map(named).collect(),
                questions: asked.iter().map(chosen).collect(),
            })
        }
        None => None,
    };
    let round = member.site.round(&paper.round_id).ok_or(Error::NotFound)?;
    let open = paper.ended_at.is_none() && paper.person_id != member.viewer.id;
    Ok(ShowPage {
        cancels: open && member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id),
        gives_back: open && paper.kind == Some(PaperStep::Entered),
        page: Page::new(member, say_with("title.paper", &[("ten", &paper.full_name)])),
        about: format!("{} · {}", member.site.department_name(&paper.department_id), round.name),
        state: say(PaperStep::state(paper.kind)),
        state_at: long_moment(paper.at.unwrap_or(paper.drawn_at)),
        entry,
        mine: paper.ended_at.is_none() && waits_for(member, &paper),
        awaits_entry: PaperStep::awaits_entry(paper.kind),
        entered: paper.kind == Some(PaperStep::Entered),
        reason,
        form_key: new_id(),
        scan_key: new_id(),
        paper,
        wrong,
    })
}

fn is_critical_missed(one: &Asked) -> bool {
    grade(&one.drawn, one.answer.as_ref()).is_critical_missed()
}

fn named(one: &Asked) -> (i64, String) {
    (one.place, one.drawn.item.stem.clone())
}

/// Place, question, and what was ticked, with its letters as they are printed.
fn chosen(one: &Asked) -> (i64, String, Vec<String>) {
    let shown: View = view(one.place, &one.drawn, one.answer.as_ref());
    let options = shown.options.iter().filter(|option| option.on);
    let mut lines: Vec<String> =
        options.map(|option| format!("{}. {}", option.key.to_uppercase(), option.text)).collect();
    for left in &shown.lefts {
        let given = one.answer.as_ref().and_then(|answer: &Answer| answer.choice_for(&left.key));
        let given = given.map_or_else(|| say("paper.blank").to_lowercase(), str::to_uppercase);
        lines.push(format!("{} – {given}", left.key));
    }
    if lines.is_empty() {
        lines.push(say("paper.blank").to_owned());
    }
    (one.place, shown.stem, lines)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmForm {
    #[serde(default)]
    compared: String,
    #[serde(default)]
    password: Option<String>,
    form_key: String,
    /// The entry that was compared.
    step: i64,
}

/// The second person confirms, with the password of just now.
pub(crate) async fn confirm(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, Error> {
    if form.compared.is_empty() {
        let wrong = Wrong::key("compared", "paper.compare");
        return Ok(refused(&show_page(&app, &office, &id, String::new(), wrong).await?));
    }
    let act = office.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&show_page(&app, &office, &id, String::new(), wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let act = crate::act::Act { proved_at: Some(office.now), ..act };
    let mut tx = app.db.write().await?;
    let done = acts::confirm(&mut tx, &act, &office.site, (&id, form.step)).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/papers/{id}"), "done.paper_confirmed"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonForm {
    reason: String,
    form_key: String,
}

/// To be entered anew.
pub(crate) async fn give_back(
    State(app): State<App>,
    office: Office,
    Path(id): Path<String>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let act = office.act_by(&form.form_key);
    let done = acts::give_back(&mut tx, &act, &office.site, &id, &form.reason).await;
    match tx.settle(done).await {
        Ok(()) => Ok(go_saying(&format!("/papers/{id}"), "done.paper_returned")),
        Err(Error::Invalid(sentence)) if sentence == say("paper.reason") => {
            let wrong = Wrong::at("reason", sentence);
            Ok(refused(&show_page(&app, &office, &id, form.reason, wrong).await?))
        }
        Err(error) => Err(error),
    }
}

pub(crate) async fn cancel(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let mut tx = app.db.write().await?;
    let done = acts::cancel(&mut tx, &coordinator.act_by(&form.form_key), &coordinator.site, &id).await;
    tx.settle(done).await?;
    Ok(go_saying(&format!("/papers/{id}"), "done.paper_cancelled"))
}
