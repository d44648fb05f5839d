//! One block of an office XML file at a time, as a small tree of local names: what is between is never held.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deeper than any writer nests.
const DEEPEST: usize = 250;
/// Elements of one block; a table of a thousand pages has fewer.
const MOST_ELEMENTS: usize = 2_000_000;

/// Not well-formed, or nested beyond all use.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadXml;

/// An element by its local name; letters are kept where office files have words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    /// The attribute of that local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| &*child.name == name)
    }

    /// The `val` of a child: most properties of Word are written so.
    pub(super) fn val(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("val")
    }

    /// The `val` of a child as a number.
    pub(super) fn number(&self, child: &str) -> Option<i64> {
        self.val(child)?.trim().parse().ok()
    }

    /// A property that is on by standing there, and off by saying so.
    pub(super) fn switch(&self, child: &str) -> Option<bool> {
        let found = self.child(child)?;
        Some(!matches!(found.attribute("val"), Some("0" | "false" | "off" | "none")))
    }

    /// Of a choice between what new and old programs understand, one: the first, as the programs of today do.
    pub(super) fn chosen(&self) -> &Self {
        self.child("Choice").or_else(|| self.child("Fallback")).unwrap_or(self)
    }

    /// How many elements of those names stand in it, itself counted.
    pub(super) fn count(&self, names: &[&str]) -> usize {
        let own = usize::from(names.contains(&&*self.name));
        own + self.children.iter().map(|child| child.count(names)).sum::<usize>()
    }
}

/// The letters of a part: UTF-8 or UTF-16.
pub(super) fn letters(bytes: Vec<u8>) -> Result<String, BadXml> {
    let wide = |bytes: &[u8], pair: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|two| Some(pair([*two.first()?, *two.get(1)?])));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| BadXml)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| BadXml),
        _ => String::from_utf8(bytes).map_err(|_| BadXml),
    }
}

/// The children of the element that `path` leads to, one at a time.
pub(super) struct Blocks<'a> {
    reader: Reader<&'a [u8]>,
    path: &'static [&'static str],
    depth: usize,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(xml: &'a str, path: &'static [&'static str]) -> Self {
        Self { reader: Reader::from_str(xml), path, depth: 0 }
    }

    /// The next child; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Element>, BadXml> {
        loop {
            match self.reader.read_event().map_err(|_| BadXml)? {
                Event::Start(start) => {
                    if self.depth == self.path.len() {
                        let first = element(&start)?;
                        return self.tree(first).map(Some);
                    }
                    let wanted = self.path.get(self.depth).is_some_and(|name| *name == start.local_name().as_ref());
                    if wanted {
                        self.depth += 1;
                    } else if self.depth == 0 {
                        return Err(BadXml);
                    } else {
                        let end = start.to_end().into_owned();
                        self.reader.read_to_end(end.name()).map_err(|_| BadXml)?;
                    }
                }
                Event::Empty(start) if self.depth == self.path.len() => return element(&start).map(Some),
                Event::Empty(start) if self.depth == 0 && self.path.first() != Some(&start.local_name().as_ref()) => {
                    return Err(BadXml);
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::DocType(_) => return Err(BadXml),
                Event::Eof if self.depth > 0 => return Err(BadXml),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The whole of the element that has begun.
    fn tree(&mut self, first: Element) -> Result<Element, BadXml> {
        let mut open = vec![first];
        let mut seen = 0;
        loop {
            let event = self.reader.read_event().map_err(|_| BadXml)?;
            let top = open.last_mut().ok_or(BadXml)?;
            match event {
                Event::Start(start) => open.push(element(&start)?),
                Event::Empty(start) => top.children.push(element(&start)?),
                Event::End(_) => {
                    let done = open.pop().ok_or(BadXml)?;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(done),
                        None => return Ok(done),
                    }
                }
                Event::Text(text) if has_words(&top.name) => top.text.push_str(&text.xml10_content()),
                Event::CData(text) if has_words(&top.name) => top.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if has_words(&top.name) => {
                    let number = name.resolve_char_ref().map_err(|_| BadXml)?;
                    top.text.push(number.or_else(|| named(&name.xml10_content())).ok_or(BadXml)?);
                }
                Event::DocType(_) | Event::Eof => return Err(BadXml),
                _ => {}
            }
            seen += 1;
            if open.len() > DEEPEST || seen > 2 * MOST_ELEMENTS {
                return Err(BadXml);
            }
        }
    }
}

fn has_words(name: &str) -> bool {
    matches!(name, "t" | "delText" | "instrText")
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn element(start: &BytesStart<'_>) -> Result<Element, BadXml> {
    let mut attributes = Vec::new();
    for one in start.attributes().with_checks(false) {
        let one = one.map_err(|_| BadXml)?;
        let key = one.key.as_ref();
        if key.starts_with("xmlns") {
            continue;
        }
        let value = one.normalized_value(XmlVersion::Implicit1_0).map_err(|_| BadXml)?;
        attributes.push((one.key.local_name().as_ref().into(), (&*value).into()));
    }
    Ok(Element { name: start.local_name().as_ref().into(), attributes, ..Element::default() })
}
