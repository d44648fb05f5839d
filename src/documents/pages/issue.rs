//! A text comes into force: văn thư's number and day after a look at whom that asks again, or one that waited.

use super::manage::manage_page;
use crate::accounts::acts::require_proof;
use crate::accounts::rules::Role;
use crate::app::App;
use crate::documents::acts;
use crate::documents::rules::{Issue, StoredIssue};
use crate::documents::store::{self, Affected};
use crate::error::Error;
use crate::form::{Form, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts as rounds;
use crate::rounds::rules::day_from;
use crate::site::Version;
use crate::text::say;
use crate::time::{parse_day, show_day};
use crate::visit::{Coordinator, Member};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Number and day as văn thư gave them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct IssueForm {
    number: String,
    day: String,
    form_key: String,
    /// The version in force when the page was drawn.
    seen: String,
    password: Option<String>,
}

/// Before number and day are entered: who is asked again, and until when.
#[derive(Template)]
#[template(path = "documents/confirm.html")]
struct ConfirmPage {
    page: Page,
    id: String,
    title: String,
    form: IssueForm,
    /// As people will read it.
    reference: String,
    affected: Affected,
    /// The day due of each round; empty: none.
    due: Vec<String>,
    wrong: Wrong,
}

/// Whom number and day would ask again: nothing is done yet.
pub(crate) async fn look(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Looked(form): Looked<IssueForm>,
) -> Result<Response, Error> {
    let current = &coordinator.site.document(&document)?.current;
    if !coordinator.viewer.roles.has_everywhere(Role::Coordinator) {
        return Err(Error::Forbidden);
    }
    if !form.seen.is_empty() && form.seen != current.row.id {
        return Err(Error::conflict("document.superseded"));
    }
    match stored_issue(&form, current).and_then(|stored| acts::may_issue(current, &stored, coordinator.now)) {
        Ok(reference) => {
            Ok(html(&confirm_page(&app, &coordinator, &document, form, (reference, Wrong::nothing())).await?))
        }
        Err(error) => told(&app, &coordinator, &document, form, error).await,
    }
}

async fn confirm_page(
    app: &App,
    member: &Member,
    document: &str,
    form: IssueForm,
    (reference, wrong): (String, Wrong),
) -> Result<ConfirmPage, Error> {
    let row = &member.site.document(document)?.current.row;
    let affected = store::affected(app.db.read(), document).await?;
    let day = |days| day_from(&member.site.calendar, days, member.now).map(|day| show_day(&day)).unwrap_or_default();
    Ok(ConfirmPage {
        page: Page::new(member, say("title.issue_confirm")),
        id: document.to_owned(),
        title: row.title.clone(),
        due: affected.rounds.iter().map(|round| day((round.due_days, round.working))).collect(),
        form: IssueForm { seen: row.id.clone(), form_key: key_of(form.form_key), ..form },
        reference,
        affected,
        wrong,
    })
}

/// Issues a draft: fills number and day into the blanks, as a new version; with the password of just now.
pub(crate) async fn issue(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<IssueForm>,
) -> Result<Response, Error> {
    let seen = &coordinator.site.document(&document)?.current;
    let act = coordinator.act_by(&form.form_key);
    let stored = match stored_issue(&form, seen) {
        Ok(stored) => stored,
        Err(error) => return told(&app, &coordinator, &document, form, error).await,
    };
    match require_proof(&app, &act, false, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let reference = acts::reference_of(seen, &stored);
            let shown = (reference, Wrong::at("password", sentence));
            return Ok(refused(&confirm_page(&app, &coordinator, &document, form, shown).await?));
        }
        Err(error) => return Err(error),
    }
    let mut tx = app.db.write().await?;
    let done = acts::issue(&mut tx, &act, (seen, &form.seen), &stored).await;
    match tx.settle(done).await {
        Ok(_) => {}
        Err(error) => return told(&app, &coordinator, &document, form, error).await,
    }
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.issued"))
}

/// What is wrong with number or day is said at it, as both were typed; everything else is an error page.
async fn told(app: &App, member: &Member, document: &str, form: IssueForm, error: Error) -> Result<Response, Error> {
    let Error::Field(field, sentence) = error else { return Err(error) };
    let wrong = Wrong::at(field, sentence);
    let mut page = manage_page(app, member, document, wrong).await?;
    (page.number, page.day) = (form.number, form.day);
    Ok(refused(&page))
}

fn stored_issue(form: &IssueForm, current: &Version) -> Result<StoredIssue, Error> {
    let suffix = current.regulation.head().text("ref_suffix").unwrap_or_default();
    let no_day = || Error::field("day", "form.day");
    let day = parse_day(&form.day).ok_or_else(no_day)?;
    let small = |n: i8| u8::try_from(n).map_err(|_| no_day());
    let number = form.number.trim().strip_suffix(suffix).unwrap_or(form.number.trim()).trim().to_owned();
    let year = u16::try_from(day.year()).map_err(|_| no_day())?;
    Issue::new(&number, small(day.day())?, small(day.month())?, year)
        .map_err(|_| Error::field("number", "document.number"))?;
    Ok(StoredIssue { number, day: small(day.day())?, month: small(day.month())?, year })
}

/// The version whose number and day are taken back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawForm {
    seen: String,
    form_key: String,
    #[serde(default)]
    password: Option<String>,
}

/// Takes number and day back, with the password of just now.
pub(crate) async fn withdraw(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, Error> {
    coordinator.site.document(&document)?;
    let act = coordinator.act_by(&form.form_key);
    match require_proof(&app, &act, false, form.password).await {
        Ok(()) => {}
        Err(Error::Password(sentence)) => {
            let wrong = Wrong::at("password", sentence);
            return Ok(refused(&manage_page(&app, &coordinator, &document, wrong).await?));
        }
        Err(error) => return Err(error),
    }
    let mut tx = app.db.write().await?;
    let done = acts::withdraw(&mut tx, &act, &document, &form.seen).await;
    tx.settle(done).await?;
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.issue_withdrawn"))
}

/// Which text is to come into force, and which one was when the page was drawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdoptForm {
    version: i64,
    seen: String,
    #[serde(default)]
    password: Option<String>,
}

/// Puts a text that waits into force, with the password of just now.
pub(crate) async fn adopt(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<AdoptForm>,
) -> Result<Response, Error> {
    coordinator.site.document(&document)?;
    let act = coordinator.act();
    require_proof(&app, &act, false, form.password).await?;
    let statement = app.library.statement(&document).map(|one| &**one);
    let mut tx = app.db.write().await?;
    let done = acts::adopt(&mut tx, &act, (&form.seen, statement), &document, form.version).await;
    tx.settle(done).await?;
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.adopted"))
}
