//! Báo cáo kết quả triển khai: what is known of a round, in the words and the order of such a report.

use super::clauses::{Content, Figures, Missed};
use super::facts::{Away, Note};
use super::office::Office;
use super::paper::{Piece, Report, Table};
use crate::people::rules::Reason;
use crate::text::{lower_first, say, say_with};
use crate::time::{day_of, paper_date, spoken_moment};
use crate::tracking::rules::{Counts, percent};

/// Widths of the table by department, in thousandths.
const ROOM_WIDTHS: [usize; 10] = [65, 260, 85, 80, 75, 85, 90, 85, 95, 80];

/// What is known of a round.
pub(crate) struct Known<'a> {
    pub(crate) office: Office<'a>,
    pub(crate) name: &'a str,
    pub(crate) opened_at: i64,
    pub(crate) closed_at: Option<i64>,
    pub(crate) now: i64,
    /// The day at whose end it was so, `YYYY-MM-DD`; `None`: now, or on the last day of a closed round.
    pub(crate) then: Option<&'a str>,
    /// What it rests on, a line each.
    pub(crate) grounds: Vec<String>,
    /// What it asks, in words; empty where it asks nothing yet.
    pub(crate) work: String,
    /// The mark to reach, percent; `None` where nothing is asked.
    pub(crate) pass_percent: Option<i64>,
    /// By department, their sum last.
    pub(crate) counts: Vec<Counts>,
    /// Of those who have not confirmed: still to read, to pass, to confirm.
    pub(crate) undone: [i64; 3],
    pub(crate) away: Vec<Away>,
    pub(crate) figures: Figures,
    /// By the name of the department, in the order of lists.
    pub(crate) by_room: Vec<(String, Figures)>,
    pub(crate) note: Note,
}

