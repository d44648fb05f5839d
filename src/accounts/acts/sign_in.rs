//! Signing in and out.

use super::prove::take_try;
use crate::accounts::rules::{How, fold_login};
use crate::accounts::{session, store};
use crate::act::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::Error;

/// Signs in: the same answer, in the same time, for known and unknown accounts. `Ok(Ok(_))` is the cookie's value,
/// `Ok(Err(key))` tells why not.
pub async fn sign_in(
    app: &App,
    act: &Act,
    login: &str,
    password: String,
) -> Result<Result<String, &'static str>, Error> {
    let login = fold_login(login);
    if !take_try(app, act, &login).await? {
        return Ok(Err("sign_in.wait"));
    }
    let account = store::by_login(app.db.read(), &login).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.hasher.verify(password, stored).await?;
    let Some(account) = account.filter(|_| right) else { return Ok(Err("sign_in.wrong")) };
    let life = app.config.session_life();
    let mut tx = app.db.write().await?;
    let done = async {
        store::forget_tries(&mut tx, &login, &act.ip).await?;
        session::start(&mut tx, act, life, &account.person_id, How::Password).await
    }
    .await;
    tx.settle(done).await.map(Ok)
}

/// In the trial only: a session without a password.
pub async fn sign_in_as(tx: &mut Tx, act: &Act, life: i64, person_id: &str) -> Result<String, Error> {
    let account = store::of_person(&mut *tx, person_id).await?.ok_or(Error::NotFound)?;
    session::start(tx, act, life, &account.person_id, How::Password).await
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
