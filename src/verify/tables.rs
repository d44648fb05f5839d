//! The tables that leaves are about: how each names its rows, and by which column it is walked.

use std::fmt::Write as _;

/// A table that leaves are about.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Its rows as `leaf_of` names them.
    pub(super) id: &'static str,
    /// The column it is walked by, newest first; indexed, and a few rows each.
    pub(super) key: &'static str,
    /// Which part of a row's name is that column.
    pub(super) part: Part,
    /// Whose row it is, if a column says so.
    pub(super) person: &'static str,
    /// What people call it: a key of `texts/`.
    pub(super) words: &'static str,
}

/// Where in a row's name its key stands.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The name is the key.
    Whole,
    /// Up to the first `/` or `#`.
    First,
    /// Between the first `/` and the `#`, or the end.
    Second,
}

impl Table {
    /// `select row_id, row_key, whose from …`
    pub(super) fn rows(&self) -> String {
        let mut sql = format!("select {} as row_id, {} as row_key, ", self.id, self.key);
        let _ = write!(sql, "{} as whose from {}", if self.person.is_empty() { "''" } else { self.person }, self.name);
        sql
    }

    /// The key in a row's name.
    pub(super) fn key_of<'a>(&self, row: &'a str) -> &'a str {
        let whole = row.split('#').next().unwrap_or(row);
        match self.part {
            Part::Whole => row,
            Part::First => whole.split('/').next().unwrap_or(whole),
            Part::Second => whole.split('/').nth(1).unwrap_or(whole),
        }
    }
}

const fn plain(name: &'static str, person: &'static str, words: &'static str) -> Table {
    Table { name, id: "id", key: "id", part: Part::Whole, person, words }
}

const fn chain(name: &'static str, words: &'static str) -> Table {
    let id = "person_id || '#' || cast(number as text)";
    Table { name, id, key: "person_id", part: Part::First, person: "person_id", words }
}

/// A table whose rows' names hold a person's id.
const fn own(name: &'static str, id: &'static str, part: Part, words: &'static str) -> Table {
    Table { name, id, key: "person_id", part, person: "person_id", words }
}

/// Evidence first. A disclosure is forgotten after its half hour: its leaf stays alone.
pub(super) const TABLES: &[Table] = &[
    plain("acknowledgment", "person_id", "verify.acknowledgment"),
    plain("attempt", "person_id", "verify.attempt"),
    Table {
        name: "admission_step",
        id: "admission_id || '#' || cast(number as text)",
        key: "admission_id",
        part: Part::First,
        person: "person_id",
        words: "verify.admission",
    },
    plain("admission", "person_id", "verify.admission"),
    plain("contact", "person_id", "verify.contact"),
    own("consent", "person_id || '/' || purpose || '#' || cast(number as text)", Part::First, "verify.consent"),
    own("wait_lift", "person_id || '/' || round_id || '#' || cast(number as text)", Part::First, "verify.wait_lift"),
    plain("doubt", "person_id", "verify.doubt"),
    Table {
        name: "doubt_answer",
        id: "doubt_id || '#' || cast(number as text)",
        key: "doubt_id",
        part: Part::First,
        person: "",
        words: "verify.doubt",
    },
    plain("paper", "person_id", "verify.paper"),
    Table {
        name: "paper_step",
        id: "paper_id || '#' || cast(number as text)",
        key: "paper_id",
        part: Part::First,
        person: "",
        words: "verify.paper",
    },
    own("leeway", "person_id || '/' || round_id || '#' || cast(number as text)", Part::First, "verify.leeway"),
    own("reminder", "person_id || '/' || round_id || '#' || cast(number as text)", Part::First, "verify.reminder"),
    plain("role_grant", "person_id", "verify.role"),
    plain("capacity", "person_id", "verify.capacity"),
    Table { name: "person", id: "id", key: "id", part: Part::Whole, person: "id", words: "verify.person" },
    own("removal", "person_id", Part::Whole, "verify.person"),
    plain("staff_list", "", "verify.person"),
    chain("profile", "verify.profile"),
    chain("presence", "verify.presence"),
    chain("absence", "verify.absence"),
    own("account", "person_id", Part::Whole, "verify.account"),
    chain("account_switch", "verify.account"),
    plain("link", "coalesce(person_id, '')", "verify.link"),
    plain("link_batch", "", "verify.link"),
    plain("version", "", "verify.version"),
    plain("document", "", "verify.version"),
    plain("round", "", "verify.round"),
    Table {
        name: "round_version",
        id: "round_id || '/' || document_id || '#' || cast(number as text)",
        key: "round_id",
        part: Part::First,
        person: "",
        words: "verify.round",
    },
    Table {
        name: "round_pause",
        id: "round_id || '#' || cast(number as text)",
        key: "round_id",
        part: Part::First,
        person: "",
        words: "verify.round",
    },
    Table {
        name: "calendar_day",
        id: "day || '#' || cast(number as text)",
        key: "day",
        part: Part::First,
        person: "",
        words: "verify.calendar",
    },
    Table {
        name: "report_note",
        id: "round_id || '#' || cast(number as text)",
        key: "round_id",
        part: Part::First,
        person: "",
        words: "verify.report",
    },
    own("enrolment", "round_id || '/' || person_id", Part::Second, "verify.enrolment"),
    plain("department", "", "verify.department"),
    plain("zalo_group", "", "verify.group"),
    Table {
        name: "label",
        id: "kind || '/' || thing || '#' || cast(number as text)",
        key: "thing",
        part: Part::Second,
        person: "",
        words: "verify.department",
    },
    Table { name: "setting", id: "name", key: "name", part: Part::Whole, person: "", words: "verify.setting" },
    plain("logo", "", "verify.logo"),
];

pub(super) fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|one| one.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_row_stands_in_its_name() {
        let key = |name: &str, row: &'static str| table(name).unwrap().key_of(row);
        assert_eq!(key("attempt", "a-1"), "a-1");
        assert_eq!(key("profile", "p-1#2"), "p-1");
        assert_eq!(key("consent", "p-1/M1#2"), "p-1");
        assert_eq!(key("enrolment", "r-1/p-1"), "p-1");
        assert_eq!(key("label", "department/d-1#1"), "d-1");
        assert_eq!(key("round_version", "r-1/quy-che#1"), "r-1");
    }
}
