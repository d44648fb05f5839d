//! A question bank: what may be asked about one document.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::documents::rules::{ClauseId, Regulation};
use crate::id::sha256;
use crate::people::rules::Capacity;

/// The most options a question may have: each gets a letter as its key.
pub(super) const MOST_OPTIONS: usize = 8;

/// The stable name of a question: `qc-3.10-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuestionId(String);

/// The text is not the name of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionIdError(String);

impl QuestionId {
    /// Reads a name.
    ///
    /// # Errors
    /// When it is empty, longer than 60 bytes, or holds anything but `a–z`, `0–9`, `.` and `-`.
    pub fn parse(text: &str) -> Result<Self, QuestionIdError> {
        let clean = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        if !text.is_empty() && text.len() <= 60 && text.chars().all(clean) {
            Ok(Self(text.to_owned()))
        } else {
            Err(QuestionIdError(text.to_owned()))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for QuestionId {
    type Error = QuestionIdError;
    fn try_from(text: String) -> Result<Self, QuestionIdError> {
        Self::parse(&text)
    }
}

impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.0
    }
}

impl fmt::Display for QuestionIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” không phải là mã câu hỏi", self.0)
    }
}

impl std::error::Error for QuestionIdError {}

/// The bank of one document, as parsed. Its JSON is what [`Bank::sha256`] commits to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bank {
    /// The document it asks about.
    pub document: String,
    /// The version of the bank.
    pub version: String,
    /// How the bank is called on screen.
    pub title: String,
    /// How a sitting is put together.
    pub blueprint: Vec<Group>,
    /// The questions in the order of the file.
    pub questions: Vec<Question>,
    /// Lists of questions of which a sitting has only one. The JSON of a bank without lists does not name them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Apart>,
}

/// Questions that do not go into one sitting ("không cùng lượt"), of this bank or of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// At least two; a question may stand in several lists.
    pub questions: Vec<QuestionId>,
    /// What they tell of each other, for whoever edits the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A group of clauses and its share of a sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// How the group is called: "Nguyên tắc sử dụng".
    pub name: String,
    /// A question belongs to the first group one of whose clauses holds the question's main clause.
    pub clauses: Vec<ClauseId>,
    /// Its weight beside the other groups of the bank.
    pub share: u16,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Its stable name.
    pub id: QuestionId,
    /// What it tests; never empty, the first is the main one.
    pub clauses: Vec<ClauseId>,
    /// Whose duties it is about.
    pub audience: Capacity,
    /// 1 to 3.
    pub difficulty: u8,
    /// Whether it tells a short workplace situation.
    pub situation: bool,
    /// Whether it suits people who know the basics already.
    pub refresher: bool,
    /// The topic of a câu điểm liệt: missing it fails the sitting.
    pub critical: Option<String>,
    /// The question, readable without the options.
    pub stem: String,
    /// Shown after grading: names the clause and says why.
    pub explanation: String,
    /// How it is answered.
    pub kind: Kind,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Kind {
    /// Exactly one option is right.
    One {
        /// The options in the order of the file.
        options: Vec<Choice>,
    },
    /// Several options are right, at least one is not.
    Many {
        /// The options in the order of the file.
        options: Vec<Choice>,
    },
    /// The stem is a statement to judge.
    Truth {
        /// Whether the statement is true.
        answer: bool,
        /// Why the opposite answer is wrong.
        why: Option<String>,
    },
    /// Every left belongs to one right.
    Match {
        /// The pairs that belong together.
        pairs: Vec<Pair>,
    },
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
    /// Why it is wrong.
    pub why: Option<String>,
}

/// Two things that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Shown in the order of the file.
    pub left: String,
    /// Shown shuffled.
    pub right: String,
    /// Why they belong together.
    pub why: Option<String>,
}

/// What is wrong with a bank, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankError {
    /// "dòng 12" or "câu qc-3.10-1".
    pub place: String,
    /// What is wrong, for the person who edits the file.
    pub message: String,
}

impl fmt::Display for BankError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for BankError {}

impl Question {
    /// Whether the text has every clause that it tests, the main one in something to read: only then it is asked.
    pub fn is_about(&self, text: &Regulation) -> bool {
        let has = |clause: &ClauseId| text.get(clause).is_some();
        self.clauses.iter().all(has) && self.clauses.first().is_some_and(|main| text.article_of(main).is_some())
    }
}

impl Bank {
    /// How many of its questions are about this text.
    pub fn about(&self, text: &Regulation) -> usize {
        self.questions.iter().filter(|question| question.is_about(text)).count()
    }

    /// The canonical JSON of the bank, right answers included.
    pub fn canonical_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of [`Self::canonical_json`] in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.canonical_json())
    }

    /// The place in the blueprint that a question belongs to, if any.
    pub fn group_of(&self, question: &Question) -> Option<usize> {
        let main = question.clauses.first()?;
        self.blueprint.iter().position(|group| group.clauses.iter().any(|outer| main.is_within(outer)))
    }
}
