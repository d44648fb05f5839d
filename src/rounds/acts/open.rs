//! A round is opened, changed, closed.

use super::texts::{chosen, put, row_of, weight};
use crate::act::Act;
use crate::db::Tx;
use crate::documents::library::Library;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger::{self, Entry};
use crate::once;
use crate::rounds::rules::{NewRound, RoundKind, Settings};
use crate::rounds::store::{self, InRound, Row};
use serde_json::{Value, json};

/// Opens a round about the chosen texts and answers its id; the first text counts four times as much in the questions.
/// People come into it by batches ([`super::finish`]).
///
/// # Errors
/// [`Error::Forbidden`] for who is no coordinator of the group; [`Error::Field`] where a text cannot be asked as chosen.
pub async fn create(tx: &mut Tx, act: &Act, library: &Library, new: &NewRound) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "rounds.open").await? {
        return Ok(before);
    }
    tx.change_site().await?;
    may(tx, act, &new.group_id).await?;
    if let Some((field, key)) = new.texts.refusal() {
        return Err(Error::field(field, key));
    }
    let texts = chosen(tx, library, &new.texts).await?;
    if texts.is_empty() {
        return Err(Error::field("document", "round.no_text"));
    }
    let id = new.id.clone().unwrap_or_else(new_id);
    store::insert(tx, &id, new, act.by_id(), act.at).await?;
    let mut entry = act.leaf("round.opened").of("round", &id);
    let mut versions = Vec::new();
    for (place, text) in (1_i64..).zip(&texts) {
        let round = InRound { round_id: id.clone(), number: 0, place, weight: weight(place), due_days: 0, working: 0 };
        versions.push(put(tx, text, &round, None, act.at).await?);
        entry = entry.of("round_version", row_of(&id, text));
    }
    let set = (&new.settings, new.due_on.as_deref());
    let mut round = settings((&id, &new.name), new.kind, &new.group_id, set);
    say_whom(&mut round, new);
    let body = json!({ "versions": versions, "round": round });
    let note = json!({ "so_cau": new.settings.questions, "muc_dat": new.settings.pass_percent });
    ledger::append(tx, &entry.body(body).note("note.round_opened", note)).await?;
    once::keep(tx, act, &id).await?;
    Ok(id)
}

/// Saves the name and settings of an open round; sittings already drawn keep theirs.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is closed.
pub async fn save(
    tx: &mut Tx,
    act: &Act,
    id: &str,
    (name, due_on): (&str, Option<&str>),
    new: &Settings,
) -> Result<(), Error> {
    tx.change_site().await?;
    let before = open(tx, act, id).await?;
    if before.name == name && before.settings == *new && before.due_on.as_deref() == due_on {
        return Ok(());
    }
    if !store::save(tx, id, (name, due_on), new).await? {
        return Err(Error::conflict("round.closed"));
    }
    // Days are counted anew, so that whoever is in it has what the round gives now.
    store::raise(tx, id).await?;
    let note = json!({ "so_cau": new.questions, "muc_dat": new.pass_percent });
    let round = settings((id, name), before.kind, &before.group_id, (new, due_on));
    let leaf = act.leaf("round.changed").of("round", id).body(json!({ "round": round }));
    ledger::append(tx, &leaf.note("note.round_changed", note)).await?;
    Ok(())
}

/// Closes a round for ever; twice is once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for the newcomers' round; [`Error::Moved`] while somebody's copy is still
/// to be derived: call [`super::finish`] before.
pub async fn close(tx: &mut Tx, act: &Act, id: &str) -> Result<(), Error> {
    tx.change_site().await?;
    let round = store::find(&mut *tx, id).await?;
    may(tx, act, &round.group_id).await?;
    if round.kind == RoundKind::Newcomer {
        return Err(Error::conflict("round.newcomer_stays"));
    }
    if store::is_unfinished(&mut *tx, id).await? {
        return Err(Error::Moved);
    }
    if !store::close(tx, id, act.by_id(), act.at).await? {
        return Ok(());
    }
    ledger::append(tx, &changed(act, "round.closed", id, &round).note("note.round_closed", json!({}))).await?;
    Ok(())
}

