//! Sittings drawn beforehand: drawing and hashing a question takes longer than storing a whole sitting.

use crate::commands::history::keys;
use crate::db::Value;
use crate::documents::library::Library;
use crate::error::Error;
use crate::quizzes::acts as quizzes;
use crate::quizzes::rules::{Answer, Mark, Past, grade};
use crate::quizzes::store::{Outcome, item_cells};
use crate::rounds::rules::Article;
use crate::site::Round;
use crate::standing::rules::Facts;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// How many sittings of a round differ.
const SITTINGS: u64 = 64;

/// The sittings of one round.
pub(super) struct Pool {
    sittings: Vec<Sitting>,
}

/// A sitting that many people get.
pub(super) struct Sitting {
    pub(super) articles: Vec<Article>,
    pub(super) questions: Vec<Asked>,
    pub(super) quiz_sha256: String,
}

/// A question with a right and a wrong answer.
pub(super) struct Asked {
    pub(super) item_sha256: String,
    pub(super) item: Vec<Value>,
    pub(super) question: String,
    pub(super) shown: String,
    critical: bool,
    right: Given,
    wrong: Given,
}

/// An answer, with its mark.
pub(super) struct Given {
    pub(super) values: Vec<String>,
    pub(super) mark: Mark,
}

impl Pool {
    pub(super) fn draw(round: &Round, library: &Library) -> Result<Self, Error> {
        let mut sittings = Vec::new();
        for seed in 0..SITTINGS {
            let mut rng = StdRng::seed_from_u64(seed);
            let drawing = quizzes::draw(round, library, &Facts::default(), &Past::default(), &mut rng);
            let questions = drawing.plan.questions.iter().map(|(item, order)| {
                let drawn =
                    item.clone().shown(order).ok_or_else(|| Error::internal("a question that cannot be shown"))?;
                let given = |right: bool| {
                    let answer = Answer::parse(&drawn, &keys(&drawn, right)).map_err(Error::internal)?;
                    let values = answer.as_ref().map(Answer::values).unwrap_or_default();
                    Ok::<_, Error>(Given { values, mark: grade(&drawn, answer.as_ref()) })
                };
                Ok(Asked {
                    item_sha256: item.sha256(),
                    item: item_cells(item),
                    question: item.id.as_str().to_owned(),
                    shown: order.to_string(),
                    critical: item.critical.is_some(),
                    right: given(true)?,
                    wrong: given(false)?,
                })
            });
            let questions = questions.collect::<Result<_, Error>>()?;
            sittings.push(Sitting { articles: drawing.plan.articles, questions, quiz_sha256: drawing.quiz_sha256 });
        }
        Ok(Self { sittings })
    }

    /// Every question that may come, as rows: stored once.
    pub(super) fn items(&self) -> Vec<Vec<Value>> {
        let all = self.sittings.iter().flat_map(|sitting| &sitting.questions);
        let known: std::collections::BTreeMap<_, _> = all.map(|one| (&one.item_sha256, &one.item)).collect();
        known.into_values().cloned().collect()
    }

    pub(super) fn any(&self, rng: &mut StdRng) -> Result<&Sitting, Error> {
        let place = rng.random_range(0..self.sittings.len().max(1));
        self.sittings.get(place).ok_or_else(|| Error::internal("no sittings"))
    }
}

impl Sitting {
    /// What somebody answers who passes, at most three wrongly, or who does not: every third.
    pub(super) fn answers(&self, pass: bool, rng: &mut StdRng) -> Vec<&Given> {
        let mut slips = 3;
        let mut given = Vec::new();
        for one in &self.questions {
            let wrong = if pass {
                slips > 0 && !one.critical && rng.random_range(0..12) == 0
            } else {
                one.critical || rng.random_range(0..3) == 0
            };
            slips -= i32::from(wrong);
            given.push(if wrong { &one.wrong } else { &one.right });
        }
        given
    }

    pub(super) fn outcome(answers: &[&Given], pass_percent: i64) -> Result<Outcome, Error> {
        let marks: Vec<Mark> = answers.iter().map(|given| given.mark.clone()).collect();
        quizzes::outcome(&marks, pass_percent)
    }
}
