//! A heading row: which column holds what.

use super::Column;
use super::grid::Line;
use super::words::{is_department, key};

/// A heading, and where the rows begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Heading {
    /// Of each column: what it holds, and what the heading calls it.
    pub(super) columns: Vec<(Column, String)>,
    /// Place of its first row in the grid, and of the first row below it.
    pub(super) from: usize,
    pub(super) until: usize,
}

/// Looks for it among the first rows.
pub(super) fn find(grid: &[Line]) -> Option<Heading> {
    let place = grid.iter().take(40).position(|line| is_heading(&line.cells))?;
    let mut labels = grid.get(place)?.cells.clone();
    let mut until = place + 1;
    while let Some(next) = grid.get(until).filter(|next| is_second(&next.cells)) {
        join(&mut labels, &next.cells);
        until += 1;
    }
    let mut heading = Heading { columns: roles(&labels), from: place, until };
    while grid.get(heading.until).is_some_and(|line| is_numbers(&line.cells)) {
        heading.until += 1;
    }
    Some(heading)
}

/// Whether a row names columns: the name, or its parts.
pub(super) fn is_heading(cells: &[String]) -> bool {
    let filled: Vec<Column> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| role(cell)).collect();
    let has = |column| filled.contains(&column);
    let beside = has(Column::Number) || has(Column::Position) || has(Column::Department) || has(Column::Code);
    has(Column::Name) || (has(Column::Given) && (has(Column::Front) || has(Column::Family) || beside))
}

/// A second row of headings below the first: `Nam | Nữ`, `Họ | Tên`.
fn is_second(cells: &[String]) -> bool {
    const BELOW: [&str; 12] = [
        "nam",
        "nu",
        "ho",
        "ten",
        "ho dem",
        "chu lot",
        "ho va chu lot",
        "ho va ten dem",
        "so",
        "ngay",
        "ma",
        "chuc danh",
    ];
    let filled: Vec<String> = cells.iter().map(|cell| key(cell)).filter(|key| !key.is_empty()).collect();
    !filled.is_empty() && filled.iter().all(|key| BELOW.contains(&key.as_str()) || is_heading_word(key))
}

fn is_heading_word(key: &str) -> bool {
    role_of(key) != Column::Extra && !is_department(key) && key.len() > 2
}

fn join(labels: &mut Vec<String>, below: &[String]) {
    if labels.len() < below.len() {
        labels.resize(below.len(), String::new());
    }
    // A heading over several columns stands in the first of them.
    let mut above = String::new();
    for (place, label) in labels.iter_mut().enumerate() {
        let lower = below.get(place).map_or("", String::as_str);
        if !label.is_empty() {
            label.clone_into(&mut above);
        }
        if lower.is_empty() {
            continue;
        }
        let own = role_of(&key(lower));
        let of_name = role_of(&key(&above)).is_name() && own.is_name();
        *label =
            if of_name || label.is_empty() && above.is_empty() { lower.to_owned() } else { format!("{above} {lower}") };
    }
}

/// `1 | 2 | 3 | 4`, `(1) | (2)`, `A | B | 1 | 2`.
pub(super) fn is_numbers(cells: &[String]) -> bool {
    let filled: Vec<&str> =
        cells.iter().map(|cell| cell.trim_matches(['(', ')', ' '])).filter(|cell| !cell.is_empty()).collect();
    let short = |cell: &&str| cell.len() < 3 && cell.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    let digits = filled.iter().filter(|cell| cell.chars().all(|c| c.is_ascii_digit())).count();
    filled.len() > 2 && filled.iter().all(short) && digits + 2 >= filled.len() && digits > 1
}

