//! Filters, counts and the funnel.

use crate::standing::rules::{Facts, STATES};
use crate::text::fold;
use std::collections::BTreeMap;

/// What the table is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Department id, or empty.
    pub(crate) department: String,
    /// Name of a state, "overdue", "again", or empty.
    pub(crate) state: String,
    /// Words to search for, with or without marks.
    pub(crate) words: String,
}

impl Filter {
    /// Whether a person is shown. `today` is `YYYY-MM-DD`.
    pub(crate) fn takes(&self, facts: &Facts, today: &str) -> bool {
        let department = self.department.is_empty() || facts.department_id == self.department;
        let state = match self.state.as_str() {
            "" => facts.left_at.is_none(),
            "overdue" => facts.is_overdue(today),
            "again" => facts.must_acknowledge_again(),
            name => facts.state(today) == name,
        };
        department && state && self.finds(facts)
    }

    /// Every typed word must begin or stand in a word of the name, the code or the position.
    fn finds(&self, facts: &Facts) -> bool {
        let code = facts.code.clone().unwrap_or_default();
        let text = format!("{} {} {}", facts.name_fold, fold(&code), fold(&facts.position));
        let exact = format!("{} {}", facts.full_name, facts.position).to_lowercase();
        self.words.split_whitespace().all(|word| {
            let folded = fold(word);
            let marked = folded != word.to_lowercase();
            if marked { exact.contains(&crate::text::nfc(&word.to_lowercase())) } else { text.contains(&folded) }
        })
    }
}

/// One line of the summary by department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Department name; "Tổng cộng" in the last line.
    pub(crate) department: String,
    /// People who count: not left, not paused.
    pub(crate) total: usize,
    /// Read everything.
    pub(crate) read: usize,
    pub(crate) passed: usize,
    /// Acknowledged the current versions.
    pub(crate) acknowledged: usize,
    /// Approved by the leader.
    pub(crate) approved: usize,
    pub(crate) in_group: usize,
    /// Past the day and not done.
    pub(crate) overdue: usize,
}

impl Counts {
    fn add(&mut self, facts: &Facts, today: &str) {
        self.total += 1;
        self.read += usize::from(facts.has_read());
        self.passed += usize::from(facts.has_read() && facts.passed_at.is_some());
        self.acknowledged += usize::from(facts.acknowledged_at.is_some());
        let approved = facts.outcome.as_deref() == Some("approved") && facts.removed_at.is_none();
        self.approved += usize::from(approved);
        self.in_group += usize::from(facts.is_in_group());
        self.overdue += usize::from(facts.is_overdue(today));
    }

    /// Share that acknowledged, in percent with one decimal as offices write it (`87,5%`).
    pub(crate) fn share(&self) -> String {
        percent(self.acknowledged, self.total)
    }
}

/// `87,5%`; `–` of nothing.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 2000 / whole).div_ceil(2);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 { format!("{whole}%") } else { format!("{whole},{tenth}%") }
}

/// Counts by department, in the order the departments have, and their sum last.
pub(crate) fn by_department(people: &[Facts], departments: &[(String, String)], today: &str) -> Vec<Counts> {
    let mut lines: BTreeMap<usize, Counts> = BTreeMap::new();
    let mut sum = Counts { department: "Tổng cộng".to_owned(), ..Counts::default() };
    for facts in people.iter().filter(|facts| !matches!(facts.state(today), "left" | "paused")) {
        let place = departments.iter().position(|(id, _)| *id == facts.department_id).unwrap_or(usize::MAX);
        let line = lines.entry(place).or_default();
        line.department.clone_from(&facts.department);
        line.add(facts, today);
        sum.add(facts, today);
    }
    lines.into_values().chain([sum]).collect()
}

/// The funnel: how many got at least this far, with the share of all.
pub(crate) fn funnel(sum: &Counts) -> Vec<(&'static str, usize, usize)> {
    let share = |n: usize| (n * 100).checked_div(sum.total).unwrap_or_default();
    [
        ("Tổng số", sum.total),
        ("Đã đọc", sum.read),
        ("Đạt", sum.passed),
        ("Đã cam kết", sum.acknowledged),
        ("Đã duyệt", sum.approved),
        ("Đã vào nhóm", sum.in_group),
    ]
    .into_iter()
    .map(|(label, n)| (label, n, share(n)))
    .collect()
}

/// How many stand in each state, in the order of the steps; states with nobody are left out.
pub(crate) fn by_state(people: &[Facts], today: &str) -> Vec<(&'static str, &'static str, usize)> {
    let count = |name: &str| people.iter().filter(|facts| facts.state(today) == name).count();
    STATES.iter().map(|(name, words)| (*name, *words, count(name))).filter(|state| state.2 > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, department: &str) -> Facts {
        Facts {
            full_name: name.to_owned(),
            name_fold: fold(name),
            department_id: department.to_owned(),
            department: department.to_uppercase(),
            articles: 2,
            ..Facts::default()
        }
    }

    #[test]
    fn search_works_with_and_without_marks() {
        let duc = person("Trần Văn Đức", "a");
        let find = |words: &str| Filter { words: words.to_owned(), ..Filter::default() }.takes(&duc, "2026-11-24");
        assert!(find("duc") && find("đức") && find("TRAN duc") && find("ran"));
        assert!(!find("dục") && !find("nam"));
    }

    #[test]
    fn counts_leave_out_the_departed_and_the_paused() {
        let done = Facts { read: 2, passed_at: Some(1), acknowledged_at: Some(1), ..person("An", "a") };
        let left = Facts { left_at: Some(1), ..person("Bình", "a") };
        let paused = Facts { paused_until: Some("2027-01-01".into()), ..person("Chi", "a") };
        let late = Facts { due_on: Some("2026-11-01".into()), ..person("Dũng", "b") };
        let lines = by_department(
            &[done, left, paused, late],
            &[("a".into(), "A".into()), ("b".into(), "B".into())],
            "2026-11-24",
        );
        let told: Vec<_> =
            lines.iter().map(|line| (line.department.as_str(), line.total, line.acknowledged, line.overdue)).collect();
        assert_eq!(told, [("A", 1, 1, 0), ("B", 1, 0, 1), ("Tổng cộng", 2, 1, 1)]);
        assert_eq!(lines[2].share(), "50%");
    }

    #[test]
    fn percentages_are_written_as_offices_write_them() {
        assert_eq!(percent(7, 8), "87,5%");
        assert_eq!(percent(1, 3), "33,3%");
        assert_eq!(percent(2, 3), "66,7%");
        assert_eq!(percent(3, 3), "100%");
        assert_eq!(percent(0, 0), "–");
    }
}
