//! A new document: brought as a file or pasted, looked at beside its source, corrected, and only then used.

mod form;
mod view;

use super::adds;
use super::words::{clean_source, words};
use crate::app::App;
use crate::documents::acts;
use crate::documents::library::Source;
use crate::documents::rules::{Draft, Fit, marked, set_level};
use crate::error::Error;
use crate::form::{Expected, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::text::{say, say_with};
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::Response;
use form::{Brought, Titles};
use view::look_page;

#[derive(Template)]
#[template(path = "documents/new.html")]
struct AskPage {
    page: Page,
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
    Ok(html(&ask_page(&coordinator, form, Wrong::nothing())))
}

fn ask_page(coordinator: &Coordinator, form: Brought, wrong: Wrong) -> AskPage {
    AskPage {
        page: Page::new(coordinator, say("title.document_new")),
        titles: form.titles,
        pasted: form.pasted,
        form_key: key_of(form.form_key),
        wrong,
    }
}

/// How a text is read, beside its source: nothing is stored.
pub(crate) async fn look(
    State(app): State<App>,
    coordinator: Coordinator,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let mut form = received(&coordinator, &expected, multipart).await?;
    if form.text.is_none() {
        match take_in(&app, coordinator.site.setting("org.name"), &mut form).await {
            Ok(()) => {}
            Err(Error::Field(field, sentence)) => {
                return Ok(refused(&ask_page(&coordinator, form, Wrong::at(field, sentence))));
            }
            Err(error) => return Err(error),
        }
    } else if let Some((line, level)) = form.level.take() {
        form.text = form.text.map(|text| set_level(&text, line, level));
        form.open = None;
    }
    let (draft, wrong) = form.draft();
    let page = look_page(&coordinator, form, &draft, wrong);
    Ok(if page.wrong.is_any() { refused(&page) } else { html(&page) })
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

/// The file or the pasted text as marked text; titles that nobody typed are those of the file, or of the text itself.
/// `ours` is the issuer that the form suggests: a file knows better.
async fn take_in(app: &App, ours: &str, form: &mut Brought) -> Result<(), Error> {
    let pasted = !form.pasted.trim().is_empty();
    let draft = match (form.content.is_empty(), pasted) {
        (true, false) => return Err(Error::field("file", "upload.nothing")),
        (false, true) => return Err(Error::field("pasted", "upload.both")),
        (true, true) => Draft { body: clean_source("pasted", &marked(&form.pasted))?, ..Draft::default() },
        (false, false) => {
            let words = words(app, &form.file_name, &form.content).await?;
            form.told = words.told;
            Draft::brought(&words.source)
                .map_err(|error| Error::Field("file", say_with("upload.head", &[("loi", &error.message)])))?
        }
    };
    let (body, head) = (draft.body.clone(), draft.head.clone());
    let own = draft.look().map(|read| Draft::own_title(&read.regulation)).unwrap_or_default();
    if form.titles.issuer == ours && !draft.issuer.is_empty() {
        form.titles.issuer.clone_from(&draft.issuer);
    }
    form.titles.fill(draft, &own);
    (form.text, form.head) = (Some(body), head);
    Ok(())
}

/// Makes the text that was looked at a document.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let form = received(&coordinator, &expected, multipart).await?;
    let act = coordinator.act_by(&form.form_key);
    let (draft, wrong) = form.draft();
    let fit = match fit(&draft, wrong) {
        Ok(fit) => fit,
        Err(wrong) => return Ok(refused(&look_page(&coordinator, form, &draft, wrong))),
    };
    let files = [Source::Folder, Source::Shipped].map(|source| app.library.files(source));
    let reserved: Vec<String> = files.iter().flat_map(|files| files.iter().map(|file| file.document.clone())).collect();
    let mut tx = app.db.write_alone().await?;
    let done = acts::create(&mut tx, &act, &fit, &reserved).await;
    let id = tx.settle(done).await?;
    Ok(go_saying(&format!("/documents/{id}/manage"), "done.document_added"))
}

/// The text, if it can be used; else what is wrong with it, at its field.
fn fit(draft: &Draft, wrong: Wrong) -> Result<Fit, Wrong> {
    if wrong.is_any() {
        return Err(wrong);
    }
    if draft.title.is_empty() {
        return Err(Wrong::key("title", "upload.title"));
    }
    let unread = |why: &str| Wrong::at("text", say_with("upload.body", &[("loi", why)]));
    let read = draft.look().map_err(|error| unread(&error.to_string()))?;
    if let Some(loss) = &read.loss {
        return Err(unread(&loss.sentence()));
    }
    let fit = read.fit().map_err(|error| unread(&error.to_string()))?;
    fit.ok_or_else(|| Wrong::key("text", "upload.no_reading"))
}
