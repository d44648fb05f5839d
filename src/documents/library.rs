//! Documents and question banks as files: what is shipped, and the content folder of an organisation.

pub use super::pack::{Cite, ReviewPoint, Source, SourceFile};

use super::pack::{Around, Pack, owned, read_folder};
use super::rules::Regulation;
use crate::acknowledgments::rules::Wordings;
use crate::assets::embedded;
use crate::contacts::rules::NameRule;
use crate::quizzes::rules::{Bank, Cues};
use crate::settings::rules::Defaults;
use crate::text::say_with;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

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

/// Texts of one document whose files bear the same number: which is the newer one cannot be told.
fn twice(files: &[SourceFile]) -> Vec<String> {
    let number = |file: &SourceFile| file.file.trim_end_matches(".md").parse::<u32>().ok();
    let alike = |pair: &&[SourceFile]| match pair {
        [one, next] => one.document == next.document && number(one).is_some() && number(one) == number(next),
        _ => false,
    };
    let told = |pair: &[SourceFile]| {
        let [one, next] = pair else { return String::new() };
        let place = |file: &SourceFile| format!("documents/{}/{}", file.document, file.file);
        say_with("library.twice", &[("tep", &place(one)), ("kia", &place(next))])
    };
    files.windows(2).filter(alike).map(told).collect()
}

/// Settings that name an office or a title.
const OFFICES: [&str; 8] = [
    "org.name",
    "org.short",
    "org.head_title",
    "org.office",
    "org.office_short",
    "term.leader",
    "term.leadership",
    "term.house",
];

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

    /// The words by which `nep check` guesses, the names of the organisation among them.
    pub fn cues(&self) -> Cues {
        let lists = self.packs.iter().find_map(|pack| pack.cues.clone()).unwrap_or_else(Cues::shipped);
        let defaults = self.defaults(self.source()).into_iter();
        lists.with_offices(defaults.flat_map(|defaults| OFFICES.map(|name| defaults.setting(name))))
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

    /// What is written wrongly in the content that is looked at first and stops nothing: a key that nobody reads, a value
    /// of another shape, two texts of one number, a statement without a point.
    pub fn slips(&self) -> Vec<String> {
        let (source, files) = (self.source(), self.files(self.source()));
        let mut slips: Vec<String> = self.defaults(source).into_iter().flat_map(Defaults::faults).collect();
        slips.extend(twice(files));
        for file in files {
            let head = |fault| format!("documents/{}/{}: {fault}", file.document, file.file);
            let text = Regulation::parse(&file.text, None);
            slips.extend(text.iter().flat_map(|text| text.head().faults()).map(head));
        }
        for (document, around) in self.pack(source).into_iter().flat_map(|pack| &pack.around) {
            let empty = around.statement.as_ref().is_some_and(|wordings| wordings.template.point.is_empty());
            let place = format!("documents/{document}/statement.toml");
            slips.extend(empty.then(|| say_with("library.no_point", &[("tep", &place)])));
        }
        slips
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
