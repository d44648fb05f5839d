//! Which column holds what, told from what stands in it: for lists without a heading, and against headings that stand
//! over the wrong column.

use super::Column;
use super::departments::Known;
use super::grid::Line;
use super::titles::is_title;
use super::words::{is_department, is_position, is_shouted, is_tail, is_total, is_trait, key};
use super::{day, phone, written};

/// What one cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    /// Telephone numbers, dates, addresses, identity numbers.
    Other,
    Code,
    Department,
    Position,
    Name,
    /// One word.
    Word,
    Text,
}

fn kind(cell: &str, known: &Known) -> Kind {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return if digits > 0 && digits < 4 && cell.len() < 5 { Kind::Number } else { Kind::Other };
    }
    if cell.contains('@') || digits > 7 && letters < 4 {
        return Kind::Other;
    }
    let cell = written::bare(cell).0;
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let words = cell.split(' ').count();
    if is_position(cell) {
        return Kind::Position;
    }
    if is_department(cell) || known.has(cell) {
        return Kind::Department;
    }
    if digits > 0 {
        let plain = cell.chars().all(|c| c.is_ascii_alphanumeric() || "-./_ ".contains(c));
        return if words < 3 && letters < 7 && plain { Kind::Code } else { Kind::Text };
    }
    let plain = |c: char| c.is_alphabetic() || " .'’‘ʼ´`-".contains(c) || crate::text::is_apostrophe(c);
    match words {
        1 if is_trait(cell) => Kind::Other,
        1 if written::is_glued(cell) => Kind::Name,
        1 => Kind::Word,
        2..=8 if !is_trait(cell) && cell.chars().all(plain) => Kind::Name,
        _ => Kind::Text,
    }
}

/// A line that may be a person's, where nothing says which column is which.
fn counts(line: &Line) -> bool {
    !line.cells.iter().any(|cell| is_title(cell) || is_total(cell) || is_tail(cell))
}

/// How often each kind stands in a column, of the lines that count.
struct Columns {
    kinds: Vec<Vec<Kind>>,
}

impl Columns {
    fn of<'a>(lines: impl Iterator<Item = &'a Line>, known: &Known) -> Self {
        let mut kinds: Vec<Vec<Kind>> = Vec::new();
        for line in lines.filter(|line| counts(line)) {
            if kinds.len() < line.cells.len() {
                kinds.resize(line.cells.len(), Vec::new());
            }
            for (column, cell) in kinds.iter_mut().zip(&line.cells).filter(|pair| !pair.1.is_empty()) {
                column.push(kind(cell, known));
            }
        }
        Self { kinds }
    }

    fn count(&self, place: usize, wanted: &[Kind]) -> usize {
        self.kinds.get(place).map_or(0, |all| all.iter().filter(|one| wanted.contains(one)).count())
    }

    fn filled(&self, place: usize) -> usize {
        self.kinds.get(place).map_or(0, Vec::len)
    }

    /// The column that has most of a kind, and this share of its cells in hundredths; of equal ones the first.
    fn best(&self, wanted: &[Kind], share: usize, free: &dyn Fn(usize) -> bool) -> Option<usize> {
        let places = (0..self.kinds.len()).filter(|place| free(*place));
        let good = places.filter(|place| {
            let n = self.count(*place, wanted);
            n > 0 && n * 100 >= self.filled(*place) * share
        });
        good.max_by_key(|place| (self.count(*place, wanted), std::cmp::Reverse(*place)))
    }
}

/// What each column holds; the second answer: the order of department and position is only supposed.
pub(super) fn columns(lines: &[Line], known: &Known) -> (Vec<Column>, bool) {
    let all = Columns::of(lines.iter(), known);
    let mut found = vec![Column::Extra; all.kinds.len()];
    let name = all.best(&[Kind::Name], 40, &|_| true).or_else(|| all.best(&[Kind::Name, Kind::Word], 40, &|_| true));
    let Some(name) = name else { return (found, false) };
    if let Some(given) = apart(&all, lines, name) {
        set(&mut found, name, Column::Front);
        set(&mut found, given, Column::Given);
    } else {
        set(&mut found, name, Column::Name);
    }
    for (kinds, share, column) in [
        (&[Kind::Department][..], 30, Column::Department),
        (&[Kind::Position][..], 30, Column::Position),
        (&[Kind::Code][..], 50, Column::Code),
    ] {
        let free = |place: usize| found.get(place) == Some(&Column::Extra);
        if let Some(place) = all.best(kinds, share, &free) {
            set(&mut found, place, column);
        }
    }
    for place in 0..found.len() {
        if found.get(place) == Some(&Column::Extra) && all.count(place, &[Kind::Number]) * 2 > all.filled(place) {
            set(&mut found, place, Column::Number);
        }
    }
    let supposed = suppose(&all, &mut found);
    (found, supposed)
}

fn set(found: &mut [Column], place: usize, column: Column) {
    if let Some(one) = found.get_mut(place) {
        *one = column;
    }
}

