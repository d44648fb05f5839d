//! Proving again who it is, before deciding, exporting or changing the password.

use crate::accounts::store;
use crate::act::Act;
use crate::app::App;
use crate::error::Error;

/// Checks the password of whoever acts, with the same delays as signing in; `Err(key)` tells why not.
pub async fn check_password(app: &App, act: &Act, password: String) -> Result<Result<(), &'static str>, Error> {
    let person = act.by_id().ok_or(Error::SignIn)?;
    let account = store::of_person(app.db.read(), person).await?.ok_or(Error::NotFound)?;
    if !take_try(app, act, &account.login).await? {
        return Ok(Err("sign_in.wait"));
    }
    if !app.hasher.verify(password, account.password_hash).await? {
        return Ok(Err("password.wrong"));
    }
    let mut tx = app.db.write().await?;
    let done = async {
        store::forget_tries(&mut tx, &account.login, &act.ip).await?;
        store::mark_proved(&mut tx, &act.session, act.at).await
    }
    .await;
    tx.settle(done).await?;
    Ok(Ok(()))
}

/// Takes a try, in an act of its own: it counts whatever comes of it. False while a delay runs.
pub(super) async fn take_try(app: &App, act: &Act, login: &str) -> Result<bool, Error> {
    let mut tx = app.db.write().await?;
    let taken = store::take_try(&mut tx, login, &act.ip, act.at).await;
    match tx.settle(taken).await {
        Ok(()) => Ok(true),
        Err(Error::Conflict(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Passes when the password was given lately, or is right now in the form.
///
/// # Errors
/// [`Error::Invalid`] with the sentence to show when it is missing or wrong.
pub async fn require_proof(app: &App, act: &Act, proved: bool, password: Option<String>) -> Result<(), Error> {
    if proved {
        return Ok(());
    }
    let Some(password) = password.filter(|text| !text.is_empty()) else { return Err(Error::invalid("password.again")) };
    check_password(app, act, password).await?.map_err(Error::invalid)
}
