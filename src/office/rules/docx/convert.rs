//! Letters of old fonts become Unicode: decided by the font together with the text, paragraph by paragraph.

use super::super::fonts::{Evidence, OldFont};
use super::model::{Block, Paragraph, Piece, each_paragraph, paragraphs};
use std::collections::HashMap;

/// Which fonts were converted, and the paragraphs where that changed something.
pub(super) type Converted = HashMap<OldFont, usize>;

/// Converts what these blocks hold of old fonts.
pub(super) fn convert(all: &mut [&mut Vec<Block>]) -> Converted {
    let mut whole: HashMap<OldFont, Evidence> = HashMap::new();
    for blocks in all.iter() {
        let mut found = Vec::new();
        paragraphs(blocks, &mut found);
        for (font, evidence) in found.into_iter().flat_map(evidence) {
            let sum = whole.entry(font).or_default();
            *sum = sum.and(evidence);
        }
    }
    let mut converted = Converted::new();
    if whole.is_empty() {
        return converted;
    }
    for blocks in all {
        each_paragraph(blocks, &mut |paragraph| {
            for font in settle(paragraph, &whole) {
                *converted.entry(font).or_default() += 1;
            }
        });
    }
    converted
}

/// What the letters of a paragraph say about each old font in it.
fn evidence(paragraph: &Paragraph) -> HashMap<OldFont, Evidence> {
    let mut all: HashMap<OldFont, Evidence> = HashMap::new();
    for piece in &paragraph.pieces {
        if let Piece::Text { text, old: Some(font), .. } = piece {
            let sum = all.entry(*font).or_default();
            *sum = sum.and(font.evidence(text));
        }
    }
    all
}

/// The fonts whose letters were changed.
fn settle(paragraph: &mut Paragraph, whole: &HashMap<OldFont, Evidence>) -> Vec<OldFont> {
    let mut changed = Vec::new();
    let own = evidence(paragraph);
    mend_pairs(paragraph);
    for piece in &mut paragraph.pieces {
        let Piece::Text { text, old, .. } = piece else { continue };
        let Some(font) = old.take() else { continue };
        let said = font.evidence(text).is_unicode();
        let said = said.or_else(|| own.get(&font)?.is_unicode()).or_else(|| whole.get(&font)?.is_unicode());
        if said == Some(true) {
            continue;
        }
        let shown = font.read(text);
        if shown != *text {
            *text = shown;
            changed.push(font);
        }
    }
    changed.sort_by_key(|font| *font as u8);
    changed.dedup();
    changed
}

/// VNI writes one letter as two, and a run may end between them.
fn mend_pairs(paragraph: &mut Paragraph) {
    let mut moved: Vec<(usize, char)> = Vec::new();
    for (place, pair) in paragraph.pieces.windows(2).enumerate() {
        if let [
            Piece::Text { text: first, old: Some(OldFont::Vni), .. },
            Piece::Text { text: second, old: Some(OldFont::Vni), .. },
        ] = pair
            && let (Some(last), Some(sign)) = (first.chars().last(), second.chars().next())
            && OldFont::Vni.read(&format!("{last}{sign}")).chars().count() == 1
        {
            moved.push((place, sign));
        }
    }
    for (place, sign) in moved {
        if let Some(Piece::Text { text, .. }) = paragraph.pieces.get_mut(place) {
            text.push(sign);
        }
        if let Some(Piece::Text { text, .. }) = paragraph.pieces.get_mut(place + 1) {
            text.remove(0);
        }
    }
}
