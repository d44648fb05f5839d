//! A text that was looked at is used: as a new document, or in the place of another text.

use super::form::Brought;
use super::{received, shown, understood};
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::documents::acts;
use crate::documents::library::Source;
use crate::documents::rules::{Attachment, Draft, Fit, LARGEST_FILE, ParseError, Understood};
use crate::error::Error;
use crate::form::Expected;
use crate::office::Wanted;
use crate::page::{go_saying, refused};
use crate::rounds::acts as rounds;
use crate::text::say_with;
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;

/// Makes the text that was looked at a document.
pub(crate) async fn create(
    State(app): State<App>,
    coordinator: Coordinator,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let form = received(&coordinator, &expected, multipart).await?;
    let act = coordinator.act_by(&form.form_key);
    let fit = match fitting(&app, &coordinator, form).await? {
        Ok((fit, ..)) => fit,
        Err(again) => return again_page(&app, &coordinator, None, again).await,
    };
    let files = [Source::Folder, Source::Shipped].map(|source| app.library.files(source));
    let reserved: Vec<String> = files.iter().flat_map(|files| files.iter().map(|file| file.document.clone())).collect();
    let mut tx = app.db.write_alone().await?;
    let done = acts::create(&mut tx, &act, &fit, &reserved).await;
    let id = tx.settle(done).await?;
    Ok(go_saying(&format!("/documents/{id}/manage"), "done.document_added"))
}

/// Puts the text that was looked at in the place of the document's, with the password of just now.
pub(crate) async fn replace(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let mut form = received(&coordinator, &expected, multipart).await?;
    let held = coordinator.site.document(&document)?;
    let act = coordinator.act_by(&form.form_key);
    let password = form.password.take();
    let (fit, form, read) = match fitting(&app, &coordinator, form).await? {
        Ok(all) => all,
        Err(again) => return again_page(&app, &coordinator, Some(&document), again).await,
    };
    let done = match require_proof(&app, &act, false, password).await {
        Ok(()) => {
            let seen = (form.seen.as_str(), held.current.statement.as_deref());
            let mut tx = app.db.write_alone().await?;
            let done = acts::replace(&mut tx, &act, seen, (&document, &fit)).await;
            tx.settle(done).await.map(drop)
        }
        Err(error) => Err(error),
    };
    let wrong = match done {
        Ok(()) => {
            rounds::catch_up(&app).await;
            return Ok(go_saying(&format!("/documents/{document}/manage"), "done.document_replaced"));
        }
        Err(Error::Password(sentence)) => Wrong::at("password", sentence),
        Err(Error::Field(field, sentence)) => Wrong::at(field, sentence),
        Err(error) => return Err(error),
    };
    again_page(&app, &coordinator, Some(&document), (form, wrong, read)).await
}

/// A form as it is shown again: what was typed, what is wrong with it, and how its text is read.
type Again = (Brought, Wrong, Result<Understood, ParseError>);

/// A text that can be used, with its form and how it was read.
type Fitting = (Fit, Brought, Result<Understood, ParseError>);

async fn again_page(
    app: &App,
    coordinator: &Coordinator,
    document: Option<&str>,
    (form, wrong, read): Again,
) -> Result<Response, Error> {
    Ok(refused(&shown(app, coordinator, document, (form, wrong), read).await?))
}

/// The text with the file that is kept beside it, if both can be used; else the form with what is wrong, at its field.
async fn fitting(app: &App, coordinator: &Coordinator, mut form: Brought) -> Result<Result<Fitting, Again>, Error> {
    let (draft, wrong) = form.draft(coordinator.now);
    let read = understood(&draft).await?;
    let kept = match fit(&draft, wrong, &read) {
        Ok(fit) => original(app, &mut form).await.map(|original| fit.with(original)),
        Err(wrong) => Err(wrong),
    };
    Ok(match kept {
        Ok(fit) => Ok((fit, form, read)),
        Err(wrong) => Err((form, wrong, read)),
    })
}

/// The file to be kept: a PDF, or a text of Word.
async fn original(app: &App, form: &mut Brought) -> Result<Option<Attachment>, Wrong> {
    let sent = std::mem::take(&mut form.file);
    let no = |key| Err(Wrong::key("original", key));
    if sent.content.len() > LARGEST_FILE {
        return no("document.file_large");
    }
    if !sent.content.is_empty() && !sent.is_pdf() && app.office.read(&sent.content, Wanted::Docx).await.is_err() {
        return no("upload.original_kind");
    }
    Ok(sent.original())
}

/// The text, if it can be used; else what is wrong with it, at its field.
fn fit(draft: &Draft, wrong: Wrong, read: &Result<Understood, ParseError>) -> Result<Fit, Wrong> {
    if wrong.is_any() {
        return Err(wrong);
    }
    if draft.title.is_empty() {
        return Err(Wrong::key("title", "upload.title"));
    }
    let unread = |why: &str| Wrong::at("text", say_with("upload.body", &[("loi", why)]));
    let read = read.as_ref().map_err(|error| unread(&error.to_string()))?;
    if let Some(loss) = &read.loss {
        return Err(unread(&loss.sentence()));
    }
    let fit = read.clone().fit().map_err(|error| unread(&error.to_string()))?;
    fit.ok_or_else(|| Wrong::key("text", "upload.no_reading"))
}
