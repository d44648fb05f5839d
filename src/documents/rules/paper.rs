//! A regulation on A4 as Nghị định 30/2020/NĐ-CP, Phụ lục I, lays it out. What is centred, slanted or bold follows from
//! where a line stands and whether it is in capitals, so that the text of any office comes out alike; no word is changed.

use super::clause::{Clause, ClauseKind, Paragraph};
use super::inline::{escape, line, paragraphs, spans, wrap};
use super::marks;
use super::regulation::Regulation;
use super::render::Writer;

/// A text laid out: what stands in the head, and everything under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// "Số: 16/QĐ-IOC"; empty where the text has no such line.
    pub number: String,
    /// "Đắk Lắk, ngày 24 tháng 11 năm 2026"; empty where the text has no such line.
    pub day: String,
    /// Ready HTML. Headings begin at `<h2>`.
    pub body: String,
}

impl Regulation {
    /// The whole document on A4; each part but the first begins a page.
    pub fn render_paper(&self) -> Paper {
        let mut paper = Paper::default();
        for one in &self.preamble {
            let plain = one.plain();
            match () {
                () if marks::is_number(&plain) && paper.number.is_empty() => paper.number = plain,
                () if marks::is_day(&plain) && paper.day.is_empty() => paper.day = plain,
                () => paper.body += &paragraphs(std::slice::from_ref(one)),
            }
        }
        let mut parts = 0;
        for clause in self.clauses.iter().filter(|clause| clause.kind <= ClauseKind::Article) {
            parts += usize::from(clause.kind == ClauseKind::Part);
            paper.body += &match clause.kind {
                ClauseKind::Part => part(clause, parts > 1),
                ClauseKind::Chapter | ClauseKind::Section => chapter(clause),
                ClauseKind::Closing => closing(&clause.paragraphs),
                _ => {
                    let writer = Writer { heading: 2 + clause.depth, anchors: false, apart: false };
                    writer.nested(clause, self.subtree(&clause.id).unwrap_or_default())
                }
            };
        }
        paper
    }
}

/// The title of a part with what it is about, then who decides on which grounds.
fn part(clause: &Clause, new_page: bool) -> String {
    let decides = clause.paragraphs.iter().position(in_capitals).unwrap_or(clause.paragraphs.len());
    let (subject, rest) = clause.paragraphs.split_at(decides);
    let subject: String = subject.iter().map(about).collect();
    let title = format!("<h{0} class=\"ten-loai\">{1}</h{0}>\n", 2 + clause.depth, escape(&clause.title()));
    let word = rest.iter().position(|one| in_capitals(one) && one.plain().trim_end().ends_with(':'));
    let (grounds, rest) = rest.split_at(word.map_or(rest.len(), |at| at + 1));
    let rest = grounds.iter().map(ground).collect::<String>() + &paragraphs(rest);
    let class = if new_page { "phan trang-moi" } else { "phan" };
    format!("<section class=\"{class}\">{}{rest}</section>\n", wrap("tieu-de", &(title + &subject)))
}

/// What a part is about; lines from a bracket on say what it was issued with.
fn about(one: &Paragraph) -> String {
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
    if one.item {
        return paragraphs(std::slice::from_ref(one));
    }
    let class = if in_capitals(one) { "tham-quyen" } else { "can-cu" };
    format!("<p class=\"{class}\">{}</p>\n", spans(&one.spans))
}

/// Number and title on two lines.
fn chapter(clause: &Clause) -> String {
    let (class, level) = (clause.kind.class(), 2 + clause.depth);
    let number = match clause.marker.split_once(char::is_whitespace) {
        Some((word, number)) => {
            let (word, number) = (escape(word), escape(number));
            format!("<span class=\"dong\"><span class=\"tu\">{word}</span> {number}</span>\n")
        }
        None => escape(&clause.marker),
    };
    let heading = escape(&clause.heading);
    let title = format!("<h{level} class=\"{class}\">{number}<span class=\"dong\">{heading}</span></h{level}>\n");
    format!("<section class=\"{class}\">{title}{}</section>\n", paragraphs(&clause.paragraphs))
}

/// Whom it goes to on the left, who signs on the right: what follows the list, else what begins in capitals.
fn closing(all: &[Paragraph]) -> String {
    let list = all.iter().rposition(|one| one.item).map(|at| at + 1);
    let cut = list.or_else(|| all.iter().position(in_capitals)).unwrap_or(all.len());
    let (receivers, signed) = all.split_at(cut);
    let name = signed.len().saturating_sub(1);
    let signs = |(at, one): (usize, &Paragraph)| {
        let class = if at == name && name > 0 { "ho-ten" } else { "chuc-danh" };
        format!("<p class=\"{class}\">{}</p>\n", spans(&one.spans))
    };
    let signed: String = signed.iter().enumerate().map(signs).collect();
    wrap("ket", &(wrap("noi-nhan", &paragraphs(receivers)) + &wrap("ky", &signed)))
}

/// A line of capitals: an authority, or what it does.
fn in_capitals(one: &Paragraph) -> bool {
    let plain = one.plain();
    !one.item && plain.chars().any(char::is_uppercase) && !plain.chars().any(char::is_lowercase)
}
