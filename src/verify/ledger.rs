//! The whole comparison, in pieces: each has a snapshot of its own, so that no reader is kept from the pages for long.

use super::difference::{Difference, Found};
use super::pace::pause;
use super::tables::TABLES;
use super::{
    among, confirmations, journal, leaves, names, papers, readings, rounds, rows, scans, settings, sittings, standing,
    texts,
};
use crate::app::App;
use crate::db::Db;
use crate::error::Error;
use std::time::Instant;

/// What a comparison came to.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Up to which leaf; -1 when there was none.
    pub leaf: i64,
    pub found: Found,
}

/// Compares tables and leaves line by line, commitments with what is kept of them, texts with their hashes.
pub async fn ledger(db: &Db) -> Result<Vec<Difference>, Error> {
    Ok(tables(db, 0).await?.found.list.into_iter().collect())
}

/// The same, and the copy of where everybody stands against the facts; after each piece it rests `rest` times as long
/// as the piece took.
pub async fn compare(app: &App, rest: u32) -> Result<Compared, Error> {
    let mut compared = tables(&app.db, rest).await?;
    standing::compare(app, rest, &mut compared.found).await?;
    Ok(compared)
}

async fn tables(db: &Db, rest: u32) -> Result<Compared, Error> {
    let mut found = Found::default();
    let mut at = db.snapshot().await?;
    let newest = leaves::newest(&mut at).await?;
    at.end().await;
    let mut to = newest;
    while to >= 0 {
        let from = (to - leaves::PIECE + 1).max(0);
        let begun = Instant::now();
        let mut at = db.snapshot().await?;
        leaves::compare(&mut at, (from, to), &mut found).await?;
        at.end().await;
        pause(begun, rest).await;
        to = from - 1;
    }
    for table in TABLES {
        let mut below: Option<String> = None;
        loop {
            let begun = Instant::now();
            let mut at = db.snapshot().await?;
            let Some(piece) = rows::piece(&mut at, table, below.as_deref()).await? else {
                at.end().await;
                break;
            };
            rows::compare(&mut at, table, &piece, &mut found).await?;
            among::compare(&mut at, table, &piece, &mut found).await?;
            match table.name {
                "attempt" => {
                    sittings::compare(&mut at, &piece, &mut found).await?;
                    settings::sittings(&mut at, &piece, &mut found).await?;
                }
                "acknowledgment" => {
                    confirmations::compare(&mut at, &piece, &mut found).await?;
                    readings::compare(&mut at, &piece, &mut found).await?;
                }
                "paper" => {
                    papers::compare(&mut at, &piece, &mut found).await?;
                    settings::papers(&mut at, &piece, &mut found).await?;
                }
                "enrolment" => {
                    settings::enrolments(&mut at, &piece, &mut found).await?;
                    standing::closed(&mut at, &piece, &mut found).await?;
                }
                "profile" => names::compare(&mut at, &piece, &mut found).await?,
                "version" => texts::compare(&mut at, &piece, &mut found).await?,
                "logo" => texts::logos(&mut at, &piece, &mut found).await?,
                "round" => rounds::compare(&mut at, &piece, &mut found).await?,
                _ => {}
            }
            at.end().await;
            pause(begun, rest).await;
            below = Some(piece.from);
        }
    }
    texts::bodies(db, rest, &mut found).await?;
    scans::compare(db, rest, &mut found).await?;
    journal::compare(db, rest, &mut found).await?;
    Ok(Compared { leaf: newest, found })
}
