//! A text brought as a file or pasted: looked at beside its source, corrected, and only then used; as a new document, or
//! in the place of the text of one.

mod form;
mod keep;
mod target;
mod view;

use super::adds;
use super::words::{clean_source, words};
use crate::app::App;
use crate::documents::acts;
use crate::documents::rules::{Draft, ParseError, TextKind, Understood, has_blanks, marked, set_level};
use crate::error::Error;
use crate::form::{Expected, key_of};
use crate::page::{Page, html, refused};
use crate::text::{say, say_with};
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use form::{Brought, Titles};
pub(crate) use keep::{create, replace};
use target::{Target, changes, standing, unasked};
use tokio::task::spawn_blocking;
use view::{LookPage, look_page};

#[derive(Template)]
#[template(path = "documents/new.html")]
struct AskPage {
    page: Page,
    target: Target,
    titles: Titles,
    pasted: String,
    form_key: String,
    wrong: Wrong,
}

/// The form of a new document.
pub(crate) async fn ask(coordinator: Coordinator) -> Result<Response, Error> {
    if !adds(&coordinator) {
        return Err(Error::Forbidden);
    }
    let issuer = coordinator.site.setting("org.name").to_owned();
    let form = Brought { titles: Titles { issuer, ..Titles::default() }, ..Brought::default() };
    Ok(html(&ask_page(&coordinator, Target::new(), form, Wrong::nothing())))
}

/// The form of another text for a document.
pub(crate) async fn ask_instead(coordinator: Coordinator, Path(document): Path<String>) -> Result<Response, Error> {
    if !adds(&coordinator) {
        return Err(Error::Forbidden);
    }
    let target = Target::of(&coordinator, &document)?;
    Ok(html(&ask_page(&coordinator, target, Brought::default(), Wrong::nothing())))
}

fn ask_page(coordinator: &Coordinator, target: Target, form: Brought, wrong: Wrong) -> AskPage {
    let title = if target.replaced.is_some() { "title.document_replace" } else { "title.document_new" };
    AskPage {
        page: Page::new(coordinator, say(title)),
        target,
        titles: form.titles,
        pasted: form.pasted,
        form_key: key_of(form.form_key),
        wrong,
    }
}

/// How a new text is read, beside its source: nothing is stored.
pub(crate) async fn look(
    State(app): State<App>,
    coordinator: Coordinator,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let form = received(&coordinator, &expected, multipart).await?;
    looked(&app, &coordinator, None, form).await
}

/// How a text in the place of another is read, and whom it asks again: nothing is stored.
pub(crate) async fn look_instead(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let form = received(&coordinator, &expected, multipart).await?;
    looked(&app, &coordinator, Some(&document), form).await
}

async fn looked(
    app: &App,
    coordinator: &Coordinator,
    document: Option<&str>,
    mut form: Brought,
) -> Result<Response, Error> {
    if form.text.is_none() {
        let before = document.map(|id| coordinator.site.document(id)).transpose()?;
        let before = before.map(|held| standing(&held.current)).transpose().map_err(Error::internal)?;
        match take_in(app, coordinator.site.setting("org.name"), before, &mut form).await {
            Ok(()) => {}
            Err(Error::Field(field, sentence)) => {
                let target = document.map_or_else(|| Ok(Target::new()), |id| Target::of(coordinator, id))?;
                return Ok(refused(&ask_page(coordinator, target, form, Wrong::at(field, sentence))));
            }
            Err(error) => return Err(error),
        }
    } else if let Some((line, level)) = form.level.take() {
        form.text = form.text.map(|text| set_level(&text, line, level));
        form.open = None;
    }
    let (draft, wrong) = form.draft(coordinator.now);
    let read = understood(&draft).await?;
    let page = shown(app, coordinator, document, (form, wrong), read).await?;
    Ok(if page.wrong.is_any() { refused(&page) } else { html(&page) })
}

/// The page of a text that was read, for its target.
async fn shown(
    app: &App,
    coordinator: &Coordinator,
    document: Option<&str>,
    (form, wrong): (Brought, Wrong),
    read: Result<Understood, ParseError>,
) -> Result<LookPage, Error> {
    let Some(document) = document else { return Ok(look_page(coordinator, Target::new(), form, &read, wrong)) };
    let target = Target::of(coordinator, document)?.counted(app, document).await?;
    let blanks = has_blanks(TextKind::Text, form.text.as_deref().unwrap_or_default());
    let mut page = look_page(coordinator, target, form, &read, wrong);
    let held = coordinator.site.document(document)?;
    if let Some(fit) = read.ok().and_then(|read| read.fit().ok().flatten()) {
        page.same = fit.words_sha256() == held.current.row.sha256;
        page.changes = if page.same { say("upload.same_words").to_owned() } else { changes(&held.current, &fit) };
        page.changes += &unasked(app, &held.current, &fit);
        if blanks && !held.current.row.is_draft() {
            page.changes += " ";
            page.changes += say("upload.draft_again");
        }
        page.unfit = acts::unfit(held.current.statement.as_deref(), fit.regulation()).unwrap_or_default();
        page.usable &= page.unfit.is_empty();
    }
    Ok(page)
}

/// How a draft is read; a long one takes a while.
#[expect(clippy::disallowed_methods, reason = "one upload at a time is taken apart")]
async fn understood(draft: &Draft) -> Result<Result<Understood, ParseError>, Error> {
    let draft = draft.clone();
    spawn_blocking(move || draft.look()).await.map_err(Error::internal)
}

async fn received(coordinator: &Coordinator, expected: &Expected, multipart: Multipart) -> Result<Brought, Error> {
    let mut form = Brought::read(multipart).await?;
    expected.check(&form.csrf)?;
    if !adds(coordinator) {
        return Err(Error::Forbidden);
    }
    if let Some(text) = form.text.take() {
        form.text = Some(clean_source("text", &text)?);
    }
    Ok(form)
}

/// The file or the pasted text as marked text; titles that nobody typed are those of the file, of the text `before` it,
/// or of the text itself. `ours` is the issuer that the form suggests: a file knows better.
async fn take_in(app: &App, ours: &str, before: Option<Draft>, form: &mut Brought) -> Result<(), Error> {
    let pasted = !form.pasted.trim().is_empty();
    let unread = |error: ParseError| Error::Field("file", say_with("upload.head", &[("loi", &error.message)]));
    let draft = match (form.file.content.is_empty(), pasted) {
        (true, false) => return Err(Error::field("file", "upload.nothing")),
        (false, true) => return Err(Error::field("pasted", "upload.both")),
        (true, true) => Draft { body: clean_source("pasted", &marked(&form.pasted))?, ..Draft::default() },
        (false, false) => {
            let words = words(app, &form.file.file_name, &form.file.content).await?;
            form.told = words.told;
            Draft::brought(&words.source).map_err(unread)?
        }
    };
    let draft = match before {
        Some(before) => draft.in_place_of(before).map_err(unread)?,
        None => draft,
    };
    let (body, head) = (draft.body.clone(), draft.head.clone());
    let own = understood(&draft).await?.map(|read| Draft::own_title(&read.regulation)).unwrap_or_default();
    if form.titles.issuer == ours && !draft.issuer.is_empty() {
        form.titles.issuer.clone_from(&draft.issuer);
    }
    form.titles.fill(draft, &own);
    (form.text, form.head) = (Some(body), head);
    Ok(())
}
