//! What one heading says of its column.

use super::Column;
use super::words::key;

/// What a column holds by its heading; [`Column::Extra`] where that is nothing Nếp reads.
pub(super) fn role(label: &str) -> Column {
    // `Họ và tên: Nguyễn Văn Anh` is a field of a form.
    if label.split_once(':').is_some_and(|(_, behind)| behind.chars().any(char::is_alphanumeric)) {
        return Column::Extra;
    }
    let role = role_of(&key(label));
    let lower = label.to_lowercase();
    // Hồ and Hổ are names.
    if role == Column::Family && !lower.is_ascii() && !lower.contains("họ") { Column::Extra } else { role }
}

pub(super) fn role_of(key: &str) -> Column {
    let words: Vec<&str> = key.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    let begins = |all: &[&str]| {
        all.iter().any(|one| key == *one || key.strip_prefix(one).is_some_and(|rest| rest.starts_with(' ')))
    };
    let others = ["cha", "me", "vo", "chong", "con", "than", "ho", "nguoi"]
        .iter()
        .any(|word| words.iter().skip(2).any(|one| one == word));
    if matches!(key, "stt" | "tt" | "so tt" | "so thu tu" | "thu tu" | "no" | "s tt" | "st" | "#") {
        return Column::Number;
    }
    if has("ho") && (has("dem") || has("lot")) && words.first() == Some(&"ho") {
        return Column::Front;
    }
    if begins(&[
        "ho va ten",
        "ho ten",
        "ho va tên",
        "hoten",
        "full name",
        "ho ten day du",
        "ten day du",
        "ten vien chuc",
        "ten nhan vien",
        "ten can bo",
        "hovaten",
    ]) {
        return if others { Column::Extra } else { Column::Name };
    }
    if matches!(key, "name" | "can bo vien chuc" | "ten cbvc") {
        return Column::Name;
    }
    match key {
        "ho" | "last name" => return Column::Family,
        "dem" | "chu dem" | "ten dem" | "lot" | "chu lot" | "ten lot" => return Column::Middle,
        "ten" | "ten goi" | "first name" => return Column::Given,
        _ => {}
    }
    if is_first_day(key) {
        return Column::Joined;
    }
    let of_money = ["thue", "bhxh", "bhyt", "hiem", "ngach", "danh", "ho", "tai", "khoan", "cccd", "cmnd", "bac"]
        .iter()
        .any(|word| has(word));
    if (begins(&["ma", "manv", "msnv", "so hieu", "ms"]) || matches!(key, "code" | "id")) && !of_money {
        return Column::Code;
    }
    if begins(&[
        "chuc vu",
        "chuc danh",
        "vi tri",
        "cong viec",
        "chuc vu chuc danh",
        "chucvu",
        "chuc nghiep",
        "position",
    ]) {
        return Column::Position;
    }
    let of_phone =
        ["dien thoai", "sdt", "so dt", "dt", "dtdd", "di dong", "so di dong", "zalo", "mobile", "phone", "tel"];
    if (begins(&of_phone) || begins(&["so dien thoai", "so zalo", "so may", "dien thoai"]))
        && !others
        && !has("co quan")
    {
        return Column::Phone;
    }
    let of_places = ["tinh", "so", "thoai", "sinh"].iter().any(|word| has(word));
    if begins(&[
        "phong",
        "bo phan",
        "don vi",
        "ban",
        "to",
        "doi",
        "khoa",
        "noi cong tac",
        "noi lam viec",
        "phong ban",
        "phongban",
        "donvi",
        "department",
        "truc thuoc",
    ]) && !of_places
    {
        return Column::Department;
    }
    Column::Extra
}

/// `Ngày vào cơ quan`, `Ngày tuyển dụng`, `Thời gian bắt đầu làm việc`; never a birthday, nor a day of the party, of a
/// contract or of pay.
fn is_first_day(key: &str) -> bool {
    const WHEN: [&str; 6] = ["ngay thang nam", "thoi gian", "thoi diem", "ngay thang", "ngay", "tu ngay"];
    const WORK: [&str; 24] = [
        "vao co quan",
        "vao lam",
        "vao don vi",
        "vao trung tam",
        "vao cong tac",
        "vao cong ty",
        "tiep nhan",
        "nhan viec",
        "nhan cong tac",
        "nhan cong viec",
        "bat dau lam",
        "bat dau cong tac",
        "bat dau vao",
        "bat dau di lam",
        "tuyen dung",
        "di lam",
        "ve co quan",
        "ve don vi",
        "ve trung tam",
        "ve cong tac",
        "den cong tac",
        "lam viec dau tien",
        "dau tien lam viec",
        "gia nhap co quan",
    ];
    if matches!(key, "start date" | "joined" | "join date" | "joining date" | "date joined" | "hire date") {
        return true;
    }
    let begins =
        |text: &str, word: &str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let what = WHEN.iter().find_map(|word| key.strip_prefix(word)?.strip_prefix(' ')).unwrap_or(key);
    let timed = what.len() < key.len();
    let alone = timed && matches!(what, "vao" | "bat dau");
    let work = alone || WORK.iter().any(|word| begins(what, word));
    let told = timed || key.starts_with("vao ") && key.ends_with(" ngay");
    work && told && !is_other_day(key)
}

/// A day of something else than work.
pub(super) fn is_other_day(key: &str) -> bool {
    const WORDS: [&str; 23] = [
        "sinh",
        "dang",
        "doan",
        "nganh",
        "bien che",
        "hop dong",
        "hd",
        "hdld",
        "luong",
        "ho so",
        "nghi",
        "bhxh",
        "cap",
        "het",
        "ket thuc",
        "ky",
        "nang",
        "bo nhiem",
        "ngach",
        "ngu",
        "cuoi",
        "thoi viec",
        "quyet dinh",
    ];
    let padded = format!(" {key} ");
    WORDS.iter().any(|word| padded.contains(&format!(" {word} ")))
}
