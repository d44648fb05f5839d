//! The numbers that Word writes by itself: definitions, and where each list stands.

use super::super::xml::{BadXml, Blocks, Element};
use super::numerals::Form;
use super::styles::{Look, Numbered, Styles};
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// One level of a definition.
#[derive(Clone, Debug, Default)]
struct Level {
    start: i64,
    form: Form,
    /// "%1.%2."
    text: String,
    /// All numbers in figures, whatever their own level says.
    legal: bool,
    /// Nothing between the number and the text.
    close: bool,
    /// Begins again only after a level below this one (from 1); 0: never.
    restart: Option<usize>,
    /// The style of paragraphs it belongs to.
    style: Option<String>,
    look: Look,
}

impl Level {
    fn read(block: &Element) -> Self {
        // A form of one's own stands in a choice of two, the older one second.
        let choice = block.child("AlternateContent").and_then(|one| one.child("Choice"));
        let form = choice.and_then(|one| one.child("numFmt")).or_else(|| block.child("numFmt"));
        let word = form.and_then(|form| form.attribute("val")).unwrap_or("decimal");
        let pictured = block.child("lvlPicBulletId").is_some();
        Self {
            start: block.number("start").unwrap_or(0),
            form: if pictured { Form::Bullet } else { Form::parse(word, form.and_then(|one| one.attribute("format"))) },
            text: block.val("lvlText").unwrap_or_default().to_owned(),
            legal: block.switch("isLgl").unwrap_or(false),
            close: block.val("suff") == Some("nothing"),
            restart: block.number("lvlRestart").and_then(|level| usize::try_from(level).ok()),
            style: block.val("pStyle").map(str::to_owned),
            look: Look::read(block.child("rPr")),
        }
    }
}

#[derive(Default)]
struct Definition {
    levels: HashMap<usize, Level>,
    /// It stands for the list of this style.
    instead: Option<String>,
}

#[derive(Default)]
struct List {
    definition: String,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, i64>,
}

