//! The list as it is looked at before anybody is added.

use super::held::title;
use crate::page::Page;
use crate::people::pages::add::departments;
use crate::people::rules::list::{
    Answer, Column, Draft, Facts, Head, Mark, Note, Page as Sheet, Place, Present, Reviewed, Row, Said, Source,
    missing, review,
};
use crate::site::Department;
use crate::text::{fill, find, say, say_with};
use crate::time::show_day;
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
    /// What the button does: adds so many, changes so many.
    does: String,
    /// Rows that are probably somebody who is there, where nobody has said so yet.
    likely: usize,
    /// Of a file: how it is read.
    source: Option<Reading>,
    /// Of a file: departments, and who of them is not in it.
    missing: Vec<(String, Vec<String>)>,
    missing_count: usize,
    wrong: Wrong,
}

/// How a file is read, with what may be chosen.
struct Reading {
    at: usize,
    name: String,
    /// Sheets with people; one is no choice.
    sheets: Vec<(usize, String)>,
    /// What is hidden; empty: nothing.
    hidden: String,
    /// 'yes', 'no' or ''.
    hidden_read: &'static str,
    columns: Vec<Choice>,
    unread: Vec<String>,
}

/// A column with what it holds.
struct Choice {
    place: usize,
    label: String,
    sample: String,
    options: Vec<(&'static str, &'static str, bool)>,
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
    /// Nothing of them changes, and nothing is to be said.
    same: bool,
    /// Who of those that are there it may be: id, words, chosen.
    may_be: Vec<(String, String, bool)>,
    /// Sentences, each with the look of its tag.
    marks: Vec<(&'static str, String)>,
}

pub(super) fn page(member: &Member, id: String, draft: &Draft, facts: &Facts, wrong: Wrong) -> ListPage {
    let (reviewed, answers) = review(draft, facts);
    let lines: Vec<Line> = draft.rows.iter().zip(&reviewed).map(|(row, seen)| line(row, seen)).collect();
    let faults = draft.rows.iter().zip(&reviewed).flat_map(|(row, seen)| {
        seen.marks.iter().filter(|mark| mark.hinders()).map(|mark| (row.line, fault(row, mark)))
    });
    let away = |(row, seen): &(&Row, &Reviewed)| row.department.is_empty() && seen.is.is_empty();
    let homeless = draft.rows.iter().zip(&reviewed).filter(away).count();
    let missing = if draft.source.is_some() { missing(draft, facts, &reviewed) } else { Vec::new() };
    ListPage {
        page: title(member, "title.people_list"),
        id,
        told: counted(draft, &reviewed),
        does: does(&reviewed),
        said: said(draft),
        faults: faults.collect(),
        answers: answers.into_iter().filter(|one| !one.like.is_empty()).collect(),
        homeless,
        carries: homeless > 0 && draft.rows.first().is_some_and(|row| !row.department.is_empty()),
        supposed: draft.said.iter().any(|note| matches!(note.kind, Said::Supposed | Said::Crossed))
            || reviewed.iter().any(|seen| seen.marks.contains(&Mark::Odd)),
        departments: departments(member),
        likely: reviewed.iter().filter(|seen| seen.likely().is_some()).count(),
        source: draft.source.as_ref().and_then(reading),
        missing_count: missing.len(),
        missing: by_department(&missing),
        lines,
        wrong,
    }
}

fn reading(source: &Source) -> Option<Reading> {
    let page = source.page()?;
    let count = |many: usize| many.to_string();
    let sheet = |(place, one): (usize, &Sheet)| {
        (place, say_with("list.sheet", &[("ten", &one.name), ("n", &count(one.people))]))
    };
    let several = source.pages.len() > 1;
    let columns = page.columns.iter().enumerate().filter(|(_, one)| one.may_be_chosen());
    let choice = |(place, one): (usize, &Head)| Choice {
        place: place + 1,
        label: one.label.clone(),
        sample: page.sample(place),
        options: Column::ALL.map(|column| (column.word(), column.label(), column == one.column)).to_vec(),
    };
    let label = |(place, one): (usize, &Head)| {
        let unnamed = || say_with("list.column_place", &[("cot", &count(place + 1))]);
        if one.label.is_empty() { unnamed() } else { one.label.clone() }
    };
    Some(Reading {
        at: source.at,
        name: page.name.clone(),
        sheets: source.pages.iter().enumerate().filter(|_| several).map(sheet).collect(),
        hidden: hidden(page),
        hidden_read: match source.hidden {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        },
        columns: columns.map(choice).collect(),
        unread: page.columns.iter().enumerate().filter(|(_, one)| one.filled && one.dropped).map(label).collect(),
    })
}

/// What is hidden in a sheet, as a sentence.
fn hidden(page: &Sheet) -> String {
    let rows = page.hidden_people.to_string();
    let columns = page.hidden_columns().join(", ");
    match (page.hidden_people, columns.is_empty()) {
        (0, true) => String::new(),
        (0, false) => say_with("list.hidden_columns", &[("cot", &columns)]),
        (_, true) => say_with("list.hidden_rows", &[("n", &rows)]),
        _ => say_with("list.hidden_both", &[("n", &rows), ("cot", &columns)]),
    }
}

fn by_department(missing: &[&Present]) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for one in missing {
        match all.last_mut().filter(|last| last.0 == one.department) {
            Some((_, names)) => names.push(one.full_name.clone()),
            None => all.push((one.department.clone(), vec![one.full_name.clone()])),
        }
    }
    all
}

