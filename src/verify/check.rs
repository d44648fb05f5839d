//! One comparison: rows, the leaves they can have, and the question that gives both.

/// Rows that have a leaf each, and what the leaf repeats of them.
pub(super) struct Check {
    /// The row's table, as in `leaf_of`.
    pub(super) table: &'static str,
    /// Types a leaf of such a row can have.
    pub(super) leaves: &'static [&'static str],
    pub(super) which: Which,
    /// Gives `row_id`, where that is not the table's key also `row_key`, and columns named by their place in the leaf:
    /// `quiz.percent`. A null is not in the leaf, 0 and 1 are also its no and yes. A name that begins with `@` is a
    /// moment; one that begins with `=` says which of a row's leaves is meant; `whom` stands as `about`, else as
    /// `actor`.
    pub(super) sql: &'static str,
}

/// How many of a row's leaves repeat it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Exactly one.
    One,
    /// The newest: the row has changed with each.
    Newest,
}

pub(super) const fn one(table: &'static str, leaves: &'static [&'static str], sql: &'static str) -> Check {
    Check { table, leaves, which: Which::One, sql }
}

pub(super) const fn newest(table: &'static str, leaves: &'static [&'static str], sql: &'static str) -> Check {
    Check { table, leaves, which: Which::Newest, sql }
}
