//! What stands in a paragraph: runs of letters, and what is wrapped around them.

use super::super::fonts::OldFont;
use super::super::xml::Element;
use super::fields::Fate;
use super::model::{Block, Paragraph};
use super::reader::Reader;
use super::signs;
use super::styles::Look;

impl Reader<'_> {
    /// The children of a paragraph or of what wraps runs in it.
    pub(super) fn inline(&mut self, parent: &Element, look: &Look, into: &mut Paragraph) {
        let mut before = "";
        for child in &parent.children {
            let name = &*child.name;
            match name {
                "ins" | "moveTo" | "del" | "moveFrom" => {
                    // A change in pieces is one change.
                    self.found.changes += usize::from(before != name);
                    into.changed = true;
                    match name {
                        "del" => self.deleted(child, look, before == name),
                        "moveFrom" => {}
                        _ => self.inline(child, look, into),
                    }
                }
                "r" => self.run(child, look, into),
                "fldSimple" => self.simple_field(child, look, into),
                "hyperlink" | "smartTag" | "customXml" | "sdt" | "sdtContent" | "dir" | "bdo" | "rubyBase" => {
                    self.inline(child, look, into);
                }
                "AlternateContent" => self.inline(child.chosen(), look, into),
                "oMath" | "oMathPara" => self.equation(child, into),
                _ => {}
            }
            before = name;
        }
    }

    /// Keeps what a change takes away, to be told; `goes_on`: it is one with the change before it.
    pub(super) fn deleted(&mut self, change: &Element, look: &Look, goes_on: bool) {
        let mut gone = Paragraph::default();
        self.gone(change, look, &mut gone);
        match self.found.deleted.last_mut() {
            Some(last) if goes_on => last.pieces.append(&mut gone.pieces),
            _ => self.found.deleted.push(gone),
        }
    }

    fn gone(&mut self, parent: &Element, below: &Look, into: &mut Paragraph) {
        for child in &parent.children {
            match &*child.name {
                "t" | "delText" => {
                    let text = words(child);
                    if self.has_room(&text) {
                        into.push(&text, false, below.font.as_deref().and_then(OldFont::named));
                    }
                }
                "tab" | "br" | "cr" => into.push(" ", false, None),
                "p" => {
                    self.gone(child, below, into);
                    into.push(" ", false, None);
                }
                "r" => {
                    let properties = child.child("rPr");
                    let style = self.styles.characters(properties.and_then(|one| one.val("rStyle")));
                    self.gone(child, &Look::read(properties).over(&style).over(below), into);
                }
                name if name.ends_with("Pr") => {}
                _ => self.gone(child, below, into),
            }
        }
    }

    fn simple_field(&mut self, field: &Element, look: &Look, into: &mut Paragraph) {
        match Fate::of(field.attribute("instr").unwrap_or_default()) {
            Fate::Shown => self.inline(field, look, into),
            Fate::PageNumber => self.found.page_numbers += 1,
            Fate::Contents => self.found.contents += 1,
        }
    }

    fn run(&mut self, run: &Element, below: &Look, into: &mut Paragraph) {
        let properties = run.child("rPr");
        let style = self.styles.characters(properties.and_then(|one| one.val("rStyle")));
        let look = Look::read(properties).over(&style).over(below);
        self.run_parts(run, &look, into);
    }

    fn run_parts(&mut self, run: &Element, look: &Look, into: &mut Paragraph) {
        for part in &run.children {
            match &*part.name {
                "t" => self.letters(&words(part), look, into),
                "tab" | "ptab" => self.letters("\t", look, into),
                "br" | "cr" => self.letters("\n", look, into),
                "noBreakHyphen" => self.letters("-", look, into),
                "sym" => self.sign(part, look, into),
                "fldChar" => self.field(part.attribute("fldCharType").unwrap_or_default()),
                "instrText" => self.fields.instruct(&part.text),
                "footnoteReference" | "endnoteReference" => self.note(part, look, into),
                "drawing" | "pict" | "object" => self.drawing(part),
                "commentReference" => self.found.comments += 1,
                "pgNum" => self.found.page_numbers += 1,
                "AlternateContent" => self.run_parts(part.chosen(), look, into),
                "ruby" => self.inline(part, look, into),
                _ => {}
            }
        }
    }

    fn field(&mut self, kind: &str) {
        if self.fields.step(kind) == Some(Fate::PageNumber) {
            self.found.page_numbers += 1;
        }
    }

    /// Letters, where they are shown.
    fn letters(&mut self, text: &str, look: &Look, into: &mut Paragraph) {
        match self.fields.fate() {
            Some(Fate::Shown) => {}
            Some(Fate::Contents) => {
                self.in_contents = true;
                return;
            }
            Some(Fate::PageNumber) | None => return,
        }
        if look.hidden == Some(true) {
            into.hidden |= !text.trim().is_empty();
            return;
        }
        if !self.has_room(text) {
            return;
        }
        let mut old = look.font.as_deref().and_then(OldFont::named);
        // Letters of fonts of signs stand in a range of their own, or one by one.
        let alone = text.chars().nth(1).is_none();
        let is_wing = look.font.as_deref().is_some_and(signs::is_wing);
        let mut text: String = text
            .chars()
            .map(|letter| signs::letter(is_wing, letter, alone))
            .inspect(|letter| into.sign |= *letter == signs::UNKNOWN)
            .collect();
        if look.capitals == Some(true) && !is_wing {
            old = old.map(OldFont::in_capitals);
            // The letters of TCVN3 are none of Latin: they become capitals when they are read.
            text = if old == Some(OldFont::Tcvn3Capitals) { text } else { text.to_uppercase() };
        }
        into.push(&text, look.bold == Some(true), old);
    }

    fn sign(&mut self, part: &Element, look: &Look, into: &mut Paragraph) {
        let code = part.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(letter) = code.and_then(char::from_u32) else { return };
        let font = part.attribute("font").map(str::to_owned);
        let look = Look { font, ..look.clone() };
        self.letters(&letter.to_string(), &look, into);
    }

    pub(super) fn equation(&mut self, equation: &Element, into: &mut Paragraph) {
        self.found.equations += 1;
        let mut text = String::new();
        math(equation, &mut text);
        if self.has_room(&text) {
            into.push(&text, false, None);
        }
    }

    fn note(&mut self, part: &Element, look: &Look, into: &mut Paragraph) {
        let shown = self.fields.fate() == Some(Fate::Shown) && look.hidden != Some(true);
        let end = &*part.name == "endnoteReference";
        let id = part.attribute("id").unwrap_or_default();
        if let Some(place) = shown.then(|| self.take_note(end, id)).flatten() {
            into.pieces.push(super::model::Piece::Note(place));
        }
    }

    /// Pictures are counted, text boxes read for what is told about them.
    fn drawing(&mut self, part: &Element) {
        if &*part.name == "AlternateContent" {
            return self.drawing(part.chosen());
        }
        match &*part.name {
            "txbxContent" => {
                let blocks = self.aside(|reader| reader.blocks(part));
                self.found.boxes.push(blocks);
                return;
            }
            "pic" | "imagedata" => self.found.pictures += 1,
            "object" => {
                // The picture of an object is no picture of its own.
                self.found.objects += 1;
                return;
            }
            "chart" | "relIds" => self.found.objects += 1,
            "textpath" => {
                let mut paragraph = Paragraph::default();
                paragraph.push(part.attribute("string").unwrap_or_default(), false, None);
                self.found.boxes.push(vec![Block::Paragraph(paragraph)]);
            }
            _ => {}
        }
        for child in &part.children {
            self.drawing(child);
        }
    }
}

/// The letters of a `w:t`; space at its ends counts only where it says so.
fn words(part: &Element) -> String {
    let text = part.text.replace(['\n', '\r', '\t'], " ");
    if part.attribute("space") == Some("preserve") { text } else { text.trim_matches(' ').to_owned() }
}

fn math(equation: &Element, text: &mut String) {
    if &*equation.name == "t" {
        text.push_str(&equation.text);
    }
    equation.children.iter().for_each(|child| math(child, text));
}
