//! What is asked of the database for a report, and of which day.

use crate::app::App;
use crate::error::Error;
use crate::reports::rules::{Note, Office};
use crate::reports::store::{self, Told};
use crate::site::Round;
use crate::time::day_of;
use crate::tracking::rules::{Chosen, Filter, Sight, Sort, Words};
use crate::tracking::store::Look;
use crate::visit::Member;

/// Everybody of the round who has not left.
pub(super) fn look(member: &Member, round: &Round) -> Look {
    Look {
        round_id: round.id.clone(),
        group_id: round.group_id.clone(),
        viewer_id: member.viewer.id.clone(),
        sight: Sight::All,
        today: day_of(round.closed_at.unwrap_or(member.now)),
        closed_at: round.closed_at,
        filter: Filter {
            department: String::new(),
            chosen: Chosen::Here,
            words: Words::default(),
            sort: Sort::Department,
        },
    }
}

/// What no table of theirs says of a round.
pub(super) async fn told(app: &App, member: &Member, round: &Round) -> Result<Told, Error> {
    let at = round.closed_at.unwrap_or(member.now);
    store::told(app.db.read(), &round.id, (&day_of(round.opened_at), &day_of(at)), at).await
}

/// What a report begins with: of the doubts how many there are.
pub(super) fn begun(told: &Told, office: Office<'_>) -> Note {
    let recipients = office.recipients();
    Note { number: 0, obstacles: told.doubts.words(), proposals: String::new(), recipients }
}
