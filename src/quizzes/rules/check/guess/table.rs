//! How guessers are shown.

use super::row::Row;

/// The widths of the first two columns and of the numbers.
const WAY: usize = 50;
const KINDS: usize = 26;
const NUMBER: usize = 10;

/// One line a guesser and type.
pub(super) fn render(rows: &[Row]) -> String {
    let heads = ["số câu", "điểm", "đoán bừa", "hơn", "được hơn"].map(|head| format!("{head:>NUMBER$}")).concat();
    let head = format!("{:<WAY$}{:<KINDS$}{heads}  nhận xét", "Người không biết bài chọn", "loại câu");
    let lines = rows.iter().map(|row| {
        let numbers =
            [row.points, row.chance, row.above(), row.limit].map(|n| format!("{:>NUMBER$}", shown(n))).concat();
        let line =
            format!("{:<WAY$}{:<KINDS$}{:>NUMBER$}{numbers}  {}", name(row), row.kinds, row.questions, remark(row));
        line.trim_end().to_owned()
    });
    std::iter::once(head).chain(lines).map(|line| line + "\n").collect()
}

fn name(row: &Row) -> String {
    row.picks.map_or_else(|| row.way.to_owned(), |picks| format!("{} (chọn {picks})", row.way))
}

fn remark(row: &Row) -> &'static str {
    match row {
        row if !row.is_judged() => "ít câu, không xét",
        row if row.is_too_good() => "✗ đoán được",
        row if row.is_too_bad() => "▼ kém đoán bừa nhiều",
        _ => "",
    }
}

/// What is said where a guesser is too good.
pub(super) fn failure(row: &Row) -> String {
    let [points, chance, limit] = [row.points, row.chance, row.limit].map(shown);
    let (kinds, name) = (&row.kinds, name(row));
    format!("câu {kinds}: chọn “{name}” được {points} điểm, đoán bừa {chance}, chỉ được hơn {limit}")
}

/// With a decimal comma.
fn shown(number: f64) -> String {
    format!("{number:.1}").replace('.', ",")
}
