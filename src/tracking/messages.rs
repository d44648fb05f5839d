//! Messages to paste into Zalo, filled in: for one person, and for the group (counts only, no names of defaulters).

use super::rules::Counts;
use crate::reminders::rules::{Asked, due_sentence, not_needed};
use crate::rounds::rules::Settings;
use crate::settings::rules::{message, messages};
use crate::standing::rules::{Standing, State};
use crate::text::say_with;
use crate::time::{days_left, short_day, show_day, spoken_today};

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
    /// What the round is about, and that it is a draft.
    pub(crate) texts: String,
    pub(crate) settings: Settings,
    /// What the round asks, in words: `đọc nội dung, làm bài kiểm tra và xác nhận cam kết`.
    pub(crate) work: String,
    /// Which clause asks for a name that shows the person.
    pub(crate) grounds: &'a str,
    /// Where people go.
    pub(crate) address: String,
    /// Whom to ask.
    pub(crate) contact: &'a str,
    /// Now, UTC milliseconds.
    pub(crate) now: i64,
}

/// Whom a message is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who<'a> {
    pub(crate) name: &'a str,
    /// Set when it should be changed.
    pub(crate) zalo_name: Option<&'a str>,
    /// They have taken back the consent to the use of their number.
    pub(crate) refuses: bool,
}

fn ready(id: &'static str, fields: &[(&str, &str)]) -> Ready {
    let title = messages().iter().find(|one| one.id == id).map(|one| one.title.clone()).unwrap_or_default();
    Ready { id, title, text: message(id, fields) }
}

