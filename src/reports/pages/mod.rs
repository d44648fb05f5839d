//! The report on a page, what is written into it, and the files that are taken.

mod asked;
mod day;
mod edit;
mod files;
mod form;
mod known;
mod people;
mod ready;
mod show;

pub(crate) use edit::{edit, note};
pub(crate) use files::take;
pub(crate) use ready::{file, list, ready};
pub(crate) use show::show;

use crate::accounts::rules::Role;
use crate::error::Error;
use crate::site::Round;
use crate::visit::Member;

/// A round whose office the viewer is and that was not taken back; any other is not there.
fn round<'a>(member: &'a Member, id: &str) -> Result<&'a Round, Error> {
    let own = |round: &&Round| {
        let office = [Role::Coordinator, Role::Leader];
        let roles = &member.viewer.roles;
        round.withdrawn_at.is_none() && office.into_iter().any(|role| roles.has_for_group(role, &round.group_id))
    };
    member.site.round(id).filter(own).ok_or(Error::NotFound)
}

/// Writes what is typed into the reports of this round.
fn runs(member: &Member, round: &Round) -> bool {
    member.viewer.roles.has_for_group(Role::Coordinator, &round.group_id)
}
