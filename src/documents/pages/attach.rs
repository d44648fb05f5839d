//! Attaching the official text.

use super::manage::manage_page;
use super::words::sent;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::documents::acts::{self, Sent};
use crate::error::Error;
use crate::form::Expected;
use crate::page::{go_saying, refused};
use crate::rounds::acts as rounds;
use crate::visit::Coordinator;
use crate::wrong::Wrong;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;

/// The parts of an upload.
#[derive(Default)]
struct Upload {
    csrf: String,
    password: Option<String>,
    form_key: String,
    /// The version in force when the page was drawn.
    seen: String,
    sent: Sent,
}

async fn read_upload(mut multipart: Multipart) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    let bad = |_| Error::invalid("form.unreadable");
    while let Some(field) = multipart.next_field().await.map_err(bad)? {
        match field.name().unwrap_or_default() {
            "csrf" => upload.csrf = field.text().await.map_err(bad)?,
            "password" => upload.password = Some(field.text().await.map_err(bad)?),
            "form_key" => upload.form_key = field.text().await.map_err(bad)?,
            "seen" => upload.seen = field.text().await.map_err(bad)?,
            "file" => upload.sent = sent(field).await?,
            _ => return Err(Error::invalid("form.unknown_field")),
        }
    }
    Ok(upload)
}

/// Attaches the official text as a PDF, which becomes what people read and acknowledge.
pub(crate) async fn attach(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let upload = read_upload(multipart).await?;
    expected.check(&upload.csrf)?;
    let current = &coordinator.site.document(&document)?.current;
    let act = coordinator.act_by(&upload.form_key);
    let proof = require_proof(&app, &act, false, upload.password).await;
    let again = async |wrong| Ok(refused(&manage_page(&app, &coordinator, &document, wrong).await?));
    let new = match proof.and_then(|()| acts::official(current, upload.sent)) {
        Ok(new) => new,
        Err(Error::Field(field, sentence)) => return again(Wrong::at(field, sentence)).await,
        // Another form of the page has a password of its own.
        Err(Error::Password(sentence)) => return again(Wrong::at("attach-password", sentence)).await,
        Err(error) => return Err(error),
    };
    let mut tx = app.db.write_alone().await?;
    let done = acts::attach(&mut tx, &act, &upload.seen, &new).await;
    tx.settle(done).await?;
    rounds::catch_up(&app).await;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.attached"))
}
