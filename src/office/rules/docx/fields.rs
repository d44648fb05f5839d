//! Fields: what Word has worked out is shown, what it was worked out from is not.

/// What becomes of a field's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Shown,
    /// A page number.
    PageNumber,
    /// A table of contents or an index.
    Contents,
}

impl Fate {
    /// By the instruction of the field.
    pub(super) fn of(instruction: &str) -> Self {
        match instruction.split_whitespace().next().unwrap_or_default().to_uppercase().as_str() {
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" => Self::PageNumber,
            "TOC" | "INDEX" | "TOA" => Self::Contents,
            _ => Self::Shown,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Field {
    instruction: String,
    /// The result has begun.
    shows: bool,
}

/// The fields that are open, one in the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

impl Fields {
    /// A `w:fldChar`; the fate of the field that ends with it.
    pub(super) fn step(&mut self, kind: &str) -> Option<Fate> {
        match kind {
            "begin" => self.open.push(Field::default()),
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.shows = true;
                }
            }
            _ => return self.open.pop().map(|field| Fate::of(&field.instruction)),
        }
        None
    }

    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.shows) {
            field.instruction.push_str(text);
        }
    }

    /// What becomes of letters here; `None` inside an instruction.
    pub(super) fn fate(&self) -> Option<Fate> {
        if self.open.iter().any(|field| !field.shows) {
            return None;
        }
        let fates = self.open.iter().map(|field| Fate::of(&field.instruction));
        Some(fates.into_iter().find(|fate| *fate != Fate::Shown).unwrap_or(Fate::Shown))
    }

    /// An instruction ends with its paragraph: a field that a writer left open would swallow the rest of the text.
    pub(super) fn end_of_paragraph(&mut self) {
        while self.open.last().is_some_and(|field| !field.shows) {
            self.open.pop();
        }
    }
}
