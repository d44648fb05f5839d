//! Signing in and out.

use super::prove::tried;
use crate::accounts::rules::{Door, How, Refused, Source};
use crate::accounts::{session, store};
use crate::act::{Act, Author};
use crate::app::App;
use crate::db::Tx;
use crate::error::Error;
use crate::ledger::store::jot;
use crate::peer;
use serde_json::json;

/// Who wants to sign in, and from where.
pub struct Credentials<'a> {
    /// Folded (`rules::fold_login`).
    pub login: &'a str,
    pub password: String,
    /// The number of the browser, where it has signed in with this name before.
    pub device: Option<String>,
    /// The session that this browser had: it ends with the new one.
    pub replaces: Option<&'a str>,
    /// The device is to be remembered.
    pub remember: bool,
}

/// Signs in: the same answer, in the same time, for known and unknown accounts. `Ok(Ok(_))` is the cookie's value.
pub async fn sign_in(app: &App, act: &Act, given: Credentials<'_>) -> Result<Result<String, Refused>, Error> {
    let source = match given.device {
        Some(device) => Source::Device(device),
        None => Source::Stranger { login: given.login.to_owned(), address: peer::counted(&act.ip) },
    };
    let turns = app.hasher.turns(source.crowd(), &source.lines()).await?;
    let account = store::by_login(app.db.read(), given.login).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let tried = tried(app, &source, given.password, stored, Door::SignIn).await?;
    drop(turns);
    let account = match (tried, account) {
        (Ok(()), Some(account)) => account,
        (Ok(()), None) => return Ok(Err(Refused::Wrong(Door::SignIn))),
        (Err(refused), _) => return Ok(Err(refused)),
    };
    let life = session::Life::new(&app.config, given.remember);
    let mut tx = app.db.write().await?;
    let done = async {
        tx.hold_person(&account.person_id).await?;
        // While the password was looked at, it may have been changed, or the account switched off.
        let now = store::of_person(&mut tx, &account.person_id).await?;
        if now.is_none_or(|now| now.password_hash != account.password_hash) {
            return Ok(Err(Refused::Wrong(Door::SignIn)));
        }
        store::forget_tries(&mut tx, &source).await?;
        if let Some(before) = given.replaces {
            store::end_session(&mut tx, before).await?;
        }
        begin(&mut tx, act, life, &account).await.map(Ok)
    }
    .await;
    tx.settle(done).await
}

/// A session with its line in the journal.
async fn begin(tx: &mut Tx, act: &Act, life: session::Life, account: &store::Account) -> Result<String, Error> {
    let whom = Author { person_id: account.person_id.clone(), actor: account.actor.clone() };
    let cookie = session::start(tx, act, life, &account.person_id, How::Password).await?;
    let by = Act { by: Some(whom), ..act.clone() };
    jot(tx, &by.leaf("session.started").note("note.signed_in", json!({}))).await?;
    Ok(cookie)
}

/// In the trial only: a session without a password.
pub async fn sign_in_as(tx: &mut Tx, act: &Act, life: session::Life, person_id: &str) -> Result<String, Error> {
    let account = store::of_person(&mut *tx, person_id).await?.ok_or(Error::NotFound)?;
    begin(tx, act, life, &account).await
}

/// Ends the session of the act.
pub async fn sign_out(tx: &mut Tx, act: &Act) -> Result<(), Error> {
    store::end_session(tx, &act.session).await
}

/// Ends every session of whoever acts, this one too.
pub async fn sign_out_everywhere(tx: &mut Tx, act: &Act) -> Result<(), Error> {
    store::end_sessions(tx, act.by_id().ok_or(Error::SignIn)?, "").await?;
    Ok(())
}
