//! The list as it is looked at before anybody is added.

use super::held::title;
use crate::page::Page;
use crate::people::pages::add::departments;
use crate::people::rules::list::{Answer, Draft, Facts, Mark, Note, Reviewed, Row, Said, review};
use crate::site::Department;
use crate::text::{fill, find, say, say_with};
use crate::visit::Member;
use crate::wrong::Wrong;
use askama::Template;

#[derive(Template)]
#[template(path = "people/list.html")]
pub(super) struct ListPage {
    page: Page,
    id: String,
    lines: Vec<Line>,
    /// How many will be added, of how many, in how many departments.
    told: String,
    on: usize,
    /// What was done with lines and columns that are nobody's.
    said: Vec<String>,
    /// What hinders rows, each with its line.
    faults: Vec<(usize, String)>,
    answers: Vec<Answer>,
    /// How many have no department, and whether the row above may tell it.
    homeless: usize,
    carries: bool,
    supposed: bool,
    departments: Vec<Department>,
    wrong: Wrong,
}

/// One person of the list.
struct Line {
    number: usize,
    full: String,
    family: String,
    middle: String,
    given: String,
    department: String,
    position: String,
    code: String,
    on: bool,
    hindered: bool,
    asks: bool,
    /// Sentences, each with the look of its tag.
    marks: Vec<(&'static str, String)>,
}

pub(super) fn page(member: &Member, id: String, draft: &Draft, facts: &Facts, wrong: Wrong) -> ListPage {
    let (reviewed, answers) = review(draft, facts);
    let lines: Vec<Line> = draft.rows.iter().zip(&reviewed).map(|(row, seen)| line(row, seen)).collect();
    let faults = draft.rows.iter().zip(&reviewed).flat_map(|(row, seen)| {
        seen.marks.iter().filter(|mark| mark.hinders()).map(|mark| (row.line, fault(row, mark)))
    });
    let homeless = draft.rows.iter().filter(|row| row.department.is_empty()).count();
    ListPage {
        page: title(member, "title.people_list"),
        id,
        told: counted(draft, &reviewed),
        on: reviewed.iter().filter(|seen| seen.on).count(),
        said: said(draft),
        faults: faults.collect(),
        answers: answers.into_iter().filter(|one| !one.like.is_empty()).collect(),
        homeless,
        carries: homeless > 0 && draft.rows.first().is_some_and(|row| !row.department.is_empty()),
        supposed: draft.said.iter().any(|note| matches!(note.kind, Said::Supposed | Said::Crossed))
            || reviewed.iter().any(|seen| seen.marks.contains(&Mark::Odd)),
        departments: departments(member),
        lines,
        wrong,
    }
}

fn counted(draft: &Draft, reviewed: &[Reviewed]) -> String {
    let on: Vec<&Row> = draft.rows.iter().zip(reviewed).filter(|(_, seen)| seen.on).map(|(row, _)| row).collect();
    let departments: std::collections::BTreeSet<&str> = on.iter().map(|row| row.department.as_str()).collect();
    let [all, on, departments] = [draft.rows.len(), on.len(), departments.len()].map(|n| n.to_string());
    say_with("list.counted", &[("tat_ca", &all), ("so", &on), ("phong", &departments)])
}

fn line(row: &Row, seen: &Reviewed) -> Line {
    let marks = seen.marks.iter().map(|mark| {
        (
            if mark.hinders() {
                "bad"
            } else if mark.asks() {
                "warn"
            } else {
                ""
            },
            words(row, mark),
        )
    });
    let notes = row.notes.iter().map(|note| ("", spoken(note)));
    Line {
        number: row.line,
        full: row.full(),
        family: row.family.clone(),
        middle: row.middle.clone(),
        given: row.given.clone(),
        department: row.department.clone(),
        position: row.position.clone(),
        code: row.code.clone(),
        on: seen.on,
        hindered: seen.hindered(),
        asks: seen.asks(),
        marks: marks.chain(notes).collect(),
    }
}

/// A mark of a row, on its line.
fn words(row: &Row, mark: &Mark) -> String {
    match mark {
        Mark::Fault(_, key) => find(key).unwrap_or_default().to_owned(),
        Mark::CodeTaken(whose) => {
            let fields =
                [("ma", row.code.as_str()), ("ten", whose.full_name.as_str()), ("phong", whose.department.as_str())];
            say_with("list.code_taken", &fields)
        }
        Mark::CodeTwice(line) => say_with("list.code_twice", &[("ma", &row.code), ("dong", &line.to_string())]),
        Mark::There => say("list.there").to_owned(),
        Mark::Twice(line) => say_with("list.twice", &[("dong", &line.to_string())]),
        Mark::Odd => say("list.odd").to_owned(),
        Mark::NewDepartment => say("list.new_department").to_owned(),
        Mark::Elsewhere(department) => say_with("list.elsewhere", &[("phong", department)]),
    }
}

/// What hinders a row: its line, the column, the reason.
fn fault(row: &Row, mark: &Mark) -> String {
    let column = match mark {
        Mark::Fault(place, _) => place.words(),
        _ => say("column.code"),
    };
    say_with("list.fault", &[("dong", &row.line.to_string()), ("cot", column), ("ly_do", &words(row, mark))])
}

fn spoken(note: &Note) -> String {
    let line = note.line.to_string();
    fill(note.kind.words(), &[("dong", &line), ("chu", &note.text)])
}

/// Lines and columns that are nobody's; neighbouring lines of one kind are told together, never a line between them that
/// is somebody's.
fn said(draft: &Draft) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let mut notes = draft.said.iter().peekable();
    while let Some(note) = notes.next() {
        let mut last = note.line;
        let together = !matches!(note.kind, Said::Extra | Said::Group | Said::InTitle);
        while let Some(next) = notes.next_if(|next| together && next.kind == note.kind && next.line == last + 1) {
            last = next.line;
        }
        if note.kind == Said::Extra && note.text.is_empty() {
            told.push(say_with("said.extra_place", &[("cot", &note.line.to_string())]));
        } else if last > note.line {
            let lines = format!("{}–{last}", note.line);
            let sentence = note.kind.words();
            told.push(fill(sentence, &[("dong", &lines), ("chu", "")]));
        } else {
            told.push(spoken(note));
        }
    }
    told
}
