//! A version with its text parsed and drawn once.

use crate::acknowledgments::rules::Wordings;
use crate::contacts::rules::NameRule;
use crate::documents::rules::{ClauseId, ContentsLine, Issue, Regulation, StoredIssue, TextKind};
use crate::error::Error;
use crate::people::rules::Capacity;
use crate::quizzes::rules::Bank;
use crate::rounds::rules::Article;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The row of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    pub id: String,
    pub document_id: String,
    pub number: i64,
    pub kind: TextKind,
    pub title: String,
    pub short_title: String,
    pub ref_number: String,
    /// Day; `None` while a draft.
    pub issued_on: Option<String>,
    pub sha256: String,
    pub body_sha256: String,
    pub loaded_at: i64,
    pub in_force_at: Option<i64>,
    /// 1 when a file is kept with it.
    pub files: i64,
}

impl VersionRow {
    pub fn is_draft(&self) -> bool {
        self.issued_on.is_none()
    }

    /// `Số 12/QĐ-IOC ngày 15/8/2025`, or that it is a draft.
    pub fn reference(&self) -> String {
        crate::documents::rules::reference(&self.ref_number, self.issued_on.as_deref())
    }
}

/// A version that is in use: never changes once loaded.
#[derive(Debug)]
pub struct Version {
    pub row: VersionRow,
    pub regulation: Regulation,
    pub articles: Vec<Article>,
    /// The whole text as HTML, piece by piece.
    pub pieces: Vec<String>,
    pub contents: Vec<ContentsLine>,
    /// Each article by itself, by its clause id.
    alone: HashMap<String, Alone>,
    /// Number and day filled into the blanks, as stored; '' when there are none.
    pub issue: String,
    pub source: String,
    /// What its readers are asked to confirm; `None`: the organisation's general statement.
    pub statement: Option<Arc<Wordings>>,
    /// What it asks of a Zalo name.
    pub name_rule: Option<Arc<NameRule>>,
}

/// An article by itself.
#[derive(Debug)]
struct Alone {
    html: String,
    /// The parts it is read in, where it is long.
    parts: Vec<String>,
    words: usize,
}

impl Version {
    /// Parses and draws a stored text.
    ///
    /// # Errors
    /// When it no longer parses: a fault of ours.
    pub fn new(row: VersionRow, articles: Vec<Article>, issue: String, source: String) -> Result<Self, Error> {
        let filled: Option<Issue> = serde_json::from_str::<StoredIssue>(&issue).ok().and_then(|stored| stored.issue());
        let regulation = Regulation::parse(&source, filled.as_ref()).map_err(Error::internal)?;
        let pieces = regulation.render_pieces().into_iter().map(|piece| piece.html).collect();
        let contents = regulation.contents();
        let draw = |id: &ClauseId| {
            let words = regulation.text_of(id)?.split_whitespace().count();
            let (html, parts) = (regulation.render_article_html(id)?, regulation.render_article_parts(id, words));
            Some((id.to_string(), Alone { html, parts, words }))
        };
        let alone = regulation.articles().filter_map(|article| draw(&article.id)).collect();
        Ok(Self { row, regulation, articles, pieces, contents, alone, issue, source, statement: None, name_rule: None })
    }

    /// With what belongs to its document: its statement, its name rule.
    #[must_use]
    pub fn of_document(self, statement: Option<&Arc<Wordings>>, name_rule: Option<&Arc<NameRule>>) -> Self {
        // A rule whose clause this text does not have is not its rule.
        let name_rule = name_rule.filter(|rule| self.regulation.has(&rule.clause)).cloned();
        Self { statement: statement.cloned(), name_rule, ..self }
    }

    /// The clauses its statement rests on that its text does not have: nobody can be asked to confirm them.
    pub fn gaps(&self) -> Vec<String> {
        self.statement.iter().flat_map(|own| own.gaps(&self.regulation)).collect()
    }

    /// An article alone as HTML; empty for what is none.
    pub(crate) fn article_html(&self, id: &ClauseId) -> &str {
        self.alone.get(id.as_str()).map_or("", |one| &one.html)
    }

    /// The parts a long article is read in; empty for what is read whole.
    pub(crate) fn article_parts(&self, id: &ClauseId) -> &[String] {
        self.alone.get(id.as_str()).map_or(&[], |one| &one.parts)
    }

    /// Words of an article; 0 of what is none.
    pub(crate) fn words_of(&self, article: &str) -> usize {
        self.alone.get(article).map_or(0, |one| one.words)
    }

    /// The articles that the document's bank asks about, by whose duties the question is.
    pub(crate) fn quizzed(&self, banks: &[Bank]) -> BTreeMap<Capacity, BTreeSet<String>> {
        let mut found: BTreeMap<Capacity, BTreeSet<String>> = BTreeMap::new();
        let bank = banks.iter().filter(|bank| bank.document == self.row.document_id);
        for question in bank.flat_map(|bank| &bank.questions).filter(|one| one.is_about(&self.regulation)) {
            let main = question.clauses.first().and_then(|clause| self.regulation.article_of(clause));
            if let Some(article) = main {
                found.entry(question.audience).or_default().insert(article.id.to_string());
            }
        }
        found
    }

    /// The questions of the document's bank about clauses that this text does not have, by id.
    pub(crate) fn gone(&self, banks: &[Bank]) -> BTreeSet<String> {
        let bank = banks.iter().filter(|bank| bank.document == self.row.document_id);
        let gone = bank.flat_map(|bank| &bank.questions).filter(|one| !one.is_about(&self.regulation));
        gone.map(|question| question.id.to_string()).collect()
    }

    /// There is something to read in it: only then a round may ask about it.
    pub(crate) fn is_readable(&self) -> bool {
        !self.articles.is_empty()
    }
}
