//! A text made ready to be stored: everything that is derived from it, before any transaction.

use super::head::{Issue, StoredIssue};
use super::parse::ParseError;
use super::regulation::Regulation;
use super::version::TextKind;
use crate::id::sha256;

/// Name of the pseudo-article that stands for reading an attached PDF.
pub const WHOLE_TEXT: &str = "toan-van";

/// Largest official text HC-DV may attach, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// Media type of a PDF.
pub const PDF: &str = "application/pdf";

/// Media type of a text of Word.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// An official text as HC-DV attached it.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub file_name: String,
    /// [`PDF`] or [`DOCX`]; `text/markdown` in versions of before.
    pub media_type: &'static str,
    /// Bytes.
    pub content: Vec<u8>,
}

/// Number and day of an issue, as stored.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// JSON of [`StoredIssue`], or '' when the blanks are not to be filled.
    pub blanks: String,
    /// `12/QĐ-IOC`; '' while a draft.
    pub ref_number: String,
    /// `2025-08-15`; `None` while a draft.
    pub day: Option<String>,
}

/// A text to add.
#[derive(Clone, Debug)]
pub struct NewText {
    pub document_id: String,
    pub kind: TextKind,
    /// File it came from; `None` when HC-DV made it.
    pub file: Option<String>,
    /// Head and marked body.
    pub source: String,
    pub issued: Issued,
    pub attachment: Option<Attachment>,
}

/// A text with all that is stored of it.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub text: NewText,
    pub title: String,
    pub short_title: String,
    pub canonical: String,
    /// Of the canonical text; of the file's bytes for a PDF.
    pub sha256: String,
    pub body_sha256: String,
    /// Clause id and hash, in order.
    pub articles: Vec<(String, String)>,
}

impl NewText {
    /// Parses and hashes.
    ///
    /// # Errors
    /// When the text does not parse.
    pub fn prepare(self) -> Result<Prepared, ParseError> {
        let issue = serde_json::from_str::<StoredIssue>(&self.issued.blanks).ok();
        let issue: Option<Issue> = issue.and_then(|stored| stored.issue());
        let regulation = Regulation::parse(&self.source, issue.as_ref())?;
        let hash = |article: &super::Clause| regulation.sha256_of(&article.id).unwrap_or_default();
        let mut articles: Vec<(String, String)> =
            regulation.articles().map(|article| (article.id.to_string(), hash(article))).collect();
        let mut canonical = regulation.canonical_text();
        let mut sha = sha256(&canonical);
        if let Some(file) = self.attachment.as_ref().filter(|_| self.kind == TextKind::Pdf) {
            sha = sha256(&file.content);
            canonical = format!("PDF SHA-256 {sha}\n");
            articles.insert(0, (WHOLE_TEXT.to_owned(), sha.clone()));
        }
        let body: Vec<String> = articles.iter().map(|(id, hash)| format!("{id} {hash}\n")).collect();
        let head = |key: &str| regulation.head().text(key).unwrap_or_default().to_owned();
        let (title, short_title) = (head("title"), head("short_title"));
        Ok(Prepared {
            title,
            short_title,
            canonical,
            sha256: sha,
            body_sha256: sha256(body.concat()),
            articles,
            text: self,
        })
    }
}

impl Prepared {
    /// With the titles of the text before it, where its own head has none.
    #[must_use]
    pub fn or_titled(mut self, title: &str, short_title: &str) -> Self {
        let fill = |own: &mut String, other: &str| {
            if own.is_empty() {
                other.clone_into(own);
            }
        };
        fill(&mut self.title, title);
        fill(&mut self.short_title, short_title);
        self
    }
}

/// A text with blanks for number and day; an attached official file has none, whatever text stood before it.
pub fn has_blanks(kind: TextKind, source: &str) -> bool {
    kind == TextKind::Text && source.contains("{{so}}")
}
