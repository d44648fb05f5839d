//! Documents and question banks as files.

use super::rules::Regulation;
use crate::assets::embedded;
use crate::quizzes::rules::Bank;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

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

#[derive(Deserialize)]
struct Review {
    point: Vec<ReviewPoint>,
}

/// One file of a document's folder.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Folder name: the document's id.
    pub document: String,
    /// `1.md`.
    pub file: String,
    pub text: String,
}

/// What was embedded or read from the content folder.
#[derive(Debug, Default)]
pub struct Library {
    files: Vec<SourceFile>,
    reviews: HashMap<String, Vec<ReviewPoint>>,
    banks: Vec<Bank>,
    /// Document → hash of its bank.
    hashes: HashMap<String, String>,
}

impl Library {
    /// Reads the embedded content, or the content folder's.
    ///
    /// # Errors
    /// With file and line when a text cannot be parsed.
    pub fn load(content: Option<&Path>) -> anyhow::Result<Self> {
        let (documents, quizzes) = match content {
            Some(folder) => (read_folder(&folder.join("documents"))?, read_folder(&folder.join("quizzes"))?),
            None => (owned(embedded::DOCUMENTS), owned(embedded::QUIZZES)),
        };
        let mut library = Self::default();
        for (name, text) in documents {
            let Some((document, file)) = name.split_once('/') else { continue };
            if file == "review.toml" {
                let review: Review = toml::from_str(&text).map_err(|e| anyhow::anyhow!("documents/{name}: {e}"))?;
                library.reviews.insert(document.to_owned(), review.point);
            } else if Path::new(file).extension().is_some_and(|ending| ending == "md") {
                Regulation::parse(&text, None).map_err(|e| anyhow::anyhow!("documents/{name}: {e}"))?;
                library.files.push(SourceFile { document: document.to_owned(), file: file.to_owned(), text });
            }
        }
        for (name, text) in quizzes {
            let bank = Bank::parse(&text).map_err(|e| anyhow::anyhow!("quizzes/{name}: {e}"))?;
            library.hashes.insert(bank.document.clone(), bank.sha256());
            library.banks.push(bank);
        }
        Ok(library)
    }

    /// The files of documents, in order.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Points to look at again in a document.
    pub fn review(&self, document: &str) -> &[ReviewPoint] {
        self.reviews.get(document).map_or(&[], Vec::as_slice)
    }

    /// The question banks.
    pub fn banks(&self) -> &[Bank] {
        &self.banks
    }

    /// The bank of a document.
    pub fn bank(&self, document: &str) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.document == document)
    }

    /// SHA-256 of a document's bank, answer keys included; computed once.
    pub fn bank_sha256(&self, document: &str) -> Option<&str> {
        self.hashes.get(document).map(String::as_str)
    }
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn read_folder(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}
