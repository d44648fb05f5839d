//! Judging a new password, off the async threads: an odd one of a hundred characters takes most of a second.

use crate::accounts::rules::refuse_password;
use crate::app::App;
use crate::error::Error;

/// Why a password is not taken: a key of `texts/errors.toml`. `own` are words that the person's guessers know.
pub async fn judge_password(app: &App, password: &str, own: &[&str]) -> Result<Option<&'static str>, Error> {
    let (password, own) = (password.to_owned(), own.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    app.hasher
        .run(move || {
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            refuse_password(&password, &own)
        })
        .await
}
