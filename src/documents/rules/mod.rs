//! A regulation as addressable clauses: what a text is, where a clause stands, how it is printed.
//!
//! Nothing here touches files, the database or the clock. The words are those of the source: marks are read,
//! numbers are taken as they stand (Điều 4 may be followed by Điều 8), nothing is corrected.

mod address;
mod build;
mod clause;
mod compare;
mod draft;
mod faults;
mod head;
mod head_faults;
mod inline;
mod level;
mod marked;
mod marks;
mod notes;
mod notice;
mod paper;
mod paragraph;
mod parse;
mod prepared;
mod quote;
mod regulation;
mod render;
mod report;
mod rows;
mod steps;
mod table;
mod text;
mod tree;
mod units;
mod version;
mod words;
mod writer;

#[cfg(test)]
mod tests;

pub use address::{ClauseId, ClauseIdError};
pub use clause::{Clause, ClauseKind};
pub use compare::{Loss, lost_in, lost_on_page, lost_words, unmarked};
pub use draft::{Draft, Fit, Understood};
pub use head::{Head, Issue, IssueError, Numbering, StoredIssue};
pub use inline::escape;
pub use level::{Level, set_level};
pub use marked::marked;
pub use notice::{Notice, NoticeKind};
pub use paper::Paper;
pub use paragraph::{Cell, Paragraph, Span, Table, Tail};
pub use parse::ParseError;
pub use prepared::{Attachment, DOCX, Issued, LARGEST_FILE, NewText, PDF, Prepared, WHOLE_TEXT, has_blanks};
pub use regulation::{ContentsLine, Regulation};
pub use render::Piece;
pub use report::{Counts, Outline, OutlineLine};
pub use version::{TextKind, reference};
