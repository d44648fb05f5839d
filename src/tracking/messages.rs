//! Messages to paste into Zalo, filled in: for one person, and for the group (counts only, no names of defaulters).

use super::rules::Counts;
use crate::reminders::rules::{Asked, MESSAGE, not_needed};
use crate::settings::rules::{message, messages};
use crate::standing::rules::{Standing, State};
use crate::text::say_with;
use crate::time::{day_after, days_left, show_day, spoken_today};

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
    /// What the round is about.
    pub(crate) texts: String,
    /// Which clause asks for a name that shows the person.
    pub(crate) grounds: &'a str,
    /// Where people go.
    pub(crate) address: String,
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
pub(crate) fn for_person(
    name: &str,
    standing: &Standing,
    state: State,
    zalo_name: Option<&str>,
    common: &Common<'_>,
) -> Vec<Ready> {
    let base = [
        ("ten", name),
        ("van_ban", common.texts.as_str()),
        ("can_cu", common.grounds),
        ("nhom", common.group),
        ("lien_ket", common.address.as_str()),
        ("nguoi_lien_he", common.contact),
        ("goi_y", name),
    ];
    let with = |more: &[(&'static str, &str)], id| {
        let fields: Vec<(&str, &str)> = base.iter().copied().chain(more.iter().copied()).collect();
        ready(id, &fields)
    };
    let mut list = Vec::new();
    if not_needed(standing, state).is_none() {
        let asked = Asked::of(standing, state, common.now);
        list.push(with(&asked.fields(), MESSAGE));
    }
    if let Some(zalo_name) = zalo_name {
        list.push(with(&[("ten_zalo", zalo_name)], "sua-ten-zalo"));
    }
    if let (State::Added, Some(at)) = (state, standing.added_at) {
        list.push(with(&[("ngay", &crate::time::short_day(at))], "da-vao-nhom"));
    }
    list
}

/// The messages for the group: opening, reminder, closing; and that a text was issued, where one was (`issued`: number
/// and day).
pub(crate) fn for_group(sum: &Counts, last_due: Option<&str>, issued: Option<&str>, common: &Common<'_>) -> Vec<Ready> {
    let today = crate::time::day_of(common.now);
    let coming = last_due.filter(|day| *day >= today.as_str()).map(str::to_owned);
    let due = coming.unwrap_or_else(|| day_after(common.now, 7));
    let left = days_left(common.now, &due).unwrap_or_default().to_string();
    let left = say_with("tracking.days", &[("n", &left)]);
    let (done, total, share) = (sum.acknowledged.to_string(), sum.total.to_string(), sum.share());
    let (open, now) = ((sum.total - sum.acknowledged).to_string(), spoken_today(common.now));
    let (due, today) = (show_day(&due), show_day(&today));
    let fields = |day: &'static str| -> Vec<(&str, &str)> {
        vec![
            ("nhom", common.group),
            ("van_ban", common.texts.as_str()),
            ("lien_ket", common.address.as_str()),
            ("nguoi_lien_he", common.contact),
            ("ngay", if day == "due" { &due } else { &today }),
            ("han", &due),
            ("luc", &now),
            ("con", &open),
            ("n", &done),
            ("tong", &total),
            ("ty_le", &share),
            ("con_lai", &left),
            ("phut", "40"),
            ("phien_ban", issued.unwrap_or_default()),
        ]
    };
    let mut list = vec![ready("mo-doc", &fields("due")), ready("nhac-chung", &fields("today"))];
    list.extend(issued.map(|_| ready("van-ban-moi", &fields("today"))));
    list.push(ready("tong-ket", &fields("today")));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::rounds::rules::Asks;
    use crate::standing::rules::{Facts, derive};

    fn common() -> Common<'static> {
        Common {
            group: "DAK LAK IOC",
            texts: "Quy chế nhóm Zalo".to_owned(),
            grounds: "mục 3.4 khoản 3 Điều 4 Quy chế",
            address: "https://nep.example.vn".to_owned(),
            contact: "phòng HC-DV",
            now: 1_795_000_000_000,
        }
    }

    fn standing() -> Standing {
        let asks =
            Asks { round_id: "r".into(), revision: 1, group_id: "g".into(), counts_from: 0, versions: Vec::new() };
        let one = derive(Facts { due_on: Some("2020-01-01".into()), ..Facts::default() }, &asks);
        Standing { added_at: Some(1), ..one }
    }

    #[test]
    fn no_message_leaves_a_field_open_or_is_too_long_for_zalo() {
        let sum = Counts { total: 40, acknowledged: 35, ..Counts::default() };
        let mut all = for_group(&sum, Some("2020-01-01"), Some("số 16/QĐ-IOC ngày 15/8/2025"), &common());
        for state in [State::NotStarted, State::Added, State::Returned] {
            all.extend(for_person("Nguyễn Thị Phương Thảo", &standing(), state, Some("Bố Bin"), &common()));
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
        for state in [State::InGroup, State::Left, State::Paused, State::AwaitingDecision, State::Approved] {
            assert_eq!(for_person("An", &standing(), state, None, &common()), []);
        }
        assert_eq!(for_person("An", &standing(), State::Reading, None, &common())[0].id, "nhac-rieng");
    }

    #[test]
    fn the_group_is_told_counts_and_a_day_that_is_not_past() {
        let sum = Counts { total: 8, acknowledged: 7, ..Counts::default() };
        let list = for_group(&sum, Some("2020-01-01"), None, &common());
        assert_eq!(list.len(), 3, "a draft was not issued");
        assert!(list[1].text.contains("hôm nay (") && list[2].text.contains("7/8") && list[2].text.contains("87,5%"));
        assert!(!list[0].text.contains("2020"));
    }
}
