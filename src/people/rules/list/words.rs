//! Words by which cells of office lists are told apart; all compared folded.

use crate::text::fold;
use std::cell::RefCell;
use std::collections::HashMap;
use std::thread::LocalKey;

thread_local! {
    /// Keys of the texts of late: a cell is compared with many words, and folding it is most of the work.
    static KEYS: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
    /// The same of what names are compared by.
    static NAMES: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
}

/// Keys that are held at once.
const MOST_KEYS: usize = 20_000;

/// Lets go of what was compared.
pub(super) fn forget_keys() {
    for all in [&KEYS, &NAMES] {
        all.with_borrow_mut(|keys| *keys = HashMap::new());
    }
}

fn held(of: &'static LocalKey<RefCell<HashMap<String, String>>>, text: &str, fold: fn(&str) -> String) -> String {
    of.with_borrow_mut(|keys| {
        if let Some(found) = keys.get(text) {
            return found.clone();
        }
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        let made = fold(text);
        keys.insert(text.to_owned(), made.clone());
        made
    })
}

/// What names of people and departments are compared by.
pub(super) fn name_key(text: &str) -> String {
    held(&NAMES, text, crate::words::key)
}

/// What a text is compared by: folded, without what stands in brackets, every sign a space.
pub(super) fn key(text: &str) -> String {
    held(&KEYS, text, make_key)
}

