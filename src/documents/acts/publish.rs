//! A text comes into force: issued, attached, adopted, or the first one of its document.

use super::official::unfit;
use crate::acknowledgments::rules::Wordings;
use crate::act::Act;
use crate::db::Tx;
use crate::documents::rules::{
    Fit, Issued, NewText, Prepared, Regulation, StoredIssue, TextKind, has_blanks, reference,
};
use crate::documents::store::{self, New};
use crate::error::Error;
use crate::id::sha256;
use crate::ledger::{self, Entry};
use crate::once;
use crate::people::store::is_admin;
use crate::rounds::acts::{Swapped, swap_version};
use crate::rounds::store::runs_everywhere;
use crate::site::Version;
use crate::time::day_after;
use serde_json::json;

/// Fills number and day into the blanks of the version seen: a new version in its place, the same form twice once.
/// Articles without blanks stay as they were, so their readings and passed sittings count; acknowledgments are asked
/// for again.
///
/// # Errors
/// [`Error::Conflict`] when it has no blanks, or is not in force any more; [`Error::Field`] when [`may_issue`] says so.
pub async fn issue(
    tx: &mut Tx,
    act: &Act,
    (current, seen): (&Version, &str),
    number: &StoredIssue,
) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "documents.issue").await? {
        return Ok(before);
    }
    let row = &current.row;
    if row.id != seen {
        return Err(Error::conflict("document.superseded"));
    }
    may_issue(current, number, act.at)?;
    let issued = Issued {
        blanks: serde_json::to_string(number).map_err(Error::internal)?,
        ref_number: ref_number(current, number),
        day: Some(number.on()),
    };
    let text = NewText {
        document_id: row.document_id.clone(),
        kind: row.kind,
        file: None,
        source: current.source.clone(),
        issued,
        attachment: None,
    };
    let new = text.prepare().map_err(Error::internal)?.or_titled(&row.title, &row.short_title);
    let made = put(tx, act, &row.id, &new).await?;
    once::keep(tx, act, &made).await?;
    Ok(made)
}

/// Days that a day of issue may lie ahead.
pub(crate) const AHEAD: i64 = 7;

/// How the text will be cited with this number and day.
///
/// # Errors
/// [`Error::Conflict`] when it has no blanks; [`Error::Field`] for a day more than a week ahead, and for the number and
/// day it has: everybody would be asked to confirm the same bytes once more.
pub(crate) fn may_issue(current: &Version, number: &StoredIssue, now: i64) -> Result<String, Error> {
    let row = &current.row;
    if !has_blanks(row.kind, &current.source) {
        return Err(Error::conflict("document.no_blanks"));
    }
    let day = number.on();
    if day > day_after(now, AHEAD) {
        return Err(Error::field("day", "document.day_ahead"));
    }
    if row.ref_number == ref_number(current, number) && row.issued_on.as_deref() == Some(&day) {
        return Err(Error::field("number", "document.same_issue"));
    }
    Ok(reference_of(current, number))
}

/// `Số 12/QĐ-IOC ngày 15/8/2025`.
pub(crate) fn reference_of(current: &Version, number: &StoredIssue) -> String {
    reference(&ref_number(current, number), Some(&number.on()))
}

fn ref_number(current: &Version, number: &StoredIssue) -> String {
    format!("{}{}", number.number, current.regulation.head().text("ref_suffix").unwrap_or_default())
}

/// The official text in the place of the version seen; it is what people read and acknowledge from now on. The same
/// form twice is one version.
///
/// # Errors
/// [`Error::Conflict`] when that one is not in force any more.
pub async fn attach(tx: &mut Tx, act: &Act, seen: &str, new: &Prepared) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, &format!("documents.attach {}", new.sha256)).await? {
        return Ok(before);
    }
    let made = put(tx, act, seen, new).await?;
    once::keep(tx, act, &made).await?;
    Ok(made)
}

/// A text that was looked at in the place of the version seen. The same form twice is one version.
///
/// # Errors
/// As [`attach`]; [`Error::Field`] at `text` when the document's statement rests on clauses that the text does not have.
pub async fn replace(
    tx: &mut Tx,
    act: &Act,
    (seen, statement): (&str, Option<&Wordings>),
    (document, fit): (&str, &Fit),
) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, &format!("documents.replace {}", fit.sha256())).await? {
        return Ok(before);
    }
    if let Some(why) = unfit(statement, fit.regulation()) {
        return Err(Error::Field("text", why));
    }
    let made = put(tx, act, seen, &fit.of(document.to_owned())).await?;
    once::keep(tx, act, &made).await?;
    Ok(made)
}

