//! Attaching the official text.

use super::issue::publish;
use super::manage::manage_page;
use crate::accounts::acts::require_proof;
use crate::app::App;
use crate::documents::rules::Regulation;
use crate::documents::store::{self, Attachment, Issued, NewVersion};
use crate::error::Error;
use crate::form::Expected;
use crate::page::{go_saying, refused};
use crate::visit::Coordinator;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;

/// The parts of an upload.
#[derive(Default)]
struct Upload {
    csrf: String,
    password: Option<String>,
    file_name: String,
    content: Vec<u8>,
}

async fn read_upload(mut multipart: Multipart) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    let bad = |_| Error::invalid("form.unreadable");
    while let Some(field) = multipart.next_field().await.map_err(bad)? {
        match field.name().unwrap_or_default() {
            "csrf" => upload.csrf = field.text().await.map_err(bad)?,
            "password" => upload.password = Some(field.text().await.map_err(bad)?),
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                upload.file_name =
                    name.chars().filter(|c| !c.is_control() && !"/\\\"".contains(*c)).take(120).collect();
                upload.content = field.bytes().await.map_err(|_| Error::invalid("document.file_large"))?.to_vec();
            }
            _ => return Err(Error::invalid("form.unknown_field")),
        }
    }
    Ok(upload)
}

/// Attaches the official text (PDF or Markdown), which becomes what people read and acknowledge.
pub(crate) async fn attach(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let upload = read_upload(multipart).await?;
    expected.check(&upload.csrf)?;
    let row = store::current_of(app.db.read(), &document).await?;
    let proof = require_proof(&app.db, &app.hasher, &coordinator.asker(), upload.password.clone()).await;
    let new = match proof {
        Ok(()) => official(&row, upload),
        Err(error) => Err(error),
    };
    match new {
        Ok(new) => {
            publish(&app, &coordinator, row.id, new).await?;
            Ok(go_saying(&format!("/documents/{document}/manage"), "done.attached"))
        }
        Err(Error::Invalid(sentence)) => {
            Ok(refused(&manage_page(&app, &coordinator, &document, Some(sentence)).await?))
        }
        Err(error) => Err(error),
    }
}

fn official(row: &store::VersionRow, upload: Upload) -> Result<NewVersion, Error> {
    if upload.content.is_empty() {
        return Err(Error::invalid("document.file_missing"));
    }
    let issue = row.issued_on.as_ref().map(|day| Issued {
        blanks: row.issue.clone(),
        ref_number: row.ref_number.clone(),
        day: day.clone(),
    });
    let base = NewVersion {
        document_id: row.document_id.clone(),
        kind: "pdf",
        file: None,
        source: row.source.clone(),
        issue,
        attachment: None,
        published: true,
    };
    if upload.content.starts_with(b"%PDF-") {
        let attachment =
            Attachment { file_name: upload.file_name, media_type: "application/pdf", content: upload.content };
        return Ok(NewVersion { attachment: Some(attachment), ..base });
    }
    let text = String::from_utf8(upload.content.clone()).map_err(|_| Error::invalid("document.file_kind"))?;
    let text = crate::text::clean(&text, 2_000_000).map_err(|_| Error::invalid("document.file_kind"))?;
    let source = with_head(&row.source, &text)?;
    let regulation = Regulation::parse(&source, None)
        .map_err(|e| Error::Invalid(crate::text::say_with("document.file_parse", &[("loi", &e.to_string())])))?;
    if regulation.articles().next().is_none() {
        return Err(Error::invalid("document.file_articles"));
    }
    let attachment = Attachment { file_name: upload.file_name, media_type: "text/markdown", content: upload.content };
    Ok(NewVersion { kind: "text", source, attachment: Some(attachment), ..base })
}

/// The body under the head of the version before it: same issuer, same title; khoản are numbered as in the original.
fn with_head(old: &str, body: &str) -> Result<String, Error> {
    if body.starts_with("+++") {
        return Ok(body.to_owned());
    }
    let head = old.split("+++").nth(1).ok_or_else(|| Error::internal("version without head"))?;
    let mut head: toml::Table = toml::from_str(head).map_err(Error::internal)?;
    head.remove("numbering");
    head.remove("binding");
    head.remove("digest_label");
    head.insert("kind".to_owned(), toml::Value::String("text".to_owned()));
    let lines: Vec<String> = head.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    Ok(format!("+++\n{}\n+++\n\n{body}\n", lines.join("\n")))
}
