//! Styles, as far as they decide what is printed: bold, hidden, font, numbering, borders.

use super::super::xml::{BadXml, Blocks, Element};
use std::collections::HashMap;

/// How letters look; `None` where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    /// Printed in capitals, however it was typed.
    pub(super) capitals: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) font: Option<String>,
}

impl Look {
    /// Of a `w:rPr`.
    pub(super) fn read(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        Self {
            bold: properties.switch("b"),
            capitals: properties.switch("caps"),
            hidden: properties.switch("vanish"),
            font: font(properties),
        }
    }

    /// This look where it says something, else that below.
    pub(super) fn over(self, below: &Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            capitals: self.capitals.or(below.capitals),
            hidden: self.hidden.or(below.hidden),
            font: self.font.or_else(|| below.font.clone()),
        }
    }
}

/// The font of letters beyond ASCII; one of the theme is named by its place there.
fn font(properties: &Element) -> Option<String> {
    let fonts = properties.child("rFonts")?;
    let names = ["hAnsiTheme", "asciiTheme", "hAnsi", "ascii"];
    names.iter().find_map(|name| fonts.attribute(name)).map(str::to_owned)
}

/// What a paragraph says about its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl Numbered {
    /// Of a `w:pPr`.
    pub(super) fn read(properties: Option<&Element>) -> Self {
        let Some(number) = properties.and_then(|one| one.child("numPr")) else { return Self::default() };
        let level = number.number("ilvl").and_then(|level| usize::try_from(level).ok());
        Self { list: number.val("numId").map(str::to_owned), level }
    }
}

#[derive(Default)]
struct Style {
    kind: String,
    above: Option<String>,
    look: Look,
    numbered: Numbered,
    borders: Option<bool>,
}

/// All styles by their id.
#[derive(Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    ground: Look,
    paragraph: Option<String>,
    table: Option<String>,
}

impl Styles {
    pub(super) fn read(xml: &str) -> Result<Self, BadXml> {
        let mut styles = Self::default();
        let mut blocks = Blocks::new(xml, &["styles"]);
        while let Some(block) = blocks.next()? {
            match &*block.name {
                "docDefaults" => {
                    let ground = block.child("rPrDefault").and_then(|one| one.child("rPr"));
                    styles.ground = Look::read(ground);
                }
                "style" => styles.add(&block),
                _ => {}
            }
        }
        Ok(styles)
    }

    fn add(&mut self, block: &Element) {
        let id = block.attribute("styleId").unwrap_or_default().to_owned();
        let kind = block.attribute("type").unwrap_or("paragraph").to_owned();
        let borders = block.child("tblPr").and_then(|one| one.child("tblBorders")).map(drawn);
        if matches!(block.attribute("default"), Some("1" | "true" | "on")) {
            match kind.as_str() {
                "paragraph" => self.paragraph = Some(id.clone()),
                "table" => self.table = Some(id.clone()),
                _ => {}
            }
        }
        let style = Style {
            kind,
            above: block.val("basedOn").map(str::to_owned),
            look: Look::read(block.child("rPr")),
            numbered: Numbered::read(block.child("pPr")),
            borders,
        };
        self.all.insert(id, style);
    }

    /// A style and those it rests on, each once.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let mut next = id;
        let mut left = 32;
        std::iter::from_fn(move || {
            let id = next?;
            left -= 1;
            let style = self.all.get(id).filter(|_| left > 0)?;
            next = style.above.as_deref();
            Some((id, style))
        })
    }

    fn or_usual<'a>(&'a self, id: Option<&'a str>) -> Option<&'a str> {
        id.filter(|id| self.all.contains_key(*id)).or(self.paragraph.as_deref())
    }

    /// The look of letters in a paragraph of that style.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Look {
        let id = self.or_usual(id);
        self.chain(id).fold(Look::default(), |look, (_, style)| look.over(&style.look)).over(&self.ground)
    }

    /// The look a style of characters gives.
    pub(super) fn characters(&self, id: Option<&str>) -> Look {
        self.chain(id).fold(Look::default(), |look, (_, style)| look.over(&style.look))
    }

    /// What a style of paragraphs and those it rests on say about numbers, the nearest first.
    pub(super) fn numbered<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Numbered)> {
        self.chain(self.or_usual(id)).map(|(id, style)| (id, &style.numbered))
    }

    /// The list that a style of lists stands for.
    pub(super) fn list(&self, id: &str) -> Option<&str> {
        self.all.get(id).filter(|style| style.kind == "numbering")?.numbered.list.as_deref()
    }

    /// Whether a table of that style has lines.
    pub(super) fn borders(&self, id: Option<&str>) -> bool {
        let id = id.or(self.table.as_deref());
        let found = self.chain(id).find_map(|(_, style)| style.borders);
        // A style that the file names and does not hold is one of Word's own.
        found.unwrap_or_else(|| id.is_some_and(|id| !self.all.contains_key(id) && id.contains("Grid")))
    }
}

/// Whether any of these lines is drawn.
pub(super) fn drawn(borders: &Element) -> bool {
    borders.children.iter().any(|line| !matches!(line.attribute("val"), None | Some("none" | "nil")))
}
