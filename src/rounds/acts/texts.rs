//! Texts as they come into a round.

use crate::db::Tx;
use crate::documents::library::Library;
use crate::documents::rules::Regulation;
use crate::documents::store as documents;
use crate::error::Error;
use crate::rounds::rules::{Ask, TextAsks, Texts};
use crate::rounds::store::{self, InForce, InRound};
use crate::text::say_with;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A text with what a round asks about it.
pub(super) type Chosen = (InForce, Vec<Ask>);

/// The share of the questions of the text at a place: the first one counts most.
pub(super) fn weight(place: i64) -> i64 {
    if place == 1 { 4 } else { 1 }
}

/// The texts of a choice as they are in force, each with what is asked about it.
///
/// # Errors
/// [`Error::Field`]: a text is not in force, has nothing to read, is examined without a question about it, or is to be
/// confirmed by a statement that rests on clauses it does not have.
pub(super) async fn chosen(tx: &mut Tx, library: &Library, texts: &Texts) -> Result<Vec<Chosen>, Error> {
    let found = found(tx, library, texts).await?;
    for (text, asks) in &found {
        let Some(statement) = library.statement(&text.document_id).filter(|_| asks.contains(&Ask::Acknowledge)) else {
            continue;
        };
        let source = documents::source(&mut *tx, &text.version_id).await?;
        let gaps = statement.gaps(&Regulation::parse(&source, None).map_err(Error::internal)?);
        if !gaps.is_empty() {
            return Err(Error::Field("acknowledge", unfit(&text.short_title, gaps)));
        }
    }
    Ok(found)
}

/// Why nobody can be asked to confirm a text.
pub(crate) fn unfit(title: &str, gaps: impl IntoIterator<Item = String>) -> String {
    let gaps: Vec<String> = gaps.into_iter().collect();
    say_with("round.unfit", &[("van_ban", title), ("dieu_khoan", &gaps.join(", "))])
}

async fn found(tx: &mut Tx, library: &Library, texts: &Texts) -> Result<Vec<Chosen>, Error> {
    let in_force = store::in_force(&mut *tx).await?;
    let mut with_questions = BTreeSet::new();
    for text in &in_force {
        let Some(bank) = library.bank(&text.document_id) else { continue };
        let source = documents::source(&mut *tx, &text.version_id).await?;
        if bank.about(&Regulation::parse(&source, None).map_err(Error::internal)?) > 0 {
            with_questions.insert(text.document_id.clone());
        }
    }
    let examined = |text: &InForce| with_questions.contains(&text.document_id);
    let Texts::These(these) = texts else {
        let readable = in_force.into_iter().filter(|text| text.articles().next().is_some());
        let all = |text: InForce| {
            let (document_id, quiz) = (text.document_id.clone(), examined(&text));
            (text, TextAsks { document_id, quiz, acknowledge: true }.asks())
        };
        return Ok(readable.map(all).collect());
    };
    let one = |asks: &TextAsks| {
        let text = in_force.iter().find(|text| text.document_id == asks.document_id).ok_or(Error::NotFound)?;
        let told = |key| say_with(key, &[("van_ban", &text.short_title)]);
        match () {
            () if text.articles().next().is_none() => Err(Error::Field("document", told("round.nothing_to_read"))),
            () if asks.quiz && !examined(text) => Err(Error::Field("quiz", told("round.no_questions"))),
            () => Ok((text.clone(), asks.asks())),
        }
    };
    these.iter().map(one).collect()
}

/// The name of its row in the ledger.
pub(super) fn row_of(round_id: &str, (text, _): &Chosen) -> String {
    format!("{round_id}/{}#1", text.document_id)
}

/// Puts a text into a round as the first of its chain; the answer is what the leaf says of it.
pub(super) async fn put(
    tx: &mut Tx,
    (text, asks): &Chosen,
    round: &InRound,
    due_on: Option<&str>,
    at: i64,
) -> Result<Value, Error> {
    store::put_version(tx, round, &text.document_id, &text.version_id, (due_on, false), at).await?;
    for ask in asks {
        store::ask(tx, &round.round_id, &text.document_id, *ask).await?;
    }
    let asks: Vec<_> = asks.iter().map(|ask| ask.as_str()).collect();
    Ok(json!({ "id": text.version_id, "weight": round.weight, "participant": asks }))
}
