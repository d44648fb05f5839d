//! A text of Word as it is printed: paragraphs and tables, before it is written with marks.

use super::super::fonts::OldFont;

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Letters; a line break is `\n`.
    Text { text: String, bold: bool, old: Option<OldFont> },
    /// Where a note is referred to: its place in the list of notes.
    Note(usize),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) pieces: Vec<Piece>,
    /// Holds a change not yet accepted.
    pub(super) changed: bool,
    /// Something of it is hidden.
    pub(super) hidden: bool,
    /// Holds a sign of a font of signs that has no letter.
    pub(super) sign: bool,
}

impl Paragraph {
    /// Whether it shows anything but space.
    pub(super) fn shows(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Text { text, .. } => !text.trim().is_empty(),
            Piece::Note(_) => true,
        })
    }

    pub(super) fn all_bold(&self) -> bool {
        let thin = |piece: &Piece| matches!(piece, Piece::Text { text, bold: false, .. } if !text.trim().is_empty());
        self.shows() && !self.pieces.iter().any(thin)
    }

    pub(super) fn push(&mut self, text: &str, bold: bool, old: Option<OldFont>) {
        if let Some(Piece::Text { text: last, bold: last_bold, old: last_old }) = self.pieces.last_mut()
            && *last_bold == bold
            && *last_old == old
        {
            last.push_str(text);
        } else if !text.is_empty() {
            self.pieces.push(Piece::Text { text: text.to_owned(), bold, old });
        }
    }

    /// The two as one: the mark between them is deleted or hidden.
    pub(super) fn joined(mut self, next: Self) -> Self {
        self.pieces.extend(next.pieces);
        self.changed |= next.changed;
        self.hidden |= next.hidden;
        self.sign |= next.sign;
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Lines are drawn.
    pub(super) lined: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Repeated on each page.
    pub(super) heading: bool,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Columns it takes, at least one.
    pub(super) columns: usize,
    /// Goes on from the cell above.
    pub(super) from_above: bool,
    /// Goes on from the cell at its left.
    pub(super) from_left: bool,
    pub(super) blocks: Vec<Block>,
}

/// Every paragraph of these blocks, those in tables too.
pub(super) fn paragraphs<'a>(blocks: &'a [Block], all: &mut Vec<&'a Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => all.push(paragraph),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| paragraphs(&cell.blocks, all));
            }
        }
    }
}

/// The same, to be changed.
pub(super) fn each_paragraph(blocks: &mut [Block], act: &mut impl FnMut(&mut Paragraph)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => act(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| each_paragraph(&mut cell.blocks, act));
            }
        }
    }
}
