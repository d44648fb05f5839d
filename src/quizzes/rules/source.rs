//! Reading a bank from its TOML file.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::bank::{Apart, Bank, BankError, Choice, Group, Kind, MOST_OPTIONS, Pair, Question, QuestionId};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BankFile {
    document: String,
    version: String,
    title: String,
    #[serde(default)]
    blueprint: Vec<Group>,
    #[serde(default)]
    question: Vec<QuestionFile>,
    #[serde(default)]
    apart: Vec<Apart>,
}

/// A `[[question]]` as it is written: the fields of all kinds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    id: QuestionId,
    kind: KindName,
    clauses: Vec<ClauseId>,
    audience: Capacity,
    difficulty: u8,
    #[serde(default)]
    situation: bool,
    #[serde(default)]
    refresher: bool,
    critical: Option<String>,
    stem: String,
    explanation: String,
    options: Option<Vec<Choice>>,
    answer: Option<bool>,
    why: Option<String>,
    pairs: Option<Vec<Pair>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    One,
    Many,
    Truth,
    Match,
}

impl Bank {
    /// Reads a bank. What makes a question impossible to grade is refused here; the house rules about
    /// length, wording and coverage are for [`super::check`].
    ///
    /// # Errors
    /// The first thing that is wrong, with the line or the question: an unknown or missing field, an id twice,
    /// a `one` without exactly one right option, pairs that cannot be told apart, a field of another kind.
    pub fn parse(source: &str) -> Result<Self, BankError> {
        let file: BankFile = toml::from_str(source).map_err(|error| BankError {
            place: format!("dòng {}", line_of(source, error.span().map(|span| span.start))),
            message: error.message().to_owned(),
        })?;
        let mut ids = BTreeSet::new();
        let mut questions = Vec::with_capacity(file.question.len());
        for written in file.question {
            let id = written.id.clone();
            let place = || format!("câu {id}");
            let question = written.read().map_err(|message| BankError { place: place(), message })?;
            if !ids.insert(question.id.clone()) {
                return Err(BankError { place: place(), message: "mã này đã có ở trên".to_owned() });
            }
            questions.push(question);
        }
        let BankFile { document, version, title, blueprint, apart, .. } = file;
        Ok(Self { document, version, title, blueprint, questions, apart })
    }
}

fn line_of(source: &str, start: Option<usize>) -> usize {
    1 + start.and_then(|at| source.get(..at)).map_or(0, |above| above.matches('\n').count())
}

impl QuestionFile {
    fn read(self) -> Result<Question, String> {
        ensure(!self.clauses.is_empty(), "phải nêu ít nhất một điều khoản")?;
        ensure((1..=3).contains(&self.difficulty), "độ khó là 1, 2 hoặc 3")?;
        ensure(!self.stem.trim().is_empty(), "câu hỏi để trống")?;
        ensure(self.critical.as_ref().is_none_or(|topic| !topic.trim().is_empty()), "chủ đề điểm liệt để trống")?;
        let kind = kind(&self.kind, self.options, self.answer, self.why, self.pairs)?;
        Ok(Question {
            id: self.id,
            clauses: self.clauses,
            audience: self.audience,
            difficulty: self.difficulty,
            situation: self.situation,
            refresher: self.refresher,
            critical: self.critical,
            stem: self.stem,
            explanation: self.explanation,
            kind,
        })
    }
}

/// The fields that the kind needs, and none of another kind.
fn kind(
    name: &KindName,
    options: Option<Vec<Choice>>,
    answer: Option<bool>,
    why: Option<String>,
    pairs: Option<Vec<Pair>>,
) -> Result<Kind, String> {
    match (name, options, answer, why, pairs) {
        (KindName::One, Some(options), None, None, None) => one(options),
        (KindName::Many, Some(options), None, None, None) => many(options),
        (KindName::Truth, None, Some(answer), why, None) => Ok(Kind::Truth { answer, why }),
        (KindName::Match, None, None, None, Some(pairs)) => matching(pairs),
        (KindName::One | KindName::Many, ..) => Err("loại này có options và chỉ options".to_owned()),
        (KindName::Truth, ..) => Err("loại truth có answer và why, không có options hay pairs".to_owned()),
        (KindName::Match, ..) => Err("loại match có pairs và chỉ pairs".to_owned()),
    }
}

fn one(options: Vec<Choice>) -> Result<Kind, String> {
    distinct(options.iter().map(|option| option.text.as_str()))?;
    let right = options.iter().filter(|option| option.right).count();
    ensure(right == 1, "loại one có đúng một phương án đúng")?;
    Ok(Kind::One { options })
}

fn many(options: Vec<Choice>) -> Result<Kind, String> {
    distinct(options.iter().map(|option| option.text.as_str()))?;
    let right = options.iter().filter(|option| option.right).count();
    ensure(right > 0 && right < options.len(), "loại many có phương án đúng và có phương án sai")?;
    Ok(Kind::Many { options })
}

fn matching(pairs: Vec<Pair>) -> Result<Kind, String> {
    distinct(pairs.iter().map(|pair| pair.left.as_str()))?;
    distinct(pairs.iter().map(|pair| pair.right.as_str()))?;
    Ok(Kind::Match { pairs })
}

/// Two to eight texts, none empty, none twice.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let texts: Vec<&str> = texts.map(str::trim).collect();
    let different: BTreeSet<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    ensure(different.len() == texts.len(), "có phương án trống hoặc trùng nhau")?;
    ensure((2..=MOST_OPTIONS).contains(&texts.len()), "phải có từ 2 đến 8 phương án")
}

fn ensure(holds: bool, message: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message.to_owned()) }
}
