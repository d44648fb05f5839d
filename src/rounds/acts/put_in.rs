//! A text that came into force later comes into an open round.

use super::open::{changed, open};
use super::texts::{chosen, put, row_of, weight};
use crate::act::Act;
use crate::calendar::store::calendar;
use crate::db::Tx;
use crate::documents::library::Library;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::rounds::rules::{TextAsks, Texts, day_from};
use crate::rounds::store::{self, InRound};
use serde_json::json;

/// Puts a text that is in force into an open round that does not ask about it: everybody in the round has it to do, and
/// whoever had confirmed has the days of the round anew. What was read, passed and confirmed stays. Twice is once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the round is closed or has the text; [`Error::Field`] as [`create`].
///
/// [`create`]: super::create
pub async fn put_in(tx: &mut Tx, act: &Act, library: &Library, id: &str, new: &TextAsks) -> Result<(), Error> {
    let document = &new.document_id;
    if once::before(tx, act, &format!("rounds.put_in {id} {document}")).await?.is_some() {
        return Ok(());
    }
    tx.change_site().await?;
    let round = open(tx, act, id).await?;
    let (there, last) = store::place_of(&mut *tx, id, document).await?;
    if there {
        return Err(Error::conflict("round.text_there"));
    }
    let all = Texts::These(vec![new.clone()]);
    let text = chosen(tx, library, &all).await?.pop().ok_or(Error::NotFound)?;
    tx.hold_round(id).await?;
    let (days, working) = (round.settings.due_days, round.settings.working);
    let calendar = calendar(&mut *tx).await?;
    let due_on = day_from(&calendar, (days, working), act.at).unwrap_or_default();
    let place = last + 1;
    if place == 1 && !new.acknowledge {
        return Err(Error::field("acknowledge", "round.no_commitment"));
    }
    let one = InRound { round_id: id.to_owned(), number: 0, place, weight: weight(place), due_days: days, working };
    let said = put(tx, &text, &one, Some(&due_on), act.at).await?;
    store::raise(tx, id).await?;
    let leaf = changed(act, "round.changed", id, &round)
        .of("round_version", row_of(id, &text))
        .body(json!({ "versions": [said], "rounds": [{ "id": id, "number": 1, "due": due_on }] }))
        .note("note.round_text", json!({ "phien_ban": text.0.version_id }));
    ledger::append(tx, &leaf).await?;
    Ok(())
}
