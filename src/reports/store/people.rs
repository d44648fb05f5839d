//! Names and positions of a round's people, as they were.

use crate::db::{Ask, as_of};
use crate::error::Error;
use crate::from_row;
use sqlx::AssertSqlSafe;
use std::sync::LazyLock;

/// Who somebody was at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) person_id: String,
    pub(crate) full_name: String,
    pub(crate) position: String,
}

from_row!(Named { person_id, full_name, position });

static THEN: LazyLock<String> = LazyLock::new(|| {
    as_of(
        "select f.person_id, f.full_name, f.position from enrolment e
         join profile f on f.person_id = e.person_id and f.until_at is null where e.round_id = $1",
        "$2",
    )
});

/// Everybody who was in a round just before a moment (UTC milliseconds).
pub(crate) async fn named<'c>(db: impl Ask<'c>, round_id: &str, at: i64) -> Result<Vec<Named>, Error> {
    Ok(sqlx::query_as(AssertSqlSafe(THEN.as_str())).bind(round_id).bind(at).fetch_all(db).await?)
}
