//! What one place holds: the files below a folder, each read as what its name says.

use crate::acknowledgments::rules::Wordings;
use crate::contacts::rules::NameRule;
use crate::documents::rules::Regulation;
use crate::quizzes::rules::{Bank, Cues};
use crate::settings::rules::Defaults;
use crate::text::{say, say_with};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

/// One point of a draft that HC-DV should look at again.
#[derive(Clone, Debug, Deserialize)]
pub struct ReviewPoint {
    /// Where it stands.
    pub clause: String,
    /// In a few words.
    pub title: String,
    /// What stands, why look again, a possible wording.
    pub text: String,
}

/// A clause that a page names beside what it is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// Its address.
    pub clause: String,
    /// How it stands in brackets.
    pub text: String,
}

text_enum! {
    /// Where content comes from.
    pub enum Source {
        /// In the program, as an example that can be used as it is.
        Shipped = "shipped",
        /// The content folder.
        Folder = "folder",
    }
}

/// One file of a document's folder.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub source: Source,
    /// Folder name: the document's id.
    pub document: String,
    /// `1.md`.
    pub file: String,
    pub text: String,
}

#[derive(Deserialize)]
struct Review {
    point: Vec<ReviewPoint>,
}

/// What belongs to one document beside its texts.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) review: Vec<ReviewPoint>,
    pub(super) statement: Option<Arc<Wordings>>,
    pub(super) name_rule: Option<Arc<NameRule>>,
    /// By what it is about.
    pub(super) cites: BTreeMap<String, Cite>,
    pub(super) bank: Option<Bank>,
    /// Hash of the bank.
    pub(super) sha256: String,
}

/// What one place holds.
#[derive(Debug)]
pub(super) struct Pack {
    pub(super) source: Source,
    pub(super) files: Vec<SourceFile>,
    /// Files in the folders of documents that nobody reads.
    pub(super) strays: Vec<String>,
    pub(super) around: HashMap<String, Around>,
    pub(super) general: Option<Arc<Wordings>>,
    pub(super) defaults: Defaults,
    /// Words by which somebody who knows nothing chooses.
    pub(super) cues: Option<Cues>,
}

/// Path below the folder, and text.
pub(super) type Files = Vec<(String, String)>;

impl Pack {
    pub(super) fn read(source: Source, documents: Files, quizzes: Files, texts: Files) -> anyhow::Result<Self> {
        let mut pack = Self {
            source,
            files: Vec::new(),
            strays: Vec::new(),
            around: HashMap::new(),
            general: None,
            defaults: Defaults::default(),
            cues: None,
        };
        for (name, text) in documents {
            pack.take_document(&name, text)?;
        }
        // `10.md` is newer than `2.md`.
        let number = |file: &str| file.trim_end_matches(".md").parse::<u32>().unwrap_or(u32::MAX);
        pack.files
            .sort_by(|a, b| (&a.document, number(&a.file), &a.file).cmp(&(&b.document, number(&b.file), &b.file)));
        for (name, text) in quizzes {
            pack.take_bank(&name, &text)?;
        }
        for (name, text) in texts {
            pack.take_text(&name, &text)?;
        }
        Ok(pack)
    }

    /// A file of a document's folder: a text, or what belongs to it.
    fn take_document(&mut self, name: &str, text: String) -> anyhow::Result<()> {
        let faulty = |e: &dyn std::fmt::Display| anyhow::anyhow!("documents/{name}: {e}");
        let Some((document, file)) = name.split_once('/') else { return Ok(()) };
        let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        // The form of a new document stands where one of this name would.
        anyhow::ensure!(
            document != "new" && document.chars().all(plain),
            "{}",
            say_with("library.id", &[("tep", name)])
        );
        let around = self.around.entry(document.to_owned()).or_default();
        match file {
            "statement.toml" => around.statement = Some(Arc::new(Wordings::parse(&text).map_err(|e| faulty(&e))?)),
            "name.toml" => around.name_rule = Some(Arc::new(NameRule::parse(&text).map_err(|e| faulty(&e))?)),
            "cites.toml" => around.cites = toml::from_str(&text).map_err(|e| faulty(&e))?,
            "review.toml" => around.review = toml::from_str::<Review>(&text).map_err(|e| faulty(&e))?.point,
            _ if Path::new(file).extension().is_some_and(|ending| ending == "md") => {
                Regulation::load(&text).map_err(|e| faulty(&e))?;
                let (document, file) = (document.to_owned(), file.to_owned());
                self.files.push(SourceFile { source: self.source, document, file, text });
            }
            _ if file.starts_with('.') => {}
            _ => self.strays.push(format!("documents/{name}")),
        }
        Ok(())
    }

    fn take_bank(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let place = format!("quizzes/{name}");
        let Some(id) = name.strip_suffix(".toml") else {
            self.strays.extend((!name.starts_with('.')).then_some(place));
            return Ok(());
        };
        let bank = Bank::parse(text).map_err(|e| anyhow::anyhow!("{place}: {e}"))?;
        let fields = [("tep", place.as_str()), ("ma", bank.document.as_str())];
        anyhow::ensure!(bank.document == id, "{}", say_with("library.bank", &fields));
        let around = self.around.entry(bank.document.clone()).or_default();
        around.sha256 = bank.sha256();
        around.bank = Some(bank);
        Ok(())
    }

    fn take_text(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let faulty = |e: toml::de::Error| anyhow::anyhow!("texts/{name}: {e}");
        match name {
            "statement.toml" => self.general = Some(Arc::new(Wordings::parse(text).map_err(faulty)?)),
            "organisation.toml" => self.defaults = Defaults::parse(text).map_err(faulty)?,
            "guessers.toml" => self.cues = Some(Cues::parse(text).map_err(faulty)?),
            _ if name.starts_with('.') => {}
            _ => self.strays.push(format!("texts/{name}")),
        }
        Ok(())
    }

    /// In the order of its documents.
    pub(super) fn banks(&self) -> Vec<&Bank> {
        let mut banks: Vec<&Bank> = self.around.values().filter_map(|around| around.bank.as_ref()).collect();
        banks.sort_by(|a, b| a.document.cmp(&b.document));
        banks
    }
}

pub(super) fn owned(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Every file below a folder; a folder that is not there holds none.
pub(super) fn read_folder(folder: &Path) -> anyhow::Result<Files> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    open.retain(|folder| folder.is_dir());
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                let text = if is_read(&path) { read_text(&path)? } else { String::new() };
                found.push((name, text));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Texts and settings; anything else in a folder is only named.
fn is_read(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md" || ending == "toml")
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{}: {}", path.display(), say("parse.utf8")))
}