async fn put(tx: &mut Tx, act: &Act, seen: &str, new: &Prepared) -> Result<String, Error> {
    tx.change_site().await?;
    may(tx, act).await?;
    if !store::supersede(tx, seen, act.at).await? {
        return Err(Error::conflict("document.superseded"));
    }
    let version = store::insert(tx, new, act.by_id(), act.at).await?;
    store::come_into_force(tx, &version.id, act.by_id(), act.at).await?;
    let swapped = swap_version(tx, &version.document_id, &version.id, act.at).await?;
    ledger::append(tx, &kept(leaf(act, "doc.published", &version, true, &swapped), new)).await?;
    Ok(version.id)
}

/// Puts a text that waits into force, in the place of the version seen; twice is once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when another version has come into force since, or when the document's
/// statement rests on clauses that the text does not have.
pub async fn adopt(
    tx: &mut Tx,
    act: &Act,
    (seen, statement): (&str, Option<&Wordings>),
    document: &str,
    number: i64,
) -> Result<(), Error> {
    tx.change_site().await?;
    may(tx, act).await?;
    let (version, since, until) = store::version(&mut *tx, document, number).await?;
    if since.is_some() && until.is_none() {
        return Ok(());
    }
    if since.is_some() || !store::supersede(tx, seen, act.at).await? {
        return Err(Error::conflict("document.superseded"));
    }
    let text = store::source(&mut *tx, &version.id).await?;
    if let Some(why) = unfit(statement, &Regulation::parse(&text, None).map_err(Error::internal)?) {
        return Err(Error::Conflict(why));
    }
    store::come_into_force(tx, &version.id, act.by_id(), act.at).await?;
    let swapped = swap_version(tx, document, &version.id, act.at).await?;
    ledger::append(tx, &leaf(act, "doc.published", &version, true, &swapped)).await?;
    Ok(())
}

/// A text from a file: the first one of its document comes into force by itself, a later one waits for HC-DV. The answer
/// is its leaf, to be appended when every lock is taken; nothing for a file that is there.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, act: &Act, new: &Prepared, place: i64) -> Result<Option<Entry>, Error> {
    tx.change_site().await?;
    let document = &new.text.document_id;
    store::add_document(tx, document, place).await?;
    let file = new.text.file.as_deref().unwrap_or_default();
    if store::known(&mut *tx, document, file).await? {
        return Ok(None);
    }
    let version = store::insert(tx, new, None, act.at).await?;
    let first = version.number == 1;
    if first {
        store::come_into_force(tx, &version.id, None, act.at).await?;
    }
    Ok(Some(leaf(act, "doc.loaded", &version, first, &[])))
}

/// HC-DV's own words above a document; `None` shows the file's again. Twice is once.
///
/// # Errors
/// [`Error::Forbidden`] but for a coordinator of everything and an admin.
pub async fn banner(tx: &mut Tx, act: &Act, document: &str, banner: Option<&str>) -> Result<(), Error> {
    tx.change_site().await?;
    let by = act.by_id().ok_or(Error::SignIn)?;
    if !runs_everywhere(&mut *tx, by).await? && !is_admin(&mut *tx, by).await? {
        return Err(Error::Forbidden);
    }
    if !store::set_banner(tx, document, banner).await? {
        return Ok(());
    }
    let leaf = act
        .leaf("document.banner_changed")
        .of("document", document)
        .body(json!({ "document": document, "banner": banner.unwrap_or_default() }))
        .note("note.banner_changed", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(())
}

/// A text binds everybody: only a coordinator of everything puts one into force, or the system.
pub(super) async fn may(tx: &mut Tx, act: &Act) -> Result<(), Error> {
    match act.by_id() {
        Some(by) if !runs_everywhere(&mut *tx, by).await? => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// With the hash of the file that is kept beside a text; that of a PDF is the text's own.
pub(super) fn kept(entry: Entry, new: &Prepared) -> Entry {
    match &new.text.attachment {
        Some(file) if new.text.kind == TextKind::Text => entry.body(json!({ "file": sha256(&file.content) })),
        _ => entry,
    }
}

pub(super) fn leaf(act: &Act, kind: &'static str, version: &New, in_force: bool, swapped: &[Swapped]) -> Entry {
    let rounds: Vec<_> =
        swapped.iter().map(|one| json!({ "id": one.round_id, "number": one.number, "due": one.due_on })).collect();
    let entry = act.leaf(kind).of("version", &version.id).body(json!({
        "doc": {
            "id": version.document_id,
            "ver": version.number,
            "kind": version.kind.as_str(),
            "sha256": version.sha256,
            "body_sha256": version.body_sha256,
        },
        "ref": version.ref_number,
        "issued_on": version.issued_on.as_deref().unwrap_or_default(),
        "in_force": in_force,
        "rounds": rounds,
    }));
    let chain = |one: &Swapped| format!("{}/{}#{}", one.round_id, version.document_id, one.number);
    let entry = swapped.iter().fold(entry, |entry, one| entry.of("round_version", chain(one)));
    entry.note("note.version", json!({ "phien_ban": version.id }))
}
