//! An uploaded file made into a text, before anything is written.

use crate::acknowledgments::rules::Wordings;
use crate::documents::rules::{Attachment, DOCX, Issued, NewText, Prepared, Regulation, TextKind, lost_in};
use crate::error::Error;
use crate::site::Version;
use crate::text::say_with;

/// A file that was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub file_name: String,
    /// Bytes.
    pub content: Vec<u8>,
    /// What a file of text says, as marked text; `None`: it is no file of text.
    pub words: Option<String>,
}

impl Sent {
    pub(crate) fn is_pdf(&self) -> bool {
        self.content.starts_with(b"%PDF-")
    }

    fn media_type(&self) -> &'static str {
        match self.content.as_slice() {
            [b'P', b'K', ..] => DOCX,
            _ if self.is_pdf() => "application/pdf",
            _ => "text/markdown",
        }
    }
}

/// The official text of a document: a PDF over the text people know, or a text in its place. It keeps number and day.
///
/// # Errors
/// [`Error::Field`] with what is wrong with the file.
pub fn official(seen: &Version, sent: Sent) -> Result<Prepared, Error> {
    if sent.content.is_empty() {
        return Err(Error::field("file", "document.file_missing"));
    }
    let row = &seen.row;
    let blanks = if row.is_draft() { String::new() } else { seen.issue.clone() };
    let issued = Issued { blanks, ref_number: row.ref_number.clone(), day: row.issued_on.clone() };
    let (kind, source) = if sent.is_pdf() {
        (TextKind::Pdf, seen.source.clone())
    } else {
        (TextKind::Text, in_place_of(&seen.source, sent.words.as_deref().unwrap_or_default())?)
    };
    let media_type = sent.media_type();
    let attachment = Some(Attachment { file_name: sent.file_name, media_type, content: sent.content });
    let text = NewText { document_id: row.document_id.clone(), kind, file: None, source, issued, attachment };
    let new = text.prepare().map_err(|error| unread(&error.to_string()))?;
    fits(seen.statement.as_deref(), &new.text.source)?;
    Ok(new.or_titled(&row.title, &row.short_title))
}

/// Refuses a text without the clauses its document's statement rests on: nobody could be asked to confirm it.
pub(super) fn fits(statement: Option<&Wordings>, source: &str) -> Result<(), Error> {
    let Some(statement) = statement else { return Ok(()) };
    let text = Regulation::parse(source, None).map_err(|error| unread(&error.to_string()))?;
    let gaps: Vec<String> = statement.gaps(&text).into_iter().collect();
    let why = || say_with("document.unfit", &[("dieu_khoan", &gaps.join(", "))]);
    if gaps.is_empty() { Ok(()) } else { Err(Error::Field("file", why())) }
}

fn unread(why: &str) -> Error {
    Error::Field("file", say_with("document.file_parse", &[("loi", why)]))
}

/// A text under the head of the one before it; something to read is in it, and no word was lost.
fn in_place_of(old: &str, text: &str) -> Result<String, Error> {
    let source = with_head(old, text)?;
    let regulation = Regulation::parse(&source, None).map_err(|error| unread(&error.to_string()))?;
    if regulation.articles().next().is_none() {
        return Err(Error::field("file", "document.file_articles"));
    }
    match lost_in(&source, &regulation) {
        Some(loss) => Err(unread(&loss.sentence())),
        None => Ok(source),
    }
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
    head.insert("kind".to_owned(), toml::Value::String(TextKind::Text.as_str().to_owned()));
    let lines: Vec<String> = head.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    Ok(format!("+++\n{}\n+++\n\n{body}\n", lines.join("\n")))
}
