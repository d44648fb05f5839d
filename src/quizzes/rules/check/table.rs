//! What the banks cover, as a plain-text table.

use super::super::bank::{Bank, Kind, Question};
use super::subject::{Subject, questions_on};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

/// A column: its heading and what it counts.
type Column = (&'static str, fn(&Question) -> bool);

const COLUMNS: [Column; 13] = [
    ("câu", |_| true),
    ("một", |q| matches!(q.kind, Kind::One { .. })),
    ("nhiều", |q| matches!(q.kind, Kind::Many { .. })),
    ("đ/s", |q| matches!(q.kind, Kind::Truth { .. })),
    ("ghép", |q| matches!(q.kind, Kind::Match { .. })),
    ("dễ", |q| q.difficulty == 1),
    ("vừa", |q| q.difficulty == 2),
    ("khó", |q| q.difficulty == 3),
    ("t.huống", |q| q.situation),
    ("ôn lại", |q| q.refresher),
    ("đ.liệt", |q| q.critical.is_some()),
    ("l.đạo", |q| q.audience == Capacity::Leadership),
    ("k.thuật", |q| q.audience == Capacity::Support),
];

/// The width of the first column and of the others.
const FIRST: usize = 40;
const OTHER: usize = 8;

/// One table a document: a line for each clause that binds (marked *) or is tested, and a line for the whole.
pub(super) fn render(banks: &[&Bank], subjects: &[Subject]) -> String {
    subjects.iter().map(|subject| document(banks, subject)).collect::<Vec<_>>().join("\n")
}

fn document(banks: &[&Bank], subject: &Subject) -> String {
    let questions: Vec<&Question> = questions_on(banks, subject).collect();
    let heads: String = COLUMNS.iter().map(|(head, _)| format!("{head:>OTHER$}")).collect::<Vec<_>>().concat();
    let mut lines = vec![format!("{:<FIRST$}{heads}", subject.document)];
    for (id, label) in &subject.known {
        let on: Vec<&Question> = questions.iter().copied().filter(|q| q.clauses.contains(id)).collect();
        if subject.binds(id) || !on.is_empty() {
            lines.push(row(&name(subject, id, label), &on));
        }
    }
    lines.push(row("Cả văn bản", &questions));
    lines.push(String::new());
    lines.join("\n")
}

fn name(subject: &Subject, id: &ClauseId, label: &str) -> String {
    let mark = if subject.binds(id) { "* " } else { "  " };
    format!("{mark}{label}")
}

fn row(name: &str, questions: &[&Question]) -> String {
    let count = |(_, counts): &Column| questions.iter().filter(|q| counts(q)).count();
    let cells: Vec<String> = COLUMNS.iter().map(|column| format!("{:>OTHER$}", count(column))).collect();
    format!("{name:<FIRST$}{}", cells.concat())
}
