//! Where the parts of a DOCX stand: by their relations, as some writers name them otherwise.

use super::super::package::Package;
use super::super::refused::Refused;
use super::super::xml::{BadXml, Blocks, letters};
use std::collections::HashMap;

/// One relation of the document: what it is, where it leads, whether outside.
struct Relation {
    kind: String,
    target: String,
    outside: bool,
}

/// The parts that are read, as letters; empty where there is none.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) styles: String,
    pub(super) numbering: String,
    pub(super) footnotes: String,
    pub(super) endnotes: String,
    /// Headers and footers, in the order of their relations.
    pub(super) margins: Vec<String>,
}

impl Parts {
    pub(super) fn open(package: &mut Package<'_>) -> Result<Self, Refused> {
        let main = main_part(package)?;
        let document = read(package, &main)?.ok_or(Refused::NoDocument)?;
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
        let mut one = |kind: &str, usual: &str| -> Result<String, Refused> {
            let found = relations.values().find(|one| one.kind == kind && !one.outside);
            let name = found.map_or_else(|| format!("{folder}/{usual}"), |one| resolve(folder, &one.target));
            Ok(read(package, &name)?.unwrap_or_default())
        };
        let mut parts = Self {
            document,
            styles: one("styles", "styles.xml")?,
            numbering: one("numbering", "numbering.xml")?,
            footnotes: one("footnotes", "footnotes.xml")?,
            endnotes: one("endnotes", "endnotes.xml")?,
            margins: Vec::new(),
        };
        let mut margins: Vec<_> =
            relations.values().filter(|one| matches!(one.kind.as_str(), "header" | "footer")).collect();
        margins.sort_by(|a, b| a.target.cmp(&b.target));
        for margin in margins.into_iter().take(24) {
            parts.margins.extend(read(package, &resolve(folder, &margin.target))?);
        }
        Ok(parts)
    }
}

/// The part that holds the text: as the package says, else where Word puts it.
fn main_part(package: &mut Package<'_>) -> Result<String, Refused> {
    let relations = relations(package, "_rels/.rels")?;
    let named = relations.values().find(|one| one.kind == "officeDocument").map(|one| resolve("", &one.target));
    Ok(named.unwrap_or_else(|| "word/document.xml".to_owned()))
}

fn relations(package: &mut Package<'_>, name: &str) -> Result<HashMap<String, Relation>, Refused> {
    let mut all = HashMap::new();
    let Some(xml) = read(package, name)? else { return Ok(all) };
    let mut blocks = Blocks::new(&xml, &["Relationships"]);
    while let Some(block) = blocks.next().map_err(|_| bad(name))? {
        let text = |key: &str| block.attribute(key).unwrap_or_default().to_owned();
        // Both editions of the format end their types alike.
        let kind = text("Type").rsplit('/').next().unwrap_or_default().to_owned();
        all.insert(text("Id"), Relation { kind, target: text("Target"), outside: text("TargetMode") == "External" });
    }
    Ok(all)
}

/// A target beside `folder`, or from the root.
fn resolve(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.trim_start_matches('/').to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

fn read(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Refused> {
    let Some(bytes) = package.part(name)? else { return Ok(None) };
    letters(bytes).map(Some).map_err(|BadXml| bad(name))
}

pub(super) fn bad(part: &str) -> Refused {
    Refused::BadXml { part: part.to_owned() }
}
