//! Proving again who it is, before deciding, exporting or changing the password.

use super::store;
use crate::act::Asker;
use crate::db::Db;
use crate::error::Error;
use crate::hasher::Hasher;

/// Checks the person's password, with the same delays as signing in; `Err(key)` tells why not.
pub(crate) async fn check_password(
    db: &Db,
    hasher: &Hasher,
    asker: &Asker<'_>,
    password: String,
) -> Result<Result<(), &'static str>, Error> {
    let account = store::of_person(db.read(), asker.person).await?.ok_or(Error::NotFound)?;
    match store::take_try(db, &account.login, asker.ip, asker.now).await {
        Ok(()) => {}
        Err(Error::Conflict(_)) => return Ok(Err("sign_in.wait")),
        Err(error) => return Err(error),
    }
    if !hasher.verify(password, account.password_hash).await? {
        return Ok(Err("password.wrong"));
    }
    let (session, login, ip, now) = (asker.session.to_owned(), account.login, asker.ip.to_owned(), asker.now);
    db.write(move |tx| {
        Box::pin(async move {
            store::forget_tries(tx, &login, &ip).await?;
            store::mark_proved(tx, &session, now).await
        })
    })
    .await?;
    Ok(Ok(()))
}

/// Passes when the password was given lately, or is right now in the form.
///
/// # Errors
/// [`Error::Invalid`] with the sentence to show when it is missing or wrong.
pub(crate) async fn require_proof(
    db: &Db,
    hasher: &Hasher,
    asker: &Asker<'_>,
    password: Option<String>,
) -> Result<(), Error> {
    if asker.proved {
        return Ok(());
    }
    let Some(password) = password.filter(|text| !text.is_empty()) else { return Err(Error::invalid("password.again")) };
    check_password(db, hasher, asker, password).await?.map_err(Error::invalid)
}
