//! Blocks of a text in their order: paragraphs with their numbers, tables, notes.

use super::super::fonts::OldFont;
use super::super::xml::Element;
use super::fields::Fields;
use super::model::{Block, Cell, Paragraph, Piece, Row, Table};
use super::numbering::Numbering;
use super::styles::{Look, Numbered, Styles, drawn};
use std::collections::HashMap;

/// The longest text, in bytes: a code of laws has a tenth of it.
pub(super) const LONGEST: usize = 8 << 20;

/// What is told about a file beside its text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) changes: usize,
    /// What changes take away.
    pub(super) deleted: Vec<Paragraph>,
    pub(super) comments: usize,
    pub(super) page_numbers: usize,
    /// Lines of tables of contents.
    pub(super) contents: usize,
    pub(super) pictures: usize,
    pub(super) objects: usize,
    pub(super) equations: usize,
    /// Other files that are put in when the text is opened.
    pub(super) files: usize,
    pub(super) boxes: Vec<Vec<Block>>,
}

/// Reads elements into blocks; numbering and fields go on from one to the next.
pub(super) struct Reader<'a> {
    pub(super) styles: &'a Styles,
    pub(super) numbering: Numbering,
    pub(super) fields: Fields,
    /// Notes by their id; an end note has its own.
    pub(super) bodies: HashMap<(bool, String), Element>,
    /// Notes in the order they are referred to.
    pub(super) notes: Vec<Vec<Block>>,
    in_note: bool,
    /// Letters of a table of contents were left out of the paragraph being read.
    pub(super) in_contents: bool,
    /// Letters taken so far, in bytes.
    length: usize,
    pub(super) found: Found,
}

/// Blocks read so far, and a paragraph whose end is deleted or hidden: the next goes on in it.
#[derive(Default)]
pub(super) struct Joined {
    pub(super) blocks: Vec<Block>,
    open: Option<Paragraph>,
}

impl Joined {
    pub(super) fn close(&mut self) {
        self.blocks.extend(self.open.take().map(Block::Paragraph));
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: Numbering, bodies: HashMap<(bool, String), Element>) -> Self {
        let (fields, notes, found) = (Fields::default(), Vec::new(), Found::default());
        Self { styles, numbering, fields, bodies, notes, in_note: false, in_contents: false, length: 0, found }
    }

    /// Counts letters that are about to be kept; `false` when there are too many to keep more.
    pub(super) fn has_room(&mut self, text: &str) -> bool {
        self.length = self.length.saturating_add(text.len());
        !self.is_full()
    }

    /// Whether there is more text than any regulation has: what comes is not kept.
    pub(super) fn is_full(&self) -> bool {
        self.length > LONGEST
    }

