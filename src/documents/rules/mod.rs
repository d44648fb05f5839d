//! A regulation as addressable clauses: what a text is, where a clause stands, how it is printed.
//!
//! Nothing here touches files, the database or the clock. The words are those of the source: marks are read,
//! numbers are taken as they stand (Điều 4 may be followed by Điều 8), nothing is corrected.

mod address;
mod build;
mod clause;
mod head;
mod inline;
mod marks;
mod outline;
mod paper;
mod parse;
mod prepared;
mod regulation;
mod render;
mod text;
mod version;

#[cfg(test)]
mod tests;

pub use address::{ClauseId, ClauseIdError};
pub use clause::{Clause, ClauseKind, Paragraph, Span};
pub use head::{Head, Issue, IssueError, Numbering, StoredIssue};
pub use inline::escape;
pub use paper::Paper;
pub use parse::ParseError;
pub use prepared::{Attachment, Issued, LARGEST_FILE, NewText, Prepared, WHOLE_TEXT, has_blanks};
pub use regulation::{ContentsLine, Regulation};
pub use render::Piece;
pub use version::{TextKind, reference};