impl Known<'_> {
    /// The report; `called` names a content.
    pub(crate) fn report(&self, called: impl Fn(&Content) -> String) -> Report {
        let pieces = [self.course(), self.results(), self.contents(&called), self.written()];
        Report {
            head: self.office.letterhead(self.office.number(), self.now),
            subject: say_with("report.subject", &[("dot", self.name)]),
            grounds: self.grounds.clone(),
            pieces: pieces.into_iter().flatten().collect(),
            recipients: lines(&self.note.recipients).map(str::to_owned).collect(),
            signs: self.office.signs(),
        }
    }

    fn sum(&self) -> Counts {
        self.counts.last().cloned().unwrap_or_default()
    }

    fn course(&self) -> Vec<Piece> {
        let opening = say_with("report.opening", &[("co_quan", self.office.setting("org.name"))]);
        let mut content = Vec::new();
        if !self.work.is_empty() {
            content.push(say_with("report.content_asked", &[("viec", &self.work)]));
        }
        content.extend(self.pass_percent.map(|n| say_with("report.pass", &[("diem", &n.to_string())])));
        let mut pieces = vec![Piece::Text(opening), Piece::Heading(say("report.part_1").to_owned())];
        if !content.is_empty() {
            pieces.extend([Piece::Under(say("report.content").to_owned()), Piece::Text(content.join(" "))]);
        }
        pieces.extend([Piece::Under(say("report.time").to_owned()), Piece::Text(self.time())]);
        pieces.extend([Piece::Under(say("report.people").to_owned()), Piece::Text(self.people())]);
        pieces.extend(self.paused().map(Piece::Text));
        pieces
    }

    fn time(&self) -> String {
        let from = paper_date(&day_of(self.opened_at));
        if let Some(then) = self.then {
            return say_with("report.time_then", &[("tu", &from), ("ngay", &paper_date(then))]);
        }
        match self.closed_at {
            Some(at) => say_with("report.time_closed", &[("tu", &from), ("den", &paper_date(&day_of(at)))]),
            None => say_with("report.time_open", &[("tu", &from), ("luc", &spoken_moment(self.now))]),
        }
    }

    fn people(&self) -> String {
        let (n, rooms) = (self.sum().total, self.counts.len().saturating_sub(1));
        if n == 0 {
            return say("report.people_none").to_owned();
        }
        say_with("report.people_told", &[("n", &n.to_string()), ("phong", &rooms.to_string())])
    }

    fn paused(&self) -> Option<String> {
        let (n, classes) = self.classes(true);
        (n > 0).then(|| say_with("report.paused", &[("n", &n.to_string()), ("ly_do", &classes)]))
    }

    /// How many are paused, or have not finished, and of which class, the recorded ones first.
    fn classes(&self, paused: bool) -> (i64, String) {
        let here = || self.away.iter().filter(|one| one.paused == paused);
        let of = |class: Option<Reason>| -> i64 { here().filter(|one| one.reason == class).map(|one| one.n).sum() };
        let words = |class: Option<Reason>| class.map_or(say("report.class_unknown"), Reason::words);
        let class = |one: Option<Reason>| {
            let n = Some(of(one)).filter(|n| *n > 0)?;
            Some(say_with("report.class", &[("ly_do", &lower_first(words(one))), ("n", &n.to_string())]))
        };
        let told: Vec<String> = Reason::ALL.iter().copied().map(Some).chain([None]).filter_map(class).collect();
        (here().map(|one| one.n).sum(), told.join("; "))
    }

    fn results(&self) -> Vec<Piece> {
        let sum = self.sum();
        let heading = Piece::Heading(say("report.part_2").to_owned());
        if sum.total == 0 {
            return vec![heading, Piece::Text(say("report.people_none").to_owned())];
        }
        let acknowledged = if sum.on_paper > 0 { "report.on_paper" } else { "report.acknowledged" };
        let steps = [
            ("report.read", sum.read),
            ("report.passed", sum.passed),
            (acknowledged, sum.acknowledged),
            ("report.approved", sum.approved),
            ("report.in_group", sum.in_group),
        ];
        let asked = |(key, _): &(&str, i64)| *key != "report.passed" || self.pass_percent.is_some();
        let step = |(key, n): (&'static str, i64)| Piece::Point(self.of_all(key, n, ("giay", sum.on_paper)));
        let mut pieces = vec![heading, Piece::Under(say("report.together").to_owned())];
        pieces.extend(steps.into_iter().filter(asked).map(step));
        pieces.extend([Piece::Under(say("report.by_room").to_owned()), Piece::Table(self.rooms())]);
        pieces.push(Piece::Note(say("report.rooms_note").to_owned()));
        pieces.extend(self.undone());
        pieces
    }

    /// So many of all, with the share of them.
    fn of_all(&self, key: &'static str, n: i64, (name, more): (&str, i64)) -> String {
        let all = self.sum().total;
        let (share, more) = (percent(n, all), more.to_string());
        say_with(key, &[("n", &n.to_string()), ("tong", &all.to_string()), ("ty_le", &share), (name, &more)])
    }

    fn rooms(&self) -> Table {
        let row = |(place, one): (usize, &Counts)| {
            let number = if place + 1 == self.counts.len() { String::new() } else { (place + 1).to_string() };
            let steps = [one.total, one.read, one.passed, one.acknowledged, one.approved, one.in_group];
            let steps = steps.into_iter().map(|n| n.to_string());
            let ends = [one.share(), one.overdue.to_string()];
            [number, one.department.clone()].into_iter().chain(steps).chain(ends).collect()
        };
        let rows = self.counts.iter().enumerate().map(row).collect();
        Table { rows, summed: true, ..Table::new(say("report.room_columns"), &ROOM_WIDTHS, &[1]) }
    }

    fn undone(&self) -> Vec<Piece> {
        let sum = self.sum();
        let heading = Piece::Under(say("report.undone").to_owned());
        let left = sum.total - sum.acknowledged;
        if left <= 0 {
            return vec![heading, Piece::Text(say_with("report.undone_none", &[("n", &sum.total.to_string())]))];
        }
        let lead = self.of_all("report.undone_told", left, ("qua_han", sum.overdue));
        let keys = ["report.undone_read", "report.undone_quiz", "report.undone_statement"];
        let steps = keys.into_iter().zip(self.undone).filter(|(_, n)| *n > 0);
        let steps = steps.map(|(key, n)| Piece::Point(say_with(key, &[("n", &n.to_string())])));
        let mut pieces: Vec<Piece> = [heading, Piece::Text(lead)].into_iter().chain(steps).collect();
        let recorded = self.away.iter().any(|one| !one.paused && one.reason.is_some());
        let classes = if recorded {
            say_with("report.undone_classes", &[("ly_do", &self.classes(false).1)])
        } else {
            say("report.undone_no_class").to_owned()
        };
        pieces.push(Piece::Text(classes));
        pieces
    }

    fn contents(&self, called: &impl Fn(&Content) -> String) -> Vec<Piece> {
        if self.pass_percent.is_none() && self.figures == Figures::Nothing {
            return Vec::new();
        }
        let mut pieces = vec![Piece::Under(say("report.contents").to_owned())];
        match &self.figures {
            Figures::Nothing => pieces.push(Piece::Text(say("report.contents_none").to_owned())),
            Figures::TooFew => pieces.push(Piece::Text(say("report.contents_few").to_owned())),
            Figures::Known { worst, unknown } => {
                let key = if worst.is_empty() { "report.contents_right" } else { "report.contents_lead" };
                pieces.push(Piece::Text(say(key).to_owned()));
                pieces.extend(worst.iter().map(|one| Piece::Point(line(one, called))));
                if *unknown > 0 {
                    pieces.push(Piece::Text(say_with("report.contents_unknown", &[("n", &unknown.to_string())])));
                }
            }
        }
        if !self.by_room.is_empty() {
            pieces.push(Piece::Text(say("report.contents_rooms").to_owned()));
            let room = |(name, figures): &(String, Figures)| {
                let told = room(figures, called);
                Piece::Point(say_with("report.contents_room", &[("phong", name), ("noi_dung", &told)]))
            };
            pieces.extend(self.by_room.iter().map(room));
        }
        pieces
    }

    fn written(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (heading, text) in [("report.part_3", &self.note.obstacles), ("report.part_4", &self.note.proposals)] {
            pieces.push(Piece::Heading(say(heading).to_owned()));
            let before = pieces.len();
            pieces.extend(lines(text).map(|line| Piece::Text(line.to_owned())));
            if pieces.len() == before {
                pieces.push(Piece::Text(say("report.blank").to_owned()));
            }
        }
        pieces.push(Piece::Text(say_with("report.end", &[("dot", self.name)])));
        pieces
    }
}

/// The lines of what was typed, without those with nothing on them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn line(one: &Missed, called: &impl Fn(&Content) -> String) -> String {
    let (wrong, share) = one.words();
    let (content, answers) = (called(&one.content), one.answers.to_string());
    let fields = [("noi_dung", content.as_str()), ("sai", &wrong), ("tong", &answers), ("ty_le", &share)];
    say_with("report.contents_line", &fields)
}

/// The worst of a department.
fn room(figures: &Figures, called: &impl Fn(&Content) -> String) -> String {
    match figures {
        Figures::Nothing | Figures::TooFew => say("report.contents_room_few").to_owned(),
        Figures::Known { worst, .. } => {
            worst.first().map_or_else(|| say("report.contents_room_right").to_owned(), |one| line(one, called))
        }
    }
}
