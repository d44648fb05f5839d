//! A heading row: which column holds what.

use super::Column;
use super::grid::Line;
use super::role::{role, role_of};
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
    let mut labels: Vec<Label> = grid.get(place)?.cells.iter().map(|cell| Label::of(cell)).collect();
    let mut until = place + 1;
    let below = |line: &&Line| line.continues || is_second(&line.cells);
    while let Some(next) = grid.get(until).filter(|line| until < place + DEEPEST && below(line)) {
        join(&mut labels, &next.cells);
        until += 1;
    }
    let mut heading = Heading { columns: roles(&labels), from: place, until };
    while grid.get(heading.until).is_some_and(|line| is_numbers(&line.cells)) {
        heading.until += 1;
    }
    Some(heading)
}

/// Most rows of a heading.
const DEEPEST: usize = 5;

/// What a heading says of a column, from top to bottom.
#[derive(Clone, Debug, Default)]
struct Label {
    parts: Vec<String>,
}

impl Label {
    fn of(cell: &str) -> Self {
        Self { parts: Some(cell.to_owned()).filter(|cell| !cell.is_empty()).into_iter().collect() }
    }

    fn whole(&self) -> String {
        self.parts.join(" ")
    }

    /// The lowest part says it, unless what stands over it speaks of something else.
    fn role(&self) -> Column {
        let Some((lowest, above)) = self.parts.split_last() else { return Column::Extra };
        let above = above.join(" ");
        if is_of_others(&key(&above)) {
            return Column::Extra;
        }
        match role(lowest) {
            Column::Extra => role(&self.whole()),
            found => found,
        }
    }
}

/// A heading over columns that are about somebody else, or about money and papers.
fn is_of_others(key: &str) -> bool {
    const WORDS: [&str; 22] = [
        "cha",
        "me",
        "vo",
        "chong",
        "con",
        "than",
        "lanh",
        "luong",
        "ngach",
        "thue",
        "hiem",
        "bhxh",
        "bhyt",
        "cccd",
        "cmnd",
        "can cuoc",
        "dang",
        "doan",
        "khai sinh",
        "lien he",
        "ngan hang",
        "tai khoan",
    ];
    let padded = format!(" {key} ");
    WORDS.iter().any(|word| padded.contains(&format!(" {word} ")))
}

/// Whether a row names columns: the name, or its parts.
pub(super) fn is_heading(cells: &[String]) -> bool {
    let filled: Vec<Column> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| role(cell)).collect();
    let has = |column| filled.contains(&column);
    let beside = has(Column::Number) || has(Column::Position) || has(Column::Department) || has(Column::Code);
    has(Column::Name) || (has(Column::Given) && (has(Column::Front) || has(Column::Family) || beside))
}

/// A second row of headings below the first: `Nam | Nữ`, `Họ | Tên`.
pub(super) fn is_second(cells: &[String]) -> bool {
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

fn join(labels: &mut Vec<Label>, below: &[String]) {
    if labels.len() < below.len() {
        labels.resize(below.len(), Label::default());
    }
    // A heading over several columns may stand in the first of them only.
    let mut above = Label::default();
    for (place, label) in labels.iter_mut().enumerate() {
        let lower = below.get(place).map_or("", String::as_str);
        if !label.parts.is_empty() {
            label.clone_into(&mut above);
        }
        if lower.is_empty() || label.parts.last().is_some_and(|last| last == lower) {
            continue;
        }
        if label.parts.is_empty() {
            label.clone_from(&above);
        }
        let of_name = label.role().is_name() && role_of(&key(lower)).is_name();
        if of_name {
            label.parts.clear();
        }
        label.parts.push(lower.to_owned());
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

/// The first column of each kind is the one; of two for departments, the one that says so more closely; of two for
/// telephones, that of Zalo.
fn roles(labels: &[Label]) -> Vec<(Column, String)> {
    let mut columns: Vec<(Column, String)> = labels.iter().map(|label| (label.role(), label.whole())).collect();
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
    let best = |column: Column, says: &dyn Fn(&str) -> bool| {
        columns.iter().position(|one| one.0 == column && says(&key(&one.1)))
    };
    let closest = best(Column::Department, &|key| key.starts_with("phong"));
    let zalo = best(Column::Phone, &|key| key.contains("zalo"));
    let mobile = best(Column::Phone, &|key| key.contains("di dong") || key.contains("dtdd"));
    let phone = zalo.or(mobile);
    // Some offices recruit before the first day.
    let first = best(Column::Joined, &|key| key.contains(" vao ") || key.contains("lam"));
    let mut seen: Vec<Column> = Vec::new();
    for (place, one) in columns.iter_mut().enumerate() {
        let other = (one.0 == Column::Department && closest.is_some_and(|closest| closest != place))
            || (one.0 == Column::Phone && phone.is_some_and(|phone| phone != place))
            || (one.0 == Column::Joined && first.is_some_and(|first| first != place));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> Line {
        Line { number: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), ..Line::default() }
    }

    fn of(rows: &[&[&str]]) -> (Vec<Column>, usize) {
        let grid: Vec<Line> = rows.iter().map(|row| line(row)).collect();
        let heading = find(&grid).unwrap();
        (heading.columns.iter().map(|one| one.0).collect(), heading.until)
    }

    #[test]
    fn headings_of_office_lists_are_read() {
        use Column::{Code, Department, Extra, Family, Front, Given, Middle, Name, Number, Phone, Position};
        assert_eq!(of(&[&["STT", "Họ và tên (*)", "Chức vụ", "Số điện thoại"]]).0, [Number, Name, Position, Phone]);
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
    fn the_first_day_at_work_is_known_and_no_other_day_is_taken_for_it() {
        for label in [
            "Ngày vào cơ quan",
            "Ngày vào làm",
            "Ngày tiếp nhận",
            "Ngày bắt đầu làm việc",
            "Ngày tuyển dụng",
            "Ngày, tháng, năm vào cơ quan",
            "Ngày vào",
            "Thời gian bắt đầu công tác",
            "NGÀY VÀO TRUNG TÂM (*)",
            "Ngày nhận việc",
            "Ngày về đơn vị",
        ] {
            assert_eq!(role(label), Column::Joined, "{label}");
        }
        for label in [
            "Ngày sinh",
            "Ngày, tháng, năm sinh",
            "Ngày vào Đảng",
            "Ngày vào Đoàn",
            "Ngày vào ngành",
            "Ngày vào biên chế",
            "Ngày ký hợp đồng",
            "Ngày bắt đầu hợp đồng",
            "Ngày bắt đầu nghỉ",
            "Ngày tiếp nhận hồ sơ",
            "Ngày cấp",
            "Ngày",
            "Tuyển dụng",
            "Nơi tiếp nhận",
            "Hình thức tuyển dụng",
        ] {
            assert_ne!(role(label), Column::Joined, "{label}");
        }
        let both: [&[&str]; 2] = [&["Họ và tên", "Ngày tháng năm", ""], &["", "sinh", "vào cơ quan"]];
        let mut grid: Vec<Line> = both.iter().map(|row| line(row)).collect();
        grid[1].continues = true;
        let columns: Vec<Column> = find(&grid).unwrap().columns.iter().map(|one| one.0).collect();
        assert_eq!(columns, [Column::Name, Column::Extra, Column::Joined]);
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
