//! What stands before a name: forms of address, degrees, ranks.

use super::words::{begins, key};
use crate::text::fold;

/// Forms of address before a name, as written.
const ADDRESS: [&str; 15] =
    ["ông", "bà", "anh", "chị", "cô", "thầy", "em", "đồng chí", "đ/c", "đc", "mr", "mrs", "ms", "bác", "a"];
/// Degrees before a name, folded.
const DEGREES: [&str; 24] = [
    "ths", "ts", "ks", "cn", "bs", "pgs", "gs", "ds", "kts", "ls", "bscki", "bsckii", "cki", "ckii", "bsck1", "bsck2",
    "ck1", "ck2", "thac si", "tien si", "ky su", "cu nhan", "bac si", "gvc",
];

/// How many bytes of a name are a title or a form of address before it; 0 when there is none.
pub(super) fn title(name: &str) -> usize {
    let lower = name.to_lowercase();
    // Lower case may be longer than what it was made of.
    if lower.len() != name.len() {
        return 0;
    }
    let ends =
        |len: usize| name.get(len..).is_some_and(|rest| rest.starts_with(['.', ' ', ':', ','])) && name.len() > len + 1;
    let address = ADDRESS.iter().copied().find(|one| lower.starts_with(one) && ends(one.len()));
    if let Some(word) = address {
        let len = word.len();
        // A bare `A` or `Em` may be a name.
        let dotted = name.get(len..).is_some_and(|rest| rest.starts_with('.'));
        let kept = ["a", "em", "bác"].contains(&word) && !dotted;
        return if kept { 0 } else { len + skipped(name, len) };
    }
    let spaces = name.char_indices().filter(|(_, c)| matches!(c, '.' | ' ' | ',')).map(|(place, _)| place);
    let long = spaces.take(2).filter(|place| {
        let word = name.get(..*place).unwrap_or_default();
        let shouted = word.chars().filter(|c| c.is_uppercase()).count() > 1
            || name.get(*place..).is_some_and(|rest| rest.starts_with('.'));
        DEGREES.contains(&fold(word).as_str()) && (shouted || word.contains(' ')) && ends(*place)
    });
    long.last().map_or(0, |place| place + skipped(name, place))
}

fn skipped(name: &str, from: usize) -> usize {
    let rest = name.get(from..).unwrap_or_default();
    rest.len() - rest.trim_start_matches(['.', ' ', ':', ',']).len()
}

/// A line over a list: the office, the title, what it belongs to.
pub(super) fn is_title(text: &str) -> bool {
    let key = key(text);
    [
        "danh sach",
        "ubnd",
        "uy ban",
        "cong hoa xa hoi",
        "doc lap tu do",
        "kem theo",
        "phu luc",
        "bieu mau",
        "mau so",
        "so",
    ]
    .iter()
    .any(|word| begins(&key, &[word]) && (*word != "so" || text.to_lowercase().starts_with("sở")))
        || (key.contains("danh sach") && key.split(' ').count() > 3)
        || fold(text).contains("kem theo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_before_a_name_are_measured() {
        for (name, rest) in [
            ("ThS. Nguyễn Văn Rạng", "Nguyễn Văn Rạng"),
            ("ThS.Nguyễn Văn Rạng", "Nguyễn Văn Rạng"),
            ("Ông Nguyễn Văn Sơn", "Nguyễn Văn Sơn"),
            ("Đ/c Trần Thị Bé", "Trần Thị Bé"),
            ("đồng chí Lê Ba", "Lê Ba"),
            ("TS Lê Ba", "Lê Ba"),
            ("BS. CKII. Lê Ba", "CKII. Lê Ba"),
            ("Thạc sĩ Lê Ba", "Lê Ba"),
            ("A. Hùng", "Hùng"),
            ("Mr. An", "An"),
            ("Anh Thư", "Thư"),
            ("Nguyễn Anh Thư", "Nguyễn Anh Thư"),
            ("Bàng Văn A", "Bàng Văn A"),
            ("A Lâm", "A Lâm"),
            ("Ts Văn", "Ts Văn"),
            ("Ông", "Ông"),
        ] {
            assert_eq!(name.get(title(name)..), Some(rest), "{name}");
        }
    }
}
