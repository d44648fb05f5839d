//! Rows in and out: bulk inserts, and the macros that read rows and stored words.

use super::engine::Engine;
use super::tx::Tx;
use crate::error::Error;
use sqlx::AssertSqlSafe;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::fmt::Write as _;

/// Parameters of one statement. SQLite's limit is 32,766; longer statements gain nothing.
const PARAMETERS: usize = 3000;

/// One cell of [`Tx::insert_many`]; PostgreSQL wants to know of what type a null is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Int(i64),
    NoText,
    NoInt,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::NoText, Self::Text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::NoInt, Self::Int)
    }
}

impl Tx {
    /// Inserts `rows`, some thousand cells a statement.
    pub async fn insert_many(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        self.insert_rows(table, columns, rows, "").await
    }

    /// Inserts those of `rows` that are not there yet. Two acts at once must give them in the same order.
    pub async fn insert_missing(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        self.insert_rows(table, columns, rows, " on conflict do nothing").await
    }

    async fn insert_rows(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: &[Vec<Value>],
        end: &'static str,
    ) -> Result<(), Error> {
        if columns.is_empty() || rows.iter().any(|row| row.len() != columns.len()) {
            return Err(Error::Internal(format!("insert into {table}: a row has not as many cells as columns")));
        }
        let most = (PARAMETERS / columns.len()).max(1);
        for chunk in rows.chunks(most) {
            // Names come from the program, values are bound: nothing from outside is in the text.
            let sql = AssertSqlSafe(insert(table, columns, chunk.len(), self.engine()) + end);
            let mut query = sqlx::query(sql).persistent(chunk.len() == most);
            for value in chunk.iter().flatten() {
                query = match value {
                    Value::Text(text) => query.bind(text.clone()),
                    Value::Int(number) => query.bind(*number),
                    Value::NoText => query.bind(None::<String>),
                    Value::NoInt => query.bind(None::<i64>),
                };
            }
            query.execute(&mut *self).await?;
        }
        Ok(())
    }
}

/// SQLite looks a `$n` up by its name, one after the other: thousands of them cost more than the rows.
fn insert(table: &str, columns: &[&str], rows: usize, engine: Engine) -> String {
    let mut sql = format!("insert into {table} ({}) values ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns.len() {
            let comma = if column == 1 { "" } else { ", " };
            let _ = match engine {
                Engine::Sqlite => write!(sql, "{comma}?"),
                Engine::Postgres => write!(sql, "{comma}${}", row * columns.len() + column),
            };
        }
        sql.push(')');
    }
    sql
}

/// The first column of the first row as a number; 0 when there is none.
pub fn count(row: Option<AnyRow>) -> i64 {
    row.and_then(|row| row.try_get(0).ok()).unwrap_or_default()
}

/// Reads a row into a struct: `from_row!(Person { id, full_name });` names each column once. What stands behind a
/// semicolon is read from columns of its own: `from_row!(Round { id; settings });`.
#[macro_export]
macro_rules! from_row {
    ($name:ident { $($field:ident),+ $(; $($part:ident),+)? $(,)? }) => {
        impl<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> for $name {
            fn from_row(row: &'r sqlx::any::AnyRow) -> Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self {
                    $($field: row.try_get(stringify!($field))?,)+
                    $($($part: sqlx::FromRow::from_row(row)?,)+)?
                })
            }
        }
    };
}

/// Stores a type as text: `stored!(Outcome);` for one with `as_str(&self) -> &str` and
/// `parse(&str) -> Option<Self>`. A word that does not parse is an error of the row.
#[macro_export]
macro_rules! stored {
    ($type:ty) => {
        impl sqlx::Type<sqlx::Any> for $type {
            fn type_info() -> sqlx::any::AnyTypeInfo {
                <str as sqlx::Type<sqlx::Any>>::type_info()
            }
        }

        impl<'q> sqlx::Encode<'q, sqlx::Any> for $type {
            fn encode_by_ref(
                &self,
                buffer: &mut <sqlx::Any as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <&str as sqlx::Encode<'_, sqlx::Any>>::encode(self.as_str(), buffer)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Any> for $type {
            fn decode(value: <sqlx::Any as sqlx::Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <&str as sqlx::Decode<'r, sqlx::Any>>::decode(value)?;
                Self::parse(text).ok_or_else(|| format!("{} cannot be {text:?}", stringify!($type)).into())
            }
        }
    };
}

/// `$first, …`: so many parameters, for `in (…)`.
pub(crate) fn places(first: usize, many: usize) -> String {
    (first..first + many).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
