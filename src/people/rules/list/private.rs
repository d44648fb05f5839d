//! What Nếp does not need of a list is left in the file: told by the heading, else by what stands in the column.

use super::Column;
use super::content::Looks;
use super::role::is_other_day;
use super::words::key;

/// Headings of what is nobody's business here; folded, matched by whole words.
const HEADINGS: [&str; 77] = [
    "sinh",
    "tuoi",
    "gioi tinh",
    "nam",
    "nu",
    "phai",
    "cccd",
    "cmnd",
    "cmt",
    "cmtnd",
    "can cuoc",
    "chung minh",
    "dinh danh",
    "ho chieu",
    "email",
    "e mail",
    "mail",
    "gmail",
    "thu dien tu",
    "dan toc",
    "ton giao",
    "dang",
    "doan",
    "cong doan",
    "luong",
    "he so",
    "bac",
    "ngach",
    "phu cap",
    "mat khau",
    "password",
    "pass",
    "tai khoan",
    "ngan hang",
    "bhxh",
    "bhyt",
    "bao hiem",
    "mst",
    "thue",
    "que quan",
    "que",
    "nguyen quan",
    "dia chi",
    "thuong tru",
    "tam tru",
    "ho khau",
    "cho o",
    "noi o",
    "trinh do",
    "bang cap",
    "hoc van",
    "van hoa",
    "chuyen mon",
    "chuyen nganh",
    "ngoai ngu",
    "tin hoc",
    "chinh tri",
    "ly luan",
    "hon nhan",
    "gia dinh",
    "vo",
    "chong",
    "cha",
    "me",
    "con",
    "suc khoe",
    "nhom mau",
    "ngay",
    "thang",
    "ghi chu",
    "ky nhan",
    "chu ky",
    "khen thuong",
    "ky luat",
    "hop dong",
    "xep loai",
    "danh gia",
];

/// Whether nothing of a column is kept: its role is none, and its heading or its cells say that Nếp does not need it, or
/// do not say that it does.
pub(super) fn is_private(column: Column, label: &str, looks: Looks) -> bool {
    match column {
        // A telephone column without telephone numbers is something else.
        Column::Phone => !looks.phones,
        // A day that may be the first at work is left to be chosen.
        Column::Extra if looks.days && !looks.phones && may_be_first_day(label) => false,
        Column::Extra => !looks.phones && (is_named(label) || !looks.usable),
        _ => false,
    }
}

/// `Ngày nhận nhiệm vụ`: a day of coming or beginning, and nothing in its heading is of anything else.
fn may_be_first_day(label: &str) -> bool {
    const COMING: [&str; 12] =
        ["dieu dong", "chuyen", "nhan", "vao", "lam", "bat dau", "tuyen", "ve", "den", "cong tac", "nhiem vu", "tiep"];
    let padded = format!(" {} ", key(label));
    let has = |word: &str| padded.contains(&format!(" {word} "));
    let comes = padded.starts_with(" ngay ") && COMING.iter().any(|word| has(word));
    comes && !is_other_day(padded.trim()) && !HEADINGS.iter().any(|word| *word != "ngay" && has(word))
}

/// Whether a heading names what is not read.
pub(super) fn is_named(label: &str) -> bool {
    let padded = format!(" {} ", key(label));
    HEADINGS.iter().any(|word| padded.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_what_is_nobodys_business_are_known() {
        for label in [
            "Ngày sinh Nữ",
            "Năm sinh",
            "Số CCCD/CMND",
            "Số căn cước",
            "E-mail",
            "Dân tộc",
            "Hệ số lương",
            "Ngày vào Đảng",
            "Ngày sinh",
            "Mật khẩu",
            "Mã số thuế",
            "Quê quán",
            "Trình độ",
            "Họ tên vợ/chồng",
            "Ghi chú",
        ] {
            assert!(is_named(label), "{label}");
        }
        for label in ["Tổ chuyên trách", "Nơi công tác", "Zalo", "Khu vực", "Nhóm"] {
            assert!(!is_named(label), "{label}");
        }
    }

    #[test]
    fn of_columns_of_days_only_one_of_coming_or_beginning_is_left_to_be_chosen() {
        let days = Looks { days: true, ..Looks::default() };
        for label in ["Ngày nhận nhiệm vụ", "Ngày về phòng", "Ngày bắt đầu tập sự"] {
            assert!(!is_private(Column::Extra, label, days), "{label}");
        }
        for label in ["Ngày SN", "Ngày s/n", "Ngày sinh", "Ngày NS", "Ngày vào Đảng", "Ngày ký HĐ", "Ngày", "Năm"]
        {
            assert!(is_private(Column::Extra, label, days), "{label}");
        }
    }
}
