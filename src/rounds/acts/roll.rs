//! A rolling round asks each before what they confirmed ends, and goes on in the next round when their turn comes again.

use super::open::create;
use crate::act::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger;
use crate::people::store as people;
use crate::rounds::rules::{Ask, Asked, Audience, NewRound, RoundKind, TextAsks, Texts};
use crate::rounds::store;
use crate::site::{Round, Site};
use crate::standing::store as standing;
use crate::text::say_with;
use crate::time::{date_of, day_after, month_words, show_day};
use serde_json::json;

/// People of one transaction.
const MOST: usize = 200;

/// Puts everybody into the rolling rounds whose time has come; the answer is how many.
pub async fn roll(app: &App) -> Result<usize, Error> {
    let mut all = 0;
    loop {
        let site = app.site().await?;
        let now = app.clock.now();
        let Some((round, due)) = next(app, &site, now).await? else { return Ok(all) };
        let mut tx = app.db.write_alone().await?;
        let done = put_in(&mut tx, app, &site, round, &due, now).await;
        match tx.settle(done).await {
            // Nobody of them can be put in: to ask again would find the same.
            Ok(Some(0)) => return Ok(all),
            Ok(n) => all += n.unwrap_or_default(),
            Err(Error::Moved) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Somebody whose validity ends soon.
type Due = (String, String);

/// The first rolling round in which somebody's time has come, and who.
async fn next<'s>(app: &App, site: &'s Site, now: i64) -> Result<Option<(&'s Round, Vec<Due>)>, Error> {
    for round in site.open_rounds().filter(|round| is_newest(site, round)) {
        let until = day_after(now, round.settings.ask_before);
        let due = store::ending(app.db.read(), (&round.id, &round.group_id), &until, MOST).await?;
        if !due.is_empty() {
            return Ok(Some((round, due)));
        }
    }
    Ok(None)
}

/// A rolling round that no other goes on from.
fn is_newest(site: &Site, round: &Round) -> bool {
    let follows = |one: &Round| one.follows.as_deref() == Some(round.id.as_str());
    round.kind == RoundKind::Rolling && round.asks.paused_at.is_none() && !site.rounds.iter().any(follows)
}

/// How many are put in; `None`: a round that goes on from this one is opened for them first.
async fn put_in(
    tx: &mut Tx,
    app: &App,
    site: &Site,
    round: &Round,
    due: &[Due],
    now: i64,
) -> Result<Option<usize>, Error> {
    let act = Act::system(now);
    let held = store::enrolled_of(&mut *tx, &round.id, due).await?;
    if !held.is_empty() {
        // Their turn comes again: the next round asks what is in force then.
        create(tx, &act, &app.library, &following(site, round, now)).await?;
        return Ok(None);
    }
    site.holds(tx).await?;
    tx.hold_round(&round.id).await?;
    let mut n = 0;
    for (person, last) in due {
        if !tx.hold_person(person).await? || !store::enrol(tx, &round.id, person, None, now, None).await? {
            continue;
        }
        standing::renew_person(tx, [&round.asks], person).await?;
        let leaf = act
            .leaf("round.due")
            .about(&people::author(&mut *tx, person).await?)
            .of("enrolment", format!("{}/{person}", round.id))
            .body(json!({ "rounds": [{ "round": round.id, "due": "" }], "valid_until": last }))
            .note("note.round_due", json!({ "ngay": show_day(last) }));
        ledger::append(tx, &leaf).await?;
        n += 1;
    }
    Ok(Some(n))
}

/// The same about the texts in force now.
fn following(site: &Site, round: &Round, now: i64) -> NewRound {
    let asks = |ask: Ask, one: &Asked| one.asks.iter().any(|(_, asked)| *asked == ask);
    let text = |one: &Asked| TextAsks {
        document_id: one.document_id.clone(),
        quiz: asks(Ask::Quiz, one),
        acknowledge: asks(Ask::Acknowledge, one),
    };
    let first = root(site, round);
    NewRound {
        id: None,
        name: say_with("round.next_name", &[("ten", &first.name), ("thang", &month_words(date_of(now)))]),
        kind: RoundKind::Rolling,
        group_id: round.group_id.clone(),
        settings: round.settings,
        texts: Texts::These(round.asks.versions.iter().map(text).collect()),
        due_on: None,
        audience: Audience::default(),
        follows: Some(round.id.clone()),
    }
}

/// The first round of a chain.
fn root<'s>(site: &'s Site, round: &'s Round) -> &'s Round {
    let mut first = round;
    while let Some(before) = first.follows.as_deref().and_then(|id| site.round(id)) {
        first = before;
    }
    first
}
