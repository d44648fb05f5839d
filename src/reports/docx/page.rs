//! The page and its paragraphs. Lengths are twentieths of a point.

use super::schema::ordered;
use crate::error::Error;
use crate::time::rfc3339;
use docx_rs::{
    AlignmentType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, PageOrientationType, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType,
};
use std::io::Cursor;

const FONT: &str = "Times New Roman";

/// A4.
const SHORT: u32 = 11_906;
const LONG: u32 = 16_838;
/// 20 mm above and below, 30 on the left, 15 on the right.
const MARGIN: PageMargin =
    PageMargin { top: 1134, bottom: 1134, left: 1701, right: 850, header: 567, footer: 567, gutter: 0 };

/// How wide the text is.
pub(super) const PORTRAIT: usize = 9_355;
pub(super) const LANDSCAPE: usize = 14_287;

/// First line of a paragraph of the body: 1 cm.
const INDENT: i32 = 567;
/// Between paragraphs of the body: 6 points.
const APART: u32 = 120;

/// Half points.
pub(super) const SMALL: usize = 22;
pub(super) const TABLE: usize = 24;
pub(super) const BODY: usize = 28;

fn fonts() -> RunFonts {
    RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT)
}

/// How a run of words looks.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) size: usize,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Look {
    pub(super) const fn plain(size: usize) -> Self {
        Self { size, bold: false, italic: false }
    }

    pub(super) const fn bold(size: usize) -> Self {
        Self { size, bold: true, italic: false }
    }

    pub(super) const fn italic(size: usize) -> Self {
        Self { size, bold: false, italic: true }
    }
}

fn run(words: &str, look: Look) -> Run {
    let run = Run::new().add_text(words).size(look.size).fonts(fonts());
    let run = if look.bold { run.bold() } else { run };
    if look.italic { run.italic() } else { run }
}

/// A paragraph with nothing between it and the next.
pub(super) fn line(words: &str, look: Look, align: AlignmentType) -> Paragraph {
    let close = LineSpacing::new().before(0).after(0);
    Paragraph::new().add_run(run(words, look)).align(align).line_spacing(close).size(look.size)
}

/// A paragraph of the body.
pub(super) fn body(words: &str, look: Look) -> Paragraph {
    let spacing = LineSpacing::new().before(0).after(APART).line_rule(LineSpacingType::Auto).line(264);
    let first = Some(SpecialIndentType::FirstLine(INDENT));
    Paragraph::new()
        .add_run(run(words, look))
        .align(AlignmentType::Both)
        .indent(None, first, None, None)
        .line_spacing(spacing)
        .size(look.size)
}

/// Room above and below.
pub(super) fn spaced(paragraph: Paragraph, before: u32, after: u32) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().before(before).after(after))
}

/// The paragraph that a file must have behind its last table: nearly nothing, or it were a page of its own.
pub(super) fn end() -> Paragraph {
    let least = LineSpacing::new().before(0).after(0).line_rule(LineSpacingType::Exact).line(20);
    line("", Look::plain(2), AlignmentType::Left).line_spacing(least)
}

/// A rule, so far from both ends.
pub(super) fn rule(from: i32) -> Paragraph {
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).size(6).color("000000");
    let mut paragraph = line("", Look::plain(8), AlignmentType::Center).indent(Some(from), None, Some(from), None);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph
}

/// An empty page; its number stands above, in the middle, and not on the first one.
pub(super) fn page(landscape: bool, made_at: i64) -> Docx {
    let number = line("", Look::plain(BODY), AlignmentType::Center).add_page_num(PageNum::new());
    let made = rfc3339(made_at);
    let page = Docx::new()
        .default_fonts(fonts())
        .default_size(BODY)
        .page_margin(MARGIN)
        .title_pg()
        .header(Header::new().add_paragraph(number))
        .created_at(&made)
        .updated_at(&made);
    if landscape {
        page.page_size(LONG, SHORT).page_orient(PageOrientationType::Landscape)
    } else {
        page.page_size(SHORT, LONG)
    }
}

/// The library has no word for a row that is repeated on every page (w:tblHeader, ECMA-376 Part 1, 17.4.78). Every row
/// but those with headings is told not to break, so a row with nothing told is one with headings.
const NOTHING: &str = "<w:trPr />";
const HEADING: &str = "<w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>";

/// The document with its rows of headings repeated.
fn with_headings(document: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(document).replace(NOTHING, HEADING).into_bytes()
}

/// The file.
pub(super) fn packed(page: Docx) -> Result<Vec<u8>, Error> {
    let mut parts = page.build();
    parts.document = ordered(&with_headings(&parts.document))?;
    for part in [&mut parts.styles, &mut parts.numberings, &mut parts.footnotes, &mut parts.comments] {
        *part = ordered(part)?;
    }
    parts.headers = parts.headers.iter().map(|header| ordered(header)).collect::<Result<_, _>>()?;
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file).map_err(Error::internal)?;
    Ok(file.into_inner())
}
