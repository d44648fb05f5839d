//! The whole database as lines of JSON: read in one snapshot, the same for both engines, put into an empty one of either.

use super::Snapshot;
use super::engine::Engine;
use super::pool::connect;
use super::schema;
use crate::error::Error;
use serde_json::{Map, Value, json};
use sqlx::ValueRef as _;
use sqlx::any::{AnyConnectOptions, AnyRow, AnyTypeInfoKind};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr as _;

/// Every table that is copied, after those its rows point to. What belongs to a running server is left out: sessions,
/// delays, disclosures, the revision, what was compared.
pub const COPIED: [&str; 72] = [
    "form",
    "setting",
    "calendar_day",
    "outage",
    "logo",
    "label",
    "department",
    "person",
    "profile",
    "person_word",
    "presence",
    "absence",
    "account",
    "account_switch",
    "role_grant",
    "link",
    "link_batch",
    "link_batch_link",
    "link_sent",
    "staff_list",
    "staff_list_person",
    "staff_list_department",
    "staff_list_change",
    "removal",
    "document",
    "version",
    "version_text",
    "version_article",
    "attachment",
    "attachment_part",
    "reading",
    "reading_place",
    "capacity",
    "zalo_group",
    "round",
    "round_version",
    "round_ask",
    "round_audience",
    "round_pause",
    "enrolment",
    "standing",
    "item",
    "attempt",
    "attempt_article",
    "attempt_item",
    "wait_lift",
    "leeway",
    "reminder",
    "report_note",
    "statement",
    "acknowledgment",
    "acknowledgment_version",
    "doubt",
    "doubt_answer",
    "paper",
    "paper_article",
    "paper_item",
    "paper_step",
    "paper_answer",
    "paper_scan",
    "paper_scan_part",
    "shown_text",
    "consent",
    "contact",
    "phone_suggestion",
    "admission",
    "admission_step",
    "remark",
    "ledger_leaf",
    "leaf_of",
    "private",
    "journal",
];
/// What is not copied.
pub const LEFT_OUT: [&str; 9] =
    ["session", "throttle", "disclosure", "revision", "probe", "beat", "difference", "comparison", "staff_list_draft"];

/// The newest migration.
pub fn newest_schema() -> i64 {
    schema::newest()
}

/// Hands every line to `keep`: `{"table": …, "columns": […]}`, then its rows as arrays. The answer is how many rows each
/// table has.
pub async fn dump(
    at: &mut Snapshot,
    mut keep: impl FnMut(&Value) -> std::io::Result<()>,
) -> Result<BTreeMap<String, i64>, Error> {
    let mut counts = BTreeMap::new();
    for table in COPIED {
        let order = if table == "admission_step" { " order by admission_id, number" } else { "" };
        let sql = AssertSqlSafe(format!("select * from {table}{order}"));
        let mut stream = sqlx::query(sql).fetch(&mut *at);
        let mut count = 0_i64;
        while let Some(row) = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await {
            let row = row?;
            if count == 0 {
                let columns: Vec<&str> = row.columns().iter().map(sqlx::Column::name).collect();
                keep(&json!({ "table": table, "columns": columns })).map_err(Error::internal)?;
            }
            keep(&cells(&row)?).map_err(Error::internal)?;
            count += 1;
        }
        counts.insert(table.to_owned(), count);
    }
    Ok(counts)
}

fn cells(row: &AnyRow) -> Result<Value, Error> {
    let cell = |place: usize| {
        let raw = row.try_get_raw(place)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        match raw.type_info().kind() {
            AnyTypeInfoKind::Text => Ok(row.try_get::<String, _>(place)?.into()),
            _ => Ok(row.try_get::<i64, _>(place)?.into()),
        }
    };
    (0..row.columns().len()).map(cell).collect::<Result<Vec<_>, sqlx::Error>>().map(Value::from).map_err(Error::from)
}

/// An empty database that is being filled, in one transaction.
#[derive(Debug)]
pub struct Filling {
    connection: AnyConnection,
    engine: Engine,
    table: String,
    columns: Vec<String>,
    waiting: Vec<Vec<Value>>,
}

/// Rows of one statement.
const ROWS: usize = 100;

