//! What of the organisation's settings a paper bears: its head, its symbol, and who signs for whom.

use super::paper::Letterhead;
use crate::text::{lower_first, say_with, upper_first};
use crate::time::paper_day;
use std::collections::BTreeMap;

/// The organisation's settings by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Office<'a>(pub(crate) &'a BTreeMap<String, String>);

impl<'a> Office<'a> {
    pub(crate) fn setting(self, name: &str) -> &'a str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The setting, else what follows from others.
    fn or(self, name: &str, other: impl FnOnce() -> String) -> String {
        Some(self.setting(name)).filter(|one| !one.is_empty()).map_or_else(other, str::to_owned)
    }

    /// `BC-IOC`.
    pub(super) fn symbol(self) -> String {
        let short = || self.setting("org.short").split_whitespace().next_back().unwrap_or_default().to_uppercase();
        self.or("org.report_symbol", || say_with("report.symbol", &[("ten", &short())]))
    }

    /// Its number blank, for văn thư to fill in.
    pub(crate) fn number(self) -> String {
        say_with("report.number", &[("ky_hieu", &self.symbol())])
    }

    /// Who issues it, and place and day: the day blank, with the year of `now` (UTC milliseconds).
    pub(crate) fn letterhead(self, number: String, now: i64) -> Letterhead {
        let (_, _, year) = paper_day(now);
        Letterhead {
            parent: self.setting("org.parent").to_uppercase(),
            agency: self.setting("org.name").to_uppercase(),
            number,
            day: say_with("report.day", &[("noi", self.setting("org.place")), ("nam", &year)]),
        }
    }

    /// Who signs, in capitals: for whom, where somebody does, and as what.
    pub(crate) fn signs(self) -> Vec<String> {
        let authority = self.setting("org.sign_authority");
        let head = || self.setting("org.head_title").to_owned();
        let own = || match authority {
            "" => head(),
            "KT." => say_with("report.deputy", &[("chuc_danh", &lower_first(&head()))]),
            _ => say_with("report.chief", &[("phong", &lower_first(self.setting("org.office")))]),
        };
        let own = self.or("org.sign_as", own).to_uppercase();
        match authority {
            "" => vec![own],
            authority => vec![format!("{authority} {}", self.or("org.sign_for", head).to_uppercase()), own],
        }
    }

    /// Nơi nhận, before anybody writes another.
    pub(crate) fn recipients(self) -> String {
        let office = upper_first(self.setting("org.office_short"));
        say_with("report.recipients", &[("dung_dau", self.setting("org.head")), ("phong", &office)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let known = [
            ("org.name", "Trung tâm Giám sát tỉnh Đắk Lắk"),
            ("org.short", "Dak Lak IOC"),
            ("org.head_title", "Giám đốc"),
            ("org.office", "Phòng Hành chính – Dịch vụ"),
            ("org.sign_authority", "TL."),
        ];
        known.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn somebody_signs_under_an_authority_or_by_themselves() {
        let signs = |pairs: &[(&str, &str)]| Office(&settings(pairs)).signs().join(" / ");
        assert_eq!(signs(&[]), "TL. GIÁM ĐỐC / TRƯỞNG PHÒNG HÀNH CHÍNH – DỊCH VỤ");
        assert_eq!(signs(&[("org.sign_authority", "KT.")]), "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC");
        assert_eq!(signs(&[("org.sign_authority", "")]), "GIÁM ĐỐC");
        let named = [("org.sign_authority", "TUQ."), ("org.sign_for", "Chủ tịch"), ("org.sign_as", "Chánh Văn phòng")];
        assert_eq!(signs(&named), "TUQ. CHỦ TỊCH / CHÁNH VĂN PHÒNG");
    }

    #[test]
    fn the_number_and_the_day_are_left_to_van_thu() {
        let settings = settings(&[]);
        assert_eq!(Office(&settings).number(), "Số:        /BC-IOC");
        let head = Office(&settings).letterhead(String::new(), 0);
        assert!(head.day.contains("ngày      tháng      năm 1970"), "{}", head.day);
        assert_eq!(head.agency, "TRUNG TÂM GIÁM SÁT TỈNH ĐẮK LẮK");
    }
}
