//! What stands around the articles: letterheads, kinds of document, signatures; and lines that a page break cut.

use super::{after_words, first_word, same};
use crate::text::fold;

/// Whether a line is written in capitals; it has letters.
pub(in crate::documents::rules) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether a paragraph opens the closing block of a part: alone, with the signer of the next column, or with its list.
pub(in crate::documents::rules) fn opens_closing(text: &str) -> bool {
    let bare = text.trim();
    let Some(rest) = ["Nơi nhận", "NƠI NHẬN"].iter().find_map(|words| bare.strip_prefix(words)) else {
        return false;
    };
    match rest.trim_start().strip_prefix(':') {
        Some(after) => {
            let apart = after.starts_with('\t') || after.starts_with("  ") || after.starts_with('\u{a0}');
            let first = after.trim_start().trim_start_matches(['-', '–', '+', ' ']);
            let list = ["như", "lưu"].iter().any(|word| same(first_word(first).0.trim_end_matches(':'), word));
            after.trim().is_empty() || is_capitals(after) || apart || list || kept(after)
        }
        None => rest.trim().is_empty(),
    }
}

/// A list of those who receive a text ends in who keeps it: "…; Lưu: VT."
fn kept(list: &str) -> bool {
    list.contains([';', ','])
        && list.split([';', ',']).any(|one| same(first_word(one.trim()).0.trim_end_matches(':'), "lưu"))
}

/// "Luật này được Quốc hội … thông qua ngày …".
pub(in crate::documents::rules) fn passed(text: &str) -> bool {
    if !text.contains("thông qua") {
        return false;
    }
    let starts = ["luật này", "bộ luật này", "nghị quyết này", "pháp lệnh này"];
    let said = |rest: &str| rest.trim_start().starts_with("được") || rest.trim_start().starts_with("đã được");
    starts.iter().filter_map(|start| after_words(text, start)).any(said)
}

/// Whether a line above the first heading is the document's number.
pub(in crate::documents::rules) fn is_number(plain: &str) -> bool {
    plain.trim_start().starts_with("Số:")
}

/// Whether a line above the first heading is the place and the day.
pub(in crate::documents::rules) fn is_day(plain: &str) -> bool {
    let words: Vec<&str> = plain.split_whitespace().collect();
    ["ngày", "tháng", "năm"].iter().all(|word| words.contains(word))
}

/// "Hà Nội, ngày 01 tháng 7 năm 2026" alone on its line.
pub(in crate::documents::rules) fn is_day_line(plain: &str) -> bool {
    let Some((place, _)) = plain.split_once("ngày") else { return false };
    let place = place.trim();
    let named = place.is_empty() || place.ends_with(',') && place.starts_with(char::is_uppercase);
    is_day(&plain.replace(',', " , "))
        && named
        && plain.split_whitespace().count() <= 14
        && !plain.ends_with([';', ':'])
}

/// The name of the country, which every letterhead has.
pub(in crate::documents::rules) fn is_letterhead(plain: &str) -> bool {
    (30..200).contains(&plain.len()) && is_capitals(plain) && fold(plain).contains("cong hoa xa hoi chu nghia viet nam")
}

/// A line of capitals that begins with the name of a kind of document: "QUY CHẾ", "NỘI QUY CƠ QUAN".
///
/// `Some(true)`: nothing else stands on it.
pub(in crate::documents::rules) fn is_type(plain: &str) -> Option<bool> {
    const KINDS: [&str; 27] = [
        "quyết định",
        "quy chế",
        "nội quy",
        "quy định",
        "bộ quy tắc",
        "quy tắc",
        "quy trình",
        "điều lệ",
        "nghị định",
        "nghị quyết",
        "thông tư",
        "bộ luật",
        "luật",
        "pháp lệnh",
        "hướng dẫn",
        "kế hoạch",
        "chỉ thị",
        "quy ước",
        "hương ước",
        "thỏa ước",
        "thoả ước",
        "chương trình",
        "phương án",
        "đề án",
        "danh mục",
        "tiêu chuẩn",
        "quy chuẩn",
    ];
    // Capitals first: that is said by the second letter of most lines.
    let ends = plain.trim_end().ends_with([':', ';', ',', '.']);
    if !is_capitals(plain)
        || ends
        || plain.split_whitespace().count() > 25
        || after_words(plain, "quy định chung").is_some()
    {
        return None;
    }
    KINDS.iter().find_map(|kind| after_words(plain, kind)).map(str::is_empty)
}

/// Words at the end of a line after which a number belongs to a reference or a date.
pub(in crate::documents::rules) fn expects(before: &str) -> bool {
    const WORDS: [&str; 16] = [
        "khoản", "điểm", "điều", "mục", "chương", "phần", "tại", "của", "theo", "năm", "ngày", "tháng", "số", "từ",
        "đến", "trong",
    ];
    let mut last = before.split_whitespace().rev();
    let (Some(end), outer) = (last.next(), last.next()) else { return false };
    let refers = |word: &str| WORDS.iter().take(6).any(|one| same(word, one));
    // "khoản 1" goes on with "Điều 2", "điểm a" with "khoản 1".
    let short = end.chars().count() <= 3 && !end.ends_with(['.', ':', ';']);
    // "1. Năm" is a title; in the middle of a sentence the word is small.
    let small = outer.is_none_or(|outer| !outer.ends_with(['.', ')', ':'])) || end.starts_with(char::is_lowercase);
    small && WORDS.iter().any(|word| same(end, word)) || short && outer.is_some_and(refers)
}

