//! One addressable piece of a regulation.

use serde::{Deserialize, Serialize};

use super::address::ClauseId;

/// What a clause is in the order of a Vietnamese regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// A document inside the document: the Decision, the Quy chế it issues.
    Part,
    /// Chương.
    Chapter,
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
}

impl ClauseKind {
    /// The class of its element in HTML.
    pub fn class(self) -> &'static str {
        match self {
            Self::Part => "phan",
            Self::Chapter => "chuong",
            Self::Section => "tieu-muc",
            Self::Closing => "noi-nhan",
            Self::Article => "dieu",
            Self::Khoan => "khoan",
            Self::Y => "y",
            Self::Muc => "muc",
            Self::Diem => "diem",
        }
    }

    /// How the kind is written in prose, before its number.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Chapter => "Chương",
            Self::Article => "Điều",
            Self::Khoan => "khoản",
            Self::Y => "ý",
            Self::Muc => "mục",
            Self::Diem => "điểm",
            Self::Part | Self::Section | Self::Closing => "",
        }
    }

    /// The way the kind is written in an address, before its number.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Self::Chapter => "chuong",
            Self::Closing => "noi-nhan",
            Self::Part | Self::Section => "",
            Self::Article | Self::Khoan | Self::Y | Self::Muc | Self::Diem => self.class(),
        }
    }

    /// Whether the text states rules here (Điều and below), so that a question may be asked about it.
    pub fn is_provision(self) -> bool {
        match self {
            Self::Article | Self::Khoan | Self::Y | Self::Muc | Self::Diem => true,
            Self::Part | Self::Chapter | Self::Section | Self::Closing => false,
        }
    }

    /// How deep it nests: a clause closes every open one that is as deep or deeper.
    pub(super) fn level(self) -> u8 {
        match self {
            Self::Part => 0,
            Self::Chapter | Self::Section | Self::Closing => 1,
            Self::Article => 2,
            Self::Khoan | Self::Y => 3,
            Self::Muc => 4,
            Self::Diem => 5,
        }
    }
}

/// A run of text, bold or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words; may hold line feeds where the source breaks the line.
    pub text: String,
    /// Whether it stood between `**`.
    pub bold: bool,
}

/// A paragraph, or one line of a dash list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Whether it is a list line. Its text then begins with the dash, as printed.
    pub item: bool,
    /// The words in order.
    pub spans: Vec<Span>,
}

impl Paragraph {
    /// The words without marks; a line break of the source is a line feed.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
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
    /// How many clauses it lies in.
    pub depth: usize,
    /// The place of the clause it lies in, in [`super::Regulation::clauses`].
    pub parent: Option<usize>,
}

impl Clause {
    /// Marker and heading as printed on one line: "Điều 4. Quy định sử dụng", "CHƯƠNG II QUY ĐỊNH …".
    pub fn title(&self) -> String {
        match (self.marker.is_empty(), self.heading.is_empty()) {
            (_, true) => self.marker.clone(),
            (true, false) => self.heading.clone(),
            (false, false) => format!("{} {}", self.marker, self.heading),
        }
    }

    /// Its own words as printed, one string a paragraph: a title line of its own if it has a heading,
    /// else the marker in front of the first paragraph.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.paragraphs.iter().map(Paragraph::plain).collect();
        match lines.first_mut().filter(|_| self.leads_with_marker()) {
            Some(first) => *first = format!("{} {first}", self.marker),
            None if self.title().is_empty() => {}
            None => lines.insert(0, self.title()),
        }
        lines
    }

    /// Whether the marker stands at the start of the first paragraph rather than on a title line.
    pub(super) fn leads_with_marker(&self) -> bool {
        !self.marker.is_empty()
            && self.heading.is_empty()
            && self.kind.is_provision()
            && self.paragraphs.first().is_some_and(|p| !p.item)
    }
}
