//! Documents and question banks as files: what is shipped, and the content folder of an organisation.

use super::rules::Regulation;
use crate::acknowledgments::rules::Wordings;
use crate::assets::embedded;
use crate::contacts::rules::NameRule;
use crate::quizzes::rules::Bank;
use crate::settings::rules::Defaults;
use crate::text::{say, say_with};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

#[derive(Deserialize)]
struct Review {
    point: Vec<ReviewPoint>,
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

/// What belongs to one document beside its texts.
#[derive(Debug, Default)]
struct Around {
    review: Vec<ReviewPoint>,
    statement: Option<Arc<Wordings>>,
    name_rule: Option<Arc<NameRule>>,
    /// By what it is about.
    cites: BTreeMap<String, Cite>,
    bank: Option<Bank>,
    /// Hash of the bank.
    sha256: String,
}

/// What one place holds.
#[derive(Debug)]
struct Pack {
    source: Source,
    files: Vec<SourceFile>,
    /// Files in the folders of documents that nobody reads.
    strays: Vec<String>,
    around: HashMap<String, Around>,
    general: Option<Arc<Wordings>>,
    defaults: Defaults,
}

/// What is shipped and what the content folder holds; of a document that both have, the folder's counts.
#[derive(Debug)]
pub struct Library {
    /// The content folder's first, where there is one.
    packs: Vec<Pack>,
    /// Each document once.
    banks: Vec<Bank>,
    general: Arc<Wordings>,
}

/// What is shipped of the texts of an organisation.
const TEXTS: &[(&str, &str)] = &[
    ("organisation.toml", include_str!("../../texts/organisation.toml")),
    ("statement.toml", include_str!("../../texts/statement.toml")),
];

/// Path below the folder, and text.
type Files = Vec<(String, String)>;

impl Library {
    /// Reads what is embedded, and the content folder.
    ///
    /// # Errors
    /// With file and line when a text cannot be read or has nothing to read, and when a file is not UTF-8.
    pub fn load(content: Option<&Path>) -> anyhow::Result<Self> {
        let mut packs = Vec::new();
        if let Some(folder) = content {
            anyhow::ensure!(
                folder.is_dir(),
                "{}",
                say_with("library.folder", &[("tep", &folder.display().to_string())])
            );
            let read = |name: &str| read_folder(&folder.join(name));
            packs.push(Pack::read(Source::Folder, read("documents")?, read("quizzes")?, read("texts")?)?);
        }
        let (documents, quizzes, texts) = (owned(embedded::DOCUMENTS), owned(embedded::QUIZZES), owned(TEXTS));
        packs.push(Pack::read(Source::Shipped, documents, quizzes, texts)?);
        let general = packs.iter().find_map(|pack| pack.general.clone()).unwrap_or_default();
        let mut library = Self { packs, banks: Vec::new(), general };
        let about: BTreeSet<&String> = library.packs.iter().flat_map(Pack::banks).map(|bank| &bank.document).collect();
        library.banks = about.into_iter().filter_map(|document| library.bank(document).cloned()).collect();
        Ok(library)
    }

    /// Where the content comes from that is looked at first: the content folder, else what is shipped.
    pub fn source(&self) -> Source {
        self.packs.first().map_or(Source::Shipped, |pack| pack.source)
    }

    /// The files of documents of one place, in order.
    pub fn files(&self, source: Source) -> &[SourceFile] {
        self.pack(source).map_or(&[], |pack| &pack.files)
    }

    /// Files in the folders of documents of one place that are neither texts nor settings: a text under a wrong ending,
    /// perhaps.
    pub fn strays(&self, source: Source) -> &[String] {
        self.pack(source).map_or(&[], |pack| &pack.strays)
    }

    /// What an organisation is asked at the first start, answered beforehand; `None`: nothing is.
    pub(crate) fn defaults(&self, source: Source) -> Option<&Defaults> {
        self.pack(source).map(|pack| &pack.defaults)
    }

