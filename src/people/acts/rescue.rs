//! The way back in when the only admin is gone or locked out: from the server's own command line.

use super::{changes, role, switch};
use crate::accounts::rules::{LinkKind, Role, Scope, Switch};
use crate::act::Act;
use crate::db::Tx;
use crate::error::Error;
use crate::people::store::{self, Person};
use crate::secret::Secret;
use crate::site::Site;

/// Makes somebody who is here an admin with an account that is on, and issues a link that can be used for a day; each
/// of it with its leaf, by the system. The answer is the link's id, and whose it is. Give it a transaction of its own.
///
/// # Errors
/// [`Error::NotFound`] when nobody has the sign-in name (`None`: when nobody who is here is an admin);
/// [`Error::Conflict`] when the person has left.
pub async fn rescue(
    tx: &mut Tx,
    act: &Act,
    site: &Site,
    secret: &Secret,
    login: Option<&str>,
) -> Result<(String, Person), Error> {
    changes(tx, site).await?;
    let id = store::to_rescue(&mut *tx, login).await?.ok_or(Error::NotFound)?;
    tx.hold_person(&id).await?;
    let person = store::person(&mut *tx, &id).await?;
    if person.left_at.is_some() || person.erased_at.is_some() {
        return Err(Error::conflict("person.left"));
    }
    switch::turn(tx, act, &person, Switch::Enabled).await?;
    role::give(tx, act, &person, (Role::Admin, &Scope::All)).await?;
    let kind = if person.password_set_at.is_some() { LinkKind::Reset } else { LinkKind::Invite };
    let link = super::give_link(tx, act, secret, &person.author(), (kind, 1)).await?;
    Ok((link, person))
}