/// What is written before a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) text: String,
    /// Nothing between it and the text.
    pub(super) close: bool,
    pub(super) look: Look,
}

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Definition>,
    lists: HashMap<String, List>,
    /// Lists of one definition go on counting together.
    counts: HashMap<String, [Option<i64>; LEVELS]>,
    /// Starts of their own that were used: a list and its level.
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    pub(super) fn read(xml: &str) -> Result<Self, BadXml> {
        let mut numbering = Self::default();
        let mut blocks = Blocks::new(xml, &["numbering"]);
        while let Some(block) = blocks.next()? {
            match &*block.name {
                "abstractNum" => {
                    let id = block.attribute("abstractNumId").unwrap_or_default().to_owned();
                    let definition =
                        Definition { levels: levels(&block), instead: block.val("numStyleLink").map(str::to_owned) };
                    numbering.definitions.insert(id, definition);
                }
                "num" => {
                    let id = block.attribute("numId").unwrap_or_default().to_owned();
                    numbering.lists.insert(id, list(&block));
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// What is written before a paragraph of that style with that number of its own; counts it.
    pub(super) fn label(&mut self, own: &Numbered, style: Option<&str>, styles: &Styles) -> Option<Label> {
        let of_styles = || styles.numbered(style);
        let list = own.list.as_ref().or_else(|| of_styles().find_map(|(_, said)| said.list.as_ref()))?.clone();
        let definition = self.definition(&list, styles)?;
        // A level belongs to its style, whatever that style says.
        let by_style = |id: &str| {
            let is_its = |level: &usize| {
                self.level(&list, &definition, *level).is_some_and(|one| one.style.as_deref() == Some(id))
            };
            (0..LEVELS).find(is_its)
        };
        let of_style = || of_styles().find_map(|(id, said)| by_style(id).or(said.level));
        let level =
            own.level.or_else(|| if own.list.is_none() { of_style() } else { None }).unwrap_or(0).min(LEVELS - 1);
        let found = self.level(&list, &definition, level)?.clone();
        self.count(&list, &definition, level);
        let text = if found.form == Form::Bullet { bullet(&found) } else { self.fill(&list, &definition, &found) };
        let shown = if found.look.hidden == Some(true) { String::new() } else { text };
        Some(Label { text: shown, close: found.close, look: found.look })
    }

    /// The definition a list rests on, through the style that may stand for it.
    fn definition(&self, list: &str, styles: &Styles) -> Option<String> {
        let mut id = &self.lists.get(list)?.definition;
        for _ in 0..4 {
            let Some(style) = self.definitions.get(id)?.instead.as_deref() else { break };
            let Some(next) = styles.list(style).and_then(|list| self.lists.get(list)) else { break };
            id = &next.definition;
        }
        Some(id.clone())
    }

    fn level(&self, list: &str, definition: &str, level: usize) -> Option<&Level> {
        let own = self.lists.get(list).and_then(|list| list.levels.get(&level));
        own.or_else(|| self.definitions.get(definition)?.levels.get(&level))
    }

    /// Where a level of a list begins.
    fn start(&self, list: &str, definition: &str, level: usize) -> i64 {
        let own = self.lists.get(list).and_then(|list| list.starts.get(&level)).copied();
        own.or_else(|| self.level(list, definition, level).map(|level| level.start)).unwrap_or(1)
    }

    /// One more at `level`; the levels under it begin again.
    fn count(&mut self, list: &str, definition: &str, level: usize) {
        let start = self.start(list, definition, level);
        let own_start = self.lists.get(list).is_some_and(|list| list.starts.contains_key(&level));
        let first = own_start && self.begun.insert((list.to_owned(), level));
        let starts: Vec<i64> = (0..level).map(|above| self.start(list, definition, above)).collect();
        let again: Vec<bool> = (0..LEVELS)
            .map(|under| {
                let rule = self.level(list, definition, under).and_then(|one| one.restart);
                under > level && rule.is_none_or(|rule| rule > under || level < rule)
            })
            .collect();
        let counts = self.counts.entry(definition.to_owned()).or_default();
        for (count, start) in counts.iter_mut().zip(starts) {
            count.get_or_insert(start);
        }
        for (count, again) in counts.iter_mut().zip(again) {
            if again {
                *count = None;
            }
        }
        if let Some(count) = counts.get_mut(level) {
            *count = Some(if first { start } else { count.map_or(start, |count| count.saturating_add(1)) });
        }
    }

    /// "%1.%2." with the numbers of the levels.
    fn fill(&self, list: &str, definition: &str, level: &Level) -> String {
        let counts = self.counts.get(definition).copied().unwrap_or_default();
        let mut text = String::new();
        let mut pieces = placeholders(&level.text).into_iter().peekable();
        while let Some((place, after)) = pieces.next() {
            let Some(place) = place else {
                text.push_str(after);
                continue;
            };
            let form = self.level(list, definition, place).map_or(Form::Decimal, |one| one.form);
            let form = if level.legal && form != Form::Nothing { Form::Decimal } else { form };
            let count = counts.get(place).copied().flatten();
            text.push_str(&form.write(count.unwrap_or_else(|| self.start(list, definition, place))));
            // A level without a number takes the sign behind it along.
            if form != Form::Nothing || pieces.peek().is_none() {
                text.push_str(after);
            }
        }
        text
    }
}

/// "Mục %1.%2)" as the place of each level with what stands behind it; the first piece has no level.
fn placeholders(text: &str) -> Vec<(Option<usize>, &str)> {
    let mut pieces = text.split('%');
    let mut all = vec![(None, pieces.next().unwrap_or_default())];
    for piece in pieces {
        let digit = piece.chars().next().and_then(|first| first.to_digit(10)).filter(|digit| *digit > 0);
        let place = digit.and_then(|digit| usize::try_from(digit - 1).ok());
        all.push((place, piece.get(usize::from(place.is_some())..).unwrap_or_default()));
    }
    all
}

fn levels(block: &Element) -> HashMap<usize, Level> {
    let levels = block.children.iter().filter(|child| &*child.name == "lvl");
    levels.filter_map(|level| Some((level.attribute("ilvl")?.parse().ok()?, Level::read(level)))).collect()
}

fn list(block: &Element) -> List {
    let mut list = List { definition: block.val("abstractNumId").unwrap_or_default().to_owned(), ..List::default() };
    for own in block.children.iter().filter(|child| &*child.name == "lvlOverride") {
        let Some(level) = own.attribute("ilvl").and_then(|level| level.parse().ok()) else { continue };
        if let Some(changed) = own.child("lvl") {
            list.levels.insert(level, Level::read(changed));
        }
        if let Some(start) = own.number("startOverride") {
            list.starts.insert(level, start);
        }
    }
    list
}

/// Dashes and plus signs as they are; any other sign (most are letters of a font of signs) is a dash too.
fn bullet(level: &Level) -> String {
    match level.text.trim() {
        "+" => "+".to_owned(),
        "*" => "*".to_owned(),
        _ => "-".to_owned(),
    }
}
