//! SQL of people of a round who were ticked.

use crate::contacts::store::refuses;
use crate::db::{Ask, places};
use crate::error::Error;
use crate::from_row;
use crate::id;
use crate::reminders::store::reminded_at;
use crate::standing::rules::Standing;
use crate::standing_columns;

/// One of them, as the copy has them.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) full_name: String,
    pub(crate) reminded_at: Option<i64>,
    /// 1 when they have taken back the consent to the use of their number.
    pub(crate) refuses: i64,
    pub(crate) standing: Standing,
}

from_row!(Chosen { full_name, reminded_at, refuses; standing });

/// Those of these people who are in the round, at most [`id::MOST`], in the order of names.
pub(crate) async fn chosen<'c>(db: impl Ask<'c>, round_id: &str, people: &[String]) -> Result<Vec<Chosen>, Error> {
    let ids = id::chosen(people);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        concat!(
            "select ",
            standing_columns!(),
            ", f.full_name, ",
            reminded_at!(),
            ", ",
            refuses!("s.person_id"),
            " as refuses",
            " from standing s join profile f on f.person_id = s.person_id and f.until_at is null
             where s.round_id = $1 and s.person_id in ({}) order by s.name_key, s.person_id"
        ),
        places(2, ids.len())
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).persistent(false).bind(round_id);
    Ok(ids.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?)
}
