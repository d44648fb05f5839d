//! Writing into a report, and taking it away with its lists.

use super::rules::Note;
use super::store;
use crate::act::Act;
use crate::db::Tx;
use crate::disclosures::acts::open_noting;
use crate::disclosures::rules::What;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::rounds::store as rounds;
use crate::site::Site;
use crate::text::say;
use serde_json::json;

/// Saves what HC-DV writes into the report of a round, over the saving it was typed over. The words stay out of the
/// leaf.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has saved since; [`Error::Forbidden`] for who does not run the round;
/// [`Error::NotFound`] for a round that was taken back.
pub(crate) async fn note(tx: &mut Tx, act: &Act, site: &Site, round_id: &str, note: &Note) -> Result<(), Error> {
    if once::before(tx, act, &format!("reports.note {round_id}")).await?.is_some() {
        return Ok(());
    }
    site.holds(tx).await?;
    let round = site.round(round_id).filter(|round| round.withdrawn_at.is_none()).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id()
        && !rounds::may_run(&mut *tx, by, &round.group_id).await?
    {
        return Err(Error::Forbidden);
    }
    if !store::add_note(tx, round_id, note, act.by_id(), act.at).await? {
        return Err(Error::conflict("report.changed"));
    }
    let number = note.number + 1;
    let leaf = act
        .leaf("report.noted")
        .of("report_note", format!("{round_id}#{number}"))
        .body(json!({ "round": round_id, "number": number }))
        .note("note.report_noted", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// Records that the report of a round, as of a day (`YYYY-MM-DD`), is taken with its lists of `people`, and what for; the
/// answer is the id under which the session gets them for thirty minutes.
pub(crate) async fn take(
    tx: &mut Tx,
    act: &Act,
    (round_id, day): (&str, &str),
    people: usize,
    why: &str,
) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, &format!("reports.take {round_id}")).await? {
        return Ok(before);
    }
    let subject = format!("report={round_id}&day={day}&form=docx&rows={people}");
    let fields = json!({ "n": people.to_string(), "dang": say("report.form") });
    let id = open_noting(tx, act, What::Export, &subject, why, fields).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}
