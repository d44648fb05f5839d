//! A regulation on A4 as Nghị định 30/2020/NĐ-CP, Phụ lục I, lays it out. What is centred, slanted or bold follows from
//! where a line stands and whether it is in capitals, so that the text of any office comes out alike; no word is changed.

use super::clause::{Clause, ClauseKind};
use super::inline::{escape, line, paragraphs, spans, wrap};
use super::marks;
use super::paragraph::Paragraph;
use super::regulation::Regulation;
use super::steps::Step;
use super::writer::Writer;

/// A text laid out: what stands in the head, and everything under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// "Số: 16/QĐ-IOC"; empty where the text has no such line.
    pub number: String,
    /// "Đắk Lắk, ngày 24 tháng 11 năm 2026"; empty where the text has no such line.
    pub day: String,
    /// Who issues it, in the words of the text's own letterhead; empty where it has none.
    pub agency: Vec<String>,
    /// The name of the country and its motto, as the text has them; empty where it has no letterhead.
    pub motto: Vec<String>,
    /// Ready HTML. Headings begin at `<h2>`.
    pub body: String,
}

impl Regulation {
    /// The whole document on A4; each part but the first, and each annex and form, begins a page.
    pub fn render_paper(&self) -> Paper {
        let mut paper = Paper::default();
        let is_motto = |plain: &str| plain.lines().any(marks::is_letterhead);
        let motto = self.preamble.iter().position(|one| is_motto(&one.plain()));
        for (at, one) in self.preamble.iter().enumerate() {
            let plain = one.plain();
            match () {
                () if motto == Some(at) => {
                    let above = plain.lines().take_while(|line| !marks::is_letterhead(line)).count();
                    paper.agency.extend(plain.lines().take(above).map(str::to_owned));
                    paper.motto.extend(plain.lines().skip(above).map(str::to_owned));
                }
                () if motto.is_some_and(|motto| at < motto) && in_capitals(one) => {
                    paper.agency.extend(plain.lines().map(str::to_owned));
                }
                () if marks::is_number(&plain) && paper.number.is_empty() => paper.number = plain,
                () if marks::is_day(&plain) && paper.day.is_empty() => paper.day = plain,
                () => paper.body += &paragraphs([one], false),
            }
        }
        // Whether a page was begun by the letterhead above a part.
        let mut begun = true;
        let above = self.above();
        for step in self.steps() {
            let (place, inner) = match step {
                Step::Alone(place, inner) => (place, inner),
                Step::After(inner) => {
                    paper.body += &Writer::paper(&self.clauses, 0).inner(&[inner]);
                    continue;
                }
            };
            let Some(clause) = self.clauses.get(place) else { continue };
            let writer = Writer::paper(&self.clauses, (2 + clause.depth).saturating_sub(above).max(2));
            let rules = writer.inner(&inner);
            paper.body += &match clause.kind {
                ClauseKind::Part => part(clause, !begun, &rules),
                ClauseKind::Letterhead => wrap("quoc-hieu trang-moi", &paragraphs(&clause.paragraphs, false)) + &rules,
                ClauseKind::Closing => closing(&clause.paragraphs) + &rules,
                kind if kind.is_provision() => writer.nested(place),
                _ => chapter(clause, writer.heading, &rules),
            };
            begun = clause.kind == ClauseKind::Letterhead;
        }
        paper
    }
}

/// The title of a part with what it is about, then who decides on which grounds.
fn part(clause: &Clause, new_page: bool, rules: &str) -> String {
    let decides = clause.paragraphs.iter().position(in_capitals).unwrap_or(clause.paragraphs.len());
    let (subject, rest) = clause.paragraphs.split_at(decides);
    let subject: String = subject.iter().map(about).collect();
    let title = match clause.title() {
        title if title.is_empty() => title,
        title => format!("<h2 class=\"ten-loai\">{}</h2>\n", escape(&title)),
    };
    let word = rest.iter().position(|one| in_capitals(one) && one.plain().trim_end().ends_with(':'));
    let (grounds, rest) = rest.split_at(word.map_or(rest.len(), |at| at + 1));
    let rest = grounds.iter().map(ground).collect::<String>() + &paragraphs(rest, false) + rules;
    let class = if new_page { "phan trang-moi" } else { "phan" };
    format!("<section class=\"{class}\">{}{rest}</section>\n", wrap("tieu-de", &(title + &subject)))
}

