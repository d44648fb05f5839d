//! SQL of departments.

use crate::error::Error;
use crate::from_row;
use crate::id::new_id;
use crate::text::fold;
use sqlx::{AnyConnection, AnyPool, Row};

/// A department.
#[derive(Clone, Debug)]
pub struct Department {
    pub id: String,
    pub name: String,
}

from_row!(Department { id, name });

/// The departments in their order.
pub async fn departments(db: &AnyPool) -> Result<Vec<Department>, Error> {
    Ok(sqlx::query_as("select id, name from department order by place, name").fetch_all(db).await?)
}

/// The department of this name, made if it is new.
pub async fn department_named(tx: &mut AnyConnection, name: &str, now: i64) -> Result<String, Error> {
    // Before any row: two lists with the same departments and names would wait for each other.
    crate::db::lock_ledger(tx).await?;
    sqlx::query(
        "insert into department (id, name, name_fold, place, created_at)
         select $1, $2, $3, coalesce(max(place), 0) + 1, $4 from department where true
         on conflict (name_fold) do nothing",
    )
    .bind(new_id())
    .bind(name)
    .bind(fold(name))
    .bind(now)
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query("select id from department where name_fold = $1").bind(fold(name)).fetch_one(tx).await?;
    Ok(row.try_get(0)?)
}