/// Words at the end of a line after which a heading is only named: [`expects`] without those that a date goes on with.
pub(in crate::documents::rules) fn refers(before: &str) -> bool {
    const DATED: [&str; 4] = ["năm", "ngày", "tháng", "số"];
    let end = before.split_whitespace().next_back().unwrap_or_default();
    expects(before) && !DATED.iter().any(|word| same(end, word))
}

/// Words at the end of a line that something has to follow: the line was cut.
pub(in crate::documents::rules) fn connects(before: &str) -> bool {
    const WORDS: [&str; 20] = [
        "và", "hoặc", "với", "cho", "về", "các", "những", "bởi", "là", "do", "đối", "khi", "trên", "dưới", "được",
        "để", "bằng", "vào", "nếu", "mà",
    ];
    let end = before.split_whitespace().next_back().unwrap_or_default();
    expects(before) || WORDS.iter().any(|word| same(end, word))
}

/// Whether a line ends in the middle of a sentence.
pub(in crate::documents::rules) fn cut(before: &str) -> bool {
    !before.trim_end().ends_with(['.', ';', ':', '!', '?', '”', '"', '»', ')', '…', '/', '’'])
}

/// A line with which a signature begins: a title in capitals.
pub(in crate::documents::rules) fn begins_signature(plain: &str) -> bool {
    let bare = plain.trim();
    if !is_capitals(bare) || bare.split_whitespace().count() > 14 || bare.ends_with([';', ',', '.', ':']) {
        return false;
    }
    let (first, _) = first_word(bare);
    let on_behalf = ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L", "TM", "KT"].contains(&first);
    on_behalf || names_office(bare)
}

/// A line that names who signs, in capitals or not: "Giám đốc".
pub(in crate::documents::rules) fn names_office(plain: &str) -> bool {
    const TITLES: [&str; 24] = [
        "thủ trưởng",
        "giám đốc",
        "phó giám đốc",
        "tổng giám đốc",
        "chủ tịch",
        "phó chủ tịch",
        "bộ trưởng",
        "thứ trưởng",
        "thủ tướng",
        "hiệu trưởng",
        "trưởng phòng",
        "cục trưởng",
        "vụ trưởng",
        "chi cục trưởng",
        "chánh văn phòng",
        "viện trưởng",
        "trưởng ban",
        "chánh án",
        "người đứng đầu",
        "tổng cục trưởng",
        "đại diện",
        "xác nhận",
        "người lập",
        "người ký",
    ];
    let short = plain.split_whitespace().count() <= 10 && !plain.trim_end().ends_with([';', ',', '.', ':']);
    short && TITLES.iter().any(|title| after_words(plain.trim(), title).is_some())
}

/// "(Đã ký)", "(Ký, ghi rõ họ tên)", "[daky]".
pub(in crate::documents::rules) fn unsigned(plain: &str) -> bool {
    let bare = plain.trim();
    let bracketed = bare.starts_with('(') && bare.ends_with(')') || bare.starts_with('[') && bare.ends_with(']');
    bracketed && bare.chars().count() < 60 && !is_issued(bare)
}

/// "(Ban hành kèm theo Quyết định số 12/QĐ-…)": what stands under the title of a text that another one issues.
pub(in crate::documents::rules) fn is_issued(plain: &str) -> bool {
    let bare = plain.trim();
    bare.starts_with('(') && fold(bare).contains("kem theo")
}

/// The line above a typed table of contents.
pub(in crate::documents::rules) fn is_contents(plain: &str) -> bool {
    after_words(plain.trim().trim_end_matches([':', '.']), "mục lục").is_some_and(str::is_empty)
}

/// A line that ends in the page it is found on: "Điều 1. Phạm vi ..... 3".
pub(in crate::documents::rules) fn is_paged(plain: &str) -> bool {
    let bare = plain.trim_end();
    let title = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = bare.len() - title.len();
    let led = title.ends_with('\t') || title.trim_end().ends_with(['…', '_', '\t']) || title.trim_end().ends_with("..");
    (1..=4).contains(&digits) && led
}

/// "Nguyễn Văn A", "PGS. TS. H’Lan Niê": two to eight words with a capital, without a sentence's marks.
pub(in crate::documents::rules) fn is_name(plain: &str) -> bool {
    let words: Vec<&str> = plain.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase()) && !word.ends_with([';', ',', ':']);
    let tail = words.last().is_some_and(|word| word.ends_with(['.', ';', ':', ',']));
    (2..=8).contains(&words.len()) && words.iter().all(capital) && !tail
}

/// Words with which a khoản of an amending text begins.
pub(in crate::documents::rules) fn amends(text: &str) -> bool {
    let starts = ["sửa đổi", "bổ sung", "thay thế", "bãi bỏ", "thay cụm từ", "bỏ cụm từ", "bỏ"];
    starts.iter().any(|start| after_words(text, start).is_some())
}
