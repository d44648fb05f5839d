//! One batch: some hundred people, from being added to the last yearly round, in one transaction.

use super::person::{Setting, Walk};
use super::pool::Pool;
use super::rows::Rows;
use crate::accounts::store as accounts;
use crate::acknowledgments::store::statement_cells;
use crate::act::{Act, Author};
use crate::admissions::rules::StepKind;
use crate::commands::history::{Invented, Stage, Until, morning, round};
use crate::contacts::store::show_text;
use crate::db::Tx;
use crate::error::Error;
use crate::people::acts as people;
use crate::people::store::NewPerson;
use crate::site::Site;
use crate::standing::store::renew;
use crate::time::{DAY, MINUTE};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// The rounds of the whole load, the newcomers' first, then by year.
pub(super) struct Rounds {
    pub(super) ids: Vec<String>,
    pub(super) pools: Vec<Pool>,
}

/// People added on one day, each with the number they were invented by.
pub(super) struct Batch {
    pub(super) people: Vec<(u64, Invented)>,
    pub(super) days_ago: i64,
}

impl Batch {
    pub(super) async fn load(&self, tx: &mut Tx, stage: &Stage, site: &Site, rounds: &Rounds) -> Result<(), Error> {
        let now = stage.app.clock.now();
        let start = morning(now - self.days_ago * DAY);
        let act = stage.adds.as_ref().map_or_else(|| Act::system(start), |by| Act::of(by.clone(), start));
        let new: Vec<NewPerson> = self.people.iter().map(|one| one.1.new_person()).collect();
        let authors = people::add_many(tx, &act, site, &new).await?;
        let mut walks = Vec::new();
        for ((seed, invented), who) in self.people.iter().zip(&authors) {
            if invented.until >= Until::SignedUp {
                accounts::set_password(tx, &who.person_id, &stage.password_hash, start + 30 * MINUTE).await?;
            }
            let (rng, read) = (StdRng::seed_from_u64(*seed), Vec::new());
            walks.push((*seed, Walk { invented, who, at: start + 30 * MINUTE, now, rng, read }));
        }
        for (year, (id, pool)) in rounds.ids.iter().zip(&rounds.pools).enumerate() {
            let set = Setting::of(stage, site, round(site, id)?, pool);
            let mut rows = Rows { statements: vec![statement_cells(&set.template)], ..Rows::default() };
            for (seed, walk) in &mut walks {
                if year == 0 {
                    newcomer(walk, &mut rows, &set, *seed)?;
                } else if walk.invented.until == Until::InGroup {
                    yearly(walk, &mut rows, &set, *seed)?;
                }
            }
            if year == 0 {
                show_text(tx, &set.consent.text).await?;
                show_text(tx, &set.consent.notice).await?;
            }
            rows.write(tx).await?;
            renew_all(tx, &set, &authors).await?;
        }
        // What came after it stands in the newcomers' copy too.
        let first = rounds.ids.first().ok_or(Error::NotFound)?;
        renew(tx, &round(site, first)?.asks, low(&authors), high(&authors)).await.map(|_| ())
    }
}

async fn renew_all(tx: &mut Tx, set: &Setting<'_>, authors: &[Author]) -> Result<(), Error> {
    renew(tx, &set.round.asks, low(authors), high(authors)).await.map(|_| ())
}

fn low(authors: &[Author]) -> &str {
    authors.iter().map(|one| one.person_id.as_str()).min().unwrap_or_default()
}

fn high(authors: &[Author]) -> &str {
    authors.iter().map(|one| one.person_id.as_str()).max().unwrap_or_default()
}

fn newcomer(walk: &mut Walk<'_>, rows: &mut Rows, set: &Setting<'_>, seed: u64) -> Result<(), Error> {
    let until = walk.invented.until;
    if until < Until::HalfRead {
        return Ok(());
    }
    walk.read(rows, set.round, until == Until::HalfRead);
    let failed = until == Until::Failed || (until > Until::Failed && seed.is_multiple_of(4));
    if failed {
        walk.sit(rows, set, 1, false)?;
    }
    if until < Until::Passed {
        return Ok(());
    }
    let sat = walk.sit(rows, set, 1 + i64::from(failed), true)?;
    if until < Until::Acknowledged {
        return Ok(());
    }
    let acknowledgment = walk.acknowledge(rows, set, sat)?;
    let last = match until {
        Until::Acknowledged => return Ok(()),
        Until::Submitted | Until::Returned => StepKind::Submitted,
        Until::Approved => StepKind::Approved,
        Until::Added => StepKind::Added,
        _ => StepKind::Confirmed,
    };
    walk.apply(rows, set, (seed, &acknowledgment, last))
}

/// Everybody in it; one in twelve has not done the open one yet.
fn yearly(walk: &mut Walk<'_>, rows: &mut Rows, set: &Setting<'_>, seed: u64) -> Result<(), Error> {
    walk.enrol(rows, set.round);
    let open = set.round.opened_at > walk.now - 60 * DAY;
    if open && seed % 12 == 1 {
        return Ok(());
    }
    walk.at = morning(set.round.opened_at) + (1 + i64::try_from(seed % 9).unwrap_or_default()) * DAY;
    let sat = walk.sit(rows, set, 1, true)?;
    walk.acknowledge(rows, set, sat).map(|_| ())
}
