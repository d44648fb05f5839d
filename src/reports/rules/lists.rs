//! The two lists: who has come how far, and who signs.

use super::office::Office;
use super::paper::{List, Table};
use crate::standing::rules::{ACKNOWLEDGED, IN_GROUP, ON_PAPER, PASSED, READ, State};
use crate::text::{say, say_with};
use crate::time::{paper_date, paper_day};

const LIST_WIDTHS: [usize; 7] = [45, 195, 150, 225, 125, 110, 150];
const SIGNING_WIDTHS: [usize; 7] = [45, 195, 150, 225, 95, 170, 120];
/// Places of the columns with words.
const LIST_LEFT: [usize; 5] = [1, 2, 3, 4, 6];
const SIGNING_LEFT: [usize; 4] = [1, 2, 3, 6];

/// A person of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) full_name: String,
    pub(crate) position: String,
    pub(crate) department: String,
    pub(crate) progress: i64,
    /// On the day of the report.
    pub(crate) state: State,
    /// When they confirmed, as it is shown; empty where they have not.
    pub(crate) acknowledged_on: String,
}

impl Listed {
    /// What is done, never what is not.
    fn result(&self) -> &'static str {
        let is = |bit: i64| self.progress & bit != 0;
        say(match () {
            () if is(IN_GROUP) => "report.result_in_group",
            () if is(ACKNOWLEDGED) => "report.result_acknowledged",
            () if is(PASSED) => "report.result_passed",
            () if is(READ) => "report.result_read",
            () if self.state == State::Reading => "report.result_reading",
            () => "report.result_waiting",
        })
    }

    fn remark(&self) -> &'static str {
        match () {
            () if self.state == State::Paused => say("report.remark_paused"),
            () if self.progress & ON_PAPER != 0 => say("report.remark_paper"),
            () => "",
        }
    }

    fn cells(&self, place: usize, ends: [&str; 3]) -> Vec<String> {
        let who = [(place + 1).to_string(), self.full_name.clone(), self.position.clone(), self.department.clone()];
        who.into_iter().chain(ends.map(str::to_owned)).collect()
    }
}

/// Phụ lục of a report: everybody with what they have done, by the end of the day `then` where it is another one than the
/// newest.
pub(crate) fn annex(office: Office<'_>, people: &[Listed], (now, then): (i64, Option<&str>)) -> List {
    let (_, _, year) = paper_day(now);
    let symbol = office.symbol();
    let under = [("ky_hieu", symbol.as_str()), ("nam", &year), ("co_quan", office.setting("org.name"))];
    let row = |(place, one): (usize, &Listed)| one.cells(place, [one.result(), &one.acknowledged_on, one.remark()]);
    let rows = people.iter().enumerate().map(row).collect();
    List {
        head: None,
        titles: [say("report.annex"), say("report.list_title")].map(str::to_owned).into(),
        under: say_with("report.list_under", &under),
        table: Table { rows, ..Table::new(say("report.list_columns"), &LIST_WIDTHS, &LIST_LEFT) },
        total: total(people, then),
        signs: Vec::new(),
    }
}

/// The list that everybody signs by hand; `round` and its texts are named above it.
pub(crate) fn signing(
    office: Office<'_>,
    (round, texts): (&str, &str),
    people: &[Listed],
    (now, then): (i64, Option<&str>),
) -> List {
    let rows = people.iter().enumerate().map(|(place, one)| one.cells(place, [""; 3])).collect();
    List {
        head: Some(office.letterhead(String::new(), now)),
        titles: vec![say("report.signing_title").to_owned()],
        under: say_with("report.signing_under", &[("dot", round), ("van_ban", texts)]),
        table: Table { rows, hand: true, ..Table::new(say("report.signing_columns"), &SIGNING_WIDTHS, &SIGNING_LEFT) },
        total: total(people, then),
        signs: office.signs(),
    }
}

fn total(people: &[Listed], then: Option<&str>) -> String {
    let n = people.len().to_string();
    match then {
        None => say_with("report.list_total", &[("n", &n)]),
        Some(day) => say_with("report.list_total_then", &[("n", &n), ("ngay", &paper_date(day))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(progress: i64, state: State) -> Listed {
        let (full_name, position) = ("H’Hen Niê".to_owned(), "Viên chức".to_owned());
        Listed { full_name, position, department: "Phòng A".into(), progress, state, acknowledged_on: String::new() }
    }

    #[test]
    fn a_list_says_what_is_done_and_notes_are_neutral() {
        let all = READ | PASSED | ACKNOWLEDGED;
        let told = |progress, state| (listed(progress, state).result(), listed(progress, state).remark());
        assert_eq!(told(all | IN_GROUP, State::InGroup), ("Đã vào nhóm", ""));
        assert_eq!(told(all | ON_PAPER, State::NeedsContact), ("Đã cam kết", "Cam kết bằng bản giấy"));
        assert_eq!(told(READ | PASSED, State::ReadyToAcknowledge).0, "Đã đạt bài kiểm tra");
        assert_eq!(told(READ, State::NotPassed), ("Đã đọc", ""));
        assert_eq!(told(0, State::Reading).0, "Đang đọc");
        assert_eq!(told(0, State::Paused), ("Chưa đọc", "Tạm hoãn"));
    }
}