    fn pack(&self, source: Source) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.source == source)
    }

    /// Whether the content folder has this document: nothing of what is shipped is mixed into it.
    pub fn has_own(&self, document: &str) -> bool {
        self.files(Source::Folder).iter().any(|file| file.document == document)
    }

    /// What stands beside a document's texts, piece by piece: of a document that the content folder has, only there.
    fn piece<'a, T>(&'a self, document: &str, of: impl Fn(&'a Around) -> Option<T>) -> Option<T> {
        let own = self.has_own(document);
        let packs = self.packs.iter().filter(|pack| !own || pack.source == Source::Folder);
        packs.filter_map(|pack| pack.around.get(document)).find_map(of)
    }

    /// The statement of a document to be acknowledged; `None`: the general one does.
    pub fn statement(&self, document: &str) -> Option<&Arc<Wordings>> {
        self.piece(document, |around| around.statement.as_ref())
    }

    /// What a document asks of a Zalo name.
    pub fn name_rule(&self, document: &str) -> Option<&Arc<NameRule>> {
        self.piece(document, |around| around.name_rule.as_ref())
    }

    /// The clauses that pages name, by what they are about: of these documents, as they are in force, the first that
    /// has one.
    pub fn cites<'a>(&self, documents: impl Iterator<Item = (&'a str, &'a Regulation)>) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let some = |around: &'_ Around| (!around.cites.is_empty()).then(|| around.cites.clone());
        for (document, text) in documents {
            let cites = self.piece(document, some).unwrap_or_default();
            for (what, cite) in cites.iter().filter(|(_, cite)| text.has(&cite.clause)) {
                found.entry(what.clone()).or_insert_with(|| cite.text.clone());
            }
        }
        found
    }

    /// The organisation's own statement, about any document.
    pub fn general(&self) -> &Arc<Wordings> {
        &self.general
    }

    /// Points to look at again in a document.
    pub fn review(&self, document: &str) -> &[ReviewPoint] {
        self.piece(document, |around| (!around.review.is_empty()).then_some(around.review.as_slice()))
            .unwrap_or_default()
    }

    /// The question banks, one a document.
    pub fn banks(&self) -> &[Bank] {
        &self.banks
    }

    /// The question banks of one place.
    pub fn banks_of(&self, source: Source) -> Vec<&Bank> {
        self.pack(source).map(Pack::banks).unwrap_or_default()
    }

    /// The statements of one place, the general one last.
    pub fn statements(&self, source: Source) -> Vec<&Wordings> {
        let pack = self.pack(source);
        let own = pack.into_iter().flat_map(|pack| pack.around.values()).filter_map(|one| one.statement.as_deref());
        let mut all: Vec<&Wordings> = own.collect();
        all.sort_by(|a, b| a.template.id.cmp(&b.template.id));
        all.extend(pack.and_then(|pack| pack.general.as_deref()));
        all
    }

    /// What is wrong with the content that is looked at first, each with its file: statements, name rules and citations
    /// that rest on clauses which the newest text of their document does not have.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let general = |id: &str| say_with("library.general", &[("tep", "texts/statement.toml"), ("ma", id)]);
        faults.extend(self.general.tied().map(general));
        let files = self.files(self.source());
        for (at, file) in files.iter().enumerate() {
            let newest = files.get(at + 1).is_none_or(|next| next.document != file.document);
            let around = self.pack(self.source()).and_then(|pack| pack.around.get(&file.document));
            let Some(around) = around.filter(|_| newest) else { continue };
            let Ok(text) = Regulation::parse(&file.text, None) else { continue };
            let named = around.name_rule.iter().map(|rule| ("name.toml", rule.clause.as_str()));
            let cited = around.cites.values().map(|cite| ("cites.toml", cite.clause.as_str()));
            for (name, id) in named.chain(cited).filter(|(_, id)| !text.has(id)) {
                let place = format!("documents/{}/{name}", file.document);
                faults.push(say_with("library.cite", &[("tep", &place), ("ban", &file.file), ("ma", id)]));
            }
            let Some(wordings) = &around.statement else { continue };
            let place = format!("documents/{}/statement.toml", file.document);
            let fields = |id: String| say_with("library.gap", &[("tep", &place), ("ban", &file.file), ("ma", &id)]);
            faults.extend(wordings.gaps(&text).into_iter().map(fields));
            let fields = |id: String| say_with("library.point", &[("tep", &place), ("ma", &id)]);
            faults.extend(wordings.faults().into_iter().map(fields));
        }
        faults
    }

    /// The bank of a document.
    pub fn bank(&self, document: &str) -> Option<&Bank> {
        self.piece(document, |around| around.bank.as_ref())
    }

    /// SHA-256 of a document's bank, answer keys included; computed once.
    pub fn bank_sha256(&self, document: &str) -> Option<&str> {
        self.piece(document, |around| around.bank.as_ref().map(|_| around.sha256.as_str()))
    }
}

