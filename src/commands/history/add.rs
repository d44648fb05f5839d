//! Adding somebody, with everything they did.

use super::stage::{Invented, Stage, Until, done, morning};
use super::walk::Walk;
use crate::accounts::store as accounts;
use crate::act::{Act, Author};
use crate::error::Error;
use crate::people::acts as people;
use crate::time::MINUTE;
use rand::SeedableRng;
use rand::rngs::StdRng;

/// Adds a person and does everything they did.
pub(crate) async fn add(stage: &Stage, invented: &Invented, seed: u64) -> Result<Author, Error> {
    let start = morning(stage.app.clock.now() - invented.days_ago * crate::time::DAY);
    let act = stage.adds.as_ref().map_or_else(|| Act::system(start), |by| Act::of(by.clone(), start));
    let who = done(&stage.app, async |tx, site| people::add(tx, &act, site, &invented.new_person()).await).await?;
    if invented.until >= Until::SignedUp {
        let (hash, at) = (&stage.password_hash, start + 30 * MINUTE);
        done(&stage.app, async |tx, _| accounts::set_password(tx, &who.person_id, hash, at).await).await?;
    }
    let mut walk = Walk { stage, invented, who: &who, at: start + 30 * MINUTE, rng: StdRng::seed_from_u64(seed) };
    walk.steps(seed).await?;
    Ok(who)
}