impl Filling {
    /// Makes the schema of the copy.
    ///
    /// # Errors
    /// When it cannot be opened, or something is in it already.
    pub async fn begin(url: &str, schema: i64) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url);
        let address = if engine == Engine::Sqlite { format!("{url}?mode=rw") } else { url.to_owned() };
        if let Some(path) = url.strip_prefix("sqlite:") {
            super::file::prepare_file(std::path::Path::new(path))?;
        }
        let mut connection = connect(&AnyConnectOptions::from_str(&address)?, engine).await?;
        let catalog = match engine {
            Engine::Sqlite => "select count(*) from sqlite_master where type = 'table'",
            Engine::Postgres => "select count(*) from information_schema.tables where table_schema = current_schema()",
        };
        let tables: i64 = sqlx::query(catalog).fetch_one(&mut connection).await?.try_get(0)?;
        anyhow::ensure!(tables == 0, "the database is not empty");
        schema::migrate_to(&mut connection, engine, schema).await?;
        connection.execute("begin").await?;
        Ok(Self { connection, engine, table: String::new(), columns: Vec::new(), waiting: Vec::new() })
    }

    /// The next line of a copy.
    ///
    /// # Errors
    /// When it is none, or the database refuses it.
    pub async fn line(&mut self, line: Value) -> anyhow::Result<()> {
        match line {
            Value::Object(head) => self.head(&head).await,
            Value::Array(row) if row.len() == self.columns.len() && !self.table.is_empty() => {
                self.waiting.push(row);
                if self.waiting.len() >= ROWS { self.flush().await } else { Ok(()) }
            }
            _ => anyhow::bail!("a line is no row"),
        }
    }

    async fn head(&mut self, head: &Map<String, Value>) -> anyhow::Result<()> {
        self.flush().await?;
        let table = head.get("table").and_then(Value::as_str).unwrap_or_default();
        anyhow::ensure!(COPIED.contains(&table), "a table that nobody knows: {table}");
        table.clone_into(&mut self.table);
        let names = head.get("columns").and_then(Value::as_array).into_iter().flatten();
        self.columns = names.filter_map(Value::as_str).map(str::to_owned).collect();
        let plain =
            |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        anyhow::ensure!(self.columns.iter().all(plain), "a column that nobody knows");
        Ok(())
    }

    async fn flush(&mut self) -> anyhow::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut sql = format!("insert into {} ({}) values ", self.table, self.columns.join(", "));
        let mut place = 0;
        for (number, row) in self.waiting.iter().enumerate() {
            sql.push_str(if number == 0 { "(" } else { ", (" });
            for (column, value) in row.iter().enumerate() {
                sql.push_str(if column == 0 { "" } else { ", " });
                place += usize::from(!value.is_null());
                let _ = match (value.is_null(), self.engine) {
                    (true, _) => write!(sql, "null"),
                    (false, Engine::Sqlite) => write!(sql, "?"),
                    (false, Engine::Postgres) => write!(sql, "${place}"),
                };
            }
            sql.push(')');
        }
        // The table is one of ours, the columns are plain names, values are bound.
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for value in self.waiting.iter().flatten().filter(|value| !value.is_null()) {
            query = match value.as_i64() {
                Some(number) => query.bind(number),
                None => query.bind(value.as_str().unwrap_or_default().to_owned()),
            };
        }
        query.execute(&mut self.connection).await?;
        self.waiting.clear();
        Ok(())
    }

    /// Compares the rows of each table with what the copy says it has, and saves.
    ///
    /// # Errors
    /// When a table has more rows or fewer; nothing is saved then.
    pub async fn end(mut self, counts: &BTreeMap<String, i64>, mark: &str, at: i64) -> anyhow::Result<()> {
        self.flush().await?;
        for (table, wanted) in counts {
            anyhow::ensure!(COPIED.contains(&table.as_str()), "a table that nobody knows: {table}");
            let sql = AssertSqlSafe(format!("select count(*) from {table}"));
            let there: i64 = sqlx::query(sql).fetch_one(&mut self.connection).await?.try_get(0)?;
            anyhow::ensure!(there == *wanted, "{table}: {there} rows, the copy has {wanted}");
        }
        let sql =
            "insert into form (person_id, key, what, at, result) values ('', 'restored', 'backup.restored', $1, $2)";
        sqlx::query(sql).bind(at).bind(mark).execute(&mut self.connection).await?;
        self.connection.execute("commit").await?;
        self.connection.close().await?;
        Ok(())
    }
}
