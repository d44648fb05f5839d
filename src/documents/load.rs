//! Files of the content folder become versions.

use super::acts;
use super::library::{Library, SourceFile};
use super::rules::{Issued, NewText, Prepared, Regulation, TextKind};
use super::store;
use crate::act::Act;
use crate::db::Db;
use crate::error::Error;

/// Loads files that are not in the database yet; a file that was loaded never changes what was read.
///
/// # Errors
/// When a text does not parse, or cannot be saved.
pub(crate) async fn load(db: &Db, library: &Library, now: i64) -> Result<(), Error> {
    let loaded = store::loaded(db.read()).await?;
    for file in library.files() {
        if let Some(before) = loaded.iter().find(|one| one.document_id == file.document && one.file == file.file) {
            if before.source != file.text {
                let (document, file) = (&file.document, &file.file);
                tracing::warn!(document, file, "file changed after it was loaded; add a new one");
            }
            continue;
        }
        let (new, place) = read(file)?;
        let mut tx = db.write().await?;
        let done = acts::load(&mut tx, &Act::system(now), &new, place).await;
        tx.settle(done).await?;
    }
    Ok(())
}

fn read(file: &SourceFile) -> Result<(Prepared, i64), Error> {
    let regulation = Regulation::parse(&file.text, None).map_err(Error::internal)?;
    let head = regulation.head();
    let day = head.text("issued_on").map(str::to_owned);
    let ref_number = day.as_ref().and_then(|_| head.text("number")).unwrap_or_default().to_owned();
    let text = NewText {
        document_id: file.document.clone(),
        kind: head.text("kind").and_then(TextKind::parse).unwrap_or(TextKind::Text),
        file: Some(file.file.clone()),
        source: file.text.clone(),
        issued: Issued { blanks: String::new(), ref_number, day },
        attachment: None,
    };
    let place = head.rest.get("place").and_then(toml::Value::as_integer).unwrap_or(100);
    let new = text.prepare().map_err(Error::internal)?.or_titled(&file.document, &file.document);
    Ok((new, place))
}
