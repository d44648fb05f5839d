//! Personal links: issued to a person, shown to whoever issued them.

use super::{administers, not_erased, reached};
use crate::accounts::rules::LinkKind;
use crate::accounts::store::{self as accounts, NewLink};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::disclosures::acts as disclosures;
use crate::disclosures::rules::What;
use crate::error::Error;
use crate::id::new_id;
use crate::ledger;
use crate::once;
use crate::secret::Secret;
use crate::text::say;
use crate::time::{DAY, rfc3339};
use serde_json::json;

/// Issues a personal link that can be used for `days`; older ones stop working. The answer is its id: the address is
/// made of the secret and the id.
///
/// # Errors
/// [`Error::Conflict`] when the person has left or their account is switched off; [`Error::Forbidden`] for whoever is no admin and means somebody else
/// with a role.
pub async fn issue_link(tx: &mut Tx, act: &Act, secret: &Secret, id: &str, days: i64) -> Result<String, Error> {
    let (whom, kind) = may_have(tx, act, id).await?;
    give_link(tx, act, secret, &whom, (kind, days)).await
}

/// Whose link it would be, held, and of what kind: what stands against it is as for [`issue_link`].
pub(super) async fn may_have(tx: &mut Tx, act: &Act, id: &str) -> Result<(Author, LinkKind), Error> {
    let person = reached(tx, act, id).await?;
    not_erased(&person)?;
    if person.left_at.is_some() {
        return Err(Error::conflict("person.left"));
    }
    if person.disabled_at.is_some() {
        return Err(Error::conflict("account.disabled"));
    }
    if !person.roles.is_empty() && act.by_id() != Some(id) && !administers(tx, act).await? {
        return Err(Error::Forbidden);
    }
    let kind = if person.password_set_at.is_some() { LinkKind::Reset } else { LinkKind::Invite };
    Ok((person.author(), kind))
}

/// Issues a link and opens it to the session of the act; the same form twice is one link.
///
/// # Errors
/// As [`issue_link`].
pub async fn hand_out_link(tx: &mut Tx, act: &Act, secret: &Secret, id: &str, days: i64) -> Result<String, Error> {
    if let Some(before) = once::before(tx, act, "people.link").await? {
        return Ok(before);
    }
    let link = issue_link(tx, act, secret, id, days).await?;
    let inner = Act { form: None, ..act.clone() };
    disclosures::open(tx, &inner, What::Link, &link, say("link.why")).await?;
    once::keep(tx, act, &link).await?;
    Ok(link)
}

/// What [`issue_link`] does for somebody who is held, or has just been added.
pub(crate) async fn give_link(
    tx: &mut Tx,
    act: &Act,
    secret: &Secret,
    whom: &Author,
    (kind, days): (LinkKind, i64),
) -> Result<String, Error> {
    let (id, expires_at) = (new_id(), act.at + days * DAY);
    accounts::revoke_links(tx, &whom.person_id, act.at).await?;
    let new = NewLink {
        id: &id,
        person_id: &whom.person_id,
        kind,
        token: &secret.token(&id),
        issued_at: act.at,
        issued_by: act.by_id(),
        expires_at,
    };
    accounts::insert_link(tx, &new).await?;
    let leaf = act
        .leaf("link.issued")
        .about(whom)
        .of("link", &id)
        .body(json!({ "link": id, "kind": kind.as_str(), "expires": rfc3339(expires_at) }))
        .note("note.link_issued", json!({}));
    ledger::append(tx, &leaf).await?;
    Ok(id)
}