    /// All blocks of an element.
    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut joined = Joined::default();
        parent.children.iter().for_each(|child| self.block(child, &mut joined));
        joined.close();
        joined.blocks
    }

    /// One element among blocks.
    pub(super) fn block(&mut self, block: &Element, into: &mut Joined) {
        match &*block.name {
            "p" => self.paragraph(block, into),
            "tbl" => {
                into.close();
                let table = self.table(block);
                into.blocks.push(Block::Table(table));
            }
            "sdt" if is_contents(block) => self.found.contents += block.count(&["p"]),
            "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => {
                block.children.iter().for_each(|child| self.block(child, into));
            }
            "AlternateContent" => block.chosen().children.iter().for_each(|child| self.block(child, into)),
            "altChunk" | "subDoc" => self.found.files += 1,
            "oMathPara" | "oMath" => {
                let mut paragraph = Paragraph::default();
                self.equation(block, &mut paragraph);
                into.close();
                into.blocks.push(Block::Paragraph(paragraph));
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, block: &Element, into: &mut Joined) {
        let properties = block.child("pPr");
        let style = properties.and_then(|one| one.val("pStyle"));
        let mark = properties.and_then(|one| one.child("rPr"));
        let look = self.styles.paragraph(style);
        let mut paragraph = Paragraph::default();
        self.in_contents = false;
        self.inline(block, &look, &mut paragraph);
        self.fields.end_of_paragraph();
        let mark_has = |name: &str| mark.is_some_and(|mark| mark.child(name).is_some());
        let mark_look = Look::read(mark).over(&look);
        let changed = mark_has("del") || mark_has("moveFrom") || mark_has("ins") || mark_has("moveTo");
        self.found.changes += usize::from(changed && !paragraph.changed);
        paragraph.changed |= changed;
        // Its end is not printed: the next paragraph goes on in the same line.
        let unended = mark_has("del") || mark_has("moveFrom") || mark_look.hidden == Some(true);
        let initial = properties.and_then(|one| one.child("framePr")).and_then(|one| one.attribute("dropCap"));
        self.found.contents += usize::from(self.in_contents);
        let goes_on = into.open.as_ref().is_some_and(Paragraph::shows);
        let counted = !goes_on && (!self.in_contents || paragraph.shows());
        if counted && (paragraph.shows() || !unended) {
            let own = Numbered::read(properties);
            self.number(&own, style, &mark_look, &mut paragraph);
        }
        let whole = match into.open.take() {
            Some(open) => open.joined(paragraph),
            None => paragraph,
        };
        if unended || matches!(initial, Some("drop" | "margin")) {
            into.open = Some(whole);
        } else {
            into.blocks.push(Block::Paragraph(whole));
        }
    }

    /// Puts the number that Word writes before the paragraph.
    fn number(&mut self, own: &Numbered, style: Option<&str>, mark: &Look, paragraph: &mut Paragraph) {
        let Some(label) = self.numbering.label(own, style, self.styles) else { return };
        if label.text.is_empty() || !self.has_room(&label.text) {
            return;
        }
        let font = label.look.font.as_deref().or(mark.font.as_deref());
        // A number stays apart from the text even where nothing was set between them.
        let close = label.close && !label.text.ends_with(['.', ')', ':']);
        let text = if close { label.text } else { format!("{} ", label.text) };
        let text = if label.look.capitals.or(mark.capitals) == Some(true) { text.to_uppercase() } else { text };
        let bold = paragraph.all_bold();
        paragraph.pieces.insert(0, Piece::Text { text, bold, old: font.and_then(OldFont::named) });
    }

    fn table(&mut self, block: &Element) -> Table {
        let properties = block.child("tblPr");
        let borders = properties.and_then(|one| one.child("tblBorders")).map(drawn);
        let style = properties.and_then(|one| one.val("tblStyle"));
        let mut table = Table { lined: borders.unwrap_or_else(|| self.styles.borders(style)), ..Table::default() };
        let mut rows = Vec::new();
        inner(block, "tr", &mut rows);
        for row in rows {
            let properties = row.child("trPr");
            let has = |name| properties.and_then(|one| one.switch(name)).unwrap_or(false);
            self.found.changes += usize::from(has("del") || has("ins"));
            if has("del") {
                self.deleted(row, &self.styles.paragraph(None), false);
            }
            if !has("del") && !has("hidden") {
                let cells = self.cells(row, &mut table);
                table.rows.push(Row { heading: has("tblHeader"), cells });
            }
        }
        table
    }

    fn cells(&mut self, row: &Element, table: &mut Table) -> Vec<Cell> {
        let skipped = row.child("trPr").and_then(|one| one.number("gridBefore")).unwrap_or(0);
        let empty = Cell { columns: 1, ..Cell::default() };
        let mut cells = vec![empty; usize::try_from(skipped).unwrap_or(0).min(MOST_COLUMNS)];
        let mut inside = Vec::new();
        inner(row, "tc", &mut inside);
        for cell in inside {
            let properties = cell.child("tcPr");
            let goes_on = |name| {
                properties
                    .and_then(|one| one.child(name))
                    .is_some_and(|merge| merge.attribute("val") != Some("restart"))
            };
            if properties.is_some_and(|one| one.child("cellDel").is_some()) {
                self.found.changes += 1;
                self.deleted(cell, &self.styles.paragraph(None), false);
                continue;
            }
            table.lined |= properties.and_then(|one| one.child("tcBorders")).is_some_and(all_drawn);
            let columns = properties.and_then(|one| one.number("gridSpan")).unwrap_or(1);
            cells.push(Cell {
                columns: usize::try_from(columns).unwrap_or(1).clamp(1, MOST_COLUMNS),
                from_above: goes_on("vMerge"),
                from_left: goes_on("hMerge"),
                blocks: self.blocks(cell),
            });
        }
        cells
    }

    /// The place of the note in the list, read when it is first referred to; none inside a note.
    pub(super) fn take_note(&mut self, end: bool, id: &str) -> Option<usize> {
        if self.in_note {
            return None;
        }
        let body = self.bodies.remove(&(end, id.to_owned()))?;
        self.in_note = true;
        let blocks = self.aside(|reader| reader.blocks(&body));
        self.in_note = false;
        self.notes.push(blocks);
        Some(self.notes.len() - 1)
    }

    /// Reads what stands outside the flow: its fields are its own.
    pub(super) fn aside<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let fields = std::mem::take(&mut self.fields);
        let in_contents = self.in_contents;
        let result = read(self);
        self.fields = fields;
        self.in_contents = in_contents;
        result
    }
}

/// Word draws no more.
const MOST_COLUMNS: usize = 63;

/// A cell with lines at several sides; one alone is a rule under a name.
fn all_drawn(lines: &Element) -> bool {
    let side = |line: &&Element| !matches!(line.attribute("val"), None | Some("none" | "nil"));
    lines.children.iter().filter(side).count() >= 3
}

/// A table of contents, as Word wraps it.
fn is_contents(block: &Element) -> bool {
    let part = block.child("sdtPr").and_then(|one| one.child("docPartObj"));
    part.and_then(|one| one.val("docPartGallery")) == Some("Table of Contents")
}

/// Rows of a table or cells of a row, also those in a wrapping.
fn inner<'a>(parent: &'a Element, name: &str, all: &mut Vec<&'a Element>) {
    for child in &parent.children {
        match &*child.name {
            found if found == name => all.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => inner(child, name, all),
            "AlternateContent" => inner(child.chosen(), name, all),
            _ => {}
        }
    }
}