/// The first column of each kind is the one; of two for departments, the one that says so more closely.
fn roles(labels: &[String]) -> Vec<(Column, String)> {
    let mut columns: Vec<(Column, String)> = labels.iter().map(|label| (role(label), label.clone())).collect();
    let has = |columns: &[(Column, String)], wanted: Column| columns.iter().any(|one| one.0 == wanted);
    if has(&columns, Column::Name) {
        for one in &mut columns {
            if matches!(one.0, Column::Front | Column::Family | Column::Middle | Column::Given) {
                one.0 = Column::Extra;
            }
        }
    } else if !has(&columns, Column::Front) && !has(&columns, Column::Family) {
        for one in &mut columns {
            if one.0 == Column::Given {
                one.0 = Column::Name;
            }
        }
    }
    let closest = columns.iter().position(|one| one.0 == Column::Department && key(&one.1).starts_with("phong"));
    let mut seen: Vec<Column> = Vec::new();
    for (place, one) in columns.iter_mut().enumerate() {
        let other = one.0 == Column::Department && closest.is_some_and(|closest| closest != place);
        if matches!(one.0, Column::Extra | Column::Number) {
            continue;
        }
        if other || seen.contains(&one.0) {
            one.0 = Column::Extra;
        } else {
            seen.push(one.0);
        }
    }
    columns
}

fn role(label: &str) -> Column {
    let role = role_of(&key(label));
    let lower = label.to_lowercase();
    // Hồ and Hổ are names.
    if role == Column::Family && !lower.is_ascii() && !lower.contains("họ") { Column::Extra } else { role }
}

fn role_of(key: &str) -> Column {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> Line {
        Line { number: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    fn of(rows: &[&[&str]]) -> (Vec<Column>, usize) {
        let grid: Vec<Line> = rows.iter().map(|row| line(row)).collect();
        let heading = find(&grid).unwrap();
        (heading.columns.iter().map(|one| one.0).collect(), heading.until)
    }

    #[test]
    fn headings_of_office_lists_are_read() {
        use Column::{Code, Department, Extra, Family, Front, Given, Middle, Name, Number, Position};
        assert_eq!(of(&[&["STT", "Họ và tên (*)", "Chức vụ", "Số điện thoại"]]).0, [Number, Name, Position, Extra]);
        assert_eq!(of(&[&["TT", "Họ đệm", "Tên", "Phòng/Ban"]]).0, [Number, Front, Given, Department]);
        assert_eq!(
            of(&[&["Họ", "Chữ lót", "Tên", "Đơn vị công tác", "Mã CBVC"]]).0,
            [Family, Middle, Given, Department, Code]
        );
        assert_eq!(of(&[&["Họ, chữ lót", "Tên"]]).0, [Front, Given]);
        assert_eq!(
            of(&[&["Mã NV", "Họ tên", "Đơn vị", "Phòng", "Họ tên vợ/chồng"]]).0,
            [Code, Name, Extra, Department, Extra]
        );
        assert_eq!(of(&[&["Họ và tên", "Ngày sinh", "Mã số thuế", "Mã ngạch"]]).0, [Name, Extra, Extra, Extra]);
        assert_eq!(of(&[&["Họ và tên", "Họ", "Tên"]]).0, [Name, Extra, Extra]);
    }

    #[test]
    fn rows_of_headings_are_joined_and_a_row_of_numbers_is_none() {
        use Column::{Extra, Front, Given, Name, Number, Position};
        let rows: [&[&str]; 3] =
            [&["STT", "Họ và tên", "Ngày sinh", "", "Chức vụ"], &["", "", "Nam", "Nữ", ""], &["1", "2", "3", "4", "5"]];
        assert_eq!(of(&rows), (vec![Number, Name, Extra, Extra, Position], 3));
        assert_eq!(
            of(&[&["STT", "Họ tên", "", "Chức vụ"], &["", "Họ đệm", "Tên", ""]]),
            (vec![Number, Front, Given, Position], 2)
        );
        assert!(find(&[line(&["Nguyễn Văn An", "Phòng A"]), line(&["1", "Bé", "Phòng Tên lửa"])]).is_none());
    }
}
