//! Tables as they stood at a moment: what came later is not there, what ended later has not ended.

/// Tables whose rows come and end, as a question sees them at the moment `#` (UTC milliseconds): what happened at that
/// moment or later has not happened. `@` keeps a table as it is.
const PAST: &[(&str, &str)] = &[
    (
        "absence",
        "select z.person_id, z.number, z.kind, z.reason, z.from_on, z.until_on, z.at,
           case when z.until_at < # then z.until_at end as until_at from @absence z where z.at < #",
    ),
    (
        "presence",
        "select z.person_id, z.number, z.kind, z.at, z.anew, case when z.until_at < # then z.until_at end as until_at
         from @presence z where z.at < #",
    ),
    ("acknowledgment", "select z.* from @acknowledgment z where z.confirmed_at < #"),
    ("leeway", "select z.* from @leeway z where z.at < #"),
    (
        "attempt",
        "select z.id, z.person_id, z.round_id, z.number, z.drawn_at,
           case when z.graded_at < # then z.graded_at end as graded_at,
           case when z.graded_at < # then z.percent end as percent,
           case when z.passed_at < # then z.passed_at end as passed_at from @attempt z where z.drawn_at < #",
    ),
    (
        "paper",
        "select z.id, z.person_id, z.round_id, z.number, z.quiz_sha256, z.drawn_at,
           case when z.passed_at < # then z.passed_at end as passed_at,
           case when z.failed_at < # then z.failed_at end as failed_at from @paper z where z.drawn_at < #",
    ),
    ("paper_step", "select z.paper_id, z.number, z.kind, z.at, z.percent from @paper_step z where z.at < #"),
    (
        "capacity",
        "select z.person_id, z.document_id, z.capacity, case when z.until_at < # then z.until_at end as until_at
         from @capacity z where z.since_at < #",
    ),
    ("reading", "select z.* from @reading z where z.read_at < #"),
    (
        "round_version",
        "select z.round_id, z.document_id, z.number, z.version_id, z.place, z.weight, z.due_on, z.spares, z.since_at,
           case when z.until_at < # then z.until_at end as until_at from @round_version z where z.since_at < #",
    ),
    (
        "round_pause",
        "select z.round_id, z.number, z.kind, z.at, case when z.until_at < # then z.until_at end as until_at
         from @round_pause z where z.at < #",
    ),
    (
        "contact",
        "select z.id, z.person_id, case when z.wiped_at >= # then '+' else z.phone end as phone, z.declared_at,
           case when z.until_at < # then z.until_at end as until_at from @contact z where z.declared_at < #",
    ),
    ("admission", "select z.id, z.person_id, z.group_id, z.opened_at from @admission z where z.opened_at < #"),
    ("admission_step", "select z.admission_id, z.number, z.kind, z.at from @admission_step z where z.at < #"),
    (
        "doubt",
        "select z.id, z.person_id, z.round_id, z.at, case when z.until_at < # then z.until_at end as until_at,
           case when z.withdrawn_at < # then z.withdrawn_at end as withdrawn_at from @doubt z where z.at < #",
    ),
    ("doubt_answer", "select z.* from @doubt_answer z where z.at < #"),
    (
        "profile",
        "select z.person_id, z.name_key, z.full_name, z.position, z.department_id, z.joined_on,
           case when z.until_at < # then z.until_at end as until_at from @profile z where z.since_at < #",
    ),
    ("enrolment", "select z.* from @enrolment z where z.enrolled_at < #"),
    (
        "label",
        "select z.kind, z.thing, z.body, case when z.until_at < # then z.until_at end as until_at
         from @label z where z.since_at < #",
    ),
];

/// Tables of the same questions whose rows never change, or are reached only by the ones above.
const LASTING: &[&str] = &[
    "acknowledgment_version",
    "attempt_article",
    "attempt_item",
    "department",
    "item",
    "paper_answer",
    "paper_article",
    "paper_item",
    "report_note",
    "round",
    "round_ask",
    "version",
    "version_article",
    "version_text",
];

/// A question as of the moment that `moment` binds (`$6`). A table stands in it as `from table ` or `join table `.
pub(crate) fn as_of(sql: &str, moment: &str) -> String {
    debug_assert_eq!(forgotten(sql), None, "a table that nobody has said how it was");
    let put = |sql: String, (table, seen): &(&str, &str)| {
        ["from", "join"]
            .iter()
            .fold(sql, |sql, word| sql.replace(&format!("{word} {table} "), &format!("{word} ({seen}) ")))
    };
    PAST.iter().fold(sql.to_owned(), put).replace('#', moment).replace('@', "")
}

/// A table that a question names and neither list has; one letter is a name of its own (`with f as`).
fn forgotten(sql: &str) -> Option<&str> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let named = words.iter().zip(words.iter().skip(1)).filter(|pair| matches!(*pair.0, "from" | "join"));
    let is_known = |table: &str| PAST.iter().any(|one| one.0 == table) || LASTING.contains(&table);
    named.map(|pair| *pair.1).find(|table| table.len() > 1 && !table.starts_with('(') && !is_known(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_put_into_the_past_wherever_it_stands() {
        let sql =
            "select (select count(*) from reading r) from enrolment e join profile f on true left join paper q on true";
        let past = as_of(sql, "$9");
        for seen in ["(select z.* from reading z where z.read_at < $9) r", "z.enrolled_at < $9) e on", "from paper z"] {
            let seen = seen.trim_end_matches(" on");
            assert!(past.contains(seen), "{seen}: {past}");
        }
        assert_eq!(past.matches("from profile z").count(), 1);
        assert!(!past.contains('#') && !past.contains('@'));
    }

    #[test]
    fn a_table_that_neither_list_has_is_found() {
        assert_eq!(forgotten("select 1 from reading r left join round w on true join f on true"), None);
        assert_eq!(forgotten("select 1 from (select 1 from session) s"), Some("session)"));
    }
}
