//! The steps of one person, through the acts.

use super::stage::{Invented, Stage, Until, act_of, contact, done, keys, round};
use crate::acknowledgments::acts::{self as acknowledgments, Signing};
use crate::act::{Act, Author};
use crate::admissions::acts::{self as admissions, Decision};
use crate::admissions::rules::{Ground, Outcome, needs_reason};
use crate::admissions::store as applications;
use crate::contacts::acts as contacts;
use crate::contacts::rules::NewConsent;
use crate::documents::acts as documents;
use crate::error::Error;
use crate::quizzes::acts as quizzes;
use crate::quizzes::rules::Answer;
use crate::text::say;
use crate::time::MINUTE;
use rand::RngExt;
use rand::rngs::StdRng;

/// The steps of one person, each a little later than the one before, never in the future.
pub(super) struct Walk<'a> {
    pub(super) stage: &'a Stage,
    pub(super) invented: &'a Invented,
    pub(super) who: &'a Author,
    pub(super) at: i64,
    pub(super) rng: StdRng,
}

impl Walk<'_> {
    fn later(&mut self, minutes: i64) -> i64 {
        let pause = minutes * MINUTE + self.rng.random_range(0..MINUTE);
        self.at = (self.at + pause).min(self.stage.app.clock.now());
        self.at
    }

    fn act(&mut self, minutes: i64) -> Act {
        act_of(self.who, self.later(minutes))
    }

    pub(super) async fn steps(&mut self, seed: u64) -> Result<(), Error> {
        let until = self.invented.until;
        if until >= Until::HalfRead {
            self.read(until == Until::HalfRead).await?;
        }
        if until == Until::Failed || (until > Until::Failed && seed.is_multiple_of(4)) {
            self.sitting(20, false).await?;
        }
        if until >= Until::Passed {
            self.sitting(45, true).await?;
        }
        if until >= Until::Acknowledged {
            self.acknowledge().await?;
        }
        if until >= Until::Submitted {
            self.submit(seed).await?;
        }
        if until >= Until::Returned {
            self.decide(until > Until::Returned).await?;
        }
        if until >= Until::Added {
            self.carry_out(until >= Until::InGroup).await?;
        }
        Ok(())
    }

    async fn read(&mut self, half: bool) -> Result<(), Error> {
        let site = self.stage.app.site().await?;
        let round = round(&site, &self.stage.round_id)?;
        let articles: Vec<_> = round.versions.iter().flat_map(|version| &version.articles).collect();
        let many = if half { articles.len() / 2 } else { articles.len() };
        for one in articles.into_iter().take(many) {
            let (act, round) = (self.act(3), Some(round.id.as_str()));
            done(&self.stage.app, async |tx, site| {
                documents::read(tx, &act, site, round, &one.document_id, &one.article, &one.sha256).await
            })
            .await?;
        }
        Ok(())
    }

    /// One graded sitting, passed or failed.
    async fn sitting(&mut self, minutes: i64, pass: bool) -> Result<(), Error> {
        let app = &self.stage.app;
        let begun = self.act(minutes);
        let (saved, graded) =
            (Act { at: begun.at + 8 * MINUTE, ..begun.clone() }, Act { at: self.later(9), ..begun.clone() });
        let site = app.site().await?;
        let round = round(&site, &self.stage.round_id)?;
        let (facts, earlier) = quizzes::before(app, round, &self.who.person_id).await?.ok_or(Error::NotFound)?;
        let drawing = quizzes::draw(round, &app.library, &facts, &earlier, &mut self.rng);
        let id = done(app, async |tx, site| quizzes::start(tx, &begun, site, &drawing).await).await?;
        let mut answers = Vec::new();
        for (place, (item, order)) in (1..).zip(&drawing.plan.questions) {
            let drawn = item.clone().shown(order).ok_or_else(|| Error::internal("a question that cannot be shown"))?;
            let right = if pass { true } else { self.rng.random_range(0..3) > 0 };
            let answer = Answer::parse(&drawn, &keys(&drawn, right)).map_err(Error::internal)?;
            answers.push((place, answer));
        }
        done(app, async |tx, _| quizzes::answer_many(tx, &saved, &id, &answers).await).await?;
        done(app, async |tx, site| quizzes::grade(tx, &graded, site, self.who, &id).await).await?;
        Ok(())
    }

    async fn acknowledge(&mut self) -> Result<(), Error> {
        let act = self.act(10);
        let (app, round_id, person) = (&self.stage.app, &self.stage.round_id, &self.who.person_id);
        let site = app.site().await?;
        let ready = acknowledgments::ready(app.db.read(), &site, round(&site, round_id)?, person).await?;
        let form = Signing {
            versions: ready.versions_key(),
            statement: ready.statement().sha256(),
            typed_name: self.invented.name.full(),
        };
        done(app, async |tx, site| acknowledgments::record(tx, &act, site, round_id, &form).await).await?;
        Ok(())
    }

    async fn submit(&mut self, seed: u64) -> Result<(), Error> {
        let act = self.act(6);
        let (app, round_id) = (&self.stage.app, &self.stage.round_id);
        let site = app.site().await?;
        let group = site.group_name(&round(&site, round_id)?.group_id);
        let consent = NewConsent::of(&site.settings, group);
        let new = contact(self.invented, &site, seed)?;
        done(app, async |tx, site| contacts::declare(tx, &act, site, round_id, new, Some(consent)).await).await?;
        Ok(())
    }

    async fn decide(&mut self, approve: bool) -> Result<(), Error> {
        let Some(leader) = &self.stage.leader else { return Ok(()) };
        let (act, app) = (act_of(leader, self.later(90)), &self.stage.app);
        let head = self.head().await?;
        let reason = say(if approve { "demo.approved" } else { "demo.returned" });
        let doubtful = needs_reason(Ground::Now, head.name_verdict);
        let decision = Decision {
            outcome: if approve { Outcome::Approve } else { Outcome::Return },
            contact_id: &head.contact_id,
            reason: if doubtful || !approve { reason } else { "" },
        };
        done(app, async |tx, site| admissions::decide(tx, &act, site, &head.id, &decision).await).await
    }

    async fn carry_out(&mut self, confirm: bool) -> Result<(), Error> {
        let Some(coordinator) = &self.stage.coordinator else { return Ok(()) };
        let (act, app) = (act_of(coordinator, self.later(60)), &self.stage.app);
        let head = self.head().await?;
        done(app, async |tx, site| admissions::add(tx, &act, site, &head.id, &head.contact_id).await).await?;
        if confirm {
            let act = self.act(30);
            done(app, async |tx, site| admissions::confirm(tx, &act, site, &head.group_id).await).await?;
        }
        Ok(())
    }

    async fn head(&self) -> Result<applications::Head, Error> {
        let site = self.stage.app.site().await?;
        let group = &round(&site, &self.stage.round_id)?.group_id;
        let head = applications::newest(self.stage.app.db.read(), &self.who.person_id, group).await?;
        head.ok_or(Error::NotFound)
    }
}
