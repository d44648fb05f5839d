//! What one person did, as rows and leaves: the same as the acts make, without asking the database.

use super::pool::{Pool, Sitting};
use super::rows::Rows;
use crate::accounts::rules::How;
use crate::acknowledgments::acts::{Passed, PassedBy, Read, Signed, named, signed_leaf, template};
use crate::acknowledgments::rules::{Fields, Manner, Template};
use crate::acknowledgments::store::{AckVersion, NewAcknowledgment};
use crate::act::Author;
use crate::commands::history::{Invented, Stage, act_of};
use crate::contacts::rules::NewConsent;
use crate::documents::store::Reading;
use crate::error::Error;
use crate::id::{new_code, new_id, sha256};
use crate::people::rules::Capacities;
use crate::quizzes::acts::graded_leaf;
use crate::quizzes::store::{Attempt, AttemptItem, AttemptRow, article_cells};
use crate::rounds::rules::told_day;
use crate::rounds::store::Enrolment;
use crate::site::{Round, Site};
use crate::time::{MINUTE, SECOND};
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// A round with what is drawn, confirmed and consented to in it.
pub(super) struct Setting<'a> {
    pub(super) stage: &'a Stage,
    pub(super) site: &'a Site,
    pub(super) round: &'a Round,
    pub(super) pool: &'a Pool,
    pub(super) template: Template,
    pub(super) versions: Vec<AckVersion>,
    pub(super) consent: NewConsent,
}

impl<'a> Setting<'a> {
    pub(super) fn of(stage: &'a Stage, site: &'a Site, round: &'a Round, pool: &'a Pool) -> Self {
        let everybody = Capacities::default();
        let asked: Vec<&str> = round.asks.to_acknowledge(&everybody).map(|one| one.version_id.as_str()).collect();
        let asked = round.versions.iter().filter(|one| asked.contains(&one.row.id.as_str()));
        let asked: Vec<_> = asked.cloned().collect();
        let template = template(&asked, &site.general, &everybody, Manner::Screen(true));
        let versions = asked.iter().map(|one| named(one)).collect();
        let consent = NewConsent::of(&site.settings, site.group_name(&round.group_id));
        Self { stage, site, round, pool, template, versions, consent }
    }
}

/// One person on their way.
pub(super) struct Walk<'a> {
    pub(super) invented: &'a Invented,
    pub(super) who: &'a Author,
    /// Where the person has come to, UTC milliseconds.
    pub(super) at: i64,
    pub(super) now: i64,
    pub(super) rng: StdRng,
    /// What was read: first and last moment, by document.
    pub(super) read: Vec<Read>,
}

/// A sitting as the confirmation names it.
pub(super) struct Sat {
    passed: Passed,
    answers: Vec<Value>,
}