/// The column of the tên beside that of họ and chữ lót: single words, different ones.
fn apart(all: &Columns, lines: &[Line], name: usize) -> Option<usize> {
    let next = name + 1;
    let single = all.count(next, &[Kind::Word]);
    if single < 1 || single * 100 < all.filled(next) * 80 || all.filled(next) * 2 < all.filled(name) {
        return None;
    }
    let short = |line: &&Line| line.cells.get(name).is_some_and(|cell| (1..4).contains(&cell.split(' ').count()));
    let capital = |line: &&Line| {
        line.cells
            .get(next)
            .is_some_and(|cell| cell.starts_with(char::is_uppercase) && !(is_shouted(cell) && cell.len() < 6))
    };
    let both: Vec<&Line> =
        lines.iter().filter(|line| line.cells.get(next).is_some_and(|cell| !cell.is_empty())).collect();
    let good = both.iter().filter(|line| short(line) && capital(line)).count();
    let different: std::collections::BTreeSet<&String> = both.iter().filter_map(|line| line.cells.get(next)).collect();
    let varied = both.len() < 3 || different.len() > 2;
    (good * 100 >= both.len() * 70 && varied).then_some(next)
}

/// Columns of words that are neither known departments nor positions: the department stands first.
fn suppose(all: &Columns, found: &mut [Column]) -> bool {
    let mut supposed = false;
    let missing = |found: &[Column], column| !found.contains(&column);
    for column in [Column::Department, Column::Position] {
        let texts = [Kind::Text, Kind::Name, Kind::Word, Kind::Position, Kind::Department];
        let place = (0..found.len()).find(|place| {
            found.get(*place) == Some(&Column::Extra) && all.count(*place, &texts) * 2 > all.filled(*place)
        });
        // What is mostly a position is never a department.
        let Some(place) = place.filter(|_| missing(found, column)) else { continue };
        let positions = all.count(place, &[Kind::Position]);
        if column == Column::Department && positions > 0 {
            continue;
        }
        set(found, place, column);
        supposed |= column == Column::Department;
    }
    supposed
}

/// Whether the headings of department and position stand over each other's column.
pub(super) fn crossed(lines: &[Line], columns: &[Column], known: &Known) -> bool {
    let place = |column| columns.iter().position(|one| *one == column);
    let (Some(department), Some(position)) = (place(Column::Department), place(Column::Position)) else { return false };
    let all = Columns::of(lines.iter(), known);
    let most = |place: usize, kind: Kind| all.count(place, &[kind]) * 2 > all.filled(place);
    most(department, Kind::Position) && most(position, Kind::Department)
}

/// Whether a cell may be a name at all: more letters than digits.
pub(super) fn may_be_a_name(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && !key(cell).is_empty() && letters >= cell.chars().filter(char::is_ascii_digit).count()
}

/// What the cells of one column look like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looks {
    /// Mostly mobile numbers.
    pub(super) phones: bool,
    /// Mostly names, departments, positions or codes.
    pub(super) usable: bool,
    /// Mostly numbers, days, addresses: nothing that a list of people is read for.
    pub(super) other: bool,
    /// Mostly what a department, or a position, is called.
    pub(super) departments: bool,
    pub(super) positions: bool,
    /// 1, 2, 3, … from the first row to the last.
    pub(super) counts: bool,
    /// Some are meant as days.
    pub(super) days: bool,
}

/// Of each column, what its cells look like.
pub(super) fn looks(lines: &[Line], known: &Known) -> Vec<Looks> {
    let lines: Vec<&Line> = lines.iter().filter(|line| counts(line)).collect();
    let all = Columns::of(lines.iter().copied(), known);
    let of = |place: usize| {
        let cells: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.cells.get(place))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        let most = |kinds: &[Kind]| all.count(place, kinds) * 2 > all.filled(place);
        let digits = cells.iter().filter(|cell| cell.chars().any(|c| c.is_ascii_digit())).count();
        Looks {
            phones: digits > 0
                && cells.iter().filter(|cell| phone::is_phone(cell)).count() * 2 > digits.max(cells.len() / 2),
            usable: most(&[Kind::Name, Kind::Word, Kind::Department, Kind::Position, Kind::Code]),
            other: most(&[Kind::Other]),
            departments: most(&[Kind::Department]),
            positions: most(&[Kind::Position]),
            days: cells.iter().any(|cell| day::is_meant(cell)),
            counts: cells.len() > 2 && (1..).zip(&cells).all(|(n, cell): (usize, &&str)| cell.parse() == Ok(n)),
        }
    };
    (0..all.kinds.len()).map(of).collect()
}

/// Whether what a column without a heading holds are names: each word of them begins with a capital, as no task does.
pub(super) fn are_capitalised<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut names, mut all) = (0, 0);
    for cell in cells.filter(|cell| cell.contains(' ')) {
        let words = || cell.split(' ').filter(|word| word.starts_with(char::is_alphabetic));
        all += 1;
        names += usize::from(words().all(|word| word.starts_with(char::is_uppercase)));
    }
    names * 2 > all
}
