//! One rule among rows: what contradicts what other rows say.

/// Rows of a table that contradict others.
pub(super) struct Rule {
    pub(super) table: &'static str,
    pub(super) field: &'static str,
    /// Gives `row_id` and `whose` of the rows between `$1` and `$2` that do.
    pub(super) sql: &'static str,
}

pub(super) const fn rule(table: &'static str, field: &'static str, sql: &'static str) -> Rule {
    Rule { table, field, sql }
}
