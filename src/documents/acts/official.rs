//! An uploaded file as it is kept, before anything is written.

use crate::acknowledgments::rules::Wordings;
use crate::documents::rules::{Attachment, DOCX, Issued, NewText, PDF, Prepared, Regulation, TextKind};
use crate::error::Error;
use crate::site::Version;
use crate::text::say_with;

/// A file that was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub file_name: String,
    /// Bytes.
    pub content: Vec<u8>,
}

impl Sent {
    pub(crate) fn is_pdf(&self) -> bool {
        self.content.starts_with(b"%PDF-")
    }

    /// As it is kept beside a text that was read from it or from its like; `None` when nothing was sent.
    pub(crate) fn original(self) -> Option<Attachment> {
        if self.content.is_empty() {
            return None;
        }
        let media_type = if self.is_pdf() { PDF } else { DOCX };
        Some(Attachment { file_name: self.file_name, media_type, content: self.content })
    }
}

/// The official text of a document as a PDF over the text people know; it keeps number and day.
///
/// # Errors
/// [`Error::Field`] with what is wrong with the file.
pub fn official(seen: &Version, sent: Sent) -> Result<Prepared, Error> {
    if sent.content.is_empty() {
        return Err(Error::field("file", "document.file_missing"));
    }
    if !sent.is_pdf() {
        return Err(Error::field("file", "document.file_pdf"));
    }
    if let Some(why) = unfit(seen.statement.as_deref(), &seen.regulation) {
        return Err(Error::Field("file", why));
    }
    let row = &seen.row;
    let text = NewText {
        document_id: row.document_id.clone(),
        kind: TextKind::Pdf,
        file: None,
        source: seen.source.clone(),
        issued: Issued {
            blanks: if row.is_draft() { String::new() } else { seen.issue.clone() },
            ref_number: row.ref_number.clone(),
            day: row.issued_on.clone(),
        },
        attachment: Some(Attachment { file_name: sent.file_name, media_type: PDF, content: sent.content }),
    };
    Ok(text.prepare().map_err(Error::internal)?.or_titled(&row.title, &row.short_title))
}

/// Why nobody could be asked to confirm a text: its document's statement rests on clauses that it does not have.
pub(crate) fn unfit(statement: Option<&Wordings>, text: &Regulation) -> Option<String> {
    let gaps: Vec<String> = statement?.gaps(text).into_iter().collect();
    (!gaps.is_empty()).then(|| say_with("document.unfit", &[("dieu_khoan", &gaps.join(", "))]))
}
