//! Files of the content folder become versions.

use super::acts;
use super::library::{Library, Source, SourceFile};
use super::rules::{Issued, NewText, Prepared, Regulation, TextKind};
use super::store;
use crate::act::Act;
use crate::db::{Db, Tx};
use crate::error::Error;
use crate::ledger::{self, Entry};
use crate::people::store::nobody;

/// Loads files that are not in the database yet; a file that was loaded never changes what was read. Before the first
/// start nothing is loaded: what an organisation begins with is asked there. What is shipped comes afterwards only to a
/// document that is there already.
///
/// # Errors
/// When a text does not parse, or cannot be saved.
pub(crate) async fn load(db: &Db, library: &Library, now: i64) -> Result<(), Error> {
    let begun = !nobody(db.read()).await?;
    let loaded = store::loaded(db.read()).await?;
    let known = |file: &&SourceFile| loaded.iter().any(|one| one.document_id == file.document);
    let shipped = library.files(Source::Shipped).iter().filter(known).filter(|one| !library.has_own(&one.document));
    for file in library.files(Source::Folder).iter().filter(|_| begun).chain(shipped) {
        if let Some(before) = loaded.iter().find(|one| one.document_id == file.document && one.file == file.file) {
            if before.source != file.text {
                let (document, file) = (&file.document, &file.file);
                tracing::warn!(document, file, "file changed after it was loaded; add a new one");
            }
            continue;
        }
        let (new, place) = read(file)?;
        let mut tx = db.write().await?;
        let done = load_one(&mut tx, &Act::system(now), &new, place).await;
        tx.settle(done).await?;
    }
    Ok(())
}

async fn load_one(tx: &mut Tx, act: &Act, new: &Prepared, place: i64) -> Result<(), Error> {
    if let Some(leaf) = acts::load(tx, act, new, place).await? {
        ledger::append(tx, &leaf).await?;
    }
    Ok(())
}

/// Everything one place holds, for an organisation that begins with it; the leaves are appended by the caller.
///
/// # Errors
/// When a text does not parse, or cannot be saved.
pub(crate) async fn start_with(tx: &mut Tx, act: &Act, files: &[SourceFile]) -> Result<Vec<Entry>, Error> {
    let mut leaves = Vec::new();
    for file in files {
        let (new, place) = read(file)?;
        leaves.extend(acts::load(tx, act, &new, place).await?);
    }
    Ok(leaves)
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
