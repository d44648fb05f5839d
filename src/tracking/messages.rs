//! Messages to paste into Zalo, filled in: for one person, and for the group (counts only, no names of defaulters).

use super::rules::Counts;
use crate::settings::rules::{message, messages};
use crate::standing::rules::{Facts, state_words};
use crate::time::{day_after, days_left, show_day};

/// A message ready to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ready {
    /// Stable id of the template.
    pub(crate) id: &'static str,
    /// What it is for.
    pub(crate) title: String,
    /// Its text; no field is open.
    pub(crate) text: String,
}

/// What every message may name.
#[derive(Clone, Debug)]
pub(crate) struct Common<'a> {
    pub(crate) group: &'a str,
    /// Where people go.
    pub(crate) address: &'a str,
    /// Whom to ask.
    pub(crate) contact: &'a str,
    /// Now, UTC milliseconds.
    pub(crate) now: i64,
}

fn ready(id: &'static str, fields: &[(&str, &str)]) -> Ready {
    let title = messages().iter().find(|one| one.id == id).map(|one| one.title.clone()).unwrap_or_default();
    Ready { id, title, text: message(id, fields) }
}

/// The messages that fit where this person stands; `zalo_name` is set when their name should be changed.
pub(crate) fn for_person(facts: &Facts, state: &str, zalo_name: Option<&str>, common: &Common<'_>) -> Vec<Ready> {
    let name = facts.full_name.as_str();
    let base = [
        ("ten", name),
        ("nhom", common.group),
        ("lien_ket", common.address),
        ("nguoi_lien_he", common.contact),
        ("goi_y", name),
    ];
    let with = |more: &[(&'static str, &str)], id| {
        let fields: Vec<(&str, &str)> = base.iter().copied().chain(more.iter().copied()).collect();
        ready(id, &fields)
    };
    let mut list = Vec::new();
    let step = state_words(state).to_lowercase();
    let open = !matches!(state, "in_group" | "left" | "paused" | "removed" | "removal_ordered" | "awaiting_decision");
    let open = open && state != "approved" && !facts.person_id.is_empty();
    if open && state != "added" {
        let due = facts.due_on.clone().filter(|day| days_left(common.now, day).is_some_and(|left| left >= 0));
        let due = show_day(&due.unwrap_or_else(|| day_after(common.now, 3)));
        list.push(with(&[("buoc", &step), ("han", &due)], "nhac-rieng"));
    }
    if let Some(zalo_name) = zalo_name {
        list.push(with(&[("ten_zalo", zalo_name)], "sua-ten-zalo"));
    }
    if let ("added", Some(at)) = (state, facts.added_at) {
        list.push(with(&[("ngay", &crate::time::short_day(at))], "da-vao-nhom"));
    }
    list
}

/// The messages for the group: opening, reminder, new version, closing.
pub(crate) fn for_group(sum: &Counts, last_due: Option<&str>, version: &str, common: &Common<'_>) -> Vec<Ready> {
    let today = crate::time::day_of(common.now);
    let coming = last_due.filter(|day| *day >= today.as_str()).map(str::to_owned);
    let due = coming.unwrap_or_else(|| day_after(common.now, 7));
    let left = format!("{} ngày", days_left(common.now, &due).unwrap_or_default());
    let (done, total, share) = (sum.acknowledged.to_string(), sum.total.to_string(), sum.share());
    let (due, today) = (show_day(&due), show_day(&today));
    let fields = |day: &'static str| -> Vec<(&str, &str)> {
        vec![
            ("nhom", common.group),
            ("lien_ket", common.address),
            ("nguoi_lien_he", common.contact),
            ("gio", "17 giờ 00"),
            ("ngay", if day == "due" { &due } else { &today }),
            ("han", &due),
            ("n", &done),
            ("tong", &total),
            ("ty_le", &share),
            ("con_lai", &left),
            ("phut", "40"),
            ("phien_ban", version),
        ]
    };
    vec![
        ready("mo-doc", &fields("due")),
        ready("nhac-chung", &fields("today")),
        ready("van-ban-moi", &fields("today")),
        ready("tong-ket", &fields("today")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: Common<'static> = Common {
        group: "DAK LAK IOC",
        address: "https://nep.example.vn",
        contact: "phòng HC-DV",
        now: 1_795_000_000_000,
    };

    #[test]
    fn no_message_leaves_a_field_open_or_is_too_long_for_zalo() {
        let facts = Facts {
            person_id: "p".into(),
            full_name: "Nguyễn Thị Phương Thảo".into(),
            due_on: Some("2020-01-01".into()),
            added_at: Some(1),
            ..Facts::default()
        };
        let sum = Counts { total: 40, acknowledged: 35, ..Counts::default() };
        let mut all = for_group(&sum, Some("2020-01-01"), "bản ngày 15/8/2025", &COMMON);
        for state in ["not_started", "added", "returned"] {
            all.extend(for_person(&facts, state, Some("Bố Bin"), &COMMON));
        }
        assert!(all.len() >= 8);
        for one in all {
            assert!(!one.text.contains('{') && !one.text.is_empty(), "{one:?}");
            assert!(one.text.chars().count() <= 400, "{one:?}");
            assert!(!one.title.is_empty());
        }
    }

    #[test]
    fn nobody_is_reminded_of_what_is_done_or_not_their_turn() {
        let facts = Facts { person_id: "p".into(), ..Facts::default() };
        for state in ["in_group", "left", "paused", "awaiting_decision", "approved"] {
            assert_eq!(for_person(&facts, state, None, &COMMON), []);
        }
        assert_eq!(for_person(&facts, "reading", None, &COMMON)[0].id, "nhac-rieng");
    }

    #[test]
    fn the_group_is_told_counts_and_a_day_that_is_not_past() {
        let sum = Counts { total: 8, acknowledged: 7, ..Counts::default() };
        let list = for_group(&sum, Some("2020-01-01"), "", &COMMON);
        assert!(list[3].text.contains("7/8") && list[3].text.contains("87,5%"));
        assert!(!list[0].text.contains("2020"));
    }
}
