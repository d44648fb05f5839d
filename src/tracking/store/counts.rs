//! How many stand where: one grouped question, in the order of its index.

use super::query::{Look, Query};
use crate::db::Ask;
use crate::error::Error;
use crate::from_row;
use crate::standing::rules::State;
use crate::tracking::rules::Tally;
use sqlx::FromRow as _;

from_row!(Tally { department_id, state, progress, n, paused, late, last_due, oldest });

/// Everybody of the round whom the viewer sees, grouped; the filter is not asked.
pub(crate) async fn tallies<'c>(db: impl Ask<'c>, look: &Look) -> Result<Vec<Tally>, Error> {
    let day = look.today.as_str();
    // Behind it nobody is late any more.
    let asked = State::ReadyToAcknowledge.place();
    let mut query = Query::new("select s.department_id, s.state, s.progress, count(*) as n");
    query.add(
        ", count(*) filter (where s.paused_from <= # and s.paused_until >= #) as paused,
           count(*) filter (where s.place <= # and s.due_on < #
             and (s.paused_from is null or s.paused_from > # or s.paused_until < #)) as late,
           max(s.due_on) filter (where s.place <= #) as last_due",
        [day.into(), day.into(), asked.into(), day.into(), day.into(), day.into(), asked.into()],
    );
    query.add(
        ", (select min(x.round_revision) from standing x where x.round_id = #) as oldest from standing s where ",
        [look.round_id.as_str().into()],
    );
    look.seen(&mut query);
    query.add(" group by s.department_id, s.state, s.place, s.progress", []);
    let rows = query.built().fetch_all(db).await?;
    Ok(rows.iter().map(Tally::from_row).collect::<Result<_, _>>()?)
}
