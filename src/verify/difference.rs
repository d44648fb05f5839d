//! What a comparison finds.

use crate::error::Error;
use crate::stored;
use crate::text::say;
use std::collections::BTreeSet;
use std::fmt;

text_enum! {
    /// How a row and its leaf disagree.
    pub enum What {
        /// A row without the leaf of its act.
        NoLeaf = "no_leaf",
        /// More leaves of one act than one.
        Leaves = "leaves",
        /// The row says something else than its leaf.
        Differs = "differs",
        /// A leaf about a row that is not there.
        NoRow = "no_row",
        /// A leaf of an act that its row knows nothing of.
        Undone = "undone",
        /// A number is missing in the ledger, or the leaf is not in its one form.
        Leaf = "leaf",
        /// What is kept is not what the leaf commits to: the fields or the salt.
        Commitment = "commitment",
        /// A text, file or question is not the one that its hash names.
        Hash = "hash",
        /// A line of the journal is not the one of its leaf.
        Journal = "journal",
        /// The copy of where somebody stands says something else than the facts.
        Copy = "copy",
    }
}

stored!(What);

impl What {
    pub(crate) fn words(self) -> &'static str {
        say(match self {
            Self::NoLeaf => "verify.no_leaf",
            Self::Leaves => "verify.leaves",
            Self::Differs => "verify.differs",
            Self::NoRow => "verify.no_row",
            Self::Undone => "verify.undone",
            Self::Leaf => "verify.leaf",
            Self::Commitment => "verify.commitment",
            Self::Hash => "verify.hash",
            Self::Journal => "verify.journal",
            Self::Copy => "verify.copy",
        })
    }
}

/// A place where two things that must agree do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    pub table: String,
    /// As in `leaf_of`.
    pub row: String,
    pub what: What,
    /// Which part of the row; empty: all of it.
    pub field: String,
    /// The leaf.
    pub n: Option<i64>,
    /// Whose row it is, where that is known.
    pub person_id: Option<String>,
    /// What is there and what should be, for the command line; never stored, never shown on a page.
    pub detail: String,
}

impl Difference {
    pub(super) fn new(table: &str, row: impl Into<String>, what: What) -> Self {
        Self {
            table: table.to_owned(),
            row: row.into(),
            what,
            field: String::new(),
            n: None,
            person_id: None,
            detail: String::new(),
        }
    }

    #[must_use]
    pub(super) fn field(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    #[must_use]
    pub(super) fn leaf(mut self, n: Option<i64>) -> Self {
        self.n = n;
        self
    }

    #[must_use]
    pub(super) fn of(mut self, person_id: &str) -> Self {
        self.person_id = Some(person_id.to_owned()).filter(|id| !id.is_empty());
        self
    }

    #[must_use]
    pub(super) fn told(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.row, self.what)?;
        if !self.field.is_empty() {
            write!(f, " {}", self.field)?;
        }
        if let Some(n) = self.n {
            write!(f, ", leaf {n}")?;
        }
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// How many differences are kept; more are only counted.
const KEPT: usize = 500;

/// What was found so far, each once.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub list: BTreeSet<Difference>,
    pub count: usize,
}

impl Found {
    pub(super) fn push(&mut self, one: Difference) {
        if self.list.contains(&one) {
            return;
        }
        self.count += 1;
        if self.list.len() < KEPT {
            self.list.insert(one);
        }
    }

    pub(super) fn extend(&mut self, all: impl IntoIterator<Item = Difference>) {
        all.into_iter().for_each(|one| self.push(one));
    }
}

/// The next row of a stream; `None` at its end.
pub(super) async fn next<T>(
    stream: &mut (impl futures_core::Stream<Item = Result<T, sqlx::Error>> + Unpin),
) -> Result<Option<T>, Error> {
    let row = std::future::poll_fn(|context| std::pin::Pin::new(&mut *stream).poll_next(context)).await;
    Ok(row.transpose()?)
}