/// What a part is about; lines from a bracket on say what it was issued with.
fn about(one: &Paragraph) -> String {
    if one.table.is_some() || one.note.is_some() {
        return paragraphs([one], false);
    }
    let plain = one.plain();
    let bracket = if plain.starts_with('(') { Some(0) } else { plain.find("\n(").map(|at| at + 1) };
    let (subject, with) = plain.split_at(bracket.unwrap_or(plain.len()));
    let shown = |class: &str, text: &str| match text.trim_end() {
        "" => String::new(),
        text => format!("<p class=\"{class}\">{}</p>\n", line(text)),
    };
    shown("trich-yeu", subject) + &shown("kem-theo", with)
}

/// Who decides, on which grounds, and the word of the decision.
fn ground(one: &Paragraph) -> String {
    if one.item || one.table.is_some() || one.note.is_some() {
        return paragraphs([one], false);
    }
    let class = if in_capitals(one) { "tham-quyen" } else { "can-cu" };
    format!("<p class=\"{class}\">{}</p>\n", spans(&one.spans, false))
}

/// Number and title on two lines; an annex and a form begin a page.
fn chapter(clause: &Clause, level: usize, rules: &str) -> String {
    let page = matches!(clause.kind, ClauseKind::Annex | ClauseKind::Form);
    let class = if page { format!("{} trang-moi", clause.kind.class()) } else { clause.kind.class().to_owned() };
    let words: Vec<&str> = clause.marker.split_whitespace().collect();
    let plain = words.iter().take_while(|word| !word.contains(|sign: char| sign.is_ascii_digit())).count();
    let number = match words.split_at_checked(clause.kind.noun().split(' ').count().min(plain.max(1))) {
        Some((word, number)) if words.len() > 1 => {
            let (word, number) = (escape(&word.join(" ")), escape(&number.join(" ")));
            let number = if number.is_empty() { number } else { format!(" {number}") };
            format!("<span class=\"dong\"><span class=\"tu\">{word}</span>{number}</span>\n")
        }
        _ if clause.kind == ClauseKind::Section => format!("{}{}", escape(&clause.marker), clause.space()),
        _ => escape(&clause.marker),
    };
    let heading = escape(&clause.heading);
    let (level, kind) = (level.min(6), clause.kind.class());
    let title = format!("<h{level} class=\"{kind}\">{number}<span class=\"dong\">{heading}</span></h{level}>\n");
    format!("<section class=\"{class}\">{title}{}{rules}</section>\n", paragraphs(&clause.paragraphs, false))
}

/// Whom it goes to on the left, who signs on the right: what follows the list, else what begins in capitals.
fn closing(all: &[Paragraph]) -> String {
    let list = all.iter().rposition(|one| one.item).map(|at| at + 1);
    let cut = list.or_else(|| all.iter().position(in_capitals)).unwrap_or(all.len());
    let (receivers, signed) = all.split_at(cut);
    let name = signed.len().saturating_sub(1);
    let signs = |(at, one): (usize, &Paragraph)| {
        if one.table.is_some() || one.note.is_some() {
            return paragraphs([one], false);
        }
        let class = if at == name && name > 0 { "ho-ten" } else { "chuc-danh" };
        format!("<p class=\"{class}\">{}</p>\n", spans(&one.spans, false))
    };
    let signed: String = signed.iter().enumerate().map(signs).collect();
    wrap("ket", &(wrap("noi-nhan", &paragraphs(receivers, false)) + &wrap("ky", &signed)))
}

/// A line of capitals: an authority, or what it does.
fn in_capitals(one: &Paragraph) -> bool {
    !one.item && one.table.is_none() && marks::is_capitals(&one.plain())
}