impl Walk<'_> {
    pub(super) fn later(&mut self, minutes: i64) -> i64 {
        self.at = (self.at + minutes * MINUTE + self.rng.random_range(0..MINUTE)).min(self.now);
        self.at
    }

    pub(super) fn enrol(&self, rows: &mut Rows, round: &Round) {
        let enrolment = Enrolment {
            round_id: round.id.clone(),
            person_id: self.who.person_id.clone(),
            enrolled_at: round.opened_at,
            enrolled_by: None,
            due_on: told_day(&round.settings, round.opened_at),
        };
        rows.enrolments.push(enrolment.cells());
    }

    pub(super) fn read(&mut self, rows: &mut Rows, round: &Round, half: bool) {
        let articles: Vec<_> = round.asks.to_read(&Capacities::default()).collect();
        let many = if half { articles.len() / 2 } else { articles.len() };
        for one in articles.into_iter().take(many) {
            let read_at = self.later(3);
            let reading = Reading {
                person_id: self.who.person_id.clone(),
                document_id: one.document_id.clone(),
                article: one.article.clone(),
                sha256: one.sha256.clone(),
                round_id: round.id.clone(),
                read_at,
            };
            rows.readings.push(reading.cells());
            match self.read.iter_mut().find(|read| read.document_id == one.document_id) {
                Some(read) => (read.last_at, read.articles) = (read_at, read.articles + 1),
                None => self.read.push(Read {
                    document_id: one.document_id.clone(),
                    first_at: read_at,
                    last_at: read_at,
                    articles: 1,
                }),
            }
        }
        self.read.sort_by(|one, other| one.document_id.cmp(&other.document_id));
    }

    /// A graded sitting, the `number`-th of the round.
    pub(super) fn sit(&mut self, rows: &mut Rows, set: &Setting<'_>, number: i64, pass: bool) -> Result<Sat, Error> {
        let (drawn_at, at) = (self.later(20), self.later(9));
        let sitting = set.pool.any(&mut self.rng)?;
        let given = sitting.answers(pass, &mut self.rng);
        let pass_percent = set.round.settings.pass_percent;
        let outcome = Sitting::outcome(&given, pass_percent)?;
        let row = AttemptRow {
            id: new_id(),
            person_id: self.who.person_id.clone(),
            round_id: set.round.id.clone(),
            number,
            drawn_at,
            due_at: None,
            pass_percent,
            quiz_sha256: sitting.quiz_sha256.clone(),
            graded: Some((at, outcome)),
        };
        rows.attempts.push(row.cells());
        rows.articles.extend(sitting.articles.iter().map(|one| article_cells(&row.id, one)));
        let mut answers = Vec::new();
        for (place, (asked, given)) in (1..).zip(sitting.questions.iter().zip(&given)) {
            let answer = serde_json::to_string(&given.values).map_err(Error::internal)?;
            let item = AttemptItem {
                attempt_id: row.id.clone(),
                place,
                item_sha256: asked.item_sha256.clone(),
                shown: asked.shown.clone(),
                answered_at: Some(at - MINUTE),
                points: Some(given.mark.points),
                answer: Some(answer),
            };
            rows.answers.push(item.cells());
            answers.push(json!({ "place": place, "question": asked.question, "answer": given.values }));
        }
        let attempt = Attempt {
            id: row.id.clone(),
            round_id: row.round_id,
            number,
            due_at: None,
            pass_percent,
            quiz_sha256: row.quiz_sha256.clone(),
            graded_at: Some(at),
            percent: Some(outcome.percent),
            critical_missed: Some(outcome.critical_missed),
            passed_at: outcome.passed.then_some(at),
        };
        rows.leaves.push(graded_leaf(&act_of(self.who, at), self.who, &attempt, &outcome, &answers));
        let passed = Passed {
            by: PassedBy::Sitting(row.id),
            percent: outcome.percent,
            points: outcome.points,
            max_points: outcome.max_points,
            quiz_sha256: row.quiz_sha256,
        };
        Ok(Sat { passed, answers })
    }

    /// The confirmation of a round's versions; the answer is its id.
    pub(super) fn acknowledge(&mut self, rows: &mut Rows, set: &Setting<'_>, sat: Sat) -> Result<String, Error> {
        let act = act_of(self.who, self.later(10));
        let fields = Fields {
            name: self.invented.name.full(),
            code: self.invented.code.clone(),
            department: self.invented.department.clone(),
            position: self.invented.position.clone(),
            organisation: set.site.setting("org.name").to_owned(),
            group: set.site.group_name(&set.round.group_id).to_owned(),
            typed_name: self.invented.name.full(),
        };
        let new = NewAcknowledgment {
            id: new_id(),
            code: new_code(),
            person_id: self.who.person_id.clone(),
            round_id: set.round.id.clone(),
            number: 1,
            statement_sha256: set.template.sha256(),
            attempt_id: sat.passed.sitting().map(str::to_owned),
            quiz: Some((sat.passed.percent, sat.passed.quiz_sha256.clone())),
            how: How::Password,
            proof_age: (act.at - act.proved_at.unwrap_or(act.at)) / SECOND,
            session_hash: sha256(format!("nep-session-v1\0{}", act.session)),
            confirmed_at: act.at,
            reading: serde_json::to_string(&self.read).map_err(Error::internal)?,
        };
        rows.acknowledge(&new, &set.versions);
        let signed = Signed {
            row: &new,
            versions: &set.versions,
            template: &set.template,
            fields: &fields,
            passed: Some(&sat.passed),
            read: &self.read,
            answers: Some(sat.answers),
            paper: None,
        };
        rows.leaves.push(signed_leaf(&act, &signed)?);
        Ok(new.id)
    }
}
