//! A text of Word (DOCX) as marked text: what is printed, in its order, with the numbers that Word writes by itself.

mod convert;
mod fields;
mod inline;
mod marked;
mod model;
mod notice;
mod numbering;
mod numerals;
mod parts;
mod reader;
mod signs;
mod styles;
mod tables;

pub use super::fonts::OldFont;
pub use notice::Notice;

use super::package::Package;
use super::refused::Refused;
use super::xml::{BadXml, Blocks, Element};
use marked::{Place, lines, plain};
use model::{Block, Paragraph, Piece, paragraphs};
use numbering::Numbering;
use parts::{Parts, bad};
use reader::{Joined, LONGEST, Reader};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use styles::Styles;

/// Places told of each thing.
const MOST_PLACES: usize = 20;

/// What a DOCX says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocxText {
    /// The body in marked text: blocks between blank lines.
    pub source: String,
    /// What is to be told beside it.
    pub notices: Vec<Notice>,
    pub counts: Counts,
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub paragraphs: usize,
    pub tables: usize,
    pub notes: usize,
    pub words: usize,
}

/// Reads the package of a DOCX.
///
/// # Errors
/// [`Refused`] when the text is not there, not well-formed, or beyond all measure.
pub(super) fn read(package: &mut Package<'_>) -> Result<DocxText, Refused> {
    let parts = Parts::open(package)?;
    let styles = Styles::read(&parts.styles).map_err(|BadXml| bad("styles.xml"))?;
    let numbering = Numbering::read(&parts.numbering).map_err(|BadXml| bad("numbering.xml"))?;
    let mut bodies = HashMap::new();
    notes(&parts.footnotes, false, &mut bodies).map_err(|BadXml| bad("footnotes.xml"))?;
    notes(&parts.endnotes, true, &mut bodies).map_err(|BadXml| bad("endnotes.xml"))?;
    let mut reader = Reader::new(&styles, numbering, bodies);
    let mut joined = Joined::default();
    let mut blocks = Blocks::new(&parts.document, &["document", "body"]);
    while let Some(block) = blocks.next().map_err(|BadXml| bad("document.xml"))? {
        reader.block(&block, &mut joined);
        if reader.is_full() {
            return Err(Refused::TooLong);
        }
    }
    joined.close();
    let margins = margins(&parts.margins, &styles);
    let pictures = reader.found.pictures;
    let text = write(joined.blocks, reader, margins)?;
    if text.counts.words == 0 { Err(Refused::NoText { pictures }) } else { Ok(text) }
}

/// Foot or end notes by their id.
fn notes(xml: &str, end: bool, into: &mut HashMap<(bool, String), Element>) -> Result<(), BadXml> {
    let mut blocks = Blocks::new(xml, if end { &["endnotes"] } else { &["footnotes"] });
    while let Some(block) = blocks.next()? {
        if let Some(id) = block.attribute("id").map(str::to_owned) {
            into.insert((end, id), block);
        }
    }
    Ok(())
}

/// What headers and footers say, read on their own; one that cannot be read says nothing.
fn margins(all: &[String], styles: &Styles) -> Vec<Vec<Block>> {
    let mut found = Vec::new();
    for xml in all {
        for path in [&["hdr"], &["ftr"]] {
            let mut reader = Reader::new(styles, Numbering::default(), HashMap::new());
            let mut joined = Joined::default();
            let mut blocks = Blocks::new(xml, path);
            while let Ok(Some(block)) = blocks.next() {
                reader.block(&block, &mut joined);
            }
            joined.close();
            found.push(joined.blocks);
            found.append(&mut reader.found.boxes);
        }
    }
    found
}

/// Writes the blocks with their notes, and gathers what is told.
fn write(mut blocks: Vec<Block>, reader: Reader<'_>, mut margins: Vec<Vec<Block>>) -> Result<DocxText, Refused> {
    let mut notes = reader.notes;
    let mut found = reader.found;
    let mut deleted: Vec<Block> = std::mem::take(&mut found.deleted).into_iter().map(Block::Paragraph).collect();
    let mut all: Vec<&mut Vec<Block>> = vec![&mut blocks];
    all.extend(&mut notes);
    all.extend(&mut found.boxes);
    all.extend(&mut margins);
    all.push(&mut deleted);
    let converted = convert::convert(&mut all);
    let mut told = told(&blocks, &notes, &found, &margins);
    if let Some(notice) = gone(&deleted) {
        let place = usize::from(matches!(told.first(), Some(Notice::Changes { .. })));
        told.insert(place, notice);
    }
    for (font, count) in converted {
        told.push(Notice::OldFont { font, count });
    }
    told.sort_by_key(|notice| matches!(notice, Notice::OldFont { font: OldFont::Vni, .. }));
    let mut writer = Writer { notes, ..Writer::default() };
    writer.blocks(blocks)?;
    if writer.layouts > 0 {
        told.push(Notice::Layout { count: writer.layouts });
    }
    let words = writer.out.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    writer.counts.words = words;
    Ok(DocxText { source: writer.out, notices: told, counts: writer.counts })
}

#[derive(Default)]
struct Writer {
    out: String,
    notes: Vec<Vec<Block>>,
    counts: Counts,
    layouts: usize,
}