/// The messages that fit where this person stands.
pub(crate) fn for_person(who: &Who<'_>, standing: &Standing, state: State, common: &Common<'_>) -> Vec<Ready> {
    let base = [
        ("ten", who.name),
        ("van_ban", common.texts.as_str()),
        ("can_cu", common.grounds),
        ("nhom", common.group),
        ("lien_ket", common.address.as_str()),
        ("nguoi_lien_he", common.contact),
        ("goi_y", who.name),
    ];
    let with = |more: &[(&'static str, &str)], id| {
        let fields: Vec<(&str, &str)> = base.iter().copied().chain(more.iter().copied()).collect();
        ready(id, &fields)
    };
    let mut list = Vec::new();
    if not_needed(standing, state, (who.refuses, &common.settings)).is_none() {
        let asked = Asked::of(standing, state, common.now);
        list.push(with(&asked.fields(), asked.message));
    }
    if who.refuses && matches!(state, State::NeedsContact | State::Returned) {
        list.push(with(&[], "rut-dong-y"));
    }
    if let Some(zalo_name) = who.zalo_name {
        list.push(with(&[("ten_zalo", zalo_name)], "sua-ten-zalo"));
    }
    let day = match state {
        State::Added => standing.added_at.map(|at| ("da-vao-nhom", at)),
        State::Removed => standing.removed_at.map(|at| ("dua-ra", at)),
        _ => None,
    };
    list.extend(day.map(|(id, at)| with(&[("ngay", &short_day(at))], id)));
    list
}

/// The messages for the group: opening while it is late for nobody, reminder while somebody is missing, the result until
/// now; and that a text was issued, where one was (`issued`: its title, number and day). `dues` are the first and the last
/// day due of those who are missing.
pub(crate) fn for_group(
    sum: &Counts,
    dues: Option<(&str, &str)>,
    issued: Option<(&str, &str)>,
    common: &Common<'_>,
) -> Vec<Ready> {
    let (due, now) = (dues_sentence(common.now, dues), spoken_today(common.now));
    let (done, total, share) = (sum.acknowledged.to_string(), sum.total.to_string(), sum.share());
    let open = (sum.total - sum.acknowledged).to_string();
    let (title, reference) = issued.unwrap_or_default();
    let fields = [
        ("nhom", common.group),
        ("van_ban", common.texts.as_str()),
        ("viec", &common.work),
        ("lien_ket", common.address.as_str()),
        ("nguoi_lien_he", common.contact),
        ("han", &due),
        ("luc", &now),
        ("con", &open),
        ("n", &done),
        ("tong", &total),
        ("ty_le", &share),
        ("ten_ban", title),
        ("phien_ban", reference),
    ];
    let coming = dues.and_then(|(first, _)| days_left(common.now, first)).is_none_or(|left| left >= 0);
    let missing = sum.total > sum.acknowledged;
    let fitting =
        [("mo-doc", missing && coming), ("nhac-chung", missing), ("van-ban-moi", issued.is_some()), ("tong-ket", true)];
    fitting.into_iter().filter(|(_, fits)| *fits).map(|(id, _)| ready(id, &fields)).collect()
}

/// The day due of everybody, or that each has their own.
fn dues_sentence(now: i64, dues: Option<(&str, &str)>) -> String {
    match dues {
        Some((first, last)) if first != last => say_with("remind.due_apart", &[("ngay", &show_day(last))]),
        _ => due_sentence(now, dues.map(|(_, last)| last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::rounds::rules::Asks;
    use crate::standing::rules::{Facts, derive};
    use crate::time::{DAY, day_of};
    use std::collections::BTreeSet;

    const NOW: i64 = 1_795_000_000_000; // 18/11/2026 in Việt Nam

    fn common() -> Common<'static> {
        Common {
            group: "DAK LAK IOC",
            texts: "Quy chế nhóm Zalo".to_owned(),
            settings: Settings::default(),
            work: "đọc nội dung, làm bài kiểm tra và xác nhận cam kết".to_owned(),
            grounds: "mục 3.4 khoản 3 Điều 4 Quy chế",
            address: "https://nep.example.vn".to_owned(),
            contact: "phòng HC-DV",
            now: NOW,
        }
    }

    /// Somebody with this day due, who was added and removed on days of their own.
    fn standing(due: Option<&str>) -> Standing {
        let asks = Asks { round_id: "r".into(), revision: 1, group_id: "g".into(), ..Asks::default() };
        let one = derive(Facts { due_on: due.map(str::to_owned), ..Facts::default() }, &asks);
        Standing { added_at: Some(NOW - 10 * DAY), removed_at: Some(NOW - 2 * DAY), articles: 4, read: 1, ..one }
    }

    fn who(refuses: bool) -> Who<'static> {
        Who { name: "Nguyễn Thị Phương Thảo", zalo_name: Some("Bố Bin"), refuses }
    }

    /// The days that a text names, as `YYYY-MM-DD`.
    fn days_in(text: &str) -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
        let days = words.filter(|word| word.matches('/').count() == 2);
        days.filter_map(|word| crate::time::parse_day(word.trim_matches('/'))).map(|day| day.to_string()).collect()
    }

    #[test]
    fn every_message_is_true_in_every_state_before_on_and_after_the_day_due_and_without_one() {
        let dues =
            [(Some("2026-11-25"), "còn 7 ngày"), (Some("2026-11-18"), "hôm nay"), (Some("2026-11-15"), "nay đã qua")];
        for (due, words) in dues.into_iter().chain([(None, "")]) {
            for (state, refuses, acknowledged) in State::ALL
                .iter()
                .flat_map(|state| [(*state, false, None), (*state, true, None), (*state, false, Some(NOW))])
            {
                let bits = if acknowledged.is_some() { crate::standing::rules::ACKNOWLEDGED } else { 0 };
                let stands = Standing { acknowledged_at: acknowledged, progress: bits, ..standing(due) };
                for one in for_person(&who(refuses), &stands, state, &common()) {
                    whole(&one);
                    let known: Vec<String> = match one.id {
                        "nhac-rieng" | "qua-han" if acknowledged.is_none() => {
                            due.into_iter().map(str::to_owned).collect()
                        }
                        "da-vao-nhom" => vec![day_of(NOW - 10 * DAY)],
                        "dua-ra" => vec![day_of(NOW - 2 * DAY)],
                        _ => Vec::new(),
                    };
                    assert_eq!(days_in(&one.text), known, "{state:?} {one:?}");
                    let told =
                        known.is_empty() || !matches!(one.id, "nhac-rieng" | "qua-han") || one.text.contains(words);
                    assert!(told, "{one:?}");
                    assert_eq!(one.id == "qua-han", one.text.contains("nay đã qua"), "{one:?}");
                    assert!(
                        !refuses || !matches!(one.id, "nhac-rieng" | "qua-han" | "tra-lai") || state.step() < 4,
                        "{one:?}"
                    );
                }
            }
            for (issued, done) in [(true, 35), (false, 35), (true, 40)] {
                let sum = Counts { total: 40, acknowledged: done, ..Counts::default() };
                let number = issued.then_some(("Quy chế nhóm Zalo", "số 16/QĐ-IOC ngày 15/8/2025"));
                let list = for_group(&sum, due.map(|day| (day, day)), number, &common());
                for one in &list {
                    whole(one);
                    let number = (one.id == "van-ban-moi").then(|| "2025-08-15".to_owned());
                    let day = due.filter(|_| one.id != "tong-ket").map(str::to_owned);
                    let known: BTreeSet<_> = number.into_iter().chain(day).collect();
                    assert_eq!(days_in(&one.text).into_iter().collect::<BTreeSet<_>>(), known, "{one:?}");
                    assert!(one.id == "tong-ket" || one.text.contains(words), "{one:?}");
                }
                let has = |id: &str| list.iter().any(|one| one.id == id);
                assert_eq!(
                    has("mo-doc"),
                    done < 40 && due != Some("2026-11-15"),
                    "an opening is no news when it is late"
                );
                assert_eq!(has("nhac-chung"), done < 40);
                assert_eq!(has("van-ban-moi"), issued, "a draft was not issued");
            }
        }
    }

    #[test]
    fn a_group_whose_people_have_days_of_their_own_is_told_so() {
        let sum = Counts { total: 40, acknowledged: 35, ..Counts::default() };
        let list = for_group(&sum, Some(("2026-11-10", "2026-12-15")), None, &common());
        assert!(list.iter().all(|one| one.id != "mo-doc"), "somebody is late already");
        let text = &list[0].text;
        assert!(text.contains("hạn riêng") && text.contains("15/12/2026") && !text.contains("10/11"), "{text}");
    }

    #[test]
    fn whoever_has_used_all_sittings_is_not_sent_to_a_page_that_refuses() {
        let common = Common { settings: Settings { sittings: 3, ..Settings::default() }, ..common() };
        let said = |sittings| {
            let stands = Standing { sittings, ..standing(None) };
            for_person(&Who { zalo_name: None, ..who(false) }, &stands, State::NotPassed, &common)
        };
        assert_eq!((said(2).len(), said(3)), (1, Vec::new()));
    }

    fn whole(one: &Ready) {
        assert!(!one.text.contains('{') && !one.text.is_empty() && !one.title.is_empty(), "{one:?}");
        assert!(!one.text.contains("  ") && !one.text.contains(" ."), "{one:?}");
        assert!(one.text.chars().count() <= 400, "{} {one:?}", one.text.chars().count());
    }

    #[test]
    fn each_step_has_its_own_verb_and_what_is_done_has_none() {
        let said = |state| for_person(&who(false), &standing(None), state, &common());
        let verbs = [
            (State::NotStarted, "chưa bắt đầu đọc"),
            (State::Reading, "còn 3 phần chưa đọc"),
            (State::ReadyForQuiz, "còn phải làm bài kiểm tra"),
            (State::NotPassed, "chưa đạt bài kiểm tra, cần làm lại"),
            (State::ReadyToAcknowledge, "xác nhận cam kết"),
            (State::NeedsContact, "khai số điện thoại"),
            (State::Returned, "trả lại hồ sơ"),
            (State::Added, "đã được thêm vào nhóm"),
            (State::Removed, "được đưa ra khỏi nhóm"),
        ];
        for (state, verb) in verbs {
            assert!(said(state).iter().any(|one| one.text.contains(verb)), "{state:?}");
        }
        for state in [State::InGroup, State::Left, State::Paused, State::AwaitingDecision, State::Approved] {
            let nothing = for_person(&Who { zalo_name: None, ..who(false) }, &standing(None), state, &common());
            assert_eq!(nothing, []);
        }
    }
}
