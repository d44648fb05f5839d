//! Files of the content folder become versions.

use super::library::Library;
use super::rules::Regulation;
use super::store::{Issued, NewVersion, load_one};
use crate::db::Db;
use crate::error::Error;

/// Loads files that are not in the database yet; a file that was loaded never changes what was read.
///
/// # Errors
/// When a text does not parse or the database refuses.
pub(crate) async fn load(db: &Db, library: &Library, now: i64) -> Result<(), Error> {
    for file in library.files() {
        let head = Regulation::parse(&file.text, None).map_err(Error::internal)?;
        let head = head.head();
        let text = |key: &str| head.text(key).unwrap_or_default().to_owned();
        let place = head.rest.get("place").and_then(toml::Value::as_integer).unwrap_or(100);
        let (title, short_title) = (text("title"), text("short_title"));
        let issued = head.text("issued_on").map(|day| Issued {
            blanks: String::new(),
            ref_number: text("number"),
            day: day.to_owned(),
        });
        let new = NewVersion {
            document_id: file.document.clone(),
            kind: if text("kind") == "digest" { "digest" } else { "text" },
            file: Some(file.file.clone()),
            source: file.text.clone(),
            issue: issued,
            attachment: None,
            published: false,
        };
        db.write(move |tx| Box::pin(async move { load_one(tx, &new, &title, &short_title, place, now).await })).await?;
    }
    Ok(())
}
