//! The leader's screen, HC-DV's work list, the person's own confirmation.

mod carry_out;
mod decide;
mod index;
mod own;

pub(crate) use carry_out::{added, not_added, removed, trouble};
pub(crate) use decide::{approve_all, decide, decide_in, order_removal, undo};
pub(crate) use index::index;
pub(crate) use own::{confirm, own};

use crate::admissions::store::{self, Admission};
use crate::app::App;
use crate::db::Work;
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::standing::rules::Facts;
use crate::standing::store as standing;
use crate::visit::Member;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// The facts of the people of these admissions, each in the round that led there.
async fn facts_of(app: &App, admissions: &[Admission]) -> Result<HashMap<String, Facts>, Error> {
    let mut rounds: Vec<&str> = admissions.iter().map(|one| one.round_id.as_str()).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let mut all = HashMap::new();
    for round in rounds {
        let now = standing::round_now(app.db.read(), round).await?;
        let person = match admissions {
            [one] => Some(one.person_id.as_str()),
            _ => None,
        };
        for facts in standing::facts(app.db.read(), &now, person, None).await? {
            let wanted = admissions.iter().any(|one| one.person_id == facts.person_id && one.round_id == round);
            if wanted {
                all.insert(facts.person_id.clone(), facts);
            }
        }
    }
    Ok(all)
}

/// Records an act on an admission in ledger and timeline.
pub(crate) fn act(
    member: &Member,
    one: &Admission,
    kind: &'static str,
    body: serde_json::Value,
    note: String,
) -> Entry {
    Entry {
        kind,
        at: member.now,
        actor: Some(member.viewer.actor.clone()),
        about: Some(one.actor.clone()),
        person_id: Some(one.person_id.clone()),
        by_id: Some(member.viewer.id.clone()),
        body,
        private: Vec::new(),
        note,
    }
}

/// Runs one guarded step on an admission and records it; `Conflict(key)` when it was not possible any more.
async fn step<D, E>(app: &App, member: &Member, id: &str, key: &'static str, done: D, entry: E) -> Result<(), Error>
where
    D: for<'t> FnOnce(&'t mut AnyConnection, &'t Member, &'t Admission) -> Work<'t, bool> + Send + 'static,
    E: FnOnce(&Member, &Admission) -> Entry + Send + 'static,
{
    let one = store::admission(app.db.read(), id).await?;
    let who = member.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !done(tx, &who, &one).await? {
                    return Err(Error::conflict(key));
                }
                ledger::append(tx, &entry(&who, &one)).await?;
                Ok(())
            })
        })
        .await
}
