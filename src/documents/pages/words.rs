//! What an uploaded file says, by the door of office files.

use crate::app::App;
use crate::documents::acts::Sent;
use crate::documents::rules::marked;
use crate::error::Error;
use crate::office::{Kind, Read, Refused, Wanted};
use crate::text::{BadText, clean_lines};
use axum::extract::multipart::Field;

/// Longest text of a document, in characters.
const LONGEST: usize = 2_000_000;

/// What a file says, and what is told of it.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Marked text.
    pub(super) source: String,
    pub(super) told: Vec<String>,
}

/// Reads a DOCX, or a text under a name that ends like one.
///
/// # Errors
/// [`Error::Field`] with what the file is instead, and what to do.
pub(super) async fn words(app: &App, name: &str, content: &[u8]) -> Result<Words, Error> {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match app.office.read(content, Wanted::Docx).await {
        Ok(Read::Docx(text)) => Ok(Words {
            source: clean_source("file", &text.source)?,
            told: text.notices.iter().map(crate::office::Notice::say).collect(),
        }),
        Err(Refused::Kind(Kind::Text)) if ends(&[".md", ".markdown", ".txt"]) => {
            let text = std::str::from_utf8(content).map_err(|_| Error::field("file", "upload.utf8"))?;
            // A file of Notepad holds ordinary signs, one with a head holds marks.
            let plain = ends(&[".txt"]) && !text.trim_start_matches('\u{feff}').starts_with("+++");
            let source = if plain { marked(text) } else { text.trim_start_matches('\u{feff}').to_owned() };
            Ok(Words { source: clean_source("file", &source)?, told: Vec::new() })
        }
        Ok(Read::Book(_)) => Err(Error::internal("a spreadsheet for a text")),
        Err(refused) => Err(Error::Field("file", refused.say(Wanted::Docx))),
    }
}

/// A source without signs that no text of an office has; lines end with line feeds.
///
/// # Errors
/// [`Error::Field`] at `field`.
pub(super) fn clean_source(field: &'static str, text: &str) -> Result<String, Error> {
    let text = clean_lines(text, LONGEST).map_err(|bad| {
        let key = match bad {
            BadText::TooLong => "upload.long",
            BadText::Broken => "upload.utf8",
            BadText::Control => "upload.signs",
        };
        Error::field(field, key)
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A file of a form, read to its end.
///
/// # Errors
/// [`Error::Invalid`] when the form breaks off.
pub(super) async fn sent(mut field: Field<'_>) -> Result<Sent, Error> {
    let mut sent = Sent { file_name: plain_name(field.file_name().unwrap_or_default()), content: Vec::new() };
    while let Some(piece) = field.chunk().await.map_err(|_| Error::invalid("form.unreadable"))? {
        sent.content.extend_from_slice(&piece);
    }
    Ok(sent)
}

/// The name of a file without what a path or a header could read in it.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && !"/\\\"".contains(*c)).take(120).collect()
}
