//! A document that came into force later is put into an open round: first whom that gives more to do, then the password.

use super::guard;
use super::texts::questions;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts;
use crate::rounds::rules::{TextAsks, day_from};
use crate::rounds::store::{self, Further};
use crate::site::{Document, Round};
use crate::text::say;
use crate::time::show_day;
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// The document, and what is asked about it beside reading.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PutForm {
    document: String,
    quiz: Option<String>,
    acknowledge: Option<String>,
    form_key: String,
    password: Option<String>,
}

#[derive(Template)]
#[template(path = "rounds/put_in.html")]
struct PutPage {
    page: Page,
    round: String,
    round_name: String,
    title: String,
    reference: String,
    /// Questions about it; 0: it cannot be examined.
    questions: usize,
    further: Further,
    /// Until when those who had confirmed have; empty: no day.
    due: String,
    form: PutForm,
    wrong: Wrong,
}

/// Whom it would give more to do: nothing is done yet.
pub(crate) async fn look_text(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Looked(form): Looked<PutForm>,
) -> Result<Response, Error> {
    let yes = Some("yes".to_owned());
    let form = PutForm { document: form.document, quiz: yes.clone(), acknowledge: yes, ..PutForm::default() };
    let (round, document) = meant(&coordinator, &id, &form)?;
    if !document.current.is_readable() {
        return Err(Error::conflict("round.unreadable"));
    }
    Ok(html(&put_page(&app, &coordinator, (round, document), form, Wrong::nothing()).await?))
}

/// The open round that the viewer runs, and the document that it does not ask about yet.
fn meant<'m>(member: &'m Member, id: &str, form: &PutForm) -> Result<(&'m Round, &'m Document), Error> {
    let round = member.site.round(id).ok_or(Error::NotFound)?;
    guard(member, &round.group_id)?;
    let document = member.site.document(&form.document)?;
    match () {
        () if !round.is_open() => Err(Error::conflict("round.closed")),
        () if round.has(&document.id) => Err(Error::conflict("round.text_there")),
        () => Ok((round, document)),
    }
}

async fn put_page(
    app: &App,
    member: &Member,
    (round, document): (&Round, &Document),
    form: PutForm,
    wrong: Wrong,
) -> Result<PutPage, Error> {
    let (row, days) = (&document.current.row, (round.settings.due_days, round.settings.working));
    Ok(PutPage {
        page: Page::new(member, say("title.round_text")),
        round: round.id.clone(),
        round_name: round.name.clone(),
        title: row.title.clone(),
        reference: row.reference(),
        questions: questions(app, &document.current),
        further: store::further(app.db.read(), &round.id).await?,
        due: day_from(&member.site.calendar, days, member.now).map(|day| show_day(&day)).unwrap_or_default(),
        form: PutForm { form_key: key_of(form.form_key), ..form },
        wrong,
    })
}

/// Puts it into the round, with the password of just now: twice is once.
pub(crate) async fn put_text(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Form(form): Form<PutForm>,
) -> Result<Response, Error> {
    let round = coordinator.site.round(&id).ok_or(Error::NotFound)?;
    guard(&coordinator, &round.group_id)?;
    let act = coordinator.act_by(&form.form_key);
    let again = async |wrong| {
        let meant = meant(&coordinator, &id, &form)?;
        Ok(refused(&put_page(&app, &coordinator, meant, form.clone(), wrong).await?))
    };
    match require_proof(&app, &act, false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => return again(Wrong::at("password", sentence)).await,
        Err(error) => return Err(error),
    }
    let new = TextAsks {
        document_id: form.document.clone(),
        quiz: form.quiz.is_some(),
        acknowledge: form.acknowledge.is_some(),
    };
    let mut tx = app.db.write().await?;
    let done = acts::put_in(&mut tx, &act, &app.library, &id, &new).await;
    match tx.settle(done).await {
        Ok(()) => {}
        Err(Error::Field(field, sentence)) => return again(Wrong::at(field, sentence)).await,
        Err(error) => return Err(error),
    }
    acts::catch_up(&app).await;
    Ok(go_saying(&format!("/rounds/{id}"), "done.round_text"))
}
