//! What makes a house out of an empty database.

use super::store;
use crate::accounts::rules::{How, LinkKind, Role, Scope};
use crate::accounts::{session, store as accounts};
use crate::act::Act;
use crate::app::App;
use crate::db::Tx;
use crate::disclosures::acts as disclosures;
use crate::disclosures::rules::What;
use crate::documents::library::{Library, Source};
use crate::documents::load::start_with;
use crate::error::Error;
use crate::ledger;
use crate::once;
use crate::people::acts as people;
use crate::people::store::NewPerson;
use crate::rounds::acts as rounds;
use crate::rounds::rules::{Audience, NewRound, RoundKind, Settings, Texts};
use crate::settings::acts::{self as settings, GroupWords};
use crate::site::Site;
use crate::text::{fill, say};

/// The organisation and its first admin.
#[derive(Clone, Debug)]
pub struct House<'a> {
    /// Settings by name.
    pub words: &'a [(&'a str, &'a str)],
    /// What it begins with; `None`: with nothing to read yet.
    pub content: Option<Source>,
    pub group: &'a str,
    pub admin: NewPerson,
    /// PHC string.
    pub password_hash: &'a str,
}

/// Makes the organisation, its group with the newcomer round, and the first admin, once; the answer is the cookie's
/// value of the admin's session. Who is there is enrolled by the round's batches afterwards.
///
/// # Errors
/// [`Error::Conflict`] when the set-up link is used or too old.
pub async fn set_up(
    tx: &mut Tx,
    act: &Act,
    app: &App,
    site: &Site,
    token: &str,
    house: &House<'_>,
) -> Result<String, Error> {
    if !store::take(tx, token, act.at).await? {
        return Err(Error::conflict("setup.gone"));
    }
    let mut admin = house.admin.clone();
    admin.roles = vec![(Role::Admin, Scope::All)];
    let admins = [admin];
    let inserted = people::insert_first(tx, act, site, &admins).await?;
    group_and_round(tx, act, &app.library, (house.content, house.group)).await?;
    settings::set_first(tx, act, house.words).await?;
    let made = inserted.append(tx, act).await?.pop().ok_or_else(|| Error::internal("no first admin"))?;
    accounts::set_password(tx, &made.person_id, house.password_hash, act.at).await?;
    session::start(tx, act, session::Life::new(&app.config, true), &made.person_id, How::Password).await
}

/// Makes a group and, where there is something to read, its newcomer round over every document, with the default
/// settings; the answer is the round's id, '' for none.
pub async fn group_and_round(
    tx: &mut Tx,
    act: &Act,
    library: &Library,
    (content, group): (Option<Source>, &str),
) -> Result<String, Error> {
    let Some(content) = content else {
        let made = settings::make_group(tx, act, group).await?;
        settings::append_made_group(tx, act, &made).await?;
        return Ok(String::new());
    };
    let loaded = start_with(tx, act, library.files(content)).await?;
    let made: GroupWords = settings::make_group(tx, act, group).await?;
    let named = library.defaults(content).map(|one| one.first.round.as_str()).filter(|name| !name.is_empty());
    let new = NewRound {
        id: None,
        name: fill(named.unwrap_or_else(|| say("setup.round")), &[("nhom", group)]),
        kind: RoundKind::Newcomer,
        group_id: made.id.clone(),
        settings: Settings::default(),
        texts: Texts::Everything,
        due_on: None,
        audience: Audience::default(),
        follows: None,
    };
    let round = rounds::create(tx, act, library, &new).await?;
    for leaf in &loaded {
        ledger::append(tx, leaf).await?;
    }
    settings::append_made_group(tx, act, &made).await?;
    Ok(round)
}

/// Adds people with a role, gives each a link and opens it to the session of the act; the same form twice is once.
/// The answer is the ids of the links.
///
/// # Errors
/// [`Error::Forbidden`] for whoever is no admin.
pub async fn invite(tx: &mut Tx, act: &Act, app: &App, site: &Site, new: &[NewPerson]) -> Result<Vec<String>, Error> {
    if let Some(before) = once::before(tx, act, "setup.people").await? {
        return Ok(before.split_whitespace().map(str::to_owned).collect());
    }
    let inner = Act { form: None, ..act.clone() };
    let mut links = Vec::new();
    for whom in people::make(tx, &inner, site, new).await? {
        let kind = (LinkKind::Invite, app.config.link_days());
        let link = people::give_link(tx, &inner, &app.secret, &whom, kind).await?;
        disclosures::open(tx, &inner, What::Link, &link, say("link.why")).await?;
        links.push(link);
    }
    once::keep(tx, act, &links.join(" ")).await?;
    Ok(links)
}
