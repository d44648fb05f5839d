//! What the library writes in an order of its own, put into that of the schema (ECMA-376 Part 1, annex A): a strict reader
//! takes the children of these in no other.

use crate::error::Error;
use quick_xml::Reader;
use quick_xml::events::Event;

/// An element, and its children in their order.
pub(super) const ORDER: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
         suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd \
         snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment \
         textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish \
         webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang \
         eastAsianLayout specVanish oMath",
    ),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd \
         tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols \
         formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    ),
    ("w:tblBorders", "top left start bottom right end insideH insideV"),
    ("w:tcBorders", "top left start bottom right end insideH insideV tl2br tr2bl"),
    ("w:tblCellMar", "top left start bottom right end"),
    ("w:pBdr", "top left bottom right between bar"),
];

/// An element that is open: its name, its tag, and what it has so far, by name.
#[derive(Default)]
struct Open {
    name: String,
    tag: String,
    children: Vec<(String, String)>,
}

impl Open {
    /// It and all it has, closed by `tag`.
    fn closed(mut self, tag: &str) -> (String, String) {
        if let Some((_, order)) = ORDER.iter().find(|one| one.0 == self.name) {
            let place = |name: &str| order.split_whitespace().position(|one| name.strip_prefix("w:") == Some(one));
            self.children.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        }
        let all = self.children.into_iter().map(|one| one.1).collect::<String>();
        (self.name, self.tag + &all + tag)
    }
}

/// A part of a file in the order of the schema, and without what it does not know: a column of a grid has no type.
///
/// # Errors
/// When it is no XML: a fault of ours.
pub(super) fn ordered(part: &[u8]) -> Result<Vec<u8>, Error> {
    let text = std::str::from_utf8(part).map_err(Error::internal)?;
    let mut reader = Reader::from_str(text);
    let mut open = vec![Open::default()];
    let mut from = 0;
    loop {
        let event = reader.read_event().map_err(Error::internal)?;
        let to = usize::try_from(reader.buffer_position()).map_err(Error::internal)?;
        let raw = text.get(from..to).unwrap_or_default();
        from = to;
        let done = match event {
            Event::Eof => break,
            Event::Start(tag) => {
                open.push(Open { name: tag.name().as_ref().to_owned(), tag: raw.to_owned(), children: Vec::new() });
                continue;
            }
            Event::End(_) => open.pop().unwrap_or_default().closed(raw),
            Event::Empty(tag) if tag.name().as_ref() == "w:gridCol" => {
                ("w:gridCol".to_owned(), raw.replace(" w:type=\"dxa\"", ""))
            }
            Event::Empty(tag) => (tag.name().as_ref().to_owned(), raw.to_owned()),
            _ => (String::new(), raw.to_owned()),
        };
        match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => return Err(Error::internal("a part of a file closes more than it opens")),
        }
    }
    Ok(open.pop().unwrap_or_default().closed("").1.into_bytes())
}