/// Everybody who is here and not in the round comes into it, by batches.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is closed.
pub async fn enrol_all(tx: &mut Tx, act: &Act, id: &str) -> Result<(), Error> {
    if once::before(tx, act, &format!("rounds.enrol {id}")).await?.is_some() {
        return Ok(());
    }
    tx.change_site().await?;
    let round = open(tx, act, id).await?;
    if round.kind == RoundKind::Rolling {
        return Err(Error::conflict("round.rolling_enrols"));
    }
    if store::to_enrol(&mut *tx, id, "").await?.is_none() {
        return Ok(());
    }
    store::fill_again(tx, id).await?;
    let leaf = changed(act, "round.changed", id, &round).body(json!({ "enrol": "everybody" }));
    ledger::append(tx, &leaf.note("note.round_enrolled", json!({}))).await?;
    Ok(())
}

pub(super) async fn open(tx: &mut Tx, act: &Act, id: &str) -> Result<Row, Error> {
    let round = store::find(&mut *tx, id).await?;
    may(tx, act, &round.group_id).await?;
    if round.closed_at.is_some() {
        return Err(Error::conflict("round.closed"));
    }
    Ok(round)
}

/// A round is run by a coordinator of its group, or by the system.
pub(super) async fn may(tx: &mut Tx, act: &Act, group_id: &str) -> Result<(), Error> {
    match act.by_id() {
        Some(by) if !store::may_run(&mut *tx, by, group_id).await? => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

pub(super) fn changed(act: &Act, kind: &'static str, id: &str, round: &Row) -> Entry {
    let set = (&round.settings, round.due_on.as_deref());
    let round = settings((id, &round.name), round.kind, &round.group_id, set);
    act.leaf(kind).of("round", id).body(json!({ "round": round }))
}

fn settings(
    (id, name): (&str, &str),
    kind: RoundKind,
    group_id: &str,
    (s, due_on): (&Settings, Option<&str>),
) -> Value {
    let mut body = json!({
        "id": id,
        "name": name,
        "kind": kind.coarse().as_str(),
        "group_id": group_id,
        "pass_percent": s.pass_percent,
        "questions": s.questions,
        "sittings": s.sittings,
        "wait_minutes": s.wait_minutes,
        "limit_minutes": s.limit_minutes,
        "due_days": s.due_days,
    });
    // The leaves of before a setting say nothing of it.
    if let Some(body) = body.as_object_mut() {
        if s.critical_fails == 0 {
            body.insert("critical_fails".to_owned(), json!(0));
        }
        if let Some(day) = due_on {
            body.insert("due_on".to_owned(), json!(day));
        }
        if kind.coarse() != kind {
            body.insert("manner".to_owned(), json!(kind.as_str()));
        }
        let later = [
            ("working", s.working),
            ("least_days", s.least_days),
            ("validity_months", s.validity_months),
            ("ask_before", s.ask_before),
            ("excuse_days", s.excuse_days),
        ];
        let plan = Settings::default();
        let plan =
            [("remind_before", s.remind_before, plan.remind_before), ("remind_late", s.remind_late, plan.remind_late)];
        for (name, value, _) in plan.into_iter().filter(|one| one.1 != one.2) {
            body.insert(name.to_owned(), json!(value));
        }
        for (name, value) in later.into_iter().filter(|one| one.1 != 0) {
            body.insert(name.to_owned(), json!(value));
        }
    }
    body
}

/// Whom a new round is for; people are counted, never named.
fn say_whom(round: &mut Value, new: &NewRound) {
    let Some(body) = round.as_object_mut() else { return };
    let whom = &new.audience;
    if let Some(before) = &new.follows {
        body.insert("follows".to_owned(), json!(before));
    }
    if !whom.is_everybody() {
        let capacities: Vec<&str> = whom.capacities.iter().map(|one| one.as_str()).collect();
        let mut said = json!({
            "departments": whom.departments,
            "capacities": capacities,
            "joined_before": whom.joined_before.clone().unwrap_or_default(),
            "people": whom.people.len(),
        });
        if let (Some(group), Some(said)) = (&whom.in_group, said.as_object_mut()) {
            said.insert("group".to_owned(), json!(group));
        }
        body.insert("audience".to_owned(), said);
    }
}
