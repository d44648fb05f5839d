//! Proving again who it is, before deciding, exporting or changing the password.

use crate::accounts::rules::{Door, HELD, Refused, Source};
use crate::accounts::store;
use crate::act::Act;
use crate::app::App;
use crate::db::aside;
use crate::error::Error;
use crate::text::say;
use std::time::Duration;

/// Checks the password of whoever acts: judged apart from signing in, by what went wrong in this session alone.
pub async fn check_password(app: &App, act: &Act, password: String) -> Result<Result<(), Refused>, Error> {
    let person = act.by_id().ok_or(Error::SignIn)?;
    let account = store::of_person(app.db.read(), person).await?.ok_or(Error::NotFound)?;
    let source = Source::Session(act.session.clone());
    let _turns = app.hasher.turns(source.crowd(), &source.lines()).await?;
    if let Err(refused) = tried(app, &source, password, account.password_hash, Door::Act).await? {
        return Ok(Err(refused));
    }
    aside(async {
        let mut tx = app.db.write().await?;
        let done = async {
            store::forget_tries(&mut tx, &source).await?;
            store::mark_proved(&mut tx, &act.session, act.at).await
        }
        .await;
        tx.settle(done).await
    })
    .await?;
    Ok(Ok(()))
}

/// One try of a source whose turn it is: looked at when no delay runs, and counted only when it is wrong. Tries on
/// their way are no failures, and a right password never waits behind them.
pub(super) async fn tried(
    app: &App,
    source: &Source,
    password: String,
    stored: Option<String>,
    door: Door,
) -> Result<Result<(), Refused>, Error> {
    // The request's own moment is older than its turn.
    let now = app.clock.now();
    let wait = store::waiting(app.db.read(), source, now).await?;
    if wait == 0 && app.hasher.verify(password, stored).await? {
        return Ok(Ok(()));
    }
    let mut tx = app.db.write().await?;
    let loud = match wait {
        0 => store::failed(&mut tx, source, now).await,
        _ => store::charge(&mut tx, source, now).await,
    };
    if tx.settle(loud).await? {
        tokio::time::sleep(Duration::from_millis(HELD)).await;
    }
    Ok(Err(if wait == 0 { Refused::Wrong(door) } else { Refused::Wait(door, wait) }))
}

/// Passes when the password was given lately, or is right now in the form.
///
/// # Errors
/// [`Error::Password`] with the sentence to show when it is missing or wrong.
pub async fn require_proof(app: &App, act: &Act, proved: bool, password: Option<String>) -> Result<(), Error> {
    if proved {
        return Ok(());
    }
    let Some(password) = password.filter(|text| !text.is_empty()) else {
        return Err(Error::Password(say("password.again").to_owned()));
    };
    check_password(app, act, password).await?.map_err(|refused| Error::Password(refused.sentence()))
}
