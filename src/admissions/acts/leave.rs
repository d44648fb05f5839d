//! What follows from leaving, coming back and taking the consent back. Each is part of another act: the person is
//! held there and the standing renewed there; no lock is taken but the ledger's.

use super::step_leaf;
use super::submit::{Application, open};
use crate::act::Act;
use crate::admissions::rules::{Stage, StepKind};
use crate::admissions::store::{self, Head};
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;

/// Whatever is on its way to a group ends; a membership stays.
pub async fn lapse(tx: &mut Tx, act: &Act, person_id: &str) -> Result<(), Error> {
    for head in store::open_ones(&mut *tx, person_id).await? {
        if matches!(head.kind.stage(), Stage::Open | Stage::Approved) {
            follow(tx, act, &head, StepKind::Lapsed).await?;
        }
    }
    Ok(())
}

/// Somebody leaves: what is on its way ends, who is in a group waits for the leader's order.
pub async fn depart(tx: &mut Tx, act: &Act, person_id: &str) -> Result<(), Error> {
    for head in store::open_ones(&mut *tx, person_id).await? {
        match head.kind.stage() {
            Stage::Open | Stage::Approved => follow(tx, act, &head, StepKind::Lapsed).await?,
            Stage::Added | Stage::InGroup => follow(tx, act, &head, StepKind::Departed).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Somebody came back: still in the group, or before the leader again where contact and confirmation are kept.
pub async fn stay(tx: &mut Tx, act: &Act, person_id: &str) -> Result<(), Error> {
    for head in store::open_ones(&mut *tx, person_id).await? {
        if head.kind == StepKind::Departed {
            follow(tx, act, &head, StepKind::Stayed).await?;
        }
    }
    let Some(contact) = store::contact(&mut *tx, person_id).await? else { return Ok(()) };
    for head in store::lapsed(&mut *tx, person_id).await? {
        apply_again(tx, act, &head, &contact).await?;
    }
    Ok(())
}

async fn follow(tx: &mut Tx, act: &Act, head: &Head, kind: StepKind) -> Result<(), Error> {
    if let Some(row) = store::step(tx, act, head, kind).await? {
        ledger::append(tx, &step_leaf(act, &head.author(), &head.group_id, &row)).await?;
    }
    Ok(())
}

async fn apply_again(tx: &mut Tx, act: &Act, head: &Head, contact_id: &str) -> Result<(), Error> {
    let newest = store::acknowledgment(&mut *tx, &head.person_id, &head.round_id).await?;
    let Some(acknowledgment) = newest else { return Ok(()) };
    let person = head.author();
    let new = Application { person: &person, group_id: &head.group_id, round_id: &head.round_id, contact_id };
    let row = open(tx, act, &new, &acknowledgment).await?;
    ledger::append(tx, &step_leaf(act, &person, &head.group_id, &row)).await?;
    Ok(())
}
