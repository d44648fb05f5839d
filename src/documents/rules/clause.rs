//! One addressable piece of a regulation.

use serde::{Deserialize, Serialize};

use super::address::ClauseId;
use super::paragraph::{Paragraph, Tail};

/// What a clause is in the order of a Vietnamese regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// A document inside the document: the Decision, the Quy chế it issues.
    Part,
    /// Phụ lục.
    Annex,
    /// Country, office, number and day between two documents.
    Letterhead,
    /// Mẫu: a form.
    Form,
    /// Phần.
    Division,
    /// Chương.
    Chapter,
    /// Mục above the articles.
    Subchapter,
    /// Tiểu mục.
    Subsection,
    /// Any other heading between a part and its articles.
    Section,
    /// The block after the last article of a part: "Nơi nhận:", the signature.
    Closing,
    /// Điều.
    Article,
    /// Khoản.
    Khoan,
    /// Ý: a point of the digest of a text whose own numbering is not reproduced.
    Y,
    /// Mục.
    Muc,
    /// Điểm.
    Diem,
    /// Điểm con: what a điểm is divided into.
    SubDiem,
}

impl ClauseKind {
    /// The class of its element in HTML.
    pub fn class(self) -> &'static str {
        match self {
            Self::Part => "phan",
            Self::Annex | Self::Form => "phu-luc",
            Self::Letterhead => "mo-dau",
            Self::Division | Self::Chapter => "chuong",
            Self::Subchapter | Self::Subsection | Self::Section => "tieu-muc",
            Self::Closing => "noi-nhan",
            Self::Article => "dieu",
            Self::Khoan => "khoan",
            Self::Y => "y",
            Self::Muc => "muc",
            Self::Diem => "diem",
            Self::SubDiem => "diem-con",
        }
    }

    /// How the kind is written in prose, before its number.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Annex => "Phụ lục",
            Self::Form => "Mẫu số",
            Self::Division => "Phần",
            Self::Chapter => "Chương",
            Self::Subchapter | Self::Section => "Mục",
            Self::Subsection => "Tiểu mục",
            Self::Article => "Điều",
            Self::Khoan => "khoản",
            Self::Y => "ý",
            Self::Muc => "mục",
            Self::Diem => "điểm",
            Self::SubDiem => "điểm con",
            Self::Letterhead => "Quốc hiệu",
            Self::Closing => "Nơi nhận",
            Self::Part => "",
        }
    }

    /// The way the kind is written in an address, before its number.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Self::Part => "van-ban",
            Self::Annex => "phu-luc",
            Self::Letterhead => "quoc-hieu",
            Self::Form => "mau",
            Self::Division => "phan",
            Self::Chapter => "chuong",
            Self::Subchapter | Self::Section => "muc",
            Self::Subsection => "tieu-muc",
            Self::Closing => "noi-nhan",
            Self::Article | Self::Khoan | Self::Y | Self::Muc | Self::Diem | Self::SubDiem => self.class(),
        }
    }

    /// Whether the text states rules here (Điều and below), so that a question may be asked about it.
    pub fn is_provision(self) -> bool {
        self >= Self::Article
    }

    /// Whether it groups articles: Phần, Chương, Mục, Tiểu mục and other headings.
    pub fn is_group(self) -> bool {
        (Self::Division..=Self::Section).contains(&self)
    }

    /// Whether articles are numbered from 1 in it: a document, an annex, a form.
    pub(super) fn is_scope(self) -> bool {
        matches!(self, Self::Part | Self::Annex | Self::Form)
    }

    /// How deep it nests: a clause closes every open one that is as deep or deeper.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Part | Self::Annex | Self::Letterhead => 0,
            Self::Form => 1,
            Self::Closing => 2,
            Self::Division => 3,
            Self::Chapter => 4,
            Self::Subchapter => 5,
            Self::Subsection => 6,
            Self::Section => 7,
            Self::Article => 10,
            Self::Khoan | Self::Y => 11,
            Self::Muc => 12,
            Self::Diem => 20,
            Self::SubDiem => 21,
        }
    }
}

/// One addressable piece of a regulation, without what is nested in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its address.
    pub id: ClauseId,
    pub kind: ClauseKind,
    /// Its number as it stands in the source: "4", "3.2", "đ", "II"; empty for parts, sections and closings.
    pub number: String,
    /// How to cite it: "điểm a mục 3.2 khoản 3 Điều 4"; a clause of a part other than the main one ends in its name.
    pub label: String,
    /// The number as printed: "Điều 4.", "3.2.", "a)", "CHƯƠNG II"; empty when there is none.
    pub marker: String,
    /// Its title, empty when it has none.
    pub heading: String,
    /// Its own paragraphs, before anything nested.
    pub paragraphs: Vec<Paragraph>,
    /// Its own paragraphs after something nested, in order.
    pub tail: Vec<Tail>,
    /// How many clauses it lies in.
    pub depth: usize,
    /// The place of the clause it lies in, in [`super::Regulation::clauses`].
    pub parent: Option<usize>,
    /// The line of the file it begins on.
    pub line: usize,
    /// Whether the source has no space between marker and words.
    pub glued: bool,
}

impl Clause {
    /// What stands between marker and words.
    pub(super) fn space(&self) -> &'static str {
        if self.glued { "" } else { " " }
    }

    /// As people call it: its label, else what is printed over it.
    pub fn called(&self) -> String {
        if self.label.is_empty() { self.title() } else { self.label.clone() }
    }

    /// Marker and heading as printed on one line: "Điều 4. Quy định sử dụng", "CHƯƠNG II QUY ĐỊNH …".
    pub fn title(&self) -> String {
        match (self.marker.is_empty(), self.heading.is_empty()) {
            (_, true) => self.marker.clone(),
            (true, false) => self.heading.clone(),
            (false, false) => format!("{}{}{}", self.marker, self.space(), self.heading),
        }
    }

    /// Its own words as printed, one string a paragraph: a title line of its own if it has a heading,
    /// else the marker in front of the first paragraph; what stands behind something nested at the end.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.first_lines();
        lines.extend(self.tail.iter().map(|tail| tail.paragraph.plain()));
        lines
    }

    /// [`Self::first_lines`] without footnotes.
    pub(super) fn lines_without_notes(&self) -> Vec<String> {
        let mut bare = self.clone();
        bare.paragraphs.retain(|one| one.note.is_none());
        bare.first_lines()
    }

    /// [`Self::lines`] up to anything nested.
    pub(super) fn first_lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.paragraphs.iter().map(Paragraph::plain).collect();
        match lines.first_mut().filter(|_| self.leads_with_marker()) {
            Some(first) => *first = format!("{}{}{first}", self.marker, self.space()),
            None if self.title().is_empty() => {}
            None => lines.insert(0, self.title()),
        }
        lines
    }

    /// Whether the marker stands at the start of the first paragraph rather than on a title line.
    pub(super) fn leads_with_marker(&self) -> bool {
        let text = |p: &Paragraph| !p.item && p.table.is_none() && p.note.is_none();
        !self.marker.is_empty()
            && self.heading.is_empty()
            && self.kind.is_provision()
            && self.paragraphs.first().is_some_and(text)
    }
}