impl Pack {
    fn read(source: Source, documents: Files, quizzes: Files, texts: Files) -> anyhow::Result<Self> {
        let mut pack = Self {
            source,
            files: Vec::new(),
            strays: Vec::new(),
            around: HashMap::new(),
            general: None,
            defaults: Defaults::default(),
        };
        for (name, text) in documents {
            let faulty = |e: &dyn std::fmt::Display| anyhow::anyhow!("documents/{name}: {e}");
            let Some((document, file)) = name.split_once('/') else { continue };
            let around = pack.around.entry(document.to_owned()).or_default();
            if file == "statement.toml" {
                around.statement = Some(Arc::new(Wordings::parse(&text).map_err(|e| faulty(&e))?));
            } else if file == "name.toml" {
                around.name_rule = Some(Arc::new(NameRule::parse(&text).map_err(|e| faulty(&e))?));
            } else if file == "cites.toml" {
                around.cites = toml::from_str(&text).map_err(|e| faulty(&e))?;
            } else if file == "review.toml" {
                let review: Review = toml::from_str(&text).map_err(|e| faulty(&e))?;
                around.review = review.point;
            } else if Path::new(file).extension().is_some_and(|ending| ending == "md") {
                Regulation::load(&text).map_err(|e| faulty(&e))?;
                let (document, file) = (document.to_owned(), file.to_owned());
                pack.files.push(SourceFile { source, document, file, text });
            } else if !file.starts_with('.') {
                pack.strays.push(format!("documents/{name}"));
            }
        }
        // `10.md` is newer than `2.md`.
        let number = |file: &str| file.trim_end_matches(".md").parse::<u32>().unwrap_or(u32::MAX);
        pack.files
            .sort_by(|a, b| (&a.document, number(&a.file), &a.file).cmp(&(&b.document, number(&b.file), &b.file)));
        for (name, text) in quizzes {
            let Some(id) = name.strip_suffix(".toml") else {
                pack.strays.extend((!name.starts_with('.')).then(|| format!("quizzes/{name}")));
                continue;
            };
            let bank = Bank::parse(&text).map_err(|e| anyhow::anyhow!("quizzes/{name}: {e}"))?;
            let place = format!("quizzes/{name}");
            let fields = [("tep", place.as_str()), ("ma", bank.document.as_str())];
            anyhow::ensure!(bank.document == id, "{}", say_with("library.bank", &fields));
            let around = pack.around.entry(bank.document.clone()).or_default();
            around.sha256 = bank.sha256();
            around.bank = Some(bank);
        }
        for (name, text) in texts {
            let faulty = |e: toml::de::Error| anyhow::anyhow!("texts/{name}: {e}");
            match name.as_str() {
                "statement.toml" => pack.general = Some(Arc::new(Wordings::parse(&text).map_err(faulty)?)),
                "organisation.toml" => pack.defaults = Defaults::parse(&text).map_err(faulty)?,
                _ if name.starts_with('.') => {}
                _ => pack.strays.push(format!("texts/{name}")),
            }
        }
        Ok(pack)
    }

    /// In the order of its documents.
    fn banks(&self) -> Vec<&Bank> {
        let mut banks: Vec<&Bank> = self.around.values().filter_map(|around| around.bank.as_ref()).collect();
        banks.sort_by(|a, b| a.document.cmp(&b.document));
        banks
    }
}

fn owned(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Every file below a folder; a folder that is not there holds none.
fn read_folder(folder: &Path) -> anyhow::Result<Files> {
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
