//! What is done with a paper: drawn, entered, given back, confirmed, cancelled; its scan looked at.

mod confirm;
mod draw;
mod enter;
mod see;

pub use confirm::confirm;
pub use draw::{Drawn, draw};
pub(crate) use enter::cancel_open;
pub use enter::{Entered, cancel, enter, give_back};
pub use see::see;

use super::store::{self, Paper};
use crate::act::{Act, Author};
use crate::db::Tx;
use crate::error::Error;
use crate::rounds::store as rounds;
use crate::site::{Round, Site};

impl Paper {
    fn author(&self) -> Author {
        Author { person_id: self.person_id.clone(), actor: self.actor.clone() }
    }
}

/// The paper, open and with its person held, for an office of its round's group; `coordinator`: for HC-DV alone.
async fn held<'a>(
    tx: &mut Tx,
    act: &Act,
    site: &'a Site,
    id: &str,
    (coordinator, cancels): (bool, bool),
) -> Result<(Paper, &'a Round), Error> {
    let person = store::find(&mut *tx, id).await?.person_id;
    tx.hold_person(&person).await?;
    let paper = store::find(&mut *tx, id).await?;
    let round = site.round(&paper.round_id).ok_or(Error::NotFound)?;
    if let Some(by) = act.by_id() {
        let may = if coordinator {
            rounds::may_run(&mut *tx, by, &round.group_id).await?
        } else {
            rounds::is_office(&mut *tx, by, &round.group_id).await?
        };
        if !may {
            return Err(Error::Forbidden);
        }
        if by == paper.person_id {
            return Err(Error::conflict("paper.oneself"));
        }
    }
    if paper.gone_at.is_some() && !cancels {
        return Err(Error::conflict("paper.left"));
    }
    if paper.ended_at.is_some() {
        return Err(Error::conflict("paper.ended"));
    }
    Ok((paper, round))
}