impl Writer {
    fn blocks(&mut self, blocks: Vec<Block>) -> Result<(), Refused> {
        for block in blocks {
            let mut inside = Vec::new();
            paragraphs(std::slice::from_ref(&block), &mut inside);
            let pieces = inside.into_iter().flat_map(|paragraph| &paragraph.pieces);
            let places = pieces.filter_map(|piece| if let Piece::Note(place) = piece { Some(*place) } else { None });
            let notes: Vec<usize> = places.collect();
            match block {
                Block::Paragraph(paragraph) => {
                    let lines = lines(&paragraph, Place::Block);
                    self.counts.paragraphs += usize::from(!lines.is_empty());
                    self.push(&lines.join("\n"))?;
                }
                Block::Table(table) if tables::is_layout(&table) => {
                    self.layouts += usize::from(!table.lined);
                    self.blocks(tables::flat(table).collect())?;
                    continue;
                }
                Block::Table(table) => {
                    if let Some(rows) = tables::pipes(&table) {
                        self.counts.tables += 1;
                        self.push(&rows)?;
                    }
                }
            }
            for place in notes {
                self.note(place)?;
            }
        }
        Ok(())
    }

    /// A note after the block that refers to it.
    fn note(&mut self, place: usize) -> Result<(), Refused> {
        let mut all = Vec::new();
        let body = self.notes.get(place).map(Vec::as_slice).unwrap_or_default();
        paragraphs(body, &mut all);
        let text: Vec<String> = all.into_iter().flat_map(|paragraph| lines(paragraph, Place::Block)).collect();
        self.counts.notes += 1;
        self.push(&format!("[^{}]: {}", place + 1, text.join(" ")))
    }

    fn push(&mut self, text: &str) -> Result<(), Refused> {
        if text.is_empty() {
            return Ok(());
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
        if self.out.len() > LONGEST { Err(Refused::TooLong) } else { Ok(()) }
    }
}

/// Everything that is told but old fonts and layout.
fn told(blocks: &[Block], notes: &[Vec<Block>], found: &reader::Found, margins: &[Vec<Block>]) -> Vec<Notice> {
    let mut all = Vec::new();
    std::iter::once(blocks).chain(notes.iter().map(Vec::as_slice)).for_each(|blocks| paragraphs(blocks, &mut all));
    let places = |is: fn(&Paragraph) -> bool| -> (usize, Vec<String>) {
        let hits: Vec<&&Paragraph> = all.iter().filter(|paragraph| is(paragraph)).collect();
        let words = hits.iter().map(|paragraph| first_words(&plain(paragraph))).filter(|words| !words.is_empty());
        (hits.len(), words.take(MOST_PLACES).collect())
    };
    let (_, changed) = places(|paragraph| paragraph.changed);
    let (hidden, hidden_places) = places(|paragraph| paragraph.hidden);
    let (signs, sign_places) = places(|paragraph| paragraph.sign);
    let notices = [
        (found.changes, Notice::Changes { count: found.changes, places: changed }),
        (hidden, Notice::Hidden { count: hidden, places: hidden_places }),
        (found.comments, Notice::Comments { count: found.comments }),
        (found.boxes.len(), Notice::TextBoxes { texts: texts(&found.boxes) }),
        (margins.len(), Notice::Margins { texts: texts(margins) }),
        (found.contents, Notice::Contents { count: found.contents }),
        (found.page_numbers, Notice::PageNumbers { count: found.page_numbers }),
        (found.pictures, Notice::Pictures { count: found.pictures }),
        (found.objects, Notice::Objects { count: found.objects }),
        (found.equations, Notice::Equations { count: found.equations }),
        (found.files, Notice::Files { count: found.files }),
        (signs, Notice::Signs { count: signs, places: sign_places }),
    ];
    let empty =
        |notice: &Notice| matches!(notice, Notice::TextBoxes { texts } | Notice::Margins { texts } if texts.is_empty());
    notices.into_iter().filter(|(count, notice)| *count > 0 && !empty(notice)).map(|(_, notice)| notice).collect()
}

/// What changes take away, where it has words.
fn gone(deleted: &[Block]) -> Option<Notice> {
    let mut all = Vec::new();
    paragraphs(deleted, &mut all);
    let mut places: Vec<String> = all.into_iter().map(|one| first_words(plain(one).trim())).collect();
    places.retain(|words| !words.is_empty());
    let count = places.len();
    places.truncate(MOST_PLACES);
    (count > 0).then_some(Notice::Deleted { count, places })
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').take(8).collect();
    let more = if text.split(' ').nth(8).is_some() { " …" } else { "" };
    format!("{}{more}", words.join(" "))
}

/// What each says, none twice, those that say nothing left out.
fn texts(all: &[Vec<Block>]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for blocks in all {
        let mut inside = Vec::new();
        paragraphs(blocks, &mut inside);
        let lines: Vec<String> = inside.into_iter().map(plain).filter(|line| !line.is_empty()).collect();
        let text = lines.join(" / ");
        if text.chars().any(char::is_alphanumeric) && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.truncate(MOST_PLACES);
    texts
}
