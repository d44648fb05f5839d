//! Entering what stands on a paper.

use super::seen;
use crate::app::App;
use crate::error::Error;
use crate::form::{Expected, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::papers::acts::{self, Entered};
use crate::papers::rules::{LARGEST, PaperStep, Scan};
use crate::papers::store::{self, Paper};
use crate::quizzes::rules::{Answer, View, view};
use crate::quizzes::store::Asked;
use crate::text::{say, say_with};
use crate::time::parse_day;
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "papers/enter.html")]
struct EnterPage {
    page: Page,
    paper: Paper,
    questions: Vec<View>,
    points: usize,
    typed: Typed,
    largest: usize,
    /// It was sent before: what was chosen stands in it again, but for the file.
    again: bool,
    wrong: Wrong,
}

/// The parts of the form.
#[derive(Default)]
struct Typed {
    csrf: String,
    form_key: String,
    day: String,
    read: bool,
    signed: bool,
    answers: BTreeMap<i64, Vec<String>>,
    /// Scans that are not empty.
    files: usize,
    file_name: String,
    content: Vec<u8>,
}

async fn read_form(mut multipart: Multipart) -> Result<Typed, Error> {
    let bad = |_| Error::invalid("form.unreadable");
    let mut typed = Typed::default();
    while let Some(mut field) = multipart.next_field().await.map_err(bad)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "scan" {
            let before = typed.content.len();
            while let Some(piece) = field.chunk().await.map_err(bad)? {
                // One byte too many tells that there are.
                let room = (LARGEST + 1).saturating_sub(typed.content.len());
                typed.content.extend_from_slice(piece.get(..room).unwrap_or(&piece));
            }
            if typed.content.len() > before {
                typed.files += 1;
                typed.file_name = field.file_name().unwrap_or_default().to_owned();
            }
            continue;
        }
        let value = field.text().await.map_err(bad)?;
        match name.as_str() {
            "csrf" => typed.csrf = value,
            "form_key" => typed.form_key = value,
            "day" => typed.day = value,
            "read" => typed.read = true,
            "signed" => typed.signed = true,
            _ => {
                let place = name.strip_prefix('q').and_then(|n| n.parse().ok());
                let place: i64 = place.ok_or_else(|| Error::invalid("form.unknown_field"))?;
                typed.answers.entry(place).or_default().push(value);
            }
        }
    }
    Ok(typed)
}

/// The form, empty.
pub(crate) async fn form(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    Ok(html(&enter_page(&app, &coordinator, &id, Typed::default(), Wrong::nothing()).await?))
}

async fn enter_page(app: &App, member: &Member, id: &str, typed: Typed, wrong: Wrong) -> Result<EnterPage, Error> {
    let paper = seen(app, member, id).await?;
    if paper.ended_at.is_some() {
        return Err(Error::conflict("paper.ended"));
    }
    if !PaperStep::awaits_entry(paper.kind) {
        return Err(Error::conflict("paper.entered_already"));
    }
    let asked = store::asked(app.db.read(), id, 0).await?;
    let shown = |one: &Asked| {
        let given = typed.answers.get(&one.place).and_then(|values| Answer::parse(&one.drawn, values).ok().flatten());
        view(one.place, &one.drawn, given.as_ref())
    };
    let wording: crate::acknowledgments::rules::Template =
        serde_json::from_str(&paper.template).map_err(Error::internal)?;
    Ok(EnterPage {
        page: Page::new(member, say_with("title.paper_enter", &[("ten", &paper.full_name)])),
        questions: asked.iter().map(shown).collect(),
        points: wording.point.len(),
        again: !typed.csrf.is_empty(),
        typed: Typed { form_key: key_of(typed.form_key), ..typed },
        largest: LARGEST / 1024 / 1024,
        paper,
        wrong,
    })
}

/// Enters it: twice is once.
pub(crate) async fn enter(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let mut typed = read_form(multipart).await?;
    expected.check(&typed.csrf)?;
    seen(&app, &coordinator, &id).await?;
    let content = std::mem::take(&mut typed.content);
    let (day, scan) = match checked(&typed, content) {
        Ok(good) => good,
        Err(wrong) => return Ok(refused(&enter_page(&app, &coordinator, &id, typed, wrong).await?)),
    };
    let asked = store::asked(app.db.read(), &id, 0).await?;
    let mut answers = BTreeMap::new();
    for (place, values) in &typed.answers {
        let one = asked.iter().find(|one| one.place == *place).ok_or_else(|| Error::invalid("form.unknown_field"))?;
        match Answer::parse(&one.drawn, values) {
            Ok(Some(answer)) => drop(answers.insert(*place, answer)),
            Ok(None) => {}
            Err(_) => return Err(Error::invalid("form.unknown_field")),
        }
    }
    let new = Entered { signed_on: &day, answers: &answers, scan: &scan };
    let mut tx = app.db.write_alone().await?;
    let done = acts::enter(&mut tx, &coordinator.act_by(&typed.form_key), &coordinator.site, &id, &new).await;
    match tx.settle(done).await {
        Ok(()) => Ok(go_saying(&format!("/papers/{id}"), "done.paper_entered")),
        Err(Error::Invalid(sentence)) if sentence == say("paper.day") => {
            Ok(refused(&enter_page(&app, &coordinator, &id, typed, Wrong::at("day", sentence)).await?))
        }
        Err(error) => Err(error),
    }
}

/// The day and the scan, or what is wrong at which field.
fn checked(typed: &Typed, content: Vec<u8>) -> Result<(String, Scan), Wrong> {
    let day = parse_day(&typed.day).ok_or_else(|| Wrong::key("day", "form.day"))?.to_string();
    if !typed.read {
        return Err(Wrong::key("read", "paper.read"));
    }
    if !typed.signed {
        return Err(Wrong::key("signed", "paper.signed"));
    }
    if typed.files > 1 {
        return Err(Wrong::key("scan", "paper.scan_one"));
    }
    let scan = Scan::of(&typed.file_name, content).map_err(|key| Wrong::key("scan", key))?;
    Ok((day, scan))
}