fn counted(draft: &Draft, reviewed: &[Reviewed]) -> String {
    let added = draft.rows.iter().zip(reviewed).filter(|(_, seen)| seen.adds());
    let on: Vec<&Row> = added.map(|(row, _)| row).collect();
    let departments: std::collections::BTreeSet<&str> = on.iter().map(|row| row.department.as_str()).collect();
    let many = |is: fn(&Reviewed) -> bool| reviewed.iter().filter(|seen| is(seen)).count();
    let (changed, same, suggested) =
        (many(Reviewed::changes), many(|seen| seen.marks.contains(&Mark::Same)), many(|seen| seen.suggests));
    let [all, on, departments] = [draft.rows.len(), on.len(), departments.len()].map(|n| n.to_string());
    let mut told = say_with("list.counted", &[("tat_ca", &all), ("so", &on), ("phong", &departments)]);
    for (many, key) in
        [(changed, "list.counted_changed"), (same, "list.counted_same"), (suggested, "list.counted_suggested")]
    {
        if many > 0 {
            told.push(' ');
            told.push_str(&fill(find(key).unwrap_or_default(), &[("n", &many.to_string())]));
        }
    }
    told
}

/// The words of the button.
fn does(reviewed: &[Reviewed]) -> String {
    let many = |is: fn(&Reviewed) -> bool| reviewed.iter().filter(|seen| is(seen)).count();
    let (adds, changes, suggests) = (many(Reviewed::adds), many(Reviewed::changes), many(|seen| seen.suggests));
    let (n, m) = (adds.to_string(), changes.to_string());
    match (adds, changes) {
        (0, 0) if suggests > 0 => say("list.does_suggest").to_owned(),
        (_, 0) => say_with("list.does_add", &[("n", &n)]),
        (0, _) => say_with("list.does_change", &[("m", &m)]),
        _ => say_with("list.does_both", &[("n", &n), ("m", &m)]),
    }
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
    let joined = Some(&row.joined).filter(|day| !day.is_empty());
    let joined = joined.map(|day| ("", say_with("list.joined", &[("ngay", &show_day(day))])));
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
        same: seen.same() && !seen.asks(),
        may_be: seen.may_be.iter().map(|one| candidate(row, one)).collect(),
        marks: joined.into_iter().chain(marks).chain(notes).collect(),
    }
}

/// Somebody whom a row may mean: id, words, chosen.
fn candidate(row: &Row, one: &Present) -> (String, String, bool) {
    let place = [&one.department, &one.position, &one.code].map(String::as_str);
    let place = place.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let words = say_with("list.is", &[("ten", &one.full_name), ("cho", &place)]);
    (one.id.clone(), words, row.is == one.id)
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
        Mark::Changes(place, was) if was.is_empty() => say_with("list.changes_empty", &[("cot", place.words())]),
        Mark::Changes(Place::Joined, was) => {
            say_with("list.changes", &[("cot", Place::Joined.words()), ("cu", &show_day(was))])
        }
        Mark::Changes(place, was) => say_with("list.changes", &[("cot", place.words()), ("cu", was)]),
        Mark::Same => say("list.same").to_owned(),
        Mark::Suggests => say("list.suggests").to_owned(),
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
        let together = note.text.is_empty() && note.line > 0;
        while let Some(next) = notes.next_if(|next| together && next.kind == note.kind && next.line == last + 1) {
            last = next.line;
        }
        let of_column = matches!(note.kind, Said::Extra | Said::Idle | Said::Mismatch | Said::Counts);
        if of_column && note.text.is_empty() {
            let place = say_with("list.column_place", &[("cot", &note.line.to_string())]);
            told.push(fill(note.kind.words(), &[("dong", &note.line.to_string()), ("chu", &place)]));
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
