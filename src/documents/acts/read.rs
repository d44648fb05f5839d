//! "Đã đọc".

use crate::act::Act;
use crate::db::Tx;
use crate::documents::store::{self, Reading};
use crate::error::Error;
use crate::site::Site;
use crate::standing::store::renew_person;

/// Notes that the author read an article in exactly this text; twice is once.
///
/// # Errors
/// [`Error::Conflict`] when the text their round asks (else the one in use) does not have that article in these words.
pub async fn read(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    round_id: Option<&str>,
    document: &str,
    article: &str,
    sha256: &str,
) -> Result<(), Error> {
    let person = act.by_id().ok_or(Error::SignIn)?;
    site.holds(tx).await?;
    tx.hold_person(person).await?;
    let round = round_id.and_then(|id| site.round(id)).filter(|round| round.is_open());
    let version = site.version_for(document, round)?;
    if !version.articles.iter().any(|one| one.article == article && one.sha256 == sha256) {
        return Err(Error::conflict("document.changed"));
    }
    let reading = Reading {
        person_id: person.to_owned(),
        document_id: document.to_owned(),
        article: article.to_owned(),
        sha256: sha256.to_owned(),
        round_id: round.map(|round| round.id.clone()).unwrap_or_default(),
        read_at: act.at,
    };
    if store::mark_read(tx, &reading).await? {
        renew_person(tx, site.asks(), person).await?;
    }
    Ok(())
}