fn make_key(text: &str) -> String {
    let mut open = 0_usize;
    let mut out = String::new();
    for c in fold(text).chars() {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            _ if open > 0 => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn begins(key: &str, words: &[&str]) -> bool {
    words.iter().any(|one| key == *one || key.strip_prefix(*one).is_some_and(|rest| rest.starts_with(' ')))
}

const DEPARTMENTS: &[&str] = &[
    "phong",
    "ban",
    "bo phan",
    "van phong",
    "trung tam",
    "to",
    "doi",
    "khoa",
    "chi cuc",
    "hat",
    "tram",
    "xuong",
    "don vi",
    "nhom",
    "p",
    "bgd",
    "phan xuong",
    "khu",
    "chi nhanh",
    "vien",
    "so",
    "cum",
    "kho",
    "thu vien",
    "ban giam doc",
];

/// Words that begin or are a position.
const POSITIONS: &[&str] = &[
    "truong",
    "pho",
    "giam doc",
    "pgd",
    "gd",
    "tp",
    "ptp",
    "vien chuc",
    "cong chuc",
    "can bo",
    "nhan vien",
    "chuyen vien",
    "nguoi lao dong",
    "lao dong",
    "hop dong",
    "ky su",
    "ky thuat vien",
    "ky thuat",
    "ktv",
    "bac si",
    "y si",
    "y ta",
    "dieu duong",
    "duoc si",
    "ho sinh",
    "ho ly",
    "giao vien",
    "giang vien",
    "ke toan",
    "van thu",
    "thu quy",
    "thu kho",
    "lai xe",
    "bao ve",
    "tap vu",
    "phuc vu",
    "le tan",
    "thu ky",
    "tro ly",
    "chu tich",
    "bi thu",
    "hieu truong",
    "hieu pho",
    "to truong",
    "to pho",
    "doi truong",
    "doi pho",
    "nhom truong",
    "nhom pho",
    "kiem lam vien",
    "cv",
    "cvc",
    "nv",
    "cs",
    "ks",
    "cong tac vien",
    "thu viec",
    "thuc tap",
    "phu trach",
    "quyen",
    "thanh tra vien",
    "lap trinh vien",
    "quan tri",
    "van phong vien",
    "vien truong",
    "pho vien truong",
    "chanh van phong",
    "pho chanh van phong",
    "chuyen gia",
    "cong nhan",
    "thanh vien",
    "quan ly",
    "dieu phoi vien",
    "nghien cuu vien",
    "bien tap vien",
    "phong vien",
    "thu thu",
    "luu tru",
    "cap duong",
    "tho",
    "nhan vien hop dong",
    "hdld",
];

/// Whether a text is a position: `Trưởng phòng`, `Viên chức`, `Kỹ sư chính`.
pub(super) fn is_position(text: &str) -> bool {
    let key = key(text);
    let by_end = key.split(' ').count() < 5 && key.ends_with(" vien") && !key.starts_with("thu vien");
    begins(&key, POSITIONS) || by_end
}

/// Whether a text is a department by its first word: `Phòng Kỹ thuật`, `Đội 1`, `P. Tổ chức`.
pub(super) fn is_department(text: &str) -> bool {
    let key = key(text);
    let tone = text.to_lowercase();
    // Tô, Đới, Bàn, Phong are names; without any mark in the text nobody knows.
    let looks =
        |word: &str, marked: &str| key.split(' ').next() != Some(word) || tone.starts_with(marked) || text.is_ascii();
    begins(&key, DEPARTMENTS)
        && !is_position(text)
        && [
            ("to", "tổ"),
            ("doi", "đội"),
            ("so", "sở"),
            ("phong", "phòng"),
            ("vien", "viện"),
            ("hat", "hạt"),
            ("ban", "ban"),
        ]
        .iter()
        .all(|(word, marked)| looks(word, marked))
}

/// Values of columns that are not read: sex, ethnicity, schooling, ticks.
pub(super) fn is_trait(text: &str) -> bool {
    const TRAITS: &[&str] = &[
        "nam",
        "nu",
        "kinh",
        "ede",
        "e de",
        "tay",
        "nung",
        "gia rai",
        "jrai",
        "mnong",
        "m nong",
        "thai",
        "mong",
        "khong",
        "co",
        "x",
        "dai hoc",
        "cao dang",
        "trung cap",
        "thac si",
        "tien si",
        "12 12",
        "dh",
        "cd",
        "tc",
        "bien che",
        "dang vien",
    ];
    TRAITS.contains(&key(text).as_str())
}

/// `Tổng cộng: 12 người`, `Cộng`, `Danh sách có 12 người`.
pub(super) fn is_total(text: &str) -> bool {
    let (key, lower) = (key(text), text.to_lowercase());
    let digit = text.chars().any(|c| c.is_ascii_digit());
    let counted = begins(
        &key,
        &["tong cong", "tong so", "cong", "tong", "danh sach co", "danh sach gom", "danh sach nay", "an dinh"],
    );
    let sure = ["tổng cộng", "tổng số", "cộng:", "tổng:", "ấn định"].iter().any(|word| lower.starts_with(word));
    sure || (counted && digit) || matches!(key.as_str(), "tong" | "cong" | "tong cong" | "tong so")
}

/// What stands under a list: place and day, who made it, who signs, where it goes.
pub(super) fn is_tail(text: &str) -> bool {
    let key = key(text);
    let day = begins(&key, &["ngay"]) || key.contains(" ngay");
    (day && key.contains("thang") && key.contains("nam"))
        || [
            "nguoi lap",
            "thu truong",
            "noi nhan",
            "nguoi ky",
            "xac nhan",
            "ky ten",
            "ky ghi ro",
            "lap bieu",
            "nguoi phe duyet",
            "luu vt",
        ]
        .iter()
        .any(|word| begins(&key, &[word]))
        || ["t m", "tl", "tuq", "kt giam doc", "kt truong phong"].iter().any(|word| begins(&key, &[word]))
            && text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        || fold(text).starts_with("(ky")
}

/// `nt`, `″`, `-nt-`, `như trên`: what stands above stands here too.
pub(super) fn is_ditto(text: &str) -> bool {
    let marks = text.trim_matches([' ', '-', '–', '.', '/']);
    matches!(marks, "\"" | "''" | "″" | "”" | "“" | "〃" | ",," | "\"\"" | "’’" | "ʺ" | "”“")
        || matches!(key(text).as_str(), "nt" | "n t" | "nhu tren" | "như tren" | "giong tren" | "-nt-")
}

/// An error that a spreadsheet shows in a cell, or a formula without its value.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 11] =
        ["#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!", "#data!", "#?"];
    let text = text.to_lowercase();
    text.starts_with('#') && ERRORS.contains(&text.as_str()) || text.starts_with("err:5")
}

/// The mark of the example in our own template.
pub(super) fn is_example(text: &str) -> bool {
    key(text).starts_with("vi du dong nay")
}

/// Whether every letter is a capital, and there are some.
pub(super) fn is_shouted(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::super::titles::is_title;
    use super::*;

    #[test]
    fn departments_positions_and_names_are_told_apart() {
        for one in [
            "Phòng Kỹ thuật",
            "P. Tổ chức",
            "Đội 1",
            "Tổ Lái xe",
            "BAN GIÁM ĐỐC",
            "Khoa Nội",
            "Phong nghiep vu",
            "Trung tâm 1",
        ] {
            assert!(is_department(one) && !is_position(one), "{one}");
        }
        for one in [
            "Viên chức",
            "Trưởng phòng",
            "Phó Trưởng phòng",
            "Tổ trưởng",
            "Kiểm lâm viên",
            "Giám đốc",
            "Kỹ sư chính",
            "TP",
            "Đội phó",
        ] {
            assert!(is_position(one) && !is_department(one), "{one}");
        }
        for one in
            ["Tô Văn An", "Phong Thị Bé", "Viên Thị Na", "Đới Văn Ba", "Bàn Thị Hoa", "Tống Công Minh", "Công Thị Nga"]
        {
            assert!(!is_department(one) && !is_position(one) && !is_total(one), "{one}");
        }
    }

    #[test]
    fn what_stands_around_a_list_is_told() {
        assert!(
            is_title("DANH SÁCH VIÊN CHỨC PHÒNG KỸ THUẬT")
                && is_title("UBND TỈNH X")
                && is_title("(Kèm theo Công văn số 12)")
        );
        assert!(is_total("Tổng cộng: 12 người") && is_total("Danh sách này có 12 người") && is_total("Cộng"));
        assert!(is_tail("X, ngày 12 tháng 3 năm 2026") && is_tail("X, ngày … tháng … năm …") && is_tail("NGƯỜI LẬP"));
        assert!(!is_tail("Nguyễn Văn Ngày") && !is_title("Nguyễn Danh Sách"));
    }
}
